"""The screens on which someone tells of themselves, and chooses language and mails."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import languages
from portal.accounts.drafts.offering import draft_initial
from portal.accounts.models import User
from portal.accounts.profile import services
from portal.accounts.profile.forms import ChoicesForm, PhotoForm, ProfileForm
from portal.ui.posting import post_or_show


def profile(request: HttpRequest) -> HttpResponse:
    """The name that someone goes by, and how to reach them."""
    person = cast(User, request.user)
    form = ProfileForm(
        request.POST or None, instance=_copy(person), initial=draft_initial(request, "profile")
    )
    if request.method == "POST" and form.is_valid():
        services.change_profile(person=person, **form.cleaned_data)
        messages.success(request, _("Saved. This is how others see you from now on."))
        return redirect("my_account")
    return render(request, "account/profile/profile.html", {"form": form})


def photo(request: HttpRequest) -> HttpResponse:
    """Choose a photo, or another one."""
    person = cast(User, request.user)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.set_photo(person=person, picture=form.cleaned_data["photo"])
        messages.success(request, _("Your photo was saved."))
        return redirect("my_account")
    return render(request, "account/profile/photo.html", {"form": form})


@post_or_show("my_photo")
def remove_photo(request: HttpRequest) -> HttpResponse:
    """Take the photo away."""
    services.remove_photo(person=cast(User, request.user))
    messages.success(request, _("Your photo was removed."))
    return redirect("my_account")


def choices(request: HttpRequest) -> HttpResponse:
    """The language, and which mails someone wants."""
    person = cast(User, request.user)
    form = ChoicesForm(request.POST or None, instance=_copy(person))
    if request.method == "POST" and form.is_valid():
        services.change_choices(person=person, **form.cleaned_data)
        response = redirect("my_account")
        languages.speak(response, form.cleaned_data["language"])
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your choices were saved."))
        return response
    return render(request, "account/profile/choices.html", {"form": form})


def _copy(person: User) -> User:
    """What a form may change while it is checked; the page around it shows what is true."""
    return User.objects.get(pk=person.pk)
