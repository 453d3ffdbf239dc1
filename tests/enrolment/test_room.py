"""A training room comes in at the same moment, over real connections, while somebody guesses.

``make bench`` does the same with the portal's own server, and with two hundred people.
"""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session

from bench.kickoff import interleaved, let_in, make_bad_codes, make_room
from learning.enrolment.kickoff.queries import Attendance, attendance
from learning.programmes.models import Cohort, Programme

pytestmark = pytest.mark.django_db(transaction=True)


def test_forty_people_come_in_at_once_while_someone_guesses(
    live_server: Any, programme: Programme
) -> None:
    bad = make_bad_codes()
    texts = make_room(40)
    room = let_in(urlsplit(live_server.url).port or 0, texts, interleaved(bad))
    assert room.came_in == 40
    assert attendance(programme, Cohort.objects.get()) == Attendance(40, 40)
    assert Session.objects.count() == 40, "who guessed has no session"
    assert {guess.kind for guess in room.guesses} >= set(bad), "each kind was tried"
    assert not room.learned
