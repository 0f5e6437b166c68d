"""`python -m demo`: exits 0 only when every answer is the one that is claimed here."""

import sys
import time

from rich.console import Console

from demo.link import show_links
from demo.repair import show_repair
from demo.server import ROOT, DemoFailed, running_server
from tracklink.client import TrackLinkClient, TrackLinkError

_CATALOG = ROOT / "demo" / "catalog.jsonl"


def run(console: Console) -> None:
    """Start, import, link, repair, stop."""
    began = time.monotonic()
    console.rule("A server, its Postgres, and sample tracks (all invented)")
    with running_server() as server:
        console.print(f"listening on {server.address} after {time.monotonic() - began:.1f} s")
        console.print(server.command("tracklinkd", "import-catalog", _CATALOG), end="")
        with TrackLinkClient(server.address) as client:
            show_links(console, client)
        show_repair(console, server)
    console.print(f"\nThe server has stopped, its data are removed. {time.monotonic() - began:.1f} s in all.")


def main() -> int:
    """0 when all is as claimed, 1 when not, 130 when interrupted."""
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 140)
    try:
        run(console)
    except (DemoFailed, TrackLinkError) as failure:
        Console(stderr=True, highlight=False).print(f"The demo failed: {failure}", style="red", markup=False)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
