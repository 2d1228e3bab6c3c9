"""The fonts of our PDFs: Noto Sans as delivered with the design system, else typst's own.

The web font is a container of zlib-packed tables; unpacked once into a folder it is a font file
typst can read. Fonts of the machine are not used: the same document looks alike everywhere.
"""

import secrets
import struct
import zlib
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.contrib.staticfiles import finders

FAMILY = "Noto Sans"
EMBEDDED_FAMILY = "Libertinus Serif"
_WEB_FONTS = (
    "kern/fonts/noto-sans/NotoSans-Regular.woff",
    "kern/fonts/noto-sans/NotoSans-Bold.woff",
)


def unpack_web_font(data: bytes) -> bytes:
    """Return the font inside a WOFF 1.0 container."""
    signature, flavor, _length, count = struct.unpack(">4s4sIH", data[:14])
    if signature != b"wOFF":
        raise ValueError("no WOFF 1.0 font")
    power = count.bit_length() - 1
    span = (1 << power) * 16
    head = struct.pack(">4sHHHH", flavor, count, span, power, count * 16 - span)
    body = b""
    start = 12 + 16 * count
    for number in range(count):
        entry = data[44 + 20 * number : 64 + 20 * number]
        tag, offset, packed, size, checksum = struct.unpack(">4sIIII", entry)
        table = data[offset : offset + packed]
        if packed != size:
            table = zlib.decompress(table)
        head += struct.pack(">4sIII", tag, checksum, start + len(body), size)
        body += table + b"\0" * (-len(table) % 4)
    return head + body


def font_folder() -> Path:
    """Return the folder of unpacked fonts, filled if need be."""
    folder = Path(settings.HOME) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    for name in _WEB_FONTS:
        source = finders.find(name)
        target = folder / f"{Path(name).stem}.ttf"
        if source is None or target.exists():
            continue
        # Two workers may come at once: each writes its own file, the rename is atomic.
        part = folder / f"{secrets.token_hex(6)}.part"
        part.write_bytes(unpack_web_font(Path(source).read_bytes()))
        part.replace(target)
    return folder


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Return the fonts documents are set with; read once per process."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(font_folder())],
    )


def families() -> list[str]:
    """Return the families to ask for, best first."""
    known = set(fonts().families())
    return [name for name in (FAMILY, EMBEDDED_FAMILY) if name in known]
