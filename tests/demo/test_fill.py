"""A whole fill: what it holds, that it holds it again, in few statements, and that only planted texts hold personal data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from app.consents import ledger
from app.core import db
from app.core.embedded import Urls
from app.demo import load
from app.demo.desk import planted
from app.demo.lengths import bench_lengths
from app.screening.pii import find_pii
from tests.demo.transactions import everywhere, outer

MOST_STATEMENTS = 1500
PERSONAL = {one["text"] for one in planted()["personal"]}


@dataclass
class Filled:
    """A filled database, and how many statements it took."""

    connection: Connection
    statements: int

    def rows(self, question: str) -> list[Any]:
        """Answers with every wall open."""
        with db.open_session() as session:
            return list(everywhere(session).execute(text(question)).all())

    def one(self, question: str) -> Any:
        """The one value of a question."""
        return self.rows(question)[0][0]


@pytest.fixture(scope="module")
def filled(urls: Urls) -> Iterator[Filled]:
    """The demo, filled once for this file."""
    counted: list[int] = []

    def count(*_: object) -> None:
        counted.append(1)

    with outer() as connection:
        event.listen(connection, "before_cursor_execute", count)
        assert load.is_empty()
        load.fill("demo")
        event.remove(connection, "before_cursor_execute", count)
        yield Filled(connection, len(counted))


def test_it_is_alive(filled: Filled) -> None:
    assert not load.is_empty()
    assert filled.one("SELECT count(*) FROM community WHERE parent_id IS NULL") == 11
    assert filled.one("SELECT count(*) FROM community WHERE hidden AND parent_id IS NOT NULL") == 1
    assert filled.one("SELECT count(DISTINCT owner_tag) FROM persona") >= 400
    assert filled.one("SELECT count(*) FROM post WHERE status = 'visible'") >= 2000
    assert filled.one("SELECT count(*) FROM message") >= 300
    assert filled.one("SELECT count(DISTINCT day) FROM measure_entry") >= 55
    assert filled.one("SELECT count(*) FROM survey_response") >= 400
    with db.open_session("vault") as session:
        assert session.connection().execute(text("SELECT count(*) FROM vault.account")).scalar_one() >= 300


def test_what_is_filled_stays_as_it_is(filled: Filled) -> None:
    before = filled.one("SELECT count(*) FROM post")
    load.ensure(again=True)
    load.ensure("demo", again=True)
    with pytest.raises(ValueError, match="--reset"):
        load.ensure("demo")
    with pytest.raises(ValueError, match="demo shape is here already"):
        load.ensure("bench", again=True)
    with pytest.raises(ValueError, match="demo and bench"):
        load.ensure("castle")
    assert filled.one("SELECT count(*) FROM post") == before


def test_one_thread_in_three_is_english(filled: Filled) -> None:
    shares = dict(filled.rows("SELECT lang, count(*) FROM thread GROUP BY lang"))
    assert 0.25 <= shares["en"] / (shares["en"] + shares["fr"]) <= 0.45


def test_lengths_vary_and_counts_are_right(filled: Filled) -> None:
    assert filled.one("SELECT count(*) FROM thread WHERE post_count >= 21") >= 3
    assert filled.one("SELECT count(DISTINCT post_count) FROM thread") >= 10
    wrong = """SELECT count(*) FROM thread t WHERE post_count <>
               (SELECT count(*) FROM post p WHERE p.thread_id = t.id AND p.status = 'visible')"""
    assert filled.one(wrong) == 0
    late = "SELECT count(*) FROM thread t JOIN post p ON p.thread_id = t.id WHERE p.created_at < t.created_at"
    assert filled.one(late) == 0
    thanks = """SELECT count(*) FROM post p WHERE thanks <>
                (SELECT count(*) FROM reaction r WHERE r.post_id = p.id AND r.kind = 'thanks')"""
    assert filled.one(thanks) == 0
    assert filled.one("SELECT count(*) FROM thread WHERE pinned") >= 22
    assert filled.one("SELECT count(*) FROM thread WHERE locked") >= 11


def test_every_kind_of_thing_waits_at_the_desk(filled: Filled) -> None:
    kinds = dict(
        filled.rows(
            "SELECT kind, count(*) FROM review_item i JOIN community c ON c.id = i.community_id"
            " WHERE i.status = 'open' AND c.slug = 'multiple-sclerosis' GROUP BY kind"
        )
    )
    assert kinds == {"held": 6, "report": 4, "pii": 2, "join": 4, "distress": 1, "appeal": 1}
    assert filled.one("SELECT count(*) FROM decision") >= 15
    assert filled.one("SELECT count(*) FROM appeal WHERE status = 'overturned'") == 1


def test_somebody_wrote_to_alice(filled: Filled) -> None:
    states = [row[0] for row in filled.rows("SELECT status FROM conversation")]
    assert sorted(states) == ["asked", "open"]
    assert filled.one("SELECT count(*) FROM letter") == 6


def test_a_finished_study_has_its_release_and_an_open_one_waits_for_alice(filled: Filled) -> None:
    found = filled.rows("SELECT st.status, su.status FROM study st JOIN survey su ON su.study_id = st.id")
    assert sorted(map(tuple, found)) == [("closed", "closed"), ("closed", "closed"), ("open", "open")]
    with db.open_session("research") as session:
        made = session.connection().execute(text("SELECT status, rows, k, l FROM research.release")).all()
    [(status, rows, k, diverse)] = made
    assert (status, k, diverse) == ("frozen", 11, 2)
    assert rows >= 100
    with db.open_session() as session:
        assert ledger.verify(session).broken_at is None


def test_only_planted_texts_hold_personal_data(filled: Filled) -> None:
    bodies = {row[0] for row in filled.rows("SELECT body FROM post UNION SELECT body FROM message")}
    assert {body for body in bodies if find_pii(body)} == PERSONAL
    titles = {row[0] for row in filled.rows("SELECT title FROM thread UNION SELECT answer FROM join_request")}
    assert not [title for title in titles if find_pii(title)]
    assert not [body for body in bodies | titles if "{" in body or "}" in body or "=>" in body]


def test_it_takes_few_statements(filled: Filled) -> None:
    assert filled.statements < MOST_STATEMENTS


def test_the_manifest_names_what_is_there(filled: Filled) -> None:
    manifest = load.manifest()
    assert set(manifest) == {"base_url", "users", "communities", "threads", "rooms"}
    assert set(manifest["users"][0]) == {"name", "email", "password", "totp_secret", "role"}
    assert len(manifest["communities"]) == len(manifest["rooms"]) == 11
    assert sum(one["posts"] for one in manifest["threads"]) >= 1900
    hidden = "hiv-hepatitis-couples"
    assert not [one for one in manifest["threads"] if hidden in one["path"]]


def test_the_bench_adds_up() -> None:
    lengths = bench_lengths()
    assert len(lengths) == 2000 - 80
    assert max(lengths) == 2000
    assert sum(length >= 21 for length in lengths) > 100
    assert min(lengths) >= 1
