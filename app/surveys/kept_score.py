"""The score of an anonymous answer, which nobody can find again: sealed, in the reader's own browser, for ten minutes."""

import orjson

from app.core import keys
from app.core.web import Visit
from app.models.survey import Survey
from app.surveys import explaining
from app.surveys.explaining import Explained
from app.surveys.questionnaire.scoring import Band, Safety, Score
from app.surveys.versions import Version

SCORE_COOKIE = "score"


def keep_score(visit: Visit, survey: Survey, score: Score) -> None:
    """An anonymous answer is found by nobody, so its score travels sealed in the reader's own browser, for ten minutes."""
    facts = [score.value, score.band.code if score.band else None, bool(score.safety)]
    sealed = keys.seal("score", orjson.dumps(facts), survey.id.bytes)
    visit.set_cookie(
        key=SCORE_COOKIE,
        value=sealed.hex(),
        max_age=600,
        httponly=True,
        samesite="lax",
        path=f"/surveys/{survey.slug}",
    )


def read_score(visit: Visit, survey: Survey, version: Version) -> Explained | None:
    """The score that this browser brought back, explained; None when it has expired."""
    scoring = version.scoring
    try:
        sealed = bytes.fromhex(visit.request.cookies.get(SCORE_COOKIE, "")[:1000])
        value, code, safety = orjson.loads(keys.unseal("score", sealed, survey.id.bytes))
    except (ValueError, keys.Unreadable):
        return None
    if scoring is None:
        return None
    band: Band | None = next((one for one in scoring.bands if one.code == code), None)
    lines: tuple[Safety, ...] = scoring.safety if safety else ()
    score = Score(scoring.code, scoring.version, value, None, 0, 0, band, lines)
    return explaining.explain(scoring, score, visit.locale)
