"""Who may see and give certificates in the CMS: who may change enrolments of the programme."""

from wagtail.permissions import policy_registry, register_permission_policy

from learning.certificates.models import Certificate
from learning.enrolment.models import Enrolment
from learning.enrolment.policies import CoordinatorPolicy
from portal.accounts.models import User


class CertificatePolicy(CoordinatorPolicy):
    """A certificate is its enrolment's."""

    def __init__(self) -> None:
        super().__init__(Certificate, "enrolment__programme")

    def user_has_permission(self, user: User, action: str) -> bool:
        return bool(policy_registry.get_by_type(Enrolment).user_has_permission(user, "change"))


def register_policies() -> None:
    """Tell Wagtail, before it makes a policy of its own."""
    register_permission_policy(Certificate, CertificatePolicy())
