"""The English catalogue is whole, and no text goes past it."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from typer.testing import CliRunner

from app.clock import WIB
from app.commands import translate
from app.commands.app import cli
from app.http.field_messages import FIELDS
from app.http.labels import SDGS
from app.http.locale import choose_language, current_language, ngettext, show_number, show_signed, show_until
from app.http.messages import PROBLEMS
from app.http.render import environment
from tests.wording import QUOTED, indonesian_in, vocabulary, words_in

APP = translate.APP
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
API_DOCUMENT = {APP / "pages" / "openapi_reader.py", *(APP / "http" / "openapi").rglob("*.py")}
"""English in any language, with Indonesian terms and examples of data."""
WORDED = sorted({path for part in ("http", "pages") for path in (APP / part).rglob("*.py")} - API_DOCUMENT)
DATA = {"Bahasa Indonesia", "tidak", "Dinas Kesehatan", "penilaian", "Penilaian", "(berkas)", "@berkas",
        "Bukti pendukung", "lampiran", 'attachment; filename="lembar-qr.pdf"', "Contoh", "Kode wilayah Kemendagri",
        "Katalog inovasi pelayanan publik", "bekerja", "melayani", "persyaratan", "prosedur", "waktu", "biaya",
        "produk", "kompetensi", "perilaku", "pengaduan", "sarana", "Indeks Inovasi (IGA)",
        "Indeks Pelayanan Publik (IPP)", "Kecepatan", "kecepatan", "Reformasi Birokrasi",
        "Zona Integritas"}  # fmt: skip
"""Literals that are stored or quoted rather than said: a language's own name, an answer, a new rubric, examples.
The national package, files and metadata of the catalogue are Indonesian whoever asks; so are keys of instruments."""
PROPER = {"JIPP", "API", "CSV", "problem+json", "WIB", "DCAT", "SP4N", "LAPOR", "km", "Rp0"}
"""What a template may say as it stands."""
SPOKEN = {"title", "aria-label", "placeholder", "alt"}
GETTEXT = {"_", "N_", "gettext", "ngettext"}
PROSE = {
    "the", "and", "are", "was", "has", "have", "had", "with", "for", "from", "this", "that", "these", "you", "your",
    "not", "can", "cannot", "will", "please", "must", "should", "been", "than", "all", "any", "one", "only", "when",
    "which", "their", "its", "our", "new", "save", "send", "choose", "search", "page",
}  # fmt: skip
"""Common English words that no Indonesian text needs, not even one about HTTP."""
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%(?!\()\S")


def _texts() -> list[Message]:
    return [text for text in translate.stored() if text.id]


def _named(path: Path) -> str:
    return str(path.relative_to(APP))


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


@pytest.mark.parametrize(
    ("value", "digits", "number", "signed"),
    [(-0.04, 1, "0,0", "0,0"), (0.04, 1, "0,0", "0,0"), (-1.25, 1, "−1,2", "−1,2"), (2.5, 1, "2,5", "+2,5"),
     (-0.004, None, "0", "0"), (-1234.5, None, "−1.234,5", "−1.234,5"), (0, 0, "0", "0")],
)  # fmt: skip
def test_the_minus_is_true_and_nothing_has_no_sign(value: float, digits: int | None, number: str, signed: str) -> None:
    assert (show_number(value, digits), show_signed(value, digits)) == (number, signed)


def test_a_day_ends_at_twenty_four() -> None:
    midnight = datetime(2026, 11, 30, tzinfo=WIB)
    assert show_until(midnight) == "29 November 2026 24.00 WIB"
    assert show_until(midnight + timedelta(minutes=1)) == "30 November 2026 00.01 WIB"
    assert show_until(None) == ""


def test_the_catalogue_has_the_texts_of_the_tree_and_no_others() -> None:
    tree = {text.id for text in translate.extracted() if text.id}
    assert tree == {text.id for text in _texts()}, "run `python -m app.commands translate`"
    assert len(tree) > 1000


def test_every_text_has_its_english() -> None:
    assert translate.missing(translate.stored()) == []
    assert not translate.stored().obsolete


def _each_form() -> Iterator[tuple[str, str]]:
    """Indonesian and English, form by form."""
    for text in _texts():
        for form in translate.forms(text.string):
            yield translate.words_of(text.id), form


def test_the_english_keeps_the_placeholders() -> None:
    assert [pair for pair in _each_form() if _placeholders(pair[0]) != _placeholders(pair[1])] == []


def test_the_english_is_english() -> None:
    assert [english for _, english in _each_form() if indonesian_in(english)] == []


def test_the_source_is_indonesian() -> None:
    assert [form for text in _texts() for form in translate.forms(text.id) if words_in(form) & PROSE] == []


def test_a_sentence_stays_a_sentence() -> None:
    unlike = [pair for pair in _each_form() if pair[0].endswith(".") != pair[1].endswith(".")]
    assert unlike == []
    assert [english for _, english in _each_form() if english.strip() != english] == []


def test_plurals_are_plurals() -> None:
    current_language.set("en")
    try:
        said = [ngettext("%(num)s inovasi", "%(num)s inovasi", n) % {"num": n} for n in (0, 1, 2)]
    finally:
        current_language.set("id")
    assert said == ["0 innovations", "1 innovation", "2 innovations"]
    assert translate.stored().num_plurals == 2


def test_what_is_looked_up_by_a_variable_is_in_the_catalogue() -> None:
    known = {text.id for text in _texts()}
    assert {text for pair in PROBLEMS.values() for text in pair} | set(FIELDS.values()) | set(SDGS) <= known


def test_the_command_finds_nothing_to_do_and_changes_nothing() -> None:
    before = translate.CATALOGUE.read_bytes()
    done = CliRunner().invoke(cli, ["translate", "--check"])
    assert (done.exit_code, done.output) == (0, "Belum diterjemahkan: 0\nTidak dipakai lagi: 0\n")
    assert translate.CATALOGUE.read_bytes() == before


def test_the_command_takes_in_a_new_text_and_drops_an_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = translate.stored()
    catalogue.delete("Draf")
    catalogue.add("Teks yang dahulu ada", "A text of old")
    monkeypatch.setattr(translate, "CATALOGUE", tmp_path / "messages.po")
    translate.CATALOGUE.write_bytes(translate.written(catalogue))
    assert translate.translate(check=True) == (["Draf"], ["Teks yang dahulu ada"])
    assert CliRunner().invoke(cli, ["translate"]).exit_code == 1
    assert translate.missing(translate.stored()) == ["Draf"]
    assert translate.stored().get("Teks yang dahulu ada") is None


@pytest.mark.parametrize(("asked", "cookie", "language"), [
    ("", None, "id"), ("en", None, "en"), ("en-GB,en;q=0.9", None, "en"), ("id,en;q=0.5", None, "id"),
    ("id;q=0.2, en;q=0.8", None, "en"), ("fr", None, "id"), ("fr,en;q=0.1", None, "en"), ("en", "id", "id"),
    ("id", "en", "en"), ("id", "xx", "id"),
])  # fmt: skip
def test_the_language_of_an_answer(asked: str, cookie: str | None, language: str) -> None:
    assert choose_language(asked, cookie) == language


class _Bare(HTMLParser):
    """Texts with letters that stand in a template as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.quoted = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quoted += tag in QUOTED
        self.found += [value for name, value in attrs if name in SPOKEN and value and _has_letters(value)]

    def handle_endtag(self, tag: str) -> None:
        self.quoted -= tag in QUOTED

    def handle_data(self, data: str) -> None:
        if not self.quoted and _has_letters(data) and not data.strip().startswith("/"):
            self.found.append(data.strip())


def _has_letters(text: str) -> bool:
    return bool(set(re.findall(r"[^\W\d_][\w+]*", text)) - PROPER)


def _outside_expressions(source: str) -> str:
    """The template with ``0`` for each expression, and nothing for each statement."""
    kept = (("0" if kind == "variable_begin" else value, kind) for _line, kind, value in environment.lex(source))
    return "".join(text for text, kind in kept if kind in {"data", "variable_begin"})


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_a_template_says_nothing_past_the_catalogue(path: Path) -> None:
    bare = _Bare()
    bare.feed(_outside_expressions(path.read_text("utf-8")))
    bare.close()
    assert bare.found == []


def _loose_strings(source: str) -> Iterator[str]:
    """The string literals of a template that are not arguments of gettext."""
    tokens = [(kind, value) for _line, kind, value in environment.lex(source) if kind != "whitespace"]
    calls: list[bool] = []
    for before, (kind, value) in zip([("", ""), *tokens], tokens, strict=False):
        if kind == "operator" and value in "([{":
            calls.append((value == "(" and before[1] in GETTEXT) or bool(calls and calls[-1]))
        elif kind == "operator" and value in ")]}":
            calls.pop()
        elif kind == "string" and not (calls and calls[-1]):
            yield value[1:-1]


@pytest.mark.parametrize("path", TEMPLATES, ids=_named)
def test_no_literal_of_a_template_goes_past_the_catalogue(path: Path) -> None:
    loose = [text for text in _loose_strings(path.read_text("utf-8")) if indonesian_in(text)]
    assert sorted(set(loose) - DATA) == []


def _literals(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string literals of a module, but neither docstrings nor what gettext gets."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node
        yield from _literals(node)


@pytest.mark.parametrize("path", WORDED, ids=_named)
def test_no_literal_of_a_page_goes_past_the_catalogue(path: Path) -> None:
    found = {str(text.value) for text in _literals(ast.parse(path.read_text("utf-8")))}
    assert [text for text in sorted(found - DATA) if indonesian_in(text)] == []


def test_what_gives_indonesian_away() -> None:
    assert indonesian_in("Simpan semua usulan yang ditandai") == ["ditandai", "semua", "simpan", "usulan", "yang"]
    assert indonesian_in("Save the proposal of %(usulan)s at https://usulan.example/yang") == []
    assert len(vocabulary()) > 800
