"""Pages of assessment rounds: setting one up, what an owner verifies and imports, what is left open, the recap."""

from typing import Any

import httpx

from app.clock import WIB, now
from app.models import Unit
from tests.api.answers import told
from tests.api.test_assessments import Province, answer_all, put
from tests.assessed import CLEAN, final_round
from tests.pages.browsing import forms_of, post, seen


def test_the_organiser_sets_a_round_up_and_leads_it(province: Province, office: httpx.Client) -> None:
    browser = office
    assert "Belum ada putaran" in seen(browser, "/assessment-rounds")
    refused = post(browser, "/assessment-rounds/new", "/assessment-rounds", 422, instrument_id="cettar_opd_2024",
                   units="D1\nTidak Ada")  # fmt: skip
    assert "Tidak Ada" in refused.text
    made = post(browser, "/assessment-rounds/new", "/assessment-rounds", 303, instrument_id="cettar_opd_2024",
                title="CETTAR", units="D1\nBadan", assess_until="2030-01-31")  # fmt: skip
    url = made.headers["location"]
    post(browser, url, f"{url}/owners", 303, item="monev", unit="B1")
    assert "Biro Umum" in seen(browser, url)
    post(browser, url, f"{url}/owners", 422, unit="B1")
    post(browser, url, url, 422, assess_until="2030-02-01", verify_until="2030-01-01", title="CETTAR")
    assert 'aria-invalid="true"' in post(browser, url, url, 422, title="CETTAR", year="").text
    post(browser, url, url, 303, title="CETTAR 2024", is_public="true", year="2023")
    assert "<dd>2023</dd>" in seen(browser, url)
    post(browser, url, f"{url}/status", 303, status="open")
    assert "year" not in forms_of(browser.get(url))[url].fields, "fixed once units see it"
    post(browser, url, url, 303, title="CETTAR 2023")
    assert "Penilaian mandiri" in seen(browser, url)
    post(browser, url, f"{url}/status", 409, status="final")


def test_the_year_of_a_round_is_typed(province: Province, office: httpx.Client) -> None:
    browser = office
    new = forms_of(browser.get("/assessment-rounds/new"))["/assessment-rounds"].fields
    assert new["year"] == [str(now().astimezone(WIB).year)]
    refused = post(browser, "/assessment-rounds/new", "/assessment-rounds", 422, instrument_id="zi_2021", year="21")
    assert 'value="21"' in refused.text
    made = post(browser, "/assessment-rounds/new", "/assessment-rounds", 303, instrument_id="zi_2021", year="2025",
                units="D1")  # fmt: skip
    assert "Zona Integritas menuju WBK dan WBBM, 2025" in seen(browser, made.headers["location"])
    made = post(browser, "/assessment-rounds/new", "/assessment-rounds", 303, instrument_id="zi_2021", year="",
                units="D1")  # fmt: skip
    assert "WBBM, " not in seen(browser, made.headers["location"]), "that of its instrument"


def sent_in(province: Province, of: dict[str, Any], unit: Unit, **body: Any) -> None:
    """A unit's own value of ``monev``, sent in."""
    author = province.make.as_role("author", unit)
    [one] = told(author.get(f"/api/v1/assessments?round_id={of['id']}&unit_id={unit.id}"), 200)["items"]
    put(author, put(author, one, "answers/monev", **body), "submission")


def test_an_owner_confirms_all_that_wait_at_once(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    for unit in (province.agency, province.other):
        author = province.make.as_role("author", unit)
        listed = told(author.get(f"/api/v1/assessments?round_id={of['id']}&unit_id={unit.id}"), 200)
        [one] = listed["items"]
        put(author, put(author, one, "answers/monev", value=80), "submission")
    listed = f"/assessment-rounds/{of['id']}/items/monev"
    went = post(province.verifies, f"{listed}?show=waiting", f"{listed}/confirmations", 303)
    assert went.headers["location"] == f"{listed}?show=waiting"
    after = seen(province.verifies, f"{listed}?show=waiting")
    assert "2 nilai dikonfirmasi." in after
    assert "Semua unit sudah diverifikasi" in after
    assert f"{listed}/confirmations" not in after, "nothing is left to confirm"


def test_waiting_is_what_was_sent_and_the_button_agrees(province: Province) -> None:
    third = province.make.unit("Satpol PP", "agency", province.root, code="D3")
    silent = province.make.unit("Inspektorat", "agency", province.root, code="D4")
    of = province.round(unit_ids=[province.agency.id, province.other.id, third.id, silent.id])
    province.own(of, "monev")
    sent_in(province, of, province.agency, value=80)
    sent_in(province, of, province.other, value=70)
    sent_in(province, of, third, is_absent=True, note="Tidak ada.")
    listed = f"/assessment-rounds/{of['id']}/items/monev"
    waiting = seen(province.verifies, f"{listed}?show=waiting")
    assert waiting.count('class="checked checked--line"') == 3
    assert 'Menunggu verifikasi <span class="tabs__count">3</span>' in waiting
    assert "Konfirmasi 2 nilai yang sudah dikirim" in waiting
    assert "1 unit menyatakan tidak berlaku: periksa satu per satu." in waiting
    assert seen(province.verifies, listed).count("belum mengirim") == 1
    post(province.verifies, f"{listed}?show=waiting", f"{listed}/confirmations", 303)
    left = seen(province.verifies, f"{listed}?show=waiting")
    assert "2 nilai dikonfirmasi." in left
    assert "Satpol PP" in left
    assert left.count('class="checked checked--line"') == 1


def test_what_changed_since_the_list_was_seen_is_told(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    for unit in (province.agency, province.other):
        sent_in(province, of, unit, value=80)
    listed = f"/assessment-rounds/{of['id']}/items/monev"
    went = post(province.verifies, listed, f"{listed}/confirmations", 303, seen_until="2020-01-01T00:00:00+00:00")
    assert went.status_code == 303
    after = seen(province.verifies, f"{listed}?show=waiting")
    assert "0 nilai dikonfirmasi. 2 berubah sejak dilihat atau tidak dapat dikonfirmasi." in after


def test_an_owner_finds_a_unit_by_name_and_comes_back_to_it(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    for unit in (province.agency, province.other):
        sent_in(province, of, unit, value=80)
    listed = f"/assessment-rounds/{of['id']}/items/monev"
    page = seen(province.verifies, f"{listed}?show=waiting&q=dinas")
    assert page.count('class="checked checked--line"') == 1
    assert '<details class="checked__change">' in page, "the fields are folded"
    action = f"/assessments/{province.of(of)['id']}/verifications/monev"
    wrong = post(province.verifies, f"{listed}?show=waiting&q=dinas", action, 422, value="abc")
    assert '<details class="checked__change" open>' in wrong.text
    assert wrong.text.count('class="checked checked--line"') == 1
    went = post(province.verifies, f"{listed}?show=waiting&q=dinas", action, 303, value="70", deed="correct")
    assert went.headers["location"] == f"{listed}?show=waiting&q=dinas"
    assert "Tidak ada unit bernama “zz” di sini" in seen(province.verifies, f"{listed}?q=zz")


def test_an_owner_imports_on_the_page(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    url = f"/assessment-rounds/{of['id']}/imports"
    form = forms_of(province.verifies.get(url))[url].fields
    wrong, right = "unit,item,value\nD1,arg,5\n", "unit;item;value\nD1;monev;5,00\n"
    told = province.verifies.post(url, data=form | {"deed": ["check"]}, files={"file": ("a.csv", wrong)})
    assert "Unit Anda bukan pengampu indikator ini." in told.text
    told = province.verifies.post(url, data=form | {"deed": ["check"]}, files={"file": ("a.csv", right)})
    assert "1 nilai akan ditambah" in told.text
    assert "Menggantikan" in told.text
    assert "5,00" in told.text
    done = province.verifies.post(url, data=form | {"deed": ["import"]}, files={"file": ("a.csv", right)})
    assert done.status_code == 303, done.text
    assert province.of(of)["score"] == 0.2


def test_an_owner_fills_in_the_template_and_imports_it(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    one = province.of(of)
    put(province.organiser, one, "verifications/monev", value="80.125", note="Dari e-monev; triwulan 4")
    url = f"/assessment-rounds/{of['id']}"
    assert f"{url}/items/monev/template" in seen(province.verifies, f"{url}/imports")
    file = province.verifies.get(f"{url}/items/monev/template")
    assert file.headers["content-disposition"] == 'attachment; filename="monev.csv"'
    assert file.text.removeprefix("\ufeff").splitlines() == [
        "unit;item;value;target;note", "D2;monev;;;", 'D1;monev;80,1250;;"Dari e-monev; triwulan 4"',
    ]  # fmt: skip
    filled = file.text.replace("D2;monev;;;", "D2;monev;60,5;;")
    form = forms_of(province.verifies.get(f"{url}/imports"))[f"{url}/imports"].fields
    sent = province.verifies.post(f"{url}/imports", data=form | {"deed": ["check"]}, files={"file": ("a.csv", filled)})
    assert "1 nilai akan ditambah, 0 diubah, 1 tetap." in sent.text
    assert province.writes.get(f"{url}/items/monev/template").status_code == 403


def test_before_the_round_is_final_it_is_said_what_is_open(province: Province, office: httpx.Client) -> None:
    of = province.round()
    sent_in(province, of, province.agency, value=80)
    province.lead(of, "verifying", "panel")
    url = f"/assessment-rounds/{of['id']}"
    page = seen(office, url)
    said = ("1 penilaian belum dikirim. 55 indikator belum dijawab dan dihitung 0. "
            "1 nilai dari unit sendiri belum diverifikasi.")  # fmt: skip
    assert page.count(said) == 2, "in the page and in the question"
    assert f"Semua nilai putaran ini menjadi final. {said} Lanjutkan?" in page
    read = told(province.organiser.get(f"/api/v1{url}"), 200)
    assert read["open_work"] == {"unsent": 1, "unanswered": 55, "unverified": 1}
    assert told(province.make.key("auditor").get(f"/api/v1{url}"), 200)["open_work"] is None
    one = province.of(of)
    put(province.organiser, one, "panel/monev", value=75, note="Diperiksa.")
    assert told(province.organiser.get(f"/api/v1{url}"), 200)["open_work"]["unverified"] == 0, "the panel looked at it"


def test_the_recap_counts_predicates_levels_and_years(province: Province, office: httpx.Client) -> None:
    units = {"a": (province.agency, 1.0), "b": (province.other, 0.5)}
    make = province.make
    zone = final_round(make, "zi_2021", units, facts=CLEAN, year=2023, is_public=True)
    cettar = final_round(make, "cettar_opd_2024", units, year=2024, is_public=True)
    public = make.client()
    public.headers["Accept"] = "text/html"
    page = seen(public, f"/assessment-rounds/{zone.id}/league")
    assert "Wilayah Bebas dari Korupsi (WBK)" in page
    assert "50%" in page
    assert "Rata-rata dari tahun ke tahun" not in page, "a single year is no trend"
    page = seen(public, f"/assessment-rounds/{cettar.id}/league")
    assert page.index("A · Sangat Cettar") < page.index("Peringkat")
    again = province.round(year=2025)
    one = put(province.writes, province.of(again), "answers/monev", value=100)
    url = f"/assessment-rounds/{again['id']}/league"
    page = seen(office, url)
    assert "E · Tidak Cettar · sementara" in page
    assert "Rata-rata dari tahun ke tahun" not in page, "an unfinished one is in no mean"
    assert "1 unit belum lengkap" in page
    assert "Dinas (1/28)." in page
    assert "1/28 isian" in page
    assert "Responsif" in page
    assert page.partition('data-label="Responsif"')[2].partition("</td>")[0].endswith(">–</span>")
    answer_all(province.writes, one)
    page = seen(office, url)
    assert "Rata-rata dari tahun ke tahun" in page
    assert page.index(">2024<") < page.index("2025 <span")
    assert "Belum ada predikat" in page
    assert "belum lengkap" not in page


def test_the_owner_sees_that_the_value_moved_and_loses_nothing(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    sent_in(province, of, province.agency, value=40)
    one = province.of(of)
    listed, action = f"/assessment-rounds/{of['id']}/items/monev", f"/assessments/{one['id']}/verifications/monev"
    form = forms_of(province.verifies.get(listed))[action].fields
    put(province.organiser, one, "reopening", reason="Bukti menyusul")
    put(province.writes, one, "answers/monev", value=99.5)
    early = province.verifies.post(action, data=form | {"deed": "confirm", "seen_until": "2999-01-01T00:00:00Z"})
    assert (early.status_code, "Unit belum mengirim penilaiannya" in early.text) == (409, True)
    put(province.writes, one, "submission")
    confirmed = province.verifies.post(action, data=form | {"deed": "confirm"})
    assert confirmed.status_code == 412
    assert "Sekarang: 99,5." in confirmed.text
    typed = form | {"deed": "correct", "value": "41,5", "note": "Dari e-monev", "show": "waiting"}
    corrected = province.verifies.post(action, data=typed)
    assert corrected.status_code == 412
    assert 'value="41,5"' in corrected.text
    assert 'value="Dari e-monev"' in corrected.text
    assert "Sekarang: 99,5." in corrected.text
    again = post(province.verifies, listed, action, 303, deed="confirm")
    assert again.headers["location"] == listed
    assert told(province.verifies.get(f"/api/v1{listed}"), 200)["items"][1]["verification"]["value"] == "99.5"


def test_a_verified_value_that_moved_is_marked_until_looked_at(province: Province, office: httpx.Client) -> None:
    of = province.round()
    province.own(of, "monev")
    sent_in(province, of, province.agency, value=40)
    one = province.of(of)
    listed, url = f"/assessment-rounds/{of['id']}/items/monev", f"/assessments/{one['id']}"
    post(province.verifies, listed, f"{url}/verifications/monev", 303, deed="confirm")
    assert "berubah sejak diverifikasi" not in seen(province.writes, url)
    put(province.organiser, one, "reopening", reason="Bukti menyusul")
    put(province.writes, put(province.writes, one, "answers/monev", value=100), "submission")
    for client, page in ((province.verifies, listed), (province.writes, url),
                         (office, f"{url}/panel")):  # fmt: skip
        assert "berubah sejak diverifikasi" in seen(client, page)
    assert "1 unit menunggu verifikasi" in seen(province.verifies, "/home")
    waiting = seen(province.verifies, f"{listed}?show=waiting")
    assert "Nilai pengampu tetap dihitung sampai Anda memeriksa lagi." in waiting
    post(province.verifies, f"{listed}?show=waiting", f"{url}/verifications/monev", 303, deed="confirm")
    assert "berubah sejak diverifikasi" not in seen(province.writes, url)


def test_the_owner_reads_that_its_own_unit_is_the_organisers(province: Province, office: httpx.Client) -> None:
    of = province.round()
    path = f"/assessment-rounds/{of['id']}"
    told(province.organiser.put(f"/api/v1{path}/owners/monev", json={"unit_id": province.agency.id}), 200)
    sent_in(province, of, province.agency, value=40)
    listed, action = f"{path}/items/monev", f"/assessments/{province.of(of)['id']}/verifications/monev"
    own = "Unit Anda sendiri, atau di bawahnya: nilainya diverifikasi penyelenggara."
    assert own in seen(province.writes, listed)
    assert own not in seen(province.writes, f"{listed}?show=waiting")
    assert f'action="{action}"' not in seen(province.writes, listed)
    assert "menunggu verifikasi" not in seen(province.writes, "/home")
    waiting = seen(office, f"{listed}?show=waiting")
    assert "hanya penyelenggara yang memverifikasi" in waiting
    assert f'action="{action}"' in waiting
