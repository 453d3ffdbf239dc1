"""What is easily forgotten: a model in the list, a migration, a test that is never collected."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model

import learning
import learning.models
from portal import messages

ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_MODULE = 400
OURS = [
    path
    for package in ("portal", "learning", "forum", "tests", "bench")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
TESTS = [path for path in OURS if "tests" in path.parts]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def scopes(path: Path) -> list[ast.Module | ast.ClassDef]:
    """The places of a file in which a name can be given twice: the module and its classes."""
    tree = ast.parse(path.read_text())
    return [tree, *(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef))]


def names_of_tests(scope: ast.Module | ast.ClassDef) -> list[str]:
    return [
        node.name
        for node in scope.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def test_every_model_of_learning_is_listed() -> None:
    for info in pkgutil.walk_packages(learning.__path__, "learning."):
        if ".migrations" not in info.name:
            importlib.import_module(info.name)
    found = {
        model.__name__
        for model in apps.get_app_config("learning").get_models()
        if model.__module__.startswith("learning.")
    }

    assert found == {
        name
        for name in learning.models.__all__
        if issubclass(getattr(learning.models, name), Model)
    }


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_a_module_can_be_read_in_one_go() -> None:
    assert [named(path) for path in OURS if len(lines(path)) > LONGEST_MODULE] == []


def test_every_test_is_collected() -> None:
    """pytest looks in test_*.py, and two files of one name need packages to be told apart."""
    assert [
        named(path)
        for path in TESTS
        if any(names_of_tests(scope) for scope in scopes(path))
        and not path.name.startswith("test_")
    ] == []
    assert [named(path) for path in TESTS if not (path.parent / "__init__.py").exists()] == []


def test_no_test_hides_another_of_its_name() -> None:
    assert [
        named(path)
        for path in TESTS
        for scope in scopes(path)
        if len(names_of_tests(scope)) > len(set(names_of_tests(scope)))
    ] == []


def test_every_subject_says_what_it_is() -> None:
    subjects = {info.name for info in pkgutil.iter_modules(learning.__path__) if info.ispkg}
    packages = [ROOT / "learning" / name for name in subjects - {"migrations"}]

    assert [named(path) for path in packages if not (path / "README.md").exists()] == []


def test_every_message_has_its_dutch() -> None:
    assert messages.faults() == []
