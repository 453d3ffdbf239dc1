"""Writing in the CMS: who may publish, moderation, preview, the schedule, uploads, and picking."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks import FieldBlock, ListBlock, StructBlockValidationError
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from learning.modules.blocks import GoalsBody, LessonBody
from learning.modules.blocks.video import VideoBlock
from learning.modules.models import LessonPage, ModulePage, ProgrammeModule
from learning.modules.services import create_module, pick_module
from learning.modules.uploads import MB
from learning.programmes.models import Route
from tests.modules.conftest import module_data

SignIn = Callable[[Any], Client]


def lesson_form(title: str, text: str, **fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": title,
            "slug": "nieuwe-les",
            "minutes": 10,
            "timing": "before",
            "body": streamfield([("heading", text)]),
            "comments": inline_formset([]),
        }
        | fields
    )


def status_of(slug: str, client: Client) -> int:
    return client.get(f"/leren/slecht-nieuws/{slug}/").status_code


class TestPublishing:
    def test_a_trainer_publishes_a_lesson(
        self, anna: Any, trainer: Any, pick: Any, as_person: SignIn
    ) -> None:
        add = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", pick.module.pk])
        form = lesson_form("Nieuwe les", "Een kop") | {"action-publish": "1"}
        response = as_person(trainer).post(add, form)
        assert response.status_code == 302, response.context["form"].errors
        page = as_person(anna).get("/leren/slecht-nieuws/nieuwe-les/").content.decode()
        assert "Les 4 van 4" in page
        assert "Een kop" in page

    def test_an_editor_submits_and_a_trainer_approves(
        self, anna: Any, editor: Any, trainer: Any, pick: Any, as_person: SignIn
    ) -> None:
        writer, reader = as_person(editor), as_person(anna)
        add = reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", pick.module.pk])
        form = lesson_form("Nieuwe les", "Een kop")
        writer.post(add, form | {"action-publish": "1"})  # a draft: publishing is not theirs
        lesson = LessonPage.objects.get(slug="nieuwe-les")
        assert not lesson.live
        edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        writer.post(edit, form | {"action-submit": "1"})
        state = lesson.current_workflow_state
        assert state.status == "in_progress"
        assert status_of("nieuwe-les", reader) == 404
        task = state.current_task_state
        approve = reverse(
            "wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", task.pk]
        )
        writer.post(approve, {"comment": ""})
        assert status_of("nieuwe-les", reader) == 404
        as_person(trainer).post(approve, {"comment": ""})
        assert status_of("nieuwe-les", reader) == 200

    def test_a_lesson_goes_live_at_its_hour(
        self, anna: Any, pick: Any, lesson: Any, as_person: SignIn
    ) -> None:
        lesson.unpublish()
        client = as_person(anna)
        lesson.go_live_at = timezone.now() + timedelta(hours=1)
        lesson.save_revision().publish()
        call_command("publish_scheduled")
        assert status_of("les-1", client) == 404
        revision = lesson.scheduled_revision
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
        call_command("publish_scheduled")
        assert status_of("les-1", client) == 200

    def test_participants_and_coordinators_do_not_write(
        self, anna: Any, fatma: Any, lesson: Any, as_person: SignIn
    ) -> None:
        edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        for person in (anna, fatma):
            assert as_person(person).get(edit).status_code in {302, 404}

    @pytest.mark.parametrize("captions", [None, "kaart.pdf"])
    def test_a_video_asks_for_captions(self, captions: str | None, make_document: Any) -> None:
        block = VideoBlock()
        video = {
            "title": "Film",
            "video": make_document("film.mp4"),
            "captions": make_document("film.vtt"),
            "transcript": "Wat er gezegd wordt.",
            "minutes": 3,
        }
        assert block.clean(block.normalize(video))["title"] == "Film"
        video["captions"] = captions and make_document(captions)
        with pytest.raises(StructBlockValidationError) as caught:
            block.clean(block.normalize(video))
        assert list(caught.value.block_errors) == ["captions"]


class TestPreview:
    def test_a_draft_is_seen_in_the_portal_s_own_page(
        self, trainer: Any, pick: Any, lesson: Any, as_person: SignIn
    ) -> None:
        client = as_person(trainer)
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
        client.post(address, lesson_form("Les nummer 1", "Alleen in concept"))
        page = client.get(address).content.decode()
        assert "Alleen in concept" in page
        assert "Les 1 van 3" in page
        assert "p-readbar" in page
        assert "<form" not in page[page.index('id="inhoud"') : page.index("</main>")]

    def test_a_new_lesson_comes_last(self, trainer: Any, module: Any, as_person: SignIn) -> None:
        client = as_person(trainer)
        address = reverse(
            "wagtailadmin_pages:preview_on_add", args=["learning", "lessonpage", module.pk]
        )
        client.post(address, lesson_form("Nieuwe les", "Een kop"))
        assert "Les 4 van 4" in client.get(address).content.decode()

    def test_a_module_shows_its_goals_and_models(
        self, trainer: Any, module: Any, as_person: SignIn
    ) -> None:
        module.title = "Nieuwe titel"
        module.save_revision()
        draft = reverse("wagtailadmin_pages:view_draft", args=[module.pk])
        page = as_person(trainer).get(draft).content.decode()
        for text in ("Nieuwe titel", "kern binnen een minuut", "SPIKES", "Voor artsen."):
            assert text in page

    def test_a_draft_is_for_who_may_edit_it(
        self, anna: Any, fatma: Any, lesson: Any, as_person: SignIn
    ) -> None:
        draft = reverse("wagtailadmin_pages:view_draft", args=[lesson.pk])
        for person in (anna, fatma):
            assert as_person(person).get(draft).status_code in {302, 404}


class TestUploads:
    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("kaart.pdf", b"%PDF-1.7", None),
            ("film.mp4", b"\x00\x00\x00\x20ftypisom", None),
            ("film.webm", b"\x1a\x45\xdf\xa3", None),
            ("film.vtt", b"\xef\xbb\xbfWEBVTT\n", None),
            ("blad.xlsx", b"PK\x03\x04", None),
            ("film.mp4", b"<script>alert(1)</script>", "Dit is geen echt mp4-bestand"),
            ("kaart.pdf", b"<html>", "Dit is geen echt pdf-bestand"),
            ("virus.exe", b"MZ", "Kies een bestand van een van deze soorten"),
            ("pagina.html", b"<html>", "Kies een bestand van een van deze soorten"),
            ("plaatje.svg", b"<svg>", "Kies een bestand van een van deze soorten"),
            ("zonder-naam", b"%PDF-1.7", "Kies een bestand van een van deze soorten"),
            ("notitie.txt", b"x" * (MB + 1), "Voor txt is hoogstens 1,0"),
        ],
    )
    def test_documents_are_what_they_say(
        self, name: str, content: bytes, message: str | None, trainer: Any, as_person: SignIn
    ) -> None:
        file = SimpleUploadedFile(name, content)
        response = as_person(trainer).post(
            reverse("wagtaildocs:add_multiple"),
            {"files[]": file, "title": name},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        answer = response.json()
        assert answer["success"] is (message is None), answer
        assert message is None or message in answer["error_message"].replace("\xa0", " ")


class TestPicking:
    def form(self, programme: Any, module: Any, **fields: Any) -> dict[str, Any]:
        return {"programme": programme.pk, "module": module.pk, "order": ""} | fields

    def test_a_coordinator_picks_for_their_own_programme(
        self, coordinator: Any, anna: Any, programme: Any, module: Any, as_person: SignIn
    ) -> None:
        client = as_person(coordinator)
        response = client.post(reverse("office_modules:add"), self.form(programme, module))
        assert response.status_code == 302, response.context["form"].errors
        assert ProgrammeModule.objects.get().order == 1
        assert (
            "Slecht nieuws brengen" in client.get(reverse("office_modules:index")).content.decode()
        )
        assert as_person(anna).get("/leren/slecht-nieuws/").status_code == 200

    def test_another_programme_is_not_there(
        self, coordinator: Any, other_programme: Any, module: Any, as_person: SignIn
    ) -> None:
        client = as_person(coordinator)
        theirs = pick_module(programme=other_programme, module=module)
        assert client.get(reverse("office_modules:edit", args=[theirs.pk])).status_code == 404
        assert client.post(reverse("office_modules:delete", args=[theirs.pk])).status_code == 404
        assert "Ruimte maken" not in client.get(reverse("office_modules:index")).content.decode()
        response = client.post(reverse("office_modules:add"), self.form(other_programme, module))
        assert list(response.context["form"].errors) == ["programme"]

    def test_mistakes_stand_beside_the_field(
        self, coordinator: Any, programme: Any, pick: Any, as_person: SignIn
    ) -> None:
        add = reverse("office_modules:add")
        response = as_person(coordinator).post(add, self.form(programme, pick.module))
        assert list(response.context["form"].errors) == ["module"]

    def test_the_place_is_changed_and_a_module_is_dropped(
        self, coordinator: Any, programme: Any, library: Any, pick: Any, as_person: SignIn
    ) -> None:
        second = pick_module(
            programme=programme, module=create_module(index=library, data=module_data("tweede"))
        )
        client = as_person(coordinator)
        edit = reverse("office_modules:edit", args=[second.pk])
        client.post(edit, self.form(programme, second.module, order=1, elective="on"))
        assert list(programme.modules.values_list("module__slug", "order", "elective")) == [
            ("tweede", 1, True),
            ("slecht-nieuws", 2, False),
        ]
        client.post(reverse("office_modules:delete", args=[pick.pk]))
        assert programme.modules.get() == second

    def test_trainers_do_not_pick(self, trainer: Any, pick: Any, as_person: SignIn) -> None:
        client = as_person(trainer)
        for address in (
            reverse("office_modules:index"),
            reverse("office_modules:add"),
            reverse("office_modules:edit", args=[pick.pk]),
        ):
            assert client.get(address).status_code in {302, 404}


def test_a_picked_module_cannot_be_deleted(pick: Any) -> None:
    with pytest.raises(ProtectedError):
        pick.module.delete()


def test_the_first_page_leads_who_writes_to_the_library(
    library: Any, trainer: Any, as_person: SignIn
) -> None:
    shown = as_person(trainer).get(reverse("wagtailadmin_home")).content.decode()
    way = f'href="{reverse("wagtailadmin_explore", args=[library.pk])}"'
    assert shown.partition("libraries-heading")[2].count(way) == 1
    assert "localhost" not in shown


def test_fields_without_a_label_of_their_own_say_their_name() -> None:
    blocks = [*LessonBody().child_blocks.values(), *GoalsBody().child_blocks.values()]
    blocks = [each.child_block if isinstance(each, ListBlock) else each for each in blocks]
    widgets = {each.label: each.field.widget for each in blocks if isinstance(each, FieldBlock)}
    assert len(widgets) == 8
    for label, widget in widgets.items():
        assert label in {
            widget.attrs.get("aria-label"),
            getattr(widget, "options", {}).get("ariaLabel"),
        }


def test_block_definitions_are_not_in_the_schema() -> None:
    for model, name in ((LessonPage, "body"), (ModulePage, "goals"), (ModulePage, "theory")):
        path, arguments = model._meta.get_field(name).deconstruct()[1:3]
        assert (path, arguments) == ("django.db.models.JSONField", [])
        assert model._meta.get_field(name).clone().stream_block.child_blocks


def test_lessons_are_found_in_the_cms(trainer: Any, lesson: Any, as_person: SignIn) -> None:
    page = as_person(trainer).get(reverse("wagtailadmin_pages:search"), {"q": "Les nummer 1"})
    assert "Les nummer 1" in page.content.decode()
    assert lesson.pk in [found.pk for found in Page.objects.search("tekst")]


def test_a_route_of_another_programme_is_no_choice(
    coordinator: Any, programme: Any, other_programme: Any, module: Any, as_person: SignIn
) -> None:
    stranger = Route.objects.create(programme=other_programme, title="Elders")
    form = {"programme": programme.pk, "module": module.pk, "route": stranger.pk}
    response = as_person(coordinator).post(reverse("office_modules:add"), form)
    assert list(response.context["form"].errors) == ["route"]
