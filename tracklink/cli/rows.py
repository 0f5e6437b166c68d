"""Tables of tracks: what was asked beside what was found."""

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from tracklink.cli.output import at_terminal, without_controls

Lines = Iterable[str]


def cell(lines: Lines) -> Text:
    """Lines below each other in a terminal, in one line elsewhere; control characters of providers do nothing."""
    kept = [without_controls(line) for line in lines if line]
    return Text(("\n" if at_terminal() else " · ").join(kept), overflow="fold")


def table_of(headings: Sequence[str], rows: Iterable[Sequence[Lines]]) -> Table:
    """A plain table; each cell is given as its lines."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, int(at_terminal()), 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(cell, row))
    return table
