"""Pages of assessments: the unit's form, evidence, verification, panel, raport; instruments."""

import re

import httpx

from app.instruments import loading
from app.instruments.seals import unsealed
from tests.api.answers import told
from tests.api.test_assessments import Province, put
from tests.assessed import CLEAN, final_round
from tests.files.papers import PDF
from tests.pages.browsing import forms_of, post, seen


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


def test_a_number_stands_as_it_was_read(province: Province) -> None:
    url = f"/assessments/{province.of(province.round())['id']}"
    form = forms_of(province.writes.get(f"{url}/edit"))[url].fields
    sent = {**form, "value-monev": ["1.234"], "value-arg": ["50"]}
    saved = province.writes.patch(url, data=sent, headers={"HX-Request": "true"})
    assert 'data-read="value-monev" data-typed="1.234" value="1,234"' in saved.text
    assert 'data-read="value-arg"' not in saved.text, "it stands as it was typed"
    assert 'name="value-monev" value="1,234"' in seen(province.writes, f"{url}/edit"), "without scripts too"
    again = {**sent, "value-monev": ["1,234"], "version": ["monev:1;arg:1"]}
    assert province.writes.patch(url, data=again, headers={"HX-Request": "true"}).status_code == 200
    one = told(province.organiser.get(f"/api/v1{url}"), 200)
    assert next(each["raw"] for each in one["items"] if each["item"] == "monev") == "1.234"


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


def test_the_panel_decides_and_makes_final(province: Province, office: httpx.Client) -> None:
    of = province.round("zi_2021")
    one = province.of(of)
    put(province.writes, one, "answers/spak", value=3)
    province.lead(of, "verifying", "panel")
    browser, url = office, f"/assessments/{one['id']}"
    refused = post(browser, f"{url}/panel", f"{url}/panel/spak", 422, value="3,6")
    assert "Tulis alasannya." in refused.text
    post(browser, f"{url}/panel", f"{url}/panel/spak", 303, value="3,6", note="Survei diulang.")
    post(browser, f"{url}/panel", f"{url}/facts/opini_bpk", 303, value="WTP")
    assert "kurang 59,25 dari 75,00" in seen(browser, url)
    post(browser, f"{url}/panel", f"{url}/finalisation", 303)
    assert "Nilai final per" in seen(province.writes, url)
    post(browser, f"{url}/panel", f"{url}/reopening", 303, reason="Salah hitung.")
    page = seen(province.writes, url)
    assert "Dibuka kembali: sekarang pada panel, unit tidak perlu mengisi apa pun" in page
    assert "Salah hitung." in page
    assert f'href="{url}/edit"' not in page
    post(browser, f"{url}/panel", f"{url}/finalisation", 303)
    post(browser, f"{url}/panel", f"{url}/reopening", 422, to="unit")
    post(browser, f"{url}/panel", f"{url}/reopening", 303, reason="Bukti kurang.", to="unit")
    page = seen(province.writes, url)
    assert "Dikembalikan kepada unit: perbaiki isian, lalu kirim lagi" in page
    assert f'href="{url}/edit"' in page
    assert "Bukti kurang." in seen(province.writes, f"{url}/edit")
    assert f"{url}/edit" in seen(province.writes, "/home") or url in seen(province.writes, "/home")


def test_the_raport_says_what_is_missing_and_what_would_lift_it(province: Province, office: httpx.Client) -> None:
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
    assert "Dinas" in seen(office, f"/assessment-rounds/{of['id']}/league")


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


def test_an_instrument_is_checked_then_stored(province: Province, office: httpx.Client) -> None:
    browser = office
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


def test_a_file_changed_since_its_seal_is_shown_first(province: Province, office: httpx.Client) -> None:
    browser = office
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
    assert "– → " in lifts, "what is not answered yet"
    assert "Opini BPK: belum diketahui, syaratnya WTP" in lifts


def test_no_page_says_enough_where_a_gate_is_in_the_way(province: Province) -> None:
    units = {"a": (province.agency, 0.79)}
    final_round(province.make, "zi_2021", units, facts=CLEAN, year=2023, is_public=True)
    [one] = told(province.organiser.get("/api/v1/assessments?instrument=zi"), 200)["items"]
    assert "3,37 → 3,60" in seen(province.writes, f"/assessments/{one['id']}/lifts"), "the raw value beside the points"
    for page in (f"/assessments/{one['id']}", f"/assessments/{one['id']}/lifts"):
        shown = seen(province.writes, page)
        wbbm = shown[shown.index("Wilayah Birokrasi Bersih") :]
        assert "memenuhi semua ambang; prasyarat Nilai SAKIP" in wbbm, page
        assert "tetap belum terpenuhi" in wbbm
        assert "Cukup" not in wbbm


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
    assert 'data-unsaved="' not in mended.text
