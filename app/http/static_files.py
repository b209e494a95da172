"""Style sheets, scripts and icons, each asked for once: their addresses change with their content.

Templates write ``/static/jipp.css``, what is sent says ``/static/jipp.css?v=…``. Over a weak network every page would
else wait for a dozen answers that nothing has changed. An address with another version, as during an upgrade, is
answered and not kept.
"""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2.ext import Extension
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent.parent / "static"
KEPT = "public, max-age=31536000, immutable"
FONT_KEPT = "public, max-age=2592000"
"""Style sheets name fonts without a version: a new one under an old name is seen a month later."""
_ADDRESS = re.compile(r"""(?<=["'])/static/([\w./-]+\.\w+)(?=["'#])""")


@cache
def version(name: str) -> str:
    """The version of a file as it is when somebody first asks; empty where there is none."""
    path = STATIC / name
    return sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""


def with_versions(markup: str) -> str:
    """The same with the version at each address of a file."""
    return _ADDRESS.sub(lambda found: found[0] + (f"?v={version(found[1])}" if version(found[1]) else ""), markup)


class Versions(Extension):
    """Of the templates, once each: when one is compiled."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """What Jinja reads instead of the file."""
        return with_versions(source)


class VersionedFiles(StaticFiles):
    """Says how long a file may be kept."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file."""
        answer = await super().get_response(path, scope)
        if answer.status_code not in {200, 206, 304}:
            return answer
        if path.endswith(".woff2"):
            answer.headers["Cache-Control"] = FONT_KEPT
        elif scope["query_string"] == f"v={version(path)}".encode():
            answer.headers["Cache-Control"] = KEPT
        return answer
