"""The national checklist in words, and the package that goes to the national competition."""

from collections.abc import Sequence

from app.files.names import safe_name
from app.http.locale import N_, _, show_date
from app.models.form import FormSection
from app.models.innovation import InnovationRead
from app.models.national import GateCriterion
from app.models.nomination import (
    Checklist,
    ChecklistRule,
    NominationPackage,
    NominationRead,
    PackagedDocument,
    PackagedText,
)
from app.models.proposal import DocumentRead
from app.rules.nominations import Finding, is_complete
from app.rules.words import count_words

WORDS: dict[str, tuple[str, str]] = {
    "awarded": (
        N_("Sudah mendapat penghargaan di provinsi ini"),
        N_("Katalog belum mencatat penghargaan provinsi bagi inovasi ini"),
    ),
    "group": (N_("Kelompok sudah dipilih"), N_("Pilih kelompok")),
    "never_awarded": (
        N_("Belum pernah mendapat penghargaan nasional"),
        N_("Kelompok %(group)s hanya untuk yang belum pernah mendapat penghargaan nasional: %(awards)s"),
    ),
    "duplicate_title": (
        N_("Judul belum dipakai nominasi lain"),
        N_("Judul yang sama dipakai nominasi lain pada kompetisi dan tahun ini"),
    ),
    "closes_on": (N_("Tanggal penutupan nasional terisi"), N_("Isi tanggal penutupan pendaftaran nasional")),
    "started_on": (N_("Tanggal mulai penerapan terisi"), N_("Isi tanggal mulai penerapan")),
    "minimum_age": (
        N_("Sudah diterapkan paling sedikit %(months)s bulan pada tanggal penutupan nasional"),
        N_("Pada tanggal penutupan nasional inovasi belum berumur %(months)s bulan"),
    ),
    "criterion_filled": (N_("“%(title)s” terjawab"), N_("Jawab kriteria “%(title)s” (paling sedikit %(fewest)s kata)")),
    "criterion_words": (
        N_("Kriteria “%(title)s”: %(words)s dari %(max_words)s kata"),
        N_("Jawaban “%(title)s” terlalu panjang: %(words)s dari %(max_words)s kata"),
    ),
    "section_filled": (N_("“%(title)s” terisi"), N_("Isi “%(title)s” (paling sedikit %(fewest)s kata)")),
    "section_words": (
        N_("“%(title)s”: %(words)s dari %(max_words)s kata"),
        N_("“%(title)s” terlalu panjang: %(words)s dari %(max_words)s kata"),
    ),
    "documents": (N_("“%(title)s” disertakan"), N_("Sertakan “%(title)s”")),
    "english_abstract": (
        N_("Abstrak bahasa Inggris ada"),
        N_("Abstrak bahasa Inggris belum ada; diperlukan bila kelak diajukan ke UNPSA atau OPSI"),
    ),
}
"""Rule → what to say when it holds, and when it does not."""


def in_words(findings: Sequence[Finding]) -> Checklist:
    """The findings as the read schema, in the language of the request."""
    rules = [
        ChecklistRule(rule=one.rule, ok=one.ok, level=one.level, who=one.who, field=one.field,
                      message=_(WORDS[one.rule][0 if one.ok else 1]) % one.params)
        for one in findings
    ]  # fmt: skip
    return Checklist(complete=is_complete(findings), rules=rules)


def package(
    nomination: NominationRead, innovation: InnovationRead, papers: Sequence[DocumentRead], *, complete: bool
) -> NominationPackage:
    """All that goes out: texts in the order of the national form with their words counted, papers by safe names."""
    form = nomination.form
    groups = {one.key: one.title for one in form.groups}
    return NominationPackage(
        id=nomination.id, innovation_id=nomination.innovation_id, status=nomination.status, competition=form.short,
        year=nomination.year, group=groups.get(nomination.group, nomination.group), title=nomination.title,
        unit=innovation.unit_name, region_code=innovation.region_code, provincial_award=innovation.award,
        category=innovation.category_title, sdgs=innovation.sdgs, started_on=nomination.started_on,
        closes_on=nomination.closes_on,
        criteria=[_text(one, nomination.answers.get(one.key, "")) for one in form.criteria],
        sections=[_text(one, nomination.sections.get(one.key, "")) for one in form.sections],
        english_abstract=nomination.english_abstract, documents=_documents(nomination, papers),
        complete=complete, is_sample=nomination.is_sample, version=nomination.version,
    )  # fmt: skip


def _text(asked: GateCriterion | FormSection, text: str) -> PackagedText:
    weight = asked.weight if isinstance(asked, FormSection) else None
    return PackagedText(key=asked.key, title=asked.title, text=text, words=count_words(text),
                        max_words=asked.max_words, weight=weight)  # fmt: skip


def _documents(nomination: NominationRead, papers: Sequence[DocumentRead]) -> list[PackagedDocument]:
    """Numbered, so that two of the same name are two, and in the order in which they are asked for."""
    titles = {one.key: one.title for one in nomination.form.documents}
    return [
        PackagedDocument(name=f"{place:02d}-{_safe(paper.filename)}", kind=paper.kind,
                         title=titles.get(paper.kind, "Bukti pendukung"), media_type=paper.media_type,
                         size=paper.size, sha256=paper.sha256)
        for place, paper in enumerate(papers, 1)
    ]  # fmt: skip


def _safe(filename: str) -> str:
    ending = "." + filename.rsplit(".", 1)[-1] if "." in filename else ""
    return safe_name(filename, ending if ending[1:].isalnum() and len(ending) < 8 else "")


def file_name(one: NominationPackage, ending: str) -> str:
    """What the file is called: letters, digits and dashes alone."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in one.title.lower())
    short = "-".join(part for part in plain.split("-") if part)[:60].rstrip("-")
    return f"{one.competition.lower()}-{one.year}-{short or one.id}.{ending}"


def day(value: object) -> str:
    """A day in words, or a dash."""
    return show_date(value) if value else "–"  # type: ignore[arg-type]
