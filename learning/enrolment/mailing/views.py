"""The log of mails in the CMS: the list, and one mail with the way to send it again.

Each mail is got through the permission policy: 404 where it is not yours.
"""

from typing import Any

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn

from learning.enrolment.handout.bulk import run_url
from learning.enrolment.mailing.bulk import MailAction
from learning.enrolment.mailing.models import Mail, MailKind, MailState
from learning.enrolment.mailing.queries import say_outcome, say_why
from learning.enrolment.office.views import OfficeView
from learning.programmes.models import Programme
from portal.ui.moments import in_full
from portal.ui.viewsets import ScopedFilterSet, ScopedIndexView, permitted

UNSETTLED = "unsettled"


class MailFilterSet(ScopedFilterSet):
    """What needs attention first: not sent or uncertain, and not made good since."""

    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Programme"), queryset=Programme.objects.all()
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("What for"), choices=MailKind.choices)
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            (UNSETTLED, gettext_lazy("Not sent or uncertain, and not sent again")),
            *MailState.choices,
        ],
        method="filter_outcome",
    )

    class Meta:
        model = Mail
        fields: list[str] = []

    def filter_outcome(self, queryset: Any, name: str, value: str) -> Any:
        if value == UNSETTLED:
            return queryset.filter(pk__in=Mail.objects.unsettled().values("pk"))
        return queryset.filter(outcome=value)


class MailIndexView(ScopedIndexView):
    """Every mail in the programmes that someone coordinates, the newest first."""

    filterset_class = MailFilterSet
    default_ordering = "-at"
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "to",
                label=_("To"),
                accessor=name_of,
                get_url=lambda each: reverse("office_mails:detail", args=[each.pk]),
            ),
            Column("address", label=_("E-mail address"), accessor="to", classname="o-wide"),
            Column("kind", label=_("What for"), accessor="get_kind_display", sort_key="kind"),
            Column("programme", label=_("Programme"), classname="o-wide"),
            Column("at", label=_("When"), accessor=lambda each: in_full(each.at), sort_key="at"),
            Column("outcome", label=_("State"), accessor=say_outcome),
            Column("why", label=_("Why"), accessor=say_why, classname="o-wide"),
        ]

    def get_base_queryset(self) -> Any:
        rows: Any = super().get_base_queryset()
        return rows.with_outcome()

    def search_queryset(self, queryset: Any) -> Any:
        for word in self.search_query.split() if self.is_searching else []:
            queryset = queryset.filter(
                Q(to__icontains=word)
                | Q(enrolment__person__first_name__icontains=word)
                | Q(enrolment__person__last_name__icontains=word)
            )
        return queryset


def name_of(mail: Mail) -> str:
    """Whom a mail was for: by name where we know somebody, else the address."""
    return str(mail.enrolment.person) if mail.enrolment else mail.to


class MailDetailView(OfficeView, TemplateView):
    """One mail: how it ended, why, and how to send it again."""

    model: Any = Mail
    permission_required = "change"
    template_name = "learning/enrolment/mailing/detail.html"
    header_icon = "mail"

    @cached_property
    def mail(self) -> Any:
        mine: Any = permitted(Mail, self.by, "change")
        together = ("programme", "enrolment__person", "by")
        return get_object_or_404(
            mine.with_outcome().select_related(*together), pk=self.kwargs["pk"]
        )

    def get_page_title(self) -> str:
        return f"{self.mail.get_kind_display()}: {name_of(self.mail)}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("office_mails:index"), "label": _("Mail log")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.mail
        context: dict[str, Any] = super().get_context_data(
            mail=mail,
            state=say_outcome(mail),
            why=say_why(mail),
            at=in_full(mail.at),
            is_uncertain=mail.outcome == MailState.UNCERTAIN,
            again_url=self.again_url(),
            **kwargs,
        )
        return context

    def again_url(self) -> str:
        """Where a code is mailed again; another mail is sent again where it came from."""
        mail = self.mail
        is_over = mail.outcome not in {MailState.WAITING, MailState.SENDING}
        if mail.kind != MailKind.CODE or not mail.enrolment or not is_over:
            return ""
        return run_url(MailAction.action_type, mail.enrolment, back=self.request.path)
