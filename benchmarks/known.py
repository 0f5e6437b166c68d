"""A house in which some tracks are known: imported, asked for once, and answered from the cache ever since."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import grpc

from benchmarks.effort import say
from benchmarks.invented import questions, write_catalog
from benchmarks.load import METHOD
from benchmarks.server import Home, ServerFailed, home
from tracklink.v1.link_service_pb2 import LinkTrackResponse, ProviderLink

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Known:
    """The house, the questions that it knows the answers of, and a file that is as long as a usual answer."""

    home: Home
    questions: Sequence[bytes]

    @property
    def answer_bytes(self) -> int:
        """The length of a usual answer."""
        return len(self.answer.read_bytes())

    @property
    def answer(self) -> Path:
        """The file."""
        return self.home.folder / "answer"


@contextmanager
def known_tracks(count: int) -> Iterator[Known]:
    """Such a house. Raises ServerFailed when an answer is not the one that was imported."""
    with home() as house:
        say(f"  importing {count:,} tracks and asking for each")
        catalog = house.folder / "catalog.jsonl"
        write_catalog(catalog, count)
        known = Known(house, questions(count))
        with house.serving() as server:
            house.command("import-catalog", catalog)
            answers = asyncio.run(ask_all(server.address, known.questions))
            answers = asyncio.run(ask_all(server.address, known.questions))
        check(answers)
        known.answer.write_bytes(b"x" * round(median(len(answer) for answer in answers)))
        yield known


async def ask_all(address: str, requests: Sequence[bytes]) -> list[bytes]:
    """The answers as they come over the wire, in the order of the questions."""
    room = asyncio.Semaphore(AT_ONCE)
    async with grpc.aio.insecure_channel(address) as channel:
        call: grpc.aio.UnaryUnaryMultiCallable[bytes, bytes] = channel.unary_unary(METHOD)

        async def ask(request: bytes) -> bytes:
            async with room:
                answer: bytes = await call(request, timeout=30)
                return answer

        return list(await asyncio.gather(*(ask(request) for request in requests)))


def check(answers: Sequence[bytes]) -> None:
    """Whether every answer is a link to the track asked for, read from the cache. Raises ServerFailed."""
    for number, answer in enumerate(answers):
        link = LinkTrackResponse.FromString(answer).links[0]
        found = (link.outcome, link.match.ref.id, link.from_cache)
        if found != (ProviderLink.OUTCOME_LINKED, f"b-{number}", True):
            raise ServerFailed(f"track b-{number} is not known: {ProviderLink.Outcome.Name(link.outcome)} {found[1:]}")
