"""What a failure inside `httpx`, or of the JSON that came through it, means: alike for every service."""

import httpx

from providers.json_field import NOT_JSON
from tracklink.plugin import ProviderAnswerInvalid, ProviderError, ProviderTimedOut, ProviderUnavailable

FAULTS = (httpx.HTTPError, httpx.InvalidURL)
"""All that a request can raise: HTTPError is above every fault of the network, the protocol and the encoding."""


def error_of_fault(provider: str, fault: Exception) -> ProviderError:
    """The error to raise for one of FAULTS or NOT_JSON."""
    kind = type(fault).__name__
    if isinstance(fault, httpx.TimeoutException):
        return ProviderTimedOut(provider, f"{provider} did not answer in time ({kind}).")
    if isinstance(fault, httpx.DecodingError):
        return ProviderAnswerInvalid(provider, f"{provider}'s answer could not be unpacked ({kind}).")
    if isinstance(fault, NOT_JSON):
        return ProviderAnswerInvalid(provider, f"{provider} answered with something other than JSON.")
    return ProviderUnavailable(provider, f"{provider} could not be reached ({kind}).")
