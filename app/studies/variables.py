"""The roles of variables: what a study must say before anybody may approve it. Fail closed: no role, no study."""

import re
from collections.abc import Sequence

from app.anonymise.hierarchy import categorical
from app.anonymise.table import NEVER, CannotAnonymise
from app.core.text import N_
from app.models.study import StudyVariable, VariableRole
from app.studies.questions import MOMENTS, NUMBERS, WORDS, Question

NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
MOST_QUASI = 8
NEVER_LEAVE = frozenset({VariableRole.DIRECT, VariableRole.FREE_TEXT, VariableRole.PARADATA})
RELEASED = frozenset({VariableRole.QUASI, VariableRole.SENSITIVE, VariableRole.PLAIN})
TOP_AGE = 90
SPSS_WORDS = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
RESERVED = NEVER | SPSS_WORDS | {"record_key"}
"""Names that no column may have."""


def suggested_name(link_id: str, taken: set[str]) -> str:
    """A column name for a question: plain letters, at most 32, not taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", link_id.lower()).strip("_") or "question"
    plain = plain if plain[0].isalpha() else f"q_{plain}"
    name, count = plain[:32].rstrip("_"), 2
    while name in taken or name in RESERVED:
        name, count = f"{plain[:28].rstrip('_')}_{count}", count + 1
    return name


def faults(variables: Sequence[StudyVariable], questions: Sequence[Question]) -> dict[str, str]:
    """What stands in the way of an approval: a field's name -> an English sentence. Empty when the roles are whole."""
    found: dict[str, str] = {}
    known = {question.link_id: question for question in questions}
    given = {variable.link_id: variable for variable in variables}
    for link_id in known.keys() - given.keys():
        found[f"variables.{link_id}"] = N_("This question has no role yet.")
    for link_id in given.keys() - known.keys():
        found[f"variables.{link_id}"] = N_("This question is not part of the survey.")
    names = [variable.name for variable in variables]
    for variable in variables:
        if variable.link_id in known:
            fault = _fault(variable, known[variable.link_id], names)
            if fault:
                found[f"variables.{variable.link_id}"] = fault
    if sum(variable.role == VariableRole.QUASI for variable in variables) > MOST_QUASI:
        found["variables"] = N_("At most eight variables may be quasi-identifiers.")
    if known and not any(variable.role in RELEASED for variable in variables):
        found.setdefault("variables", N_("No variable would be released."))
    return found


def _fault(variable: StudyVariable, question: Question, names: list[str]) -> str:
    if variable.role is None:
        return N_("This question has no role yet.")
    role = VariableRole(variable.role)
    if not NAME.fullmatch(variable.name) or variable.name in RESERVED:
        return N_("A name has at most 32 small letters, digits and underscores, and begins with a letter.")
    if names.count(variable.name) > 1:
        return N_("Two variables have the same name.")
    if question.type in WORDS and role not in NEVER_LEAVE:
        return N_("Words that people type never leave: choose direct, free text or paradata.")
    if question.type in MOMENTS and role not in {*NEVER_LEAVE, VariableRole.DATE}:
        return N_("A date may only be a date, direct or paradata.")
    if role == VariableRole.QUASI:
        return _quasi_fault(variable, question)
    return ""


def _quasi_fault(variable: StudyVariable, question: Question) -> str:
    if question.repeats:
        return N_("A question with several answers cannot be a quasi-identifier.")
    if variable.numeric:
        return "" if question.type in NUMBERS else N_("Only numbers can be published as intervals.")
    if not variable.levels:
        return N_("A quasi-identifier needs a hierarchy, or is a number published as intervals.")
    depth = {len(labels) for labels in variable.levels.values()}
    if len(depth) != 1 or depth == {0}:
        return N_("Every line of a hierarchy has the same number of levels.")
    if set(question.options) - set(variable.levels):
        return N_("The hierarchy does not name every answer on offer.")
    try:
        categorical(variable.name, list(variable.levels), variable.levels)
    except CannotAnonymise:
        return N_("The groups of the hierarchy do not lie inside one another.")
    return ""


def read_levels(lines: str) -> dict[str, list[str]]:
    """A hierarchy as people write it: one value a line, `value;group;*`; each list is the labels from the value to `*`."""
    levels: dict[str, list[str]] = {}
    for line in lines.splitlines():
        steps = [step.strip() for step in line.split(";")]
        if steps and steps[0]:
            levels[steps[0]] = steps if steps[-1] == "*" else [*steps, "*"]
    return levels


def write_levels(levels: dict[str, list[str]] | None) -> str:
    """The same, as lines."""
    return "\n".join(";".join(labels) for labels in (levels or {}).values())
