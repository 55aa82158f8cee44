"""`enableWhen` of R4, R5 and STU3 into conditions."""

from app.surveys.questionnaire.errors import QuestionnaireRefused
from app.surveys.questionnaire.fhir_node import Node
from app.surveys.questionnaire.fhir_values import read_value
from app.surveys.questionnaire.model import Coding, Condition, Operator

OPERATORS = {operator.value for operator in Operator}
ORDERED = (Operator.GREATER, Operator.LESS, Operator.GREATER_OR_EQUAL, Operator.LESS_OR_EQUAL)


def read_conditions(node: Node) -> tuple[tuple[Condition, ...], bool]:
    """The conditions of an item, and whether any one of them is enough."""
    nodes = node.nodes("enableWhen")
    behaviour = node.take("enableBehavior", str)
    # STU3 has no operator and no behaviour: one condition is enough there, all are needed since.
    stu3 = any(not line.has("operator") for line in nodes)
    if behaviour not in (None, "any", "all"):
        node.report(f"enableBehavior {behaviour} is not known: all conditions must hold", "enableBehavior")
    elif behaviour is None and len(nodes) > 1 and not stu3:
        node.report("enableBehavior is missing: all conditions must hold", "enableBehavior")
    any_condition = len(nodes) > 1 and (behaviour == "any" or (behaviour is None and stu3))
    return tuple(condition for line in nodes if (condition := _condition(line))), any_condition


def _condition(line: Node) -> Condition | None:
    question = line.take("question", str)
    if not question:
        raise QuestionnaireRefused("%(path)s names no question.", path=line.path)
    written = line.take("operator", str)
    has_answer = line.take("hasAnswer", bool)
    key = line.choice("answer")
    answer = has_answer if has_answer is not None else read_value(line, key) if key else None
    line.skip("id")
    line.close()
    operator = written or (Operator.EXISTS if has_answer is not None else Operator.EQUAL)
    if operator not in OPERATORS or answer is None:
        line.report(f"the condition on {question} is not understood: it is left out")
        return None
    if operator == Operator.EXISTS and not isinstance(answer, bool):
        line.report(f"exists compares with true or false: the condition on {question} is left out")
        return None
    if operator in ORDERED and isinstance(answer, Coding | bool | str):
        line.report(f"{operator} cannot order such answers: the condition on {question} is left out")
        return None
    return Condition(question, Operator(operator), answer)
