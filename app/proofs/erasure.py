"""Erasure with a receipt: words of one person, planted everywhere, are gone from every table and file two weeks later.

Looked for in a dump of both databases (every row of every table) and in the files beside them. The database's own files may
hold dead rows until PostgreSQL vacuums them; a restored dump does not.
"""

import time
from collections.abc import Callable

from app.core.postgres_roles import KEYSTORE
from app.demo.cast import HOME
from app.demo.people import invented
from app.proofs import dump
from app.proofs.instance import Instance
from app.proofs.reader import Reader, fresh_word
from app.proofs.report import Attack, Count

API = "/api/v1"
# Somebody who asked to be forgotten is forgotten, or is not.
NONE = 0
DAYS = 15
PATIENCE = 60.0
# Jobs wait by the database's own clock, which cannot be turned: those that wait are called. Each still asks our clock.
CALL = (
    "UPDATE jobs.procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now()"
)


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """Everything that is tried."""
    if instance.var is None or instance.process is None:
        raise RuntimeError("erasure needs a demo of its own: its clock is turned")
    step("a member leaves words everywhere")
    card = next(one for one in invented("demo") if one.role == "member" and one.name.startswith("member-")
                and one.communities == (HOME,))  # fmt: skip
    person = Reader(instance.url).sign_in(card.name)
    words, ids = plant(person)
    before = found_in(instance, words)
    planted = Count("a planted word that was not found before (then its absence proves nothing)", NONE)
    for word in words:
        planted.add(word not in before, word)
    living = _living_keys(instance)
    person.confirm_again()
    asked = person.send("POST", f"{API}/me/erasure", {"posts": "remove"})
    if asked.status != 202:
        raise RuntimeError(f"the erasure was not accepted: {asked.status} {asked.text[:200]}")
    step(f"{DAYS} days pass")
    instance.turn(DAYS)
    step("the worker erases")
    gone = _wait(instance, ids)
    after = found_in(instance, words + ids)
    tables = Count("a word or id of the person in a table or file afterwards", NONE)
    for word in words + ids:
        tables.add(word in after, word)
    keys = Count("the person's key still there", NONE)
    keys.add(_living_keys(instance) >= living, "no key was destroyed")
    entry = Count("the person still gets in", NONE)
    entry.add(not gone or _gets_in(instance, card.name), "signed in")
    return [planted.done(), tables.done(), keys.done(), entry.done()]


def plant(person: Reader) -> tuple[list[str], list[str]]:
    """Words in a thread, a reply and the live room, and the ids of the persona."""
    words = [fresh_word() for _ in range(4)]
    topics = {"title": words[0], "body": words[1]}
    thread = person.send("POST", f"{API}/communities/{HOME}/threads", topics)
    other = person.items(f"{API}/communities/{HOME}/threads", 20)
    open_one = next(one["id"] for one in other if not one["locked"])
    reply = person.send("POST", f"{API}/threads/{open_one}/posts", {"body": words[2]})
    room = person.items(f"{API}/communities/{HOME}/rooms")[0]["id"]
    said = person.send("POST", f"{API}/rooms/{room}/messages", {"body": words[3]})
    if not thread.status == reply.status == 201 or said.status not in (200, 201):
        raise RuntimeError(f"a member could not write: {thread.status}, {reply.status}, {said.status}")
    return words, [person.items(f"{API}/me/personas")[0]["id"]]


def found_in(instance: Instance, words: list[str]) -> set[str]:
    """Which words stand in a table of either database, or in a file of the installation."""
    assert instance.var is not None
    content = dump.raw(instance.var)
    found = {word for word in words if word.encode() in content}
    for path in instance.var.rglob("*"):
        if path.is_file() and "cluster" not in path.parts and "postgres" not in path.parts:
            whole = path.read_bytes()
            found |= {word for word in words if word.encode() in whole}
    return found


def _living_keys(instance: Instance) -> int:
    assert instance.var is not None
    with dump.owner(instance.var, KEYSTORE) as connection:
        row = connection.execute("SELECT count(*) FROM sealed_key WHERE NOT destroyed").fetchone()
        return int(row[0]) if row else 0


def _wait(instance: Instance, ids: list[str]) -> bool:
    """Until the persona is gone from its table, or patience ends."""
    assert instance.var is not None
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with dump.owner(instance.var) as connection:
            connection.execute(CALL)
            if connection.execute("SELECT 1 FROM persona WHERE id = %s", (ids[0],)).fetchone() is None:
                return True
        time.sleep(1)
    return False


def _gets_in(instance: Instance, name: str) -> bool:
    try:
        Reader(instance.url).sign_in(name)
    except RuntimeError:
        return False
    return True
