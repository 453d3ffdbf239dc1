"""From plain data, as people write it in YAML, to pages that are not saved yet.

A module is a mapping: ``slug title kind summary goals``; ``audience`` (``medewerker``,
``leidinggevende`` or both, or ``iedereen``); ``models``, each ``name author use caveat``;
``forum_starter`` with ``title text``; and ``lessons``, each ``slug title minutes``, ``when``
(``voor``, the default, or ``na`` the training day) and ``blocks``. A block is a mapping with one
key: ``h`` or ``p`` (text), ``list``, ``steps`` or ``phrases`` (texts), ``example`` or ``pitfall``
(text), ``do`` (``text minutes``), ``quiz`` (``title items``). Other keys are not for the pages: what they hold (a quiz, a
dialogue), and the ``online_minutes`` that count those too, is left to who reads it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import format_html

from learning.modules.pages import LessonPage, ModuleKind, ModulePage, Timing


class InvalidContent(ValidationError):
    """The data is not a module; the message names the place."""


def read_module(data: Mapping[str, Any]) -> tuple[ModulePage, list[LessonPage]]:
    """The module and its lessons, unsaved. Raises InvalidContent."""
    where = f"module {data.get('slug', '?')}"
    kind = _text(data, "kind", where)
    if kind not in ModuleKind.values:
        known = ", ".join(ModuleKind.values)
        raise InvalidContent(f"{where}: 'kind' is {kind!r}; use one of {known}.")
    starter = data.get("forum_starter") or {}
    module = ModulePage(
        slug=_text(data, "slug", where),
        title=_text(data, "title", where),
        summary=_text(data, "summary", where),
        kind=kind,
        audience=_audience(data.get("audience", ""), where),
        goals=[("goal", goal) for goal in data.get("goals", [])],
        theory=[
            ("model", _theory(model, f"{where}, model {number}"))
            for number, model in enumerate(data.get("models", []), start=1)
        ],
        forum_starter_title=starter.get("title", ""),
        forum_starter_text=starter.get("text", ""),
    )
    return module, [_lesson(lesson, where) for lesson in data.get("lessons", [])]


def _audience(value: Any, where: str) -> str:
    names = [value] if isinstance(value, str) else value
    if unknown := [name for name in names if name not in _AUDIENCES]:
        known = ", ".join(filter(None, _AUDIENCES))
        raise InvalidContent(f"{where}: 'audience' is {unknown[0]!r}; use {known}.")
    return " en ".join(_AUDIENCES[name] for name in names)


def _theory(data: Mapping[str, Any], where: str) -> dict[str, str]:
    return {
        "name": _text(data, "name", where),
        "author": data.get("author", ""),
        "use": _text(data, "use", where),
        "caveat": data.get("caveat", ""),
    }


def _lesson(data: Mapping[str, Any], where: str) -> LessonPage:
    where = f"{where}, lesson {data.get('slug', '?')}"
    when = data.get("when", "voor")
    if when not in _TIMINGS:
        raise InvalidContent(f"{where}: 'when' is {when!r}; use one of {', '.join(_TIMINGS)}.")
    blocks = data.get("blocks")
    if not isinstance(blocks, list) or not blocks:
        raise InvalidContent(f"{where}: 'blocks' must be a list with at least one block.")
    return LessonPage(
        slug=_text(data, "slug", where),
        title=_text(data, "title", where),
        minutes=_number(data, "minutes", where),
        timing=_TIMINGS[when],
        body=[
            _block(block, f"{where}, block {number}")
            for number, block in enumerate(blocks, start=1)
        ],
    )


_AUDIENCES = {
    "": "",
    "medewerker": "medewerkers",
    "leidinggevende": "leidinggevenden",
    "iedereen": "iedereen",
}
_TIMINGS = {"voor": Timing.BEFORE, "na": Timing.AFTER}


def _block(data: Any, where: str) -> tuple[str, Any]:
    if not isinstance(data, Mapping) or len(data) != 1:
        raise InvalidContent(f"{where}: a block is a mapping with one key, not {data!r}.")
    ((kind, value),) = data.items()
    if kind not in _BLOCKS:
        raise InvalidContent(f"{where}: unknown kind {kind!r}; use one of {', '.join(_BLOCKS)}.")
    name, read = _BLOCKS[kind]
    return name, read(value, f"{where} ({kind})")


def _plain(value: Any, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidContent(f"{where}: a text is expected, not {value!r}.")
    return value.strip()


def _paragraph(value: Any, where: str) -> str:
    return format_html("<p>{}</p>", _plain(value, where))


def _plain_list(value: Any, where: str) -> list[str]:
    if not isinstance(value, list) or not value:
        raise InvalidContent(f"{where}: a list of texts is expected, not {value!r}.")
    return [_plain(item, f"{where}, item {number}") for number, item in enumerate(value, start=1)]


def _task(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidContent(f"{where}: 'text' and 'minutes' are expected, not {value!r}.")
    return {"text": _text(value, "text", where), "minutes": _number(value, "minutes", where)}


def _quiz(value: Any, where: str) -> dict[str, Any]:
    """``title`` (may lack) and ``items``: each with ``options``, or ``order``, or ``match``."""
    if not isinstance(value, Mapping) or not isinstance(value.get("items"), list):
        raise InvalidContent(f"{where}: 'items' are expected, not {value!r}.")
    items = enumerate(value["items"], start=1)
    return {
        "title": value.get("title", ""),
        "questions": [_question(item, f"{where}, question {number}") for number, item in items],
    }


def _question(data: Any, where: str) -> tuple[str, dict[str, Any]]:
    if not isinstance(data, Mapping):
        raise InvalidContent(f"{where}: 'q' and answers are expected, not {data!r}.")
    asked = {"question": _text(data, "q", where)}
    if "order" in data:
        told = {"steps": _plain_list(data["order"], where), "feedback": _text(data, "fb", where)}
        return "order", asked | told
    if "match" in data:
        pairs = [
            {"left": _plain(left, where), "right": _plain(right, where)}
            for left, right in data["match"]
        ]
        return "match", asked | {"pairs": pairs, "feedback": _text(data, "fb", where)}
    return "choice", asked | {
        "options": [
            {
                "text": _text(option, "t", where),
                "is_right": bool(option.get("ok")),
                "feedback": _text(option, "fb", where),
            }
            for option in data.get("options", [])
        ]
    }


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    return _plain(data.get(key), f"{where}, '{key}'")


def _number(data: Mapping[str, Any], key: str, where: str) -> int:
    value = data.get(key)
    if not isinstance(value, int) or value < 1:
        raise InvalidContent(
            f"{where}, '{key}': a whole number above 0 is expected, not {value!r}."
        )
    return value


_BLOCKS: dict[str, tuple[str, Callable[[Any, str], Any]]] = {
    "h": ("heading", _plain),
    "p": ("paragraph", _paragraph),
    "list": ("list", _plain_list),
    "steps": ("steps", _plain_list),
    "phrases": ("phrases", _plain_list),
    "example": ("example", _plain),
    "pitfall": ("pitfall", _plain),
    "do": ("task", _task),
    "quiz": ("quiz", _quiz),
}
