"""What someone takes along: everything about them, and nothing about anybody else."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as portal_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from forum.board.files import check_file
from forum.board.services import open_space, reply, start_topic
from learning.enrolment.models import Enrolment
from learning.enrolment.services import replace_code
from learning.modules.models import LessonProgress
from learning.modules.services import mark_lesson_done
from portal.accounts.models import AccessEvent, User
from portal.accounts.mydata import EXPORTERS, parts_of
from portal.accounts.profile.photos import prepare_photo
from portal.accounts.profile.services import change_profile, set_photo
from tests.accounts import pictures
from tests.accounts.conftest import with_code
from tests.world import World, build_world

pytestmark = pytest.mark.django_db

AsPerson = Callable[[User | None], Client]
OTHERS = "berenklauwthee"
"""Stands in everything that is somebody else's."""

LEFT_OUT = {
    "accounts.User_groups.user": "follows from the role in a programme",
    "accounts.User_user_permissions.user": "never used",
    "accounts.AccessEvent.by": "about others; what is about oneself is exported",
    "learning.CodeEvent.by": "about others' codes",
    "learning.CaseReader.enrolment": "who may read somebody else's case, until that is taken back",
    "learning.CaseVersion.answered_by": "work for a programme, and about others",
    "learning.Certificate.issued_by": "work for a programme",
    "learning.Certificate.withdrawn_by": "work for a programme",
    "learning.Handout.by": "work for a programme",
    "learning.Handout.collected_by": "work for a programme",
    "learning.Recipient.enrolment": "that a letter was made follows from the code, which is exported",
    "learning.HandoutText.changed_by": "work for a programme",
    "learning.ImportRun.by": "work for a programme, and about others",
    "learning.Invitation.invited_by": "about others",
    "learning.Invitation.enrolment": "what it led to is exported; the name in it is erased by then",
    "learning.Mail.by": "about others' mails",
    "learning.Share.reader": "who may read somebody else's words, until that is taken back",
    "learning.ProgrammeDraft.maker": "work for a programme",
    "forum_board.SpaceGuest.invited_by": "about others",
    "forum_board.SpaceGuest.enrolment": "an invitation to a space, shown in the forum",
    "forum_board.TopicLock.by": "keeping order: about others' conversations",
    "forum_board.PostRemoval.by": "keeping order: about others' posts",
    "forum_conversation.Topic.subscribers": "not used: nobody follows a conversation yet",
    "forum_conversation.Topic_subscribers.user": "the same",
    "forum_conversation.Post.updated_by": "only its writer changes a post",
    "forum_permission.UserForumPermission.user": "stays empty: rights follow from enrolments",
    "wagtailusers.UserProfile.user": "choices for the CMS, shown in the CMS",
    "wagtaildocs.Document.uploaded_by_user": "work in the CMS",
    "wagtailimages.Image.uploaded_by_user": "work in the CMS",
    "wagtailadmin.EditingSession.user": "work in the CMS, for minutes",
    "wagtailadmin.FormState.user": "work in the CMS",
    "wagtailcore.APIToken.user": "not used",
    "wagtailcore.ModelLogEntry.user": "work in the CMS",
    "wagtailcore.Revision.user": "work in the CMS",
    "wagtailcore.UploadedFile.uploaded_by_user": "work in the CMS, for minutes",
    "wagtailcore.WorkflowState.requested_by": "work in the CMS",
    "wagtailcore.TaskState.finished_by": "work in the CMS",
    "wagtailcore.Page.locked_by": "work in the CMS",
    "wagtailcore.Page.owner": "work in the CMS",
    "wagtailcore.PageLogEntry.user": "work in the CMS",
    "wagtailcore.Comment.user": "work in the CMS",
    "wagtailcore.Comment.resolved_by": "work in the CMS",
    "wagtailcore.CommentReply.user": "work in the CMS",
    "wagtailcore.PageSubscription.user": "work in the CMS",
}
"""Relations to a person, or to an enrolment, that the download leaves out, and why."""


def relations() -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.related_model in {User, Enrolment}
        and not model.__module__.startswith(("bench.", "tests."))
    }


def test_each_relation_to_a_person_is_exported_or_left_out_for_a_reason() -> None:
    exported = [name for names, _exporter in EXPORTERS.values() for name in names]
    assert len(exported) == len(set(exported))
    assert relations() == set(exported) | set(LEFT_OUT)
    assert not set(exported) & set(LEFT_OUT)


@pytest.fixture
def world(cohort: Any, anna: User, bram: User, settings: Any, tmp_path: Path) -> World:
    """Anna wrote, read and voted; Bram did so too, next to her."""
    settings.MEDIA_ROOT = tmp_path
    world = build_world(cohort=cohort, author=anna)
    for person in (anna, bram):
        set_photo(person=person, picture=prepare_photo(pictures.picture()))
        mark_lesson_done(person=person, lesson_id=world.lesson.pk)
    change_profile(person=bram, goes_by="", reachable=f"reach {OTHERS}")
    User.objects.filter(pk=bram.pk).update(last_name=OTHERS, email=f"{OTHERS}@example.nl")
    bram.refresh_from_db()
    upload = SimpleUploadedFile(f"{OTHERS}.pdf", f"%PDF-1.7 {OTHERS}".encode())
    started = start_topic(
        space=world.cohort_space,
        author=bram,
        subject=f"Titel {OTHERS}",
        text=f"Tekst {OTHERS}",
        files=[check_file(upload)],
    )
    reply(topic_id=started.topic_id, author=anna, text="Dat herken ik\n\n> en dit is een citaat")
    reply(topic_id=world.topic_id, author=bram, text=f"Antwoord {OTHERS}")
    AccessEvent.objects.create(kind="person_opened", about=bram, by=bram, detail=OTHERS)
    AccessEvent.objects.create(kind="person_opened", about=anna, by=bram, detail="Stevig")
    return world


@pytest.fixture
def code(anna: User, code_of: Callable[[User], str]) -> str:
    return code_of(anna)


@pytest.fixture
def annas(client: Client, code: str) -> Client:
    with_code(client, code)
    return client


def download(client: Client) -> zipfile.ZipFile:
    response = client.post(reverse("my_data"))
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(BytesIO(b"".join(response.streaming_content)))


class TestArchive:
    def test_it_holds_what_someone_did(self, world: World, annas: Client) -> None:
        data = json.loads(download(annas).read("data.json"))["parts"]
        (own,) = data["person"]
        assert (own["first_name"], own["last_name"]) == ("Anna", "Aalbers")
        assert [each["programme"] for each in data["enrolments"]] == ["Stevig aan tafel"]
        assert [each["lesson"] for each in data["lessons"]] == [world.lesson.title]
        assert [each["what"] for each in data["personal_codes"]] == ["Uitgegeven", "Gebruikt"]
        assert [each["text"].split("\n")[0] for each in data["posts"]] == [
            "Wie weet iets van vlierbessensiroop?",
            "Dat herken ik",
        ]
        assert "een citaat" in data["posts"][1]["text"]
        assert data["sessions"]
        assert [each["by"] for each in data["access_log"]] == ["iemand die hier werkt"]

    def test_it_is_readable(self, world: World, annas: Client) -> None:
        page = download(annas).read("index.html").decode()
        assert "Gegevens van Anna Aalbers" in page
        assert "Dat herken ik<br><br>&gt; en dit is een citaat" in page
        assert "http" not in page.replace(portal_settings.BASE_URL, "")

    def test_it_holds_the_files_of_oneself_only(self, world: World, annas: Client) -> None:
        archive = download(annas)
        names = archive.namelist()
        assert "person/photo.webp" in names
        (attached,) = [name for name in names if name.startswith("posts/")]
        assert archive.read(attached) == b"%PDF-1.7 vlierbessensiroop"
        assert set(names) == {
            "index.html",
            "style.css",
            "data.json",
            "person/photo.webp",
            attached,
        }

    def test_nothing_of_others_is_in_it(self, world: World, annas: Client) -> None:
        archive = download(annas)
        found = [name for name in archive.namelist() if OTHERS.encode() in archive.read(name)]
        assert found == []
        assert "Bram" not in archive.read("index.html").decode()

    def test_the_same_is_in_the_others_own(
        self, world: World, bram: User, as_person: AsPerson
    ) -> None:
        page = download(as_person(bram)).read("index.html").decode()
        for said in ("Titel", "Tekst", "Antwoord", "reach"):
            assert f"{said} {OTHERS}" in page

    def test_no_secret_is_in_it(
        self, anna: User, world: World, code: str, as_person: AsPerson
    ) -> None:
        anna.password = "argon2$geheim"
        anna.save(update_fields=["password"])
        archive = download(as_person(anna))
        everything = b"".join(archive.read(name) for name in archive.namelist())
        kept = Enrolment.objects.get(person=anna).codes.get()
        for secret in (code, code[:9], kept.verifier_hash, "argon2$geheim"):
            assert secret.encode() not in everything

    def test_a_file_that_is_lost_does_not_break_it(
        self, world: World, annas: Client, tmp_path: Path
    ) -> None:
        for path in tmp_path.rglob("*"):
            if path.is_file():
                path.unlink()
        assert "index.html" in download(annas).namelist()

    def test_it_is_noted(self, anna: User, annas: Client) -> None:
        download(annas)
        (event,) = AccessEvent.objects.filter(kind="data_downloaded")
        assert (event.about, event.by, event.detail) == (anna, anna, "")

    @pytest.mark.parametrize("posts", [1, 3])
    def test_it_costs_the_same_for_one_post_and_for_many(
        self,
        anna: User,
        programme: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
        posts: int,
    ) -> None:
        space = open_space(programme=programme)
        for number in range(posts):
            start_topic(space=space, author=anna, subject=f"Nummer {number}", text="Tja")
            code = Enrolment.objects.get(person=anna).codes.first()
            if code:
                replace_code(code=code)
        with django_assert_num_queries(20):
            parts = parts_of(anna)
            rows = {part.name: list(part.rows) for part in parts}
            files = [list(part.files) for part in parts]
        assert len(rows["posts"]) == posts
        assert len(files) == len(parts)


class TestFreshProof:
    def test_is_asked_for(self, annas: Client, later: Callable[[float], None]) -> None:
        later(portal_settings.FRESH_PROOF_SECONDS + 1)
        for ask in (annas.get, annas.post):
            assert ask(reverse("my_data")).url.startswith("/inloggen/bevestigen/")

    def test_then_leads_back_to_the_page(
        self, annas: Client, code: str, later: Callable[[float], None]
    ) -> None:
        later(portal_settings.FRESH_PROOF_SECONDS + 1)
        there = {"code": code, "next": reverse("my_data")}
        response = annas.post(reverse("code_reauthenticate"), there)
        assert response.url == reverse("my_data")
        assert "Download je gegevens" in annas.get(response.url).text

    def test_looking_at_the_page_hands_over_nothing(self, annas: Client) -> None:
        response = annas.get(reverse("my_data"))
        assert "text/html" in response.headers["Content-Type"]
        assert not AccessEvent.objects.filter(kind="data_downloaded").exists()


def test_progress_is_of_one_person(world: World, anna: User) -> None:
    assert LessonProgress.objects.count() == 2
    (lessons,) = [part for part in parts_of(anna) if part.name == "lessons"]
    assert len(lessons.rows) == 1
