"""Files with posts: what may come in, how it goes out, and that it goes with its row."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from forum.board.files import MAX_FILES, MAX_SIZE, FileRefused, check_file
from forum.board.models import Attachment, Space
from portal.accounts.models import User
from tests.forum.conftest import PNG


def archive(*names: str, **contents: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name in names:
            zipped.writestr(name, b"x")
        for name, content in contents.items():
            zipped.writestr(name, content)
    return stream.getvalue()


ODT = b"application/vnd.oasis.opendocument.text"
GOOD = {
    "schets.png": (PNG, "image/png"),
    "foto.JPG": (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    "beeld.gif": (b"GIF89a" + b"\0" * 20, "image/gif"),
    "beeld.webp": (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    "brief.pdf": (b"%PDF-1.7\n...", "application/pdf"),
    "brief.docx": (
        archive("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "brief.odt": (archive(mimetype=ODT), ODT.decode()),
}
BAD = {
    "pagina.html": b"<script>alert(1)</script>",
    "tekening.svg": b"<svg onload=alert(1)></svg>",
    "programma.exe": b"MZ\x90\0",
    "foto.png": b"<script>alert(1)</script>",
    "foto.jpg": PNG,
    "archief.zip": archive("word/document.xml"),
    "macro.docx": archive("word/document.xml", "word/vbaProject.bin"),
    "macro.odt": archive("Basic/script-lc.xml", mimetype=ODT),
    "kapot.docx": b"PK\x03\x04 en dan niets",
    "leeg.docx": archive("iets.txt"),
    "zonder": PNG,
}


@pytest.mark.parametrize("name", GOOD)
def test_pictures_and_documents_come_in_as_what_they_are(name: str) -> None:
    content, content_type = GOOD[name]
    checked = check_file(SimpleUploadedFile(name, content, content_type="text/html"))
    assert (checked.name, checked.content_type, checked.size) == (name, content_type, len(content))
    assert checked.file.read() == content


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_by_name(name: str) -> None:
    with pytest.raises(FileRefused, match=name):
        check_file(SimpleUploadedFile(name, BAD[name], content_type="image/png"))


def test_a_name_that_promises_something_else_is_told_apart_from_a_type_that_may_not() -> None:
    def refusal(name: str) -> str:
        with pytest.raises(FileRefused) as refused:
            check_file(SimpleUploadedFile(name, BAD[name]))
        return str(refused.value.message)

    assert "geen echt png-bestand" in refusal("foto.png")
    for name in ("programma.exe", "macro.docx"):
        assert "kun je niet toevoegen" in refusal(name)


def test_the_name_is_only_a_name() -> None:
    upload = SimpleUploadedFile("x.png", PNG)
    upload._name = "..\\..\\geheim/../mijn schets.png"  # type: ignore[attr-defined]
    assert check_file(upload).name == "mijn schets.png"


@pytest.fixture
def client_of_anna(anna: User, as_person: Any) -> Client:
    client: Client = as_person(anna)
    return client


def test_a_wrong_file_is_named_and_the_text_is_kept(
    cohort_space: Space, client_of_anna: Client
) -> None:
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    files = [SimpleUploadedFile("schets.png", PNG), SimpleUploadedFile("pagina.html", b"<p>")]
    sent = {"subject": "Met bestand", "text": "Mijn tekst", "attachments": files}
    shown = client_of_anna.post(address, sent).content.decode()
    assert "“pagina.html” kun je niet toevoegen." in shown
    assert "Mijn tekst</textarea>" in shown
    assert not Attachment.objects.exists()


def test_too_many_files_and_too_big_a_file_are_refused(
    cohort_space: Space, client_of_anna: Client
) -> None:
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    many = [SimpleUploadedFile(f"{number}.png", PNG) for number in range(MAX_FILES + 1)]
    big = [SimpleUploadedFile("groot.png", PNG + b"\0" * MAX_SIZE)]
    for files, said in (
        (many, "Kies niet meer dan 5 bestanden."),
        (big, "“groot.png” is te groot"),
    ):
        sent = {"subject": "Met bestand", "text": "Mijn tekst", "attachments": files}
        assert said in client_of_anna.post(address, sent).content.decode()
    assert not Attachment.objects.exists()


def test_a_file_goes_out_as_what_it_is_and_nothing_more(
    cohort_space: Space, client_of_anna: Client
) -> None:
    address = reverse("forum:start", args=[cohort_space.slug, cohort_space.pk])
    files = [SimpleUploadedFile(name, GOOD[name][0]) for name in ("schets.png", "brief.pdf")]
    client_of_anna.post(address, {"subject": "Met bestand", "text": "Kijk", "attachments": files})
    picture, letter = Attachment.objects.all()
    for attachment, disposition in ((picture, "inline"), (letter, "attachment")):
        answer = client_of_anna.get(reverse("forum:attachment", args=[attachment.key]))
        assert answer.getvalue() == GOOD[attachment.name][0]
        assert answer.headers["Content-Type"] == attachment.content_type
        assert answer.headers["Content-Disposition"].startswith(f'{disposition}; filename="')
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert attachment.name not in attachment.file.name
        assert len(attachment.key) == 32


def test_the_file_goes_with_its_row(
    cohort_space: Space,
    anna: User,
    start: Any,
    picture: Any,
    client_of_anna: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    new = start(cohort_space, anna, "Met bestand", files=[picture(), picture("blijft.png")])
    goes, stays = Attachment.objects.all()
    storage, name = goes.file.storage, goes.file.name
    sent = {"subject": "Met bestand", "text": "Zonder", "version": "0", "drop": [goes.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        client_of_anna.post(reverse("forum:edit", args=[new.post_id]), sent)
    assert list(Attachment.objects.all()) == [stays]
    assert not storage.exists(name)
    assert storage.exists(stays.file.name)


def test_a_post_keeps_to_its_number_of_files_when_it_is_changed(
    cohort_space: Space, anna: User, start: Any, picture: Any, client_of_anna: Client
) -> None:
    new = start(cohort_space, anna, files=[picture() for _ in range(MAX_FILES)])
    sent = {
        "subject": "Een vraag",
        "text": "Nog een",
        "version": "0",
        "attachments": [SimpleUploadedFile("zes.png", PNG)],
    }
    shown = client_of_anna.post(reverse("forum:edit", args=[new.post_id]), sent).content.decode()
    assert "Een bericht heeft hooguit 5 bestanden." in shown
