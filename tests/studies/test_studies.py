"""A study: proposed with a role for every question, opened by two persons, agreed to, closed; the rows of the matrix."""

import re

import pytest
from sqlmodel import select

from app.consents import texts
from app.core import audit, db
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.models.study import Study
from app.models.survey import Survey
from app.studies.agreement import DESK
from tests.people import World, invented_id
from tests.studies.cast import ROLES, open_study, proposal, propose, publish


def study_row(world: World, study: object) -> Study:
    db.act_in(world.session, (), (DESK,))
    world.session.expire_all()
    found = world.session.exec(select(Study).where(Study.id == study)).one()
    return found


def test_two_persons_open_a_study_and_its_words(world: World) -> None:
    survey = publish(world)
    study = propose(world, survey)
    assert (study["status"], study["missing"]) == ("proposed", {})
    first = world.reader("stefan").api("POST", f"/studies/{study['id']}/approvals", {"comment": "Right."})
    assert first.json()["status"] == "proposed"
    again = world.reader("sofia").api("POST", f"/studies/{study['id']}/approvals", {})
    assert again.status_code == 409
    second = world.reader("lena").api("POST", f"/studies/{study['id']}/approvals", {}).json()
    assert second["status"] == "open" and [one["office"] for one in second["approvals"]] == [
        "steward",
        "lead",
    ]
    assert "approver" not in str(second)
    words = texts.wording(world.session, f"study.{study['id']}.research", "en")
    assert (words.body, words.version) == (
        "I agree that my answers serve this study.",
        second["minimum_version"],
    )
    world.act_in("multiple-sclerosis")
    world.session.expire_all()
    assert str(world.session.get_one(Survey, survey.id).study_id) == study["id"]
    assert audit.verify(world.session).holds


def test_a_missing_role_keeps_it_closed(world: World) -> None:
    variables = [{"link_id": one, **role} for one, role in ROLES.items() if one != "pet"]
    study = propose(world, publish(world), variables=variables)
    assert study["missing"] == {"variables.pet": "This question has no role yet."}
    refused = world.reader("stefan").api("POST", f"/studies/{study['id']}/approvals", {})
    assert refused.status_code == 422 and "variables.pet" in refused.json()["errors"]
    assert study_row(world, study["id"]).status == "proposed"


@pytest.mark.parametrize(
    ("link_id", "role"),
    [
        ("words", {"role": "sensitive"}),
        ("since", {"role": "plain"}),
        ("region", {"role": "quasi"}),
        ("region", {"role": "quasi", "levels": {"north": ["north", "*"]}}),
        ("region", {"role": "quasi", "numeric": True}),
        (
            "region",
            {
                "role": "quasi",
                "levels": {
                    one: [one, two, three, "*"]
                    for one, two, three in (
                        ("north", "a", "x"),
                        ("east", "a", "y"),
                        ("south", "b", "x"),
                        ("west", "b", "x"),
                    )
                },
            },
        ),
        ("pet", {"role": "plain", "name": "email"}),
        ("pet", {"role": "plain", "name": "Pet"}),
    ],
)
def test_a_role_that_does_not_fit_is_refused(world: World, link_id: str, role: dict[str, object]) -> None:
    variables = [{"link_id": one, **(role if one == link_id else good)} for one, good in ROLES.items()]
    study = propose(world, publish(world), variables=variables)
    assert list(study["missing"]) == [f"variables.{link_id}"]
    assert world.reader("stefan").api("POST", f"/studies/{study['id']}/approvals", {}).status_code == 422


def test_changed_roles_lose_the_approval_given_before(world: World) -> None:
    study = propose(world, publish(world))
    path = f"/studies/{study['id']}"
    assert world.reader("stefan").api("POST", f"{path}/approvals", {}).status_code == 201
    roles = {"variables": [{"link_id": one, **role} for one, role in ROLES.items()]}
    changed = world.reader("rosa").api("PUT", f"{path}/variables", roles).json()
    assert (changed["version"], changed["approvals"]) == (2, [])
    assert world.reader("lena").api("POST", f"{path}/approvals", {}).json()["status"] == "proposed"


def test_the_matrix_over_json_and_pages(world: World) -> None:
    survey = publish(world)
    rosa = world.reader("rosa")
    for name, status in (
        ("", 401),
        ("alice", 404),
        ("charlie", 404),
        ("lena", 404),
        ("mona", 404),
        ("ada", 404),
    ):
        assert world.reader(name).api("POST", "/studies", proposal(survey)).status_code == status, name
    study, fake = propose(world, survey)["id"], invented_id()
    for name, status in (
        ("alice", 404),
        ("charlie", 404),
        ("mona", 404),
        ("ada", 404),
        ("lena", 200),
        ("stefan", 200),
    ):
        reader = world.reader(name)
        real, wrong = reader.api("GET", f"/studies/{study}"), reader.api("GET", f"/studies/{fake}")
        assert real.status_code == status, name
        page, nowhere = reader.get(f"/research/studies/{study}"), reader.get(f"/research/studies/{fake}")
        assert page.status_code == status
        if status == 404:
            assert real.content == wrong.content and page.content == nowhere.content
    approve = f"/studies/{study}/approvals"
    for name, status in (
        ("", 401),
        ("alice", 404),
        ("charlie", 404),
        ("mona", 404),
        ("ada", 404),
        ("rosa", 403),
    ):
        assert world.reader(name).api("POST", approve, {}).status_code == status, name
        page = world.reader(name).post(f"/research{approve}", {"comment": ""})
        assert page.status_code == (303 if not name else status)
    assert world.reader("stefan", stepped_up=False).api("POST", approve, {}).json()["code"] == "step-up"
    for name, status in (("", 401), ("alice", 404), ("lena", 404), ("ada", 404)):
        assert world.reader(name).api("POST", f"/studies/{study}/closing", {}).status_code == status, name
    assert study_row(world, study).status == "proposed"
    assert rosa.api("GET", "/studies").json() == {"items": [], "next": None}


def test_the_register_is_public_once_the_study_opened(world: World) -> None:
    study = open_study(world)
    visitor = world.reader()
    [line] = visitor.api("GET", "/studies").json()["items"]
    assert (line["id"], line["status"], line["community"]) == (str(study), "open", "Multiple sclerosis")
    assert visitor.get(f"/research/studies/{study}").status_code == 200
    assert "Days and fatigue" in visitor.get("/research/register").text
    assert world.reader("rosa").api("POST", f"/studies/{study}/closing", {}).json()["status"] == "closed"
    assert visitor.api("GET", "/studies").json()["items"][0]["status"] == "closed"
    world.act_in("multiple-sclerosis")
    world.session.expire_all()
    assert world.session.exec(select(Survey)).one().status == "closed"


def test_a_named_person_accepts_by_mail(world: World) -> None:
    people = [
        {"name": "Rosa Lind", "affiliation": "Institute"},
        {"name": "Nils Holm", "affiliation": "Institute", "email": "nils@example.org"},
    ]
    study = open_study(world, people=people)
    run_waiting_jobs(world.session)
    letter = next(mail for mail in list_mails() if "nils@example.org" in mail["to"])
    ticket = re.search(r"ticket=(\S+)", letter["text"])
    assert ticket
    visitor = world.reader()
    assert "Nils Holm" in visitor.get(f"/research/agreements?ticket={ticket[1]}").text
    assert visitor.get("/research/agreements?ticket=nonsense").status_code == 404
    assert visitor.post("/research/agreements", {"ticket": ticket[1]}).status_code == 303
    shown = world.reader("rosa").api("GET", f"/studies/{study}").json()
    assert [person["agreed"] for person in shown["people"]] == [True, True]
    assert "nils@example.org" not in str(shown)


def test_rosa_proposes_on_pages(world: World) -> None:
    survey, rosa = publish(world), world.reader("rosa")
    assert "days" in rosa.get("/research/studies/new").text
    form = {key: value for key, value in proposal(survey).items() if key not in ("people", "variables")}
    refused = rosa.post("/research/studies", form | {"people": "Rosa Lind; Institute", "aim": "short"})
    assert refused.status_code == 422 and "Days and fatigue" in refused.text
    kept = rosa.post("/research/studies", form | {"people": "Rosa Lind; Institute"})
    assert kept.status_code == 303
    page = rosa.get(kept.headers["location"])
    assert page.status_code == 200 and "Your region?" in page.text
    fields = {"role.0": "quasi", "levels.0": "north;cold;*\neast;cold;*\nsouth;warm;*\nwest;warm;*"}
    fields |= {"role.1": "quasi", "numeric.1": "yes", "role.2": "sensitive", "role.3": "plain"}
    fields |= {"role.4": "free_text", "role.5": "date"}
    assert rosa.post(kept.headers["location"], fields).status_code == 303
    study = kept.headers["location"].removesuffix("/variables")
    assert "cannot be approved yet" not in rosa.get(study).text
    lena = world.reader("lena")
    assert "Approve this study" in lena.get(study).text
    assert lena.post(f"{study}/approvals", {"comment": "Yes"}).status_code == 303
    assert world.reader("stefan").post(f"{study}/approvals", {"comment": ""}).status_code == 303
    assert "I accept the agreement" in rosa.get(study).text
    assert rosa.post(f"{study}/agreement").status_code == 303
    assert rosa.post("/research/studies", form | {"people": "Rosa Lind; Institute"}).status_code == 409


@pytest.mark.parametrize(
    "change",
    [
        {"retention_months": True},
        {"title": "x\x00y z"},
        {"aim": 5},
        {"odd": 1},
        {"people": []},
        {"survey_id": "no"},
        {"variables": [{"link_id": "pet", "levels": {"a\x00": ["a\x00", "*"]}}]},
        {"variables": [{"link_id": "pet", "ordered": ["\x00"]}]},
        {"variables": [{"link_id": "pet", "name": "a\x00"}]},
        {"variables": [{"link_id": "nowhere"}]},
        {"variables": [{"link_id": "pet"}, {"link_id": "pet"}]},
        {"variables": [{"link_id": "pet", "top_code": 10**30}]},
    ],
)
def test_bad_input_changes_nothing(world: World, change: dict[str, object]) -> None:
    answer = world.reader("rosa").api("POST", "/studies", proposal(publish(world)) | change)
    assert answer.status_code == 422
    db.act_in(world.session, (), (DESK,))
    assert world.session.exec(select(Study)).all() == []


def test_an_anonymous_or_strange_survey_has_no_study(world: World) -> None:
    rosa = world.reader("rosa")
    assert rosa.api("POST", "/studies", proposal(publish(world, mode="anonymous"))).status_code == 422
    other = publish(world, "other", owner_id=invented_id())
    assert rosa.api("POST", "/studies", proposal(other)).status_code == 404
