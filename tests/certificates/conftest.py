"""The same cast and library as elsewhere."""

from tests.modules.conftest import library
from tests.office.conftest import gerda, receivers_run_at_once

__all__ = ["gerda", "library", "receivers_run_at_once"]
