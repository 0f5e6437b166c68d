import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.keys import keys_of, question_of
from domain.review import Decision, Review
from repositories.database import Database
from repositories.link_store import SqlLinkStore
from repositories.review_select import PAGE_ROWS
from repositories.review_store import SqlReviewStore
from tests.repositories.learning import LANTERNS, NOON
from tests.repositories.reviewing import a_ban, a_pin
from tracklink.plugin import Track, TrackRef

WORDS_ONLY = replace(LANTERNS, isrcs=())
OTHER_ISRC = replace(LANTERNS, isrcs=("QZTST3100009",))
LATER = NOON + timedelta(hours=1)

pytestmark = pytest.mark.every_postgres


class Reviews(SqlReviewStore):
    """The store under contract, and the one that reads judgements beside it."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.links = SqlLinkStore(database)


@pytest.fixture
def store(database: Database) -> Reviews:
    """Both over an empty database."""
    return Reviews(database)


async def put(store: Reviews, review: Review) -> bool:
    """Record it under its track's keys."""
    return await store.put(review, keys_of(review.track))


async def found(store: Reviews, track: Track = LANTERNS) -> tuple[Review, ...]:
    """What the track's keys propose."""
    return (await store.links.find(question_of(track, None))).reviews


async def listed(store: Reviews, provider: str | None = None) -> list[Review]:
    """The whole list."""
    return [review async for review in store.list_reviews(provider)]


async def test_a_judgement_comes_back_as_it_was_given(store: Reviews) -> None:
    """Track, id with its url, note, reviewer and time survive; any key of the track finds it."""
    assert await put(store, a_pin(LANTERNS))
    assert await found(store, Track(isrcs=LANTERNS.isrcs)) == (a_pin(LANTERNS),)
    (review,) = await found(store, WORDS_ONLY)
    assert review.ref.url == "https://deezer.example/track/81"
    assert await found(store, Track(title="Glass Orchard")) == ()


async def test_a_judgement_that_stood_changes_nothing(store: Reviews) -> None:
    """The same decision, note and reviewer again: False, and its time stays."""
    await put(store, a_pin(LANTERNS))
    assert not await put(store, a_pin(LANTERNS, reviewed_at=LATER))
    assert await found(store) == (a_pin(LANTERNS),)
    assert await put(store, replace(a_pin(LANTERNS), note="by the booklet"))


async def test_one_judgement_stands_for_a_pair(store: Reviews) -> None:
    """Forbidding what was pinned takes its place, and pinning what was forbidden likewise."""
    for review in (a_pin(LANTERNS), a_ban(LANTERNS), a_pin(LANTERNS)):
        assert await put(store, review)
        assert await found(store) == (review,)


async def test_a_pin_takes_the_place_of_another_pin(store: Reviews) -> None:
    """Of the same track on the same provider; what is forbidden and other providers' pins stay."""
    elsewhere = replace(a_pin(LANTERNS), ref=TrackRef("spotify", "s1"))
    for review in (a_ban(LANTERNS, "66"), elsewhere, a_pin(LANTERNS, "81"), a_pin(LANTERNS, "82", reviewed_at=LATER)):
        assert await put(store, review)
    assert await found(store) == (a_ban(LANTERNS, "66"), elsewhere, a_pin(LANTERNS, "82", reviewed_at=LATER))


@pytest.mark.parametrize(
    ("first", "second", "same_track"),
    [
        (LANTERNS, LANTERNS, True),
        (LANTERNS, OTHER_ISRC, False),
        (LANTERNS, WORDS_ONLY, True),
        (WORDS_ONLY, OTHER_ISRC, True),
        (LANTERNS, Track(title="Glass Orchard", isrcs=LANTERNS.isrcs), True),
    ],
)
async def test_which_tracks_are_the_same_track(store: Reviews, first: Track, second: Track, same_track: bool) -> None:
    """Shared identifiers make one track; shared words only while one side has no identifier."""
    await put(store, a_pin(first, "81"))
    await put(store, a_pin(second, "82"))
    assert len(await listed(store)) == (1 if same_track else 2)


async def test_no_judgement_on_a_track_is_crowded_out(store: Reviews) -> None:
    """However many ids somebody forbids for it."""
    for number in range(60):
        await put(store, a_ban(LANTERNS, str(number)))
    assert len(await found(store)) == 60


async def test_clearing_leaves_a_mark_with_its_time(store: Reviews) -> None:
    """The mark is found, so that older answers are asked again, and is never listed."""
    await put(store, a_pin(LANTERNS))
    assert await store.clear(TrackRef("deezer", "81"), keys_of(LANTERNS), LATER)
    (mark,) = await found(store)
    assert (mark.decision, mark.ref.id) == (Decision.CLEARED, "81")
    assert mark.reviewed_at == LATER
    assert await listed(store) == []


async def test_clearing_what_does_not_stand_changes_nothing(store: Reviews) -> None:
    """Neither a pair never judged, nor one cleared before, nor another id of the track."""
    pair = TrackRef("deezer", "81")
    assert not await store.clear(pair, keys_of(LANTERNS), LATER)
    await put(store, a_pin(LANTERNS))
    assert not await store.clear(TrackRef("deezer", "82"), keys_of(LANTERNS), LATER)
    assert await store.clear(pair, keys_of(WORDS_ONLY), LATER)
    assert not await store.clear(pair, keys_of(LANTERNS), LATER)


async def test_a_judgement_after_clearing_takes_the_place_of_the_mark(store: Reviews) -> None:
    """Even the very one that was cleared."""
    await put(store, a_pin(LANTERNS))
    await store.clear(TrackRef("deezer", "81"), keys_of(LANTERNS), LATER)
    assert await put(store, a_pin(LANTERNS, reviewed_at=LATER))
    assert await found(store) == (a_pin(LANTERNS, reviewed_at=LATER),)


async def test_judgements_are_listed_oldest_first_over_pages(store: Reviews) -> None:
    """Each once, in order of their times, those of one time included."""
    total = PAGE_ROWS + 30
    given = [
        a_ban(Track(title=f"Track {number}"), str(number), reviewed_at=NOON + timedelta(minutes=number // 7))
        for number in range(total)
    ]
    for review in reversed(given[: total // 2]):
        await put(store, review)
    for review in given[total // 2 :]:
        await put(store, review)
    seen = await listed(store)
    assert sorted(review.ref.id for review in seen) == sorted(review.ref.id for review in given)
    assert [review.reviewed_at for review in seen] == [review.reviewed_at for review in given]


async def test_judgements_of_one_provider_are_listed(store: Reviews) -> None:
    """Those on its ids only."""
    elsewhere = replace(a_pin(LANTERNS), ref=TrackRef("spotify", "s1"))
    await put(store, a_pin(LANTERNS))
    await put(store, elsewhere)
    assert await listed(store, "spotify") == [elsewhere]
    assert await listed(store, "tidal") == []


async def test_judgements_given_at_once_take_turns(store: Reviews) -> None:
    """Many pins of one track at the same time leave one."""
    await asyncio.gather(*(put(store, a_pin(LANTERNS, str(number))) for number in range(12)))
    assert len(await listed(store)) == 1


async def test_a_judgement_that_cannot_be_filed_leaves_nothing(store: Reviews) -> None:
    """What it was to replace stands."""
    await put(store, a_pin(LANTERNS))
    with pytest.raises(Exception, match="timestamp"):
        await put(store, replace(a_pin(LANTERNS, "82"), reviewed_at="no time at all"))  # type: ignore[arg-type]
    assert await found(store) == (a_pin(LANTERNS),)
