"""Limits of hot paths, counted in this process so that a page or a message costs no statement.

`Buckets` are exact within one process: a person whose sockets live on two workers has two. `Windows` are exact within
one process too, and every two seconds a thread tells the others what was counted here in one statement: what slips
through is at most what the other workers let pass in that time.
"""

import threading
from collections.abc import Callable

from app.core import clock

SHARED_EVERY = 2.0
KEPT = 50_000


def _now() -> float:
    return clock.now().timestamp()


class Buckets:
    """Token buckets by key: `burst` tokens, one more every `step` seconds."""

    def __init__(self) -> None:
        self._arrivals: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, key: str, step: float, burst: int) -> float:
        """Takes a token: 0 when there was one, else seconds to wait."""
        now = _now()
        with self._lock:
            arrival = max(self._arrivals.get(key, now), now)
            wait = arrival + step - now - step * burst
            if wait > 1e-6:
                return wait
            self._arrivals[key] = arrival + step
            if len(self._arrivals) > KEPT:
                self._arrivals = {one: moment for one, moment in self._arrivals.items() if moment > now}
            return 0.0

    def forget(self) -> None:
        """Every bucket is full again."""
        self._arrivals.clear()


class Windows:
    """Counts in fixed windows: ours since the last sharing, and everybody's known then."""

    def __init__(
        self,
        share: Callable[[dict[str, tuple[int, float]]], dict[str, int]],
        failures: tuple[type[Exception], ...],
    ) -> None:
        self._share, self._failures = share, failures
        self._ours: dict[str, tuple[int, float]] = {}
        self._known: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def hit(self, key: str, amount: int, seconds: int) -> float:
        """Counts one: 0 when the limit was not reached, else seconds until the window ends."""
        now = _now()
        index = int(now // seconds)
        end, key = (index + 1) * float(seconds), f"{key}/{index}"
        with self._lock:
            ours = self._ours.get(key, (0, end))[0]
            if ours + self._known.get(key, (0, end))[0] >= amount:
                return end - now
            self._ours[key] = (ours + 1, end)
            if self._thread is None:
                self._thread = threading.Thread(target=self._share_for_ever, name="limits", daemon=True)
                self._thread.start()
        return 0.0

    def share(self) -> None:
        """Tells the others and learns from them; a store that fails keeps our counts for the next time."""
        with self._lock:
            ours, self._ours = self._ours, {}
            for key, (count, end) in ours.items():
                self._known[key] = (self._known.get(key, (0, end))[0] + count, end)
        if not ours:
            return
        try:
            totals = self._share(ours)
        except self._failures:
            with self._lock:
                for key, (count, end) in ours.items():
                    self._ours[key] = (self._ours.get(key, (0, end))[0] + count, end)
                    self._known[key] = (self._known[key][0] - count, end)
            return
        now = _now()
        with self._lock:
            for key, total in totals.items():
                self._known[key] = (total, ours[key][1])
            self._known = {key: value for key, value in self._known.items() if value[1] > now}

    def _share_for_ever(self) -> None:
        while True:
            threading.Event().wait(SHARED_EVERY)
            self.share()

    def forget(self) -> None:
        """Nothing was ever counted here."""
        with self._lock:
            self._ours, self._known = {}, {}
