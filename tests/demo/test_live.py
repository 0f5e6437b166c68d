import socket
from dataclasses import replace
from io import StringIO

from rich.console import Console

from demo.live import Reply, ask, show
from providers import itunes, spotify
from tests.providers import example_plugin
from tracklink.plugin import Capability, Plugin


def _shown(name: str, replies: list[Reply]) -> str:
    console = Console(file=StringIO(), width=160)
    with console.capture() as capture:
        show(console, {name: replies})
    return capture.get()


def test_every_question_that_a_service_takes_is_asked() -> None:
    """The id is the one that the search found; each answer is a line."""
    replies = ask(example_plugin.PLUGIN, {}, None)

    assert [reply.question for reply in replies] == [Capability.SEARCH, Capability.LOOKUP_ID]
    assert [[candidate.ref.id for candidate in reply.candidates] for reply in replies] == [["A1"], ["A1"]]
    assert _shown("jukebox", replies).count("Nickel Waltz - The Slot Machines") == 2


def test_a_service_out_of_reach_is_one_sentence() -> None:
    """Nothing else is asked of it."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        base_url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    plugin = Plugin(replace(itunes.DECLARATION, base_url=base_url), itunes.PLUGIN.open)

    shown = _shown("itunes", ask(plugin, {}, None))

    assert shown == "itunes, asked by title: itunes could not be reached (ConnectError).\n"


def test_without_credentials_a_service_is_not_asked() -> None:
    """There is nothing to say of it."""
    assert ask(spotify.PLUGIN, {}, None) == []
