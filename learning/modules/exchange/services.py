"""Write a module to a file, and make one of a file that came from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import IO, Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.models import Image

from learning.modules.exchange.bodies import changed
from learning.modules.exchange.packing import FOLDER, InvalidPackage, Packed, pack, unpack
from learning.modules.fields import ContentField
from learning.modules.models import LessonPage, ModuleIndexPage, ModulePage
from learning.modules.uploads import check_upload
from portal.accounts.models import User

MODULE_FIELDS = (
    "slug",
    "title",
    "summary",
    "kind",
    "audience",
    "online_minutes",
    "goals",
    "theory",
    "forum_starter_title",
    "forum_starter_text",
    *ModulePage.RULES,
)
LESSON_FIELDS = ("slug", "title", "minutes", "timing", "body")
MOST_LESSONS = 100
P = TypeVar("P", ModulePage, LessonPage)


def export_module(*, module: ModulePage, target: IO[bytes]) -> None:
    """Write a module, as it is published or else as it stands, with its published lessons."""
    shelf = _Shelf()
    lessons = LessonPage.objects.child_of(module).order_by("path")
    content = {
        "module": _written(module, MODULE_FIELDS, shelf),
        "lessons": [_written(lesson, LESSON_FIELDS, shelf) for lesson in lessons if lesson.live],
        "files": shelf.titles,
    }
    with ExitStack() as opened:
        files = {
            name: opened.enter_context(file.file.open("rb")) for name, file in shelf.files.items()
        }
        pack(target, content, files)


class _Shelf:
    """The files that a module shows, each with the name it gets in the package."""

    def __init__(self) -> None:
        self.files: dict[str, Any] = {}
        self.titles: dict[str, str] = {}

    def place(self, model: type[Model], pk: Any) -> str | None:
        found: Any = model._default_manager.filter(pk=pk).first()
        if found is None:
            return None
        kind = "image" if model is Image else "document"
        name = f"{FOLDER}{kind}-{found.pk}{PurePosixPath(found.file.name).suffix.lower()}"
        self.files[name] = found
        self.titles[name] = found.title
        return name


def _written(
    page: ModulePage | LessonPage, names: tuple[str, ...], shelf: _Shelf
) -> dict[str, Any]:
    data = {}
    for name in names:
        value = getattr(page, name)
        if isinstance(page._meta.get_field(name), ContentField):
            value = changed(value.stream_block, value.get_prep_value(), shelf.place)
        data[name] = value
    return data


@transaction.atomic
def import_module(*, index: ModuleIndexPage, source: IO[bytes], by: User | None) -> ModulePage:
    """Make a module of a file, as drafts: who brings it in reads it before others do.

    Raises InvalidPackage, with the lesson where it is in one; then nothing is made.
    """
    packed = unpack(source)
    try:
        lessons = packed.content["lessons"]
        if len(lessons) > MOST_LESSONS:
            raise InvalidPackage(_("This file holds more than a module can hold."))
        store = _Store(packed, by)
        module = _page(ModulePage, MODULE_FIELDS, packed.content["module"], store)
        pages = [_page(LessonPage, LESSON_FIELDS, data, store) for data in lessons]
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise InvalidPackage(_("This file is damaged: a part of the module is missing.")) from error
    module.slug = _free_slug(module.slug)
    _add(index, module, by)
    for page in pages:
        _add(module, page, by)
    return module


class _Store:
    """Puts the files of a package into this portal, each once."""

    def __init__(self, packed: Packed, by: User | None) -> None:
        self.packed = packed
        self.by = by
        self.made: dict[str, int] = {}

    def keep(self, model: type[Model], name: Any) -> int:
        if name not in self.made:
            if not isinstance(name, str) or not name.startswith(FOLDER):
                raise InvalidPackage(_("This file is damaged: a part of the module is missing."))
            self.made[name] = self._make(model, name).pk
        return self.made[name]

    def _make(self, model: type[Model], name: str) -> Any:
        file = SimpleUploadedFile(PurePosixPath(name).name, self.packed.read(name))
        title = str(self.packed.content.get("files", {}).get(name) or file.name)[:255]
        try:
            if model is Image:
                file = WagtailImageField().clean(file)
            else:
                check_upload(file)
        except ValidationError as error:
            raise InvalidPackage([f"{title}: {message}" for message in error.messages]) from error
        made: Any = model(title=title, file=file, uploaded_by_user=self.by)
        made.save()
        return made


def _page(model: type[P], names: tuple[str, ...], data: Mapping[str, Any], store: _Store) -> P:
    page = model(live=False)
    for name in names:
        if name not in data:
            continue  # of an older portal: what it did not know keeps its default
        value = data[name]
        field = model._meta.get_field(name)
        if isinstance(field, ContentField):
            value = changed(field.stream_block, value, store.keep)
            value = field.stream_block.to_python(value)
        setattr(page, name, value)
    _check(page)
    return page


def _check(page: ModulePage | LessonPage) -> None:
    """Raise InvalidPackage where a page could not be made in the editor either."""
    try:
        page.slug = slugify(str(page.slug)) or slugify(str(page.title)) or "module"
        page.draft_title = page.title
        page.clean_fields(exclude=["path", "depth", "content_type", "locale"])
        for field in page._meta.get_fields():
            if isinstance(field, ContentField):
                value = getattr(page, field.name)
                setattr(page, field.name, value.stream_block.clean(value))
    except ValidationError as error:
        raise InvalidPackage(
            _("“%(title)s” cannot be read: %(why)s")
            % {"title": str(page.title)[:100], "why": " ".join(_reasons(error))}
        ) from error


def _reasons(error: ValidationError) -> list[str]:
    try:
        return list(error.messages) or [_("a part is not filled in.")]
    except AttributeError:  # Wagtail's errors of blocks hold more than messages
        return [_("a part is not filled in.")]


def _free_slug(slug: str) -> str:
    """All libraries share their addresses."""
    taken = set(ModulePage.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free


def _add(
    parent: ModuleIndexPage | ModulePage, page: ModulePage | LessonPage, by: User | None
) -> None:
    page.owner = by
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
