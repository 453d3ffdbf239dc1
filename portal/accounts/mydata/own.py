"""What the accounts hold about a person."""

from __future__ import annotations

import json

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from portal.accounts.devices import describe_device
from portal.accounts.models import AccessEvent, Draft, User
from portal.accounts.mydata import Part, exports

_PHOTO = "photo.webp"


@exports()
def person(person: User) -> Part:
    """Who someone is."""
    return Part(
        name="person",
        title=_("Who you are"),
        headings={
            "first_name": _("First name"),
            "goes_by": _("First name that you go by"),
            "last_name": _("Last name"),
            "username": _("Username"),
            "email": _("E-mail address"),
            "reachable": _("How others reach you"),
            "photo": _("Photo"),
            "language": _("Language"),
            "mail_on_new_device": _("Mail me when someone signs in on a new device"),
            "works_here": _("Works with information about others"),
            "has_password": _("Has a password"),
            "known_since": _("Known here since"),
            "last_login": _("Last signed in"),
        },
        rows=[
            {
                "first_name": person.first_name,
                "goes_by": person.goes_by,
                "last_name": person.last_name,
                "username": person.username,
                "email": person.email,
                "reachable": person.reachable,
                "photo": f"person/{_PHOTO}" if person.photo else "",
                "language": person.get_language_display(),
                "mail_on_new_device": person.mail_on_new_device,
                "works_here": person.needs_second_factor,
                "has_password": person.has_usable_password(),
                "known_since": person.date_joined,
                "last_login": person.last_login,
            }
        ],
        files=[(_PHOTO, person.photo)] if person.photo else [],
    )


@exports("account.EmailAddress.user")
def email_addresses(person: User) -> Part:
    """The addresses that someone added to sign in with."""
    return Part(
        name="email_addresses",
        title=_("E-mail addresses to sign in with"),
        headings={
            "email": _("E-mail address"),
            "verified": _("Checked"),
            "primary": _("Messages go here"),
        },
        rows=list(
            EmailAddress.objects.filter(user=person)
            .order_by("pk")
            .values("email", "verified", "primary")
        ),
    )


@exports("mfa.Authenticator.user")
def ways_in(person: User) -> Part:
    """Passkeys, apps and recovery codes, without what is secret about them."""
    kept = Authenticator.objects.filter(user=person).order_by("pk")
    return Part(
        name="ways_in",
        title=_("Passkeys, apps and recovery codes"),
        headings={
            "type": _("What"),
            "name": _("Name"),
            "added": _("Added"),
            "last_used": _("Last used"),
        },
        rows=[
            {
                "type": each.get_type_display(),
                "name": str(each.wrap()) if each.type == Authenticator.Type.WEBAUTHN else "",
                "added": each.created_at,
                "last_used": each.last_used_at,
            }
            for each in kept
        ],
        says=_("The secrets themselves are not in here: they would let others in."),
    )


@exports("socialaccount.SocialAccount.user")
def organisation_accounts(person: User) -> Part:
    """Accounts of organisations that someone signs in with, and what those told about them."""
    kept = SocialAccount.objects.filter(user=person).order_by("pk")
    return Part(
        name="organisation_accounts",
        title=_("Accounts of your organisation"),
        headings={
            "organisation": _("Organisation"),
            "number": _("Number there"),
            "told": _("What it told the portal"),
            "linked": _("Linked"),
            "last_used": _("Last used"),
        },
        rows=[
            {
                "organisation": each.provider,
                "number": each.uid,
                "told": json.dumps(each.extra_data, ensure_ascii=False),
                "linked": each.date_joined,
                "last_used": each.last_login,
            }
            for each in kept
        ],
    )


@exports("usersessions.UserSession.user")
def sessions(person: User) -> Part:
    """Where someone is signed in."""
    return Part(
        name="sessions",
        title=_("Where you are signed in"),
        headings={
            "device": _("Device"),
            "ip": _("Internet address"),
            "since": _("Since"),
        },
        rows=[
            {
                "device": describe_device(each.user_agent),
                "browser": each.user_agent,
                "ip": each.ip,
                "since": each.created_at,
            }
            for each in UserSession.objects.filter(user=person).order_by("-created_at")
        ],
        says=_("This is kept until you sign out there, or the session ends."),
    )


@exports("accounts.Draft.person")
def drafts(person: User) -> Part:
    """What someone typed and did not send."""
    kept = Draft.objects.filter(person=person).exclude(fields={}).order_by("changed_at", "pk")
    return Part(
        name="drafts",
        title=_("What you typed and did not send"),
        headings={"form": _("Form"), "text": _("Text"), "at": _("When")},
        rows=[
            {
                "form": each.key,
                "text": "\n\n".join(filter(None, each.fields.values())),
                "at": each.changed_at,
            }
            for each in kept
        ],
    )


@exports("accounts.AccessEvent.about")
def who_looked(person: User) -> Part:
    """What the access log says about someone. Who else it was is not theirs to take along."""
    events = AccessEvent.objects.filter(about=person).order_by("at", "pk")
    return Part(
        name="access_log",
        title=_("Who looked at your data"),
        headings={
            "what": _("What"),
            "detail": _("Detail"),
            "by": _("By"),
            "at": _("When"),
        },
        rows=[
            {
                "what": each.get_kind_display(),
                "detail": each.detail,
                "by": _said_of(each, person),
                "at": each.at,
            }
            for each in events
        ],
    )


def _said_of(event: AccessEvent, person: User) -> str:
    if event.by_id is None:
        return _("the portal")
    return _("you") if event.by_id == person.pk else _("someone who works here")
