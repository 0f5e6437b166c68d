from dataclasses import replace

import pytest

from service.matching.compare_duration import compare_duration
from service.matching.prepare import prepare
from service.matching.weights import WEIGHTS
from tracklink.plugin import Track

LANTERNS = Track(title="Harbour Lights", artists=("The Paper Lanterns",), duration_ms=201_123)


@pytest.mark.parametrize("precision_ms", [1, 1_000])
@pytest.mark.parametrize("album", ["", "Tidewater"])
@pytest.mark.parametrize("artists", [(), LANTERNS.artists])
def test_a_farther_length_never_weighs_more(precision_ms: int, album: str, artists: tuple[str, ...]) -> None:
    """On one release or not, beside a video or not, whatever the grain: and every level has its weight."""
    asked = replace(LANTERNS, album=album)
    offers = [replace(asked, artists=artists, duration_ms=201_123 + apart_ms) for apart_ms in range(0, 30_000, 97)]
    keys = [compare_duration(prepare(asked), prepare(offer), precision_ms).key for offer in offers]

    assert [key for key in keys if key not in WEIGHTS] == []
    assert [WEIGHTS[key] for key in keys] == sorted((WEIGHTS[key] for key in keys), reverse=True)
