"""The catalogue as Parquet, columns with their types: an optional extra, ``pip install jipp[parquet]``."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from pydantic import BaseModel

from app.errors import DomainError
from app.models.open_data import Dataset, OpenColumn, OpenData

GROUP = 5_000
"""Rows of a group: what is held in memory."""
_STRUCTS = {"impact": ("measure", "before", "after"), "evidence": ("document_id", "title"),
            "sections": ("title", "text")}  # fmt: skip
"""Columns that are lists of objects, and the texts that each holds."""


class FormatNotInstalled(DomainError):
    """This installation lacks the package that writes the format."""

    status = 501
    code = "format-not-installed"


def is_installed() -> bool:
    """Whether this installation can write Parquet; nothing is loaded for the answer."""
    return find_spec("pyarrow") is not None


def parquet(rows: Iterable[Sequence[BaseModel]], data: OpenData, dataset: Dataset) -> Iterator[bytes]:
    """The rows with their types and descriptions, a group at a time."""
    import pyarrow as pa
    from pyarrow import parquet as pq  # tens of megabytes, for the few who ask

    schema = pa.schema([_field(pa, column) for column in dataset.columns], metadata={
        "title": dataset.title, "description": dataset.definition, "licence": data.licence_url,
        "source": data.url, "publisher": data.publisher,
    })  # fmt: skip
    sink = _Sink()
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        for group in _groups(rows):
            writer.write_table(pa.Table.from_pylist(group, schema))
            yield sink.taken()
    yield sink.taken()


def _groups(rows: Iterable[Sequence[BaseModel]]) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for some in rows:
        held += [row.model_dump() for row in some]
        if len(held) >= GROUP:
            yield held
            held = []
    yield held


def _field(pa: Any, column: OpenColumn) -> Any:
    return pa.field(column.name, _type(pa, column), metadata={"description": column.description})


def _type(pa: Any, column: OpenColumn) -> Any:
    if column.name in _STRUCTS:
        return pa.list_(pa.struct([(name, pa.string()) for name in _STRUCTS[column.name]]))
    types = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
             "datetime": pa.timestamp("us", tz="UTC"), "list": pa.list_(pa.int64())}  # fmt: skip
    return types.get(column.type, pa.string())


class _Sink:
    """A file that hands on what was written to it."""

    closed = False

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.at = 0

    def write(self, data: Any) -> int:
        """Keeps a copy: the writer uses its memory again."""
        self.held.append(bytes(data))
        self.at += len(self.held[-1])
        return len(self.held[-1])

    def taken(self) -> bytes:
        """What came since the last time."""
        taken, self.held = b"".join(self.held), []
        return taken

    def tell(self) -> int:
        """How much was written."""
        return self.at

    def flush(self) -> None:
        """There is nothing behind it."""

    def close(self) -> None:
        """There is nothing to hand back."""
        self.closed = True
