"""What a coordinator does with many people of the list at once, on Wagtail's bulk actions.

Ticked in the list, said in words, done after a yes. A subject adds an action of its own with a
subclass of ``OfficeBulkAction`` and ``@hooks.register("register_bulk_action")``.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property, classproperty
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from learning.enrolment.models import Enrolment
from learning.enrolment.office.lists import found_in_list, with_what_is_shown
from learning.enrolment.services import EnrolmentError
from learning.programmes.models import Programme
from portal.accounts.models import User
from portal.accounts.queries import by_name
from portal.ui.viewsets import permitted

NAMED = 8
"""So many names a message says; the page before it says them all."""


LONGEST_NUMBER = 18


class Chosen(NamedTuple):
    """The people who were ticked: with whom it can be done, and who is left out, by the reason."""

    able: list[Any]
    left_out: dict[str, list[Any]]


class OfficeBulkAction(WagtailAdminTemplateMixin, BulkAction):
    """One thing to do with everyone who was ticked and may be changed by who asks it.

    A subclass gives ``display_name``, ``action_type`` and ``confirm_label``, says what will happen in
    ``consequences`` and who is left out in ``why_not``, and does it in ``perform_one``; or, where it
    is done elsewhere, in ``perform``. With a ``form_class`` it asks something first; the answers are
    in ``self.answers``. What was confirmed is what was on the page: where that is no longer what
    would happen, the page is shown again.
    """

    models = [Enrolment]
    template_name = "learning/enrolment/office/bulk.html"
    header_icon = "user"
    confirm_label: str | Promise = ""
    is_serious = False
    within_one_programme = False
    hands_out_codes = False
    """Whether it gives people new codes: then it is one of the ways to replace many."""
    aria_label = classproperty(lambda cls: cls.display_name)
    request: HttpRequest

    def why_not(self, enrolment: Any) -> str:
        """Why it cannot be done with this one; empty where it can."""
        return ""

    def consequences(self, enrolments: list[Any]) -> list[str]:
        """What will happen, in words."""
        raise NotImplementedError

    def perform_one(self, enrolment: Any) -> None:
        """Do it. An EnrolmentError leaves this one out, with its message as the reason."""
        raise NotImplementedError

    def done(self, count: int) -> str:
        """What is said of those with whom it was done."""
        raise NotImplementedError

    @property
    def by(self) -> User:
        """Who does it; the CMS lets nobody else in."""
        return cast(User, self.request.user)

    @cached_property
    def rows(self) -> list[Any]:
        """Everyone who was ticked, as far as who asks it may change them: 404 without anybody."""
        mine = permitted(Enrolment, self.by, "change")
        asked = self.request.GET.getlist("id")
        if "all" in asked:
            mine = found_in_list(self.request, mine)
        else:
            ticked = mine.filter(pk__in=[each for each in asked if _is_number(each)])
            mine = with_what_is_shown(ticked)
        rows = list(mine.order_by(*by_name("person__"), "pk"))
        if not rows:
            raise Http404
        return rows

    @cached_property
    def programme(self) -> Programme:
        """Of the first of them: the only one where it must be within one programme."""
        programme: Programme = self.rows[0].programme
        return programme

    @cached_property
    def answers(self) -> dict[str, Any]:
        return self.form.cleaned_data if self.form.is_valid() else {}

    @cached_property
    def form(self) -> forms.Form:
        return cast(forms.Form, super().get_form())

    def get_form(self, form_class: Any = None) -> forms.Form:
        return self.form

    @cached_property
    def chosen(self) -> Chosen:
        able: list[Any] = []
        left_out: dict[str, list[Any]] = {}
        for each in self.rows:
            reason = self.why_not(each)
            (left_out.setdefault(reason, []) if reason else able).append(each)
        return Chosen(able, left_out)

    @cached_property
    def said(self) -> list[str]:
        return self.consequences(self.chosen.able) if self.chosen.able else []

    @property
    def seen(self) -> str:
        """A mark of what is on the page: for whom, with which answers, what follows."""
        answers = [str(self.form[name].value()) for name in self.form.fields]
        page = [[each.pk for each in self.chosen.able], answers, self.said]
        return hashlib.sha256(json.dumps(page).encode()).hexdigest()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.within_one_programme and len({each.programme_id for each in self.rows}) > 1:
            messages.error(
                request,
                _("These people are in several programmes. Choose one programme in the filter."),
            )
            return redirect(self.back)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if not self.chosen.able or self.request.POST.get("seen") != self.seen:
            return self.render_to_response(self.get_context_data())
        return self.perform(self.chosen.able)

    def perform(self, enrolments: list[Any]) -> HttpResponse:
        """Do it with each of them, and say with how many it was done and who was left out."""
        refused = self.perform_all(enrolments)
        count = len(enrolments) - sum(map(len, refused.values()))
        if count:
            messages.success(self.request, self.done(count))
        for reason, rows in [*self.chosen.left_out.items(), *refused.items()]:
            messages.warning(self.request, say_left_out(reason, rows))
        return redirect(self.back)

    def perform_all(self, enrolments: list[Any]) -> dict[str, list[Any]]:
        """Do it, and say with whom it could not be done after all, by the reason."""
        refused: dict[str, list[Any]] = {}
        for each in enrolments:
            try:
                self.perform_one(each)
            except EnrolmentError as error:
                refused.setdefault(" ".join(error.messages), []).append(each)
        return refused

    @property
    def back(self) -> str:
        """The list as it was, or the list where the address says nothing about it."""
        is_own = self.next_url == self.request.path
        return reverse("office_enrolments:index") if is_own else str(self.next_url)

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        return self.chosen.able, {"items_with_no_access": []}

    def get_page_title(self) -> str:
        return str(self.display_name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.back, "label": _("Enrolments")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_asking = bool(self.form.fields) and not self.form.is_valid()
        context: dict[str, Any] = super().get_context_data(**{"form": self.form, **kwargs})
        return context | {
            "is_asking": is_asking,
            "chosen": self.chosen,
            "count": len(self.rows),
            "consequences": [] if is_asking else self.said,
            "seen": "" if is_asking else self.seen,
            "has_changed": bool(self.request.POST.get("seen")),
            "confirm_label": self.confirm_label,
            "is_serious": self.is_serious,
            "back": self.back,
        }


def _is_number(text: str) -> bool:
    """Whether this can be the number of a row: longer ones fit no database."""
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def say_left_out(reason: str, rows: Iterable[Any]) -> str:
    """How many were left out, why and who, as far as a message has room for them."""
    names = [str(each.person) for each in rows]
    more = len(names) - NAMED
    said = ", ".join(names[:NAMED])
    if more > 0:
        said = _("%(names)s and %(count)d more") % {"names": said, "count": more}
    return ngettext(
        "%(count)d person was left out (%(names)s): %(reason)s",
        "%(count)d people were left out (%(names)s): %(reason)s",
        len(names),
    ) % {"count": len(names), "names": said, "reason": reason}
