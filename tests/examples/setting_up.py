"""Second act: two editions, their quotas and invitations."""

from typing import Any

from tests.examples.cast import NOBODY, Cast

EDITIONS = "/api/v1/editions"
CONFIGURATION: dict[str, Any] = {
    "name": "Kompetisi Inovasi Contoh 2023",
    "theme": "Layanan yang dekat",
    "opens_at": "2023-03-10T00:00:00+07:00",
    "closes_at": "2023-04-30T23:59:59+07:00",
    "minimum_age_months": 6,
    "groups": [
        {"key": "umum", "title": "Umum"},
        {"key": "undangan", "title": "Undangan", "counts": False, "by_invitation": True},
    ],
    "categories": [{"key": "kesehatan", "title": "Kesehatan"}, {"key": "pendidikan", "title": "Pendidikan"}],
    "form": [
        {"key": "kebaruan", "title": "Kebaruan", "max_words": 200, "weight": 40},
        {"key": "dampak", "title": "Dampak", "max_words": 300, "weight": 60,
         "guidance": "Siapa yang terbantu, dan seberapa jauh?"},
    ],
    "fields": [{"key": "innovator_name", "title": "Nama inovator", "is_private": True}],
    "required_documents": [{"key": "surat_pernyataan_implementasi", "title": "Surat pernyataan pimpinan"},
                           {"key": "pernyataan_inovator", "title": "Pernyataan inovator"},
                           {"key": "kesediaan_replikasi", "title": "Pernyataan kesediaan replikasi"}],
    "stages": [
        {"key": "berkas", "name": "Penilaian berkas", "jurors_per_proposal": 2, "weight": 60,
         "advance": {"kind": "top_n", "n": 2},
         "rubric": [{"key": "kebaruan", "title": "Kebaruan", "weight": 40, "section": "kebaruan"},
                    {"key": "dampak", "title": "Dampak", "weight": 60, "section": "dampak"}]},
        {"key": "wawancara", "name": "Wawancara", "kind": "presentation", "jurors_per_proposal": 1, "weight": 40,
         "cumulative": True, "plenary": True, "advance": {"kind": "top_n", "n": 2},
         "rubric": [{"key": "paparan", "title": "Paparan", "weight": 100}]},
        {"key": "manfaat", "name": "Suara publik", "kind": "public_vote", "weight": 20, "cumulative": True,
         "starts_at": "2023-08-01T00:00:00+07:00", "ends_at": "2023-08-07T23:59:59+07:00",
         "advance": {"kind": "passing_grade", "grade": 70}},
    ],
    "quota_rules": [{"unit_kind": "regency", "limit": 3}, {"unit_kind": "city", "limit": 1}],
    "award_tiers": [{"key": "terbaik", "title": "Inovasi Terbaik", "size": 2}],
}  # fmt: skip


def play(cast: Cast) -> None:
    """From nothing to an edition that will open on 10 March."""
    _make(cast)
    _open(cast)
    _quotas(cast)
    _invitations(cast)


def _make(cast: Cast) -> None:
    organiser, public = cast["organiser"], cast.public
    made = organiser.post("A whole configuration", EDITIONS, {"year": 2023, **CONFIGURATION})
    cast.ids["edition"] = made["id"]
    light = CONFIGURATION | {"form": [CONFIGURATION["form"][0]]}
    organiser.post("Weights that do not add up", EDITIONS, {"year": 2024, **light}, 422)
    copied = {"year": 2024, "copy_from": cast.ids["edition"]}
    cast.ids["next"] = organiser.post("Last year's edition in one step", EDITIONS, copied)["id"]
    organiser.post("A preset", EDITIONS, {"year": 2025, "preset": "kovablik_2025"})
    public.get("An edition that is being set up is nobody's business", f"{EDITIONS}/{cast.ids['edition']}", 404)
    cast["coordinator"].post("Only the organiser makes editions", EDITIONS, copied, 403)


def _open(cast: Cast) -> None:
    organiser, public = cast["organiser"], cast.public
    one, following = f"{EDITIONS}/{cast.ids['edition']}", f"{EDITIONS}/{cast.ids['next']}"
    tag = organiser.get(None, one).headers["ETag"]
    organiser.change("Another theme", "PATCH", one, {"theme": "Layanan yang dekat dengan warga"}, match=tag)
    organiser.change("A version from before", "PATCH", one, {"theme": "Lain"}, 412, match=tag)
    organiser.change("Closed before it was open", "PUT", f"{one}/closing", status=409)
    organiser.change("Registration opens", "PUT", f"{one}/opening")
    organiser.change(None, "PUT", f"{following}/opening")
    tag = public.get("An edition with its configuration", one).headers["ETag"]
    public.get("The same version", one, 304, If_None_Match=tag)
    public.get("The newest edition", f"{EDITIONS}?limit=1")
    public.get("The open editions as a table", f"{EDITIONS}?status=open", Accept="text/csv")
    public.get("No such edition", f"{EDITIONS}/{NOBODY}", 404)


def _quotas(cast: Cast) -> None:
    organiser, edition = cast["organiser"], cast.ids["edition"]
    cast["coordinator"].get("The slots that a clinic draws on",
                            f"/api/v1/quotas?edition_id={edition}&unit_id={cast.ids['clinic']}")  # fmt: skip
    path = f"{EDITIONS}/{edition}/quotas/{cast.ids['regency']}"
    reason = "Satu slot saja sampai laporan tahun lalu masuk."
    organiser.change("One slot for one regency", "PUT", path, {"limit": 1, "reason": reason})
    organiser.change("Without a reason", "PUT", path, {"limit": 1, "reason": ""}, 422)
    other = f"{EDITIONS}/{edition}/quotas/{cast.ids['other_regency']}"
    organiser.change(None, "PUT", other, {"limit": 5, "reason": "Tuan rumah."})
    organiser.ask("The rule applies again", "DELETE", other, 204, If_Match="*")
    organiser.ask("There is no exception", "DELETE", other, 404, If_Match="*")
    organiser.get("The first participant", f"/api/v1/quotas?edition_id={edition}&limit=1")
    organiser.get("As a table", f"/api/v1/quotas?edition_id={edition}", Accept="text/csv")
    organiser.get("No such edition", f"/api/v1/quotas?edition_id={NOBODY}", 404)


def _invitations(cast: Cast) -> None:
    organiser, base = cast["organiser"], f"{EDITIONS}/{cast.ids['edition']}/invitations"
    organiser.change("A city is invited", "PUT", f"{base}/undangan/{cast.ids['city']}", status=204)
    organiser.change(None, "PUT", f"{base}/undangan/{cast.ids['other_regency']}", status=204)
    organiser.change("To a group that is open to all", "PUT", f"{base}/umum/{cast.ids['city']}", status=422)
    organiser.change("Taken back", "DELETE", f"{base}/undangan/{cast.ids['other_regency']}", status=204)
    organiser.change("It was not invited", "DELETE", f"{base}/undangan/{cast.ids['other_regency']}", status=404)
    organiser.get("Who is invited", base)
