"""Choose who reads one's words, and read what others share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.modules.access import address_of_lesson
from learning.modules.answers.models import Answer
from learning.modules.logbook.access import get_own_entry
from learning.modules.logbook.forms import ShareForm
from learning.modules.logbook.kinds import EntryKind
from learning.modules.sharing import queries, services
from learning.modules.sharing.access import get_shared
from learning.modules.sharing.audience import listed, readers_in_words
from learning.modules.sharing.models import Share


def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose by name who reads an entry, or take that back."""
    who = entitlements(request)
    entry = get_own_entry(who, pk)
    readers = queries.readers_of([entry.pk])[entry.pk]
    choices = queries.choices_for(entry.person_id, entry.programme_id)
    context = {
        "entry": entry,
        "kind": EntryKind(entry.kind).label,
        "readers": readers_in_words(readers),
        "is_own": entry.kind not in services.SHAREABLE,
    }
    if choices is None or context["is_own"]:
        return render(request, "learning/modules/logbook/share.html", context)
    form = _form(request, choices, readers)
    if form.is_valid():
        try:
            services.share_answer(answer=entry, **form.cleaned_data)
        except services.SharingError as error:
            form.add_error(None, error.messages)
        else:
            now = queries.readers_of([entry.pk])[entry.pk]
            messages.success(
                request, _("Who can read this now: %(names)s.") % {"names": readers_in_words(now)}
            )
            lesson = address_of_lesson(who, entry.lesson_id)
            return redirect(f"{lesson.url}#b-{entry.block}" if lesson else "logbook:index")
    return render(request, "learning/modules/logbook/share.html", context | {"form": form})


def _form(request: HttpRequest, choices: queries.Choices, readers: list[Share]) -> ShareForm:
    kinds = {each.kind for each in readers}
    partner = next((each.reader_id for each in readers if each.kind == Share.Kind.PARTNER), None)
    return ShareForm(
        request.POST if request.method == "POST" else None,
        trainers=choices.trainers,
        group=choices.group,
        label=_("With your whole group: %(group)s") % {"group": choices.mine.cohort},
        says=ngettext(
            "That is %(count)d person now: %(names)s. Who joins later does not read it; it ends for "
            "who leaves the group, and when you leave it.",
            "Those are %(count)d people now: %(names)s. Who joins later does not read it; it ends "
            "for who leaves the group, and when you leave it.",
            len(choices.group),
        )
        % {
            "count": len(choices.group),
            "names": listed([str(each.person) for each in choices.group]),
        },
        initial={
            "trainers": [each.reader_id for each in readers if each.kind == Share.Kind.TRAINER],
            "partner": partner,
            "group": Share.Kind.GROUP in kinds,
        },
    )


@require_safe
def shared_with_me(request: HttpRequest) -> HttpResponse:
    """What others let me read: as their trainer, as their partner, and with their group."""
    found = queries.shared_answers(entitlements(request))
    context = {
        "parts": [
            (_("As their trainer"), [_line(each.answer) for each in found if each.as_trainer]),
            (_("As their partner"), [_line(each.answer) for each in found if each.as_partner]),
            (
                _("With the group"),
                [_line(e.answer) for e in found if not (e.as_trainer or e.as_partner)],
            ),
        ],
        "is_empty": not found,
    }
    return render(request, "learning/modules/logbook/shared.html", context)


def _line(answer: Answer) -> dict[str, object]:
    return {"answer": answer, "kind": EntryKind(answer.kind).label}


@require_safe
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody else wrote, for who they let read it."""
    who = entitlements(request)
    found = get_shared(who, pk)
    context = {
        "answer": found.answer,
        "kind": EntryKind(found.answer.kind).label,
        "lesson": address_of_lesson(who, found.answer.lesson_id),
    }
    return render(request, "learning/modules/logbook/shared_one.html", context)
