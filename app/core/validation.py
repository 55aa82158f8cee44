"""Validation errors in our own words: pydantic's types mapped to source strings of our catalogues."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.core.text import N_

SENTENCES = {
    "missing": N_("Fill this in."),
    "extra_forbidden": N_("This field is not known here."),
    "string_too_short": N_("Write a little more."),
    "string_too_long": N_("This is too long."),
    "string_type": N_("This must be text."),
    "string_pattern_mismatch": N_("This does not have the expected form."),
    "int_type": N_("This must be a whole number."),
    "int_parsing": N_("This must be a whole number."),
    "float_type": N_("This must be a number."),
    "float_parsing": N_("This must be a number."),
    "decimal_parsing": N_("This must be a number."),
    "bool_type": N_("This must be yes or no."),
    "bool_parsing": N_("This must be yes or no."),
    "greater_than_equal": N_("This is too small."),
    "greater_than": N_("This is too small."),
    "less_than_equal": N_("This is too large."),
    "less_than": N_("This is too large."),
    "literal_error": N_("Choose one of the answers offered."),
    "enum": N_("Choose one of the answers offered."),
    "uuid_parsing": N_("This is not a valid identifier."),
    "uuid_type": N_("This is not a valid identifier."),
    "date_from_datetime_parsing": N_("This is not a valid date."),
    "date_parsing": N_("This is not a valid date."),
    "text_characters": N_("These characters cannot be stored."),
    "too_long": N_("This is too long."),
    "too_short": N_("Write a little more."),
}
# An empty field of a form is not a wrong number: it was left out.
EMPTY = {"string_too_short", "int_parsing", "float_parsing", "decimal_parsing", "date_from_datetime_parsing", "date_parsing"}  # fmt: skip
OTHERWISE = N_("This needs another look.")


def sentence(detail: ErrorDetails) -> str:
    """The source string for one validation error; our own validators' messages pass through."""
    if detail["type"] in EMPTY and detail["input"] == "":
        return SENTENCES["missing"]
    if detail["type"] in SENTENCES:
        return SENTENCES[detail["type"]]
    if detail["type"].startswith("entraide_"):
        return str(detail["msg"])
    return OTHERWISE


def sentences(error: ValidationError) -> dict[str, str]:
    """One sentence per field, the field named by its path."""
    return {
        ".".join(str(step) for step in detail["loc"]) or "form": sentence(detail) for detail in error.errors()
    }
