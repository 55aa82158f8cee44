"""From a template and its values to a page, in the reader's language.

One environment a language, built once and kept; templates are compiled once. Undefined names are errors,
everything is escaped, every sentence comes from the catalogues.
"""

import secrets
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app.core import assets, catalogues, formats
from app.core.messages import TEMPLATES

DEFAULT_LOCALE = "fr"
_GLYPH = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'


def icon(name: str, extra: str = "") -> Markup:
    """One drawing of the sprite; decoration only, a word always stands beside it."""
    sprite = assets.built().url(assets.SPRITE)
    return Markup(_GLYPH).format(f"icon {extra}".strip(), sprite, name)


def fresh_key() -> str:
    """A key that a form carries so that sending it twice does its deed once."""
    return secrets.token_urlsafe(16)


def translate(locale: str, message: str, **values: Any) -> str:
    """A message of the catalogues with its named values, as plain text (for doors, mails and errors)."""
    text = catalogues.translations(locale).gettext(message) if message else ""
    return text % values if values else text


@cache
def environment(locale: str) -> Environment:
    """The templates of one language, with their filters and functions."""
    built = assets.built()
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(catalogues.translations(locale), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(formats.filters(locale))

    def translated(message: str, **values: Any) -> Markup:
        return (
            Markup(escape(catalogues.translations(locale).gettext(message))) % values
            if message
            else Markup("")
        )

    made.globals.update(
        asset=built.url,
        styles=built.styles,
        font=built.font,
        icon=icon,
        fresh_key=fresh_key,
        translate=translated,
        lang=DEFAULT_LOCALE if locale == catalogues.PSEUDO else locale,
    )
    return made


def render(template: str, *, locale: str, nonce: str, **context: Any) -> str:
    """The page or fragment `template` (a path under `frontend/templates/`) for a reader of `locale`."""
    chosen = locale if locale in (*catalogues.LOCALES, catalogues.PSEUDO) else DEFAULT_LOCALE
    return environment(chosen).get_template(template).render(locale=chosen, nonce=nonce, **context)
