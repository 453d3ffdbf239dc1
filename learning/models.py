"""Every subject's models, in the order of the subjects. A model that is missing here gets no table."""

from learning.certificates.models import Certificate
from learning.enrolment.handout.models import Handout, HandoutFile, Recipient
from learning.enrolment.handout.text_models import HandoutText
from learning.enrolment.importing.models import EmployeeNumber, ImportMapping, ImportRow, ImportRun
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.mailing.models import Mail
from learning.enrolment.models import AccessCode, CodeEvent, Enrolment
from learning.modules.answers.models import Answer
from learning.modules.completion.models import Exercise
from learning.modules.intentions.models import Nudge
from learning.modules.models import (
    LessonPage,
    LessonProgress,
    ModuleIndexPage,
    ModulePage,
    ProgrammeModule,
)
from learning.modules.sharing.models import Share
from learning.organisation.models import Department, Organisation
from learning.practice.models import CaseReader, CaseVersion, PracticeCase
from learning.programmes.models import Cohort, Phase, Programme, ProgrammeTemplate, Route
from learning.setup.models import ProgrammeDraft

__all__ = [
    "AccessCode",
    "Answer",
    "CaseReader",
    "CaseVersion",
    "Certificate",
    "CodeEvent",
    "Cohort",
    "Department",
    "EmployeeNumber",
    "Enrolment",
    "Exercise",
    "Handout",
    "HandoutFile",
    "HandoutText",
    "ImportMapping",
    "ImportRow",
    "ImportRun",
    "Invitation",
    "LessonPage",
    "LessonProgress",
    "Mail",
    "ModuleIndexPage",
    "ModulePage",
    "Nudge",
    "Organisation",
    "Phase",
    "PracticeCase",
    "Programme",
    "ProgrammeDraft",
    "ProgrammeModule",
    "ProgrammeTemplate",
    "Recipient",
    "Route",
    "Share",
]
