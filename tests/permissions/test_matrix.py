"""Every role at every object: the table is ``matrix.txt``, and nothing leaks where the door is shut."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from forum.board.services import invite_into_space
from learning.certificates.models import Certificate
from learning.certificates.services import give_certificate
from learning.enrolment.inviting.models import Invitation
from learning.enrolment.models import Enrolment, Role
from learning.modules.answers.models import Answer
from learning.modules.answers.services import save_answer
from learning.modules.answers.words import Said, content_of
from learning.modules.intentions.models import Nudge
from learning.modules.intentions.services import Ask, plan_nudges
from learning.modules.models import LessonPage, ModulePage
from learning.modules.sharing.models import Share
from learning.modules.sharing.services import share_answer
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
    write_answers(made, anna)
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


def write_answers(world: World, writer: User) -> None:
    """Five answers of one person: kept, for the trainer, the group and a partner, and an intention."""
    there = Enrolment.objects.filter(programme=world.programme_space.programme)
    mine = there.get(person=writer)

    def write(kind: str, text: str) -> Answer:
        return save_answer(
            person=writer,
            programme_id=mine.programme_id,
            lesson_id=world.lesson.pk,
            lesson_title=world.lesson.title,
            block=uuid4(),
            kind=kind,
            content=content_of("", [Said("Wat gebeurde er?", text)], by_mail=False),
            is_done=True,
        )

    write("reflection", OWN)
    trainers = there.filter(role=Role.TRAINER).values_list("pk", flat=True)
    share_answer(answer=write("reflection", SECRET), trainers=list(trainers))
    for_group = write("task", SECRET)
    share_answer(answer=for_group, group=True)
    # Who was in it before the enrolment ended:
    left = there.get(ended_at__isnull=False)
    Share.objects.create(
        answer=for_group, kind="group", writer=mine, reader=left, cohort=left.cohort
    )
    mate = there.exclude(pk=mine.pk).get(cohort=mine.cohort_id, ended_at=None)
    share_answer(answer=write("my_case", SECRET), partner=mate.pk)
    plan_nudges(answer=write("intention", OWN), asks=[Ask(7, "Gelukt?")], by_mail=False)


def addresses(world: World) -> dict[str, str]:
    """Where each object of the table is."""
    module, closed = world.module.slug, world.closed_module.slug
    topic, post = [world.topic_id], [world.post_id]
    certificate = Certificate.objects.get()
    programme, invited = world.programme_space.programme.slug, Invitation.objects.get()
    kept, sent, shared = (case.url for case in PracticeCase.objects.order_by("pk"))
    own, for_trainer, for_group, for_partner, _intention = Answer.objects.order_by("pk")
    last_lesson = LessonPage.objects.child_of(world.module).live().order_by("-path")[0]
    prompt = next(each for each in last_lesson.body if each.block_type == "forum_prompt")
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
        "own logbook": reverse("logbook:index"),
        "own logbook as a file": reverse("logbook:as_markdown"),
        "Anna's logbook entry": reverse("logbook:entry", args=[own.pk]),
        "who reads Anna's entry": reverse("logbook:share", args=[for_group.pk]),
        "throwing Anna's entry away": reverse("logbook:throw_away", args=[for_group.pk]),
        "question about her intention": Nudge.objects.get().url,
        "shared with me": reverse("logbook:shared_with_me"),
        "answer not shared": reverse("logbook:shared", args=[own.pk]),
        "answer shared with Dirk": reverse("logbook:shared", args=[for_trainer.pk]),
        "answer shared with the group": reverse("logbook:shared", args=[for_group.pk]),
        "answer shared with Bram": reverse("logbook:shared", args=[for_partner.pk]),
        "question for the forum": reverse("forum_board:prompt", args=[last_lesson.pk, prompt.id]),
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
        "numbers of Anna's group": reverse("cohort", args=[world.cohort_space.cohort_id]),
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
        "answer shared with Dirk",
        "answer shared with the group",
        "answer shared with Bram",
    }
