"""1. Join: read the front pages, sign up, verify by a real mail, ask, be accepted with a word, get a name from nature."""

from tests.journeys.keyboard import Person, link_in

HOME = "/c/multiple-sclerosis"
ADDRESS = "nora@demo.example"
PASSWORD = "three calm rivers"
ANSWER = "I have lived with it for six years."


def join(newcomer: Person, mona: Person) -> str:
    """Gives the handle that was drawn."""
    newcomer.go("/").must_see("Create my account")
    newcomer.go("/communities/multiple-sclerosis").must_see("Multiple sclerosis", "G35")
    newcomer.go(HOME)
    assert "/sign-in" in newcomer.page.url
    newcomer.go("/sign-up").fill(email=ADDRESS, password="short", birth_year="1980")
    newcomer.choose("adult", "yes").choose("charter", "yes").press("Create my account")
    assert newcomer.page.input_value("[name=email]") == ADDRESS, "what was typed is kept"
    newcomer.fill(password=PASSWORD).press("Create my account").must_see("Look at your mail")
    newcomer.go(link_in(newcomer.mail(ADDRESS, "/verify"))).press("Confirm my address")
    newcomer.name = ADDRESS
    newcomer.sign_in(PASSWORD)
    newcomer.go(HOME).must_see("There is nothing here")
    newcomer.go("/communities/multiple-sclerosis").press("Ask to join")
    newcomer.choose("kind", "patient").fill(answer=ANSWER).choose("charter", "yes")
    newcomer.press("Send my request").must_see("Your request is waiting")
    mona.go("/moderation?kind=join").must_see(ANSWER[:20])
    mona.page.get_by_role("link").filter(has_text=ANSWER[:20]).first.click()
    mona.fill(reason="Welcome. Take your time.").press("Let in")
    newcomer.go(HOME).must_see("Start a thread")
    newcomer.go("/communities/multiple-sclerosis").must_see("Your name in this community")
    return newcomer.page.locator("aside strong[translate=no]").first.inner_text()
