"""Secrets in tracked files, found by detect-secrets; what was found harmless is in ``.secrets.baseline``."""

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASELINE = ROOT / ".secrets.baseline"
LEFT_OUT = ("requirements", "app/api/examples/", "app/static/vendor/", ".secrets.baseline")
"""Hashes of packages and of files of others, and recorded answers with made-up keys: nothing but long random text."""
NOISY = {"KeywordDetector", "BasicAuthDetector", "Base64HighEntropyString", "HexHighEntropyString"}
"""In tests made-up passwords stand everywhere; the forms of real keys are looked for there as well."""
Found = tuple[str, str, str]
"""File, kind, hash of the secret."""


def tracked() -> list[str]:
    """The files of the tip of this history, as they are in the working tree."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if not name.startswith(LEFT_OUT) and (ROOT / name).is_file()]


def found_in(names: Iterable[str], root: Path = ROOT) -> Iterator[tuple[Found, int]]:
    """What looks like a secret, with its line."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings, transient_settings

    with default_settings() as usual:
        plugins = [{"name": name, **config} for name, config in usual.plugins.items()]
    for is_test, part in ((False, [n for n in names if not n.startswith("tests/")]),
                          (True, [n for n in names if n.startswith("tests/")])):  # fmt: skip
        chosen = [plugin for plugin in plugins if not (is_test and plugin["name"] in NOISY)]
        with transient_settings({"plugins_used": chosen}):
            collection = SecretsCollection(root=str(root))
            for name in part:
                collection.scan_file(name)
            for name, secret in collection:
                yield (name, secret.type, secret.secret_hash), secret.line_number


def known() -> set[Found]:
    """What was looked at."""
    return {(one["file"], one["kind"], one["hash"]) for one in json.loads(BASELINE.read_text("utf-8"))}


def write() -> None:
    """Writes the baseline anew: for a person who has looked at every line of ``make audit``."""
    rows = [{"file": file, "kind": kind, "hash": hash_} for (file, kind, hash_), _line in sorted(found_in(tracked()))]
    BASELINE.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
