"""A process of its own with a house over a shared database, whose many callers all ask the same."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from repositories.database import Database
from repositories.flight_store import SqlFlightStore
from service.flights import Flights
from tests.service.house import House
from tests.service.plugins import Jukebox, LiveShelf
from tracklink.plugin import Candidate, Track, TrackRef

ASKED = Track(title="Slow Ferry", artists=("Ines Varga",), duration_ms=214_000)


@dataclass(frozen=True)
class Told:
    """What one process asked upstream, and what its callers were told."""

    asked: int
    outcomes: dict[str, int]
    from_cache: int


class WatchedFlights(SqlFlightStore):
    """Tells when somebody waits for another process."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.awaited = asyncio.Event()

    async def under_way(self, keys: Collection[str]) -> frozenset[str]:
        """As ever."""
        self.awaited.set()
        return await super().under_way(keys)


def run_together(processes: int, url: str, callers: int) -> list[Told]:
    """What came of it, the provider answering once every process has asked it or waits for another that has."""
    command = [sys.executable, "-m", __name__, url, str(callers)]
    with ExitStack() as stack:
        children = [
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(processes)
        ]
        for said, answer in (("ready", "ask"), ("asking", "answer")):
            for child in children:
                assert child.stdout
                assert child.stdout.readline() == f"{said}\n"
            for child in children:
                assert child.stdin
                child.stdin.write(f"{answer}\n")
                child.stdin.flush()
        return [Told(**json.loads(child.stdout.read())) for child in children if child.stdout]


async def main(url: str, callers: str) -> None:
    """Ask when told to, let the provider answer when told to."""
    box = Jukebox("box", Candidate(ref=TrackRef("box", "1"), track=ASKED))
    box.may_answer.clear()
    database = Database(url)
    house, store = House(database, Path(), {"box": LiveShelf(box)}), WatchedFlights(database)
    house.restart(Flights(store))
    await database.warm()
    await _converse("ready")
    asking = asyncio.gather(*(house.link(ASKED, providers=("box",), timeout_seconds=50) for _ in range(int(callers))))
    upstream = asyncio.create_task(asyncio.to_thread(box.is_asked.wait, 50))
    elsewhere = asyncio.create_task(store.awaited.wait())
    await asyncio.wait({upstream, elsewhere}, return_when=asyncio.FIRST_COMPLETED)
    await _converse("asking")
    box.may_answer.set()
    links = [answer.links[0] for answer in await asking]
    outcomes = Counter(link.outcome.value for link in links)
    told = Told(len(box.asked), dict(outcomes), sum(link.from_cache for link in links))
    print(json.dumps(asdict(told)), flush=True)  # noqa: T201  # what its parent reads
    box.is_asked.set()
    await house.close()
    await database.close()


async def _converse(said: str) -> None:
    """Say how far it is, and wait to be told to go on."""
    print(said, flush=True)  # noqa: T201  # likewise
    await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
