"""What people write in a lesson, from plain data: reflection, intention, own case, forum question.

``reflection`` has a ``title``, perhaps an ``intro``, and one to six ``questions``; ``intention`` a
``prompt`` and ``nudges``, each ``after_days text``; ``forum`` a ``title`` and ``text``, perhaps a
``first_line``; ``my_case`` is the question about the case. A module may have a ``reflection`` and a
``transfer`` (the nudges) of its own: they close its last lesson, as does what the reflection says to
``share``.
"""

from collections.abc import Mapping
from typing import Any

from learning.modules.blocks.intention import PROMPT
from learning.modules.blocks.reflection import MOST_QUESTIONS
from learning.modules.plain import InvalidContent, mapping_of, number_of, plain_list, text_of


def read_reflection(value: Any, where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    questions = plain_list(data.get("questions"), f"{where}, 'questions'")
    if len(questions) > MOST_QUESTIONS:
        raise InvalidContent(f"{where}, 'questions': {MOST_QUESTIONS} at most.")
    return {
        "title": text_of(data, "title", where),
        "intro": data.get("intro", ""),
        "questions": questions,
    }


def read_intention(value: Any, where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    nudges = data.get("nudges")
    if not isinstance(nudges, list):
        raise InvalidContent(f"{where}, 'nudges': a list is expected, not {nudges!r}.")
    return {
        "prompt": text_of(data, "prompt", where),
        "nudges": [
            _nudge(nudge, f"{where}, nudge {number}")
            for number, nudge in enumerate(nudges, start=1)
        ],
    }


def _nudge(value: Any, where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    return {
        "after_days": number_of(data, "after_days", where),
        "text": text_of(data, "text", where),
    }


def read_my_case(value: Any, where: str) -> dict[str, Any]:
    return {"question": text_of({"question": value}, "question", where)}


def read_forum_prompt(value: Any, where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    return {
        "title": text_of(data, "title", where),
        "text": text_of(data, "text", where),
        "first_line": data.get("first_line", ""),
    }


def closing_blocks(data: Mapping[str, Any], where: str) -> list[tuple[str, Any]]:
    """What a module as a whole asks at its end."""
    blocks: list[tuple[str, Any]] = []
    reflection = data.get("reflection")
    if reflection is not None:
        blocks.append(("reflection", read_reflection(reflection, f"{where} (reflection)")))
    if "transfer" in data:
        said = {"prompt": str(PROMPT), "nudges": data["transfer"]}
        blocks.append(("intention", read_intention(said, f"{where} (transfer)")))
    if reflection is not None and reflection.get("share"):
        title = (data.get("forum_starter") or {}).get("title") or reflection["title"]
        blocks.append(
            ("forum_prompt", {"title": title, "text": reflection["share"], "first_line": ""})
        )
    return blocks
