"""The names FHIR gives to what we understand: extension addresses, value suffixes, item types."""

ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
ITEM_CONTROL_SYSTEM = "http://hl7.org/fhir/questionnaire-item-control"
ORIENTATION = "http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation"
HIDDEN = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
UNIT_OPTION = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"
OPTION_EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
OPTION_PREFIX = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionPrefix"
MIN_VALUE = "http://hl7.org/fhir/StructureDefinition/minValue"
MAX_VALUE = "http://hl7.org/fhir/StructureDefinition/maxValue"
MIN_LENGTH = "http://hl7.org/fhir/StructureDefinition/minLength"
MAX_DECIMALS = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces"
REGEX = "http://hl7.org/fhir/StructureDefinition/regex"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
ORDINALS = frozenset(
    {
        ORDINAL,
        "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
    }
)
ROLE = "urn:entraide:fhir:variable-role"
HELP = "urn:entraide:fhir:help"
LICENCE = "urn:entraide:fhir:licence"

CONTROLS = frozenset(
    {
        "list",
        "table",
        "htable",
        "gtable",
        "atable",
        "grid",
        "header",
        "footer",
        "page",
        "tab-container",
        "text-box",
        "spinner",
        "check-box",
        "slider",
        "radio-button",
        "drop-down",
        "autocomplete",
        "lookup",
        "help",
        "unit",
        "prompt",
        "instructions",
        "inline",
        "security",
        "required",
        "flyover",
        "upper",
        "lower",
        "legal",
        "count",
        "text",
    }
)

# Administrative elements: they change nothing for the person who answers and are kept word for word.
METADATA = frozenset(
    {
        "id",
        "meta",
        "implicitRules",
        "url",
        "identifier",
        "version",
        "versionAlgorithmString",
        "versionAlgorithmCoding",
        "name",
        "status",
        "experimental",
        "subjectType",
        "date",
        "publisher",
        "contact",
        "purpose",
        "jurisdiction",
        "useContext",
        "approvalDate",
        "lastReviewDate",
        "effectivePeriod",
        "code",
        "derivedFrom",
        "copyrightLabel",
    }
)

VALUE_SET_METADATA = frozenset(
    {
        "resourceType",
        "id",
        "meta",
        "url",
        "identifier",
        "version",
        "name",
        "title",
        "status",
        "experimental",
        "description",
        "date",
        "publisher",
        "immutable",
        "purpose",
        "contact",
        "useContext",
        "jurisdiction",
        "text",
        "compose",
        "expansion",
        "language",
    }
)
