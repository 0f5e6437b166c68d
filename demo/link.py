"""LinkTrack, shown."""

from rich.console import Console
from rich.table import Table

from demo.questions import QUESTIONS, Outcome, Question
from demo.server import DemoFailed
from tracklink.client import Evidence, ProviderLink, TrackLinkClient


def show_links(console: Console, client: TrackLinkClient) -> None:
    """Ask every question, print the answers as a table, and fail where one is not what is claimed."""
    console.rule("LinkTrack: where is this track?")
    console.print("Each row is one call over gRPC, like: tracklink link --title ... --artist ... --provider catalog\n")
    answers = [(question, client.link_track(question.request).links[0]) for question in QUESTIONS]
    table = Table("What it shows", "Asked", "Outcome", "Found", "Why", box=None, padding=(0, 2, 1, 0))
    for question, link in answers:
        table.add_row(question.about, question.asked, _outcome(link), _found(link), _why(link))
    console.print(table)
    wrong = [complaint for question, link in answers if (complaint := _complaint(question, link))]
    if wrong:
        raise DemoFailed("\n".join(wrong))


def _outcome(link: ProviderLink) -> str:
    cached = "\nfrom cache" if link.from_cache else ""
    return Outcome.Name(link.outcome).removeprefix("OUTCOME_") + cached


def _found(link: ProviderLink) -> str:
    if link.HasField("match"):
        track = link.match.track
        return f"{track.title}\n{', '.join(track.artists)}\n{track.album}"
    return "\n".join(f"({alternative.track.title}, {alternative.track.album})" for alternative in link.alternatives[:2])


def _why(link: ProviderLink) -> str:
    if not link.HasField("match"):
        return link.reason
    supporting = [each.detail for each in link.match.evidence if each.effect == Evidence.EFFECT_SUPPORTS]
    return "\n".join([f"{link.match.confidence:.0%} sure", *supporting[:3]])


def _complaint(question: Question, link: ProviderLink) -> str:
    claimed = (question.outcome, question.found, question.from_cache)
    if claimed == (link.outcome, link.match.ref.id, link.from_cache):
        return ""
    wanted = f"{Outcome.Name(question.outcome)} {question.found}{' from cache' if question.from_cache else ''}"
    return f"{question.about}: wanted {wanted}, got {_outcome(link)} {link.match.ref.id}"
