"""What someone tells of themselves, each field with who can see the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.profile.photos import ACCEPT, prepare_photo

EVERYONE = _(
    "Everyone who can meet you in the forum of your programmes sees this: participants, trainers,"
    " coordinators and invited guests."
)
COHORT = _("Only the participants of your own cohort see this.")
NOBODY = _("Only you see this.")


class ProfileForm(forms.ModelForm[User]):
    """The name that someone goes by, and how to reach them."""

    audiences = {"goes_by": EVERYONE, "reachable": COHORT}

    class Meta:
        model = User
        fields = ("goes_by", "reachable")
        labels = {
            "goes_by": _("First name that you go by"),
            "reachable": _("How others reach you"),
        }
        help_texts = {
            "goes_by": _("Leave it empty if people use your first name as it is known here."),
            "reachable": _("For example: in the office on Tuesday and Thursday, or by Teams."),
        }
        widgets = {
            "goes_by": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "reachable": forms.TextInput(attrs={"autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, audience in self.audiences.items():
            self.fields[name].audience = audience  # type: ignore[attr-defined]


class PhotoForm(forms.Form):
    """A photo; what it becomes is in ``cleaned_data["photo"]``, ready to be kept."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, up to 10 MB. We cut a square out of the middle, and leave out where"
            " and when it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={
            "required": _("Choose a photo first."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].audience = EVERYONE  # type: ignore[attr-defined]

    def clean_photo(self) -> bytes:
        upload: UploadedFile[bytes] = self.cleaned_data["photo"]
        return prepare_photo(upload)


class ChoicesForm(forms.ModelForm[User]):
    """The language, and which mails someone wants."""

    class Meta:
        model = User
        fields = ("language", "mail_on_new_device")
        labels = {
            "language": _("Language"),
            "mail_on_new_device": _("Mail me when someone signs in on a new device"),
        }
        help_texts = {
            "language": _(
                "Of the buttons and texts of the portal, and of the mails that it sends you."
            ),
            "mail_on_new_device": _("So that you notice when it was not you."),
        }
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.audience = NOBODY  # type: ignore[attr-defined]
