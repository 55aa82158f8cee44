"""Logs: one JSON object a line, and only fields on the list below. No bodies, addresses, names or raw URLs.

A field that is not on the list is dropped and only its name is kept. An exception is written as its type and the places
it came through, never its message: messages quote values. Records of libraries keep their template, not its arguments.
"""

import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.core.settings import get_settings

ALLOWED = frozenset(
    {
        "event",
        "level",
        "at",
        "part",
        "request",
        "method",
        "route",
        "status",
        "milliseconds",
        "network",
        "job",
        "job_id",
        "attempts",
        "worker",
        "workers",
        "error",
        "places",
        "limit",
        "closed",
        "seconds",
        "count",
        "pid",
        "child",
        "exit_code",
        "revision",
        "database",
        "proof",
        "command",
        "port",
        "stage",
        "code",
        "dropped",
    }
)
PLACES = 6


def get_logger(name: str) -> Any:
    """A logger with a name; its first argument is a fixed sentence, the rest are named fields."""
    return structlog.get_logger(part=name)


def only_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drops what is not on the list and says which names were dropped."""
    kept = {key: value for key, value in event.items() if key in ALLOWED}
    if dropped := sorted(str(key) for key in event.keys() - ALLOWED if not str(key).startswith("_")):
        kept["dropped"] = dropped
    return kept


def without_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Turns `exc_info` into a type and places."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
        event["places"] = [f"{'/'.join(one.filename.split('/')[-2:])}:{one.lineno}" for one in frames]
    return event


def moment(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """When it was written, by the machine's clock."""
    event["at"] = datetime.now(UTC).isoformat(timespec="milliseconds")
    return event


class _Bridge(logging.Handler):
    """Records of libraries: their template (or the `action` they name), their level, their exception's type."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            said = getattr(record, "action", None) or str(record.msg)[:120]
            if not isinstance(record.msg, str) or (
                record.name.startswith("procrastinate") and not hasattr(record, "action")
            ):
                said = "library message"
            log = structlog.get_logger(part=record.name)
            getattr(log, _level(record.levelno))(said, exc_info=record.exc_info)
        except (TypeError, ValueError, AttributeError, OSError):
            self.handleError(record)


def _level(number: int) -> str:
    if number >= logging.ERROR:
        return "error"
    return "warning" if number >= logging.WARNING else "info"


def configure() -> None:
    """Called once by each process. Everything goes to standard error."""
    json_lines = get_settings().log_json
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        without_message,
        moment,
        only_allowed,
        _as_json if json_lines else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[_Bridge()], level=logging.WARNING, force=True)
    logging.getLogger("procrastinate").setLevel(
        logging.CRITICAL
    )  # our worker says the same without arguments
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # the sink would write addresses
    logging.captureWarnings(True)


def _as_json(_: WrappedLogger, __: str, event: EventDict) -> str:
    return orjson.dumps(event, default=str).decode()
