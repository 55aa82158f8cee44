"""Hearing the bus at once: a hub has no time to queue, it only looks things up and starts tasks."""

from collections.abc import Callable

from app.core.realtime import Signal, Subscription


class Ear(Subscription):
    """Hears the bus without a queue: handlers only look things up and start tasks."""

    def __init__(self, hear: Callable[[Signal], None]) -> None:
        super().__init__()
        self._hear = hear

    def offer(self, signal: Signal) -> None:
        """Handles a signal at once."""
        self._hear(signal)
