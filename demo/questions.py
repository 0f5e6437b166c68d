"""The questions that the demo asks, and the answers that it claims they get."""

from dataclasses import dataclass

from tracklink.client import LinkTrackRequest, ProviderLink, link_request

Outcome = ProviderLink.Outcome


@dataclass(frozen=True)
class Question:
    """One LinkTrack call: what it shows, what is asked, and the outcome and id that must come back."""

    about: str
    request: LinkTrackRequest
    outcome: "Outcome.ValueType"
    found: str = ""
    from_cache: bool = False

    @property
    def asked(self) -> str:
        """The request in a few words."""
        track = self.request.track
        identifiers = [f"ISRC {isrc}" for isrc in track.isrcs]
        market = [f"in {self.request.market}"] if self.request.market else []
        return " · ".join(word for word in [track.title, *track.artists, *identifiers, *market] if word)


def _ask(title: str, *artists: str, duration_ms: int | None = None, market: str = "") -> LinkTrackRequest:
    return link_request(title=title, artists=artists, duration_ms=duration_ms, market=market, providers=["catalog"])


_HARBOUR_LIGHTS = _ask("Harbour Lights", "The Paper Lanterns", duration_ms=214000)

QUESTIONS = [
    Question("title and artist", _HARBOUR_LIGHTS, Outcome.OUTCOME_LINKED, "harbour-lights"),
    Question("the same again", _HARBOUR_LIGHTS, Outcome.OUTCOME_LINKED, "harbour-lights", from_cache=True),
    Question(
        "ISRC alone",
        link_request(isrcs=["QZ-DMO-18-00105"], providers=["catalog"]),
        Outcome.OUTCOME_LINKED,
        "magnetic-north",
    ),
    Question("a typo", _ask("Magnetic Nroth", "Mira Holm"), Outcome.OUTCOME_LINKED, "magnetic-north"),
    Question("half of a title", _ask("Letters from the Sea", "青い灯台"), Outcome.OUTCOME_LINKED, "sea-letters-single"),
    Question("no Latin at all", _ask("夜の図書館", "青い灯台"), Outcome.OUTCOME_LINKED, "night-library"),
    Question(
        "the live one",
        _ask("Low Water - Live at the Old Mill", "The Paper Lanterns"),
        Outcome.OUTCOME_LINKED,
        "low-water-live",
    ),
    Question("a market", _ask("Northern Line", "Odd Harbour", market="DE"), Outcome.OUTCOME_LINKED, "northern-line"),
    Question("two recordings", _ask("Intro", "Odd Harbour"), Outcome.OUTCOME_AMBIGUOUS),
    Question("another version only", _ask("Keel (Live)", "Odd Harbour"), Outcome.OUTCOME_NEAR_MISS),
    Question("another part only", _ask("The Long Pier, Pt. 3", "The Paper Lanterns"), Outcome.OUTCOME_NEAR_MISS),
    Question("not there", _ask("Zinc Umbrella", "Gerda Pfeil"), Outcome.OUTCOME_NOT_IN_CATALOG),
]
