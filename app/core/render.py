"""From a template and its values to a page, in the reader's language.

One environment a language, built once and kept; templates are compiled once. Undefined names are errors,
everything is escaped, every sentence comes from the catalogues.
"""

import secrets
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from app.core import assets, catalogues, formats
from app.core.messages import TEMPLATES

DEFAULT_LOCALE = "fr"
_escape_text: Callable[[str], str] = vars(markupsafe)["_escape_inner"]
_GLYPH = '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'


@lru_cache(maxsize=1024)
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


def shown(value: Any) -> str:
    """A value as it stands in a page. What only joins the text around it needs no wrapping as markup: a page of posts does
    this five hundred times."""
    if type(value) is str:
        return _escape_text(value)
    return value if type(value) is Markup else escape(value)


class _SaidOnce(NodeTransformer):
    """What is the same on every page of a language is worked out when its templates are compiled: sentences without
    values, drawings, addresses of built files. They become part of the markup around them."""

    def __init__(self, known: dict[str, Callable[..., Any]]) -> None:
        self._known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """`_("Reply")`, `icon("heart")`, `asset("src/main.ts")`: a call of one of ours with constants only."""
        self.generic_visit(node)
        plain = not node.kwargs and node.dyn_args is None and node.dyn_kwargs is None
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if not plain or name not in self._known or not all(isinstance(one, nodes.Const) for one in node.args):
            return node
        values = [one.value for one in node.args if isinstance(one, nodes.Const)]
        return nodes.Const(self._known[name](*values), lineno=node.lineno)


_SHOWN = "\nfrom app.core.render import shown as escape\nname = "


class _Environment(Environment):
    """Jinja, with what never changes folded into the compiled templates."""

    fold: _SaidOnce | None = None

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:  # fmt: skip
        if self.fold is not None:
            source = self.fold.visit(source)
        written = super()._generate(source, name, filename, defer_init)
        return written.replace("\nname = ", _SHOWN, 1)


@cache
def environment(locale: str) -> Environment:
    """The templates of one language, with their filters and functions."""
    built = assets.built()
    made = _Environment(
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
    words = catalogues.translations(locale)

    def sentence(message: str) -> Markup:
        return Markup(words.gettext(message)) % {}

    made.fold = _SaidOnce(
        {"_": sentence, "gettext": sentence, "icon": icon, "asset": built.url, "font": built.font}
    )
    return made


def render(template: str, *, locale: str, nonce: str, **context: Any) -> str:
    """The page or fragment `template` (a path under `frontend/templates/`) for a reader of `locale`."""
    chosen = locale if locale in (*catalogues.LOCALES, catalogues.PSEUDO) else DEFAULT_LOCALE
    return environment(chosen).get_template(template).render(locale=chosen, nonce=nonce, **context)
