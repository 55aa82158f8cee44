"""Words written in an answer pass the guard of personal data before anything is stored."""

from app.review.guard_text import PiiChoice, screen_text
from app.screening.distress import detect_distress
from app.surveys.questionnaire.comparison import Answer, Other, given
from app.surveys.questionnaire.model import Item, ItemType, Missing, Value

WRITTEN = (ItemType.STRING, ItemType.TEXT)


def screened(item: Item, answer: Answer | None, choice: PiiChoice, field: str) -> Answer | None:
    """The answer to store; PiiFound while its writer has not chosen."""
    if answer is None or isinstance(answer, Missing):
        return answer
    kept = tuple(_one(item, value, choice, field) for value in given(answer))
    return kept if isinstance(answer, tuple) else kept[0]


def _one(item: Item, value: Value | Other, choice: PiiChoice, field: str) -> Value | Other:
    if isinstance(value, Other):
        return Other(screen_text(str(value), choice=choice, field=field))
    if isinstance(value, str) and item.type in WRITTEN and not item.option(value):
        return screen_text(value, choice=choice, field=field)
    return value


def shows_distress(item: Item, answer: Answer | None) -> bool:
    """Whether words of an answer call for help lines beside them. Nobody is told: answers are private."""
    written = [
        str(value)
        for value in given(answer)
        if isinstance(value, str) and (isinstance(value, Other) or item.type in WRITTEN)
    ]
    return any(detect_distress(words) for words in written)
