import signal
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from repositories.embedded import start_embedded
from tests.repositories.embedded_child import Child, child, connect, first_value, postmaster_pid, spawned, until


class Writer(threading.Thread):
    """Commits 1, 2, 3 and on until told to end, tries again what was not acknowledged, and keeps what was."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.acknowledged: list[int] = []
        self.longest_silence_seconds = 0.0
        self._ending = threading.Event()
        with connect(url) as connection:
            connection.execute("CREATE TABLE written (n integer)")

    def run(self) -> None:
        """Write, over a new connection whenever the old one is lost."""
        last = time.monotonic()
        while not self._ending.is_set():
            try:
                with connect(self.url) as connection:
                    while not self._ending.is_set():
                        number = len(self.acknowledged) + 1
                        connection.execute("INSERT INTO written VALUES (%s)", [number])
                        self.acknowledged.append(number)
                        self.longest_silence_seconds = max(self.longest_silence_seconds, time.monotonic() - last)
                        last = time.monotonic()
            except psycopg.OperationalError:
                self._ending.wait(0.01)

    def end(self) -> None:
        """Stop writing."""
        self._ending.set()
        self.join()

    def wait_for_more(self) -> None:
        """Until some more were acknowledged."""
        count = len(self.acknowledged)
        until(lambda: len(self.acknowledged) > count + 20)


def test_a_second_process_joins(made_data_dir: Path) -> None:
    """A second process, and a second opening in the same one, reach the running Postgres and leave it running."""
    with child(made_data_dir) as owner:
        joined, joined_again = start_embedded(made_data_dir), start_embedded(made_data_dir)
        assert (owner.is_owner(), joined.is_owner, joined_again.is_owner) == (True, False, False)
        assert joined.url == joined_again.url == owner.started["url"]
        joined.stop()
        joined_again.stop()

        assert first_value(joined.url, "SELECT 1") == 1
        assert postmaster_pid(made_data_dir) == owner.started["pid"]


@pytest.mark.parametrize("ending", ["kill -9", "gracefully"])
def test_a_joined_process_takes_over(made_data_dir: Path, ending: str) -> None:
    """Within two seconds of the owner's end a joined process runs Postgres, with every acknowledged write."""
    with child(made_data_dir) as owner:
        joined = start_embedded(made_data_dir)
        writer = Writer(joined.url)
        writer.start()
        writer.wait_for_more()
        if ending == "kill -9":
            owner.process.send_signal(signal.SIGKILL)
        else:
            owner.stop()
        until(lambda: joined.is_owner)
        writer.wait_for_more()
        writer.end()
    with connect(joined.url) as connection:
        kept = {number for (number,) in connection.execute("SELECT n FROM written")}
    joined.stop()

    assert kept >= set(writer.acknowledged)
    assert writer.longest_silence_seconds < 2


def test_one_of_many_takes_over(made_data_dir: Path) -> None:
    """Of several joined processes exactly one becomes the owner, again and again as owners are killed."""
    with ExitStack() as stack:
        children = [stack.enter_context(child(made_data_dir)) for _ in range(4)]
        while len(children) > 1:
            (owner,) = [each for each in children if each.is_owner()]
            owner.process.kill()
            children.remove(owner)
            until(lambda: any(each.is_owner() for each in children))

            assert [each.is_owner() for each in children].count(True) == 1
            assert first_value(str(children[0].started["url"]), "SELECT 1") == 1


def test_many_start_at_once(data_dir: Path) -> None:
    """Processes that start together on an empty directory end up on one server."""
    with ExitStack() as stack:
        processes = [stack.enter_context(spawned(data_dir)) for _ in range(5)]
        children = [Child(process) for process in processes]

        assert {each.started["pid"] for each in children} == {postmaster_pid(data_dir)}
        assert [each.is_owner() for each in children].count(True) == 1
