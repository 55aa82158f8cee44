"""FHIR Questionnaire (R4, with R5 and STU3 normalised) into the canonical model; the rest is reported."""

from typing import Any

from app.surveys.questionnaire import checks, strict_json
from app.surveys.questionnaire import fhir_terms as terms
from app.surveys.questionnaire.errors import QuestionnaireRefused
from app.surveys.questionnaire.fhir_items import ItemReader
from app.surveys.questionnaire.fhir_node import Node, Unsupported
from app.surveys.questionnaire.fhir_options import read_value_set
from app.surveys.questionnaire.fhir_values import read_text
from app.surveys.questionnaire.model import Licence, Option, Questionnaire
from app.surveys.questionnaire.review import review


def import_fhir(source: bytes) -> tuple[Questionnaire, tuple[Unsupported, ...]]:
    """Read a file's bytes; raises QuestionnaireRefused, or returns the questionnaire and what it leaves out."""
    return from_fhir(strict_json.read(source))


def from_fhir(data: Any) -> tuple[Questionnaire, tuple[Unsupported, ...]]:
    """The same, for JSON that is already parsed."""
    if not isinstance(data, dict) or data.get("resourceType") != "Questionnaire":
        kind = data.get("resourceType") if isinstance(data, dict) else None
        raise QuestionnaireRefused(
            "This is not a FHIR Questionnaire but %(kind)s.",
            kind=kind if isinstance(kind, str) else "something else",
        )
    findings: list[Unsupported] = []
    root = Node(data, "Questionnaire", findings)
    root.skip("resourceType")
    metadata = {key: data[key] for key in sorted(terms.METADATA & set(data))}
    root.skip(*metadata)
    licences = _licences(root)
    reader = ItemReader(_contained(root))
    items = review(reader.read(root), reader.paths, findings)
    questionnaire = Questionnaire(
        title=read_text(root, "title"),
        items=items,
        language=root.take("language", str),
        description=read_text(root, "description"),
        copyright=read_text(root, "copyright"),
        licences=licences,
        metadata=strict_json.write(metadata).decode(),
    )
    if root.has("text"):
        root.report("the generated narrative is left out: pages are made from the items", "text")
        root.skip("text")
    root.close()
    checks.check(questionnaire)
    return questionnaire, tuple(findings)


def _contained(root: Node) -> dict[str, list[Option]]:
    """The answer lists carried inside the file, by their local name."""
    found: dict[str, list[Option]] = {}
    for node in root.nodes("contained"):
        name, kind = node.take("id", str), node.take("resourceType", str)
        if kind != "ValueSet" or not name:
            node.report(f"a contained {kind or 'resource'} is not supported")
            continue
        options = read_value_set(node)
        if options is None:
            node.report("this value set does not spell out its answers")
        else:
            found[name] = options
    return found


def _licences(root: Node) -> tuple[Licence, ...]:
    found = []
    for url, extension in root.extensions():
        if url != terms.LICENCE:
            extension.unknown_extension(url)
            continue
        parts: dict[str, str] = {}
        for name, part in extension.extensions():
            parts[name] = part.take("valueString", str) or ""
            part.close()
        extension.close()
        if set(parts) == {"language", "holder", "terms", "notice"}:
            found.append(Licence(**parts))
        else:
            extension.report("a licence needs language, holder, terms and notice: it is left out")
    return tuple(found)
