"""A cursor over one FHIR element that remembers what was read, so that whatever was not is reported."""

from dataclasses import dataclass
from typing import Any, TypeVar

from app.surveys.questionnaire.errors import QuestionnaireRefused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A part of the source that the questionnaire we keep does not carry. `link_id` is None outside items."""

    link_id: str | None
    path: str
    reason: str


class Node:
    """One JSON object of the source. Read it with `take`, `nodes`, `choice`, `extensions`; then `close` it."""

    def __init__(
        self, data: dict[str, Any], path: str, findings: list[Unsupported], link_id: str | None = None
    ) -> None:
        self.data, self.path, self.link_id, self.findings = data, path, link_id, findings
        self._unread = set(data) - {"fhir_comments"}

    def report(self, reason: str, key: str | None = None) -> None:
        """Say that something here is not carried over, and why."""
        path = f"{self.path}.{key}" if key else self.path
        self.findings.append(Unsupported(self.link_id, path, reason))

    def take(self, key: str, kind: type[T]) -> T | None:
        """The value of a primitive element; one of another kind is reported and left out."""
        value = self.data.get(key)
        self._unread.discard(key)
        if value is None:
            return None
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            self.report(f"{key} is not a {kind.__name__}: it is left out", key)
            return None
        assert isinstance(value, kind)
        return value

    def skip(self, *keys: str) -> None:
        """These were dealt with elsewhere."""
        self._unread.difference_update(keys)

    def has(self, key: str) -> bool:
        return key in self.data

    def node(self, key: str) -> "Node | None":
        value = self.take(key, dict)
        return None if value is None else Node(value, f"{self.path}.{key}", self.findings, self.link_id)

    def nodes(self, key: str, *, strict: bool = False) -> list["Node"]:
        """The objects of a list element; with `strict`, anything but a list of objects refuses the file."""
        value = self.data.get(key)
        self._unread.discard(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            if strict:
                raise QuestionnaireRefused("%(path)s is not a list of objects.", path=f"{self.path}.{key}")
            self.report(f"{key} is not a list of objects: it is left out", key)
            return []
        return [
            Node(entry, f"{self.path}.{key}[{position}]", self.findings, self.link_id)
            for position, entry in enumerate(value)
        ]

    def choice(self, prefix: str) -> str | None:
        """The key of a choice element (`value[x]`): `valueCoding` for `value`, if there is one."""
        return next(
            (key for key in self.data if key.startswith(prefix) and key[len(prefix) :][:1].isupper()), None
        )

    def extensions(self) -> list[tuple[str, "Node"]]:
        """The extensions of this element with their addresses; the reader reports those it does not know."""
        return [(node.take("url", str) or "", node) for node in self.nodes("extension")]

    def unknown_extension(self, url: str) -> None:
        self.report(f"extension {url or 'without an address'} is not supported")

    def close(self) -> None:
        """Report everything nobody read."""
        for key in sorted(self._unread):
            if key == "modifierExtension":
                self.report("modifier extensions are not supported: the meaning may differ", key)
            elif key.startswith("_"):
                self.report(f"extensions on {key[1:]} are not supported", key)
            else:
                self.report(f"{key} is not supported", key)
        self._unread.clear()
