"""The charter as HTML: a small subset of Markdown, made safe; the same text is rendered once."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

from app.models.community import Community

TAGS = {"p", "strong", "em", "ul", "ol", "li", "br", "blockquote"}
_parser = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "link", "autolink", "heading", "lheading"]
)


@lru_cache(maxsize=128)
def as_html(text: str) -> Markup:
    """Safe markup of a charter's text."""
    return Markup(nh3.clean(_parser.render(text), tags=TAGS, attributes={}))


def charter_of(community: Community, locale: str) -> Markup:
    """The charter in a language, else in the one it has."""
    texts = community.charters
    return as_html(str(texts.get(locale) or texts.get("fr") or texts.get("en") or ""))
