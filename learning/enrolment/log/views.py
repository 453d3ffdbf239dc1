"""For each person: who looked at my data, and where was I myself."""

from collections import defaultdict
from typing import cast

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from learning.enrolment.log.lines import Line, Question, described, rows
from learning.enrolment.models import Enrolment, Role
from portal.accounts.models import User

ON_A_PAGE = 25
OWN = "zelf"


def who_looked(request: HttpRequest) -> HttpResponse:
    """What others did with my data, and on another tab what I did."""
    me = cast(User, request.user)
    is_own = request.GET.get("wat") == OWN
    asked = Question(about=me.pk, by=me.pk) if is_own else Question(about=me.pk, not_by=me.pk)
    page = Paginator(rows(asked), ON_A_PAGE).get_page(request.GET.get("page"))
    lines = described(page.object_list)
    here = reverse("who_looked")
    tabs = [
        {"url": here, "label": _("By others"), "current": not is_own},
        {"url": f"{here}?wat={OWN}", "label": _("By yourself"), "current": is_own},
    ]
    context = {
        "page": page,
        "lines": _with_who(me, lines),
        "tabs": tabs,
        "days": settings.ACCESS_LOG_DAYS,
    }
    return render(request, "learning/enrolment/log/who_looked.html", context)


def _with_who(me: User, lines: list[Line]) -> list[tuple[Line, str, str]]:
    """Each line with the name of who did it, and what they are in my programmes."""
    roles = _roles(me, {line.by.pk for line in lines if line.by})
    return [(line, *_who(me, line, roles)) for line in lines]


def _who(me: User, line: Line, roles: dict[int, list[str]]) -> tuple[str, str]:
    if line.by is None:
        return (_("Unknown") if line.is_by_nobody_known else _("The portal itself")), ""
    if line.by == me:
        return _("You"), ""
    known = roles.get(line.by.pk, [])
    if not known and line.by.is_superuser:
        known = [_("Administrator")]
    return str(line.by), ", ".join(known)


def _roles(me: User, people: set[int]) -> dict[int, list[str]]:
    """What these people are, or were, in the programmes in which I am, or was."""
    mine = Enrolment.objects.filter(person=me).values("programme")
    found = (
        Enrolment.objects.filter(person__in=people, programme__in=mine)
        .order_by("role")
        .values_list("person", "role")
        .distinct()
    )
    roles = defaultdict(list)
    for person, role in found:
        roles[person].append(str(Role(role).label))
    return roles
