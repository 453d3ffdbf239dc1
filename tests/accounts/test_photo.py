"""A photo: what is kept of it, what is refused, and who gets to see it."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from learning.enrolment.models import Enrolment
from learning.enrolment.services import end_enrolment
from portal.accounts.models import User
from portal.accounts.profile.photos import MAX_BYTES, SIDE, PhotoRefused, prepare_photo
from portal.accounts.profile.services import set_photo
from tests.accounts import pictures

AsPerson = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def opened(kept: bytes) -> Image.Image:
    return Image.open(BytesIO(kept))


class TestWhatIsKept:
    @pytest.mark.parametrize(
        ("kind", "mode"),
        [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "CMYK"), ("WEBP", "RGB")],
    )
    def test_is_a_small_square(self, kind: str, mode: str) -> None:
        kept = opened(prepare_photo(pictures.picture(kind, mode=mode, colour="#00808000"[:7])))
        assert (kept.format, kept.size, kept.mode) == ("WEBP", (SIDE, SIDE), "RGB")

    def test_says_nothing_of_where_when_and_with_what(self) -> None:
        upload = pictures.from_a_phone()
        before = Image.open(upload).getexif()
        assert before[0x0110] == pictures.CAMERA
        assert before.get_ifd(0x8825)[2] == pictures.LATITUDE
        kept = prepare_photo(upload)
        assert not opened(kept).getexif()
        assert pictures.CAMERA.encode() not in kept
        assert set(opened(kept).info) <= {"loop", "background", "timestamp", "duration"}

    def test_stands_upright(self) -> None:
        kept = opened(prepare_photo(pictures.from_a_phone()))
        above, below = kept.getpixel((SIDE // 2, 10)), kept.getpixel((SIDE // 2, SIDE - 10))
        assert above[2] > 200 > above[0]
        assert below[0] > 200 > below[2]

    def test_is_white_where_it_was_transparent(self) -> None:
        data = BytesIO()
        Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(data, "PNG")
        kept = opened(prepare_photo(SimpleUploadedFile("x.png", data.getvalue())))
        assert min(kept.getpixel((100, 100))) > 250


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("upload", "says"),
        [
            (pictures.bomb(), "te veel pixels|niet lezen"),
            (pictures.bomb(6_000), "te veel pixels"),
            (pictures.cut_off(), "niet lezen"),
            (pictures.picture(size=(79, 400)), "te klein"),
            (pictures.picture("GIF"), "niet lezen"),
            (pictures.picture("TIFF"), "niet lezen"),
            (SimpleUploadedFile("x.jpg", b"<svg onload='x'/>"), "niet lezen"),
            (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "niet lezen"),
            (SimpleUploadedFile("x.jpg", b"x" * (MAX_BYTES + 1)), "te groot"),
        ],
        ids=["bomb", "big", "cut", "small", "gif", "tiff", "svg", "broken", "heavy"],
    )
    def test_the_reason_is_told(self, upload: SimpleUploadedFile, says: str) -> None:
        with pytest.raises(PhotoRefused, match=says):
            prepare_photo(upload)

    def test_the_form_says_so_and_the_old_photo_stays(
        self, anna: User, as_person: AsPerson
    ) -> None:
        set_photo(person=anna, picture=prepare_photo(pictures.picture()))
        response = as_person(anna).post(reverse("my_photo"), {"photo": pictures.bomb()})
        assert response.status_code == 200
        assert "Fout:" in response.text
        kept = anna.photo.name
        anna.refresh_from_db()
        assert not kept
        assert anna.photo


class TestOneAtATime:
    @pytest.fixture(autouse=True)
    def commits(self, transactional_db: None) -> None:
        """Files go when it is certain that their row went."""

    def test_another_one_takes_its_place(
        self, anna: User, as_person: AsPerson, media: Path
    ) -> None:
        client, addresses = as_person(anna), []
        for colour in ("red", "blue"):
            client.post(reverse("my_photo"), {"photo": pictures.picture(colour=colour)})
            anna.refresh_from_db()
            addresses.append(anna.photo_url)
        assert len([path for path in media.rglob("*") if path.is_file()]) == 1
        assert client.get(addresses[0]).status_code == 404
        assert client.get(addresses[1]).status_code == 200

    def test_it_can_be_removed(self, anna: User, as_person: AsPerson, media: Path) -> None:
        client = as_person(anna)
        client.post(reverse("my_photo"), {"photo": pictures.picture()})
        anna.refresh_from_db()
        address = anna.photo_url
        client.post(reverse("remove_my_photo"))
        anna.refresh_from_db()
        assert not anna.photo
        assert [path for path in media.rglob("*") if path.is_file()] == []
        assert client.get(address).status_code == 404


@pytest.fixture
def photo_of() -> Callable[[User], str]:
    """Give someone a photo; its address."""

    def give(person: User) -> str:
        return set_photo(person=person, picture=prepare_photo(pictures.picture())).photo_url

    return give


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        ("reader", "status"),
        [
            ("anna", 200),
            ("bram", 200),
            ("chantal", 200),
            ("dirk", 200),
            ("fatma", 200),
            ("els", 404),
            ("guus", 404),
            ("hugo", 404),
            (None, 302),
        ],
    )
    def test_who_meets_the_person(
        self,
        request: pytest.FixtureRequest,
        anna: User,
        as_person: AsPerson,
        photo_of: Callable[[User], str],
        reader: str | None,
        status: int,
    ) -> None:
        client = as_person(request.getfixturevalue(reader) if reader else None)
        assert client.get(photo_of(anna)).status_code == status

    def test_it_is_closed_when_the_person_is_gone(
        self, anna: User, hugo: User, as_person: AsPerson, photo_of: Callable[[User], str]
    ) -> None:
        assert as_person(anna).get(photo_of(hugo)).status_code == 404

    def test_it_is_closed_when_the_reader_is_gone(
        self, anna: User, bram: User, as_person: AsPerson, photo_of: Callable[[User], str]
    ) -> None:
        client, address = as_person(bram), photo_of(anna)
        assert client.get(address).status_code == 200
        end_enrolment(enrolment=Enrolment.objects.get(person=bram))
        assert client.get(address).status_code == 404

    def test_it_stays_in_its_readers_browser_for_a_while(
        self, anna: User, bram: User, as_person: AsPerson, photo_of: Callable[[User], str]
    ) -> None:
        response = as_person(bram).get(photo_of(anna))
        assert response.headers["Cache-Control"] == "private, max-age=600"
        assert response.headers["Content-Type"] == "image/webp"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]

    def test_it_does_not_on_a_shared_computer(
        self, anna: User, bram: User, as_person: AsPerson, photo_of: Callable[[User], str]
    ) -> None:
        client = as_person(bram)
        session = client.session
        session["shared_computer"] = True
        session.save()
        response = client.get(photo_of(anna))
        assert response.headers["Cache-Control"] == "private, no-store"

    def test_the_file_itself_has_no_other_address(
        self, anna: User, as_person: AsPerson, photo_of: Callable[[User], str]
    ) -> None:
        photo_of(anna)
        anna.refresh_from_db()
        assert as_person(anna).get(f"/media/{anna.photo.name}").status_code == 404

    def test_a_file_that_is_lost_is_not_there(
        self, anna: User, as_person: AsPerson, photo_of: Callable[[User], str], media: Path
    ) -> None:
        address = photo_of(anna)
        for path in media.rglob("*.webp"):
            path.unlink()
        assert as_person(anna).get(address).status_code == 404


class TestInTheForum:
    @pytest.fixture
    def topic(self, programme: Any, bram: User) -> int:
        from forum.board.services import open_space, start_topic

        space = open_space(programme=programme)
        started = start_topic(space=space, author=bram, subject="Hallo", text="Wie is daar?")
        return int(started.topic_id)

    def test_it_stands_beside_a_post(
        self,
        anna: User,
        bram: User,
        topic: int,
        as_person: AsPerson,
        photo_of: Callable[[User], str],
    ) -> None:
        page = as_person(anna).get(reverse("forum:topic", args=[topic])).text
        assert "<img" not in page
        address = photo_of(bram)
        page = as_person(anna).get(reverse("forum:topic", args=[topic])).text
        assert f'src="{address}"' in page

    @pytest.mark.parametrize("how", ["ended", "lapsed", "closed"])
    def test_not_of_who_is_gone(
        self,
        anna: User,
        bram: User,
        topic: int,
        as_person: AsPerson,
        photo_of: Callable[[User], str],
        how: str,
    ) -> None:
        address = photo_of(bram)
        enrolment = Enrolment.objects.get(person=bram)
        if how == "ended":
            end_enrolment(enrolment=enrolment)
        elif how == "lapsed":
            Enrolment.objects.filter(pk=enrolment.pk).update(
                ends_on=timezone.localdate() - timedelta(days=1)
            )
        else:
            User.objects.filter(pk=bram.pk).update(is_active=False)
        client = as_person(anna)
        assert "<img" not in client.get(reverse("forum:topic", args=[topic])).text
        assert client.get(address).status_code == 404
