"""The cast, the same in every test. Alice and Bob are members, Charlie is a stranger in another community.

Mona and Moussa moderate, Lena and Leo lead, Rosa is a researcher, Stefan and Sofia are data stewards, Ada and Amos admins.
`World` builds what a test needs inside its savepoint; `Reader` is one person's browser or API client.
"""

import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from app.access.arrival import cookie_name, owner_tag, standing_tag
from app.accounts import sessions
from app.accounts.addresses import seal_address, tag_of
from app.accounts.second_factor import set_secret
from app.communities.handles import fold_handle
from app.core import clock, db, keys, passwords, tickets
from app.models.account import Account, AccountRole
from app.models.community import Community, Persona, Topic

PASSWORD = "three calm words"
STAFF = {"mona", "moussa", "lena", "leo", "rosa", "stefan", "sofia", "ada", "amos"}
OFFICES = {"rosa": "researcher", "stefan": "steward", "sofia": "steward", "ada": "admin", "amos": "admin"}
ROLES = {"mona": "moderator", "moussa": "moderator", "lena": "lead", "leo": "lead"}
HOME = {"charlie": "anxiety"}


@cache
def password_hash() -> str:
    """One hash for the whole cast: hashing is slow on purpose."""
    return passwords.hash_password(PASSWORD)


@dataclass
class Reader:
    """One person at the keyboard: cookies and form token for pages, a bearer ticket for the API."""

    client: TestClient
    token: str = ""
    account: Account | None = None

    @property
    def csrf(self) -> str:
        """The form token that this person's pages carry."""
        return keys.tag("csrf", self.token or f"nobody {clock.today()}").hex()[:40]

    def _page_headers(self, headers: dict[str, str] | None) -> dict[str, str]:
        cookie = (
            {"cookie": f"{cookie_name()}={self.token}; locale=en"} if self.token else {"cookie": "locale=en"}
        )
        return {"accept": "text/html", **cookie, **(headers or {})}

    def get(self, path: str, **options: Any) -> Any:
        """Opens a page."""
        headers = self._page_headers(options.pop("headers", None))
        return self.client.get(path, headers=headers, follow_redirects=False, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        """Sends a form, with the hidden fields that the page would hold."""
        form = {"csrf": self.csrf, "idempotency_key": secrets.token_urlsafe(12), **(data or {})}
        headers = self._page_headers(options.pop("headers", None))
        return self.client.post(path, data=form, headers=headers, follow_redirects=False, **options)

    def api(self, method: str, path: str, json: Any = None, **options: Any) -> Any:
        """Calls the JSON contract under /api/v1 with a bearer ticket."""
        headers = dict(options.pop("headers", None) or {})
        if self.token:
            from app.accounts.api import ACCESS_LASTS

            headers["authorization"] = "Bearer " + tickets.issue("access", self.token, ACCESS_LASTS)
        headers.setdefault("accept-language", "en")
        return self.client.request(method, "/api/v1" + path, json=json, headers=headers, **options)


@dataclass
class World:
    """Builds people and places inside the test's savepoint."""

    app: FastAPI
    session: Session
    accounts: dict[str, Account] = field(default_factory=dict)
    communities: dict[str, Community] = field(default_factory=dict)

    def community(self, slug: str = "multiple-sclerosis", **values: Any) -> Community:
        """The community of a slug, made with one topic when it is new."""
        if slug not in self.communities:
            title = slug.replace("-", " ").capitalize()
            made = Community(
                slug=slug, icd10=["G35"], names={"fr": title, "en": title}, descriptions={"fr": title, "en": title},
                charters={"fr": "", "en": ""}, **values,
            )  # fmt: skip
            self.session.add(made)
            self.session.flush()
            self.session.add(
                Topic(
                    community_id=made.id, slug="treatments", names={"fr": "Traitements", "en": "Treatments"}
                )
            )
            self.session.flush()
            self.communities[slug] = made
        return self.communities[slug]

    def account(self, name: str, **values: Any) -> Account:
        """The account of somebody of the cast, made when it is new."""
        if name not in self.accounts:
            address, new_id = f"{name}@demo.example", uuid4()
            made = Account(
                id=new_id, email_sealed=seal_address(new_id, address), email_tag=tag_of(address), password_hash=password_hash(),
                birth_year_sealed=keys.seal("birth year", b"1980", new_id.bytes), status="active", locale="en",
                created_month=date(2026, 1, 1), **values,
            )  # fmt: skip
            with db.wearing(self.session, "vault"):
                self.session.add(made)
                self.session.flush()
                if name in STAFF:
                    set_secret(made, "JBSWY3DPEHPK3PXP", confirmed=True)
                if name in OFFICES:
                    self.session.add(AccountRole(account_id=made.id, role=OFFICES[name]))
                self.session.flush()
            self.accounts[name] = made
        return self.accounts[name]

    def persona(self, name: str, slug: str | None = None, **values: Any) -> Persona:
        """Somebody's persona in a community (by default their own), active unless said otherwise."""
        account, community = self.account(name), self.community(slug or HOME.get(name, "multiple-sclerosis"))
        tag = owner_tag(account.id, community.id)
        db.act_in(self.session, [community.id], (tag,))
        found = self.session.exec(select(Persona).where(col(Persona.owner_tag) == tag)).first()
        if found is None:
            handle = f"{name.capitalize()} of the {community.slug.split('-')[0]}"[:32]
            made = {
                "status": "active",
                "role": ROLES.get(name, "member"),
                "joined_on": clock.today(),
                "approved_posts": 3,
            }
            found = Persona(
                community_id=community.id, owner_tag=tag, standing_tag=standing_tag(account.id, community.id),
                owner_sealed=keys.seal("owner", account.id.bytes, tag), handle=handle, handle_folded=fold_handle(handle),
                **(made | values),
            )  # fmt: skip
        for key, value in values.items():
            setattr(found, key, value)
        self.session.add(found)
        self.session.flush()
        return found

    def reader(self, name: str = "", *, persona: bool = True, stepped_up: bool = True) -> Reader:
        """Somebody signed in (with their persona, when they have one); "" is a visitor."""
        client = TestClient(self.app, base_url="http://localhost", raise_server_exceptions=True)
        if not name:
            return Reader(client)
        account = self.account(name)
        if persona and name not in OFFICES:
            self.persona(name)
        with db.wearing(self.session, "vault"):
            token = sessions.open_session(self.session, account, second_factor=name in STAFF)
            if not stepped_up:
                row = self.session.exec(
                    select(sessions.SignedSession).where(
                        col(sessions.SignedSession.token_hash) == keys.hashed(token)
                    )
                ).one()
                row.stepped_up_at = None
                self.session.flush()
        db.commit(self.session)
        return Reader(client, token, account)

    def act_in(self, *slugs: str) -> None:
        """Opens the second wall for the test's own session."""
        db.act_in(self.session, [self.community(slug).id for slug in slugs])

    def act_as(self, name: str, slug: str | None = None) -> Persona:
        """Somebody's persona, with the walls of its community open for the test's own session."""
        return self.persona(name, slug)


def invented_id() -> UUID:
    """An id that exists nowhere."""
    return uuid4()


@pytest.fixture(scope="session")
def app(urls: Any) -> FastAPI:
    """The application, built once a run; its bus is not started."""
    from app.main import create_app

    return create_app()


@pytest.fixture
def world(app: FastAPI, session: Session) -> World:
    """An empty world, gone after the test."""
    return World(app, session)
