"""The options that commands share, as typer reads them."""

import re
from typing import Annotated

import typer

from tracklink.client import TrackRef


def _market(written: str) -> str:
    """The code in upper case; raises typer.BadParameter where it has another form."""
    market = written.strip()
    if written and not re.fullmatch("[A-Za-z]{2}", market):
        raise typer.BadParameter(f"{written!r} is no country: write an ISO 3166-1 alpha-2 code, such as DE")
    return market.upper()


Server = Annotated[
    str | None, typer.Option(help="HOST:PORT of the server; else TRACKLINK_SERVER, else 127.0.0.1:50051.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as canonical protobuf JSON.")]
Title = Annotated[str, typer.Option(help="Title as written, version words included.")]
Artists = Annotated[list[str] | None, typer.Option("--artist", help="Credited artist; repeat for several.")]
Album = Annotated[str, typer.Option(help="Title of the release.")]
DurationMs = Annotated[int | None, typer.Option(help="Length in milliseconds.")]
Isrcs = Annotated[list[str] | None, typer.Option("--isrc", help="ISRC; repeat for several.")]
Market = Annotated[str, typer.Option(callback=_market, help="Country in which it must play, ISO 3166-1 alpha-2 (DE).")]
Provider = Annotated[str, typer.Option(help="Service from which the track is gone.")]

_FLAGS = {
    "track": "track",
    "track.artists": "--artist",
    "track.isrcs": "--isrc",
    "track.refs": "--ref or --id",
    "urls": "--url",
    "providers": "--provider",
    "policy.allow_versions": "--allow-version",
}
"""Where a field is not named as its flag is."""


def ref_of(written: str) -> TrackRef:
    """A ref from PROVIDER:ID; raises typer.BadParameter."""
    provider, _, identifier = written.partition(":")
    if not provider or not identifier:
        raise typer.BadParameter(f"{written!r} is no PROVIDER:ID, such as deezer:661485", param_hint="--ref")
    return TrackRef(provider=provider, id=identifier)


def flag_of(field: str) -> str:
    """The flag that a field of the request came from: "track.isrcs[0]" came from --isrc."""
    path = field.partition("[")[0]
    return _FLAGS.get(path) or "--" + path.rpartition(".")[2].replace("_", "-")
