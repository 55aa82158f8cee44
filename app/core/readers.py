"""The reader's language: `?lang=`, then cookie, then account setting, then Accept-Language, then French."""

from fastapi import Request

from app.core.settings import get_settings

LOCALES = ("fr", "en")
PSEUDO = "qps"
DEFAULT = "fr"


def choose_locale(request: Request) -> str:
    """The language for a reader whose account we do not know yet."""
    if request.query_params.get("lang") == PSEUDO and get_settings().stage != "production":
        return PSEUDO
    for chosen in (request.query_params.get("lang"), request.cookies.get("locale")):
        if chosen in LOCALES:
            return chosen
    ranked: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "")[:200].split(","):
        name, _, quality = part.strip().partition(";q=")
        language = name.split("-")[0].lower()
        if language in LOCALES:
            try:
                ranked.append((float(quality or 1), language))
            except ValueError:
                continue
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else DEFAULT
