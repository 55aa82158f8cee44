"""One question a page, saved at each step; then the check page, and sending once."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.survey import Survey, SurveyMode
from app.review.distress import lines_for
from app.surveys import answering, showing, walking
from app.surveys.answering import Draft
from app.surveys.kept_score import keep_score
from app.surveys.lookup import find_survey
from app.surveys.questionnaire.comparison import Answer, given
from app.surveys.questionnaire.errors import AnswerRefused
from app.surveys.questionnaire.model import Item, Quantity
from app.surveys.questionnaire.scoring import score
from app.surveys.questionnaire.stored import from_form
from app.surveys.schemas import NoForm, StepForm
from app.surveys.screening import screened, shows_distress

doors = Doors()
SurveyToAnswer = Annotated[Survey, allowed(Permission.survey_answer, find_survey)]


def _draft(visit: Visit, survey: Survey) -> Draft | None:
    """The answers so far; None when they were sent, or consent is missing: the note's page says what to do."""
    account_id = visit.actor.account_id
    if answering.has_answered(visit.session, survey.id, answering.contributor_of(survey, account_id)):
        return None
    if not answering.agreed(visit.session, survey, account_id):
        return None
    return answering.start(visit.session, survey, account_id)


@doors.get("/surveys/{slug}/check")
def show_check(visit: Here, survey: SurveyToAnswer) -> Response:
    """All answers once more, each with a way to change it, and what is still missing."""
    draft = _draft(visit, survey)
    if draft is None:
        return visit.go(f"/surveys/{survey.slug}")
    rows = [
        (
            step.page.item.text.into(visit.locale),
            showing.in_words(step.page.item, draft.answers.get(step.page.link_id), visit.locale),
            f"/surveys/{survey.slug}/{step.place}?back=check",
        )
        for step in walking.steps(draft)
        if step.page.is_question
    ]
    missing = [
        (item.text.into(visit.locale), f"/surveys/{survey.slug}/{place}?back=check")
        for item, place in walking.still_owed(draft)
    ]
    return visit.page(
        "surveys/check.html",
        survey=survey,
        draft=draft,
        rows=rows,
        missing=missing,
        lines=_lines(draft, visit.locale),
    )


def _lines(draft: Draft, locale: str) -> Any:
    """Help lines at once, when an answer calls for them."""
    version = draft.version
    calls = bool(version.scoring and score(version.scoring, version.questionnaire, draft.answers).safety)
    known = version.questionnaire.by_link_id()
    written = any(shows_distress(known[name], answer) for name, answer in draft.answers.items())
    return lines_for(locale) if calls or written else ()


@doors.post("/surveys/{slug}/check")
@reshow(show_check)
def send(visit: Here, survey: SurveyToAnswer) -> Response:
    """Sends the answer, once."""
    visit.read(NoForm)
    account_id = visit.actor.account_id
    if answering.has_answered(visit.session, survey.id, answering.contributor_of(survey, account_id)):
        return visit.go(f"/surveys/{survey.slug}/thanks")
    counted = answering.submit(visit.session, survey, account_id)
    if survey.mode == SurveyMode.ANONYMOUS and counted is not None:
        keep_score(visit, survey, counted)
    return visit.go(f"/surveys/{survey.slug}/thanks")


@doors.get("/surveys/{slug}/{place}")
def show_step(visit: Here, survey: SurveyToAnswer, place: int, back: str = "") -> Response:
    """One question. Branching is decided again from the answers so far."""
    draft = _draft(visit, survey)
    if draft is None:
        return visit.go(f"/surveys/{survey.slug}")
    step = walking.step_at(draft, place)
    item = step.page.item
    answer = draft.answers.get(item.link_id)
    typed = visit.typed
    return visit.page(
        "surveys/step.html",
        survey=survey,
        version=draft.version,
        step=step,
        item=item,
        field=showing.field_of(item),
        scale=showing.scale_of(item, visit.locale),
        options=showing.options_of(item, visit.locale),
        chosen=_several(typed.get("answer", "")) if typed else showing.chosen(item, answer),
        words=str(typed.get("other", "")) if typed else showing.own_words(answer),
        unit=str(typed.get("unit", "")) if typed else _unit(answer),
        back=str(typed.get("back", back))[:10],
        calls=shows_distress(item, answer),
        lines=lines_for(visit.locale),
        decline=showing.DECLINE,
    )


@doors.post("/surveys/{slug}/{place}")
@reshow(show_step)
def keep_step(visit: Here, survey: SurveyToAnswer, place: int) -> Response:
    """Keeps one answer and goes on; `later` stops here. What does not fit is shown again as it was typed."""
    form = visit.read(StepForm)
    draft = _draft(visit, survey)
    if draft is None:
        return visit.go(f"/surveys/{survey.slug}")
    step = walking.step_of(draft, form.link_id)
    if step is None:  # an answer on another page took this question away
        return visit.go(f"/surveys/{survey.slug}/check")
    item = step.page.item
    if step.page.is_question:
        answer = screened(item, _answer(item, form), form.pii, "answer")
        draft = answering.save(visit.session, survey, visit.actor.account_id, draft, item.link_id, answer)
    if form.later:
        return visit.go("/surveys", said=N_("Your answers are kept. Go on whenever you like."))
    return visit.go(_after(survey, draft, form))


def _answer(item: Item, form: StepForm) -> Answer | None:
    """What the page sent, read by the questionnaire. Stopping here with nothing chosen keeps nothing."""
    entries = _several(form.answer)
    declined = [form.declined] if form.declined else [one for one in entries if one == showing.DECLINE]
    sent = {
        "answer": [one for one in entries if one != showing.DECLINE],
        "other": _several(form.other),
        "unit": [form.unit],
        "declined": declined,
    }
    try:
        return from_form(item, sent)
    except AnswerRefused:
        if form.later and not any(entry.strip() for entry in entries):
            return None
        raise


def _after(survey: Survey, draft: Draft, form: StepForm) -> str:
    walk = walking.steps(draft)
    here = next((step.place for step in walk if step.page.link_id == form.link_id), len(walk))
    if form.back == "check" or here >= len(walk):
        return f"/surveys/{survey.slug}/check"
    return f"/surveys/{survey.slug}/{here + 1}"


def _several(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _unit(answer: Answer | None) -> str:
    return next((value.code or "" for value in given(answer) if isinstance(value, Quantity)), "")
