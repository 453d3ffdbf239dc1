"""Lower never knows higher: imports are import-linter's work, relations between models are ours.

The order is written once, in the contracts of pyproject.toml.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent.parent
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}


def names(layer: str) -> list[str]:
    """The modules of one layer: ``(a) | b`` → a, b."""
    return [name.strip("() ") for name in re.split(r"[|:]", layer)]


def place_in(module: str, layers: list[str], prefix: str = "") -> int | None:
    """How high a module stands, 0 being the lowest; None where the layers do not name it."""
    for height, layer in enumerate(reversed(layers)):
        for name in names(layer):
            if f"{module}.".startswith(f"{prefix}{name}."):
                return height
    return None


def place(model: type[Model]) -> tuple[int, int]:
    """Where a model stands: its part, then its subject. Other people's models are below all."""
    part = place_in(model.__module__, CONTRACTS["parts"]["layers"])
    subject = place_in(model.__module__, CONTRACTS["subjects"]["layers"], "learning.")
    return (-1 if part is None else part, -1 if subject is None else subject)


def relations() -> Iterator[tuple[type[Model], Field, type[Model]]]:
    """Every relation that a model of ours declares, and where it points."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.split(".")[0] in {"portal", "learning", "forum"}:
            for field in model._meta.local_fields + model._meta.local_many_to_many:
                if field.related_model is not None:
                    yield model, field, field.related_model


def test_imports_keep_the_contracts() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize(
    ("model", "field", "target"),
    [pytest.param(*found, id=f"{found[0].__name__}.{found[1].name}") for found in relations()],
)
def test_a_relation_points_down(model: type[Model], field: Field, target: type[Model]) -> None:
    assert place(target) <= place(model), (
        f"{model.__module__}.{model.__name__}.{field.name} points up to {target.__module__}"
    )


def test_the_order_tells_high_from_low() -> None:
    from forum.board.models import Space
    from learning.enrolment.models import Enrolment
    from learning.organisation.models import Organisation
    from portal.accounts.models import User

    assert place(User) < place(Organisation) < place(Enrolment) < place(Space)
