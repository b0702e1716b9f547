"""The head of an image: three kinds, and what is none of them."""

import struct

import pytest

from fascia.images import measure


def riff(kind: bytes, rest: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + bytes(4) + rest


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 400, 500)
#: A segment before the frame, as cameras write it, then a table whose marker looks like a frame.
JPEG = (
    b"\xff\xd8\xff\xe1" + struct.pack(">H", 10) + b"Exif\0\0\xff\xc0" + b"\xff\xc4"
    + struct.pack(">H", 4) + b"\0\0" + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 500, 400)
)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "png"),
        (JPEG, "jpeg"),
        (riff(b"VP8 ", bytes(3) + b"\x9d\x01\x2a" + struct.pack("<HH", 400, 500)), "webp"),
        (riff(b"VP8L", b"\x2f" + struct.pack("<I", 399 | 499 << 14)), "webp"),
        (riff(b"VP8X", bytes(4) + (399).to_bytes(3, "little") + (499).to_bytes(3, "little")),
         "webp"),
    ],
)  # fmt: skip
def test_kind_and_size_stand_in_the_head(body, kind):
    assert measure(body) == (kind, 400, 500)


@pytest.mark.parametrize("body", [b"", b"<svg/>", PNG[:18], JPEG[:20], riff(b"VP8X", b"")])
def test_what_is_cut_off_or_of_another_kind_is_refused(body):
    with pytest.raises(ValueError, match="not a whole"):
        measure(body)
