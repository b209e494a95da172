"""The lock files: every package pinned and hashed, from no other index, installed as locked, under a free licence.

What pip-audit asks of a database of vulnerabilities needs a network: it is not done here (docs/security.md says so).
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions

PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z0-9,-]+\])?==([A-Za-z0-9.+!-]+)(?: ; ([^\\]+?))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|MPL|Mozilla|LGPL|EUPL|HPND|Unlicense|CC0|0BSD"
    r"|Zlib|Public Domain|BlueOak|PostgreSQL|Expat|CNRI|GPL-3|GPLv3|GPL-2|Artistic|AFL|Boost|BSL-1\.0|NCSA|X11)",
    re.I,
)  # fmt: skip
CLOSED = re.compile(
    r"proprietary|commercial|all rights reserved|non-?commercial|SSPL|Elastic|BUSL|Business Source", re.I
)
PLACE = re.compile(r"^\s*(-i|--index-url|--extra-index-url|--find-links|--trusted-host|-e|git\+|https?:|file:)")


def faults(text: str) -> Iterator[str]:
    """What is wrong with the text of a lock file."""
    blocks = re.split(r"(?m)^(?=\S)", text)
    for block in filter(None, blocks):
        first, *rest = block.splitlines()
        if first.startswith("#"):
            continue
        if not PINNED.fullmatch(first):
            yield f"not pinned, or not by name: {first}"
        elif not any(HASH.fullmatch(line) for line in rest):
            yield f"without a hash: {first}"
        yield from (f"from elsewhere: {line}" for line in rest if PLACE.match(line) or "://" in line)


def pinned(text: str) -> dict[str, str]:
    """Package → version; of one that is pinned by platform, all versions, by spaces."""
    found: dict[str, str] = {}
    for name, version, _marker in PINNED.findall(text):
        key = plain(name)
        found[key] = f"{found[key]} {version}" if key in found else version
    return found


def plain(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def differing(locked: dict[str, str], installed: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What is installed otherwise than locked, or is not locked at all."""
    for name, version in installed:
        wanted = locked.get(plain(name))
        if wanted is None and plain(name) not in {"pip", "setuptools", "wheel", "jipp"}:
            yield f"installed and not locked: {name} {version}"
        elif wanted is not None and version not in wanted.split():
            yield f"installed {name} {version}, locked {wanted}"


def licence(distribution: Distribution) -> str:
    """What a package says of its licence: by its name where it names one, else in its own words.

    The words of a BSD licence say "all rights reserved" themselves: they are not read where the name is known.
    """
    meta = distribution.metadata
    told = [meta.get("License-Expression") or "", *(meta.get_all("Classifier") or [])]
    told = [one for one in told if one and ("License ::" in one or "::" not in one)]
    told = told or [one for one in [(meta.get("License") or "")[:300]] if one]
    files = [
        file for file in distribution.files or () if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
    ]
    return " | ".join(told or [str(file.read_text())[:200] for file in files])


def is_free(told: str) -> bool:
    """Whether it is a licence that leaves everybody free to use, change and share."""
    return bool(FREE.search(told)) and not CLOSED.search(told)


def unfree() -> Iterator[str]:
    """Installed packages whose licence is not known to be free."""
    for one in distributions():
        told = licence(one)
        if not is_free(told) and plain(one.metadata["Name"]) != "jipp":
            yield f"{one.metadata['Name']}: {told or 'says nothing'}"
