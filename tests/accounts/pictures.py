"""Pictures as people upload them, and as people who mean harm do."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CAMERA = "Geheime Camera 3000"
LATITUDE = (52.0, 22.0, 12.0)


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (400, 300), colour: str = "teal", mode: str = "RGB"
) -> SimpleUploadedFile:
    """An ordinary picture."""
    data = BytesIO()
    Image.new(mode, size, colour).save(data, kind)
    return SimpleUploadedFile(f"ik.{kind.lower()}", data.getvalue())


def from_a_phone() -> SimpleUploadedFile:
    """A photo that says where it was taken, with what, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    exif[0x0112] = 6  # turn a quarter to the right
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", LATITUDE
    lying = Image.new("RGB", (400, 300), "red")
    lying.paste("blue", (0, 0, 200, 300))  # left, which is above once it stands upright
    data = BytesIO()
    lying.save(data, "JPEG", exif=exif, quality=95, comment=CAMERA.encode())
    return SimpleUploadedFile("IMG_0001.jpg", data.getvalue(), "image/jpeg")


def bomb(side: int = 30_000) -> SimpleUploadedFile:
    """A small PNG that unfolds to gigabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return SimpleUploadedFile("bom.png", png, "image/png")


def cut_off() -> SimpleUploadedFile:
    """A picture that stops half-way, as after a lost connection."""
    whole = picture(size=(800, 800)).read()
    return SimpleUploadedFile("half.jpg", whole[: len(whole) // 2], "image/jpeg")
