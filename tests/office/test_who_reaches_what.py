"""Who reaches which screen of the programme office: each role, each screen, own and others' rows."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.urls import reverse

from learning.certificates.services import give_certificate
from learning.enrolment.handout.models import Handout
from learning.enrolment.importing.models import ImportRun
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.models import AccessCode, Enrolment
from learning.enrolment.services import end_enrolment, issue_code
from learning.organisation.models import Department
from learning.programmes.models import Phase, PhaseKind, Route
from learning.programmes.services import copy_programme

OPEN, HIDDEN, AWAY, SIGN_IN = 200, 404, "away", "sign in"
"""Shown; does not exist; sent back to the first page of the CMS; sent to the sign-in."""

VISITOR, PARTICIPANT, TRAINER, EDITOR = "visitor", "anna", "dirk", "rik"
COORDINATOR, OTHER_COORDINATOR, ADMINISTRATOR = "fatma", "gerda", "bea"

OFFICE = [
    "office_enrolments:index",
    "office_enrolments:index_results",
    "office_enrolments:add_choose",
    "office_enrolments:add_account_choose",
    "office_certificates:index",
    "office_certificates:index_results",
    "office_handouts:index",
    "office_handouts:index_results",
    "office_invitations:index",
    "office_invitations:index_results",
    "office_invitations:add_choose",
    "office_programmes:index",
    "office_templates:index",
    "office_routes:index",
    "office_routes:add",
    "office_cohorts:index",
    "office_cohorts:add",
    "office_phases:index",
    "office_phases:add",
    "office_departments:index",
    "office_departments:add",
    "office_imports:index",
    "office_imports:index_results",
    "office_imports:add_choose",
    "office_imports:export_csv",
    "office_imports:export_xlsx",
]
"""Screens without a row, for every coordinator."""

ADMINISTRATION = [
    "office_organisations:index",
    "office_organisations:add",
    "wagtailusers_users:index",
    "wagtailusers_groups:index",
]
REPORTS = [
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
    "access_log",
]

ROWS = {
    "office_enrolments:detail": ["enrolment"],
    "office_enrolments:edit": ["enrolment"],
    "office_enrolments:end": ["enrolment"],
    "office_enrolments:issue_code": ["enrolment"],
    "office_enrolments:replace_code": ["enrolment", "code"],
    "office_enrolments:revoke_code": ["enrolment", "code"],
    "office_enrolments:extend_code": ["enrolment", "code"],
    "office_enrolments:unfreeze_code": ["enrolment", "code"],
    "office_certificates:detail": ["certificate"],
    "office_certificates:withdraw": ["certificate"],
    "office_enrolments:add_in": ["programme"],
    "office_enrolments:add_account_in": ["programme"],
    "office_handouts:detail": ["handout"],
    "office_handouts:again": ["handout"],
    "office_invitations:add_in": ["programme"],
    "office_invitations:edit": ["invitation"],
    "office_programmes:edit": ["programme"],
    "office_setup:copy": ["programme"],
    "office_setup:shift": ["programme"],
    "office_routes:edit": ["route"],
    "office_routes:delete": ["route"],
    "office_cohorts:edit": ["cohort"],
    "office_cohorts:delete": ["cohort"],
    "office_phases:edit": ["phase"],
    "office_phases:delete": ["phase"],
    "office_departments:edit": ["department"],
    "office_imports:add_in": ["programme"],
    "office_imports:detail": ["import"],
    "office_imports:columns": ["import"],
    "office_imports:report_csv": ["import"],
    "office_imports:report_xlsx": ["import"],
}
"""Screens of one row of Anna's programme, open to its own coordinator."""

FOR_ADMINISTRATORS = {
    "office_programmes:delete": ["programme"],
    "office_setup:template": ["programme"],
    "office_templates:edit": ["template"],
    "office_templates:delete": ["template"],
    "office_departments:delete": ["department"],
    "office_organisations:edit": ["organisation"],
    "office_organisations:delete": ["organisation"],
}


@pytest.fixture
def rows(anna: Any, programme: Any, cohort: Any, route: Any) -> dict[str, int]:
    today = programme.starts_on
    enrolment = Enrolment.objects.get(person=anna)
    return {
        "enrolment": enrolment.pk,
        "code": issue_code(enrolment=enrolment).code.pk,
        "certificate": give_certificate(enrolment=enrolment, by=None).pk,
        "handout": Handout.objects.create(
            programme=programme, kind=Handout.Kind.LETTERS, state=Handout.State.READY
        ).pk,
        "programme": programme.pk,
        "template": copy_programme(source=programme, title="Sjabloon", as_template=True).pk,
        "organisation": programme.organisation.pk,
        "cohort": cohort.pk,
        "route": Route.objects.create(programme=programme, title="Lege leergang").pk,
        "phase": Phase.objects.create(
            programme=programme,
            kind=PhaseKind.KICK_OFF,
            title="Aftrap",
            starts_on=today,
            ends_on=today,
        ).pk,
        "invitation": Invitation.objects.create(
            programme=programme, email="nora@veldermeer.example"
        ).pk,
        "department": Department.objects.create(
            organisation=programme.organisation, name="Ruimte"
        ).pk,
        "import": ImportRun.objects.create(
            programme=programme, by=anna, filename="lijst.csv", state=ImportRun.State.CHECKED
        ).pk,
    }


@pytest.fixture
def outcomes(request: pytest.FixtureRequest, as_person: Any, rows: Any) -> Callable[..., Any]:
    """What someone gets at each of these addresses: an outcome, or the status code."""

    def visit(who: str, names: Iterable[str]) -> dict[str, Any]:
        client = as_person(None if who == VISITOR else request.getfixturevalue(who))
        needs = ROWS | FOR_ADMINISTRATORS
        found = {}
        for name in names:
            args = [rows[need] for need in needs.get(name, [])]
            response = client.get(reverse(name, args=args))
            found[name] = response.status_code
            if response.status_code == 302:
                to_sign_in = response.url.startswith("/inloggen/")
                at_home = response.url == reverse("wagtailadmin_home")
                found[name] = SIGN_IN if to_sign_in else AWAY if at_home else response.url
        return found

    return visit


@pytest.mark.parametrize(
    ("who", "office", "administration", "reports"),
    [
        (VISITOR, SIGN_IN, SIGN_IN, SIGN_IN),
        (PARTICIPANT, HIDDEN, HIDDEN, HIDDEN),
        (TRAINER, AWAY, AWAY, HIDDEN),
        (EDITOR, AWAY, AWAY, HIDDEN),
        (COORDINATOR, OPEN, AWAY, HIDDEN),
        (OTHER_COORDINATOR, OPEN, AWAY, HIDDEN),
        (ADMINISTRATOR, OPEN, OPEN, OPEN),
    ],
)
def test_lists(outcomes: Any, who: str, office: Any, administration: Any, reports: Any):
    expected = (
        dict.fromkeys(OFFICE, office)
        | dict.fromkeys(ADMINISTRATION, administration)
        | dict.fromkeys(REPORTS, reports)
    )
    assert outcomes(who, expected) == expected


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (VISITOR, SIGN_IN),
        (PARTICIPANT, HIDDEN),
        (TRAINER, AWAY),
        (EDITOR, AWAY),
        (OTHER_COORDINATOR, HIDDEN),
        (COORDINATOR, OPEN),
        (ADMINISTRATOR, OPEN),
    ],
)
def test_rows_of_annas_programme(outcomes: Any, who: str, expected: Any):
    everywhere = dict.fromkeys(ROWS, expected)
    if expected == AWAY:
        # Wagtail looks for the row to be deleted before it looks at the permission.
        everywhere |= {name: HIDDEN for name in ROWS if name.endswith(":delete")}
    assert outcomes(who, ROWS) == everywhere


@pytest.mark.parametrize("who", [COORDINATOR, OTHER_COORDINATOR])
def test_some_rows_are_for_administrators(outcomes: Any, who: str):
    assert set(outcomes(who, FOR_ADMINISTRATORS).values()) <= {AWAY, HIDDEN}
    assert outcomes(ADMINISTRATOR, FOR_ADMINISTRATORS) == dict.fromkeys(FOR_ADMINISTRATORS, OPEN)


def test_a_code_is_reached_only_through_its_own_enrolment(
    as_person: Any, fatma: Any, rows: Any, bram: Any, enrolment_of: Any
):
    path = [enrolment_of(bram).pk, rows["code"]]
    address = reverse("office_enrolments:revoke_code", args=path)
    assert as_person(fatma).get(address).status_code == HIDDEN


@pytest.mark.parametrize("who", [TRAINER, EDITOR, OTHER_COORDINATOR])
@pytest.mark.parametrize("name", ["issue_code", "replace_code", "revoke_code", "end", "edit"])
def test_posting_past_the_screens_does_nothing(
    request: Any, as_person: Any, rows: Any, who: str, name: str
):
    needs = ROWS[f"office_enrolments:{name}"]
    address = reverse(f"office_enrolments:{name}", args=[rows[need] for need in needs])
    as_person(request.getfixturevalue(who)).post(address, {"function": "Overgenomen"})
    enrolment = Enrolment.objects.get(pk=rows["enrolment"])
    assert (enrolment.ended_at, enrolment.function) == (None, "")
    assert [code.revoked_at for code in AccessCode.objects.all()] == [None]


def test_a_coordinator_sees_and_chooses_only_what_is_theirs(
    as_person: Any, rows: Any, fatma: Any, guus: Any, other_programme: Any
):
    client = as_person(fatma)
    for name in ("enrolments", "programmes", "cohorts", "phases", "departments"):
        page = client.get(reverse(f"office_{name}:index")).content.decode()
        assert "Guus Geel" not in page
        assert other_programme.title not in page
        assert "Groep Den" not in page


def test_a_search_finds_only_what_is_theirs(as_person: Any, fatma: Any, anna: Any, guus: Any):
    index = reverse("office_enrolments:index")
    client = as_person(fatma)
    assert "Anna Aalbers" in client.get(index, {"q": "aalb ann"}).content.decode()
    assert "Guus Geel" not in client.get(index, {"q": "geel"}).content.decode()


def test_a_choice_of_another_programme_is_refused(as_person: Any, fatma: Any, other_programme: Any):
    response = as_person(fatma).post(
        reverse("office_cohorts:add"), {"programme": other_programme.pk, "name": "Ingeslopen"}
    )
    assert response.context["form"].errors["programme"]
    assert not other_programme.cohorts.exists()


def test_a_coordinator_whose_enrolment_ended_is_out(
    as_person: Any, fatma: Any, anna: Any, enrolment_of: Any
):
    client = as_person(fatma)
    assert client.get(reverse("office_enrolments:index")).status_code == OPEN
    end_enrolment(enrolment=enrolment_of(fatma))
    assert client.get(reverse("office_enrolments:index")).status_code != OPEN
    assert not fatma.groups.exists()
