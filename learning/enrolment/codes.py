"""The personal code: its alphabet, its check symbol and the keyed hash that is kept of it.

A code is 16 symbols of Crockford's base32, typed as ``XXXX-XXXX-XXXX-XXXX``: four selector symbols
(public: the look-up key), eleven verifier symbols (secret, 55 bits) and one check symbol. The check
symbol finds a typing error before any hash is computed or any limit is spent.
"""

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, SELECTOR_LENGTH = 16, 4
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOKALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})

# One pass over 19 MiB. A stretched hash protects what people choose; this secret is 55 random bits
# under a key that the database does not hold, so a sign-in need not be dearer.
_hasher = PasswordHasher(time_cost=1, memory_cost=19 * 1024, parallelism=1)


class MistypedCode(ValueError):
    """The text cannot be a code that we issued: it is too short, too long or fails its check."""


class Code(NamedTuple):
    """A code taken apart. ``str()`` gives what is printed on a letter."""

    selector: str
    verifier: str

    def __str__(self) -> str:
        symbols = self.selector + self.verifier
        symbols += check_symbol(symbols)
        return "-".join(symbols[at : at + 4] for at in range(0, LENGTH, 4))


def normalise(text: str) -> str:
    """What someone typed, as bare symbols: case, spaces, dashes and look-alikes do not matter."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(symbol for symbol in plain if symbol.isalnum()).translate(_LOOKALIKE)


def _times(left: int, right: int) -> int:
    """Multiply in GF(32) with the polynomial x⁵ + x² + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def check_symbol(symbols: str) -> str:
    """A weighted sum over GF(32): finds each wrong symbol and each swap of two symbols."""
    total, weight = 0, 1
    for symbol in symbols:
        weight = _times(weight, 2)
        total ^= _times(_VALUE[symbol], weight)
    return ALPHABET[total]


def generate() -> Code:
    """A new random code."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return Code(symbols[:SELECTOR_LENGTH], symbols[SELECTOR_LENGTH:])


def parse(text: str) -> Code:
    """The code in what someone typed; raises MistypedCode where it cannot be one."""
    symbols = normalise(text)
    if len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET):
        raise MistypedCode
    if check_symbol(symbols[:-1]) != symbols[-1]:
        raise MistypedCode
    return Code(symbols[:SELECTOR_LENGTH], symbols[SELECTOR_LENGTH:-1])


def _keyed(pepper: str, code: Code) -> str:
    message = f"{code.selector}:{code.verifier}".encode()
    return hmac.new(pepper.encode(), message, hashlib.sha256).hexdigest()


def hash_code(code: Code) -> str:
    """What the database keeps of a code, under the newest pepper."""
    return _hasher.hash(_keyed(settings.CODE_PEPPERS[0], code))


def matches(code: Code, verifier_hash: str) -> bool:
    """Whether the hash was made of this code, under any pepper that is still in the settings."""
    for pepper in settings.CODE_PEPPERS:
        try:
            return _hasher.verify(verifier_hash, _keyed(pepper, code))
        except (VerifyMismatchError, InvalidHashError):
            continue
    return False


class Prepared(NamedTuple):
    """A code with its hash, made beforehand: hashing is slow, and a transaction should be short."""

    code: Code
    verifier_hash: str


def prepare(code: Code) -> Prepared:
    """The code with the hash that is kept of it."""
    return Prepared(code, hash_code(code))


@cache
def _decoy_hash() -> str:
    return _hasher.hash(secrets.token_hex(32))


def match_nothing(code: Code) -> None:
    """Do the work of ``matches`` for a code that does not exist, so that both take as long."""
    matches(code, _decoy_hash())
