"""Link an identity to a person, and take such a link away."""

from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.accounts.access_log import Kind, note_access
from portal.accounts.models import User
from portal.accounts.sso.identities import Identity
from portal.accounts.sso.organisations import sign_in


@transaction.atomic
def link_identity(*, request: HttpRequest, identity: Identity, person: User) -> SocialLogin:
    """From now on this identity is this person, who is told by mail where an address is known.

    Another identity of the same organisation no longer is. Raises IntegrityError where the identity
    is somebody's already.
    """
    SocialAccount.objects.filter(user=person, provider=identity.provider_id).delete()
    login = identity.as_login(request, person)
    login.connect(request, person)
    said = _("Linked: account of %(organisation)s") % {
        "organisation": _name_of(identity.provider_id)
    }
    note_access(kind=Kind.ACCOUNT_CHANGED, about=person, by=person, detail=said)
    return login


@transaction.atomic
def unlink_identities(*, person: User, by: User | None = None) -> None:
    """No account of an organisation opens the portal for this person any more."""
    for account in SocialAccount.objects.filter(user=person):
        said = _("No longer linked: account of %(organisation)s") % {
            "organisation": _name_of(account.provider)
        }
        account.delete()
        note_access(kind=Kind.ACCOUNT_CHANGED, about=person, by=by, detail=said)


def _name_of(provider_id: str) -> str:
    known = sign_in(provider_id)
    return known.name if known else provider_id
