"""The arguments of ``jipp-client``."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, cast

from jipp_client.cli.texts import LANGUAGES, language_of, text
from jipp_client.version import __version__

USAGE = 2
CODES = {
    0: ("selesai", "done"), 1: ("kesalahan lain", "another fault"), USAGE: ("perintah keliru", "a wrong command"),
    3: ("isian keliru atau usulan belum lengkap", "wrong input, or a proposal that is not complete"),
    4: ("kunci API tidak ada, tidak berlaku, atau tidak berwenang",
        "no API key, or one that is not valid or not enough"),
    5: ("tidak ditemukan", "not found"),
    6: ("ditolak keadaannya: kuota habis, sudah ditutup, sudah dikirim",
        "refused by its state: no slot left, closed, submitted"),
    7: ("server tidak terjangkau: ulangi nanti", "the server cannot be reached: try again later"),
    8: ("salinan tidak sama dengan server", "the copy is not equal to the server"),
    130: ("dihentikan", "stopped"),
}  # fmt: skip
"""What the exit codes mean."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the language of the person."""

    language = "id"

    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(USAGE, text(self.language, "arguments", message=self._said(message)) + "\n")

    def _said(self, message: str) -> str:
        if found := re.match(r"the following arguments are required: (.*)", message):
            return text(self.language, "arguments.required", names=found[1])
        if found := re.match(r"unrecognized arguments: (.*)", message):
            return text(self.language, "arguments.unknown", names=found[1])
        if found := re.match(r"argument ([^:]+): ", message):
            return text(self.language, "arguments.value", name=found[1])
        return message

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", text(self.language, "usage"), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", text(self.language, "usage"), 1)


def read(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The arguments; exits with 2 and says why where they are wrong."""
    return parser(_language(arguments)).parse_args(arguments)


def _language(arguments: Sequence[str] | None) -> str:
    first = argparse.ArgumentParser(add_help=False)
    first.add_argument("--lang", choices=LANGUAGES, default=None)
    try:
        return language_of(first.parse_known_args(arguments)[0].lang)
    except SystemExit:
        return language_of(None)


def parser(language: str) -> argparse.ArgumentParser:
    """Everything that may be asked, in the language."""
    commands = _Commands(language)
    for add in (_mirror, _search, _submit, _watch):
        add(commands)
    return commands.top


class _Commands:
    """The parser of the program, and what its commands have in common."""

    def __init__(self, language: str) -> None:
        self.language = language
        kind = type("Parser", (Parser,), {"language": language})
        codes = "\n".join(f"  {code:>3}  {words[LANGUAGES.index(language)]}" for code, words in CODES.items())
        self.top = cast(argparse.ArgumentParser, kind(
            prog="jipp-client", description=self.said("about"), epilog=f"exit:\n{codes}", add_help=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        ))  # fmt: skip
        self._help(self.top)
        version = f"jipp-client {__version__}"
        self.top.add_argument("--version", action="version", version=version, help=self.said("version"))
        self._all = self.top.add_subparsers(dest="command", required=True, metavar="COMMAND",
                                            title=self.said("commands"))  # fmt: skip

    def said(self, name: str) -> str:
        """A text in the language."""
        return text(self.language, name)

    def add(self, name: str) -> argparse.ArgumentParser:
        """A command, with the options that all have."""
        on = self._all.add_parser(name, help=self.said(name), description=self.said(name), add_help=False,
                                  allow_abbrev=False)  # fmt: skip
        self._help(on)
        on.add_argument("--json", action="store_true", help=self.said("json"))
        on.add_argument("--lang", choices=LANGUAGES, default=self.language, help=self.said("lang"))
        on.add_argument("--timeout", type=float, default=60, metavar="S", help=f"{self.said('timeout')} (60)")
        on.add_argument("--retries", type=int, default=4, metavar="N", help=f"{self.said('retries')} (4)")
        return on

    def _help(self, on: argparse.ArgumentParser) -> None:
        on._optionals.title = self.said("options")
        on.add_argument("-h", "--help", action="help", help=self.said("help"))


def _mirror(commands: _Commands) -> None:
    on, said = commands.add("mirror"), commands.said
    on.add_argument("url", metavar="URL", help=said("url"))
    on.add_argument("--to", type=Path, required=True, metavar="FILE", help=said("mirror.to"))
    on.add_argument("--verify", action="store_true", help=said("mirror.verify"))


def _search(commands: _Commands) -> None:
    on, said = commands.add("search"), commands.said
    on.add_argument("words", nargs="+", metavar="WORDS", help=said("search.words"))
    on.add_argument("--in", dest="place", required=True, metavar="FILE|URL", help=said("search.in"))
    on.add_argument("--limit", type=int, default=20, metavar="N", help=f"{said('search.limit')} (20)")


def _submit(commands: _Commands) -> None:
    on, said = commands.add("submit"), commands.said
    on.add_argument("draft", type=Path, metavar="DRAFT", help=said("submit.draft"))
    on.add_argument("--url", default=os.environ.get("JIPP_URL"), help=said("submit.url"))
    on.add_argument("--key-file", type=Path, metavar="FILE", help=said("submit.key_file"))
    on.add_argument("--draft-only", action="store_true", help=said("submit.draft_only"))


def _watch(commands: _Commands) -> None:
    on, said = commands.add("watch"), commands.said
    on.add_argument("url", metavar="URL", help=said("url"))
    on.add_argument("--every", type=float, default=30, metavar="S", help=f"{said('watch.every')} (30)")
    on.add_argument("--once", action="store_true", help=said("watch.once"))
    on.add_argument("--state", type=Path, metavar="FILE", help=said("watch.state"))
    on.add_argument("--from-start", action="store_true", help=said("watch.from_start"))
