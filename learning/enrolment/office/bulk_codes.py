"""Codes of many people at once: more time, let go, revoke. New codes leave by letter, card or mail."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from learning.enrolment.models import AccessCode
from learning.enrolment.office.bulk import OfficeBulkAction
from learning.enrolment.office.forms import UntilForm
from learning.enrolment.services import revoke_code
from learning.enrolment.upkeep import extend_code, extended_end, unfreeze_code, why_not_extended


class CodesBulkAction(OfficeBulkAction):
    """Something with the codes that people have now."""

    header_icon = "key"

    @cached_property
    def codes(self) -> dict[int, AccessCode]:
        """The codes that live, by enrolment."""
        living = AccessCode.objects.filter(enrolment__in=self.rows, revoked_at=None)
        codes = {code.enrolment_id: code for code in living}
        for each in self.rows:
            if each.pk in codes:
                codes[each.pk].enrolment = each
        return codes

    def why_not(self, enrolment: Any) -> str:
        code = self.codes.get(enrolment.pk)
        return self.why_not_this(code) if code else _("There is no code.")

    def why_not_this(self, code: AccessCode) -> str:
        """Why it cannot be done with this code; empty where it can."""
        return ""

    def perform_one(self, enrolment: Any) -> None:
        self.perform_with(self.codes[enrolment.pk])

    def perform_with(self, code: AccessCode) -> None:
        """Do it. An EnrolmentError leaves this one out, with its message as the reason."""
        raise NotImplementedError


@hooks.register("register_bulk_action")
class ExtendCodes(CodesBulkAction):
    """More time for letters that nobody has used yet."""

    display_name = gettext_lazy("Extend codes")
    action_type = "extend_codes"
    action_priority = 50
    confirm_label = gettext_lazy("Yes, extend the codes")
    form_class = UntilForm

    @property
    def until(self) -> date:
        until: date = self.answers["until"]
        return until

    def why_not_this(self, code: AccessCode) -> str:
        return why_not_extended(code, self.until) if self.answers else ""

    def consequences(self, enrolments: list[Any]) -> list[str]:
        codes = [self.codes[each.pk] for each in enrolments]
        ends = [timezone.localdate(extended_end(code, self.until)) for code in codes]
        sooner = sum(end <= self.until for end in ends)
        expired = sum(code.expires_at <= timezone.now() for code in codes)
        said = [
            ngettext(
                "%(count)d code that nobody has used can be used up to and including %(day)s.",
                "%(count)d codes that nobody has used can be used up to and including %(day)s.",
                len(codes),
            )
            % {"count": len(codes), "day": date_format(self.until, "j F Y")}
        ]
        if sooner:
            said.append(
                ngettext(
                    "%(count)d of them ends sooner, with the enrolment.",
                    "%(count)d of them end sooner, with the enrolment.",
                    sooner,
                )
                % {"count": sooner}
            )
        if expired:
            said.append(
                ngettext(
                    "%(count)d had expired and works again: the same letter, card or mail.",
                    "%(count)d had expired and work again: the same letter, card or mail.",
                    expired,
                )
                % {"count": expired}
            )
        return [*said, _("The day that is on a letter or in a mail does not change.")]

    def perform_with(self, code: AccessCode) -> None:
        extend_code(code=code, until=self.until, by=self.by)

    def done(self, count: int) -> str:
        return ngettext("%(count)d code was extended.", "%(count)d codes were extended.", count) % {
            "count": count
        }


@hooks.register("register_bulk_action")
class UnfreezeCodes(CodesBulkAction):
    """Let people try again at once."""

    display_name = gettext_lazy("Let frozen codes go")
    action_type = "unfreeze_codes"
    action_priority = 70
    confirm_label = gettext_lazy("Yes, let them go")

    def why_not_this(self, code: AccessCode) -> str:
        return "" if code.frozen_at else _("The code is not frozen.")

    def consequences(self, enrolments: list[Any]) -> list[str]:
        return [
            ngettext(
                "The code of %(count)d person can be tried again at once.",
                "The codes of %(count)d people can be tried again at once.",
                len(enrolments),
            )
            % {"count": len(enrolments)},
            _("Do you think that somebody is guessing? Then replace the code instead."),
        ]

    def perform_with(self, code: AccessCode) -> None:
        unfreeze_code(code=code, by=self.by)

    def done(self, count: int) -> str:
        return ngettext(
            "%(count)d code can be tried again.", "%(count)d codes can be tried again.", count
        ) % {"count": count}


class WayForm(forms.Form):
    """Asks how people get their new codes: they are too many to be shown on a page."""

    way = forms.ChoiceField(
        label=gettext_lazy("How do they get their new code?"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = bulk_action_registry.get_bulk_actions_for_model("learning", "enrolment")
        ways = [action for action in known if getattr(action, "hands_out_codes", False)]
        self.fields["way"].choices = [  # type: ignore[attr-defined]
            (way.action_type, way.display_name)
            for way in sorted(ways, key=lambda way: way.action_priority)
        ]


@hooks.register("register_bulk_action")
class ReplaceCodes(OfficeBulkAction):
    """Leads to letters, cards or mails for the same people: what makes the new codes."""

    display_name = gettext_lazy("Replace codes")
    action_type = "replace_codes"
    action_priority = 60
    header_icon = "key"
    form_class = WayForm

    def form_valid(self, form: forms.Form) -> HttpResponse:
        way = reverse("wagtail_bulk_action", args=["learning", "enrolment", self.answers["way"]])
        return redirect(f"{way}?{self.request.GET.urlencode()}")


@hooks.register("register_bulk_action")
class RevokeCodes(CodesBulkAction):
    """Shut out codes that came into the wrong hands, such as a lost pile of letters."""

    display_name = gettext_lazy("Revoke codes")
    action_type = "revoke_codes"
    action_priority = 80
    confirm_label = gettext_lazy("Yes, revoke the codes")
    is_serious = True

    def consequences(self, enrolments: list[Any]) -> list[str]:
        used = sum(self.codes[each.pk].first_used_at is not None for each in enrolments)
        said = [
            ngettext(
                "The code of %(count)d person stops working at once.",
                "The codes of %(count)d people stop working at once.",
                len(enrolments),
            )
            % {"count": len(enrolments)},
        ]
        if used:
            said.append(
                ngettext(
                    "%(count)d of them has come in already: signed out everywhere, and an e-mail "
                    "address, password or passkey that was added is taken away too.",
                    "%(count)d of them have come in already: signed out everywhere, and an e-mail "
                    "address, password or passkey that was added is taken away too.",
                    used,
                )
                % {"count": used}
            )
        return [
            *said,
            _("Everyone keeps all work."),
            _("Until you issue new codes, they cannot come in with a code."),
        ]

    def perform_with(self, code: AccessCode) -> None:
        revoke_code(code=code, by=self.by)

    def done(self, count: int) -> str:
        return ngettext("%(count)d code was revoked.", "%(count)d codes were revoked.", count) % {
            "count": count
        }
