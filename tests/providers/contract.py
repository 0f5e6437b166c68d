"""The contract that every live provider passes, through its real client library, against a made-up service.

A provider's test file declares its case, and the tests run for it:

    CASE = ProviderCase(plugin=PLUGIN, fake=FakeDeezer, id="17", track=Track(...), ...)   # tests/providers/case.py

    class TestContract(ProviderContract):
        case = CASE

    def test_something_of_its_own() -> None:
        with CASE.running() as (fake, provider):             # or CASE.running(timeout_seconds=0.2)
            fake.inject(fault.status(418), times=1)          # tests/providers/fake/service.py, .../fault.py
            ...

What the case says of a provider that differs: `questions` (requests that a verb takes, if not one), `errors` (statuses
that mean something else there), `several_in_one_process`. Nothing here knows a provider by name.
"""

from tests.providers.contract_answers import AnswersContract
from tests.providers.contract_failures import FailuresContract


class ProviderContract(AnswersContract, FailuresContract):
    """Subclass it as `Test...` with the `case` of a provider."""
