"""Which rooms there are. The worker imports them all, so that every job is known wherever it was written."""

import pkgutil
from importlib import import_module
from pathlib import Path

APP = Path(__file__).resolve().parents[1]
NOT_ROOMS = frozenset(
    {"core", "models", "access", "screening", "anonymise", "dev", "demo", "proofs", "operations", "locale"}
)
DOORS = frozenset({"pages", "api", "socket", "commands", "hub"})
CORE_JOBS = ("app.core.mail", "app.core.limits")


def names() -> list[str]:
    """The rooms' folders."""
    return [one.name for one in pkgutil.iter_modules([str(APP)]) if one.ispkg and one.name not in NOT_ROOMS]


def import_jobs() -> None:
    """Imports every deed of every room, and with them the jobs that they register; doors stay out."""
    for module in CORE_JOBS:
        import_module(module)
    for room in names():
        for one in pkgutil.iter_modules([str(APP / room)]):
            if not one.ispkg and one.name not in DOORS:
                import_module(f"app.{room}.{one.name}")
