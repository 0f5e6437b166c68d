"""The contract's assertions are explained when they fail, like those of a test module."""

import pytest

pytest.register_assert_rewrite(
    "tests.providers.contract", "tests.providers.contract_answers", "tests.providers.contract_failures"
)
