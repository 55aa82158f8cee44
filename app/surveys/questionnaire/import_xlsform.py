"""XLSForm (.xlsx, read by pyxform) into the canonical model; what it cannot carry is reported."""

from dataclasses import replace
from typing import Any

from app.surveys.questionnaire import checks, pattern, strict_json
from app.surveys.questionnaire import xlsform_expressions as expressions
from app.surveys.questionnaire import xlsform_workbook as workbooks
from app.surveys.questionnaire.fhir_node import Node, Unsupported
from app.surveys.questionnaire.fhir_options import with_keys
from app.surveys.questionnaire.model import Coding, Item, ItemType, Option, Questionnaire, Text
from app.surveys.questionnaire.review import review
from app.surveys.questionnaire.xlsform_languages import Languages

TYPES = {
    "text": ItemType.STRING,
    "string": ItemType.STRING,
    "integer": ItemType.INTEGER,
    "int": ItemType.INTEGER,
    "decimal": ItemType.DECIMAL,
    "date": ItemType.DATE,
    "time": ItemType.TIME,
    "dateTime": ItemType.DATE_TIME,
    "note": ItemType.DISPLAY,
    "select one": ItemType.CHOICE,
    "select all that apply": ItemType.CHOICE,
    "group": ItemType.GROUP,
    "repeat": ItemType.GROUP,
    "range": ItemType.DECIMAL,
    "acknowledge": ItemType.BOOLEAN,
    "trigger": ItemType.BOOLEAN,
}
PARADATA = ("start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "simserial")
WITHOUT_WORDS = (*PARADATA, "calculate", "hidden", "xml-external", "csv-external", "start-geopoint")
APPEARANCES = {"minimal": "drop-down", "autocomplete": "autocomplete", "multiline": "text-box"}


def import_xlsform(source: bytes) -> tuple[Questionnaire, tuple[Unsupported, ...]]:
    """Read a workbook's bytes; raises QuestionnaireRefused, or returns the questionnaire and what it leaves out."""
    workbook = workbooks.read(source)
    findings: list[Unsupported] = []
    root = Node(workbook.tree, "survey", findings)
    languages = Languages(root.take("default_language", str))
    reader = _Reader(workbook, languages)
    items = review(reader.read(root), reader.paths, findings)
    metadata = {"name": root.take("id_string", str), "version": root.take("version", str)}
    questionnaire = Questionnaire(
        title=languages.text(root, "title"),
        items=items,
        language=languages.code,
        metadata=strict_json.write({key: text for key, text in metadata.items() if text}).decode(),
    )
    root.skip("type", "name", "sms_keyword", "choices")
    root.close()
    checks.check(questionnaire)
    return questionnaire, tuple(findings)


class _Reader:
    """Reads pyxform's tree. Rows that carry no words and no total leave no item; conditions on them are reported."""

    def __init__(self, workbook: workbooks.Workbook, languages: Languages) -> None:
        self.workbook, self.languages = workbook, languages
        self.paths: dict[str, str] = {}
        self.types: dict[str, ItemType] = {}
        self.dropped: set[str] = set()
        self._learn(workbook.tree.get("children", []))

    def _learn(self, children: list[dict[str, Any]]) -> None:
        """The type of every name first: conditions may look ahead."""
        for child in children:
            name, kind = child.get("name", ""), child.get("type", "")
            if kind in TYPES:
                self.types[name] = _number_type(child) if kind == "range" else TYPES[kind]
            elif kind in WITHOUT_WORDS and not _total(child):
                self.dropped.add(name)
            else:
                self.types[name] = ItemType.DECIMAL if _total(child) else ItemType.DISPLAY
            self._learn(child.get("children", []))

    def read(self, parent: Node) -> tuple[Item, ...]:
        return tuple(item for node in parent.nodes("children", strict=True) if (item := self._item(node)))

    def _item(self, node: Node) -> Item | None:
        name, kind = node.take("name", str) or "", node.take("type", str) or ""
        if name not in self.workbook.names and kind not in ("group", "repeat"):
            return None  # pyxform's own: the count of a repeat, the words beside “other”
        if kind == "group" and name == "meta" and name not in self.workbook.names:
            return None
        node.link_id, self.paths[name] = name, node.path
        if name in self.dropped:
            expression = (node.data.get("bind") or {}).get("calculate")
            if expression:
                node.report(
                    f"only sums and means are calculated: {str(expression)[:200]} is left out",
                    "bind.calculate",
                )
            else:
                node.report(f"{kind} is not collected: it is left out", "type")
            return None
        item_type = self.types[name]
        if kind not in TYPES and kind not in ("calculate", "hidden"):
            node.report(f"type {kind} is not supported: its words are shown and nothing is asked", "type")
        if kind == "repeat":
            node.report("a repeating group is asked once", "type")
        if kind in ("acknowledge", "trigger"):
            node.report("it is asked as a yes or no question", "type")
        item = Item(
            link_id=name,
            type=item_type,
            text=self.languages.text(node, "label"),
            help=self.languages.text(node, "hint"),
            repeats=kind == "select all that apply",
            hidden=kind in ("calculate", "hidden"),
            items=self.read(node),
        )
        item = self._with_options(node, item)
        item = self._with_control(node, item)
        item = self._with_bind(node, item)
        node.close()
        return item

    def _with_options(self, node: Node, item: Item) -> Item:
        list_name = node.take("list_name", str) or ""
        itemset = node.take("itemset", str)
        choices = node.nodes("choices")
        if item.type is not ItemType.CHOICE:
            if choices:
                node.report(f"answers offered to a {item.type} are left out", "choices")
            return item
        if not choices:
            node.report(
                f"the answers of {itemset or list_name} are not in this workbook: nothing can be chosen"
            )
        written = [c for c in choices if (list_name, c.data.get("name")) in self.workbook.own_choices]
        options = with_keys([option for choice in written if (option := self._option(choice))], node)
        other = item.link_id in self.workbook.or_other
        return replace(item, options=options, type=ItemType.OPEN_CHOICE if other else item.type)

    def _option(self, choice: Node) -> Option | None:
        code = choice.take("name", str)
        label = self.languages.text(choice, "label")
        choice.close()
        if not code:
            choice.report("an answer needs a name: it is left out")
            return None
        words = label.source or code
        return Option("", Coding(code, None, words), Text(words, label.translations))

    def _with_control(self, node: Node, item: Item) -> Item:
        parameters, control = node.node("parameters"), node.node("control")
        fields: dict[str, Any] = {}
        if parameters and item.type in (ItemType.INTEGER, ItemType.DECIMAL):
            start, end = parameters.take("start", str), parameters.take("end", str)
            fields |= {"minimum": expressions.value(start or "", item.type)}
            fields |= {"maximum": expressions.value(end or "", item.type)}
            if parameters.take("step", str) not in (None, "1"):
                parameters.report("steps are not supported: any number in between is taken", "step")
        if parameters:
            parameters.close()
        if control:
            control.skip("start", "end", "step", "jr:count")
            appearance = control.take("appearance", str)
            if appearance == "multiline" and item.type is ItemType.STRING:
                fields["type"] = ItemType.TEXT
            elif appearance in APPEARANCES:
                fields["control"] = APPEARANCES[appearance]
            elif appearance:
                control.report(f"appearance {appearance} is not supported", "appearance")
            control.close()
        return replace(item, **fields)

    def _with_bind(self, node: Node, item: Item) -> Item:
        bind = node.node("bind")
        if bind is None:
            return item
        fields: dict[str, Any] = {
            "required": _truth(bind, "required") and item.type is not ItemType.DISPLAY,
            "read_only": _truth(bind, "readonly") and item.type is not ItemType.DISPLAY,
        }
        if words := bind.take("relevant", str):
            found = expressions.conditions(words, self.types)
            if found is None or any(line.question in self.dropped for line in found[0]):
                bind.report(f"the condition {words[:200]} is not understood: it is left out", "relevant")
            else:
                fields["conditions"], fields["any_condition"] = found
        if words := bind.take("constraint", str):
            limits, left_out = expressions.limits(words, item.type)
            if "pattern" in limits and not pattern.is_safe(str(limits["pattern"])):
                left_out.append(str(limits.pop("pattern")))
            fields |= limits
            for part in left_out:
                bind.report(f"the limit {part[:200]} is not checked", "constraint")
        if words := bind.take("calculate", str):
            fields["calculation"] = expressions.total(words)
            if fields["calculation"] is None:
                bind.report(f"only sums and means are calculated: {words[:200]} is left out", "calculate")
        bind.close()
        return replace(item, **fields)


def _truth(bind: Node, key: str) -> bool:
    words = (bind.take(key, str) or "").strip().lower()
    if words in ("yes", "true", "true()", "1"):
        return True
    if words not in ("", "no", "false", "false()", "0"):
        bind.report(f"{words[:100]} is neither yes nor no: no is taken", key)
    return False


def _number_type(child: dict[str, Any]) -> ItemType:
    """A range of whole numbers in whole steps is an integer."""
    ends = [str((child.get("parameters") or {}).get(key, "1")) for key in ("start", "end", "step")]
    return ItemType.INTEGER if all(end.lstrip("-").isdigit() for end in ends) else ItemType.DECIMAL


def _total(child: dict[str, Any]) -> bool:
    return expressions.total(str((child.get("bind") or {}).get("calculate", ""))) is not None
