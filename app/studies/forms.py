"""The studies' forms as people fill them in: lines of people, and one group of fields a variable."""

from typing import Any

from pydantic import ValidationError

from app.core.errors import Invalid
from app.core.text import N_
from app.core.validation import sentences
from app.models.study import StudyVariable
from app.studies.schemas import PersonIn, ProposalForm, ProposalIn, VariableIn
from app.studies.variables import read_levels, write_levels

ROLES = (
    ("", N_("Choose a role")),
    ("sensitive", N_("Sensitive: an answer nobody should guess")),
    ("quasi", N_("Quasi-identifier: others may know it")),
    ("plain", N_("Plain: neither of the two")),
    ("date", N_("Date: never released as it is")),
    ("direct", N_("Direct identifier: never released")),
    ("free_text", N_("Free text: never released")),
    ("paradata", N_("Paradata: never released")),
)


def read_people(lines: str) -> list[PersonIn]:
    """`name; affiliation; e-mail`, one person a line; the first is the owner."""
    people = []
    for line in lines.splitlines():
        parts = [part.strip() for part in line.split(";")]
        if not line.strip():
            continue
        try:
            people.append(
                PersonIn(
                    name=parts[0],
                    affiliation=parts[1] if len(parts) > 1 else "",
                    email=(parts[2] or None) if len(parts) > 2 else None,
                )
            )
        except ValidationError as error:
            raise Invalid(fields={"people": "Write one person a line: name; affiliation; e-mail."}) from error
    return people


def as_proposal(form: ProposalForm) -> ProposalIn:
    """The page's form as a proposal."""
    try:
        return ProposalIn.model_validate({**form.model_dump(), "people": read_people(form.people)})
    except ValidationError as error:
        raise Invalid(fields=sentences(error)) from error


def read_variables(form: dict[str, Any], rows: list[StudyVariable]) -> list[VariableIn]:
    """The roles page: fields `role.N`, `name.N`, `levels.N`, `numeric.N`, `ordered.N`, by the rank of the question."""
    found, errors = [], {}
    for row in rows:
        levels, ordered = _field(form, "levels", row), _field(form, "ordered", row)
        try:
            found.append(
                VariableIn.model_validate(
                    {
                        "link_id": row.link_id,
                        "name": _field(form, "name", row) or row.name,
                        "role": _field(form, "role", row) or None,
                        "numeric": _field(form, "numeric", row) == "yes",
                        "top_code": row.top_code,
                        "levels": read_levels(levels) or None,
                        "ordered": [one.strip() for one in ordered.splitlines() if one.strip()] or None,
                    }
                )
            )
        except ValidationError as error:
            errors[f"role.{row.rank}"] = next(iter(sentences(error).values()))
    if errors:
        raise Invalid(fields=errors)
    return found


def _field(form: dict[str, Any], name: str, row: StudyVariable) -> str:
    value = form.get(f"{name}.{row.rank}", "")
    return value.strip() if isinstance(value, str) else ""


def shown_levels(row: StudyVariable, options: tuple[str, ...]) -> str:
    """The hierarchy to start from: what was given, else each answer on offer below `*`."""
    return write_levels(row.levels) if row.levels else "\n".join(f"{option};*" for option in options)
