"""The Markdown subset, and sixty ways in that lead nowhere."""

import re
from html.parser import HTMLParser

import pytest

from app.threads.markdown import LEAVE, TAGS, has_link, is_outside, render

ATTACKS = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example></script>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<body onload=alert(1)>", "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<a href='https://e.org' onclick=alert(1)>x</a>", "<b onmouseover=alert(1)>x</b>",
    "<style>*{background:url(//evil.example)}</style>", "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=0>",
    "<base href=//evil.example>", "<object data=x></object>", "<embed src=x>", "<form action=//evil.example><input name=q></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)>", "<textarea><script>alert(1)</script>", "<!--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>", "<?xml version='1.0'?><script>alert(1)</script>", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "[x](javascript&#58;alert(1))", "[x](java\tscript:alert(1))", "[x](java&Tab;script:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:msgbox(1))", "[x](file:///etc/passwd)", "[x](//evil.example)",
    "[x](/sign-out)", "[x](\\\\evil.example)", "[x](https:evil.example)", "[x](https://user:pw@evil.example)", "[x](ht\u0000tps://e.org)",
    '[x](https://e.org "onmouseover=alert(1)")', '[x](https://e.org" onmouseover="alert(1))', "[x](<https://e.org/' onclick='alert(1)>)",
    "[x](https://e.org/<script>)", "[x][1]\n\n[1]: javascript:alert(1)", "<javascript:alert(1)>", "<https://e.org/\" onclick=\"alert(1)>",
    "![x](javascript:alert(1))", "![x](https://evil.example/pixel.png)", "![x](x\" onerror=\"alert(1))", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;", "**<script>alert(1)</script>**", "> <img src=x onerror=alert(1)>", "- <svg onload=alert(1)>",
    "# <h1 onclick=alert(1)>", "```html\n<script>alert(1)</script>\n```", "`<script>alert(1)</script>`", "    <script>alert(1)</script>",
    "| a | <script> |\n|---|---|\n| x | y |", "<scr<script>ipt>alert(1)</scr</script>ipt>", "\u202ehttps://e.org", "<p style=position:fixed>x</p>",
    "<a name=csrf>x</a>", "<p id=main>x</p>", "[x](https://e.org/%22%3E%3Cscript%3E)", "<plaintext>", "<xmp><script>alert(1)</script></xmp>",
]  # fmt: skip


class _Reader(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    reader = _Reader()
    reader.feed(html)
    return reader.seen


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_more_than_words(attack: str) -> None:
    for tag, attributes in tags_of(render(attack)):
        assert tag in TAGS, tag
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else {"start"}), attributes
        href = attributes.get("href")
        assert href is None or re.fullmatch(re.escape(LEAVE) + r"https?%3A%2F%2F[\w.%~-]+", href), href


def test_there_are_enough_attacks() -> None:
    assert len(set(ATTACKS)) >= 60


def test_what_people_may_write() -> None:
    html = render(
        "Hello **bold** and *soft*\nnext line\n\n- one\n- two\n\n3. three\n\n> said\n\n[there](https://example.org/a?b=c&d)"
    )
    assert "<strong>bold</strong>" in html and "<em>soft</em>" in html and "<br>" in html
    assert "<ul>" in html and '<ol start="3">' in html and "<blockquote>" in html
    assert f'href="{LEAVE}https%3A%2F%2Fexample.org%2Fa%3Fb%3Dc%26d"' in html and "nofollow" in html


def test_no_image_heading_or_code() -> None:
    assert {tag for tag, _ in tags_of(render("# Title\n\n![x](https://e.org/a.png)\n\n`code`\n\n---"))} <= {
        "p",
        "a",
    }


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "> " * 10_000, "*a " * 6_000, "[a](https://b.c)" * 1_250, "**a_b_" * 3_000]
)
def test_long_nonsense_is_rendered_in_time(text: str) -> None:
    assert len(render(text)) < 200_000


def test_what_counts_as_a_link() -> None:
    assert (
        has_link("see www.example.org") and has_link("HTTPS://example.org") and not has_link("no link. None.")
    )
    assert (
        is_outside("https://example.org:8080/a")
        and not is_outside("https://[bad")
        and not is_outside("https://a:b")
    )
