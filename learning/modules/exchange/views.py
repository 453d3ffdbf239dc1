"""In the CMS: take a module along as one file, and bring one in."""

from __future__ import annotations

import tempfile
from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from learning.modules.exchange.packing import InvalidPackage
from learning.modules.exchange.services import export_module, import_module
from learning.modules.models import ModuleIndexPage, ModulePage
from portal.accounts.models import User

IN_MEMORY = 2 * 1024 * 1024


@require_safe
def export(request: HttpRequest, pk: int) -> FileResponse:
    """A module as one file, for who may change it."""
    module = get_object_or_404(ModulePage, pk=pk)
    if not module.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    export_module(module=module, target=target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{module.slug}.zip")


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A module that was exported from a learning portal: a ZIP file."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )


class ImportView(WagtailAdminTemplateMixin, FormView[ImportForm]):
    """Bring a module into a library, as drafts."""

    template_name = "learning/modules/cms/import.html"
    form_class = ImportForm
    page_title = _("Bring in a module")
    header_icon = "upload"
    request: HttpRequest

    @cached_property
    def index(self) -> ModuleIndexPage:
        """The library, for who may add to it."""
        index = get_object_or_404(ModuleIndexPage, pk=self.kwargs["pk"])
        if not index.permissions_for_user(self.request.user).can_add_subpage():
            raise PermissionDenied
        return index

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert self.index  # noqa: S101 - raises where it is not theirs
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        library = reverse("wagtailadmin_explore", args=[self.index.pk])
        return [
            *self.breadcrumbs_items,
            {"url": library, "label": self.index.title},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form: Any) -> HttpResponse:
        by = cast(User, self.request.user)
        try:
            module = import_module(index=self.index, source=form.cleaned_data["file"], by=by)
        except InvalidPackage as error:
            form.add_error("file", error)
            return self.form_invalid(form)
        told = _(
            "“%(title)s” is here, as a draft. Read it through, and publish it with its lessons."
        )
        messages.success(self.request, told % {"title": module.title})
        return redirect("wagtailadmin_explore", module.pk)
