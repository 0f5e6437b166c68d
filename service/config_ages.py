"""The settings that say how long answers live, and how they are asked again."""

from datetime import timedelta

from pydantic import Field

from service.config_section import Section
from service.freshness import Ages
from service.refreshes import RefreshLimits


class AgeSettings(Section):
    """How many days answers live."""

    link_days: float = Field(default=28, gt=0, le=3_650)
    availability_days: float = Field(default=1, gt=0, le=3_650)
    no_days: float = Field(default=1, gt=0, le=3_650)
    longest_no_days: float = Field(default=32, gt=0, le=3_650)
    replacement_days: float = Field(default=1, gt=0, le=3_650)
    stale_days: float = Field(default=7, ge=0, le=3_650)

    def ages(self) -> Ages:
        """As the use cases take them."""
        return Ages(
            link=timedelta(days=self.link_days),
            availability=timedelta(days=self.availability_days),
            no=timedelta(days=self.no_days),
            longest_no=timedelta(days=self.longest_no_days),
            replacement=timedelta(days=self.replacement_days),
            grace=timedelta(days=self.stale_days),
        )


class ProviderAgeSettings(Section):
    """How many days one provider's answers live; what is None is as for all."""

    link_days: float | None = Field(default=None, gt=0, le=3_650)
    availability_days: float | None = Field(default=None, gt=0, le=3_650)
    no_days: float | None = Field(default=None, gt=0, le=3_650)
    longest_no_days: float | None = Field(default=None, gt=0, le=3_650)
    replacement_days: float | None = Field(default=None, gt=0, le=3_650)
    stale_days: float | None = Field(default=None, ge=0, le=3_650)

    def over(self, general: AgeSettings) -> Ages:
        """The ages of all with this provider's own in their place."""
        return general.model_copy(update=self.model_dump(exclude_none=True)).ages()


class RefreshSettings(Section):
    """How answers are asked again."""

    floor_seconds: float = Field(default=60, ge=0, le=86_400)
    at_once: int = Field(default=4, ge=1, le=64)
    waiting: int = Field(default=1_000, ge=0, le=100_000)

    def limits(self, timeout_seconds: float) -> RefreshLimits:
        """How much is asked behind the callers."""
        return RefreshLimits(at_once=self.at_once, waiting=self.waiting, timeout_seconds=timeout_seconds)
