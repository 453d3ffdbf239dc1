"""Certificates in the CMS: giving them to many, their list, printing and withdrawing."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import django_filters
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from learning.certificates.models import Certificate
from learning.certificates.paper import print_certificates
from learning.certificates.services import give_certificate, why_not, withdraw_certificate
from learning.certificates.views import as_download
from learning.enrolment.office.bulk import OfficeBulkAction
from learning.enrolment.office.views import OfficeView
from learning.programmes.models import Cohort, Programme
from portal.ui.viewsets import (
    ScopedFilterSet,
    ScopedForm,
    ScopedIndexView,
    ScopedViewSet,
    permitted,
)

MOST_AT_ONCE = 300
"""So many fit in one file: more would keep the browser waiting."""


@hooks.register("register_bulk_action")
class GiveCertificates(OfficeBulkAction):
    """Declare that the people who were ticked took part."""

    display_name = gettext_lazy("Certificate of participation")
    action_type = "certificates"
    action_priority = 60
    confirm_label = gettext_lazy("Yes, give the certificates")
    header_icon = "doc-full"

    @cached_property
    def held(self) -> set[int]:
        """Of the people who were ticked, who has a valid one: one query."""
        valid = Certificate.objects.filter(enrolment__in=self.rows, withdrawn_at=None)
        return set(valid.values_list("enrolment_id", flat=True))

    def why_not(self, enrolment: Any) -> str:
        if enrolment.pk in self.held:
            return _("There is a certificate already.")
        return why_not(enrolment)

    def consequences(self, enrolments: list[Any]) -> list[str]:
        return [
            ngettext(
                "You declare that %(count)d person took part, and give a certificate of participation.",
                "You declare that %(count)d people took part, and give each a certificate of "
                "participation.",
                len(enrolments),
            )
            % {"count": len(enrolments)},
            _("On it stand the name, the programme, its days and its modules. No results."),
            _("They can print it on their own page; you can print it in the list of certificates."),
            _("Who has the paper can check it on a page that is open to everyone."),
        ]

    def perform_one(self, enrolment: Any) -> None:
        give_certificate(enrolment=enrolment, by=self.by)

    def done(self, count: int) -> str:
        return ngettext(
            "%(count)d certificate was given. Print it under Certificates.",
            "%(count)d certificates were given. Print them under Certificates.",
            count,
        ) % {"count": count}


class CertificateFilterSet(ScopedFilterSet):
    programme = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Programme"),
        queryset=Programme.objects.all(),
        field_name="enrolment__programme",
    )
    cohort = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Cohort"),
        queryset=Cohort.objects.all(),
        field_name="enrolment__cohort",
    )
    withdrawn = django_filters.BooleanFilter(
        label=gettext_lazy("Withdrawn"),
        field_name="withdrawn_at",
        lookup_expr="isnull",
        exclude=True,
    )

    class Meta:
        model = Certificate
        fields: list[str] = []


class CertificateIndexView(ScopedIndexView):
    """Every certificate in the programmes that someone coordinates, the newest first."""

    filterset_class = CertificateFilterSet
    default_ordering = "-issued_at"
    page_title = gettext_lazy("Certificates")
    is_searchable = True

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                accessor=lambda each: each.name or _("erased"),
                sort_key="name",
                get_url=lambda each: reverse("office_certificates:detail", args=[each.pk]),
            ),
            Column("programme", label=_("Programme"), classname="o-wide"),
            Column("cohort", label=_("Cohort"), accessor="enrolment.cohort", classname="o-wide"),
            Column("issued_at", label=_("Given on"), accessor=given_on, sort_key="issued_at"),
            Column("state", label=_("State"), accessor=say_state),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        shown = self.request.GET.copy()
        shown.pop("_w_filter_fragment", None)
        url = f"{reverse('office_certificates:print')}?{shown.urlencode()}"
        return [HeaderButton(_("Print this list (PDF)"), url=url, icon_name="download")]

    def search_queryset(self, queryset: Any) -> Any:
        return found(queryset, self.search_query) if self.is_searching else queryset


def given_on(certificate: Certificate) -> str:
    return date_format(localtime(certificate.issued_at), "j F Y")


def say_state(certificate: Certificate) -> str:
    """Valid, or since when it is not."""
    if certificate.withdrawn_at is None:
        return _("Valid")
    return _("Withdrawn on %(day)s") % {
        "day": date_format(localtime(certificate.withdrawn_at), "j F Y")
    }


def found(certificates: Any, words: str) -> Any:
    """Certificates in whose name each of the words occurs."""
    for word in words.split():
        certificates = certificates.filter(name__icontains=word)
    return certificates


class CertificateView(OfficeView):
    """A screen about certificates, within what the policy gives: 404 for all others."""

    model = Certificate
    permission_required = "change"
    header_icon = "doc-full"

    def trail(self) -> list[dict[str, str]]:
        return [{"url": reverse("office_certificates:index"), "label": _("Certificates")}]


class PrintView(CertificateView, TemplateView):
    """The valid certificates of the list as one file, in the order of names."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = permitted(Certificate, self.by, "change").filter(withdrawn_at=None)
        filters = CertificateFilterSet(data=request.GET, request=request, queryset=mine)
        if not filters.is_valid():
            raise Http404
        shown = found(filters.qs, request.GET.get("q", ""))
        certificates = list(
            shown.select_related("enrolment__programme__organisation").order_by(
                "enrolment__programme__organisation", "name", "pk"
            )[: MOST_AT_ONCE + 1]
        )
        organisations = [
            (organisation, list(of_it))
            for organisation, of_it in groupby(
                certificates, key=lambda each: each.enrolment.programme.organisation
            )
        ]
        if reason := why_not_in_one_file(len(certificates), len(organisations)):
            messages.error(request, reason)
            return redirect("office_certificates:index")
        [(organisation, of_it)] = organisations
        return as_download(print_certificates(of_it, organisation), _("Certificates"))


def why_not_in_one_file(certificates: int, organisations: int) -> str:
    """Why a list cannot be printed at once; empty where it can."""
    if not certificates:
        return _("There is no valid certificate in this list.")
    if certificates > MOST_AT_ONCE:
        return _("Choose a programme or cohort: at most %(limit)d fit in one file.") % {
            "limit": MOST_AT_ONCE
        }
    if organisations > 1:
        return _("Choose a programme in the filter: these are of several organisations.")
    return ""


class CertificateDetailView(CertificateView, TemplateView):
    """What stands on one, with the ways to print it and to withdraw it."""

    template_name = "learning/certificates/cms/detail.html"

    @cached_property
    def certificate(self) -> Certificate:
        mine = permitted(Certificate, self.by, "change").select_related(
            "enrolment__programme__organisation", "issued_by", "withdrawn_by"
        )
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.certificate.name or _("erased")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            certificate=self.certificate, state=say_state(self.certificate), **kwargs
        )
        return context


class PrintOneView(CertificateDetailView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        certificate = self.certificate
        if not certificate.is_valid:
            raise Http404
        organisation = certificate.enrolment.programme.organisation
        content = print_certificates([certificate], organisation)
        return as_download(content, f"{_('Certificate of participation')} {certificate.name}")


class WithdrawView(CertificateDetailView):
    """Say what follows; do it when that is confirmed."""

    template_name = "learning/certificates/cms/withdraw.html"

    def get_page_title(self) -> str:
        return _("Withdraw the certificate")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        withdraw_certificate(certificate=self.certificate, by=self.by)
        messages.success(request, _("The certificate was withdrawn."))
        return redirect("office_certificates:detail", self.certificate.pk)


class CertificateViewSet(ScopedViewSet):
    """Certificates are given from the list of people, and never changed or deleted."""

    name = "office_certificates"
    url_prefix = "bewijzen"
    model = Certificate
    icon = "doc-full"
    menu_label = gettext_lazy("Certificates")
    menu_order = 109
    add_to_admin_menu = True
    form_class = ScopedForm
    index_view_class = CertificateIndexView
    list_per_page = 50
    list_select_related = ("enrolment__cohort",)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = {"add_url_name": None, "edit_url_name": None, "delete_url_name": None}
        return super().get_index_view_kwargs(**{**nowhere, **kwargs})

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("afdrukken/", PrintView.as_view(), name="print"),
            path("<int:pk>/", CertificateDetailView.as_view(), name="detail"),
            path("<int:pk>/bewijs.pdf", PrintOneView.as_view(), name="print_one"),
            path("<int:pk>/intrekken/", WithdrawView.as_view(), name="withdraw"),
        ]
