"""The Markdown that people may write, and the only HTML that comes out of it.

Paragraphs, strong, emphasis, lists, quotes and links; no images, headings, code, tables or raw HTML: those stay the
characters that were typed. A link leads through `/leave`, which says where it goes. nh3 sanitises once more, so that
a mistake in the parser is no way in.
"""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
REL = "nofollow noopener noreferrer ugc"
LEAVE = "/leave?to="
LONGEST_LINK = 1000
_TAG = re.compile(r"<[^>]*>")


def is_outside(address: str) -> bool:
    """Whether an address is a plain web address with a host: the only kind of link there is."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - a port that is no number raises here
    except ValueError:
        return False
    plain = address.isprintable() and not any(one in address for one in "\\ \"'<>`")
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc and plain


class _Renderer(RendererHTML):
    """Links lead to the page that says where they go; a link that is none stays its words."""

    def link_open(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        href = str(tokens[index].attrGet("href") or "")
        if not is_outside(href) or len(href) > LONGEST_LINK:
            env.setdefault("broken", []).append(True)
            return ""
        env.setdefault("broken", []).append(False)
        return f'<a href="{LEAVE}{quote(href, safe="")}">'

    def link_close(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
        return "" if env["broken"].pop() else "</a>"


RULES = ["list", "blockquote", "emphasis", "link", "autolink", "escape", "entity", "newline"]
_MARKDOWN = MarkdownIt(
    "zero", {"breaks": True, "html": False, "maxNesting": 12}, renderer_cls=_Renderer
).enable(RULES)


def render(source: str) -> str:
    """The HTML of a text. Deterministic; safe to put on a page as it is."""
    env: dict[str, Any] = {}
    return nh3.clean(
        _MARKDOWN.render(source, env),
        tags=TAGS,
        attributes=ATTRIBUTES,
        link_rel=REL,
        url_schemes=set(),
        url_relative="pass_through",
    ).strip()


def words_in(html: str) -> str:
    """What is left to read of our own HTML without its tags, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def has_link(source: str) -> bool:
    """Whether a text holds a link, written out or not."""
    lowered = source.casefold()
    return "<a " in render(source) or "http://" in lowered or "https://" in lowered or "www." in lowered
