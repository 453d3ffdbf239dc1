"""Accounts in the CMS, for administrators: made and changed there, never deleted.

When someone was last here is shown to nobody, so Wagtail's column and filter for it are left out.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BaseColumn
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import EditView, IndexView, UserFilterSet, UserViewSet

from portal.accounts.models import User

LEFT_OUT = {"last_login", "bulk_actions"}


class StaffCreationForm(UserCreationForm):
    """A new account with a password: for someone who works here, so with a second factor too."""

    def save(self, commit: bool = True) -> User:
        self.instance.is_staff = True
        return super().save(commit)


class PersonEditForm(UserEditForm):
    """An account: of staff, or of a participant, who may have no e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = False

    def save(self, commit: bool = True) -> User:
        if self.cleaned_data.get("groups") or self.cleaned_data.get("is_superuser"):
            self.instance.is_staff = True
        return super().save(commit)


class PersonFilterSet(UserFilterSet):
    last_login = None


class PersonIndexView(IndexView):
    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [column for column in super().columns if column.name not in LEFT_OUT]

    def get_delete_url(self, instance: User) -> None:
        return None


class PersonEditView(EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.can_delete = False


class PersonViewSet(UserViewSet):
    """Wagtail's accounts without a way to delete or copy one."""

    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    filterset_class = PersonFilterSet
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[StaffCreationForm | PersonEditForm]:
        return PersonEditForm if for_update else StaffCreationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [each for each in super().get_urlpatterns() if each.name != "delete"]
