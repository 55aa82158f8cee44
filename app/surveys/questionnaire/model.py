"""The canonical questionnaire: the declared subset of FHIR R4 Questionnaire, frozen and plain."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class ItemType(StrEnum):
    """The kinds of items we can show and ask."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    QUANTITY = "quantity"
    STRING = "string"
    TEXT = "text"
    DATE = "date"
    DATE_TIME = "dateTime"
    TIME = "time"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"


class Operator(StrEnum):
    """How a condition compares the answer it looks at."""

    EXISTS = "exists"
    EQUAL = "="
    NOT_EQUAL = "!="
    GREATER = ">"
    LESS = "<"
    GREATER_OR_EQUAL = ">="
    LESS_OR_EQUAL = "<="


class Role(StrEnum):
    """What an answer is to a release: no role, no export."""

    DIRECT = "direct"
    QUASI = "quasi"
    SENSITIVE = "sensitive"
    PLAIN = "plain"
    DATE = "date"
    FREE_TEXT = "free_text"
    PARADATA = "paradata"


class Missing(StrEnum):
    """Why a cell holds no value; the four are kept apart to the last file."""

    NOT_APPLICABLE = "not_applicable"
    DECLINED = "declined"
    SKIPPED = "skipped"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the questionnaire's own language, with their translations."""

    source: str = ""
    translations: tuple[tuple[str, str], ...] = ()

    def into(self, language: str) -> str:
        """The words in `language`, else in its base language (`fr` for `fr-CA`), else as written."""
        wanted = language.lower()
        known = {code.lower(): words for code, words in self.translations}
        return known.get(wanted) or known.get(wanted.split("-")[0]) or self.source

    def __bool__(self) -> bool:
        return bool(self.source)


@dataclass(frozen=True, slots=True)
class Coding:
    """A concept in a code system, with the words it was shown with."""

    code: str
    system: str | None = None
    display: str | None = None

    def same(self, other: "Coding") -> bool:
        """Equal concepts: same code, and same system where both name one."""
        return self.code == other.code and (
            None in (self.system, other.system) or self.system == other.system
        )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `code` is the machine's unit (UCUM), `unit` the reader's."""

    value: float
    unit: str | None = None
    code: str | None = None
    system: str | None = None


Value = bool | int | float | str | dt.date | dt.datetime | dt.time | Coding | Quantity


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on offer. `key` names it in stored answers and is unique within its item."""

    key: str
    value: Value
    label: Text
    ordinal: float | None = None
    prefix: str | None = None
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of `enableWhen`."""

    question: str
    operator: Operator
    answer: Value


@dataclass(frozen=True, slots=True)
class Calculation:
    """The only arithmetic allowed: the sum or the mean of other items' numbers."""

    function: str
    link_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A question, a group of items or a passage to read."""

    link_id: str
    type: ItemType
    text: Text = Text()
    prefix: Text = Text()
    help: Text = Text()
    codes: tuple[Coding, ...] = ()
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    options: tuple[Option, ...] = ()
    value_set: str | None = None
    conditions: tuple[Condition, ...] = ()
    any_condition: bool = False
    minimum: Value | None = None
    maximum: Value | None = None
    min_length: int | None = None
    max_length: int | None = None
    max_decimals: int | None = None
    pattern: str | None = None
    units: tuple[Coding, ...] = ()
    control: str | None = None
    orientation: str | None = None
    calculation: Calculation | None = None
    role: Role | None = None
    items: tuple["Item", ...] = ()

    @property
    def is_question(self) -> bool:
        return self.type not in (ItemType.GROUP, ItemType.DISPLAY)

    @property
    def askable(self) -> bool:
        """A person can be asked this: not computed, not hidden, and with something to answer."""
        if not self.is_question or self.hidden or self.read_only or self.calculation:
            return False
        return self.type is not ItemType.CHOICE or bool(self.options)

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)

    def walk(self) -> Iterator["Item"]:
        """This item and all below it, in reading order."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Licence:
    """Who owns the wording in one language, under which terms, and the notice to show with it."""

    language: str
    holder: str
    terms: str
    notice: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole questionnaire. `metadata` keeps FHIR's administrative elements verbatim, as canonical JSON."""

    title: Text
    items: tuple[Item, ...]
    language: str | None = None
    description: Text = Text()
    copyright: Text = Text()
    licences: tuple[Licence, ...] = ()
    metadata: str = "{}"

    def walk(self) -> Iterator[Item]:
        """Every item in reading order."""
        for item in self.items:
            yield from item.walk()

    def by_link_id(self) -> dict[str, Item]:
        return {item.link_id: item for item in self.walk()}
