"""Open and close spaces, invite people into them, and start the topics of modules."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from forum.board.engine import writing
from forum.board.models import ModuleThread, Space, SpaceGuest
from forum.board.services.errors import ForumError
from learning.enrolment.access import INVITED_ROLES
from learning.enrolment.models import Role
from portal.accounts.models import User

if TYPE_CHECKING:
    from wagtail.models import Page

    from learning.enrolment.models import Enrolment
    from learning.programmes.models import Cohort, Programme


@transaction.atomic
def open_space(*, programme: Programme, cohort: Cohort | None = None) -> Space:
    """The space of a programme, or of one of its cohorts: made where it is missing, else opened."""
    kind = Space.Kind.COHORT if cohort else Space.Kind.PROGRAMME
    space = Space.objects.filter(kind=kind, programme=programme, cohort=cohort).first()
    if space is None:
        # Held, so that two who enrol at the same moment do not each make one.
        type(programme).objects.select_for_update().get(pk=programme.pk)
        space = Space.objects.filter(kind=kind, programme=programme, cohort=cohort).first()
    if space is None:
        name = str(cohort or programme)
        forum_id = writing.insert_forum(name=name, slug=slugify(name) or "forum")
        return Space.objects.create(
            forum_id=forum_id, kind=kind, programme=programme, cohort=cohort
        )
    if space.closed_at:
        space.closed_at = None
        space.save(update_fields=["closed_at"])
    return space


def close_space(*, space: Space) -> None:
    """Nobody writes here any more; who may read it still may."""
    Space.objects.filter(pk=space.pk, closed_at=None).update(closed_at=timezone.now())


@transaction.atomic
def invite_into_space(*, space: Space, enrolment: Enrolment, by: User | None) -> SpaceGuest:
    """Let a trainer of the programme into a space to keep order there, or a guest into just one.

    Raises ForumError where the enrolment is of another programme, has ended or has another role,
    and where the guest has a space already.
    """
    if enrolment.programme_id != space.programme_id:
        raise ForumError(_("This person belongs to another programme."))
    if enrolment.role not in INVITED_ROLES or not enrolment.is_active:
        raise ForumError(_("Only trainers and guests of this programme can be invited."))
    if enrolment.role == Role.GUEST:
        # Held, so that two coordinators do not each give the same guest a space.
        type(enrolment).objects.select_for_update().get(pk=enrolment.pk)
        elsewhere = SpaceGuest.objects.filter(enrolment=enrolment).exclude(space=space)
        if elsewhere.exists():
            raise ForumError(
                _("This guest was invited into another space. Withdraw that invitation first.")
            )
    guest, _made = SpaceGuest.objects.get_or_create(
        space=space, enrolment=enrolment, defaults={"invited_by": by}
    )
    return guest


def withdraw_invitation(*, guest: SpaceGuest) -> None:
    """This person no longer reads the space, from the next request on."""
    guest.delete()


@transaction.atomic
def start_module_thread(
    *, space: Space, module: Page, title: str, text: str, at: datetime | None = None
) -> ModuleThread:
    """The topic of a module in a space: started by the portal, once; now, or in the past ``at``."""
    Space.objects.select_for_update().get(pk=space.pk)
    thread = ModuleThread.objects.filter(space=space, module=module).first()
    if thread:
        return thread
    topic_id, _post_id = writing.insert_topic(
        forum_id=space.forum_id,
        author=None,
        author_name=str(space.programme),
        subject=title,
        text=text,
        at=at,
    )
    return ModuleThread.objects.create(space=space, module_id=module.pk, topic_id=topic_id)
