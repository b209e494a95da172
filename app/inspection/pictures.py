"""Pictures are decoded and written anew: what was hidden in them, before or behind them stays behind, and so do the
place, time and serial number that cameras add."""

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, UnidentifiedImageError

from app.inspection.verdict import Taken, refuse

MOST_PIXELS = 50_000_000
"""What the largest usual phone cameras make (8160 × 6120); known from the head, before anything is decoded."""
LONGEST_SIDE = 5_000
"""Pixels: an A4 page at 400 dpi stays as sharp as it was, larger pictures are made smaller."""
_FORMATS = {
    "JPEG": ("image/jpeg", {"quality": 88, "optimize": True}),
    "PNG": ("image/png", {"compress_level": 6}),
    "WEBP": ("image/webp", {"quality": 88, "method": 4}),
}
_PLAIN = {"L", "RGB", "RGBA", "CMYK"}


def rewrite(sent: Path, out: Path) -> Taken:
    """Writes the picture into *out*, upright, in sRGB, without metadata; the same picture gives the same bytes."""
    Image.MAX_IMAGE_PIXELS = None  # judged here, by our own number
    try:
        with Image.open(sent, formats=list(_FORMATS)) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)  # phones add a second picture to a JPEG
            _check(picture, kind)
            media_type, options = _FORMATS[kind]
            _plain(picture, kind).save(out, kind, **options)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, IndexError, ArithmeticError):
        refuse("file_damaged")
    return Taken(media_type, rewritten=True)


def _check(picture: Any, kind: str) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        refuse("image_too_large")
    if kind != "JPEG" and getattr(picture, "n_frames", 1) > 1:
        refuse("image_animated")


def _plain(picture: Any, kind: str) -> Any:
    """The pixels and nothing else, in a mode that the format can hold."""
    turn, profile = _orientation(picture), picture.info.get("icc_profile")
    if picture.mode not in _PLAIN or "transparency" in picture.info:
        picture = picture.convert(_mode_for(picture))
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    pixels = _in_srgb(picture, profile)
    if pixels.mode == "CMYK" or (kind == "JPEG" and pixels.mode == "RGBA"):
        pixels = pixels.convert("RGB")
    pixels = pixels.transpose(turn) if turn is not None else pixels.copy()
    pixels.info.clear()
    return pixels


def _mode_for(picture: Any) -> str:
    if picture.has_transparency_data:
        return "RGBA"
    return "L" if picture.mode[0] in "1I" else "RGB"


def _orientation(picture: Any) -> Any:
    """How it has to be turned to stand upright, by its Exif; None where that says nothing, or nothing readable."""
    with suppress(Exception):
        return {
            2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_90,
        }.get(picture.getexif().get(0x0112))  # fmt: skip
    return None


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """The colours that the profile means, as every screen knows them; without a readable profile as they are."""
    if profile and picture.mode in {"RGB", "RGBA", "CMYK"}:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            target = "RGBA" if picture.mode == "RGBA" else "RGB"
            source, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, srgb, outputMode=target) or picture
    return picture
