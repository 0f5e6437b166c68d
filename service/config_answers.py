"""The settings of answers that are kept ready to be sent."""

from datetime import timedelta

from pydantic import Field

from service.answer_memory import MemoryLimits
from service.config_section import Section

MEGABYTE = 1_000_000


class AnswerSettings(Section):
    """How many are kept ready, and for how long."""

    memory_megabytes: float = Field(default=32, ge=0, le=100_000)
    memory_seconds: float = Field(default=30, ge=0, le=3_600)
    stored_hours: float = Field(default=24, ge=0, le=720)

    @property
    def memory_limits(self) -> MemoryLimits:
        """As the memory takes them."""
        return MemoryLimits(most_bytes=round(self.memory_megabytes * MEGABYTE), age_seconds=self.memory_seconds)

    @property
    def stored_age(self) -> timedelta | None:
        """How long an answer is stored at most; None when none is."""
        return timedelta(hours=self.stored_hours) if self.stored_hours else None
