import io
from pathlib import Path

import pytest
from rich.console import Console

from repositories.database import Database, open_database
from service.import_catalog import run_import
from tests.repositories.stocking import HARBOUR, PAPER_MOON, write_rows


def run(database: Database, *files: Path, provider: str = "catalog", terminal: bool = False) -> tuple[int, str]:
    """The exit code, and what went to stderr."""
    messages = io.StringIO()
    code = run_import(database, provider, files, Console(file=messages, force_terminal=terminal, width=80))
    return code, messages.getvalue()


def test_counts_go_to_stdout_and_nothing_elsewhere(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line for a file in order; exit 0."""
    file = write_rows(tmp_path / "rows.jsonl", HARBOUR, PAPER_MOON)

    assert run(database, file) == (0, "")
    assert capsys.readouterr().out == f"{file}: 2 imported (2 new, 0 changed), 0 unchanged\n"


def test_a_bar_is_shown_on_a_terminal(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the file's name, which leaves room for it however long the path is."""
    monkeypatch.setenv("TERM", "xterm")
    code, shown = run(database, write_rows(tmp_path / "rows.jsonl", HARBOUR), terminal=True)

    assert (code, "rows.jsonl" in shown, "%" in shown) == (0, True, True)


def test_each_file_that_brings_nothing_is_named(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence each on stderr, exit 1; the others are imported."""
    bad, good = tmp_path / "bad.jsonl", write_rows(tmp_path / "good.jsonl", HARBOUR)
    bad.write_text("x\n" * 7)

    assert run(database, tmp_path / "none.jsonl", bad, good) == (
        1,
        f"{tmp_path}/none.jsonl does not exist.\n{bad} holds no track that can be imported.\n",
    )
    assert capsys.readouterr().out == (
        f"{bad}: 0 imported (0 new, 0 changed), 0 unchanged\n"
        "  7 rows refused: not JSON (lines 1, 2, 3, 4, 5, ...)\n"
        f"{good}: 1 imported (1 new, 0 changed), 0 unchanged\n"
    )


def test_an_unknown_provider_is_a_usage_error(database: Database, tmp_path: Path) -> None:
    """Exit 2, with the names that are known."""
    known = "catalog, deezer, itunes, musicbrainz, spotify, tidal, youtube_music"

    assert run(database, tmp_path, provider="spotfy") == (2, f"'spotfy' is not a known provider: one of {known}.\n")


def test_without_postgres_the_import_says_so(tmp_path: Path) -> None:
    """One sentence, exit 1."""
    nowhere = open_database("postgresql://nobody@127.0.0.1:1/none", tmp_path)
    code, message = run(nowhere, write_rows(tmp_path / "rows.jsonl", HARBOUR))

    assert (code, message.count("\n")) == (1, 1)
    assert message.startswith("Postgres does not answer")
