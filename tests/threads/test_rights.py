"""What a person gets to take away, and what is left of them afterwards."""

import json

import pytest
from sqlalchemy import text

from app.access.person import Person
from app.models.community import Persona
from app.models.thread import Post, ReactionKind
from app.threads import drafts, keeping, rights, writing
from tests.people import World
from tests.threads.test_writing import opening, thread_by


def person(world: World, name: str) -> Person:
    persona = world.persona(name)
    return Person(world.account(name).id, ((world.community(), persona),))


def lived(world: World) -> tuple[Post, Persona]:
    """Alice opens, edits, replies, drafts; Bob answers and thanks; Alice thanks Bob."""
    thread = thread_by(world)
    alice, bob = world.persona("alice"), world.persona("bob")
    post = opening(world, thread)
    writing.edit(world.session, post, body="The canary sings.")
    answer = writing.reply(world.session, author=bob, thread=thread, body="I hear it.")
    keeping.sign(world.session, alice, answer, ReactionKind.THANKS, link="/c/multiple-sclerosis")
    drafts.keep(world.session, world.account("alice").id, f"reply {thread.id}", {"body": "A hidden canary"})
    return answer, alice


def test_everything_is_gathered(world: World) -> None:
    lived(world)
    found = rights.gather(world.session, person(world, "alice"))
    said = json.dumps(found)
    assert "The canary sings." in said and "A hidden canary" in said and "anybody" in said
    assert [one["kind"] for one in found["signs"]] == ["thanks"] and len(found["follows"]) == 1


@pytest.mark.parametrize("keep_words", [True, False])
def test_erasure_leaves_no_trace_of_the_person(world: World, keep_words: bool) -> None:
    answer, alice = lived(world)
    assert rights.erase(world.session, person(world, "alice"), keep_words=keep_words) > 0
    world.act_in("multiple-sclerosis")
    tables = ("thread", "post", "post_version", "reaction", "follow", "read_mark", "draft", "post_words")
    for table in tables:
        if table != "post_words":
            rows = (
                world.session.connection()
                .execute(text(f"SELECT {table}::text AS row FROM {table}"))
                .scalars()
            )
            assert not any(str(alice.id) in row for row in rows), table
    texts = world.session.connection().execute(text("SELECT body FROM post")).scalars().all()
    assert ("The canary sings." in texts) is keep_words
    world.session.refresh(answer)
    assert answer.thanks == 0 and answer.body == "I hear it."
    found = world.session.connection().execute(text("SELECT count(*) FROM find_posts('canary', 10)")).scalar()
    assert found == (1 if keep_words else 0)
