"""What may go wrong with a questionnaire or an answer, said in English with named parameters."""

from app.core.errors import Invalid


class QuestionnaireRefused(Invalid):
    """The file cannot become a questionnaire at all; the sentence says why."""

    code = "questionnaire"

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class AnswerRefused(Invalid):
    """One answer does not fit its question."""

    code = "answer"

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
