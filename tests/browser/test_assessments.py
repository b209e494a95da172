"""Assessments in a browser: an agency's CETTAR to the published raport; a WBK unit that fails one threshold."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.clock import now
from app.instruments import loading
from app.models import Assessment, AssessmentFact, AssessmentRound, AssessmentValue, IndicatorOwner, Instrument, Unit
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser


def prepared(make: Factory, name: str, unit: Unit, status: str = "open") -> AssessmentRound:
    """A round of an instrument that comes with JIPP, with one unit in it."""
    said = loading.shipped(name).definition
    instrument = Instrument(name=name, instrument=said.instrument, year=said.year, title=said.title,
                            seal=said.seal or "", text=loading.text_of(name), is_shipped=True)  # fmt: skip
    of = AssessmentRound(instrument_id=instrument.id, title=said.title, year=said.year, status=status)
    make.save(instrument, of)
    make.save(Assessment(round_id=of.id, unit_id=unit.id, changed_at=now(), asked_count=len(said.items)))
    return of


@pytest.mark.parametrize("screen", [NARROW, PLAIN, WIDE], ids=str)
def test_an_agency_from_self_assessment_to_the_published_raport(
    screen: Screen, make: Factory, windows: Windows
) -> None:
    agency, bureau = make.unit("Dinas Contoh", "agency"), make.unit("Biro Contoh", "bureau")
    of = prepared(make, "cettar_opd_2024", agency)
    make.save(IndicatorOwner(round_id=of.id, item="monev", unit_id=bureau.id))
    who = {"author": make.user("author", agency), "owner": make.user("coordinator", bureau),
           "organiser": make.user("organiser")}  # fmt: skip
    at: dict[str, Window] = {}
    for name, user in who.items():
        at[name] = windows.open(screen)
        at[name].sign_in(user.email, PASSWORD)
    _assess(at["author"], is_scripted=screen is not PLAIN)
    _verify(at["owner"])
    _publish(at["organiser"], of)
    public = windows.open(screen)
    public.open(f"/assessment-rounds/{of.id}/league")
    public.page.get_by_role("link", name="Dinas Contoh").click()
    expect(public.page.get_by_text("Nilai final per")).to_be_visible()
    expect(public.page.get_by_text("Catatan: Triwulan 4 belum ada.")).to_be_visible()
    public.look("assessments-4-raport")


def _assess(author: Window, *, is_scripted: bool) -> None:
    page = author.page
    author.open("/assessment-rounds")
    page.get_by_role("region", name="Penilaian unit saya").get_by_role("link").first.click()
    page.locator("#value-monev").fill("80,5")
    if is_scripted:
        expect(page.locator("#total-now")).to_contain_text("3,22")
        page.locator("#value-arg").fill("101")
        _see_refused(page)
        page.locator("#value-arg").fill("50")
        expect(page.locator("#value-arg")).not_to_have_attribute("aria-invalid", "true")
        expect(page.locator(".form-top [data-save-state]")).to_have_attribute("data-save-state", "saved")
        expect(page.locator("#total-now")).to_contain_text("5,22")
    expect(page.locator("#state")).to_contain_text("Nilai sementara")
    author.look("assessments-1-form")
    author.press("Periksa lalu kirim")
    expect(page.get_by_text("indikator belum dijawab dan dihitung 0")).to_be_visible()
    author.press("Kirim sekarang")
    expect(page.get_by_text("Penilaian mandiri terkirim.")).to_be_visible()


def _see_refused(page: Page) -> None:
    """What cannot be saved is told at its field and in the bar on top, and is still there when one comes back."""
    field = page.locator("#value-arg")
    state = page.locator(".form-top [data-save-state]")
    for _visit in range(2):
        expect(state).to_have_attribute("data-save-state", "failed")
        expect(state).to_contain_text("Belum tersimpan: 1 isian.")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile("Nilai di luar skala 0 sampai 100."))
        expect(page.locator(".form-top").get_by_role("link", name="Lihat ARG")).to_be_in_viewport()
        expect(field).to_have_value("101")
        page.once("dialog", lambda dialog: dialog.accept())
        page.reload()
    expect(field).to_have_value("101")


def _verify(owner: Window) -> None:
    page = owner.page
    owner.open("/home")
    page.get_by_role("link", name="Monitoring dan evaluasi").click()
    expect(page.get_by_text("80,5")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Dinas Contoh").locator("summary").click()
    page.get_by_label("Nilai 0–100").fill("70")
    page.get_by_label("Catatan").fill("Triwulan 4 belum ada.")
    page.get_by_label("Rekomendasi").fill("Lengkapi laporan triwulan 4.")
    owner.look("assessments-2-verification")
    owner.press("Simpan nilai ini")
    expect(page.get_by_text("Semua unit sudah diverifikasi")).to_be_visible()


def _publish(organiser: Window, of: AssessmentRound) -> None:
    page = organiser.page
    organiser.open(f"/assessment-rounds/{of.id}")
    page.get_by_text("Ubah putaran").click()
    page.get_by_label("Umumkan raport setelah final").check()
    organiser.press("Simpan")
    organiser.press("Mulai verifikasi")
    organiser.press("Mulai panel")
    expect(page.get_by_text("Tahap sekarang: Panel.")).to_be_visible()
    organiser.look("assessments-3-round")
    organiser.press("Jadikan semua final")
    dialog = page.get_by_role("dialog")
    if dialog.is_visible():
        dialog.get_by_role("button", name="Jadikan semua final").click()
    expect(page.get_by_text("Tahap sekarang: Final.")).to_be_visible()


@pytest.mark.parametrize("screen", [NARROW, WIDE], ids=str)
def test_a_unit_that_fails_one_threshold_sees_exactly_why(screen: Screen, make: Factory, windows: Windows) -> None:
    clinic = make.unit("Puskesmas Contoh", "regional_technical_unit")
    of = prepared(make, "zi_2021", clinic)
    window = windows.open(screen)
    window.sign_in(make.user("author", clinic).email, PASSWORD)
    window.open("/assessment-rounds")
    window.page.get_by_role("link", name=of.title).first.click()
    url = window.page.url.removesuffix("/edit")
    assessment_id = url.rpartition("/")[2]
    values = [AssessmentValue(assessment_id=assessment_id, item=node.key, step="answer",
                              value="4" if node.item.scale == "number" else "95")
              for node in loading.shipped("zi_2021").leaves if node.key != "spak"]  # fmt: skip
    facts = {"opini_bpk": "WTP", "spip": "3", "nilai_sakip": "65", "nilai_rb": "60"}
    values.append(AssessmentValue(assessment_id=assessment_id, item="spak", step="answer", value="3.54"))
    known = [AssessmentFact(assessment_id=assessment_id, fact=fact, value=value) for fact, value in facts.items()]
    make.save(*values, *known)
    window.page.goto(url)
    zone = window.page.locator(".level").first
    expect(zone.get_by_text("1 syarat belum terpenuhi:")).to_be_visible()
    expect(zone.get_by_text("Survei Persepsi Anti Korupsi (SPAK): kurang 0,2625 dari 15,75")).to_be_visible()
    window.look("assessments-5-threshold")
    page, row = window.page, window.page.get_by_role("row", name="Manajemen perubahan: Pemenuhan")
    expect(row.get_by_text("3,80")).to_be_visible()
    raw = row.locator(".report__more").first
    if screen is NARROW:  # a phone shows titles and points; one tick shows the rest
        expect(raw).to_be_hidden()
        page.get_by_label("Rincian tiap indikator").check()
    expect(raw).to_be_visible()
    zone.get_by_role("link", name="Cukup 1 indikator dinaikkan").click()
    expect(page.get_by_role("row", name="Survei Persepsi Anti Korupsi (SPAK)").first).to_contain_text("+0,2625")
    window.look("assessments-6-lifts")
