"""Someone's own logbook: read, search, change, throw away, answer what comes back, take along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.enrolment.access import entitlements
from learning.modules.intentions.queries import due_nudges
from learning.modules.intentions.services import NudgeError, answer_nudge
from learning.modules.logbook import access, queries, services
from learning.modules.logbook.export import as_html, as_markdown
from learning.modules.logbook.forms import EntryForm, FilterForm, NudgeForm
from learning.modules.logbook.kinds import EntryKind
from learning.modules.sharing.audience import readers_in_words
from learning.modules.sharing.queries import readers_of
from portal.accounts.drafts.offering import draft_initial


@require_safe
def logbook(request: HttpRequest) -> HttpResponse:
    """My entries, newest first, with what asks for an answer above them."""
    who = entitlements(request)
    form = FilterForm(request.GET, kinds=EntryKind.choices, modules=queries.modules_in(who))
    wanted = _wanted(form)
    page = queries.logbook_page(who, wanted, queries.Place.parse(request.GET.get("na", "")))
    rest = request.GET.copy()
    rest["na"] = page.next
    context = {
        "form": form,
        "is_filtered": any(wanted),
        "entries": [
            {
                "entry": entry,
                "kind": EntryKind(entry.kind).label,
                "readers": readers_in_words(page.readers.get(entry.pk, [])),
            }
            for entry in page.entries
        ],
        "due": due_nudges(who),
        "next_url": f"?{rest.urlencode()}" if page.next else "",
        "is_first": "na" not in request.GET,
    }
    return render(request, "learning/modules/logbook/logbook.html", context)


def _wanted(form: FilterForm) -> queries.Wanted:
    """What was asked for; what makes no sense is left out."""
    form.is_valid()
    asked = form.cleaned_data
    return queries.Wanted(
        kind=asked.get("soort", ""), module_id=asked.get("module"), words=asked.get("zoek", "")
    )


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: change it where it stands, whatever became of its lesson."""
    found = access.get_own_entry(entitlements(request), pk)
    readers = readers_in_words(readers_of([found.pk])[found.pk])
    key = f"entry:{found.pk}"
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        entry=found,
        audience=readers,
        initial=draft_initial(request, key),
    )
    context: dict[str, Any] = {"entry": found, "form": form, "draft_key": key, "readers": readers}
    if form.is_valid():
        try:
            services.change_entry(
                entry=found, texts=form.texts, version=form.cleaned_data["version"]
            )
        except services.EntryChanged as error:
            form.add_error(None, error.messages)
            form.build_on(found.version)
            context["now"] = found.said
        except services.EntryError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("logbook:index")
    context |= {"kind": EntryKind(found.kind).label, "nudges": found.nudges.all()}
    return render(request, "learning/modules/logbook/entry.html", context)


def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an entry away, after a page that says what happens."""
    found = access.get_own_entry(entitlements(request), pk)
    if request.method == "POST":
        services.throw_entry_away(entry=found)
        messages.success(request, _("Thrown away."))
        return redirect("logbook:index")
    return render(request, "learning/modules/logbook/throw_away.html", {"entry": found})


def nudge(request: HttpRequest, pk: int) -> HttpResponse:
    """What comes back of an intention: how did it go?"""
    found = access.get_own_nudge(entitlements(request), pk)
    key = f"nudge:{found.pk}"
    initial = {"outcome": found.outcome, "note": found.note} | draft_initial(request, key)
    form = NudgeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            answer_nudge(nudge=found, **form.cleaned_data)
        except NudgeError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Noted: you find it in your logbook."))
            return redirect("logbook:index")
    context = {"nudge": found, "entry": found.answer, "form": form, "draft_key": key}
    return render(request, "learning/modules/logbook/nudge.html", context)


@require_safe
def take_along(request: HttpRequest, form: str) -> HttpResponse:
    """The whole logbook as a page to print, or as a file to keep."""
    who = entitlements(request)
    entries = list(queries.logbook_of(who, queries.Wanted()))
    if form == "afdrukken":
        context = {"entries": [(each, EntryKind(each.kind).label) for each in entries]}
        return render(request, "learning/modules/logbook/print.html", context)
    made, kind = (
        (as_markdown(entries), "text/markdown")
        if form == "md"
        else (as_html(entries, str(request.user)), "text/html")
    )
    # Translators: the name of a file, so without spaces.
    name = _("logbook-%(day)s") % {"day": timezone.localdate().isoformat()}
    return HttpResponse(
        made,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )
