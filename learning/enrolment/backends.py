"""Lets Django and allauth ask whose personal code this is."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from learning.enrolment import codes
from learning.enrolment.services import redeem_code
from portal.accounts.models import User

_CODE = "code:"


def login_of(selector: str) -> str:
    """The username under which allauth knows a code, and counts what failed with it."""
    return f"{_CODE}{selector}"


def selector_in(login: str) -> str:
    """The selector of the code in such a username; empty where it is that of an account."""
    return login.removeprefix(_CODE) if login.startswith(_CODE) else ""


class AccessCodeBackend(BaseBackend):
    """Signs in with ``username="code:<selector>"`` and ``code_secret``.

    The names matter: allauth keys its limit on failures by ``username``, so each code has its own,
    and Django masks a credential called ``…secret`` in its signals.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        code_secret: str | None = None,
        **credentials: Any,
    ) -> User | None:
        if not username or not code_secret:
            return None
        return redeem_code(code=codes.Code(username.removeprefix(_CODE), code_secret))

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
