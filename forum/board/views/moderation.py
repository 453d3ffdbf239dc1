"""Keep order: lock, pin and move topics. Whoever may not, but reads, is told so (403)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forum.board import access, queries, services
from forum.board.engine.rows import TopicFacts
from forum.board.forms import MoveForm, ReasonForm
from forum.board.views.people import signed_in
from learning.enrolment.access import entitlements
from portal.ui.posting import post_or_show


def _moderated(request: HttpRequest, topic_id: int) -> TopicFacts:
    who = entitlements(request)
    topic = access.get_topic(who, topic_id)
    if not access.may_moderate(who, topic.space):
        raise PermissionDenied
    return topic


def lock(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Let nobody answer any more, and say why."""
    topic = _moderated(request, topic_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.lock_topic(
            topic_id=topic.pk, by=signed_in(request), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("The topic is locked."))
        return redirect(topic.url)
    return render(request, "forum/lock.html", {"topic": topic, "space": topic.space, "form": form})


@post_or_show("forum:topic")
def unlock(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Let people answer again."""
    topic = _moderated(request, topic_id)
    services.unlock_topic(topic_id=topic.pk)
    messages.success(request, _("People can answer again."))
    return redirect(topic.url)


@post_or_show("forum:topic")
def pin(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Keep a topic at the top."""
    topic = _moderated(request, topic_id)
    services.pin_topic(topic_id=topic.pk)
    messages.success(request, _("The topic stays at the top of the list."))
    return redirect(topic.url)


@post_or_show("forum:topic")
def unpin(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Let a topic stand among the others."""
    topic = _moderated(request, topic_id)
    services.unpin_topic(topic_id=topic.pk)
    messages.success(request, _("The topic stands among the others again."))
    return redirect(topic.url)


def move(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Choose a space, see who can read the topic before and after, and only then move it."""
    topic = _moderated(request, topic_id)
    who = entitlements(request)
    targets = [
        space
        for space in queries.spaces_for(who)
        if space.programme_id == topic.space.programme_id
        and space.pk != topic.space.pk
        and not space.is_closed
        and access.may_moderate(who, space)
    ]
    form = MoveForm(request.POST if request.method == "POST" else None, spaces=targets)
    to = None
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        if "confirmed" in request.POST:
            try:
                services.move_topic(topic_id=topic.pk, to=to)
            except services.ForumError as error:
                form.add_error(None, error)
                to = None
            else:
                messages.success(request, _("The topic is now in %(space)s.") % {"space": to})
                return redirect(topic.url)
    context = {"topic": topic, "space": topic.space, "form": form, "to": to, "targets": targets}
    return render(request, "forum/move.html", context)
