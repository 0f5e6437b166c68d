import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answer import ProviderLink
from domain.errors import StoreUnavailable
from domain.replacement import ReplacementAnswer
from domain.review import Review
from repositories.json_form import PROVIDER_LINK, REPLACEMENT_ANSWER, REVIEW, TRACK, storable_text
from tests.repositories.learning import LANTERNS
from tracklink.plugin import Track

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8))
st.register_type_strategy(datetime, st.datetimes(timezones=st.just(UTC)))


@given(st.from_type(Track))
def test_any_track_survives(track: Track) -> None:
    """Tuples, enums, and the difference between False, 0 and unset."""
    assert TRACK.read(json.dumps(TRACK.write(track))) == track
    refs = TRACK.read(json.dumps(TRACK.write(track))).refs
    assert [ref.url for ref in refs] == [ref.url for ref in track.refs]


@given(st.from_type(ProviderLink))
def test_any_answer_of_a_provider_survives(link: ProviderLink) -> None:
    """Matches, evidence and times to the microsecond."""
    assert PROVIDER_LINK.read(json.dumps(PROVIDER_LINK.write(link))) == link


@given(st.from_type(ReplacementAnswer))
def test_any_replacement_survives(answer: ReplacementAnswer) -> None:
    """The whole ladder."""
    assert REPLACEMENT_ANSWER.read(json.dumps(REPLACEMENT_ANSWER.write(answer))) == answer


@given(st.from_type(Review))
def test_any_judgement_survives(review: Review) -> None:
    """Decision and time among them."""
    assert REVIEW.read(json.dumps(REVIEW.write(review))) == review


def test_what_was_not_stated_takes_no_room() -> None:
    """Fields at their default are left out."""
    assert TRACK.write(LANTERNS).keys() == {"title", "artists", "duration_ms", "isrcs"}
    assert TRACK.write(Track(explicit=False, duration_ms=0)) == {"explicit": False, "duration_ms": 0}


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_text_that_postgres_can_hold_is_left_alone(text: str) -> None:
    """Every character but NUL and the halves of surrogate pairs."""
    assert storable_text(text) == text


def test_text_that_postgres_cannot_hold_is_made_so() -> None:
    """NUL goes, half a surrogate pair becomes a question mark."""
    assert storable_text("a\0b\ud83dc") == "ab?c"


def test_what_is_no_such_object_is_refused() -> None:
    """A row of a newer version, or one written by hand, does not become half a track."""
    for text in ('{"title": 7}', '{"release_kind": "hologram"}', "[]"):
        with pytest.raises(StoreUnavailable, match="newer"):
            TRACK.read(text)


def test_a_time_of_another_zone_is_the_same_time() -> None:
    """Times compare as moments."""
    written = '{"track": {}, "ref": {"provider": "a", "id": "1"}, "decision": "pinned", "reviewed_at": "%s"}'
    utc, later = (REVIEW.read(written % time).reviewed_at for time in ("2031-05-04T12:00Z", "2031-05-04T14:00+02:00"))
    assert utc - later == timedelta(0)
