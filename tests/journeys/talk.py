"""2. Talk: a first thread is held and approved, answered, reported, hidden with rule and reason, appealed, answered by another."""

from tests.journeys.join import HOME
from tests.journeys.keyboard import Person

TITLE = "Afternoons that melt away"
WORDS = "Since the summer my afternoons simply melt away. How do you plan your days?"
REPLY = "I cut the day in three. The middle part belongs to nobody, not even me."


def talk(nora: Person, bob: Person, mona: Person, lena: Person) -> str:
    """Gives the thread's path."""
    nora.go(f"{HOME}/new").fill(title=TITLE, body=WORDS)
    nora.page.locator("main [name=topic]").select_option(index=1)
    nora.choose("support", "advice").press("Publish in the group")
    nora.must_see(TITLE, "waits for a moderator")
    path = nora.page.url.removeprefix(nora.url).split("?")[0].split("#")[0]
    bob.go(path).must_see("There is nothing here")
    _open_case(mona, "held", WORDS[:25])
    mona.press("Publish")
    bob.go(path).must_see(TITLE, WORDS[-25:]).fill(body=REPLY).press("Send my reply")
    bob.must_see(REPLY)
    nora.go("/notifications").must_see("repl")
    nora.go(path).must_see(REPLY)
    nora.page.locator("article").filter(has_text=REPLY).get_by_role("link", name="Report").click()
    nora.page.locator("main [name=reason]").first.check()
    nora.fill(words="It hurts to read.").press("Send to the moderators")
    _open_case(mona, "report", REPLY[:20])
    mona.fill(reason="This one can be said more kindly.").press("Hide")
    nora.go(path)
    assert not nora.sees(REPLY)
    _appeal(bob, path, mona, lena)
    nora.go(path).must_see(REPLY)
    return path


def _open_case(moderator: Person, kind: str, words: str) -> None:
    moderator.go(f"/moderation?kind={kind}")
    moderator.page.get_by_role("link").filter(has_text=words[:20]).first.click()
    moderator.must_see(words)


def _appeal(bob: Person, path: str, mona: Person, lena: Person) -> None:
    bob.go("/decisions")
    bob.page.locator("main a[href^='/decisions/']").first.click()
    bob.must_see("This one can be said more kindly.", REPLY, "You do not agree?")
    bob.fill(words="I meant it as a help for myself.").press("Make my appeal")
    mona.go("/moderation/appeals")
    mona_may = mona.page.get_by_role("button", name="Restore everything").count()
    assert mona_may == 0, "the first decider does not answer the appeal"
    lena.go("/moderation/appeals").must_see("I meant it as a help")
    lena.page.get_by_role("link").filter(has_text="I meant it as").first.click()
    lena.fill(reason="Nothing here breaks a rule. It is back.")
    lena.press("Restore everything")
    bob.go(path).must_see(REPLY)
