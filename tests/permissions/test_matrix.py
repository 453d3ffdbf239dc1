"""Every role at every object: the table is ``matrix.txt``, and nothing leaks where the door is shut."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from forum.board.services import invite_into_space
from learning.certificates.models import Certificate
from learning.certificates.services import give_certificate
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.models import Enrolment, Role
from learning.modules.models import ModulePage
from learning.practice.models import CaseReader, PracticeCase
from learning.practice.services import look_back, send_case, share_case, start_case
from learning.programmes.models import ProgrammeTemplate
from learning.programmes.services import copy_programme
from portal.accounts.drafts.services import save_draft
from portal.accounts.models import User
from portal.accounts.profile.services import change_profile, set_photo
from tests.world import SECRET, World, build_world

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("matrix.txt")


def read_table() -> tuple[list[str], dict[str, list[str]]]:
    """The roles, and what each of them gets of each object."""
    rows = [line for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    head, *body = ([part.strip() for part in row.split("  ") if part.strip()] for row in rows)
    return head[1:], {name: cells for name, *cells in body}


ROLES, MATRIX = read_table()


@pytest.fixture
def world(
    cohort: Any, anna: Any, bram: Any, dirk: Any, hugo: Any, leo: Any, settings: Any, tmp_path: Path
) -> World:
    settings.MEDIA_ROOT = tmp_path
    change_profile(person=anna, goes_by="", reachable=SECRET)
    set_photo(person=anna, picture=b"a picture")
    made = build_world(cohort=cohort, author=anna)
    copy_programme(source=cohort.programme, title=f"Sjabloon {SECRET}", as_template=True)
    Invitation.objects.create(
        programme=cohort.programme, last_name=SECRET, email="nora@veldermeer.example"
    )
    give_certificate(enrolment=Enrolment.objects.get(person=anna), by=None)
    invite_into_space(space=made.cohort_space, enrolment=Enrolment.objects.get(person=leo), by=None)
    write_cases(made, anna)
    save_draft(person=anna, key="letter", fields={"text": OWN})
    return made


OWN = "meidoornlimonade"
"""Stands in what nobody but its writer ever reads."""


def write_cases(world: World, writer: User) -> None:
    """Three cases of one person: kept, sent to the trainer, shared with the cohort."""
    keys = ("title", "situation", "my_goal", "my_move", "moment", "question", "feeling")
    answers = dict.fromkeys(keys, SECRET) | {"timing": "past", "consent_play": "yes"}
    answers |= {"feeling": OWN, "people": [{"role": SECRET}]}
    programme = world.programme_space.programme
    module = ModulePage.objects.get(pk=world.module.pk)
    _kept, sent, shared = (
        start_case(person=writer, programme=programme, theme=module, answers=answers)
        for _number in range(3)
    )
    there = Enrolment.objects.filter(programme=programme)
    trainers = there.filter(role=Role.TRAINER).values_list("pk", flat=True)
    send_case(case=sent, trainers=list(trainers), checked=True)
    share_case(case=shared, mates=list(there.values_list("pk", flat=True)), with_cohort=True)
    # Who was named before the enrolment ended:
    left = there.get(ended_at__isnull=False)
    CaseReader.objects.create(
        case=shared, kind=CaseReader.Kind.COHORT, enrolment=left, cohort=left.cohort, since=1
    )
    for case in (sent, shared):
        look_back(case=case, answers={"tried": OWN})


def addresses(world: World) -> dict[str, str]:
    """Where each object of the table is."""
    module, closed = world.module.slug, world.closed_module.slug
    topic, post = [world.topic_id], [world.post_id]
    certificate = Certificate.objects.get()
    programme, invited = world.programme_space.programme.slug, Invitation.objects.get()
    kept, sent, shared = (case.url for case in PracticeCase.objects.order_by("pk"))
    whole, template = [world.programme_space.programme_id], [ProgrammeTemplate.objects.get().pk]

    def space(kind: Any) -> str:
        return reverse("forum:space", args=[kind.forum.slug, kind.pk])

    return {
        "home": "/",
        "modules": reverse("modules:index"),
        "module": reverse("modules:module", args=[module]),
        "lesson": reverse("modules:lesson", args=[module, world.lesson.slug]),
        "lesson at its CMS address": world.lesson.url,
        "module that opens later": reverse("modules:module", args=[closed]),
        "lesson that opens later": reverse(
            "modules:lesson", args=[closed, world.closed_lesson.slug]
        ),
        "draft": reverse("modules:lesson", args=[module, world.draft.slug]),
        "draft at its CMS address": world.draft.url,
        "library": world.library.url,
        "document in a lesson": world.document.url,
        "document in no lesson": world.unused_document.url,
        "original image": reverse("media", args=[world.picture.file.name]),
        "rendition": reverse("media", args=[world.rendition.file.name]),
        "programme space": space(world.programme_space),
        "cohort space": space(world.cohort_space),
        "topic": reverse("forum:topic", args=topic),
        "post": reverse("forum:post", args=post),
        "attachment": reverse("forum:attachment", args=[world.attachment.key]),
        "reply form": reverse("forum:reply", args=topic),
        "edit form of Anna's post": reverse("forum:edit", args=post),
        "module's thread": reverse("forum_board:module", args=[module]),
        "draft like Anna's": reverse("drafts") + "?key=letter",
        "Anna's photo": User.objects.exclude(photo="").get().photo_url,
        "page of one's own group": reverse("group"),
        "preview of oneself": reverse("as_others_see_me"),
        "list of one's own cases": reverse("practice:index"),
        "cases sent to me": reverse("practice:sent"),
        "Anna's case, not sent": kept,
        "case sent to Dirk": sent,
        "version sent to Dirk": f"{sent}versie/1/",
        "case shared with cohort": shared,
        "form of that shared case": f"{shared}bewerken/",
        "own part of a shared case": f"{shared}terugkijken/",
        "making a programme": reverse("office_setup:step", args=["begin"]),
        "copy of the programme": reverse("office_setup:copy", args=whole),
        "dates of the programme": reverse("office_setup:shift", args=whole),
        "making a template": reverse("office_setup:template", args=whole),
        "template among programmes": reverse("office_programmes:edit", args=template),
        "search": f"/zoeken/?q={SECRET[:5]}",
        "search in the CMS": reverse("wagtailadmin_pages:search") + f"?q={SECRET[:5]}",
        "who looked at my data": reverse("who_looked"),
        "access log": reverse("access_log"),
        "access log as a file": reverse("access_log") + "?export=csv",
        "feed": "/forum/feed/",
        "screen at the kick-off": reverse("kickoff", args=[programme]),
        "count at the kick-off": reverse("kickoff_count", args=[programme]),
        "page of one's certificates": reverse("my_certificates"),
        "Anna's certificate to print": reverse("own_certificate", args=[certificate.enrolment_id]),
        "Anna's certificate, checked": reverse("certificate", args=[certificate.code]),
        "Anna's certificate in the CMS": reverse(
            "office_certificates:detail", args=[certificate.pk]
        ),
        "open invitation": reverse("office_invitations:edit", args=[invited.pk]),
    }


def outcome(client: Client, address: str) -> tuple[str, bytes]:
    """What someone gets at last, in the words of the table, and what was in the answer."""
    response = client.get(address, follow=True)
    seen = [path for path, _status in response.redirect_chain]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if seen and seen[-1].startswith(("/inloggen/?", "/inloggen/medewerkers/?")):
        return "in", content
    if seen and seen[-1] in {"/", "/beheer/", "/forum/"}:
        return "away", content
    return str(response.status_code), content


def test_the_table_names_what_there_is(world: World) -> None:
    assert set(MATRIX) == set(addresses(world))
    assert {len(cells) for cells in MATRIX.values()} == {len(ROLES)}


def test_each_role_gets_what_the_table_says(
    world: World, request: pytest.FixtureRequest, as_person: Any
) -> None:
    where, found, leaks, secrets_seen = addresses(world), {}, [], set()
    read_what_is_own = set()
    for role in ROLES:
        client = as_person(None if role == "visitor" else request.getfixturevalue(role))
        for name in MATRIX:
            found[name, role], content = outcome(client, where[name])
            if SECRET.encode() in content:
                secrets_seen.add(name)
                if found[name, role] != "200":
                    leaks.append((name, role))
            if OWN.encode() in content:
                read_what_is_own.add(role)

    assert found == {
        (name, role): cell
        for name, cells in MATRIX.items()
        for role, cell in zip(ROLES, cells, strict=True)
    }
    assert read_what_is_own == {"anna"}
    # Leo is sent to the forum, where the topic of the space that he was invited into stands.
    assert leaks == [("module's thread", "leo")]
    # The secret could have leaked: who may read these did see it.
    assert secrets_seen >= {
        "lesson",
        "lesson at its CMS address",
        "document in a lesson",
        "document in no lesson",
        "programme space",
        "cohort space",
        "topic",
        "post",
        "attachment",
        "reply form",
        "edit form of Anna's post",
        "module's thread",
        "open invitation",
        "case sent to Dirk",
        "case shared with cohort",
    }
