"""Who goes on from a stage, in words: the rule of app/models/edition.py as a sentence, and in a few words."""

from app.http.locale import _, ngettext, show_number
from app.models.edition import AdvanceRule, EditionRead, Stage


def who_advances(stage: Stage, edition: EditionRead) -> str:
    """The whole rule, in sentences."""
    said = [_rule(stage.advance, edition)]
    if stage.advance.grade is not None and stage.advance.kind in {"top_n", "quota"}:
        said.append(_("Nilainya paling sedikit %(grade)s.") % {"grade": show_number(stage.advance.grade)})
    if stage.plenary:
        said.append(_("Pleno dapat memutuskan lain, dengan alasan yang ikut diumumkan."))
    return " ".join(said)


def _rule(rule: AdvanceRule, edition: EditionRead) -> str:
    if rule.kind == "passing_grade":
        return _("Usulan dengan nilai %(grade)s atau lebih lolos.") % {"grade": show_number(rule.grade)}
    if rule.kind == "quota":
        return _quotas(rule, edition)
    if rule.kind == "top_n":
        return ngettext(
            "%(num)s usulan dengan peringkat terbaik lolos; bila nilai pada batas itu sama, semuanya lolos.",
            "%(num)s usulan dengan peringkat terbaik lolos; bila nilai pada batas itu sama, semuanya lolos.",
            rule.n or 0,
        ) % {"num": rule.n}
    return _("Semua usulan yang dinilai lolos.")


def _quotas(rule: AdvanceRule, edition: EditionRead) -> str:
    titles = {one.key: one.title for one in (edition.groups if rule.by == "group" else edition.categories)}
    places = [f"{titles.get(key, key)} {number}" for key, number in rule.quotas.items()]
    if rule.n is not None and len(rule.quotas) < len(titles):
        places.append(_("lainnya masing-masing %(n)s") % {"n": rule.n})
    words = (
        _("Yang terbaik dari tiap kelompok lolos: %(places)s; bila nilai pada batasnya sama, semuanya lolos.")
        if rule.by == "group"
        else _("Yang terbaik dari tiap kategori lolos: %(places)s; bila nilai pada batasnya sama, semuanya lolos.")
    )
    return words % {"places": ", ".join(places)}


def advances_briefly(stage: Stage) -> str:
    """The rule in a few words."""
    rule = stage.advance
    if rule.kind == "passing_grade":
        return _("nilai %(grade)s ke atas maju") % {"grade": show_number(rule.grade)}
    if rule.kind == "quota":
        return _("jatah tiap kelompok") if rule.by == "group" else _("jatah tiap kategori")
    if rule.kind == "top_n":
        return ngettext("%(num)s terbaik maju", "%(num)s terbaik maju", rule.n or 0) % {"num": rule.n}
    return _("semua maju")
