"""The certificate authorities that tests trust: one, because reading all of the world's for each client is slow."""

from pathlib import Path

import certifi

END = "-----END CERTIFICATE-----\n"


def write_one_authority(folder: Path) -> Path:
    """A file with the first of the usual authorities, for ``SSL_CERT_FILE``; no test asks the Internet."""
    file = folder / "authority.pem"
    file.write_text(Path(certifi.where()).read_text().partition(END)[0] + END)
    return file
