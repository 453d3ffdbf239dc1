"""Every secret of the demo, derived from one seed that is kept beside the data.

Nothing is stored but the seed, and still the second run prints what the first one printed.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from learning.enrolment.codes import ALPHABET, LENGTH, SELECTOR_LENGTH, Code


class Keys:
    """What each demo person signs in with."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed

    @classmethod
    def kept_in(cls, path: Path) -> "Keys":
        """The keys of the seed in this file, which is made at first use, readable to its owner."""
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return cls(path.read_text().encode())

    def codes(self, name: str) -> Iterator[Code]:
        """Personal codes to try for someone: the first whose selector nobody else has is theirs."""
        for attempt in count():
            symbols = self._symbols(f"code {attempt} {name}", LENGTH - 1)
            yield Code(symbols[:SELECTOR_LENGTH], symbols[SELECTOR_LENGTH:])

    def password(self, username: str) -> str:
        """A password of sixty bits that can be typed over from a screen."""
        symbols = self._symbols(f"password {username}", 12).lower()
        return "-".join(symbols[at : at + 4] for at in range(0, 12, 4))

    def totp_secret(self, username: str) -> str:
        """What an authenticator app is given."""
        return base64.b32encode(self._digest(f"totp {username}")[:20]).decode()

    def recovery_seed(self, username: str) -> str:
        """What recovery codes are computed from."""
        return self._digest(f"recovery {username}").hex()

    def _symbols(self, purpose: str, length: int) -> str:
        return "".join(ALPHABET[byte % 32] for byte in self._digest(purpose)[:length])

    def _digest(self, purpose: str) -> bytes:
        return hmac.new(self._seed, purpose.encode(), hashlib.sha256).digest()
