"""Screens of the CMS whose lists, objects and choices all come through a permission policy.

Wagtail's generic views ask a policy what someone may do with a *model*. Here the policy is also
asked with *which* rows: what it does not give, does not exist (404), not in a list, not by its
address and not as a choice in a form.
"""

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_filters import ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

Row = TypeVar("Row", bound=models.Model)
ANY_ACTION = ("add", "change", "delete", "view")


def permitted(
    model: type[Row], user: AbstractBaseUser | AnonymousUser, *actions: str
) -> models.QuerySet[Row]:
    """The rows of a model with which someone may do one of the actions; any of them by default."""
    policy = policy_registry.get_by_type(model)
    rows: models.QuerySet[Row] = policy.instances_user_has_any_permission_for(
        user, actions or ANY_ACTION
    )
    return rows


class DayColumn(Column):
    """A day, written out. Wagtail's own column says how long ago it was."""

    def get_value(self, instance: models.Model) -> str:
        return date_format(super().get_value(instance), "j F Y")


class ScopedFilterSet(WagtailFilterSet):
    """Filters that offer only rows that the person who looks may know of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.filters.values():
            if isinstance(each, ModelChoiceFilter):
                each.queryset = permitted(each.queryset.model, self.request.user)


class ScopedForm(WagtailAdminModelForm):
    """A form that offers, and accepts, only choices that its policy gives to who fills it in.

    ``fixed_fields`` are those that other rows lean on: they are chosen once.
    """

    fixed_fields: tuple[str, ...] = ()

    class Meta(WagtailAdminModelForm.Meta):
        """Keeps Wagtail's widgets; each form's own Meta is based on this one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fixed_fields if self.instance.pk else ():
            self.fields[name].disabled = True
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                scope = permitted(field.queryset.model, self.for_user)
                field.queryset = field.queryset.filter(pk__in=scope.values("pk"))

    def refuse_taken(self, name: str, within: str, message: str) -> None:
        """Say beside the field ``name`` that its value is taken in the same ``within``."""
        values = {key: self.cleaned_data.get(key) for key in (name, within)}
        if None in values.values():
            return
        values[f"{name}__iexact"] = values.pop(name)
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        if others.filter(**values).exists():
            self.add_error(name, message)


class ScopedIndexView(generic.IndexView):
    """A list of what someone may see."""

    base_filterset_class = ScopedFilterSet
    list_select_related: tuple[str, ...] = ()

    def get_base_queryset(self) -> "models.QuerySet[models.Model]":
        rows = permitted(self.model, self.request.user)
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows


class ScopedCreateView(generic.CreateView):
    """A new row; ``?programme=3`` and the like fill in a field beforehand."""

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | self.request.GET.dict()


class ScopedEditView(generic.EditView):
    """A row that someone may change."""

    def get_queryset(self) -> "models.QuerySet[models.Model]":
        return permitted(self.model, self.request.user, "change")


class ScopedDeleteView(generic.DeleteView):
    """A row that someone may delete; one that is in use stays, and the page says so."""

    def get_queryset(self) -> "models.QuerySet[models.Model]":
        return permitted(self.model, self.request.user, "delete")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("“%(name)s” is in use and cannot be deleted.") % {"name": self.object},
            )
            return redirect(self.edit_url_name, self.object.pk)


class ScopedViewSet(ModelViewSet):
    """List, add, edit and delete, each within the policy. There are no other addresses."""

    index_view_class = ScopedIndexView
    add_view_class = ScopedCreateView
    edit_view_class = ScopedEditView
    delete_view_class = ScopedDeleteView
    search_backend_name = None
    add_to_reference_index = False
    copy_view_enabled = False
    list_select_related: tuple[str, ...] = ()
    form_class: type[ScopedForm]

    def get_form_class(self, for_update: bool = False) -> type[ScopedForm]:
        return self.form_class

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out the pages of Wagtail that would show any row to any editor."""
        return super().get_common_view_kwargs(
            **{"history_url_name": None, "usage_url_name": None, **kwargs}
        )

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            **{"list_select_related": self.list_select_related, **kwargs}
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("resultaten/", self.index_results_view, name="index_results"),
            path("nieuw/", self.add_view, name="add"),
            path("<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/verwijderen/", self.delete_view, name="delete"),
        ]
