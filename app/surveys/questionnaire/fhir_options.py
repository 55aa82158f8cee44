"""Answers on offer: R4 and R5 `answerOption`, STU3 `option`, and value sets carried inside the file."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.surveys.questionnaire import fhir_terms as terms
from app.surveys.questionnaire.fhir_node import Node
from app.surveys.questionnaire.fhir_values import LANGUAGE, read_text, read_value
from app.surveys.questionnaire.model import Coding, Option, Text, Value


@dataclass(slots=True)
class Draft:
    """What is known of an option while its element and its extensions are read."""

    value: Value | None = None
    label: Text = field(default_factory=Text)
    ordinal: float | None = None
    prefix: str | None = None
    exclusive: bool = False

    def finished(self) -> Option | None:
        if self.value is None:
            return None
        return Option("", self.value, self.label, self.ordinal, self.prefix, self.exclusive)


def read_options(nodes: Iterable[Node]) -> list[Option]:
    """The options an item lists itself."""
    return [option for node in nodes if (option := _read_option(node))]


def _read_option(node: Node) -> Option | None:
    draft = Draft()
    _option_extensions(node, draft)
    key = node.choice("value")
    if key == "valueCoding" and (coding := node.node(key)):
        _read_coding(coding, draft)
    elif key == "valueString":
        draft.label = read_text(node, key)
        draft.value = draft.label.source or None
    elif key in ("valueInteger", "valueDate", "valueTime"):
        draft.value = read_value(node, key)
        draft.label = Text(str(draft.value))
        if companion := node.node(f"_{key}"):
            _option_extensions(companion, draft)
            companion.close()
    else:
        node.report("an answer of this kind is not supported: it is left out", key)
        if key:
            node.skip(key)
    if node.take("initialSelected", bool):
        node.report("no answer is chosen beforehand", "initialSelected")
    node.skip("id")
    node.close()
    return draft.finished()


def _read_coding(node: Node, draft: Draft) -> None:
    _option_extensions(node, draft)
    code, system = node.take("code", str), node.take("system", str)
    label = read_text(node, "display")
    node.skip("id")
    if node.take("userSelected", bool):
        node.report("userSelected is not supported", "userSelected")
    node.close()
    if not code and not label:
        node.report("an answer needs a code or words: it is left out")
        return
    if not code:
        node.report("an answer without a code is kept under its words")
    draft.value = Coding(code or label.source, system, label.source or None)
    draft.label = Text(label.source or code or "", label.translations)


def _option_extensions(node: Node, draft: Draft) -> None:
    for url, extension in node.extensions():
        if url in terms.ORDINALS:
            key = extension.choice("value") or "value"
            draft.ordinal = extension.take(key, float)
        elif url == terms.OPTION_PREFIX:
            draft.prefix = extension.take("valueString", str)
        elif url == terms.OPTION_EXCLUSIVE:
            draft.exclusive = bool(extension.take("valueBoolean", bool))
        else:
            extension.unknown_extension(url)
            continue
        extension.close()


def with_keys(options: Iterable[Option], node: Node) -> tuple[Option, ...]:
    """Name each option for storage: its code where that is enough, with its system where it is not."""
    listed = list(options)
    names = [_name(option.value) for option in listed]
    counts = Counter(name for _, name in {(_system(option.value), _name(option.value)) for option in listed})
    found: dict[str, Option] = {}
    for option, name in zip(listed, names, strict=True):
        value = option.value
        key = f"{value.system}|{name}" if counts[name] > 1 and isinstance(value, Coding) else name
        if key in found:
            node.report(f"the answer “{name}” is offered twice: the second is left out")
        else:
            found[key] = replace(option, key=key)
    return tuple(found.values())


def _system(value: Value) -> str | None:
    return value.system if isinstance(value, Coding) else None


def _name(value: Value) -> str:
    return value.code if isinstance(value, Coding) else str(value)


def read_value_set(node: Node) -> list[Option] | None:
    """The concepts a contained value set spells out; None when it only describes them."""
    found: list[Option] = []
    complete = True
    if expansion := node.node("expansion"):
        expansion.skip("identifier", "timestamp", "total", "offset", "parameter", "id")
        found = _concepts(expansion.nodes("contains"), None)
        expansion.close()
        node.skip("compose")
    elif compose := node.node("compose"):
        compose.skip("lockedDate", "inactive", "id")
        for include in compose.nodes("include"):
            include.skip("version", "id")
            system = include.take("system", str)
            complete = complete and include.has("concept")
            found += _concepts(include.nodes("concept"), system)
            include.close()
        compose.close()
    node.skip(*terms.VALUE_SET_METADATA)
    node.close()
    return found if found and complete else None


def _concepts(nodes: Iterable[Node], system: str | None) -> list[Option]:
    found = []
    for node in nodes:
        draft = Draft()
        _option_extensions(node, draft)
        code, own_system = node.take("code", str), node.take("system", str)
        label = read_text(node, "display")
        translations = dict(label.translations)
        for designation in node.nodes("designation"):
            language, words = designation.take("language", str), designation.take("value", str)
            if language and LANGUAGE.fullmatch(language) and words:
                translations.setdefault(language, words)
            else:
                designation.report("a designation needs a language and words: it is left out")
            designation.skip("id", "use")
            designation.close()
        node.skip("id", "version")
        node.close()
        if not code:
            node.report("a concept needs a code: it is left out")
            continue
        words = label.source or code
        draft.value = Coding(code, own_system or system, label.source or None)
        draft.label = Text(words, tuple(sorted(translations.items())))
        if option := draft.finished():
            found.append(option)
    return found
