"""`entraide moderation scan --json`: one JSON string a line in, one object a line out, offsets in code points."""

import json

import pytest
from typer.testing import CliRunner

from app.screening.commands import commands

NIR = 2850578006084
KEY = 97 - NIR % 97


def _scan(*texts: object) -> list[dict[str, object]]:
    lines = "\n".join(json.dumps(text) for text in texts) + "\n"
    result = CliRunner().invoke(commands, ["--json"], input=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def _found(text: str) -> list[tuple[str, str]]:
    (answer,) = _scan(text)
    assert set(answer) == {"pii", "distress"}
    spans = answer["pii"]
    assert isinstance(spans, list)
    assert all(set(one) == {"kind", "start", "end"} for one in spans)
    return [(one["kind"], text[one["start"] : one["end"]]) for one in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 mg 3x/j", []),
        ("TA 12/8, PHQ-9 à 14 sur 27, IRM du 12/03/2021", []),
        (f"Ma sécu : {NIR}{KEY:02d}, merci", [("nir", f"{NIR}{KEY:02d}")]),
        (f"Ma sécu : {NIR}{KEY % 97 + 1:02d}, merci", []),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", [("iban", "FR76 3000 6000 0112 3456 7890 189")]),
        (
            "jean point dupont arobase gmail point com",
            [("email", "jean point dupont arobase gmail point com")],
        ),
        ("jane dot doe at gmail dot com", [("email", "jane dot doe at gmail dot com")]),
        ("😀 appelez le 06 12 34 56 78", [("phone", "06 12 34 56 78")]),
        ("Je m'appelle Marie Durand", [("full_name", "Marie Durand")]),
        ("Le 3114 répond jour et nuit, et le 15 aussi.", []),
    ],
)
def test_personal_data(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


def test_distress_and_order_of_lines() -> None:
    answers = _scan("Je veux mourir", "Je suis mort de rire", "I want to end my life", "")
    assert [one["distress"] for one in answers] == [True, False, True, False]


@pytest.mark.parametrize("line", ["not json", "12", '{"a": 1}', "null", '["x"]'])
def test_anything_but_a_string_ends_with_its_line(line: str) -> None:
    result = CliRunner().invoke(commands, ["--json"], input=f'"fine"\n{line}\n')
    assert result.exit_code == 2 and "line 2" in result.output


def test_long_and_odd_strings_are_read() -> None:
    answers = _scan("a" * 100_000, "\ud83d", "e\u0301" * 500, "\u202e06 12 34 56 78")
    assert len(answers) == 4
