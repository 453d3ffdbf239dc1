"""Messages with a path in the editor, as the nested errors that Wagtail puts beside the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError
from wagtail.blocks.list_block import ListBlockValidationError

from learning.modules.blocks.dialogue.checks import Path, Problem


def flatten(error: ValidationError, path: Path = ()) -> Iterator[Problem]:
    """Each message of a nested error with its path."""
    below = getattr(error, "block_errors", None)
    if below is None:
        for message in error.messages:
            yield Problem(path, message)
        return
    for each in getattr(error, "non_block_errors").as_data():  # noqa: B009 - ValidationError to mypy
        for message in each.messages:
            yield Problem(path, message)
    for key, child in below.items():
        yield from flatten(child, (*path, key))


def nest(problems: Iterable[Problem]) -> ValidationError:
    """One nested error of them all: numbers are places in a list, texts are names of fields."""
    here: list[str] = []
    below: dict[str | int, list[Problem]] = {}
    for (*path,), message in problems:
        if path:
            below.setdefault(path[0], []).append(Problem(tuple(path[1:]), message))
        else:
            here.append(message)
    if not below:
        return ValidationError(here)
    children: dict[Any, ValidationError] = {key: nest(each) for key, each in below.items()}
    in_list = all(isinstance(key, int) for key in below)
    kind = ListBlockValidationError if in_list else StructBlockValidationError
    error: ValidationError = kind(block_errors=children, non_block_errors=here)
    return error
