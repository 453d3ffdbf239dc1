"""The screens at ``/leren/``: my modules, a module, a lesson, and ticking a lesson off."""

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.enrolment.access import TALKING_ROLES, entitlements
from learning.modules import access, queries, rendering, services
from learning.modules.models import ModulePage
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
    context = page.screen(queries.outline_for(offer, who)) | {
        "offer": offer,
        "reads_along": offer.as_staff,
        "talks": bool(roles & TALKING_ROLES),  # a coach has no place in the forum
    }
    return render(request, "learning/modules/module.html", context)


@require_safe
def lesson(request: HttpRequest, module_slug: str, lesson_slug: str) -> HttpResponse:
    """A lesson to read, and its place in the module."""
    who = entitlements(request)
    offer, outline, line = access.get_lesson(who, module_slug, lesson_slug)
    if who.person and not offer.as_staff and not line.row.opened:
        services.open_lesson(person=who.person, lesson_id=line.row.pk)
    context = outline.around(line) | {
        "offer": offer,
        "back_label": offer.title,
        "body": rendering.body_of(line.row),
    }
    return render(request, "learning/modules/lesson.html", context)


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
