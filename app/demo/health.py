"""Sixty days of measurements for Alice and a few others: gaps, slow weeks, an event that changes something."""

import random
from datetime import date, timedelta
from typing import Any

from app.dashboard.owner import Owner, owner_of
from app.demo.scene import Rows, Scene, Somebody, seeded_id, write
from app.models.dashboard import Entry, Mark, Measure

DAYS = 60
FOLLOWED = ("alice", "bob", "charlie", "lena", "member-004", "member-011", "member-023", "member-042")
# code: ordinary level, how much it wanders, what the event changes, lowest, highest, step
COURSES: dict[str, tuple[float, float, float, float, float, float]] = {
    "fatigue": (6.2, 1.3, -1.6, 0, 10, 1),
    "sleep": (6.4, 0.9, 0.6, 2, 11, 0.5),
    "mood": (2.9, 0.7, 0.5, 1, 5, 1),
    "pain": (4.1, 1.2, -0.7, 0, 10, 1),
    "energy": (2.7, 0.7, 0.5, 1, 5, 1),
    "weight": (71.5, 0.35, -0.6, 40, 160, 0.1),
}
CHOICES = (
    ("fatigue", "sleep", "mood"),
    ("fatigue", "pain", "sleep"),
    ("mood", "energy"),
    ("weight", "energy", "sleep"),
)
WALK = {"fr": "Marche", "en": "Walking"}
NOTES = {
    "fr": (
        "Sieste de vingt minutes",
        "Réveil à quatre heures",
        "Journée au bureau",
        "Chaleur",
        "Marché le matin",
    ),
    "en": ("Nap of twenty minutes", "Awake at four", "A day at the office", "Heat", "Market in the morning"),
}
MARKS = {
    "fr": (("event", -26, "Nouveaux horaires au travail", ""), ("treatment", -410, "Traitement de fond", "une perfusion tous les six mois"),
           ("appointment", 9, "Consultation de suivi", "apporter la feuille des trois questions")),
    "en": (("event", -26, "New working hours", ""), ("treatment", -300, "Daily tablet", "in the evening"),
           ("appointment", 12, "Follow-up", "bring the sheet with three questions")),
}  # fmt: skip


def make_dashboards(scene: Scene) -> None:
    """Writes what a few people follow, sealed with their own keys as the deeds do."""
    measures: Rows = []
    entries: Rows = []
    marks: Rows = []
    for number, name in enumerate(FOLLOWED):
        dice, somebody = scene.dice("health", name), scene.people[name]
        owner = owner_of(somebody.account_id)
        codes = ("fatigue", "sleep", "mood", "pain") if name == "alice" else CHOICES[number % len(CHOICES)]
        for code in codes:
            _follow(scene, dice, somebody, owner, {"code": code}, COURSES[code], measures, entries)
        if name == "alice":
            own = {"code": "custom", "name": WALK["fr"], "unit": "min", "low": None, "high": None}
            _follow(scene, dice, somebody, owner, own, (22, 8, 6, 0, 90, 5), measures, entries)
        for sort, days, label, detail in MARKS[somebody.card.locale]:
            day = (scene.now + timedelta(days=days)).date()
            marks.append(
                _sealed(dice, owner, {"sort": sort, "day": day.isoformat(), "label": label, "detail": detail})
            )
    write(scene.session, Measure, measures)
    write(scene.session, Entry, entries)
    write(scene.session, Mark, marks)


def _sealed(dice: random.Random, owner: Owner, content: dict[str, Any]) -> dict[str, Any]:
    row = seeded_id(dice)
    return {"id": row, "owner": owner.tag, "sealed": owner.seal(content, row)}


def _follow(
    scene: Scene, dice: random.Random, somebody: Somebody, owner: Owner, content: dict[str, Any],
    course: tuple[float, float, float, float, float, float], measures: Rows, entries: Rows,
) -> None:  # fmt: skip
    rank = sum(one["owner"] == owner.tag for one in measures)
    row = _sealed(dice, owner, content)
    measures.append(row | {"rank": rank, "shown": True})
    for day, value in _days(dice, scene.now.date(), course):
        note = dice.choice(NOTES[somebody.card.locale]) if dice.random() < 0.06 else ""
        entry = _sealed(dice, owner, {"value": value, "second": None, "note": note})
        entries.append(entry | {"measure_id": row["id"], "day": day})


def _days(
    dice: random.Random, today: date, course: tuple[float, float, float, float, float, float]
) -> list[tuple[date, float]]:
    """A course that wanders around its level, shifts some days after the event, and has gaps; today is still open."""
    level, spread, change, low, high, step = course
    away = dice.randrange(34, 52)  # some days away from the diary, well before the event
    drift, found = 0.0, []
    for back in range(DAYS, 0, -1):
        drift = 0.65 * drift + dice.gauss(0, spread * 0.75)
        if away <= back < away + 4 or dice.random() < 0.09:
            continue
        settled = min(1.0, max(0.0, (26 - back) / 8))
        value = level + drift + change * settled
        value = min(high, max(low, round(value / step) * step))
        found.append((today - timedelta(days=back), float(round(value, 2))))
    return found
