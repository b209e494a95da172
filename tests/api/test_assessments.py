"""Assessments: a unit's own values, the owners' verification, the panel, the result; who sees what."""

from typing import Any

import httpx
import pytest

from tests.api.answers import Json, problem, told
from tests.factories import Factory

ROUNDS, ASSESSMENTS = "/api/v1/assessment-rounds", "/api/v1/assessments"
NOBODY = "01890000-0000-7000-8000-000000000000"
NEW = {"If-Match": '"0"'}


class Province:
    """An agency that is assessed, one that is too, a bureau that owns an indicator, and the organiser."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.root = make.unit("Provinsi", "province")
        self.agency = make.unit("Dinas", "agency", self.root, code="D1")
        self.other = make.unit("Badan", "agency", self.root, code="D2")
        self.owner = make.unit("Biro Umum", "bureau", self.root, code="B1")
        self.organiser = make.key("organiser")
        self.writes = make.as_role("author", self.agency)
        self.verifies = make.as_role("coordinator", self.owner)

    def round(self, instrument: str = "cettar_opd_2024", status: str = "open", **body: Any) -> Json:
        body = {"instrument_id": instrument, "unit_ids": [self.agency.id, self.other.id]} | body
        made = told(self.organiser.post(ROUNDS, json=body), 201)
        return self.lead(made, *{"draft": (), "open": ("open",)}[status])

    def lead(self, one: Json, *statuses: str, **more: Any) -> Json:
        for status in statuses:
            body = {"status": status} | (more if status == statuses[-1] else {})
            got = self.organiser.patch(f"{ROUNDS}/{one['id']}", json=body, headers={"If-Match": "*"})
            one = told(got, 200)
        return one

    def own(self, one: Json, item: str) -> None:
        path = f"{ROUNDS}/{one['id']}/owners/{item}"
        told(self.organiser.put(path, json={"unit_id": self.owner.id}), 200)

    def of(self, one: Json, client: httpx.Client | None = None) -> Json:
        """The agency's assessment."""
        path = f"{ASSESSMENTS}?round_id={one['id']}&unit_id={self.agency.id}"
        [found] = told((client or self.organiser).get(path), 200)["items"]
        return told((client or self.organiser).get(f"{ASSESSMENTS}/{found['id']}"), 200)


@pytest.fixture
def province(make: Factory) -> Province:
    return Province(make)


def put(client: httpx.Client, one: Json, tail: str, status: int = 200, *, match: str = "*", **body: Any) -> Json:
    got = client.put(f"{ASSESSMENTS}/{one['id']}/{tail}", json=body, headers={"If-Match": match})
    return told(got, status)


def answer_all(client: httpx.Client, one: Json) -> Json:
    """The unit answers every indicator that nothing feeds, each in full."""
    for each in one["items"]:
        if not each["is_component"]:
            full = each["choices"][0] if each["choices"] else 100 if each["maximum"] is None else each["maximum"]
            target = {"target": 100} if each["scale"] == "percentage" else {}
            one = put(client, one, f"answers/{each['item']}", value=full, **target)
    return one


def item(one: Json, key: str) -> Json:
    found: Json = next(each for each in one["items"] if each["item"] == key)
    return found


def test_from_self_assessment_to_the_published_raport(province: Province) -> None:
    of = province.round()
    province.own(of, "monev")
    one = province.of(of, province.writes)
    assert (one["is_final"], one["score"], one["asked_count"]) == (False, None, 28)
    answered = put(province.writes, one, "answers/monev", match='"0"', value="80,5", note="Laporan triwulan.")
    assert (item(answered, "monev")["points"], item(answered, "monev")["raw"]) == (3.22, "80.5")
    assert answered["score"] == 3.22
    sent = put(province.writes, answered, "submission")
    assert (sent["status"], sent["allowed"]) == ("submitted", ["follow"])
    assert problem(put(province.writes, sent, "answers/monev", 409, value=90)) == "assessment-locked"
    row = put(province.verifies, one, "verifications/monev", value=70, note="Triwulan 4 belum ada.",
              recommendation="Lengkapi laporan triwulan 4.")  # fmt: skip
    assert (row["answer"]["value"], row["verification"]["value"]) == ("80.5", "70")
    province.lead(of, "verifying", "panel")
    assert problem(put(province.organiser, one, "panel/monev", 422, value=75)) == "invalid"
    decided = put(province.organiser, one, "panel/monev", value=75, note="Laporan menyusul dan diterima.")
    assert (item(decided, "monev")["counts"], decided["score"]) == ("panel", 3.0)
    public = province.make.client()
    told(public.get(f"{ASSESSMENTS}/{one['id']}"), 404)
    province.lead(of, "final", is_public=True)
    final = told(public.get(f"{ASSESSMENTS}/{one['id']}"), 200)
    assert (final["is_final"], final["letter"], final["allowed"]) == (True, "E", [])
    assert [value["step"] for value in item(final, "monev")["values"]] == ["verification", "panel"]
    [follow_up] = told(public.get(f"{ASSESSMENTS}/{one['id']}/follow-ups"), 200)["items"]
    assert (follow_up["recommendation"], follow_up["status"]) == ("Lengkapi laporan triwulan 4.", "open")
    paper = public.get(f"{ASSESSMENTS}/{one['id']}/raport.pdf")
    assert paper.content.startswith(b"%PDF-"), paper.text


def test_a_unit_that_fails_one_threshold_sees_exactly_why(province: Province) -> None:
    of = province.round("zi_2021")
    one = province.of(of)
    for each in one["items"]:
        if not each["is_component"] and each["item"] != "spak":
            full = each["maximum"] if each["scale"] in {"number", "converted"} else each["choices"][0]
            put(province.writes, one, f"answers/{each['item']}", value=full)
    put(province.writes, one, "answers/spak", value="3,5428")
    found = province.of(of)
    wbk = next(level for level in found["levels"] if level["key"] == "wbk")
    short = {each["of"]: each["short"] for each in wbk["thresholds"] if each["is_passed"] is False}
    assert short == {"spak": 0.25025}
    assert wbk["verdict"] == "failed"
    for fact, value in {"opini_bpk": "WTP", "spip": 3, "nilai_sakip": "61,5", "nilai_rb": 51}.items():
        put(province.organiser, found, f"facts/{fact}", value=value)
    put(province.writes, found, "answers/spak", value=4)
    assert next(level for level in province.of(of)["levels"] if level["key"] == "wbk")["verdict"] == "passed"
    assert problem(put(province.organiser, found, "facts/spip", 422, value="tinggi")) == "invalid"
    put(province.organiser, found, "facts/lain", 404, value=1)
    assert put(province.organiser, found, "facts/spip", value=None)["facts"][1]["version"] == 0
