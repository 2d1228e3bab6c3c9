"""A picture without what the camera wrote into it, a drawing without what acts or fetches."""

import warnings
from pathlib import Path

from PIL import Image, ImageOps

from vorort.files.actions._svg import clean_drawing
from vorort.files.choices import ContentType

# A small file can unfold to gigabytes of pixels.
MAX_PIXELS = 50_000_000
_FORMATS = {ContentType.PNG: "PNG", ContentType.JPEG: "JPEG"}


def strip_metadata(source: Path, target: Path, content_type: ContentType) -> None:
    """Write ``source`` anew without metadata; the turn noted by the camera is applied.

    Raises ``OSError``, ``ValueError`` or ``SyntaxError`` for what is no readable picture.
    """
    if content_type == ContentType.SVG:
        clean_drawing(source, target)
        return
    kind = _FORMATS[content_type]
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(source, formats=[kind])
        except Image.DecompressionBombWarning as error:
            raise ValueError("too many pixels") from error
    with image:
        if image.width * image.height > MAX_PIXELS:
            raise ValueError("too many pixels")
        turned = ImageOps.exif_transpose(image)
        # Only the pixels go over; the list of chunks the encoder may write starts empty.
        bare = turned.copy()
        bare.info = {"transparency": bare.info["transparency"]} if _has_key(bare) else {}
        if kind == "JPEG":
            bare.save(target, "JPEG", quality=90, optimize=True)
        else:
            bare.save(target, "PNG", optimize=True)


def _has_key(image: Image.Image) -> bool:
    """Whether a palette picture names its transparent colour; without it the ground turns solid."""
    return image.mode == "P" and "transparency" in image.info
