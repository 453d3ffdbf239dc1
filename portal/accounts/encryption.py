"""Encrypts the few secrets that must be readable again, such as the key of an authenticator app.

The keys are derived from SECRET_KEY, so a copy of the database alone opens nothing. After a change
of SECRET_KEY the old one must stay in SECRET_KEY_FALLBACKS as long as something is encrypted with it.
"""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

_PURPOSE = b"portal.accounts.encryption:"


@cache
def _fernet(*secrets: str) -> MultiFernet:
    digests = (hashlib.sha256(_PURPOSE + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _current() -> MultiFernet:
    return _fernet(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def encrypt(text: str) -> str:
    """The text, readable only with the site's secret key."""
    return encrypt_bytes(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text again; raises ``cryptography.fernet.InvalidToken`` where no key of ours fits."""
    return decrypt_bytes(token.encode()).decode()


def encrypt_bytes(content: bytes) -> bytes:
    """The content of a file, readable only with the site's secret key."""
    return _current().encrypt(content)


def decrypt_bytes(token: bytes) -> bytes:
    """The content again; raises ``cryptography.fernet.InvalidToken`` where no key of ours fits."""
    return _current().decrypt(token)
