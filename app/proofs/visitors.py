"""Who comes to the doors of a closed place: nobody, a stranger, an expired session, somebody banned, a researcher."""

from dataclasses import dataclass
from hashlib import sha256

from app.demo.cast import HOME
from app.demo.people import invented
from app.proofs.canaries import API, Canaries
from app.proofs.instance import Instance
from app.proofs.reader import Reader

# Rows 7 and 44 of the matrix: whoever is banned may still leave, and keeps the right to their own answers.
OF_THE_BANNED = (
    "/c/{slug}/me", "/c/{slug}/leave", "/api/v1/communities/{slug}/leave", "/surveys/{slug}/withdraw", "/surveys/{slug}/thanks",
    "/api/v1/surveys/{survey_id}/responses/mine",
)  # fmt: skip
# Rows 42 and 48: a researcher knows the survey of the own study, never an answer.
OF_THE_RESEARCHER = ("/surveys/{slug}", "/api/v1/surveys/{survey_id}")


@dataclass(slots=True)
class Visitor:
    """Somebody who must not get in, and what is their own all the same."""

    title: str
    reader: Reader
    own: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()


def all_visitors(instance: Instance, charlie: Reader, mona: Reader, known: Canaries) -> list[Visitor]:
    nobody = Reader(instance.url)
    ended = Reader(instance.url).sign_in("alice")
    kept, token = dict(ended.cookies), ended.csrf
    _let_expire(instance, ended)
    ended.cookies, ended.csrf, ended.name = kept, token, "expired"
    banned, own = _ban_somebody(instance, mona)
    return [
        Visitor("nobody", nobody),
        Visitor("a member of another community", charlie),
        Visitor("an expired session", ended),
        Visitor("a banned member", banned, own, OF_THE_BANNED),
        Visitor("a researcher", Reader(instance.url).sign_in("rosa"), (), OF_THE_RESEARCHER),
    ]


def _let_expire(instance: Instance, reader: Reader) -> None:
    """With the database in hand the session runs out of time; from outside alone it is ended by signing out."""
    if instance.var is None:
        reader.form("/sign-out")
        return
    from app.proofs.dump import owner

    token = sha256(reader.cookies["entraide"].encode()).digest()
    with owner(instance.var) as connection:
        aged = connection.execute(
            "UPDATE vault.session SET expires_at = now() - interval '1 minute' WHERE token_hash = %s",
            (token,),
        )
        if aged.rowcount != 1:
            raise RuntimeError("the session to expire was not found")


def _ban_somebody(instance: Instance, mona: Reader) -> tuple[Reader, tuple[str, ...]]:
    """Mona bans somebody for a day, through her desk."""
    cards = (one for one in reversed(invented("demo")) if one.role == "member" and one.communities == (HOME,))
    for card in cards:
        banned = Reader(instance.url).sign_in(card.name)
        own = [one for one in banned.items(f"{API}/me/personas") if one["status"] == "active"]
        if own:
            break
    mine = own[0]
    answer = mona.form(
        f"/moderation/people/{mine['id']}/sanctions",
        measure="ban-24",
        rule="respect",
        reason="A day of rest.",
    )
    if answer.status != 303:
        raise RuntimeError(f"nobody could be banned: {answer.status}")
    return banned, (mine["id"], mine["id"].replace("-", ""), mine["handle"])
