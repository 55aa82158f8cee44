"""What a reader missed: read page by page from the database until nothing lies between it and the live messages."""

from app.chat import frames
from app.chat.feed import Feed, Fetch
from app.chat.frames import Row
from app.chat.line import Following
from app.chat.reading import Seat

MOST = 20_000
NO_END = 2**62


def start_from(following: Following, since: int) -> None:
    """Where the replay begins; `reset` when what was asked for is not there any more (or not yet)."""
    seat = following.seat
    first = max(seat.first_seq, seat.last_seq - MOST + 1)
    following.seq = since
    if since > seat.last_seq or since + 1 < first:
        following.seq = seat.last_seq if since > seat.last_seq else first - 1
        following.line.say(frames.reset(seat.place_id, following.seq))


async def catch_up(feed: Feed, following: Following, fetch: Fetch) -> None:
    """Hands over everything up to the feed's number, at the reader's own pace; then it is live."""
    line, seat = following.line, following.seat
    while feed.seq is not None and following.seq < feed.seq and not line.wire.gone:
        rows = await fetch(seat.place_id, seat.walls, following.seq, NO_END)
        if not rows:
            break
        payloads = [following.acks.pop(row.seq, b"") or _for(seat, row) for row in rows]
        line.hand(frames.parcel(payloads))
        following.seq = rows[-1].seq
        await line.caught_up()
    following.live = True  # no await since the comparison: nothing can fall between


def _for(seat: Seat, row: Row) -> bytes:
    if row.author_id in seat.blocked:
        return frames.skip(seat.place_id, row.seq)
    return frames.message(seat.place_id, row)
