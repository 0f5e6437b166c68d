"""What every part of the settings has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the settings; a name that it does not define is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
