"""Closed: the walk over every door of a running demo, and planted leaks that it must see."""

import orjson

from app.proofs import closed, report
from app.proofs.canaries import Canaries
from app.proofs.closed import Visitor
from app.proofs.commands import run
from app.proofs.doors import Address
from app.proofs.reader import Answer, Reader
from tests.server import Server

WORD = "zq5d1f6c2e"
ID = "3f0f7f1e-7a53-4c0e-9d0a-0f4e2f6f3d10"
OTHER = "11111111-7a53-4c0e-9d0a-0f4e2f6f3d10"
KNOWN = Canaries(planted=[WORD], ids={"thread_id": [ID]})


class Leaking(Reader):
    """A server that gives away what the test says."""

    def __init__(self, body: bytes, header: str = "", status: int = 404) -> None:
        super().__init__("http://nowhere.example")
        self.answer = Answer(status, [("x-told", header)], body)

    def ask(self, method: str, path: str, *, body: bytes | None = None, **headers: str) -> Answer:
        return self.answer if ID in path else Answer(404, [("x-told", "")], b"nothing")


def _walk(reader: Reader) -> list[report.Attack]:
    address = Address("GET", "/c/{slug}/t/{thread_id}", f"/c/x/t/{ID}", f"/c/x/t/{OTHER}", True, True)
    return closed.walk(Visitor("somebody", reader), [address], KNOWN)


def test_a_word_an_id_and_a_header_are_each_seen() -> None:
    for leaking in (Leaking(WORD.encode()), Leaking(ID.replace("-", "").encode()), Leaking(b"", WORD)):
        leaks, _ = _walk(leaking)
        assert not leaks.holds and leaks.successes > 0


def test_the_address_that_was_asked_for_is_no_leak() -> None:
    leaks, twins = _walk(Leaking(f"nothing at /c/x/t/{ID}".encode()))
    assert leaks.holds and not twins.holds


def test_another_status_for_a_real_id_is_seen() -> None:
    assert not _walk(Leaking(b"nothing", status=403))[1].holds
    assert all(one.holds for one in _walk(Leaking(b"nothing")))


def test_an_attack_that_never_ran_proves_nothing() -> None:
    assert not report.Count("idle").done().holds
    assert not report.Proof("empty", ()).holds


def test_every_door_of_the_demo_is_closed(demo: Server) -> None:
    (proof,) = run(("closed",), lambda _: None, demo.url, demo.var)
    told = orjson.loads(orjson.dumps(proof.as_dict()))
    assert told["holds"], report.broken([proof])
    assert set(told) == {"proof", "holds", "attacks"} and len(told["attacks"]) >= 17
    assert sum(one["tries"] for one in told["attacks"]) > 2000
