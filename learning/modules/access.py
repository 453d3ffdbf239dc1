"""The one way to a module, a lesson or a file: through what the person's programmes offer.

Everything else is a 404, so that an address tells nothing about what exists.
"""

from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import Http404
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from learning.enrolment.access import Entitlements
from learning.modules.blocks.parts import Place
from learning.modules.models import LessonPage, ModulePage
from learning.modules.outline import LessonLine, Outline
from learning.modules.queries import Offer, offers, outline_for
from learning.modules.rendering import body_of
from portal.accounts.models import User


def get_offer(who: Entitlements, module_slug: str) -> Offer:
    """A module that is on someone's list, open or not. Raises Http404."""
    found = offers(who, slug=module_slug)
    if not found:
        raise Http404
    # Who takes part in one programme and teaches another reads as a participant.
    return min(found, key=lambda offer: (not offer.is_open, offer.as_staff))


def get_open_offer(who: Entitlements, module_slug: str) -> Offer:
    """A module that someone may read today. Raises Http404."""
    offer = get_offer(who, module_slug)
    if not offer.is_open:
        raise Http404
    return offer


def get_lesson(
    who: Entitlements, module_slug: str, lesson_slug: str
) -> tuple[Offer, Outline, LessonLine]:
    """A published lesson of a module that someone may read today. Raises Http404."""
    offer = get_open_offer(who, module_slug)
    outline = outline_for(offer, who)
    line = outline.line(lesson_slug)
    if line is None:
        raise Http404
    return offer, outline, line


class LessonAddress(NamedTuple):
    """Where someone reads a lesson, and through which programme."""

    title: str
    url: str
    slug: str
    offer: Offer


class BlockInLesson(NamedTuple):
    """An interactive block in a lesson that someone may read."""

    title: str
    url: str
    offer: Offer
    place: Place


def get_block(who: Entitlements, lesson_id: int, block_id: UUID) -> BlockInLesson:
    """An interactive block by the number of its lesson. Raises Http404."""
    address = address_of_lesson(who, lesson_id)
    if address is None:
        raise Http404
    offer, _outline, line = get_lesson(who, address.offer.slug, address.slug)
    place = body_of(line.row).place(block_id)
    if place is None:
        raise Http404
    return BlockInLesson(line.row.title, line.url, offer, place)


def address_of_lesson(who: Entitlements, lesson_id: int | None) -> LessonAddress | None:
    """The address of a lesson for who may read it today; None for everyone else: two queries."""
    lessons = (
        LessonPage.objects.live().filter(pk=lesson_id) if lesson_id else LessonPage.objects.none()
    )
    for path, slug, title in lessons.values_list("path", "slug", "title"):
        for offer in offers(who):
            if offer.is_open and path.startswith(offer.path):
                return LessonAddress(title, f"{offer.url}{slug}/", slug, offer)
    return None


def is_public(page_type: type[Model] | None) -> bool:
    """Whether a page type says of itself that visitors may read it. All others are closed."""
    return getattr(page_type, "open_to_visitors", False)


def may_read_page(who: Entitlements, page: Page) -> bool:
    """Whether someone may read a page where Wagtail's router found it; ``page`` is specific."""
    if is_public(type(page)):
        return True
    if isinstance(page, ModulePage | LessonPage):
        return any(offer.is_open and page.path.startswith(offer.path) for offer in offers(who))
    return False


def may_read_file(person: User | AnonymousUser, who: Entitlements, file: Image | Document) -> bool:
    """Whether someone may have a picture or document, in whatever size.

    Who may read a published page that uses it; and who may work with it in the CMS, where it may
    be in drafts alone. What a file is used by comes from Wagtail's index of references.
    """
    users = Page.objects.filter(pk__in=_pages_using(file), live=True)
    used_by = list(users.values_list("path", "content_type_id"))
    if any(is_public(_model_of(content_type)) for _path, content_type in used_by):
        return True
    paths = [path for path, _content_type in used_by]
    if paths and any(
        path.startswith(offer.path) for offer in offers(who) if offer.is_open for path in paths
    ):
        return True
    return _may_edit_file(person, file)


def _pages_using(file: Image | Document) -> list[int]:
    references = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return [int(pk) for pk in references.values_list("object_id", flat=True)]


def _model_of(content_type_id: int) -> type[Model] | None:
    return ContentType.objects.get_for_id(content_type_id).model_class()


def _may_edit_file(person: User | AnonymousUser, file: Image | Document) -> bool:
    if not person.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(file))
    return bool(
        policy.user_has_any_permission_for_instance(person, ["add", "change", "choose"], file)
    )
