"""Many questions by ISRC at once, over the fake Tidal."""

import asyncio
from collections.abc import Iterator

import pytest

from domain.deadline import Deadline
from providers.reach import Reach
from providers.registry import Stores, build_sources
from repositories.catalog_store import SqlCatalogStore
from repositories.database import Database
from repositories.quota_store import SqlQuotaStore
from service.gather import Gather, Gathered, Offered
from tests.providers.fake import tidal_catalogue
from tests.providers.fake.tidal import FakeTidal
from tests.service.five import CREDENTIALS, PLENTY
from tracklink.plugin import Track

ISRCS = [f"QZTST21{number:05}" for number in range(40)]


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeTidal]:
    tracks = [
        tidal_catalogue.track(f"{number + 100}", f"Swell No. {number}", artists=["1"], isrc=isrc)
        for number, isrc in enumerate(ISRCS)
    ]
    with FakeTidal([tidal_catalogue.artist("1", "The Piers"), *tracks]) as fake:
        yield fake


@pytest.fixture(name="gather")
def _gather(fake: FakeTidal, database: Database) -> Iterator[Gather]:
    reach = Reach(base_url=fake.base_url, token_url=fake.token_url, timeout_seconds=5, quota=PLENTY)
    stores = Stores(SqlCatalogStore(database.sync_engine), SqlQuotaStore(database.sync_engine))
    gather = Gather(build_sources(stores, {"tidal": reach}, CREDENTIALS, lambda *_: None), lambda *_: None)
    yield gather
    gather.close()


async def asked(gather: Gather, isrc: str) -> Gathered:
    """What Tidal offers for the ISRC alone."""
    return await gather.ask("tidal", Track(isrcs=(isrc,)), None, bool, Deadline.after(10), ())


async def test_forty_isrcs_are_two_requests(gather: Gather, fake: FakeTidal) -> None:
    """Each question gets its own track."""
    answers = await asyncio.gather(*(asked(gather, isrc) for isrc in ISRCS))

    assert all(isinstance(answer, Offered) and len(answer.candidates) == 1 for answer in answers)
    assert len(fake.questions) == 2


async def test_one_isrc_is_one_request(gather: Gather, fake: FakeTidal) -> None:
    """And each that comes after it is answered is another."""
    for isrc in ISRCS[:3]:
        assert isinstance(await asked(gather, isrc), Offered)

    assert len(fake.questions) == 3


async def test_what_tidal_lacks_is_lacking_to_its_own_question(gather: Gather, fake: FakeTidal) -> None:
    """The others in the request are found."""
    absent, present = await asyncio.gather(asked(gather, "QZTST2199999"), asked(gather, ISRCS[7]))

    assert absent == Offered(())
    assert isinstance(present, Offered)
    assert [found.track.title for found in present.candidates] == ["Swell No. 7"]
    assert len(fake.questions) == 1
