"""One command, and it is there: pages, mailbox, health; killed and started again, its data are back."""

import httpx

from tests.server import Server


def test_it_answers_as_the_contract_says(demo: Server) -> None:
    with httpx.Client(base_url=demo.url) as client:
        assert client.get("/").status_code == 200
        assert client.get("/healthz").status_code == 200 and client.get("/readyz").status_code == 200
        assert isinstance(client.get("/dev/mail.json").json(), list)
        assert client.get("/home").headers["location"].startswith("/sign-in?next=")
        assert client.get("/api/v1/me").status_code == 401
        assert "paths" in client.get("/api/v1/openapi.json").json()
        assert client.get("/metrics").status_code in (401, 404)
