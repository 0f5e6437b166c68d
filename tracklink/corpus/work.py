"""One JAMS file under way: asked about, then written down."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracklink.client import LinkTrackRequest, LinkTrackResponse
from tracklink.corpus.error import CorpusError, FileError
from tracklink.corpus.found import fields_of, found_in, identifiers_of
from tracklink.corpus.jams_file import JamsFile, linked_text, read_jams_file
from tracklink.corpus.ledger import Ledger
from tracklink.corpus.partition import Source
from tracklink.corpus.row import failed_row, row_of
from tracklink.corpus.rule import Rule
from tracklink.replaced_file import replace_file


@dataclass(frozen=True, slots=True)
class Work:
    """A file, and where its line belongs."""

    source: Source
    place: str
    """Its path relative to the corpus, for messages."""
    ledger: Ledger
    rule: Rule

    def is_done(self, providers: Sequence[str], *, save: bool) -> bool:
        """Whether an earlier run came to its end with it; `save`: and whether the copy that came of it is there."""
        name = self.source.name
        lacks_copy = save and self.ledger.asked(name) and not self.source.target.exists()
        return self.ledger.is_done(name, providers) and not lacks_copy

    def read(self) -> JamsFile:
        """The file as it stands. Raises FileError."""
        return read_jams_file(self.source.path, self.rule)

    def request(self, jams: JamsFile, providers: Sequence[str], market: str) -> LinkTrackRequest:
        """The question: of these providers, and of those that answered for it before. Raises FileError."""
        wanted = sorted({*providers, *self.ledger.asked(self.source.name)})
        try:
            return LinkTrackRequest(
                track=jams.track(), urls=jams.identifiers.urls, providers=wanted, market=market, max_alternatives=0
            )
        except UnicodeEncodeError as error:
            raise FileError("cannot be asked about: it holds half a surrogate pair, which is no character") from error

    def finish(self, jams: JamsFile, response: LinkTrackResponse, *, save: bool) -> str:
        """Write the copy, then the line that says so, and give the outcome. Raises FileError, CorpusError."""
        if save:
            text = linked_text(jams, identifiers_of(response), fields_of(response, jams.kind), found_in(response))
            self._save(text)
        row = row_of(self.source.name, response)
        self.ledger.add(row)
        return row["outcome"]

    def fail(self, outcome: str, reason: str) -> None:
        """Write the line of a file that could not be asked about. Raises CorpusError."""
        self.ledger.add(failed_row(self.source.name, outcome, reason))

    def _save(self, text: str) -> None:
        target = self.source.target
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, text, like=self.source.path)
        except OSError as error:
            raise CorpusError(f"cannot write {target}: {error.strerror}") from error
