"""Who may choose a programme's modules in the CMS: who may change the programme."""

from wagtail.permissions import policy_registry, register_permission_policy

from learning.enrolment.policies import CoordinatorPolicy
from learning.modules.models import ProgrammeModule
from learning.programmes.models import Programme
from portal.accounts.models import User


class ProgrammeModulePolicy(CoordinatorPolicy):
    """Every action on a pick is a change of its programme."""

    def __init__(self) -> None:
        super().__init__(ProgrammeModule, "programme")

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(policy_registry.get_by_type(Programme).user_has_permission(user, "change"))


def register_policies() -> None:
    """Tell Wagtail, before it makes a policy of its own."""
    register_permission_policy(ProgrammeModule, ProgrammeModulePolicy())
