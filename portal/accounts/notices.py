"""Tell someone that a way into their account changed: by mail and in the log of who looked.

Mails go to every address that was checked before the change, the one that was taken away too: who
takes over an account would begin by changing the address. They cannot be switched off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop, override
from django_tasks import task

from portal.accounts.access_log import Kind, note_access
from portal.accounts.models import User

PASSWORD = gettext_noop("Password")
ADDRESS = gettext_noop("E-mail address")
OF_TYPE = {
    Authenticator.Type.TOTP: gettext_noop("App on your phone"),
    Authenticator.Type.WEBAUTHN: gettext_noop("Passkey"),
    Authenticator.Type.RECOVERY_CODES: gettext_noop("Recovery codes"),
}


def addresses_of(person: User) -> list[str]:
    """Where someone gets mail about their account: addresses that they proved to be theirs."""
    checked = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk")
    return list(checked.values_list("email", flat=True))


@receiver(account_signals.password_set)
@receiver(account_signals.password_changed)
@receiver(account_signals.password_reset)
def note_password(user: User, **kwargs: Any) -> None:
    """allauth mails about it itself."""
    _note(user, PASSWORD)


@receiver(account_signals.email_added)
@receiver(account_signals.email_changed)
def note_address(user: User, **kwargs: Any) -> None:
    """An address that was not checked opens nothing yet; allauth mails when messages move."""
    _note(user, ADDRESS)


@receiver(account_signals.email_confirmed)
def tell_of_new_address(email_address: EmailAddress, **kwargs: Any) -> None:
    """From now on it lets someone in: the other addresses hear of it."""
    person = email_address.user
    for known in addresses_of(person):
        if known != email_address.email:
            get_adapter().send_mail("account/email/email_added", known, {"user": person})
    _note(person, ADDRESS)


@receiver(account_signals.email_removed)
def tell_removed_address(user: User, email_address: EmailAddress, **kwargs: Any) -> None:
    """The address that was taken away hears of it too; allauth mails the others."""
    if email_address.verified:
        get_adapter().send_mail("account/email/email_deleted", email_address.email, {"user": user})
    _note(user, ADDRESS)


@receiver(mfa_signals.authenticator_added)
@receiver(mfa_signals.authenticator_removed)
@receiver(mfa_signals.authenticator_reset)
def note_authenticator(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """allauth mails about it itself."""
    _note(user, OF_TYPE[authenticator.type])


def tell_of_new_code(*, person: User, addresses: Sequence[str]) -> None:
    """Somebody was given a personal code in this person's name, with which they can come in as them.

    The addresses are given, because they may be taken away together with the code before it. The
    code itself is in no notice.
    """
    if addresses:
        transaction.on_commit(lambda: mail_about_code.enqueue(person.pk, list(addresses)))


@task()
def mail_about_code(person_pk: int, addresses: list[str]) -> None:
    """Mail someone, in their language, that a code was made for them."""
    mail_notice("account/email/new_code", User.objects.get(pk=person_pk), addresses)


def tell_of_address_given(*, person: User, addresses: Sequence[str], by: User) -> None:
    """The office knows someone by another address: mails with a code go there from now on."""
    _note(person, ADDRESS, by)
    transaction.on_commit(lambda: mail_about_address.enqueue(person.pk, list(addresses)))


@task()
def mail_about_address(person_pk: int, addresses: list[str]) -> None:
    """Mail someone, in their language, that a coordinator changed their address."""
    mail_notice("account/email/address_given", User.objects.get(pk=person_pk), addresses)


def mail_notice(
    template_prefix: str, person: User, addresses: Iterable[str], **context: Any
) -> None:
    """Mail someone, in their language, what the worker tells them: there is no request to go by."""
    with override(person.language):
        context["portal"] = settings.BASE_URL
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        body = render_to_string(f"{template_prefix}_message.txt", context)
    for address in addresses:
        send_mail(subject, body, None, [address])


def _note(person: User, what: str, by: User | None = None) -> None:
    """The log speaks the language of the portal: others than the person read it too."""
    with override(settings.LANGUAGE_CODE):
        detail = gettext(what)
    note_access(kind=Kind.ACCOUNT_CHANGED, about=person, by=by or person, detail=detail)
