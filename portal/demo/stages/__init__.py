"""The parts of the demo, in the order in which they build on each other."""

from django.utils.translation import gettext_lazy as _

from portal.demo.demo import Stage
from portal.demo.stages import (
    answers,
    cases,
    certificates,
    forum,
    library,
    people,
    programme,
    progress,
    templates,
)

STAGES = (
    Stage(_("Municipality and programme"), programme.build),
    Stage(_("People and codes"), people.build),
    Stage(_("Modules"), library.build),
    Stage(_("Template"), templates.build),
    Stage(_("Progress"), progress.build),
    Stage(_("Practice cases"), cases.build),
    Stage(_("Answers in lessons"), answers.build),
    Stage(_("Conversations"), forum.build),
    Stage(_("Certificates of participation"), certificates.build),
)
