"""What the screen in the training room shows: numbers, never names."""

from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import segno
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from learning.enrolment.models import AccessCode, Enrolment, Role
from learning.programmes.models import Cohort, Programme


class Attendance(NamedTuple):
    """How many of a group came in."""

    inside: int
    expected: int

    @property
    def is_complete(self) -> bool:
        return 0 < self.expected == self.inside


def attendance(programme: Programme, cohort: Cohort | None) -> Attendance:
    """How many participants there are, and how many of them used their code or have a session."""
    participants = Enrolment.objects.active().filter(programme=programme, role=Role.PARTICIPANT)
    if cohort:
        participants = participants.filter(cohort=cohort)
    return Attendance(**participants.aggregate(inside=_inside(), expected=Count("pk")))


def attendance_in(programme_ids: Collection[int]) -> dict[int, Attendance]:
    """The same for each of many programmes, in one query; those without participants are not in it."""
    participants = Enrolment.objects.active().filter(
        programme__in=programme_ids, role=Role.PARTICIPANT
    )
    counts = participants.order_by().values("programme_id")
    rows = counts.annotate(inside=_inside(), expected=Count("pk"))
    return {row["programme_id"]: Attendance(row["inside"], row["expected"]) for row in rows}


def _inside() -> Count:
    used = AccessCode.objects.filter(enrolment=OuterRef("pk"), first_used_at__isnull=False)
    signed_in = UserSession.objects.filter(user=OuterRef("person"))
    return Count("pk", filter=Q(Exists(used)) | Q(Exists(signed_in)))


class WayIn(NamedTuple):
    """The address to type, short enough for a beamer, and the one that a phone scans."""

    typed: str
    scanned: str

    @property
    def picture(self) -> str:
        return _picture(self.scanned)


def way_in() -> WayIn:
    """Where people go. The first page sends who is not signed in to the code entry."""
    parts = urlsplit(settings.BASE_URL)
    return WayIn(
        f"{parts.netloc}{parts.path}".rstrip("/"), settings.BASE_URL + reverse("code_login")
    )


@lru_cache(maxsize=4)
def _picture(address: str) -> str:
    """A QR code as a picture in the page, with the white edge that scanners need."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=3, light="#fff"))
