"""A draft as a YAML file, written by hand or by another program.

unit: 35.07.DINKES.UPT002        # code of the unit that writes
edition: 2026                    # year; left out: the edition that is open
title: Antar obat sampai rumah
group: umum
category: kesehatan
started_on: 2022-02-01
sections: {latar_belakang: Pasien menunggu dua jam …}
documents:
  - {file: surat.pdf, kind: surat_pernyataan_implementasi}
  - {file: foto.jpg, section: dampak}
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from jipp_client.drafts import EVIDENCE, FIELDS, Attachment, Draft, DraftFault

_OWN = ("unit", "edition", "documents", "remark")
_OF_DOCUMENT = ("file", "kind", "section")


def read(file: Path) -> Draft:
    """The draft in the file; paths of documents are taken from where it lies. Raises ``DraftFault``."""
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except OSError as error:
        raise DraftFault("no-file", str(file)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DraftFault("not-yaml", f"{file}: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict):
        raise DraftFault("not-yaml", str(file))
    if unknown := sorted(map(str, set(found) - set(FIELDS) - set(_OWN))):
        raise DraftFault("unknown", ", ".join(unknown))
    if not found.get("unit"):
        raise DraftFault("needed", "unit")
    fields = {name: value for name, value in found.items() if name in FIELDS and value is not None}
    return Draft(str(found["unit"]), fields, found.get("edition"), _attachments(file, found.get("documents") or []),
                 found.get("remark"))  # fmt: skip


def _attachments(draft: Path, documents: Any) -> list[Attachment]:
    found = []
    for number, item in enumerate(documents if isinstance(documents, list) else [documents]):
        place = f"documents[{number}]"
        if not isinstance(item, dict) or not item.get("file"):
            raise DraftFault("needed", f"{place}.file")
        if unknown := sorted(map(str, set(item) - set(_OF_DOCUMENT))):
            raise DraftFault("unknown", ", ".join(f"{place}.{name}" for name in unknown))
        file = draft.parent / str(item["file"])
        if not file.is_file():
            raise DraftFault("no-file", str(file))
        found.append(Attachment(file, str(item.get("kind") or EVIDENCE), item.get("section")))
    return found
