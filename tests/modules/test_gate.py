"""Pages, documents and media: who gets them, by which address, and with which headers."""

import gc
import warnings
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from learning.modules.models import LessonPage
from learning.modules.services import pick_module, save_pick
from portal.pages.models import InfoPage

SignIn = Callable[[Any], Client]
EVERYONE = ["anna", "trainer", "guus", "hugo", "visitor"]


@pytest.fixture
def answers(request: Any, as_person: SignIn) -> Callable[..., dict[str, int]]:
    """What each of the cast gets at an address."""

    def ask(address: str) -> dict[str, int]:
        people = {name: request.getfixturevalue(name) for name in EVERYONE if name != "visitor"}
        people["visitor"] = None
        return {
            name: get(as_person(person), address).status_code for name, person in people.items()
        }

    return ask


MY_COHORT = {"anna": 200, "trainer": 200, "guus": 404, "hugo": 404, "visitor": 302}
CMS_ONLY = {"anna": 404, "trainer": 200, "guus": 404, "hugo": 404, "visitor": 302}
NOBODY = {"anna": 404, "trainer": 404, "guus": 404, "hugo": 404, "visitor": 302}


def show(lesson: LessonPage, *blocks: Any, publish: bool = True) -> None:
    """Put blocks in a lesson: published, or in a draft alone."""
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body = list(blocks)
    revision = page.save_revision()
    if publish:
        revision.publish()


def get(client: Client, address: str, **headers: str) -> Any:
    """The answer, read to its end so that the file behind it is closed."""
    response = client.get(address, headers={key.replace("_", "-"): headers[key] for key in headers})
    response.body = b"".join(response)
    return response


def small(image: Any, size: str = "width-20") -> Any:
    """A rendition; Wagtail leaves the temporary file that it makes one with to be collected."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        rendition = image.get_rendition(size)
        gc.collect()
    return rendition


def picture(image: Any) -> tuple[str, dict[str, Any]]:
    image.contextual_alt_text, image.decorative = "Een plaat", False
    return "picture", {"image": image, "caption": ""}


def test_a_picture_of_a_lesson_is_for_who_reads_the_lesson(
    pick: Any, lesson: Any, make_image: Any, answers: Any
) -> None:
    image = make_image("plaat")
    show(lesson, picture(image))
    rendition = small(image)
    assert image.file.url.startswith("/media/")
    assert answers(image.file.url) == MY_COHORT
    assert answers(rendition.url) == MY_COHORT


def test_a_picture_of_a_draft_is_for_the_cms(
    pick: Any, lesson: Any, make_image: Any, answers: Any
) -> None:
    image = make_image("concept")
    show(lesson, picture(image), publish=False)
    assert answers(image.file.url) == CMS_ONLY
    assert answers(small(image).url) == CMS_ONLY


def test_a_picture_leaves_with_its_page(
    pick: Any, lesson: Any, make_image: Any, answers: Any
) -> None:
    image = make_image("weg")
    show(lesson, picture(image))
    lesson.refresh_from_db()
    lesson.unpublish()
    assert answers(image.file.url) == CMS_ONLY
    show(lesson, ("heading", "Zonder plaat"))
    assert answers(image.file.url) == CMS_ONLY


def test_a_picture_of_a_module_that_opens_later_waits(
    anna: Any, pick: Any, lesson: Any, make_image: Any, as_person: SignIn
) -> None:
    image = make_image("later")
    show(lesson, picture(image))
    pick.opens_on = timezone.localdate() + timedelta(days=1)
    save_pick(pick=pick)
    assert get(as_person(anna), image.file.url).status_code == 404


def test_a_document_is_for_who_reads_the_lesson(
    pick: Any, lesson: Any, make_document: Any, answers: Any
) -> None:
    document, unused = make_document("kaart.pdf"), make_document("concept.pdf")
    show(lesson, ("download", {"document": document, "title": ""}))
    for address in (document.url, document.file.url):
        assert answers(address) == MY_COHORT
    for address in (unused.url, unused.file.url):
        assert answers(address) == CMS_ONLY


def test_a_document_linked_from_the_text_counts(
    anna: Any, pick: Any, lesson: Any, make_document: Any, as_person: SignIn
) -> None:
    document = make_document("kaart.pdf")
    link = f'<p><a linktype="document" id="{document.pk}">de kaart</a></p>'
    show(lesson, ("paragraph", link))
    client = as_person(anna)
    assert document.url in client.get("/leren/slecht-nieuws/les-1/").content.decode()
    assert get(client, document.url).status_code == 200


def test_what_does_not_exist_looks_the_same_to_a_visitor(db: None, answers: Any) -> None:
    assert answers("/media/original_images/bestaat-niet.png") == NOBODY
    assert answers("/media/../portal/settings/base.py") == NOBODY


def test_a_file_without_a_row_is_not_served(
    trainer: Any, make_image: Any, as_person: SignIn, settings: Any
) -> None:
    (settings.MEDIA_ROOT / "los.txt").write_text("los")
    make_image("plaat").file.storage.exists("los.txt")
    assert as_person(trainer).get("/media/los.txt").status_code == 404


def test_files_run_nothing_and_stay_private(
    trainer: Any, make_document: Any, make_image: Any, as_person: SignIn
) -> None:
    client = as_person(trainer)
    document = make_document("kaart.pdf")
    for address in (make_image("plaat").file.url, document.url, document.file.url):
        response = get(client, address)
        assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in response.headers["Cache-Control"]
    text = make_document("notitie.txt", b"<script>alert(1)</script>")
    response = get(client, text.url)
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "text/plain"


def test_a_web_server_may_send_the_bytes(
    trainer: Any, make_image: Any, as_person: SignIn, settings: Any
) -> None:
    settings.X_ACCEL_REDIRECT_PREFIX = "/intern/"
    image = make_image("plaat")
    response = get(as_person(trainer), image.file.url)
    assert response.headers["X-Accel-Redirect"] == f"/intern/{image.file.name}"
    assert response.content == b""


@pytest.mark.parametrize(
    ("asked", "status", "content", "told"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_player_asks_for_parts(
    asked: str, status: int, content: bytes, told: str | None,
    trainer: Any, make_document: Any, as_person: SignIn,
) -> None:  # fmt: skip
    film = make_document("film.mp4", b"0123456789")
    response = get(as_person(trainer), film.file.url, range=asked)
    assert (response.status_code, response.body) == (status, content)
    assert response.headers.get("Content-Range") == told
    assert response.headers["Content-Type"] == "video/mp4"


def test_an_unchanged_file_is_not_sent_again(
    trainer: Any, make_image: Any, as_person: SignIn
) -> None:
    client, address = as_person(trainer), make_image("plaat").file.url
    etag = get(client, address).headers["ETag"]
    assert get(client, address, if_none_match=etag).status_code == 304
    client.logout()
    assert get(client, address, if_none_match=etag).status_code == 302


class TestPages:
    """Addresses in Wagtail's own tree, beside those at /leren/."""

    def test_only_public_types_are_open(
        self, library: Any, pick: Any, lesson: Any, answers: Any
    ) -> None:
        home = library.get_parent()
        home.add_child(instance=InfoPage(title="Privacy", slug="over-privacy"))
        assert answers("/over-privacy/") == dict.fromkeys(EVERYONE, 200)
        assert answers("/bibliotheek/") == NOBODY
        to_the_one_address = MY_COHORT | {"anna": 302, "trainer": 302}
        assert answers("/bibliotheek/slecht-nieuws/") == to_the_one_address
        assert answers("/bibliotheek/slecht-nieuws/les-1/") == to_the_one_address

    def test_a_page_moves_to_its_address(self, anna: Any, pick: Any, as_person: SignIn) -> None:
        response = as_person(anna).get("/bibliotheek/slecht-nieuws/les-1/")
        assert response.url == "/leren/slecht-nieuws/les-1/"

    def test_gated_pages_have_no_open_parent(self, library: Any, module: Any, lesson: Any) -> None:
        home = library.get_parent()
        info = home.add_child(instance=InfoPage(title="Privacy", slug="over-privacy"))
        for page in (module, lesson):
            assert not page.can_move_to(info)
            assert not page.can_move_to(home)
        assert not lesson.can_move_to(library)

    def test_the_library_has_wagtail_s_fence_too(self, lesson: Any) -> None:
        restrictions = Page.objects.get(pk=lesson.pk).get_view_restrictions()
        assert [each.restriction_type for each in restrictions] == ["login"]

    def test_the_cms_links_to_where_it_is_read(self, lesson: Any) -> None:
        assert lesson.url == "/leren/slecht-nieuws/les-1/"
        assert lesson.get_parent().specific.url == reverse("modules:module", args=["slecht-nieuws"])


def test_a_public_page_s_picture_is_public(
    library: Any, make_document: Any, client: Client
) -> None:
    document = make_document("verklaring.pdf")
    link = f'<p><a linktype="document" id="{document.pk}">verklaring</a></p>'
    page = InfoPage(title="Privacy", slug="over-privacy", body=link)
    library.get_parent().add_child(instance=page)
    assert get(client, document.file.url).status_code == 200
    page.unpublish()
    assert get(client, document.file.url).status_code == 302


def test_two_programmes_share_a_module(
    guus: Any, other_programme: Any, pick: Any, lesson: Any, make_image: Any, as_person: SignIn
) -> None:
    image = make_image("plaat")
    show(lesson, picture(image))
    assert get(as_person(guus), image.file.url).status_code == 404
    pick_module(programme=other_programme, module=pick.module)
    assert get(as_person(guus), image.file.url).status_code == 200


def test_files_in_a_lesson_are_shown_accessibly(
    anna: Any, pick: Any, lesson: Any, make_image: Any, make_document: Any, as_person: SignIn
) -> None:
    film, captions = make_document("film.mp4"), make_document("film.vtt", b"WEBVTT")
    video = {
        "title": "Het gesprek",
        "video": film,
        "captions": captions,
        "transcript": "Ruth zegt: ga zitten.",
        "minutes": 3,
    }
    image = make_image("plaat")
    small(image, "width-960|format-webp")  # made here, where what Wagtail leaves open is collected
    download = ("download", {"document": make_document("kaart.pdf"), "title": "De kaart"})
    show(lesson, picture(image), download, ("video", video))
    client = as_person(anna)
    page = client.get("/leren/slecht-nieuws/les-1/").content.decode()
    assert 'alt="Een plaat"' in page
    assert f'<track kind="captions" src="{captions.file.url}" srclang="nl"' in page
    assert "Ruth zegt: ga zitten." in page
    assert "De kaart" in page
    for file in (film, captions):
        assert get(client, file.file.url).status_code == 200
