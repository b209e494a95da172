"""Pages of assessments: setting up a round, the unit's form, verification, panel, raport, instruments, imports."""

import re
from typing import Any

import httpx
import pytest

from app.clock import WIB, now
from app.instruments import loading
from app.instruments.seals import unsealed
from app.models import Unit
from tests.api.answers import told
from tests.api.test_assessments import Province, put
from tests.assessed import CLEAN, final_round
from tests.factories import Factory
from tests.files.papers import PDF
from tests.pages.browsing import forms_of


@pytest.fixture
def province(make: Factory) -> Province:
    found = Province(make)
    found.organiser_at = make.as_role("organiser")  # type: ignore[attr-defined]
    for client in (found.writes, found.verifies, found.organiser_at):  # type: ignore[attr-defined]
        client.headers["Accept"] = "text/html"
    return found


def post(browser: httpx.Client, path: str, action: str, expected: int, **typed: str) -> httpx.Response:
    """Sends the form of a page as its reader would."""
    form = forms_of(browser.get(path))[action]
    sent = browser.post(action, data=form.fields | {name: [value] for name, value in typed.items()})
    assert sent.status_code == expected, sent.text[:3000]
    return sent


def seen(browser: httpx.Client, path: str) -> str:
    got = browser.get(path)
    assert got.status_code == 200, got.text[:2000]
    return " ".join(got.text.split())


def test_the_organiser_sets_a_round_up_and_leads_it(province: Province) -> None:
    browser = province.organiser_at  # type: ignore[attr-defined]
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
    post(browser, url, url, 303, title="CETTAR 2024", is_public="true")
    post(browser, url, f"{url}/status", 303, status="open")
    assert "Penilaian mandiri" in seen(browser, url)
    post(browser, url, f"{url}/status", 409, status="final")


def test_the_form_saves_what_fits_and_names_the_rest(province: Province) -> None:
    one = province.of(province.round())
    url = f"/assessments/{one['id']}"
    assert "sementara" in seen(province.writes, f"{url}/edit")
    form = forms_of(province.writes.get(f"{url}/edit"))[url].fields
    sent = {**form, "value-monev": ["80,5"], "value-arg": ["101"], "note-arg": ["Coba."]}
    saved = province.writes.patch(url, data=sent, headers={"HX-Request": "true"})
    assert saved.status_code == 200, saved.text
    assert "3,22" in saved.text
    assert 'href="#value-arg"' in saved.text
    assert "Nilai di luar skala 0 sampai 100." in saved.text
    again = province.writes.patch(url, data=sent, headers={"HX-Request": "true"})
    assert again.status_code == 200, "a retry whose answer was lost is taken"
    stale = province.writes.patch(url, data={**form, "value-monev": ["70"]}, headers={"HX-Request": "true"})
    assert stale.status_code == 412, "made from what is no longer there"
    refused = province.writes.post(url, data={**form, "version": ["monev:1"], "value-monev": ["101,5"]})
    assert refused.status_code == 422
    assert 'value="101,5"' in refused.text
    assert 'value="80,5"' in seen(province.writes, f"{url}/edit")


def test_a_unit_sends_in_and_the_owner_verifies_without_scripts(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    url = f"/assessments/{province.of(of)['id']}"
    assert "CETTAR" in seen(province.writes, "/home")
    went = post(province.writes, f"{url}/edit", url, 303, **{"value-monev": "80,5", "deed": "submission"})
    assert went.headers["location"] == f"{url}/submission"
    assert "27 indikator belum dijawab" in seen(province.writes, f"{url}/submission")
    post(province.writes, f"{url}/submission", f"{url}/submission", 303)
    assert province.writes.get(f"{url}/edit").status_code == 303, "locked"
    assert "1 unit menunggu verifikasi" in seen(province.verifies, "/home")
    listed = f"/assessment-rounds/{of['id']}/items/monev"
    assert "80,5" in seen(province.verifies, f"{listed}?show=waiting")
    post(province.verifies, listed, f"{url}/verifications/monev", 422, value="abc")
    post(province.verifies, listed, f"{url}/verifications/monev", 303, deed="confirm")
    assert "diverifikasi" in seen(province.verifies, listed)
    assert "1 unit belum mengirim penilaian mandirinya." in seen(province.verifies, f"{listed}?show=waiting")


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


def test_the_panel_decides_and_makes_final(province: Province) -> None:
    of = province.round("zi_2021")
    one = province.of(of)
    put(province.writes, one, "answers/spak", value=3)
    province.lead(of, "verifying", "panel")
    browser, url = province.organiser_at, f"/assessments/{one['id']}"  # type: ignore[attr-defined]
    refused = post(browser, f"{url}/panel", f"{url}/panel/spak", 422, value="3,6")
    assert "Tulis alasannya." in refused.text
    post(browser, f"{url}/panel", f"{url}/panel/spak", 303, value="3,6", note="Survei diulang.")
    post(browser, f"{url}/panel", f"{url}/facts/opini_bpk", 303, value="WTP")
    assert "kurang 59,25 dari 75,00" in seen(browser, url)
    post(browser, f"{url}/panel", f"{url}/finalisation", 303)
    assert "Nilai final per" in seen(province.writes, url)
    post(browser, f"{url}/panel", f"{url}/reopening", 303, reason="Salah hitung.")
    assert "Salah hitung." in seen(province.writes, url)


def test_the_raport_says_what_is_missing_and_what_would_lift_it(province: Province) -> None:
    of = province.round()
    one = province.of(of)
    put(province.writes, one, "answers/monev", value=100)
    url = f"/assessments/{one['id']}"
    page = seen(province.writes, url)
    assert "Nilai sementara per" in page
    assert "E · Tidak Cettar" in page
    lifts = seen(province.writes, f"{url}/lifts")
    assert "Untuk predikat D kurang 17,00." in lifts
    assert "Cukup 2 indikator" in lifts
    assert seen(province.writes, f"{url}/lifts?letter=A").count("<tr") > 5
    post(province.writes, url, f"{url}/follow-ups", 303, recommendation="Perbaiki arsip", due_on="2020-01-01")
    assert "lewat tenggat" in seen(province.writes, url)
    row = next(action for action in forms_of(province.writes.get(url)) if action.startswith("/follow-ups/"))
    post(province.writes, url, row, 303, plan="Pelatihan", status="done")
    assert "lewat tenggat" not in seen(province.writes, url)
    assert "Dinas" in seen(province.organiser_at, f"/assessment-rounds/{of['id']}/league")  # type: ignore[attr-defined]


def test_evidence_goes_with_the_form(province: Province) -> None:
    one = province.of(province.round())
    url = f"/assessments/{one['id']}"
    form = forms_of(province.writes.get(f"{url}/edit"))[f"{url}/documents"].fields
    sent = province.writes.post(f"{url}/documents", data=form | {"item": ["monev"]}, files={"file": ("a.pdf", PDF)})
    assert sent.status_code == 303, sent.text
    assert "a.pdf" in seen(province.writes, f"{url}/edit")
    refused = province.writes.post(f"{url}/documents", data=form | {"item": ["monev"]}, files={"file": ("a.pdf", b"x")})
    assert refused.status_code in {415, 422}
    removal = next(path for path in forms_of(province.writes.get(f"{url}/edit")) if path.endswith("/removal"))
    post(province.writes, f"{url}/edit", removal, 303)
    assert "a.pdf" not in seen(province.writes, f"{url}/edit")


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


def test_an_instrument_is_checked_then_stored(province: Province) -> None:
    browser = province.organiser_at  # type: ignore[attr-defined]
    assert "cettar" in seen(browser, "/instruments").lower()
    assert "Segel" in seen(browser, "/instruments/cettar_opd_2024")
    copied = browser.get("/instruments/new?copy=sakip_2021").text
    assert "instrument: sakip" in copied
    assert "seal:" not in copied
    text = unsealed(loading.text_of("sakip_2021")).replace("year: 2021", "year: 2031")
    bad = post(browser, "/instruments/new", "/instruments", 422, text=text.replace("weight: 30", "weight: 29", 1))
    assert "Jumlah bobot" in bad.text
    assert "<code>items:</code>" in bad.text, "the line itself: a text field has no numbers"
    assert "disimpan sebagai sakip_2031" in post(browser, "/instruments/new", "/instruments", 200, text=text,
                                                 deed="check").text  # fmt: skip
    assert post(browser, "/instruments/new", "/instruments", 303, text=text).headers["location"].endswith("sakip_2031")


def test_a_file_changed_since_its_seal_is_shown_before_it_is_sealed_anew(province: Province) -> None:
    browser = province.organiser_at  # type: ignore[attr-defined]
    text = loading.text_of("zi_2021").replace(">=75", ">=60", 1)
    assert 'name="reseal"' not in browser.get("/instruments/new").text
    for deed in ("check", "store"):
        refused = post(browser, "/instruments/new", "/instruments", 422, text=text, deed=deed).text
        assert "berubah sejak" in refused
        assert 'name="reseal"' in refused
        assert "Yang berubah dari zi_2021" in refused
    checked = post(browser, "/instruments/new", "/instruments", 200, text=text, deed="check", reseal="true").text
    said = re.sub(r"<[^>]+>|\s+", " ", checked)
    assert re.search(r"Ambang wbk\.total\s.{0,40}>=75|Ambang wbk\.total.{0,60}&gt;=75", said)
    for shown in ("Setiap bagian Pengungkit", "persen dari bobotnya", "Maturitas SPIP", "angka 1–4; nilai dibagi 4"):
        assert shown in said
    assert re.search(r'name="reseal"[^>]*checked', checked)
    made = post(browser, "/instruments/new", "/instruments", 303, text=text, deed="store", reseal="true")
    assert made.headers["location"].endswith("zi_2021")
    assert "&gt;=60" in seen(browser, "/instruments/new?copy=zi_2021"), "a stored one is copied too"


def test_the_public_reads_what_was_published_and_nothing_else(province: Province) -> None:
    of = province.round()
    one = province.of(of)
    put(province.writes, one, "answers/monev", value=90, note="Catatan unit sendiri.")
    public = province.make.client()
    public.headers["Accept"] = "text/html"
    assert public.get(f"/assessments/{one['id']}").status_code == 404
    assert "Belum ada yang dapat dilihat" in seen(public, "/assessment-rounds")
    province.lead(of, "verifying", "panel", "final", is_public=True)
    assert "Catatan unit sendiri." not in seen(public, f"/assessments/{one['id']}")
    assert "Dinas" in seen(public, f"/assessment-rounds/{of['id']}/league")


def test_the_year_of_a_round_is_typed(province: Province) -> None:
    browser = province.organiser_at  # type: ignore[attr-defined]
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


def test_what_reaches_a_level_stands_on_the_pages(province: Province) -> None:
    one = province.of(province.round("zi_2021"))
    put(province.writes, one, "answers/spak", value="3,6")
    url = f"/assessments/{one['id']}"
    raport = seen(province.writes, url)
    assert "<title>Laporan Hasil Evaluasi (LHE) Pembangunan Zona Integritas: Dinas" in raport
    assert "1 indikator dihitung dari kata unit sendiri" in raport
    assert raport.count('<span class="tag">belum diverifikasi</span>') == 1
    assert '<span class="raport__above">Manajemen perubahan: </span>Pemenuhan' in raport
    assert "PermenPANRB 90/2021. Konfigurasi bawaan" in raport
    assert f'href="{url}/lifts#wbk"' in raport
    lifts = seen(province.writes, f"{url}/lifts")
    assert "Instrumen ini tanpa predikat" not in lifts
    assert 'id="wbk"' in lifts
    assert "Manajemen perubahan: Pemenuhan" in lifts
    assert "Capaian kinerja: 0,00, kurang 2,50 dari 2,50" in lifts
    assert "Opini BPK: belum diketahui, syaratnya WTP" in lifts


def test_the_recap_counts_predicates_levels_and_years(province: Province) -> None:
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
    put(province.writes, province.of(again), "answers/monev", value=100)
    page = seen(province.organiser_at, f"/assessment-rounds/{again['id']}/league")  # type: ignore[attr-defined]
    assert "E · Tidak Cettar · sementara" in page
    assert "Rata-rata dari tahun ke tahun" in page
    assert page.index(">2024<") < page.index("2025 <span")
    assert "Belum ada predikat" in page


def sent_in(province: Province, of: dict[str, Any], unit: Unit, **body: Any) -> None:
    """A unit's own value of ``monev``, sent in."""
    author = province.make.as_role("author", unit)
    [one] = told(author.get(f"/api/v1/assessments?round_id={of['id']}&unit_id={unit.id}"), 200)["items"]
    put(author, put(author, one, "answers/monev", **body), "submission")


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


def test_before_the_round_is_final_it_is_said_what_is_open(province: Province) -> None:
    of = province.round()
    sent_in(province, of, province.agency, value=80)
    province.lead(of, "verifying", "panel")
    url = f"/assessment-rounds/{of['id']}"
    page = seen(province.organiser_at, url)  # type: ignore[attr-defined]
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


def test_the_form_says_until_when_and_what_an_error_is_about(province: Province) -> None:
    one = province.of(province.round(assess_until="2030-01-31"))
    url = f"/assessments/{one['id']}"
    page = seen(province.writes, f"{url}/edit")
    assert "Penilaian mandiri sampai 31 Januari 2030" in page
    assert "Terisi sendiri begitu SKM final" in page
    assert "skm.total" not in page
    assert f"{url}/edit?item=monev#evidence" in page
    assert '<option value="monev" selected>' in seen(province.writes, f"{url}/edit?item=monev")
    typed = {"value-monev": "101", "note-arg": "x", "absent-arg": "true", "deed": "submission"}
    refused = post(province.writes, f"{url}/edit", url, 422, **typed)
    assert '<a href="#value-monev">Monitoring dan evaluasi: Nilai di luar skala 0 sampai 100.</a>' in refused.text
    assert '<a href="#note-arg">ARG, catatan: ' in refused.text


def test_what_a_save_left_out_is_told_with_all_its_fields(province: Province) -> None:
    url = f"/assessments/{province.of(province.round())['id']}"
    form = forms_of(province.writes.get(f"{url}/edit"))[url].fields
    saved = province.writes.patch(url, data={**form, "value-arg": ["101"]}, headers={"HX-Request": "true"})
    assert 'data-wrong="value-arg" data-unsaved="value-arg target-arg absent-arg note-arg"' in saved.text
    assert "Lihat ARG" in saved.text
    mended = province.writes.patch(url, data={**form, "value-arg": ["100"]}, headers={"HX-Request": "true"})
    assert "data-unsaved" not in mended.text


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
