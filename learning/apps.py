from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    label = "learning"
    verbose_name = _("learning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from learning.certificates import mydata as certificate_data  # noqa: F401
        from learning.certificates import policies as certificate_policies
        from learning.enrolment import checks, mydata, policies, receivers  # noqa: F401
        from learning.enrolment.handout import policies as handout_policies
        from learning.enrolment.importing import policies as import_policies
        from learning.enrolment.mailing import policies as mail_policies
        from learning.enrolment.mailing import runs  # noqa: F401 - it registers
        from learning.modules import mydata as module_data  # noqa: F401
        from learning.modules import policies as module_policies
        from learning.modules import receivers as module_receivers  # noqa: F401
        from learning.modules.completion import receivers as completion_receivers  # noqa: F401
        from learning.practice import lessons as practice_door  # noqa: F401
        from learning.practice import mydata as practice_data  # noqa: F401

        policies.register_policies()
        handout_policies.register_policies()
        mail_policies.register_policies()
        import_policies.register_policies()
        module_policies.register_policies()
        certificate_policies.register_policies()
        post_migrate.connect(set_up_groups, sender=self)


def set_up_groups(**kwargs: Any) -> None:
    """After each migrate, and after a test has emptied the database."""
    from learning.enrolment import groups

    groups.set_up_groups()
