"""Signs a PDF as BSrE's service is known to: what it got stays as it is, and the signature is added behind it."""

import re
from io import BytesIO

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

ROOM = 8192


def signed_behind(pdf: bytes, pem: bytes) -> bytes:
    """The PDF with a hidden signature in an incremental update (ISO 32000-1, 7.5.6)."""
    whole, start, end = _with_room(pdf)
    counts = f"[0 {start:010d} {end:010d} {len(whole) - end:010d}]".encode()
    whole = whole.replace(b"[0 0000000000 0000000000 0000000000]", counts)
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(whole[:start] + whole[end:])
    key = load_pem_private_key(pem, None)
    builder = builder.add_signer(x509.load_pem_x509_certificate(pem), key, SHA256())  # type: ignore[arg-type]
    signature = builder.sign(Encoding.DER, options).hex().encode().ljust(2 * ROOM, b"0")
    return whole[: start + 1] + signature + whole[end - 1 :]


def _with_room(pdf: bytes) -> tuple[bytes, int, int]:
    """With an empty signature, and where it begins and ends."""
    with pikepdf.open(BytesIO(pdf)) as file:
        size, root = int(file.trailer.Size), file.Root
        number, catalog = root.objgen[0], root.unparse(resolved=True)
    objects = {
        size: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange"
              b"[0 0000000000 0000000000 0000000000]/Contents<" + b"0" * 2 * ROOM + b">>>",
        size + 1: f"<</FT/Sig/T(Signature)/V {size} 0 R>>".encode(),
        number: catalog[:-2] + f"/AcroForm<</Fields[{size + 1} 0 R]/SigFlags 3>>>>".encode(),
    }  # fmt: skip
    out, places = pdf + b"\n", {}
    for name, text in objects.items():
        places[name] = len(out)
        out += f"{name} 0 obj\n".encode() + text + b"\nendobj\n"
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    rows = "".join(f"{name} 1\n{place:010d} 00000 n \n" for name, place in places.items())
    trailer = f"<</Size {size + 2}/Root {number} 0 R/Prev {before}>>"
    tail = f"xref\n{rows}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    start = out.index(b"/Contents<0", len(pdf)) + len(b"/Contents")
    return out + tail.encode(), start, start + 2 * ROOM + 2
