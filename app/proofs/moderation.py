"""Moderation that answers: no act without rule and reason, the author gets the words back, another person answers the appeal."""

from collections.abc import Callable
from typing import Any

from app.demo.cast import HOME
from app.proofs import dump
from app.proofs.instance import Instance
from app.proofs.reader import Reader, fresh_word
from app.proofs.report import Attack, Count

API = "/api/v1"
# These are duties towards each author; there is no share of authors to whom they are not owed.
NONE = 0
ROUNDS = 3
RESTRICTING = ("hide", "remove", "warn", "mute", "ban", "ban_for_good", "refuse", "uphold", "overturn")


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """Everything that is tried."""
    names = ("bob", "alice", "mona", "moussa")
    bob, alice, mona, moussa = (Reader(instance.url).sign_in(name) for name in names)
    mute = Count("an act that restricts without rule or without reason", NONE)
    words = Count("an author without the own text, the rule or the reason", NONE)
    appeals = Count("an appeal answered by whoever decided first", NONE)
    unanswered = Count("an appeal that another moderator cannot answer", NONE)
    for number in range(ROUNDS):
        step(f"report, decision, appeal: {number + 1} of {ROUNDS}")
        text = f"A hard word, {fresh_word()}."
        item = report(bob, alice, mona, text)
        for attempt in (
            {"rule": "respect", "reason": ""},
            {"reason": "Because."},
            {"rule": "respect", "reason": "  "},
        ):
            answer = decide(mona, item, act="hide", **attempt)
            mute.add(answer.status < 400, f"{attempt}: {answer.status}")
        reason = f"Said too hard, {fresh_word()}."
        made = decide(mona, item, act="hide", rule="respect", reason=reason)
        if made.status != 201:
            raise RuntimeError(f"the desk could not decide: {made.status} {made.text[:200]}")
        decision = made.json()["id"]
        told = bob.get(f"{API}/decisions/{decision}").json() or {}
        words.add(text not in str(told.get("text")), "the text")
        words.add(told.get("rule") != "respect" or not told.get("rule_name"), "the rule")
        words.add(told.get("reason") != reason, "the reason")
        _appeal(bob, mona, moussa, decision, appeals, unanswered)
    found = [mute.done(), words.done(), appeals.done(), unanswered.done()]
    step("what concerns oneself")
    found.append(_own(mona, alice))
    if instance.var is not None:
        found.append(_all_decisions(instance))
    return found


def report(author: Reader, witness: Reader, moderator: Reader, text: str) -> dict[str, Any]:
    """A text is written, reported and found in the queue."""
    threads = author.items(f"{API}/communities/{HOME}/threads", 20)
    thread = next(one["id"] for one in threads if not one["locked"])
    made = author.send("POST", f"{API}/threads/{thread}/posts", {"body": text})
    if made.status != 201:
        raise RuntimeError(f"a member could not write: {made.status} {made.text[:200]}")
    post = made.json()["id"]
    kept = witness.send("POST", f"{API}/posts/{post}/reports", {"reason": "harassment", "words": "It hurts."})
    if kept.status != 201:
        raise RuntimeError(f"a member could not report: {kept.status} {kept.text[:200]}")
    for item in moderator.items(f"{API}/moderation/queue"):
        if item["subject_id"] == post:
            return item
    raise RuntimeError("the report is not in the queue")


def decide(by: Reader, item: dict[str, Any], **body: Any) -> Any:
    """A decision as the desk sends it."""
    return by.send(
        "POST", f"{API}/moderation/items/{item['id']}/decisions", {"version": item["version"], **body}
    )


def _appeal(bob: Reader, first: Reader, other: Reader, decision: str, same: Count, unanswered: Count) -> None:
    made = bob.send("POST", f"{API}/decisions/{decision}/appeals", {"words": "I meant it as a help."})
    if made.status != 201:
        raise RuntimeError(f"the author could not appeal: {made.status} {made.text[:200]}")
    waiting = [one for one in other.items(f"{API}/moderation/queue?kind=appeal") if one["kind"] == "appeal"]
    item = next(one for one in waiting if one["subject_id"] in (decision, made.json()["id"]))
    for act in ("uphold", "overturn"):
        answer = decide(first, item, act=act, rule="respect", reason="It stays as I said.")
        same.add(answer.status < 400, f"{act}: {answer.status}")
    answer = decide(other, item, act="overturn", rule="respect", reason="Nothing here breaks a rule.")
    unanswered.add(answer.status != 201, f"{answer.status} {answer.text[:100]}")
    told = bob.get(f"{API}/decisions/{decision}").json() or {}
    unanswered.add(told.get("appeal_answer") != "Nothing here breaks a rule.", "the author was not told")


def _own(mona: Reader, alice: Reader) -> Attack:
    """A moderator's own text is reported: they may not decide on it."""
    count = Count("a moderator decided on what they wrote", NONE)
    threads = mona.items(f"{API}/communities/{HOME}/threads", 20)
    thread = next(one["id"] for one in threads if not one["locked"])
    post = mona.send("POST", f"{API}/threads/{thread}/posts", {"body": f"My own, {fresh_word()}."}).json()[
        "id"
    ]
    alice.send("POST", f"{API}/posts/{post}/reports", {"reason": "other", "words": ""})
    lena = Reader(mona.url).sign_in("lena")
    item = next(one for one in lena.items(f"{API}/moderation/queue") if one["subject_id"] == post)
    for act in ("dismiss", "hide", "remove"):
        answer = decide(mona, item, act=act, rule="respect", reason="I see nothing wrong.")
        count.add(answer.status < 400, f"{act}: {answer.status}")
    return count.done()


def _all_decisions(instance: Instance) -> Attack:
    """Every decision that restricts somebody, in the table itself."""
    count = Count("a kept decision without rule, reason or decider", NONE)
    assert instance.var is not None
    with dump.owner(instance.var) as connection:
        for row in dump.rows(connection, "public", "decision"):
            if row["act"] in RESTRICTING:
                bare = not row["rule"].strip() or not row["reason"].strip()
                count.add(
                    bare or (row["decided_by"] is None and not row["automated"]), f"{row['act']} {row['id']}"
                )
    return count.done()
