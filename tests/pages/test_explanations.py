"""The page of an explanation, the notes that are released for it, and the pictures beside it."""

import re

from tests.api.test_calibration import judged
from tests.api.test_explanations import BEHIND, NOTE, noted
from tests.api.test_judging import LEAVES
from tests.factories import Factory
from tests.pages.judging import Person


def test_the_organiser_releases_by_form_and_the_participant_reads(make: Factory) -> None:
    judging = judged(make, "calibrated")
    sheet = noted(make, judging).removeprefix("/api/v1")
    host = Person(make, make.user("organiser"))
    url = f"{sheet}/released-notes"
    name = f"notes.{LEAVES[0]}"
    wrong = host.do(host.see(url), "/released-notes", **{f"is-{name}": "true", f"text-{name}": "Kata lain."})
    assert wrong.status_code == 422
    assert "Bukan kata-kata juri." in wrong.text
    assert "Kata lain." in wrong.text, "what was typed is still there"
    done = host.do(host.see(url), "/released-notes", **{f"is-{name}": "true", f"text-{name}": NOTE})
    assert "Tersimpan." in done.text
    judging.publish("proposal")
    own = f"/proposals/{judging.proposals[BEHIND].id}"
    reader = Person(make, make.user("coordinator", judging.units[BEHIND]))
    page = reader.see(f"{own}/explanations/proposal").text
    assert NOTE in page
    assert "Biasa saja." not in page
    assert 'style="' not in page.split("<main", 1)[1], "the policy allows no style of an element"
    assert f"{own}/explanations/proposal" in reader.see(own).text
    ranking = reader.see(f"/editions/{judging.edition.id}/stages/proposal/ranking").text
    assert re.findall(r'href="(/proposals/[^"]+/explanations/proposal)"', ranking) == [f"{own}/explanations/proposal"]
    assert "/explanations/proposal/notes" not in page
    taken = host.do(host.see(url), "/released-notes", **{f"is-{name}": ""})
    assert "Tersimpan. Peserta langsung membacanya" in taken.text
    assert NOTE not in reader.see(f"{own}/explanations/proposal").text


def test_the_notes_of_all_sheets_are_released_in_one_go(make: Factory) -> None:
    judging = judged(make, "calibrated")
    sheet = noted(make, judging).removeprefix("/api/v1/evaluations/")
    own = f"/proposals/{judging.proposals[BEHIND].id}"
    url, names = f"{own}/explanations/proposal/notes", [f"{sheet}-notes.{LEAVES[0]}", f"{sheet}-recommendation"]
    host = Person(make, make.user("organiser"))
    assert url in host.see(own).text
    ticks = {f"is-{name}": "true" for name in names} | {f"text-{names[0]}": NOTE}
    wrong = host.do(host.see(url), "/notes", **ticks | {f"text-{names[1]}": "Loloskan saja."})
    assert wrong.status_code == 422
    assert "Bukan kata-kata juri." in wrong.text
    done = host.do(host.see(url), "/notes", **ticks | {f"text-{names[1]}": "Jangan diloloskan."})
    assert "setelah tahap ini diumumkan" in done.text
    judging.publish("proposal")
    coordinator = Person(make, make.user("coordinator", judging.units[BEHIND]))
    page = coordinator.see(f"{own}/explanations/proposal").text
    assert NOTE in page
    assert "Jangan diloloskan." in page
    assert "Biasa saja." not in page
    explained = host.see(f"{own}/explanations/proposal").text
    assert url in explained
    assert url not in Person(make, make.user("auditor")).see(f"{own}/explanations/proposal").text, "who cannot release"
    again = host.do(host.see(url), "/notes", **{f"is-{names[1]}": ""})
    assert "Peserta langsung membacanya" in again.text
    assert "Jangan diloloskan." not in coordinator.see(f"{own}/explanations/proposal").text


def test_what_is_shown_adds_up(make: Factory) -> None:
    """The points of the steps, as they stand on the page, lead to the score as it stands there."""
    judging = judged(make, "calibrated")
    judging.publish("proposal")
    host = Person(make, make.user("organiser"))
    for proposal in judging.proposals[:6]:
        page = host.see(f"/proposals/{proposal.id}/explanations/proposal").text
        table = page.split("Dari rata-rata juri ke nilai resmi", 1)[1].split("</table>", 1)[0]
        shown = re.findall(r'data-label="Poin" class="num"><span>([+−]?)([\d,]+)</span>', table)
        total = sum((-1 if sign == "−" else 1) * float(number.replace(",", ".")) for sign, number in shown)
        ends = re.findall(r'picture-cell__numbers">([\d,]+)<', table)
        assert len(shown) > 1
        assert f"{total:.2f}".replace(".", ",") == ends[-1]
        assert f'<dd class="stat__value">{ends[-1]}</dd>' in page


def test_a_stage_by_the_mean_tells_of_no_calibration(make: Factory) -> None:
    judging = judged(make, "mean")
    judging.publish("proposal")
    page = Person(make, make.user("organiser")).see(f"/proposals/{judging.proposals[3].id}/explanations/proposal").text
    assert "Ketat-longgarnya juri tidak disetarakan." in page
    assert "Setelah disetarakan" not in page
    assert "peringkat yang sebenarnya" not in page


def test_the_funnel_is_public(make: Factory) -> None:
    judging = judged(make, "mean")
    judging.publish("proposal")
    page = Person(make).see(f"/editions/{judging.edition.id}").text
    funnel = page.split('id="funnel"', 1)[1].split("</section>", 1)[0]
    names = re.findall(r'<th scope="row" role="rowheader">([^<]+)</th>', funnel)
    counts = re.findall(r'picture-cell__numbers">(\d+)<', funnel)
    assert dict(zip(names, counts, strict=True)) == {
        "Ditulis": "20", "Dikirim": "20", "Lolos administrasi": "20", "Lolos Tahap I: Proposal": "5",
    }  # fmt: skip


def test_pictures_have_their_numbers(make: Factory) -> None:
    judging = judged(make, "calibrated")
    host = Person(make, make.user("organiser"))
    url = f"/editions/{judging.edition.id}/stages/proposal/analysis"
    panel = host.see(f"{url}/panel").text
    assert panel.count('<rect class="matrix__5"') == 30, "each of six jurors reads four with each of the others"
    assert "semua terhubung" in panel
    assert 'role="img" aria-labelledby="matrix-title matrix-text"' in panel
    progress = host.see(f"{url}/progress").text
    assert "Semua lembar sudah ditandatangani." in progress
    assert 'aria-labelledby="curve-title curve-text"' in progress
    criteria = host.see(f"{url}/criteria").text
    assert criteria.count("picture--tall") == len(LEAVES) + 1
    for page in (panel, progress, criteria):
        assert 'style="' not in page.split("<main", 1)[1]
