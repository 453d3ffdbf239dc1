"""The form in which a coordinator changes a text; what is wrong with it stands beside the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.enrolment.handout.text_models import HandoutText, TextKind
from learning.enrolment.handout.texts import Text, check_body, check_subject

MAILED = {TextKind.MAIL, TextKind.STAFF_INVITATION}


class TextForm(forms.Form):
    """A heading and a text, with placeholders that exist."""

    subject = forms.CharField(
        label=_("Heading of the text"), max_length=HandoutText._meta.get_field("subject").max_length
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=HandoutText._meta.get_field("body").max_length,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "An empty line begins a new paragraph. A line with a dash is a line of a list."
        ),
    )

    def __init__(self, *args: Any, kind: TextKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind in MAILED:
            self.fields["subject"].label = _("Subject")
            self.fields["subject"].help_text = _(
                "Others may read this along, on the lock screen of a phone for example. So say "
                "nothing of a code here."
            )

    def clean_subject(self) -> str:
        subject = " ".join(str(self.cleaned_data["subject"]).split())
        check_subject(self.kind, subject)
        return subject

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n").strip()
        check_body(self.kind, body)
        return body

    @property
    def text(self) -> Text:
        """What was typed; for a form that is valid."""
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"], is_own=True)
