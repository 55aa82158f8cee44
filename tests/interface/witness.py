"""Somebody who looks over a browser's shoulder: what it complained of, and whom it asked."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request

from tests.database import ROOT
from tools.pages import Place, open_place

AXE = (ROOT / "frontend/node_modules/axe-core/axe.min.js").read_text()
WHERE = Path(__file__).parent
LOOKS = (WHERE / "looks.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async options => (await axe.run(document, options)).violations.map(
  one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.target.join(" ")).join(" | "))"""


@dataclass
class Witness:
    """One person's page and the complaints about it since it was last opened."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    expected: str = ""

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, said: ConsoleMessage) -> None:
        refused_as_meant = self.expected and f"status of {self.expected}" in said.text
        if said.type in ("error", "warning") and not refused_as_meant:
            self.complaints.append(f"console: {said.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", self.url.replace("http", "ws"))):
            self.complaints.append(f"a request elsewhere: {request.url}")

    def open(self, place: Place, lang: str = "en") -> str:
        """Goes there in a language, at a desk, in the light; answers the path."""
        self.complaints.clear()
        self.expected = str(place.status) if place.status != 200 else ""
        self.page.context.add_cookies([{"name": "locale", "value": lang, "url": self.url}])
        self.look(1240)
        return open_place(self.page, self.url, place.path)

    def look(self, width: int, height: int = 900, *, dark: bool = False, text: str = "") -> None:
        """The same page on another screen, in another theme, in a larger text."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        self.page.evaluate("text => { document.documentElement.dataset.text = text }", text)

    def axe(self, *rules: str) -> list[str]:
        """What axe-core finds; evaluated through the debugger, which no content policy stops."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
        found: list[str] = self.page.evaluate(
            RUN_AXE, {"runOnly": only, "resultTypes": ["violations"], "iframes": False}
        )
        return found

    def ask(self, name: str) -> list[str]:
        """One of the questions of looks.js."""
        answer: list[str] = self.page.evaluate(f"() => {{ {LOOKS}; return {name}() }}")
        return answer
