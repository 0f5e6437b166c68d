"""What a failure inside `requests` means, alike for every service that is asked through it."""

from requests import ConnectionError as NotConnected
from requests import RequestException, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError

from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderTimedOut, ProviderUnavailable

FAULTS = (RequestException, HTTPError, ValueError)
"""What a session raises: its own errors; those of urllib3 that it lets through (two different Content-Lengths); and
ValueError, of a Location header that is not text or not a URL."""


def error_of_fault(provider: str, fault: Exception) -> ProviderError:
    """The error to raise. A read that takes too long is a Timeout in the headers, a ConnectionError in the body."""
    if isinstance(fault, Timeout) or any(isinstance(reason, ReadTimeoutError) for reason in fault.args):
        return ProviderTimedOut(provider, f"{provider} did not answer in time.")
    if isinstance(fault, NotConnected):
        return ProviderUnavailable(provider, f"{provider} could not be reached, or broke the connection off.")
    return ProviderAnswerInvalid(provider, f"{provider} answered with something that cannot be read.")
