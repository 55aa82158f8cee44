"""What leaves the screen: the sheet, events on charts, comparisons, files."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from app.core import clock
from tests.dashboard.test_measures import follow
from tests.people import World


def test_the_sheet_says_the_kept_words_and_what_was_noted(world: World) -> None:
    alice = world.reader("alice")
    assert "Note one day first" in alice.get("/dashboard/sheet").text
    assert alice.get("/dashboard/sheet.pdf").status_code == 422
    measure = follow(alice)
    pressure = follow(alice, "blood_pressure")
    today = clock.today()
    for ago in range(20):
        day = (today - timedelta(days=ago)).isoformat()
        alice.api("POST", f"/measures/{measure['id']}/entries", {"value": 3 + ago % 4, "day": day})
    alice.api("POST", f"/measures/{pressure['id']}/entries", {"value": 128, "second": 82})
    alice.post(
        "/dashboard/marks",
        {
            "sort": "treatment",
            "day": (today - timedelta(days=9)).isoformat(),
            "label": "Interferon",
            "detail": "30 µg",
        },
    )
    words = {
        "message": "The stairs are hard.",
        "questions": "May I drive?\nAnd swim?",
        "measure": measure["id"],
    }
    assert alice.post("/dashboard/sheet", words).status_code == 303
    assert "The stairs are hard." in alice.get("/dashboard/sheet").text
    answer = alice.get("/dashboard/sheet.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(PdfReader(BytesIO(answer.content)).pages[0].extract_text().split())
    for part in (
        "The stairs are hard.",
        "And swim?",
        "Interferon, 30 µg",
        "Fatigue",
        "Upper value",
        "Lower value",
    ):
        assert part in text


def test_an_event_is_a_line_with_its_numbers_and_never_a_cause(world: World) -> None:
    alice = world.reader("alice")
    measure, today = follow(alice), clock.today()
    for ago in range(30):
        value = (7 if ago > 14 else 4) + ago % 2
        alice.api(
            "POST",
            f"/measures/{measure['id']}/entries",
            {"value": value, "day": (today - timedelta(days=ago)).isoformat()},
        )
    alice.post(
        "/dashboard/marks",
        {
            "sort": "event",
            "day": (today - timedelta(days=14)).isoformat(),
            "label": "New treatment",
            "next": f"/dashboard/{measure['id']}",
        },
    )
    page = alice.get(f"/dashboard/{measure['id']}").text
    assert "chart-event-line" in page and "14 days before “New treatment”" in page
    assert "95% interval" in page and "A date says when, not why." in page


def test_an_appointment_may_lie_ahead_and_an_event_may_not(world: World) -> None:
    alice = world.reader("alice")
    follow(alice)
    ahead = (clock.today() + timedelta(days=9)).isoformat()
    assert (
        alice.post("/dashboard/marks", {"sort": "event", "day": ahead, "label": "Later"}).status_code == 422
    )
    assert (
        alice.post(
            "/dashboard/marks", {"sort": "appointment", "day": ahead, "label": "Dr Moineau"}
        ).status_code
        == 303
    )
    assert "Dr Moineau" in alice.get("/dashboard").text


def test_measures_side_by_side(world: World) -> None:
    alice = world.reader("alice")
    first, second = follow(alice), follow(alice, "pain")
    assert "too little to compare" in alice.get("/dashboard/together").text
    for ago in range(30):
        day = (clock.today() - timedelta(days=ago)).isoformat()
        alice.api("POST", f"/measures/{first['id']}/entries", {"value": ago * 7 % 10, "day": day})
        alice.api("POST", f"/measures/{second['id']}/entries", {"value": ago * 7 % 10, "day": day})
    page = alice.get("/dashboard/together").text
    assert "rise and fall on the same days" in page and "does not say why" in page


def test_files_go_out_and_come_in_whole_or_not_at_all(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    measure, own = follow(alice), follow(alice, "custom", label="=Steps")
    alice.api("POST", f"/measures/{measure['id']}/entries", {"value": 5, "day": "2026-11-01", "note": "=1+1"})
    alice.api("POST", f"/measures/{own['id']}/entries", {"value": 12.5, "day": "2026-11-02"})
    file = alice.get("/dashboard/entries.csv").content
    assert b"'=1+1" in file and b"'=Steps" in file
    assert alice.get("/dashboard/entries.json").json()["measures"][0]["entries"][0]["value"] == 5

    def send(content: bytes) -> int:
        upload = {"file": ("entries.csv", content, "text/csv")}
        return int(bob.post("/dashboard/files", files=upload).status_code)

    assert send(file.replace(b"12.5", b"many")) == 422
    assert send(b"\xff\xfe") == 422 and send(b"a,b\n1,2\n") == 422
    short = (b"measure,day,value\nfatigue,2026-11-01\n", b"day,value,measure\n2026-11-01,3\n")
    assert [send(one) for one in short] == [422, 422]
    assert bob.api("GET", "/me/measures").json()["items"] == []
    assert send(file) == 303
    brought = bob.get("/dashboard/entries.json").json()["measures"]
    assert [one["measure"] for one in brought] == ["fatigue", "=Steps"]
    assert brought[1]["entries"][0]["value"] == 12.5
