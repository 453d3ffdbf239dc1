"""Who sits before the blocks of a lesson: the person, with what they did in each."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, QueryDict

from learning.enrolment.access import entitlements
from learning.modules.answers.models import Answer
from learning.modules.answers.queries import own_answers
from learning.modules.answers.services import save_answer
from learning.modules.blocks.interactive import Seat
from learning.modules.blocks.parts import Place
from learning.modules.outline import LessonLine
from learning.modules.queries import Offer
from portal.accounts.models import User

Seats = Callable[[Place], Seat]


def seats_in(request: HttpRequest, offer: Offer, line: LessonLine) -> Seats:
    """The seats of a lesson for who asks: one query at the first, none where nobody takes one."""
    who = entitlements(request)
    found: dict[UUID, Answer] | None = None

    def seat_at(place: Place) -> Seat:
        nonlocal found
        if found is None:
            found = own_answers(person=who.person, lesson_id=line.row.pk) if who.person else {}
        return Seat(
            request=request,
            who=who,
            programme_id=offer.programme_id,
            lesson_id=line.row.pk,
            lesson_title=line.row.title,
            lesson_url=line.url,
            block_id=place.block_id,
            module_id=offer.module_id,
            module_title=offer.title,
            answer=found.get(place.block_id),
        )

    return seat_at


@transaction.atomic
def take(place: Place, seat: Seat, post: QueryDict) -> Seat:
    """Let the block take what was posted, keep it, and give the seat as it is now.

    Raises ValidationError where the block refuses it.
    """
    person = seat.who.person
    assert person  # noqa: S101 - the view looked
    # Held, so that of two screens that send at once the second sees what the first kept.
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    seat = replace(
        seat, answer=own_answers(person=person, lesson_id=seat.lesson_id).get(seat.block_id)
    )
    content = place.block.receive(place.value, seat, post)
    answer = save_answer(
        person=person,
        programme_id=seat.programme_id,
        lesson_id=seat.lesson_id,
        lesson_title=seat.lesson_title,
        block=place.block_id,
        kind=place.kind,
        content=content,
        is_done=place.block.is_done(place.value, content),
        module_id=seat.module_id,
        module_title=seat.module_title,
        may_undo=place.block.may_undo,
    )
    taken = replace(seat, answer=answer)
    place.block.follow(place.value, taken)
    return taken
