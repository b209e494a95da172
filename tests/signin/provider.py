"""A real OpenID Connect provider in a process of its own (``oidc-provider-mock``)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.conftest import free_port, wait_for


@contextmanager
def provider(*people: dict[str, Any]) -> Iterator[str]:
    """The issuer of a provider that knows these people, each a dictionary of claims with ``sub``."""
    port = free_port()
    known = [part for claims in people for part in ("--user-claims", json.dumps(claims))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *known]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        wait_for(issuer + "/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.terminate()
        process.wait(10)


def settings_for(issuer: str, **more: str) -> dict[str, str]:
    """The settings of a server that offers this provider."""
    return {"JIPP_OIDC_ISSUER": issuer, "JIPP_OIDC_CLIENT_ID": "jipp", "JIPP_OIDC_CLIENT_SECRET": "rahasia-klien",
            "JIPP_OIDC_NAME": "Akun Jatim", **more}  # fmt: skip
