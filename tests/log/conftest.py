"""Staff who come in through the pages."""

from tests.accounts.conftest import as_staff, set_up_trainer, trainer

__all__ = ["as_staff", "set_up_trainer", "trainer"]
