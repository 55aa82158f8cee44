"""Alice's private messages: a conversation that goes on, and a request that waits for her answer."""

import tomllib
from importlib import resources
from typing import Any

from app.demo.cast import HOME
from app.demo.desk import days_ago
from app.demo.scene import Scene
from app.messages import writing
from app.models.community import Persona


def make_letters(scene: Scene) -> None:
    """Writes them through the room's own deeds, over the last days."""
    text = resources.files(__package__).joinpath("texts", "letters.toml").read_text("utf-8")
    told: dict[str, Any] = tomllib.loads(text)
    session, dice = scene.session, scene.dice("letters")
    members = [
        one for one in scene.places[HOME].writers
        if one.role == "member" and one.locale == "fr" and one.owner.card.name.startswith("member-")
    ]  # fmt: skip
    friend, other = (session.get_one(Persona, one.persona_id) for one in dice.sample(members, 2))
    alice = session.get_one(Persona, scene.member("alice").persona_id)
    with days_ago(5):
        conversation = writing.ask(session, friend, alice, told["open"]["asked"])
    with days_ago(4.9):
        writing.accept(session, conversation, alice)
    for number, line in enumerate(told["open"]["line"]):
        with days_ago(4.8 - 0.6 * number):
            writing.write(session, conversation, alice if line.get("me") else friend, line["text"])
    with days_ago(0.9):
        writing.ask(session, other, alice, told["asked"]["asked"])
