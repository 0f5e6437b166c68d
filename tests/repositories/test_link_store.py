from dataclasses import replace

import pytest
from sqlalchemy import insert

from domain.keys import question_of
from domain.known import Known, Question
from domain.ports import LinkStore
from repositories.catalog_tables import catalog_generation
from repositories.database import Database
from repositories.known_select import MOST_RECORDINGS_PER_KEY
from repositories.link_store import SqlLinkStore
from repositories.review_store import SqlReviewStore
from tests.repositories.counting import counted
from tests.repositories.learning import LANTERNS, a_link, a_no, learnt
from tests.repositories.reviewing import a_pin
from tracklink.plugin import Track, TrackRef

pytestmark = pytest.mark.every_postgres

WORDS_ONLY = replace(LANTERNS, isrcs=())
ISRC_ONLY = Track(isrcs=("QZTST3100001",))


@pytest.fixture
def store(database: Database) -> LinkStore:
    """The store under contract."""
    return SqlLinkStore(database)


def asking(track: Track, market: str | None = None) -> Question:
    """The question that a query about the track makes."""
    return question_of(track, market)


def refs(known: Known) -> list[tuple[str, str]]:
    """The ids that are proposed."""
    return sorted((stored.link.provider, stored.link.match.ref.id) for stored in known.links if stored.link.match)


async def test_an_empty_store_knows_nothing(store: LinkStore) -> None:
    """Nothing is proposed before anything was saved."""
    assert await store.find(asking(LANTERNS)) == Known()


async def test_a_link_comes_back_as_it_was_saved(store: LinkStore) -> None:
    """Evidence, verdict, urls, times, the asked track and the generation survive."""
    link = a_link(replace(LANTERNS, album="Harbour"))
    await store.save(learnt(LANTERNS, link, market="DE"))
    (stored,) = (await store.find(asking(LANTERNS))).links
    assert (stored.asked, stored.link, stored.market, stored.generation) == (LANTERNS, link, "DE", 3)
    assert stored.link.match
    assert stored.link.match.ref.url == "https://deezer.example/track/81"


@pytest.mark.parametrize(
    "track",
    [
        LANTERNS,
        ISRC_ONLY,
        Track(title="PAPER LANTERNS!", artists=("the tidewater choir",)),
        Track(refs=(TrackRef("deezer", "81"),)),
    ],
)
async def test_every_key_proposes_the_recording(store: LinkStore, track: Track) -> None:
    """The asked words, the ISRC, and the id that was found each lead back to it."""
    await store.save(learnt(LANTERNS, a_link(LANTERNS)))
    assert refs(await store.find(asking(track))) == [("deezer", "81")]


async def test_another_track_is_not_proposed(store: LinkStore) -> None:
    """No key in common, nothing proposed."""
    await store.save(learnt(LANTERNS, a_link(LANTERNS), a_no(LANTERNS, "spotify")))
    assert await store.find(asking(Track(title="Glass Orchard", artists=("Mira Voss",)))) == Known()


async def test_the_newest_answer_takes_the_place_of_the_one_before(store: LinkStore, database: Database) -> None:
    """The same question asked again leaves one recording with one link."""
    await store.save(learnt(LANTERNS, a_link(LANTERNS, ref_id="81")))
    await store.save(learnt(LANTERNS, a_link(LANTERNS, ref_id="82")))
    assert refs(await store.find(asking(LANTERNS))) == [("deezer", "82")]
    assert (await counted(database))["recording"] == 1


async def test_a_shared_ref_extends_the_recording(store: LinkStore, database: Database) -> None:
    """Other words for the same id hang on its recording; each question keeps its own link, pushing none out."""
    other = Track(title="Paper Lanterns (Remastered)", artists=("Tidewater Choir",))
    await store.save(learnt(LANTERNS, a_link(LANTERNS), a_link(LANTERNS, "spotify", "s1")))
    await store.save(learnt(other, a_link(LANTERNS)))
    assert refs(await store.find(asking(other))) == [("deezer", "81"), ("deezer", "81"), ("spotify", "s1")]
    assert (await counted(database))["recording"] == 1


async def test_a_question_that_adds_an_identifier_extends_its_own_recording(
    store: LinkStore, database: Database
) -> None:
    """The better-informed answer takes the place of the one to the words alone."""
    await store.save(learnt(WORDS_ONLY, a_link(LANTERNS, ref_id="81")))
    await store.save(learnt(LANTERNS, a_link(LANTERNS, ref_id="82")))
    assert refs(await store.find(asking(WORDS_ONLY))) == [("deezer", "82")]
    assert (await counted(database))["recording"] == 1


async def test_markets_are_kept_apart(store: LinkStore) -> None:
    """One link for each market, and one for none."""
    for market, ref_id in ((None, "81"), ("DE", "82"), ("US", "83")):
        await store.save(learnt(LANTERNS, a_link(LANTERNS, ref_id=ref_id), market=market))
    known = await store.find(asking(LANTERNS, "DE"))
    assert [(stored.market, stored.link.match and stored.link.match.ref.id) for stored in known.links] == [
        (None, "81"),
        ("DE", "82"),
        ("US", "83"),
    ]


async def test_a_no_comes_back_as_it_was_saved(store: LinkStore) -> None:
    """With its identifiers, market, misses, next check and generation; for the same statement only."""
    no = a_no(LANTERNS, market="DE", misses=2)
    await store.save(learnt(LANTERNS, no, market="DE"))
    assert (await store.find(asking(WORDS_ONLY))).noes == (no,)
    assert (await store.find(asking(replace(LANTERNS, album="Harbour")))).noes == ()


async def test_noes_of_bare_identifiers_are_told_apart(store: LinkStore) -> None:
    """Two ISRCs without words make the same statement, and still two questions."""
    other = Track(isrcs=("QZTST3100002",))
    await store.save(learnt(ISRC_ONLY, a_no(ISRC_ONLY)))
    await store.save(learnt(other, a_no(other)))
    assert (await store.find(asking(ISRC_ONLY))).noes == (a_no(ISRC_ONLY),)
    assert (await store.find(asking(other))).noes == (a_no(other),)


async def test_links_of_bare_identifiers_are_told_apart(store: LinkStore) -> None:
    """One wordless question's link is not the newest answer to another."""
    other = Track(isrcs=("QZTST3100002",))
    await store.save(learnt(ISRC_ONLY, a_link(ISRC_ONLY, ref_id="81")))
    await store.save(learnt(other, a_link(other, ref_id="82")))
    assert refs(await store.find(asking(ISRC_ONLY))) == [("deezer", "81")]


async def test_a_link_ends_the_no(store: LinkStore) -> None:
    """Of that provider in that market; the others stay."""
    await store.save(learnt(LANTERNS, a_no(LANTERNS), a_no(LANTERNS, "spotify")))
    await store.save(learnt(LANTERNS, a_no(LANTERNS, market="DE"), market="DE"))
    await store.save(learnt(LANTERNS, a_link(LANTERNS)))
    noes = (await store.find(asking(LANTERNS))).noes
    assert [(no.link.provider, no.market) for no in noes] == [("deezer", "DE"), ("spotify", None)]


async def test_a_no_ends_the_link_that_the_same_question_had_earned(store: LinkStore, database: Database) -> None:
    """And a recording without links is forgotten with its keys."""
    await store.save(learnt(LANTERNS, a_link(LANTERNS)))
    await store.save(learnt(LANTERNS, a_no(LANTERNS)))
    known = await store.find(asking(LANTERNS))
    assert (known.links, known.noes) == ((), (a_no(LANTERNS),))
    assert (await counted(database))["lookup_key"] == 0


async def test_a_no_leaves_what_other_questions_earned(store: LinkStore) -> None:
    """A question that says less, or asks in another market, does not know better."""
    await store.save(learnt(LANTERNS, a_link(LANTERNS)))
    await store.save(learnt(WORDS_ONLY, a_no(WORDS_ONLY)))
    await store.save(learnt(LANTERNS, a_no(LANTERNS, market="DE"), market="DE"))
    assert refs(await store.find(asking(LANTERNS))) == [("deezer", "81")]


async def test_reviews_and_generations_come_with_the_links(store: LinkStore, database: Database) -> None:
    """One read gives all that bears on the question."""
    await SqlReviewStore(database).put(a_pin(LANTERNS), asking(LANTERNS).keys)
    async with database.transaction() as connection:
        await connection.execute(insert(catalog_generation), [{"provider": "catalog", "generation": 7}])
    known = await store.find(asking(WORDS_ONLY))
    assert (known.reviews, known.generations) == ((a_pin(LANTERNS),), (("catalog", 7),))


async def test_many_questions_are_answered_each_by_itself(store: LinkStore, database: Database) -> None:
    """In their order, whether anything is known or not, and with reviews and generations, as `find` would."""
    other = replace(LANTERNS, title="Harbour Lights", isrcs=("QZTST3100002",))
    await store.save(learnt(LANTERNS, a_link(LANTERNS), a_no(LANTERNS, "spotify")))
    await store.save(learnt(other, a_link(other, ref_id="82")))
    await SqlReviewStore(database).put(a_pin(other), asking(other).keys)
    unheard = Track(title="Nobody's Tune")
    questions = [asking(track) for track in (other, unheard, LANTERNS, Track(), other, *[ISRC_ONLY] * 40)]

    assert list(await store.find_many(questions)) == [await store.find(question) for question in questions]
    assert refs((await store.find_many(questions))[2]) == [("deezer", "81")]
    assert await store.find_many([]) == []


async def test_a_hot_key_proposes_the_newest_only(store: LinkStore) -> None:
    """A title that many recordings share does not crowd out what the ISRC proposes."""
    await store.save(learnt(LANTERNS, a_link(LANTERNS, ref_id="oldest")))
    for number in range(MOST_RECORDINGS_PER_KEY + 5):
        namesake = replace(WORDS_ONLY, duration_ms=300_000 + number)
        await store.save(learnt(namesake, a_link(namesake, ref_id=str(number))))
    assert len((await store.find(asking(WORDS_ONLY))).links) == MOST_RECORDINGS_PER_KEY
    assert ("deezer", "oldest") in refs(await store.find(asking(LANTERNS)))


async def test_a_track_is_kept_as_its_provider_last_stated_it(store: LinkStore) -> None:
    """Two recordings' links to one id show the same, newest state of it."""
    newer = replace(LANTERNS, album="Harbour")
    await store.save(learnt(LANTERNS, a_link(LANTERNS)))
    await store.save(learnt(WORDS_ONLY, a_link(newer)))
    (stored,) = (await store.find(asking(LANTERNS))).links
    assert stored.link.match
    assert stored.link.match.track == newer


async def test_characters_that_postgres_cannot_hold_are_left_out(store: LinkStore) -> None:
    """A NUL or half a surrogate pair in what a provider states loses no answer."""
    odd = Track(title="Paper\0 Lanterns \ud83d", isrcs=("QZ\0T",))
    await store.save(learnt(odd, a_link(odd, ref_id="8\0001"), a_no(odd, "spotify")))
    (stored,) = (await store.find(asking(odd))).links
    assert stored.asked.title == "Paper Lanterns ?"
