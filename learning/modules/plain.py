"""Reading plain data, as people write it in YAML: what is expected, or an error that says where."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError


class InvalidContent(ValidationError):
    """The data is not what it should be; the message names the place."""


def plain_text(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidContent(f"{where}: a text is expected, not {value!r}.")
    return value.strip()


def plain_list(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not value:
        raise InvalidContent(f"{where}: a list of texts is expected, not {value!r}.")
    return [
        plain_text(item, f"{where}, item {number}") for number, item in enumerate(value, start=1)
    ]


def mapping_of(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidContent(f"{where}: names with values are expected, not {value!r}.")
    return value


def text_of(data: Mapping[str, Any], key: str, where: str) -> str:
    return plain_text(data.get(key), f"{where}, '{key}'")


def number_of(data: Mapping[str, Any], key: str, where: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or value < 1:
        raise InvalidContent(
            f"{where}, '{key}': a whole number above 0 is expected, not {value!r}."
        )
    return value
