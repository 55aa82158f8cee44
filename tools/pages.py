"""Every page of the product as the people of the demo meet it: one list for the screenshots and for the tests of the face.

A path may hold steps: `/surveys > /surveys/` opens the list and follows the first link that contains the second part;
`> !/start` sends the form with that action as it stands, its boxes ticked; `> +releases` goes one level deeper.
"""

from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Page

HOME = "/c/multiple-sclerosis"


@dataclass(frozen=True, slots=True)
class Place:
    """One page, and who looks at it."""

    who: str
    name: str
    path: str
    status: int = 200


def _of(who: str, **pages: str) -> list[Place]:
    return [Place(who, f"{name}".replace("_", "-"), path) for name, path in pages.items()]


PLACES: tuple[Place, ...] = (
    *_of(
        "",
        landing="/",
        sign_up="/sign-up",
        sign_up_sent="/sign-up/sent",
        sign_in="/sign-in",
        forgot="/forgot",
        verify_again="/verify/again",
        communities_public="/communities",
        community_public="/communities/multiple-sclerosis",
        register="/research/register",
        notice="/notice",
        urgent="/help/urgent",
        help="/help",
        charter="/charter",
        privacy="/privacy",
        accessibility="/accessibility",
    ),
    Place("", "nothing", "/nothing-here", 404),
    Place("", "sign-in-refused", "/sign-in > !/sign-in", 422),
    Place("", "sign-up-refused", "/sign-up > !/sign-up", 422),
    Place("alice", "thread-new-refused", f"{HOME}/new > !/new", 422),
    *_of(
        "alice",
        home="/home",
        communities="/communities",
        join="/communities/anxiety/join",
        community=HOME,
        thread=f"{HOME} > {HOME}/t/",
        thread_reply=f"{HOME} > {HOME}/t/ > &quote=",
        thread_new=f"{HOME}/new",
        chat=f"{HOME}/chat",
        members=f"{HOME}/members",
        member=f"{HOME}/members > {HOME}/members/",
        rules=f"{HOME}/rules",
        me="/c/diabetes/me",
        report=f"{HOME} > {HOME}/t/ > /report/post/",
        search="/search?q=fatigue",
        search_nothing="/search?q=zzzz",
        messages="/messages",
        message="/messages > /messages/",
        notifications="/notifications",
        notification_settings="/notifications/settings",
        dashboard="/dashboard",
        measure="/dashboard > /dashboard/ -",
        measure_entry="/dashboard > /dashboard/ - > /entries/",
        measures="/dashboard/measures",
        marks="/dashboard/marks",
        shares="/dashboard/shares",
        files="/dashboard/files",
        together="/dashboard/together",
        sheet="/dashboard/sheet",
        surveys="/surveys",
        survey_results="/surveys/sleep-and-seasons/results",
        survey_thanks="/surveys/everyday-well-being/thanks",
        consents="/consents",
        consent_receipt="/consents > /consents/receipts/",
        holders="/research/holders",
        my_data="/my-data",
        data_export="/my-data/export",
        data_log="/my-data/log",
        erase="/my-data/erase",
        settings="/settings",
        address="/settings/address",
        password="/settings/password",
        devices="/settings/devices",
        second_factor="/settings/second-factor",
        study="/research/register > /research/studies/",
    ),
    *_of(
        "moussa",
        survey="/surveys > /surveys/",
        survey_question="/surveys > /surveys/ > !/start",
        survey_check="/surveys > /surveys/ > !/start > +../check",
        dashboard_empty="/dashboard",
        messages_empty="/messages",
    ),
    *_of(
        "mona",
        staff_home="/home",
        moderation="/moderation",
        moderation_item="/moderation > /moderation/items/",
        moderation_person="/moderation > /moderation/items/ > /moderation/people/",
        moderation_log="/moderation/log",
        moderation_figures="/moderation/figures",
        moderation_place="/moderation/c/multiple-sclerosis",
        statement="/moderation/log > /decisions/",
    ),
    *_of("lena", appeals="/moderation/appeals", team=f"{HOME}/team", community_settings=f"{HOME}/settings"),
    *_of(
        "rosa",
        research="/research",
        research_study="/research > /research/studies/ -",
        study_variables="/research > /research/studies/ - > +variables",
        study_releases="/research > /research/studies/ - > +releases",
        study_new="/research/studies/new",
    ),
    *_of("stefan", research_steward="/research", proposals="/admin/proposals", audit="/admin/audit"),
    *_of(
        "ada",
        admin="/admin",
        admin_communities="/admin/communities",
        admin_community="/admin/communities/multiple-sclerosis",
        admin_limits="/admin/limits",
        admin_offices="/admin/offices",
    ),
)


def open_place(page: Page, url: str, path: str) -> str:
    """Goes there step by step; answers the path it stands on, or nothing when a step has no such link."""
    first, *steps = path.split(" > ")
    page.goto(url + first)
    for step in steps:
        if step.startswith("!"):
            form = page.locator(f"main form[action$='{step[1:]}']").first
            if not form.count():
                return ""
            for box in form.locator("[type=checkbox]").all():
                box.check()
            form.evaluate("form => { form.noValidate = true }")
            with page.expect_navigation():
                form.locator("button").last.click()
        elif step.startswith("+"):
            page.goto(urljoin(page.url.split("?")[0] + "/", step[1:]))
        elif not _follow(page, url, *step.split(" ")):
            return ""
    page.wait_for_load_state()
    return page.url.removeprefix(url)


def _follow(page: Page, url: str, wanted: str, deep: str = "") -> bool:
    """The first link whose address contains the words; with `-`, one that leads to a thing with an id."""
    links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    found = next((link for link in links if wanted in link and deep in link and link != wanted), "")
    if found:
        page.goto(url + found)
    return bool(found)
