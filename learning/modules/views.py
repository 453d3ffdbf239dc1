"""The screens at ``/leren/``: my modules, a module, a lesson and what one does in it."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.enrolment.access import TALKING_ROLES, entitlements
from learning.modules import access, queries, rendering, seats, services
from learning.modules.models import ModulePage
from learning.modules.outline import LessonLine, Outline
from portal.ui.posting import post_or_show


@require_safe
def module_list(request: HttpRequest) -> HttpResponse:
    """All modules of my programmes, also those that open later."""
    overview = queries.module_overview(entitlements(request))
    programmes = [
        (title, list(modules))
        for (_pk, title), modules in groupby(
            overview, key=lambda module: (module.offer.programme_id, module.offer.programme_title)
        )
    ]
    return render(request, "learning/modules/module_list.html", {"programmes": programmes})


@require_safe
def module(request: HttpRequest, module_slug: str) -> HttpResponse:
    """A module and its lessons; when it opens, where it is not open yet."""
    who = entitlements(request)
    offer = access.get_offer(who, module_slug)
    if not offer.is_open:
        return render(request, "learning/modules/not_open.html", {"offer": offer})
    page = ModulePage.objects.get(pk=offer.module_id)
    roles = {each.role for each in who.enrolments if each.programme_id == offer.programme_id}
    outline = queries.outline_for(offer, who)
    mine = queries.overview_of(offer, outline, who)
    context = page.screen(outline) | {
        "offer": offer,
        "mine": mine,
        "reads_along": offer.as_staff,
        "talks": bool(roles & TALKING_ROLES),  # a coach has no place in the forum
    }
    return render(request, "learning/modules/module.html", context)


@require_safe
def lesson(request: HttpRequest, module_slug: str, lesson_slug: str) -> HttpResponse:
    """A lesson to read and to do, and its place in the module."""
    who = entitlements(request)
    offer, outline, line = access.get_lesson(who, module_slug, lesson_slug)
    if who.person and not offer.as_staff and not line.row.opened:
        services.open_lesson(person=who.person, lesson_id=line.row.pk)
    return _lesson_screen(request, offer, outline, line, seats.seats_in(request, offer, line))


def _lesson_screen(
    request: HttpRequest,
    offer: queries.Offer,
    outline: Outline,
    line: LessonLine,
    seat_at: seats.Seats,
) -> HttpResponse:
    body = rendering.body_of(line.row)
    context = outline.around(line) | {
        "offer": offer,
        "back_label": offer.title,
        "body": body.filled(seat_at),
        "scripts": body.scripts,
    }
    response = render(request, "learning/modules/lesson.html", context)
    if hosts := getattr(request, "frame_hosts", None):
        response._csp_update = {"frame-src": [f"https://{host}" for host in sorted(hosts)]}  # type: ignore[attr-defined]
    return response


def play(request: HttpRequest, module_slug: str, lesson_slug: str, block_id: UUID) -> HttpResponse:
    """Do something in a block of a lesson. A script gets the block alone, others the lesson."""
    if request.method != "POST":  # a reload, or a link after signing in
        return redirect("modules:lesson", module_slug, lesson_slug)
    who = entitlements(request)
    offer, outline, line = access.get_lesson(who, module_slug, lesson_slug)
    place = rendering.body_of(line.row).place(block_id)
    if place is None or who.person is None:
        raise Http404
    seat_at = seats.seats_in(request, offer, line)
    seat = seat_at(place)
    try:
        seat = seats.take(place, seat, request.POST)
    except ValidationError as error:
        refused = seat.refused(request.POST, error)
        if _wants_part(request):
            return HttpResponse(place.render(refused), status=422)
        return _lesson_screen(
            request, offer, outline, line, lambda at: refused if at == place else seat_at(at)
        )
    if _wants_part(request):
        return HttpResponse(place.render(seat))
    return redirect(f"{line.url}#{seat.anchor}")


def _wants_part(request: HttpRequest) -> bool:
    return "X-Part" in request.headers


@post_or_show("modules:lesson")
def lesson_done(request: HttpRequest, module_slug: str, lesson_slug: str) -> HttpResponse:
    """Tick a lesson off and go on to the next, or take the tick back."""
    who = entitlements(request)
    offer, outline, line = access.get_lesson(who, module_slug, lesson_slug)
    if who.person is None or offer.as_staff:
        return redirect(line.url)  # staff read along; they have no progress
    if "undo" in request.POST:
        services.mark_lesson_open(person=who.person, lesson_id=line.row.pk)
        messages.success(request, _("This lesson is to do again."))
        return redirect(line.url)
    services.mark_lesson_done(person=who.person, lesson_id=line.row.pk)
    following = outline.after(line)
    told = render_to_string(
        "learning/modules/lesson_done.html", {"line": line, "is_last": following is None}
    )
    messages.success(request, told)
    return redirect(following.url if following else outline.url)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """What the words in my lessons mean; with ``q`` only those in which it stands."""
    q = request.GET.get("q", "").strip()
    terms = queries.glossary_of(entitlements(request))
    if q:
        terms = [term for term in terms if q.casefold() in f"{term.word} {term.forms}".casefold()]
    return render(request, "learning/modules/glossary.html", {"terms": terms, "q": q})
