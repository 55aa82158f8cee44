"""From the bytes of a workbook to pyxform's tree, within bounds; what a person wrote apart from what it adds."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from app.surveys.questionnaire import strict_json
from app.surveys.questionnaire.errors import QuestionnaireRefused

MAX_BYTES = 4 * 1024 * 1024
MAX_UNPACKED = 64 * 1024 * 1024
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Workbook:
    """`tree` is pyxform's reading; `names` and `own_choices` were written by hand, `or_other` asks for more words."""

    tree: dict[str, Any]
    names: frozenset[str]
    or_other: frozenset[str]
    own_choices: frozenset[tuple[str, str]]


def read(source: bytes) -> Workbook:
    """Read an .xlsx file, or refuse it with pyxform's reason."""
    _check_size(source)
    try:
        definition = get_xlsform(source, file_type=".xlsx")
        survey, choices = _rows(definition.survey), _rows(definition.choices)
        tree = workbook_to_json(definition, form_name="survey", fallback_form_name="survey", warnings=[])
    except QuestionnaireRefused:
        raise
    except (PyXFormError, ParseError, zipfile.BadZipFile) as error:
        raise QuestionnaireRefused("This is not an XLSForm: %(reason)s", reason=str(error)[:300]) from None
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, RecursionError) as error:
        raise QuestionnaireRefused(
            "This is not an XLSForm: it cannot be read (%(kind)s).", kind=type(error).__name__
        ) from None
    strict_json.check_text(tree)
    return Workbook(
        tree=tree,
        names=frozenset(row.get("name", "") for row in survey),
        or_other=frozenset(row.get("name", "") for row in survey if _asks_other(row.get("type", ""))),
        own_choices=frozenset(
            (row.get("list_name", row.get("list name", "")), row.get("name", row.get("value", "")))
            for row in choices
        ),
    )


def _asks_other(kind: str) -> bool:
    return kind.rstrip().lower().endswith((" or_other", " or specify other"))


def _rows(rows: Any) -> list[dict[str, str]]:
    """The rows of a sheet, headers in lower case."""
    listed = list(rows or [])
    if len(listed) > MAX_ROWS:
        raise QuestionnaireRefused("The workbook has more than %(limit)s rows.", limit=MAX_ROWS)
    return [
        {str(key).strip().lower(): str(cell).strip() for key, cell in row.items() if cell} for row in listed
    ]


def _check_size(source: bytes) -> None:
    if len(source) > MAX_BYTES:
        raise QuestionnaireRefused("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 2**20)
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            entries = len(archive.infolist())
    except zipfile.BadZipFile:
        raise QuestionnaireRefused("This is not a workbook.") from None
    if unpacked > MAX_UNPACKED or entries > 1_000:
        raise QuestionnaireRefused("The workbook is too large once unpacked.")
