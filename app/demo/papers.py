"""The papers of sample proposals: one small PDF of each kind, shared by all (stored by digest)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from app import files
from app.demo.writer import Writer
from app.models import Document
from app.models.form import RequiredDocument

MEDIA_TYPE = "application/pdf"
_LIMIT = 100_000


@dataclass(frozen=True)
class Paper:
    """A stored file and what it is."""

    kind: str
    filename: str
    sha256: str
    size: int


def store(required: Sequence[RequiredDocument]) -> list[Paper]:
    """Puts a sample of each required document into the file store; doing it again changes nothing."""
    papers = []
    for document in required:
        sha256, size = files.store(BytesIO(sample_pdf(document.title)), _LIMIT)
        papers.append(Paper(document.key, f"contoh_{document.key}.pdf", sha256, size))
    return papers


def attach(writer: Writer, at: datetime, proposal_id: str, papers: Sequence[Paper], person: str | None = None) -> None:
    """Attaches the papers to a proposal."""
    for paper in papers:
        writer.add(Document, at, proposal_id=proposal_id, kind=paper.kind, section=None,
                   filename=paper.filename, media_type=MEDIA_TYPE, size=paper.size, sha256=paper.sha256,
                   uploaded_by=person)  # fmt: skip


def sample_pdf(title: str) -> bytes:
    """An A4 page that says what the paper would be, and that it is a sample. *title* must be Latin-1 text."""
    lines = ("DOKUMEN CONTOH", title, "Dibuat untuk peragaan. Bukan surat resmi, tanpa tanda tangan.")
    shown = " ".join(f"({_escaped(line)}) Tj 0 -28 Td" for line in lines)
    content = f"BT /F1 16 Tf 72 760 Td {shown} ET".encode("latin-1")
    return _assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ])  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _assembled(objects: Sequence[bytes]) -> bytes:
    """The objects in a file with its table of offsets."""
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
