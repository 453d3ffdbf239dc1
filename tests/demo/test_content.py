"""The data files hold together."""

from portal.demo.sources import modules, read

PROGRAMME, PEOPLE, FORUM = (read(name) for name in ("programme", "people", "forum"))


def test_thirteen_modules_with_their_lessons_and_questions() -> None:
    lessons = [lesson for module in modules() for lesson in module["lessons"]]
    blocks = [block for lesson in lessons for block in lesson["blocks"]]
    questions = sum(len(block["quiz"]["items"]) for block in blocks if "quiz" in block)
    assert (len(modules()), len(lessons) >= 72, questions) == (13, True, 60)


def test_every_module_is_picked_and_every_pick_is_a_module() -> None:
    assert {pick["module"] for pick in PROGRAMME["modules"]} == {m["slug"] for m in modules()}


def test_what_a_module_prepares_for_is_on_the_timeline() -> None:
    titles = {step["title"] for step in PROGRAMME["timeline"]}
    assert {pick["prepares"] for pick in PROGRAMME["modules"] if "prepares" in pick} <= titles


def test_names_are_of_one_person_each() -> None:
    names = [who["name"] for who in (*PEOPLE["participants"], *PEOPLE["staff"])]
    assert len(names) == len(set(names))


def test_only_who_belongs_there_speaks_in_a_cohort() -> None:
    places = {who["name"]: {"programme", who["cohort"]} for who in PEOPLE["participants"]}
    for who in PEOPLE["staff"]:
        if who["role"] in ("trainer", "coordinator"):
            places[who["name"]] = {"programme", *who.get("guest_of", [])}
    for topic in FORUM["topics"]:
        for post in topic["posts"]:
            assert topic["space"] in places[post["by"]]
