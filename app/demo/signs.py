"""What readers leave on threads: thanks, "this helped me", follows, and how far the printed cast has read."""

from datetime import timedelta

from app.demo.scene import Member, Rows, Scene, write
from app.models.thread import Follow, Post, Reaction, ReadMark, Thread

READERS = ("alice", "bob", "charlie", "mona", "moussa", "lena", "leo")


def write_signs(scene: Scene, threads: Rows, posts: Rows) -> None:
    """Counts the thanks on the posts, then writes threads, posts, and everything that points to them."""
    dice = scene.dice("signs")
    places = {place.id: place for place in scene.places.values()}
    support = {one["id"]: one["support"] for one in threads}
    thanks: Rows = []
    for post in posts:
        others = places[post["community_id"]].writers
        for kind, column, mean in (("thanks", "thanks", 1.1), ("helped", "helped", 0.5)):
            if kind == "helped" and (post["opening"] or support[post["thread_id"]] == "to_be_heard"):
                continue
            wished = min(len(others) - 1, int(dice.expovariate(1 / mean)))
            chosen = [one for one in dice.sample(others, wished) if one.persona_id != post["author_id"]]
            post[column] = len(chosen)
            thanks += [_sign(post, one, kind) for one in chosen]
    write(scene.session, Thread, threads)
    write(scene.session, Post, posts)
    write(scene.session, Reaction, thanks)
    write(
        scene.session,
        Follow,
        [
            {"thread_id": one["id"], "persona_id": one["author_id"], "community_id": one["community_id"]}
            for one in threads
        ],
    )
    write(scene.session, ReadMark, _marks(scene, threads))


def _sign(post: dict[str, object], member: Member, kind: str) -> dict[str, object]:
    return {
        "post_id": post["id"],
        "persona_id": member.persona_id,
        "kind": kind,
        "community_id": post["community_id"],
    }


def _marks(scene: Scene, threads: Rows) -> Rows:
    """The cast has read most threads to the end, some up to a point, and some not at all."""
    dice = scene.dice("marks")
    marks: Rows = []
    for name in READERS:
        for slug, member in scene.people[name].members.items():
            place = scene.places[slug]
            for thread in (one for one in threads if one["community_id"] == place.id):
                if dice.random() < 0.7:
                    before = timedelta(hours=dice.choice((0, 0, 0, 9)))
                    marks.append(
                        {"thread_id": thread["id"], "persona_id": member.persona_id, "community_id": place.id,
                         "read_at": thread["last_post_at"] - before}
                    )  # fmt: skip
    return marks
