import pytest

from domain.reading import Reading
from repositories.changes import Changes
from repositories.hot_connections import HotConnections
from service.answer_memory import ENTRY_BYTES, AnswerMemory, MemoryLimits

ANSWER = b"answer"


class Desk:
    """A memory, the changes it hears of, and a clock that stands until it is moved."""

    def __init__(self, limits: MemoryLimits) -> None:
        self.changes = Changes(HotConnections("postgresql+psycopg://nobody@/nowhere"))
        self.changes.listening = True
        self.seconds = 100.0
        self.memory = AnswerMemory(self.changes, limits, lambda: self.seconds)

    def reading(self, *marks: int) -> Reading:
        """One that begins now."""
        return Reading(marks=marks, heard=self.changes.heard)

    def put(self, request: bytes, *marks: int, life_seconds: float = 60.0, answer: bytes = ANSWER) -> None:
        """Remember an answer just read."""
        self.memory.put(request, answer, self.reading(*marks), life_seconds)

    def change(self, mark: int) -> None:
        """Something changed."""
        self.changes.hear(f"{mark:016x}")


@pytest.fixture
def desk() -> Desk:
    """With room for ten, for five seconds."""
    return Desk(MemoryLimits(most_bytes=10 * (ENTRY_BYTES + len(ANSWER) + 1), age_seconds=5))


def test_the_very_same_request_is_answered_again(desk: Desk) -> None:
    """And no other."""
    desk.put(b"a", 1)
    assert (desk.memory.get(b"a"), desk.memory.get(b"b")) == (ANSWER, None)


@pytest.mark.parametrize(("life_seconds", "told"), [(60, 5.0), (2, 2.0), (0, 0.0), (-1, 0.0)])
def test_an_answer_is_told_for_the_seconds_allowed(desk: Desk, life_seconds: float, told: float) -> None:
    """Those of the settings, or those that are left of its own life; its memory is given back."""
    desk.put(b"a", 1, life_seconds=life_seconds)
    desk.seconds += told - 0.001
    assert desk.memory.get(b"a") == (ANSWER if told else None)
    desk.seconds += 0.001
    assert desk.memory.get(b"a") is None
    assert desk.memory.size_bytes == 0


def test_the_bytes_are_bounded(desk: Desk) -> None:
    """What was used longest ago makes room; what is larger than the whole is not taken."""
    for number in range(10):
        desk.put(b"%d" % number, number)
    desk.memory.get(b"0")
    desk.put(b"x", 99)
    assert [n for n in range(10) if desk.memory.get(b"%d" % n) is None] == [1]
    before = desk.memory.size_bytes
    desk.put(b"y", 99, answer=bytes(1_000_000))
    assert desk.memory.get(b"y") is None
    assert desk.memory.size_bytes == before


def test_putting_again_takes_the_place_of_the_former(desk: Desk) -> None:
    """In bytes too."""
    desk.put(b"a", 1)
    before = desk.memory.size_bytes
    desk.put(b"a", 2)
    desk.change(1)
    assert desk.memory.get(b"a") == ANSWER
    assert desk.memory.size_bytes == before


def test_a_change_drops_what_bears_its_mark(desk: Desk) -> None:
    """And leaves the others."""
    desk.put(b"a", 1, 7)
    desk.put(b"b", 2, 7)
    desk.put(b"c", 3)
    desk.change(1)
    assert [desk.memory.get(request) for request in (b"a", b"b", b"c")] == [None, ANSWER, ANSWER]
    desk.change(7)
    assert desk.memory.get(b"b") is None
    desk.changes.hear("*")
    assert desk.memory.get(b"c") is None
    assert desk.memory.size_bytes == 0


def test_an_answer_read_before_a_change_and_put_after_it_is_refused(desk: Desk) -> None:
    """Only where the change was of what it says."""
    reading, other = desk.reading(1), desk.reading(2)
    desk.change(1)
    desk.memory.put(b"a", ANSWER, reading, 60)
    desk.memory.put(b"b", ANSWER, other, 60)
    assert (desk.memory.get(b"a"), desk.memory.get(b"b")) == (None, ANSWER)


def test_nothing_is_taken_while_nobody_listens(desk: Desk) -> None:
    """What another process changes meanwhile would not be known."""
    desk.changes.listening = False
    desk.put(b"a", 1)
    assert desk.memory.get(b"a") is None
