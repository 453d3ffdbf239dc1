"""Reads the demo's content: YAML files that are the project's own."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@cache
def read(name: str) -> Any:
    """One data file, such as ``programme`` or ``modules/04-slecht-nieuws``."""
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.CSafeLoader)


@cache
def modules() -> tuple[dict[str, Any], ...]:
    """The module library, in order."""
    names = sorted(path.stem for path in (DATA / "modules").glob("*.yaml"))
    return tuple(read(f"modules/{name}") for name in names)
