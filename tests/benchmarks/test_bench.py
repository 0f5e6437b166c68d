import json
from array import array
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from grpc import insecure_channel

from benchmarks.__main__ import main
from benchmarks.figure import Figure, Mark, Spread, ratios
from benchmarks.growth import Growth
from benchmarks.http2 import Connection
from benchmarks.invented import questions, tracks, write_catalog
from benchmarks.load import METHOD, CallsFailed, Generator, Tally, generating
from benchmarks.results import Run, keep_run
from benchmarks.server import piece
from tracklink.v1.link_service_pb2 import LinkTrackRequest

ANSWER_BYTES = 20_000
FIGURE = Figure(row="cache", what="known track", figure="900 calls/s", ceiling="echo 1,000 calls/s", share="0.90")
MARK = Mark(0.7, ">= 0.70 of the echo")


@pytest.fixture(scope="module", name="echo")
def _echo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    answer = tmp_path_factory.mktemp("echo") / "answer"
    answer.write_bytes(b"x" * ANSWER_BYTES)
    with piece("echo", answer) as process:
        yield process.address


@pytest.fixture(scope="module", name="generator")
def _generator() -> Iterator[Generator]:
    with generating(2) as generator:
        yield generator


def test_the_echo_answers_an_ordinary_client(echo: str) -> None:
    """It is a gRPC server like any other, and gives bytes of the length asked for."""
    with insecure_channel(echo) as channel:
        assert len(channel.unary_unary(METHOD)(b"anything", timeout=10)) == ANSWER_BYTES


@pytest.mark.parametrize("in_flight", [1, 16])
def test_the_load_counts_what_is_answered(echo: str, generator: Generator, in_flight: int) -> None:
    """Each call is timed from its question to the end of its answer, also beyond one window of HTTP/2."""
    tally = generator.run(echo, [b"a", b"bc"], in_flight, 0.2)

    assert tally.ended >= tally.calls == len(tally.seconds) > 0
    assert tally.failed == 0
    assert 0 < tally.percentile_ms(50) <= tally.percentile_ms(99) <= 1_000 * tally.elapsed_seconds


def test_calls_without_an_answer_are_no_figure(echo: str, generator: Generator) -> None:
    """A status in the place of a message is a failed call, and a round with one says so."""
    with pytest.raises(CallsFailed, match="were not answered"):
        generator.run(echo, [b"a"], 4, 0.1, method="/tracklink.v1.TrackLinkService/Nothing")


def test_a_connection_keeps_its_calls_in_flight(echo: str) -> None:
    """As many questions are asked as were answered, and none when it is told to stop."""
    connection = Connection(echo, METHOD, [b"a"], 3)
    while len(connection.seconds) < 30:
        connection.read(go_on=True)
    while not connection.is_idle:
        connection.read(go_on=False)
    connection.socket.close()

    assert 30 <= len(connection.seconds) < 40
    assert connection.failed == 0


def test_a_share_is_taken_within_its_round() -> None:
    """A round in which both were slow counts like any other; half of the rounds lie within what is told."""
    assert ratios([50, 5, 80, 90, 10], [100, 10, 100, 100, 100]) == Spread(0.5, 0.5, 0.8)


def test_a_percentile_is_a_call_that_was_made() -> None:
    """Of a hundred calls, the 99th percentile is the slowest, and so for one."""
    hundred = Tally(100, 0, 1.0, array("d", [number / 1_000 for number in range(1, 101)]), 100)

    assert hundred.percentile_ms(99) == 100
    assert hundred.percentile_ms(50) == 51
    assert Tally(1, 0, 1.0, array("d", [0.002]), 1).percentile_ms(99) == 2


@pytest.mark.parametrize(
    ("mark", "value", "met"),
    [
        (MARK, 0.7, True),
        (MARK, 0.69, False),
        (Mark(3, "<= 3 x", at_most=True), 3.0, True),
        (Mark(3, "<= 3 x", at_most=True), 3.1, False),
    ],
)
def test_a_mark_is_met_on_its_right_side(mark: Mark, value: float, *, met: bool) -> None:
    """The bound itself is met, whether it is to be reached or not to be passed."""
    assert FIGURE.judged(mark, value).met is met


def test_growth_is_counted_from_a_tenth_of_the_work() -> None:
    """What fills in the beginning is no growth; what is added for ever is."""
    assert Growth([10, *[50.0] * 19]).share == 1
    assert Growth([float(held) for held in range(100, 200)]).share == pytest.approx(199 / 110)


def test_a_row_that_was_not_run_keeps_its_figures(tmp_path: Path) -> None:
    """A run replaces the figures of its own rows, and the page shows both with their days."""
    rows = ("cache", "postgres")
    older = [FIGURE.judged(MARK, 0.9), Figure(row="postgres", what="from Postgres", figure="400 calls/s")]
    slower = [FIGURE.judged(MARK, 0.5).with_profile(["50.0% own somewhere"])]
    for run in (Run(older, {"Python": "3.11"}, "2026-01-01"), Run(slower, {"Python": "3.12"}, "2026-02-02")):
        keep_run(run, rows, tmp_path)

    page = (tmp_path / "RESULTS.md").read_text()
    assert "| **no** | cache, 2026-02-02 |" in page
    assert "| from Postgres | 400 calls/s |  |  |  | shown | postgres, 2026-01-01 |" in page
    assert page.index("cache, 2026") < page.index("postgres, 2026")
    assert "50.0% own somewhere" in page
    assert "- Python: 3.12" in page


def test_a_quick_look_takes_no_figure_s_place(tmp_path: Path) -> None:
    """Neither that of a row that was measured whole, nor that of one that never was."""
    rows = ("cache", "postgres")
    keep_run(Run([FIGURE], {"Python": "3.11"}, "2026-01-01"), rows, tmp_path)
    kept = {file.name: file.read_text() for file in tmp_path.iterdir()}
    looked = [replace(FIGURE, figure="1 call/s"), replace(FIGURE, row="postgres")]

    keep_run(Run(looked, {"Python": "3.12"}, "2026-02-02, quick", is_whole=False), rows, tmp_path)

    assert kept.keys() == {"RESULTS.md", "results.json"}
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == kept


def test_invented_tracks_are_the_same_at_every_run(tmp_path: Path) -> None:
    """The catalog holds what the questions ask for, and no track twice."""
    file = tmp_path / "catalog.jsonl"
    write_catalog(file, 50)
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    asked = [LinkTrackRequest.FromString(question).track for question in questions(50)]

    assert list(tracks(50)) == list(tracks(50))
    assert [row["title"] for row in rows] == [track.title for track in asked]
    assert len({(row["title"], *row["artists"]) for row in rows}) == 50


def test_a_row_that_is_none_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is measured, and the rows are named."""
    with pytest.raises(SystemExit):
        main(["cahce"])

    assert "there is no row cahce; the rows are generator, cache" in capsys.readouterr().err
