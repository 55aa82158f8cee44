"""Examples in the contract for fields whose room gave none: by the field's name, else by its format or type."""

from typing import Any

ID = "3f0f7f1e-7a53-4c0e-9d0a-0f4e2f6f3d10"
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
BY_NAME: dict[str, Any] = {
    "access_token": "eyJhbGciOiJIUzI1NiIs...",
    "affiliation": "Institute of Invented Studies",
    "aim": "To learn how sleep and fatigue go together.",
    "answers": {"who-5.1": "4"},
    "appeal_answer": None,
    "band": "good",
    "body": "It was the same for me, for two months.",
    "changed": 2,
    "client_id": None,
    "client_secret": None,
    "comment": "The roles are right.",
    "community": "multiple-sclerosis",
    "detail": None,
    "digest": SHA,
    "email": "rosa@demo.example",
    "en": "Living with the illness, together.",
    "errors": {"body": "Write a little more."},
    "ethics": "CPP 2026-001",
    "event": {"purpose": "recontact", "act": "grant", "version": 1, "at": "2026-11-24T21:40:12Z"},
    "expires_in": 1800,
    "fr": "Vivre avec la maladie, ensemble.",
    "grant_type": "password",
    "handle": "Mésange des brumes",
    "holder": "World Health Organization",
    "hours": "24 hours a day, 7 days a week",
    "k": 11,
    "key": ID,
    "kind": "patient",
    "l": 2,
    "language": "en",
    "link_id": "who-5.1",
    "message": "This may say something about the last two weeks; it is no diagnosis.",
    "missing": {},
    "missing_count": 0,
    "name": "cheerful",
    "next": None,
    "note": "Slept badly",
    "notice": "World Health Organization, 2024. Licence: CC BY-NC-SA 3.0 IGO.",
    "number": 1,
    "ordered": None,
    "password": "three calm rivers",
    "previous": SHA,
    "protocol": "One questionnaire, one release a year.",
    "questionnaire": {"resourceType": "Questionnaire", "status": "active", "item": []},
    "quiet_from": 22,
    "quiet_until": 7,
    "reason": "This could tell who somebody is.",
    "refresh_token": "Vq3mT7wXc0bN5kRzP1sY8uJ6",
    "refusal": None,
    "report": {"rows": 412, "kept": 404, "smallest_class": 11},
    "role": "member",
    "rows": 404,
    "rule": "privacy",
    "rule_name": "Privacy",
    "safety": [],
    "scope": None,
    "seq": 42,
    "sha256": SHA,
    "signature": "kF0v2cHq9mZ7xW3b...",
    "size": 48213,
    "slug": "multiple-sclerosis",
    "spans": None,
    "subject_kind": "post",
    "t": 0.3,
    "terms": "CC BY-NC-SA 3.0 IGO",
    "text": "You agree that your answers serve this study.",
    "text_sha256": SHA,
    "ticket": "eyJhbGciOiJIUzI1NiIs...",
    "title": "Sleep and fatigue",
    "top_code": None,
    "totp": "123456",
    "username": "alice@demo.example",
    "value": 68,
    "raw": 17,
    "version": 1,
    "version_sha256": SHA,
    "words": "The two letters of yesterday.",
}
BY_FORMAT: dict[str, Any] = {"uuid": ID, "date-time": "2026-11-24T21:40:12Z", "date": "2026-11-24"}
BY_TYPE: dict[str, Any] = {"boolean": True, "integer": 1, "number": 1.0, "array": [], "object": {}}
ALREADY = ("examples", "example", "enum", "const", "$ref")


def add_examples(schemas: dict[str, Any]) -> None:
    """Completes every property of these schemas; what a room said stays."""
    for schema in schemas.values():
        for name, field in schema.get("properties", {}).items():
            if not any(word in field for word in ALREADY):
                found, example = _example(name, field)
                if found:
                    field["examples"] = [example]


def _example(name: str, field: dict[str, Any]) -> tuple[bool, Any]:
    """An example that the field's own type allows; nothing when the field is described elsewhere (a reference)."""
    choices = field.get("anyOf", [field])
    kinds = [one.get("type") for one in choices]
    for choice in choices:
        if choice.get("format") in BY_FORMAT:
            return True, BY_FORMAT[choice["format"]]
    for choice in choices:
        if "enum" in choice:
            return True, choice["enum"][0]
    if name in BY_NAME and _fits(BY_NAME[name], kinds):
        return True, BY_NAME[name]
    for choice in choices:
        if choice.get("minItems") or "$ref" in choice:
            return False, None
        if choice.get("type") in BY_TYPE:
            return True, BY_TYPE[choice["type"]]
    return False, None


def _fits(example: Any, kinds: list[Any]) -> bool:
    names = {dict: "object", list: "array", str: "string", type(None): "null", float: "number"}
    if isinstance(example, int):
        return "integer" in kinds or "number" in kinds
    return names.get(type(example)) in kinds
