import io
import json
import threading

from service.call import Call
from service.call_log import json_call_log, log_call, no_call_log
from service.log_writer import LogWriter


class StuckReader(io.StringIO):
    """A stream that takes nothing until it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.may_take = threading.Event()

    def write(self, text: str) -> int:
        """Wait for it."""
        self.asked.set()
        self.may_take.wait(30)
        return super().write(text)


class Gone(io.StringIO):
    """A stream at whose other end nobody is."""

    def write(self, text: str) -> int:
        """Refuse it."""
        raise BrokenPipeError


def test_lines_arrive_in_their_order() -> None:
    """All of them, once the writer is drained."""
    stream = io.StringIO()
    writer = LogWriter(stream)
    for number in range(1_000):
        writer.write(f"{number}\n")
        writer.flush()
    assert writer.drain(10)
    assert stream.getvalue().split() == [str(number) for number in range(1_000)]
    assert not writer.isatty()


def test_a_stuck_reader_holds_nobody_up() -> None:
    """Lines beyond the bound are dropped; when it reads again it is told how many."""
    stream = StuckReader()
    writer = LogWriter(stream, most_lines=10)
    writer.write("first\n")
    assert stream.asked.wait(10)
    for number in range(25):
        writer.write(f"{number}\n")
    assert not writer.drain(0)
    stream.may_take.set()
    assert writer.drain(10)
    *lines, told = stream.getvalue().splitlines()
    assert lines == ["first", *map(str, range(10))]
    assert json.loads(told)["lines"] == 15


def test_a_reader_that_is_gone_ends_nothing() -> None:
    """A server whose log goes nowhere goes on."""
    writer = LogWriter(Gone())
    for _ in range(2):
        writer.write("one\n")
        assert writer.drain(10)


def test_the_line_of_a_call_is_json() -> None:
    """With its cache and number of answers where it has them, and a time in UTC."""
    lines: list[str] = []
    call = Call("LinkTracks", 'unix:/tmp/"odd"', code="OK")
    for outcome in ("hit", "hit", "miss"):
        call.count(outcome)  # type: ignore[arg-type]  # the words are literals
    json_call_log(lines.append)(call)
    line = json.loads(lines[0])
    assert lines[0].endswith("\n")
    assert {name: line[name] for name in ("event", "level", "method", "code", "cache", "answers", "peer")} == {
        "event": "call", "level": "info", "method": "LinkTracks", "code": "OK", "cache": "partial", "answers": 3,
        "peer": 'unix:/tmp/"odd"',
    }  # fmt: skip
    assert line["timestamp"].endswith("Z")
    assert line["call_id"] == call.id
    assert len({Call("a", "b").id for _ in range(1_000)}) == 1_000
    log_call(call)
    no_call_log(call)
