"""How long a service asks to be left alone."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after_seconds(header: str | None) -> float | None:
    """Retry-After, RFC 9110, section 10.2.3: seconds or a date; None when that cannot be read."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return float(text)
    moment = moment_of(text)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment else None


def moment_of(header: str | None) -> datetime | None:
    """A date and time as RFC 9110, section 5.6.7, has it; None when that cannot be read."""
    try:
        moment = parsedate_to_datetime((header or "").strip())
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
