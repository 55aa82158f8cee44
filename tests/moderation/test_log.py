"""The log: whole for moderators, metadata for stewards and admins, counts for members, nothing for strangers."""

from tests.moderation.stage import decide, reported
from tests.people import World


def test_each_sees_what_the_matrix_says(world: World) -> None:
    assert decide(world.reader("mona"), reported(world)).status_code == 201
    whole = world.reader("moussa").get("/moderation/log")
    assert whole.status_code == 200 and "Mona of the multiple" in whole.text
    assert "cortisone" not in whole.text and "This hurts" not in whole.text
    for office in ("stefan", "ada"):
        metadata = world.reader(office).get("/moderation/log")
        assert metadata.status_code == 200 and "Hidden" in metadata.text and "Mona of" not in metadata.text
    summary = world.reader("bob").get("/moderation/log?community=multiple-sclerosis")
    assert summary.status_code == 200 and "Mona of" not in summary.text and "Too few" in summary.text
    assert world.reader("charlie").get("/moderation/log?community=multiple-sclerosis").status_code == 404
    assert world.reader("rosa").get("/moderation/log").status_code == 404
    assert world.reader().get("/moderation/log").status_code == 303


def test_figures_say_nothing_small(world: World) -> None:
    assert decide(world.reader("mona"), reported(world)).status_code == 201
    page = world.reader("mona").get("/moderation/figures")
    assert page.status_code == 200 and "Too few to say" in page.text
