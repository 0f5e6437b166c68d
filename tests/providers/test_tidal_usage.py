"""What is told of whether a track of Tidal's plays."""

import pytest

from tests.providers.fake import fault
from tests.providers.fake.tidal_catalogue import Entry, Key, link, track, usage_rules
from tests.providers.test_tidal import VALE, case_of, ref


@pytest.mark.parametrize(("usages", "plays"), [(["STREAM", "DJ"], True), (["DJ"], False), ([], False), (None, True)])
def test_the_old_availability_is_believed_while_it_is_sent(usages: list[str] | None, plays: bool) -> None:
    """It is deprecated, and will be missing one day."""
    with case_of(VALE, track("10", "Calm", artists=["1"], availability=usages)).running() as (_, provider):
        assert [candidate.available for candidate in provider.lookup(ref("10"), None)] == [plays]


def ruled(rules: dict[str, object], usages: list[str] | None) -> tuple[tuple[Key, Entry], ...]:
    """A track with both."""
    calm = track("10", "Calm", artists=["1"], availability=usages)
    calm[1].links["usageRules"] = [link("usageRules", "90")]
    return calm, usage_rules("90", **rules)


@pytest.mark.parametrize(
    ("rules", "plays"),
    [
        ({"subscription": ["STREAM", "DJ"], "free": [], "paid": ["DOWNLOAD"]}, True),
        ({"free": ["STREAM"]}, True),
        ({"subscription": ["DJ"], "free": []}, False),
        ({"subscription": [], "free": [], "paid": []}, False),
    ],
)
@pytest.mark.parametrize("usages", [None, ["STREAM"], ["DJ"]])
def test_the_rules_outrank_the_old_availability(
    rules: dict[str, object], plays: bool, usages: list[str] | None
) -> None:
    """Any way to pay that allows streaming counts; a dead id may be answered with a track that nobody may stream."""
    with case_of(VALE, *ruled(rules, usages)).running() as (fake, provider):
        assert [candidate.available for candidate in provider.lookup(ref("10"), None)] == [plays]
        assert len(fake.questions) == 1


@pytest.mark.parametrize("rules", [{}, {"subscription": None}, {"free": "STREAM"}])
@pytest.mark.parametrize(("usages", "plays"), [(None, True), (["DJ"], False)])
def test_rules_that_say_nothing_leave_it_to_the_old_availability(
    rules: dict[str, object], usages: list[str] | None, plays: bool
) -> None:
    """Without either, a track that a country's catalogue lists is taken to play there."""
    with case_of(VALE, *ruled(rules, usages)).running() as (fake, provider):
        assert [candidate.available for candidate in provider.lookup(ref("10"), None)] == [plays]
        fake.inject(fault.altered(lambda body: {**body, "included": []}))
        assert [candidate.available for candidate in provider.lookup(ref("10"), None)] == [plays]
