"""A module as one file: everything of it arrives, nothing else does, and nothing bad does."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.rich_text import RichText

from learning.modules.exchange.packing import InvalidPackage
from learning.modules.exchange.services import export_module, import_module
from learning.modules.models import LessonPage, ModuleIndexPage, ModulePage
from learning.modules.services import create_module
from portal.accounts.models import User
from portal.demo import sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(
    library: ModuleIndexPage,
    make_image: Callable[[str], Image],
    make_document: Callable[..., Document],
) -> ModulePage:
    """A module of the demo, with a picture, documents, and links to what is here only."""
    module = create_module(index=library, data=sources.read("modules/04-slecht-nieuws"))
    lesson = LessonPage.objects.child_of(module).first()
    picture, handout, linked = make_image("Foto"), make_document("a.pdf"), make_document("b.pdf")
    picture.contextual_alt_text = "Twee mensen aan tafel"
    text = (
        f'<p><a linktype="document" id="{linked.pk}">het blad</a> en '
        f'<a linktype="page" id="{module.pk}">deze module</a></p>'
    )
    lesson.body = [
        *((block.block_type, block.value) for block in lesson.body),
        ("paragraph", RichText(text)),
        ("picture", {"image": picture, "caption": "Zo zit je"}),
        ("download", {"document": handout, "title": ""}),
    ]
    lesson.save_revision().publish()
    draft = LessonPage(title="Nog niet af", slug="nog-niet-af", minutes=1, live=False)
    module.add_child(instance=draft)
    return module


def exported(module: ModulePage) -> io.BytesIO:
    target = io.BytesIO()
    export_module(module=module, target=target)
    target.seek(0)
    return target


def texts(module: ModulePage) -> list[Any]:
    """What the lessons are called, and when they are read."""
    return [
        (lesson.title, lesson.slug, lesson.minutes, lesson.timing)
        for lesson in LessonPage.objects.child_of(module).order_by("path")
    ]


def test_what_goes_out_comes_in_whole_and_as_drafts(full: ModulePage, dirk: User) -> None:
    before = texts(full)[:-1]
    other = import_module(index=full.get_parent().specific, source=exported(full), by=dirk)

    assert other.slug == "slecht-nieuws-2"
    assert not other.live
    assert (other.title, other.summary, str(other.goals)) == (
        full.title,
        full.summary,
        str(full.goals),
    )
    assert texts(other) == before
    old, new = (LessonPage.objects.child_of(each).first().body for each in (full, other))
    assert [child.block_type for child in new] == [child.block_type for child in old]
    assert [child.id for child in new] == [child.id for child in old]
    picture = new[-2].value["image"]
    assert picture.contextual_alt_text == "Twee mensen aan tafel"
    assert picture.pk != old[-2].value["image"].pk
    assert new[-1].value["document"].title == "a.pdf"
    linked = Document.objects.filter(title="b.pdf").latest("pk")
    source = new[-3].value.source
    assert f'linktype="document" id="{linked.pk}"' in source
    assert 'linktype="page"' not in source
    assert "deze module" in source


def test_every_kind_of_block_of_the_demo_survives_the_journey(library: ModuleIndexPage) -> None:
    seen: dict[str, Any] = {}
    for data in sources.modules():
        for lesson in data["lessons"]:
            for block in lesson["blocks"]:
                seen[next(iter(block))] = block
    lessons = [{"slug": "alles", "title": "Alles", "minutes": 1, "blocks": list(seen.values())}]
    data = sources.read("modules/04-slecht-nieuws") | {"lessons": lessons}
    module = create_module(index=library, data=data)
    other = import_module(index=library, source=exported(module), by=None)
    one, two = (LessonPage.objects.child_of(each).get().body for each in (module, other))
    assert len(one) >= 10
    assert one.get_prep_value() == two.get_prep_value()


def altered(source: io.BytesIO, change: Callable[[dict[str, Any]], Any]) -> io.BytesIO:
    old = zipfile.ZipFile(source)
    content = json.loads(old.read("module.json"))
    change(content)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("module.json", json.dumps(content))
        for name in old.namelist():
            if name != "module.json":
                archive.writestr(name, old.read(name))
    target.seek(0)
    return target


def script_as_picture(content: dict[str, Any]) -> None:
    for item in content["lessons"][0]["body"]:
        if item["type"] == "picture":
            item["value"]["image"]["image"] = "files/evil.svg"


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("lessons"),
        lambda content: content.update(lessons=3),
        lambda content: content["module"].pop("title"),
        lambda content: content["module"].update(kind="onzin"),
        lambda content: content["lessons"][0].update(minutes="veel"),
        lambda content: content["lessons"][0].update(body=[{"type": "heading"}]),
        lambda content: content["lessons"][0].update(body=[{"type": "heading", "value": ""}]),
        lambda content: content.update(version=99),
        lambda content: content.update(kind="iets anders"),
        script_as_picture,
    ],
)
def test_a_damaged_file_makes_nothing(full: ModulePage, change: Callable[[Any], Any]) -> None:
    source = altered(exported(full), change)
    pages, pictures = ModulePage.objects.count(), Image.objects.count()
    with pytest.raises(InvalidPackage):
        import_module(index=full.get_parent().specific, source=source, by=None)
    assert (ModulePage.objects.count(), Image.objects.count()) == (pages, pictures)


def test_no_file_at_all_is_told_beside_the_field(
    full: ModulePage, as_person: Callable[[User], Client], trainer: User
) -> None:
    client = as_person(trainer)
    url = reverse("module_import", args=[full.get_parent().pk])
    bad = io.BytesIO(b"geen zip")
    bad.name = "module.zip"
    assert "een ZIP-bestand" in client.post(url, {"file": bad}).content.decode()


def test_a_trainer_takes_it_along_and_brings_it_in(
    full: ModulePage, as_person: Callable[[User], Client], trainer: User
) -> None:
    client = as_person(trainer)
    response = client.get(reverse("module_export", args=[full.pk]))
    source = io.BytesIO(b"".join(response.streaming_content))
    source.name = "module.zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="slecht-nieuws.zip"'
    brought = client.post(reverse("module_import", args=[full.get_parent().pk]), {"file": source})
    assert brought.status_code == 302
    assert ModulePage.objects.filter(slug="slecht-nieuws-2", live=False).exists()


def test_who_does_not_write_here_gets_neither(
    full: ModulePage, as_person: Callable[[User], Client], anna: User, coordinator: User
) -> None:
    for person in (anna, coordinator):
        client = as_person(person)
        for name, pk in (("module_export", full.pk), ("module_import", full.get_parent().pk)):
            assert client.get(reverse(name, args=[pk])).status_code in {302, 403, 404}
