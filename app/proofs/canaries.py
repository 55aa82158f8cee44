"""Canaries: what members read in a community, so that it can be recognised where it must not be.

Some words are planted (nobody has ever written them); the others are the community's own texts, names and ids. What an
outsider's own community holds as well is no sign of a leak and is left out.
"""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.demo.cast import HOME
from app.proofs.reader import Reader, fresh_word, hear, say

API = "/api/v1"
PLAIN = re.compile(r"[^\W\d_][^\W_ ]*(?: [^\W_]+){3,7}")
ELSEWHERE = "anxiety"
THREADS = 30
# The register of studies is open to everybody, and its surveys are known to their researcher.
PUBLIC_IDS = ("survey_id", "survey_slug")


@dataclass(slots=True)
class Canaries:
    """Words and ids that only members may meet, and which ids stand at which door."""

    planted: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def know(self, place: str, *values: str) -> None:
        """Remembers ids for a parameter of a path."""
        kept = self.ids.setdefault(place, [])
        kept += [one for one in values if one and one not in kept]

    def patterns(self, *without: str) -> re.Pattern[bytes]:
        """Everything that may not be met, as one pattern; ids with and without hyphens."""
        words = {*self.planted, *self.texts}
        for place, values in self.ids.items():
            for one in values:
                if place not in PUBLIC_IDS and _is_id(one):
                    words |= {one, one.replace("-", "")}
        words -= set(without)
        return re.compile(b"|".join(re.escape(word.encode()) for word in sorted(words)))


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def plant(bob: Reader, alice: Reader) -> Canaries:
    """Bob and Alice write unheard-of words into every place where members write."""
    found, words = Canaries(), [fresh_word() for _ in range(6)]
    found.planted = words
    inside = f"{API}/communities/{HOME}"
    thread = _made(
        bob.send("POST", f"{inside}/threads", {"title": words[0], "body": words[1], "note": words[2]})
    )
    post = _made(alice.send("POST", f"{API}/threads/{thread['id']}/posts", {"body": words[3]}))
    room = bob.items(f"{inside}/rooms")[0]["id"]
    message = _made(bob.send("POST", f"{API}/rooms/{room}/messages", {"body": words[4]}))
    bob.form(f"/c/{HOME}/t/{thread['id']}/draft", body=words[5])
    found.know("thread_id", thread["id"])
    found.know("post_id", post["id"])
    found.know("room_id", room)
    found.know("message_id", message["id"])
    return found


def _made(answer: Any) -> dict[str, Any]:
    made = answer.json()
    if answer.status not in (200, 201) or not isinstance(made, dict):
        raise RuntimeError(f"a member could not write: {answer.status}")
    return made


def gather(found: Canaries, bob: Reader, charlie: Reader) -> None:
    """What a member reads in the community, without what an outsider's own community holds."""
    texts, handles = _read(bob, HOME, found)
    others, foreign = _read(charlie, ELSEWHERE, Canaries())
    known = "\n".join(others)
    for text in texts:
        longest = max(PLAIN.findall(text), key=len, default="")
        if len(longest) >= 24 and longest not in known:
            found.texts.add(longest)
    found.texts |= {one for one in handles - foreign if " " in one}


def _read(reader: Reader, slug: str, found: Canaries) -> tuple[list[str], set[str]]:
    inside, texts, handles = f"{API}/communities/{slug}", [], set()
    for thread in reader.items(f"{inside}/threads?size=100")[:THREADS]:
        found.know("thread_id", thread["id"])
        texts.append(thread["title"])
        for post in reader.items(f"{API}/threads/{thread['id']}/posts?size=100"):
            found.know("post_id", post["id"])
            texts.append(re.sub(r"<[^>]+>", "\n", post["html"]))
    for persona in reader.items(f"{inside}/personas"):
        found.know("persona_id", persona["id"])
        handles.add(persona["handle"])
    for room in reader.items(f"{inside}/rooms"):
        found.know("room_id", room["id"])
        for message in reader.items(f"{API}/rooms/{room['id']}/messages"):
            found.know("message_id", message["id"])
            texts.append(message["body"])
    return texts, handles


def gather_private(found: Canaries, owner: Reader, moderator: Reader) -> None:
    """Ids of what one member or the desk alone may open."""
    for talk in owner.items(f"{API}/me/conversations"):
        found.know("conversation_id", talk["id"])
    for measure in owner.items(f"{API}/me/measures"):
        found.know("measure_id", measure["id"])
        for entry in owner.items(f"{API}/measures/{measure['id']}/entries", 3)[:3]:
            found.know("entry_id", entry["id"])
    for alert in owner.items(f"{API}/notifications", 5)[:5]:
        found.know("alert_id", alert["id"])
    for mark in owner.items(f"{API}/me/marks", 5)[:5]:
        found.know("mark_id", mark["id"])
    found.know(
        "event_id", *re.findall(r"/consents/receipts/([0-9a-f-]{36})", owner.get("/consents").text)[:3]
    )
    found.know(
        "share_id", *re.findall(r"/dashboard/shares/([0-9a-f-]{36})", owner.get("/dashboard/shares").text)[:3]
    )
    for survey in owner.items(f"{API}/surveys"):
        found.know("survey_id", survey["id"])
        found.know("survey_slug", survey["slug"])
    for item in moderator.items(f"{API}/moderation/queue", 10)[:10]:
        found.know("item_id", item["id"])
    found.know(
        "decision_id", *re.findall(r"/decisions/([0-9a-f-]{36})", moderator.get("/moderation/log").text)[:5]
    )


def speak(bob: Reader, room: str, body: str) -> bool:
    """Bob says something in the live room; whether it was acknowledged."""
    with bob.socket() as line:
        say(line, op="send", room=room, key=fresh_key(), body=body)
        return any('"ack"' in frame for frame in hear(line, 1.0))


def fresh_key() -> str:
    """A key of a message."""
    from uuid import uuid4

    return str(uuid4())
