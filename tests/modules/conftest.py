"""A library with one small module, and a programme that has picked it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from learning.enrolment.groups import EDITORS, follow_enrolments
from learning.modules.models import LessonPage, ModuleIndexPage, ModulePage, ProgrammeModule
from learning.modules.services import create_library, create_module, pick_module
from learning.programmes.models import Programme
from portal.accounts.models import User


def module_data(slug: str = "slecht-nieuws", lessons: int = 3, **fields: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": "Slecht nieuws brengen",
        "kind": "theme",
        "audience": ["medewerker", "leidinggevende"],
        "summary": "Helder, met ruimte voor de klap.",
        "goals": ["Je brengt de kern binnen een minuut."],
        "models": [{"name": "SPIKES", "author": "Baile, 2000", "use": "De plek regelen.", "caveat": "Voor artsen."}],
        "forum_starter": {"title": "De eerste zin", "text": "Met welke zin begin jij?"},
        "lessons": [
            {
                "slug": f"les-{number}",
                "title": f"Les nummer {number}",
                "minutes": 10,
                "when": "voor",
                "blocks": [{"p": f"Dit is de tekst van les {number}."}],
            }
            for number in range(1, lessons + 1)
        ],
    } | fields  # fmt: skip


@pytest.fixture(autouse=True)
def _clean_media(settings: Any, tmp_path: Path) -> None:
    """No files, and no renditions that Wagtail remembers, of the test before."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


@pytest.fixture
def library(db: None) -> ModuleIndexPage:
    home = Page.objects.filter(depth=2).first() or Page.get_first_root_node()
    return create_library(parent=home, title="Bibliotheek", slug="bibliotheek")


@pytest.fixture
def module(library: ModuleIndexPage) -> ModulePage:
    return create_module(index=library, data=module_data())


@pytest.fixture
def lesson(module: ModulePage) -> LessonPage:
    return LessonPage.objects.child_of(module).get(slug="les-1")


@pytest.fixture
def pick(programme: Programme, module: ModulePage) -> ProgrammeModule:
    return pick_module(programme=programme, module=module)


@pytest.fixture
def trainer(dirk: User) -> User:
    """Dirk, with the rights in the CMS that his enrolment gives him when it is committed."""
    follow_enrolments(dirk)
    return dirk


@pytest.fixture
def coordinator(fatma: User) -> User:
    """Fatma, likewise."""
    follow_enrolments(fatma)
    return fatma


@pytest.fixture
def editor(make_person: Callable[..., User]) -> User:
    """Someone who writes in the CMS and may not publish."""
    person = make_person("Ria Redacteur", username="ria", is_staff=True)
    person.groups.add(Group.objects.get(name=EDITORS))
    return person


@pytest.fixture
def make_image(db: None) -> Callable[[str], Image]:
    def make(title: str) -> Image:
        data = BytesIO()
        Picture.new("RGB", (40, 30), "teal").save(data, "PNG")
        return Image.objects.create(title=title, file=ImageFile(data, name=f"{title}.png"))

    return make


@pytest.fixture
def make_document(db: None) -> Callable[..., Document]:
    def make(name: str, content: bytes = b"%PDF-1.7 inhoud") -> Document:
        return Document.objects.create(title=name, file=ContentFile(content, name=name))

    return make
