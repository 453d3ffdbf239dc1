"""The spaces, the topics in one, what was read, and who is a guest."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.board import access, queries, services
from forum.board.engine import reading
from forum.board.engine.rows import Place, SpaceFacts
from forum.board.models import Space
from forum.board.views.people import signed_in
from learning.enrolment.access import entitlements
from learning.enrolment.models import Enrolment, Role
from portal.accounts.models import User
from portal.ui.posting import post_or_show

LATEST = 5


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My spaces, and what was written last in any of them."""
    who = entitlements(request)
    spaces = queries.spaces_for(who)
    latest = queries.latest_topics(who, LATEST, spaces)
    context = {
        "spaces": spaces,
        "latest": latest,
        "start_url": _start_url(spaces),
        "is_coach": bool(who.with_role(Role.COACH)),
        "is_guest": bool(who.with_role(Role.GUEST)),
    }
    return render(request, "forum/index.html", context)


def _start_url(spaces: list[SpaceFacts]) -> str:
    """Where a new topic is begun: in one's only cohort or only space, else by choosing a space."""
    writable = [space for space in spaces if not space.is_closed]
    cohorts = [space for space in writable if space.kind == Space.Kind.COHORT]
    for choice in (cohorts, writable):
        if len(choice) == 1:
            return f"{choice[0].url}nieuw/"
    return "#ruimtes" if writable else ""


@require_safe
def space(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The topics of a space: pinned ones first, then by newest post."""
    who = entitlements(request)
    here = access.get_space(who, pk)
    page = reading.topic_page(
        here,
        signed_in(request).pk,
        after=Place.parse(request.GET.get("na", "")),
        before=Place.parse(request.GET.get("voor", "")),
    )
    context = {"space": here, "page": page, "may_invite": access.may_invite(who, here)}
    return render(request, "forum/space.html", context)


@post_or_show("forum:space")
def mark_read(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """I have read everything in this space."""
    here = access.get_space(entitlements(request), pk)
    services.mark_spaces_read(person=signed_in(request), spaces=[here])
    messages.success(request, _("Everything here is marked as read."))
    return redirect(here.url)


@post_or_show("forum:index")
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """I have read everything in all my spaces."""
    spaces = queries.spaces_for(entitlements(request))
    services.mark_spaces_read(person=signed_in(request), spaces=spaces)
    messages.success(request, _("Everything is marked as read."))
    return redirect("forum:index")


def guests(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Invite trainers and guests into a space, or let them go: a coordinator's choice."""
    who = entitlements(request)
    if not access.may_invite(who, access.get_space(who, pk)):
        raise PermissionDenied
    here = Space.objects.select_related("programme", "cohort").get(pk=pk)
    people = queries.invitable_into(here)
    if request.method == "POST":
        chosen = next((e for e in people if str(e.pk) == request.POST.get("enrolment")), None)
        if chosen is None:
            raise Http404
        try:
            messages.success(request, _invite_or_let_go(here, chosen, signed_in(request)))
        except services.ForumError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("forum:guests", slug=here.slug, pk=here.pk)
    return render(request, "forum/guests.html", {"space": here, "people": people})


def _invite_or_let_go(space: Space, enrolment: Enrolment, by: User) -> str:
    """Turn an invitation around, and say what it now is."""
    guest = space.guests.filter(enrolment=enrolment).first()
    if guest:
        services.withdraw_invitation(guest=guest)
        said = _("%(name)s no longer reads this space.")
    else:
        services.invite_into_space(space=space, enrolment=enrolment, by=by)
        said = (
            _("%(name)s can now read and write here, and keeps order.")
            if enrolment.role == Role.TRAINER
            else _("%(name)s can now read and write here.")
        )
    return said % {"name": enrolment.person}
