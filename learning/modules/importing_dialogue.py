"""A dialogue from plain data: see ``importing``.

``title setting you other task``; ``meters``, each ``id label``; ``start``; ``nodes`` by key, each
``speaker text choices`` (and ``name``, or else a number and the first words); ``choices``, each
``t`` (text), ``to`` (key of a node or an ending), ``effect`` by meter and ``fb`` (feedback);
``endings`` by key, each ``kind title text reflect``. The keys become the ids of the blocks.
"""

from typing import Any

from django.utils.text import Truncator

from learning.modules.blocks.dialogue import DialogueBlock
from learning.modules.blocks.dialogue.checks import problems_of
from learning.modules.blocks.dialogue.graph import KINDS, METERS
from learning.modules.plain import InvalidContent, mapping_of, text_of

WORDS_IN_NAME = 6


def read_dialogue(value: Any, where: str) -> Any:
    """The value of the block. Raises InvalidContent, which names the node or the ending."""
    data = mapping_of(value, where)
    meters = [mapping_of(meter, f"{where}, 'meters'") for meter in data.get("meters", [])]
    if len(meters) > METERS:
        raise InvalidContent(f"{where}: at most {METERS} meters, not {len(meters)}.")
    nodes = mapping_of(data.get("nodes"), f"{where}, 'nodes'")
    start = text_of(data, "start", where)
    if start not in nodes:
        raise InvalidContent(f"{where}: 'start' is {start!r}, which is no node.")
    in_order = sorted(nodes, key=lambda key: key != start)
    effects = [text_of(meter, "id", f"{where}, 'meters'") for meter in meters]
    block = DialogueBlock().to_python(
        {key: text_of(data, key, where) for key in ("title", "setting", "you", "other", "task")}
        | {f"meter_{at}": text_of(meter, "label", where) for at, meter in enumerate(meters, 1)}
        | {
            "steps": [
                _item(key, _node(nodes[key], effects, at, f"{where}, node {key}"))
                for at, key in enumerate(in_order, start=1)
            ],
            "endings": [
                _item(key, _ending(ending, f"{where}, ending {key}"))
                for key, ending in mapping_of(data.get("endings"), f"{where}, 'endings'").items()
            ],
        }
    )
    if problems := problems_of(block.graph):
        raise InvalidContent(f"{where}: {' '.join(problem.message for problem in problems)}")
    return block


def _item(key: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "item", "id": key, "value": value}


def _node(value: Any, effects: list[str], number: int, where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    text = text_of(data, "text", where)
    choices = data.get("choices")
    if not isinstance(choices, list):
        raise InvalidContent(f"{where}: 'choices' is a list, not {choices!r}.")
    first_words = Truncator(text.strip("'\"")).words(WORDS_IN_NAME)
    key = where.rpartition(" ")[2]
    return {
        "name": data.get("name") or f"{number}. {first_words}",
        "speaker": text_of(data, "speaker", where),
        "text": text,
        "choices": [
            _item(f"{key}-{at}", _choice(choice, effects, f"{where}, choice {at}"))
            for at, choice in enumerate(choices, start=1)
        ],
    }


def _choice(value: Any, effects: list[str], where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    effect = mapping_of(data.get("effect", {}), f"{where}, 'effect'")
    if unknown := [name for name in effect if name not in effects]:
        raise InvalidContent(f"{where}: 'effect' on {unknown[0]!r}, which is no meter.")
    return {
        "text": text_of(data, "t", where),
        "feedback": text_of(data, "fb", where),
        "to": text_of(data, "to", where),
    } | {f"effect_{at}": effect.get(name, 0) for at, name in enumerate(effects, start=1)}


def _ending(value: Any, where: str) -> dict[str, Any]:
    data = mapping_of(value, where)
    kind = text_of(data, "kind", where)
    if kind not in KINDS:
        raise InvalidContent(f"{where}: 'kind' is {kind!r}; use one of {', '.join(KINDS)}.")
    return {"kind": kind} | {key: text_of(data, key, where) for key in ("title", "text", "reflect")}
