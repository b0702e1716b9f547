"""What the head of an image file says: its kind and its size. Reads no more than that."""

import struct


def measure(body: bytes) -> tuple[str, int, int]:
    """Kind (``png``, ``jpeg`` or ``webp``), width and height; ValueError for anything else."""
    try:
        if body.startswith(b"\x89PNG\r\n\x1a\n"):
            return "png", *struct.unpack_from(">II", body, 16)
        if body.startswith(b"\xff\xd8"):
            return "jpeg", *_jpeg(body)
        if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
            return "webp", *_webp(body)
    except (struct.error, IndexError):
        pass
    raise ValueError("is not a whole PNG, JPEG or WebP image")


def _jpeg(body: bytes) -> tuple[int, int]:
    """The size stands in the first frame header, behind any number of other segments."""
    at = 2
    while body[at] == 0xFF:
        marker = body[at + 1]
        # Start of frame, but for the three of this range that are tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", body, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", body, at + 2)[0]
    raise IndexError


def _webp(body: bytes) -> tuple[int, int]:
    """Three ways of writing it: lossy, lossless, and with further chunks."""
    match body[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", body, 26)
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", body, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            width, wider, height, higher = struct.unpack_from("<HBHB", body, 24)
            return (width | wider << 16) + 1, (height | higher << 16) + 1
    raise IndexError
