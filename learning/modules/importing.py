"""From plain data, as people write it in YAML, to pages that are not saved yet.

A module is a mapping: ``slug title kind summary goals``; ``audience`` (``medewerker``,
``leidinggevende`` or both, or ``iedereen``); ``models``, each ``name author use caveat``;
``forum_starter`` with ``title text``; ``done_when``, what it asks (``lessen``, the default,
``opdrachten``, ``quizzen``, ``gesprekken``, ``praktijksituatie``); and ``lessons``, each ``slug title minutes``, ``when``
(``voor``, the default, or ``na`` the training day) and ``blocks``. A block is a mapping with one
key: ``h`` or ``p`` (text), ``list``, ``steps`` or ``phrases`` (texts), ``example`` or ``pitfall``
(text), ``do`` (``text minutes``), ``quiz`` (``title items``), ``dialogue`` (see
``importing_dialogue``), ``reflection``, ``intention``, ``my_case`` and ``forum`` (see
``importing_writing``, also for the module's own ``reflection`` and ``transfer``). Other keys are
not for the pages.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import format_html

from learning.modules.importing_dialogue import read_dialogue
from learning.modules.importing_writing import (
    closing_blocks,
    read_forum_prompt,
    read_intention,
    read_my_case,
    read_reflection,
)
from learning.modules.pages import LessonPage, ModuleKind, ModulePage, Timing
from learning.modules.plain import InvalidContent, number_of, plain_list, plain_text, text_of

_RULES = dict(
    zip(
        ("lessen", "opdrachten", "quizzen", "gesprekken", "praktijksituatie"),
        ModulePage.RULES,
        strict=True,
    )
)


def read_module(data: Mapping[str, Any]) -> tuple[ModulePage, list[LessonPage]]:
    """The module and its lessons, unsaved. Raises InvalidContent."""
    where = f"module {data.get('slug', '?')}"
    kind = text_of(data, "kind", where)
    if kind not in ModuleKind.values:
        known = ", ".join(ModuleKind.values)
        raise InvalidContent(f"{where}: 'kind' is {kind!r}; use one of {known}.")
    starter = data.get("forum_starter") or {}
    module = ModulePage(
        slug=text_of(data, "slug", where),
        title=text_of(data, "title", where),
        summary=text_of(data, "summary", where),
        kind=kind,
        audience=_audience(data.get("audience", ""), where),
        goals=[("goal", goal) for goal in data.get("goals", [])],
        theory=[
            ("model", _theory(model, f"{where}, model {number}"))
            for number, model in enumerate(data.get("models", []), start=1)
        ],
        forum_starter_title=starter.get("title", ""),
        forum_starter_text=starter.get("text", ""),
        **_rules(data.get("done_when", ["lessen"]), where),
    )
    lessons = [_lesson(lesson, where) for lesson in data.get("lessons", [])]
    if lessons:
        for block in closing_blocks(data, where):
            lessons[-1].body.append(block)
    return module, lessons


def _rules(names: list[str], where: str) -> dict[str, bool]:
    if unknown := [name for name in names if name not in _RULES]:
        raise InvalidContent(
            f"{where}: 'done_when' is {unknown[0]!r}; use some of {', '.join(_RULES)}."
        )
    return {rule: name in names for name, rule in _RULES.items()}


def _audience(value: Any, where: str) -> str:
    names = [value] if isinstance(value, str) else value
    if unknown := [name for name in names if name not in _AUDIENCES]:
        known = ", ".join(filter(None, _AUDIENCES))
        raise InvalidContent(f"{where}: 'audience' is {unknown[0]!r}; use {known}.")
    return " en ".join(_AUDIENCES[name] for name in names)


def _theory(data: Mapping[str, Any], where: str) -> dict[str, str]:
    return {
        "name": text_of(data, "name", where),
        "author": data.get("author", ""),
        "use": text_of(data, "use", where),
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
        slug=text_of(data, "slug", where),
        title=text_of(data, "title", where),
        minutes=number_of(data, "minutes", where),
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


def _paragraph(value: Any, where: str) -> str:
    return format_html("<p>{}</p>", plain_text(value, where))


def _task(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidContent(f"{where}: 'text' and 'minutes' are expected, not {value!r}.")
    return {"text": text_of(value, "text", where), "minutes": number_of(value, "minutes", where)}


def _quiz(value: Any, where: str) -> dict[str, Any]:
    """``title`` (may lack) and ``items``: each with ``options``, or ``order``, or ``match``."""
    if not isinstance(value, Mapping) or not isinstance(value.get("items"), list):
        raise InvalidContent(f"{where}: 'items' are expected, not {value!r}.")
    items = enumerate(value["items"], start=1)
    return {
        "title": value.get("title", ""),
        "questions": [_question(item, f"{where}, question {number}") for number, item in items],
    }


def _poll(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidContent(f"{where}: 'q' and 'options' are expected, not {value!r}.")
    options = plain_list(value.get("options"), f"{where}, 'options'")
    return {"question": text_of(value, "q", where), "options": options}


def _question(data: Any, where: str) -> tuple[str, dict[str, Any]]:
    if not isinstance(data, Mapping):
        raise InvalidContent(f"{where}: 'q' and answers are expected, not {data!r}.")
    asked = {"question": text_of(data, "q", where)}
    if "order" in data:
        told = {"steps": plain_list(data["order"], where), "feedback": text_of(data, "fb", where)}
        return "order", asked | told
    if "match" in data:
        pairs = [
            {"left": plain_text(left, where), "right": plain_text(right, where)}
            for left, right in data["match"]
        ]
        return "match", asked | {"pairs": pairs, "feedback": text_of(data, "fb", where)}
    return "choice", asked | {
        "options": [
            {
                "text": text_of(option, "t", where),
                "is_right": bool(option.get("ok")),
                "feedback": text_of(option, "fb", where),
            }
            for option in data.get("options", [])
        ]
    }


_BLOCKS: dict[str, tuple[str, Callable[[Any, str], Any]]] = {
    "h": ("heading", plain_text),
    "p": ("paragraph", _paragraph),
    "list": ("list", plain_list),
    "steps": ("steps", plain_list),
    "phrases": ("phrases", plain_list),
    "example": ("example", plain_text),
    "pitfall": ("pitfall", plain_text),
    "do": ("task", _task),
    "quiz": ("quiz", _quiz),
    "poll": ("poll", _poll),
    "dialogue": ("dialogue", read_dialogue),
    "reflection": ("reflection", read_reflection),
    "intention": ("intention", read_intention),
    "my_case": ("my_case", read_my_case),
    "forum": ("forum_prompt", read_forum_prompt),
}
