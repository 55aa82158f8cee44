"""One FHIR item, whatever its edition, into a canonical item; parts we cannot honour are reported."""

from typing import Any

from app.surveys.questionnaire import calculation, pattern
from app.surveys.questionnaire import fhir_terms as terms
from app.surveys.questionnaire.errors import QuestionnaireRefused
from app.surveys.questionnaire.fhir_conditions import read_conditions
from app.surveys.questionnaire.fhir_node import Node
from app.surveys.questionnaire.fhir_options import read_options, with_keys
from app.surveys.questionnaire.fhir_values import read_coding, read_text, read_value
from app.surveys.questionnaire.model import Calculation, Coding, Item, ItemType, Option, Role, Value

Fields = dict[str, Any]

TYPES = {kind.value for kind in ItemType}
ROLES = {role.value for role in Role}
LISTED = (ItemType.CHOICE, ItemType.OPEN_CHOICE)
BOUNDED = {
    ItemType.INTEGER,
    ItemType.DECIMAL,
    ItemType.QUANTITY,
    ItemType.DATE,
    ItemType.DATE_TIME,
    ItemType.TIME,
}


class ItemReader:
    """Reads items; `value_sets` are the answer lists the file carries."""

    def __init__(self, value_sets: dict[str, list[Option]]) -> None:
        self.value_sets = value_sets
        self.paths: dict[str, str] = {}

    def read(self, parent: Node) -> tuple[Item, ...]:
        return tuple(self._item(node) for node in parent.nodes("item", strict=True))

    def _item(self, node: Node) -> Item:
        link_id = node.take("linkId", str)
        if not link_id or len(link_id) > 255:
            raise QuestionnaireRefused("%(path)s has no usable linkId.", path=node.path)
        node.link_id = link_id
        self.paths[link_id] = node.path
        kind = self._type(node)
        fields: Fields = {}
        conditions, any_condition = read_conditions(node)
        options, value_set = self._options(node, kind)
        codes = [coding for code in node.nodes("code") if (coding := read_coding(code))]
        _extensions(node, kind, fields)
        item = Item(
            link_id=link_id,
            type=kind,
            text=read_text(node, "text"),
            prefix=read_text(node, "prefix"),
            codes=tuple(codes),
            required=bool(node.take("required", bool)),
            repeats=_repeats(node, kind),
            read_only=bool(node.take("readOnly", bool)),
            options=options,
            value_set=value_set,
            conditions=conditions,
            any_condition=any_condition,
            max_length=node.take("maxLength", int),
            items=self.read(node),
            **fields,
        )
        node.skip("id")
        _report_limits(node, item)
        node.close()
        return item

    def _type(self, node: Node) -> ItemType:
        raw = node.take("type", str)
        constraint = node.take("answerConstraint", str)
        if raw in ("coding", "question", "choice", "open-choice") or constraint:
            if constraint in ("optionsOrString", "optionsOrType") or raw == "open-choice":
                if constraint == "optionsOrType":
                    node.report("other answers than those offered are taken as words", "answerConstraint")
                return ItemType.OPEN_CHOICE
            if constraint not in (None, "optionsOnly"):
                node.report(f"answerConstraint {constraint} is not known: only answers offered are taken")
            return ItemType.CHOICE
        listed = node.has("answerOption") or node.has("option")
        if raw in ("string", "text", "integer", "date", "time") and listed:
            return ItemType.CHOICE
        if raw in TYPES:
            return ItemType(raw)
        if raw == "url":
            node.report("type url is not supported: it is asked as a line of text", "type")
            return ItemType.STRING
        if node.has("item") and raw is None:
            node.report("an item without a type is taken as a group", "type")
            return ItemType.GROUP
        node.report(
            f"type {raw or 'nothing'} is not supported: its text is shown and nothing is asked", "type"
        )
        return ItemType.DISPLAY

    def _options(self, node: Node, kind: ItemType) -> tuple[tuple[Option, ...], str | None]:
        """What is offered: listed in place, or in a value set of this file; elsewhere is reported."""
        options = read_options(node.nodes("answerOption") + node.nodes("option"))
        reference = node.take("answerValueSet", str)
        if stu3 := node.node("options"):
            reference = stu3.take("reference", str)
            stu3.skip("display")
            stu3.close()
        external = None
        if reference and reference.startswith("#") and reference[1:] in self.value_sets:
            options = options + self.value_sets[reference[1:]]
        elif reference:
            external = reference
            node.report(
                f"the answers of {reference} are not in this file: nothing can be chosen", "answerValueSet"
            )
        if options and kind not in LISTED:
            node.report(f"answers offered to a {kind} are left out", "answerOption")
            return (), external
        return with_keys(options, node), external


def _repeats(node: Node, kind: ItemType) -> bool:
    repeats = bool(node.take("repeats", bool))
    if repeats and kind is ItemType.GROUP:
        node.report("a repeating group is asked once", "repeats")
        return False
    return repeats


def _report_limits(node: Node, item: Item) -> None:
    """Say what is kept in name but cannot work as its author meant."""
    if item.items and item.repeats:
        node.report("questions below a repeating question are asked once", "item")
    if item.type is ItemType.CHOICE and not item.options and not item.value_set:
        node.report("a choice without answers cannot be asked", "answerOption")
    if item.read_only and item.is_question and not item.calculation:
        node.report("a read-only question is not asked", "readOnly")
    if item.hidden and item.is_question and not item.calculation:
        node.report("a hidden question is not asked", "extension")
    for key in [key for key in node.data if key.startswith("initial")]:
        node.report("no answer is filled in beforehand", key)
        node.skip(key, f"_{key}")


def _extensions(node: Node, kind: ItemType, fields: Fields) -> None:
    units: list[Coding] = []
    for url, extension in node.extensions():
        key = extension.choice("value") or "value"
        match url:
            case terms.ITEM_CONTROL:
                fields["control"] = _control(extension)
            case terms.ORIENTATION:
                fields["orientation"] = extension.take("valueCode", str)
            case terms.HIDDEN:
                fields["hidden"] = bool(extension.take("valueBoolean", bool))
            case terms.UNIT | terms.UNIT_OPTION:
                if (coding := extension.node("valueCoding")) and (unit := read_coding(coding)):
                    units += [] if unit in units else [unit]
            case terms.MIN_VALUE | terms.MAX_VALUE:
                bound = _bound(extension, key, kind)
                fields["minimum" if url == terms.MIN_VALUE else "maximum"] = bound
            case terms.MIN_LENGTH:
                fields["min_length"] = extension.take("valueInteger", int)
            case terms.MAX_DECIMALS:
                fields["max_decimals"] = extension.take("valueInteger", int)
            case terms.REGEX:
                fields["pattern"] = _pattern(extension, kind)
            case terms.CALCULATED:
                fields["calculation"] = _calculation(extension)
            case terms.HELP:
                fields["help"] = read_text(extension, "valueString")
            case terms.ROLE:
                role = extension.take("valueCode", str)
                if role in ROLES:
                    fields["role"] = Role(role)
                else:
                    extension.report(f"the role {role} is not known")
            case _:
                extension.unknown_extension(url)
                continue
        extension.close()
    fields["units"] = tuple(units)


def _control(extension: Node) -> str | None:
    concept = extension.node("valueCodeableConcept")
    if concept is None:
        return None
    concept.skip("text", "id")
    found = [code for coding in concept.nodes("coding") if (code := read_coding(coding))]
    concept.close()
    name = found[0].code if found else None
    if name not in terms.CONTROLS:
        extension.report(f"the control {name} is not known")
        return None
    return name


def _bound(extension: Node, key: str, kind: ItemType) -> Value | None:
    value = read_value(extension, key)
    if value is not None and kind not in BOUNDED:
        extension.report(f"a {kind} has no smallest or largest value")
        return None
    return value


def _pattern(extension: Node, kind: ItemType) -> str | None:
    words = extension.take("valueString", str)
    if words is None or kind not in (ItemType.STRING, ItemType.TEXT, ItemType.OPEN_CHOICE):
        extension.report("a pattern is used for lines of text only")
        return None
    if not pattern.is_safe(words):
        extension.report(
            f"the pattern {words[:100]} could take too long or is not understood: it is not checked"
        )
        return None
    return words


def _calculation(extension: Node) -> Calculation | None:
    expression = extension.node("valueExpression")
    words = expression.take("expression", str) if expression else extension.take("valueString", str)
    if expression:
        expression.skip("language", "description", "name")
        expression.close()
    found = calculation.read(words or "")
    if found is None:
        extension.report("only the sum or the mean of named items is calculated: this expression is left out")
    return found
