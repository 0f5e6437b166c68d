from pathlib import Path

import pytest

from tracklink.corpus.error import CorpusError
from tracklink.corpus.rule import Rule, read_rules


@pytest.mark.parametrize(
    ("title", "apart"),
    [
        ("Amber Anchor - The Quay Sisters", ("Amber Anchor", "The Quay Sisters")),
        (" Amber Anchor [The Quay Sisters]", ("Amber Anchor", "The Quay Sisters")),
        ("Amber Anchor - Reprise - The Quay Sisters", ("Amber Anchor", "Reprise - The Quay Sisters")),
        ("Amber-Anchor", None),
        ("Amber Anchor", None),
        (" - ", None),
    ],
)
def test_a_title_that_holds_the_artist_is_taken_apart(title: str, apart: tuple[str, str] | None) -> None:
    """By the forms of the partition, the first that fits."""
    assert read_rules()["biab-internet-corpus"].apart(title) == apart


def test_rules_of_ones_own_go_before(tmp_path: Path) -> None:
    """A file of the same form adds partitions and replaces known ones."""
    file = tmp_path / "own.toml"
    file.write_text('[mine]\ntype = "score"\ntitles = ["{artist}: {title}"]\n[wikifonia]\n')
    rules = read_rules(file)

    assert rules["mine"].apart("Quay (Sisters): Anchor?") == ("Anchor?", "Quay (Sisters)")
    assert (rules["mine"].kind, rules["wikifonia"], rules["schubert-winterreise"].names_release) == (
        "score",
        Rule(),
        True,
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[mine", "is no TOML"),
        ("mine = 3", "a partition is a table"),
        ('[mine]\nkind = "audio"', "kind is unknown"),
        ('[mine]\ntype = "video"', 'type is "audio" or "score"'),
        ('[mine]\nmusicbrainz = "work"', 'musicbrainz is "recording" or "release"'),
        ('[mine]\ntitles = "{title}"', "titles is a list of forms"),
        ('[mine]\ntitles = ["{title} by"]', "holds {title} and {artist} once each"),
    ],
)
def test_a_rule_that_cannot_be_read_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    """With its file, its partition and what to write instead."""
    file = tmp_path / "own.toml"
    file.write_text(text)

    with pytest.raises(CorpusError, match=sentence.replace("{", r"\{")):
        read_rules(file)
