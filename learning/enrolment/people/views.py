"""The screens on which people see each other, and see what others see of them."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.enrolment.models import Role
from learning.enrolment.people import cards
from portal.accounts import sessions

KEPT_SECONDS = 10 * 60
"""How long a browser may keep a photo: a page of the forum shows the same ones again and again."""


@require_safe
def photo(request: HttpRequest, key: str) -> HttpResponse:
    """Someone's photo, for the people who meet them in a programme."""
    person = cards.get_photo_of(entitlements(request), f"photos/{key[:2]}/{key}.webp")
    try:
        with person.photo.open("rb") as file:
            response = HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if not sessions.is_on_shared_computer(request):
        response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
        response.may_be_kept = True  # type: ignore[attr-defined]
    return response


@require_safe
def group(request: HttpRequest) -> HttpResponse:
    """Who is in my cohort. Raises Http404 for who is in none."""
    groups = cards.groups_of(entitlements(request))
    if not groups:
        raise Http404
    return render(request, "learning/enrolment/people/group.html", {"groups": groups})


@require_safe
def as_others_see_me(request: HttpRequest) -> HttpResponse:
    """What a cohort mate, a trainer and a coordinator see of me, made as their screens make it."""
    who = entitlements(request)
    prefetch_related_objects(who.enrolments, "department")
    seen = [
        {
            "enrolment": enrolment,
            "card": cards.card_of(enrolment, None)
            if enrolment.role == Role.PARTICIPANT and enrolment.cohort
            else None,
            "head": cards.head_of(enrolment),
        }
        for enrolment in who.enrolments
    ]
    return render(request, "learning/enrolment/people/as_others_see_me.html", {"seen": seen})
