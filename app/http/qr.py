"""QR codes as pictures: in a page without styles, which our pages do not take, and for a paper."""

from io import BytesIO

from fastapi import Request

from app.settings import settings


def address(request: Request, path: str) -> str:
    """The whole address of a page, as a phone has to know it."""
    return (settings().public_url or str(request.base_url).rstrip("/")) + path


def picture(text: str) -> str:
    """The text as a QR code; it fills the width of where it stands."""
    import segno  # few requests need it

    return segno.make(text, error="m").svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass="qr", omitsize=True
    )


def drawing(text: str) -> str:
    """The text as a QR code for a paper: an SVG that stands alone."""
    import segno  # few requests need it

    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=0, scale=4, dark="#15211f")
    return drawn.getvalue().decode()
