"""What a failure inside `httpx` means, alike for every service that is asked through it."""

import httpx

from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderTimedOut, ProviderUnavailable

FAULTS = (httpx.HTTPError, httpx.InvalidURL)
"""All that a request can raise: HTTPError is above every fault of the network, the protocol and the encoding."""

UNREADABLE = (ValueError, RecursionError)
"""What reading a body as JSON can raise: not JSON, not text, or nested beyond what can be read."""


def error_of_fault(provider: str, fault: Exception) -> ProviderError:
    """The error to raise."""
    kind = type(fault).__name__
    if isinstance(fault, httpx.TimeoutException):
        return ProviderTimedOut(provider, f"{provider} did not answer in time ({kind}).")
    if isinstance(fault, httpx.DecodingError):
        return ProviderAnswerInvalid(provider, f"{provider}'s answer could not be unpacked ({kind}).")
    return ProviderUnavailable(provider, f"{provider} could not be reached ({kind}).")
