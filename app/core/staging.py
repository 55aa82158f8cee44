"""Which life this folder leads: a demo says so in a mark, so that later commands beside it belong to it untold."""

import os
from pathlib import Path

from app.core.settings import get_settings


def begin_demo() -> None:
    """From here on this folder is a demo (unless ENTRAIDE_STAGE says otherwise), also for later commands."""
    os.environ.setdefault("ENTRAIDE_STAGE", "demo")
    get_settings.cache_clear()
    if get_settings().demo:
        get_settings().var.mkdir(parents=True, exist_ok=True)
        (get_settings().var / "stage").write_text("demo")


def remember() -> None:
    """Takes up the stage of the mark, when nothing else names one."""
    mark = Path(os.environ.get("ENTRAIDE_VAR", "var")) / "stage"
    if "ENTRAIDE_STAGE" not in os.environ and not Path(".env").exists() and mark.exists():
        os.environ["ENTRAIDE_STAGE"] = mark.read_text().strip()
