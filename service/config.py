"""The server's settings: flags before TRACKLINKD_* variables before config.yaml."""

import os
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from providers.reach import Reach
from service.address import Address, read_address
from service.config_ages import AgeSettings, ProviderAgeSettings, RefreshSettings
from service.config_answers import AnswerSettings
from service.config_file import ConfigInvalid, config_path, read_config_file
from service.config_names import (
    DATABASE_VARIABLE,
    setting_paths,
    unknown_names,
    unknown_variables,
    variable_of,
)
from service.config_section import Section
from service.freshness import Freshness
from service.log import LogFormat, LogLevel
from service.time_limits import TimeLimits
from tracklink.plugin import Quota


def _address(value: object) -> object:
    return read_address(value) if isinstance(value, str) else value


ListenAddress = Annotated[Address, BeforeValidator(_address)]


class LogSettings(Section):
    """What is logged and how it looks."""

    level: LogLevel = "info"
    format: LogFormat = "auto"


URL_FORM = "write http(s)://host[:port]/path, without user and password"


def _service_url(url: str) -> str:
    """The URL itself. A wrong one is told, except where it may hold a password."""
    if _is_service_url(url):
        return url
    if "@" in url:
        raise ValueError(URL_FORM)
    raise PydanticCustomError("service_url", URL_FORM)


def _is_service_url(url: str) -> bool:
    if not url.isprintable() or not re.fullmatch(r"https?://[^\s/?#@\\]+(/[^\s?#]*)?", url):
        return False
    from httpx import URL, InvalidURL  # noqa: PLC0415  # large, and few set an address

    try:
        parts = urlsplit(url)
        # A port is read only when it is asked for. Clients read an address more strictly than the standard library.
        return bool(parts.hostname) and (parts.port is None or parts.port >= 0) and bool(URL(url).host)
    except (ValueError, InvalidURL):
        return False


ServiceUrl = Annotated[str, AfterValidator(_service_url)]


class ProviderSettings(Section):
    """One provider; what is None is as the provider itself declares it."""

    enabled: bool = True
    base_url: ServiceUrl | None = None
    token_url: ServiceUrl | None = None
    timeout_seconds: float = Field(default=5, gt=0, le=60)
    user_agent: str | None = Field(default=None, min_length=1, max_length=200)
    quota_requests: int | None = Field(default=None, ge=1)
    quota_period_seconds: float = Field(default=1, gt=0, le=86_400)
    ages: ProviderAgeSettings = ProviderAgeSettings()

    def reach(self) -> Reach:
        """As the registry takes it."""
        requests, period_seconds = self.quota_requests, self.quota_period_seconds
        return Reach(
            base_url=self.base_url,
            token_url=self.token_url,
            timeout_seconds=self.timeout_seconds,
            user_agent=self.user_agent,
            quota=Quota(requests=requests, period_seconds=period_seconds) if requests else None,
        )


class Settings(Section):
    """All settings; config.yaml documents each."""

    listen: ListenAddress = Address("127.0.0.1", 50051)
    metrics: ListenAddress | None = None
    workers: int = Field(default=1, ge=1, le=64)
    data_dir: Path
    database_url: SecretStr | None = None
    default_timeout_seconds: float = Field(default=10, gt=0, le=600)
    longest_timeout_seconds: float = Field(default=60, gt=0, le=600)
    max_concurrent_calls: int = Field(default=1_000, ge=1)
    ages: AgeSettings = AgeSettings()
    refresh: RefreshSettings = RefreshSettings()
    answers: AnswerSettings = AnswerSettings()
    log: LogSettings = LogSettings()
    providers: dict[str, ProviderSettings] = Field(default_factory=dict)

    @property
    def database_address(self) -> str | None:
        """The URL of a Postgres of the operator's own, password included; None for the embedded one."""
        return self.database_url.get_secret_value() if self.database_url else None

    @property
    def freshness(self) -> Freshness:
        """How long answers live, for each provider."""
        own = {name: provider.ages.over(self.ages) for name, provider in self.providers.items()}
        return Freshness(ages=self.ages.ages(), by_provider=own, floor=timedelta(seconds=self.refresh.floor_seconds))

    @property
    def time_limits(self) -> TimeLimits:
        """How long a call may take."""
        return TimeLimits(self.default_timeout_seconds, self.longest_timeout_seconds)

    @property
    def enabled_providers(self) -> frozenset[str]:
        """The names of the providers that are asked."""
        return frozenset(name for name, provider in self.providers.items() if provider.enabled)

    @property
    def reaches(self) -> Mapping[str, Reach]:
        """How each provider that is asked is reached."""
        return {name: provider.reach() for name, provider in self.providers.items() if provider.enabled}


def load_settings(named: Path | None, flags: Mapping[str, object], provider_names: Collection[str]) -> Settings:
    """The settings of the file (the named one, else the usual), the environment and the flags that were given.

    A relative `data_dir` of the file is meant beside the file. Raises ConfigInvalid with everything that is wrong.
    """
    path = config_path(named)
    stated = read_config_file(path)
    paths = setting_paths(Settings, provider_names)
    wrong = [f"{path}: {sentence}" for sentence in unknown_names(stated, paths)]
    wrong += unknown_variables(os.environ, paths)
    if wrong:
        raise ConfigInvalid(_sentence(wrong))
    beside = {"data_dir": path.resolve().parent / str(stated.get("data_dir") or "data")}
    providers: dict[str, Any] = {"providers": {name: {} for name in provider_names}}
    variables = _of_variables(paths) | {"database_url": os.environ.get(DATABASE_VARIABLE) or None}
    try:
        return Settings(**reduce(_merged, (providers, stated, beside, variables, flags)))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        raise ConfigInvalid(_sentence([_fault(fault, path, flags) for fault in faults])) from None


def _of_variables(paths: Collection[str]) -> dict[str, Any]:
    """What TRACKLINKD_* variables state, in the form of the file."""
    stated: dict[str, Any] = {}
    for path in paths:
        value: Any = os.environ.get(variable_of(path))
        if value:
            for name in reversed(path.split(".")):
                value = {name: value}
            stated = _merged(stated, value)
    return stated


def _merged(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """`upper` over `lower`, section by section."""
    both = {name: _merged(lower[name], upper[name]) for name in upper if _is_section_in(lower, upper, name)}
    return {**lower, **upper, **both}


def _is_section_in(lower: Mapping[str, Any], upper: Mapping[str, Any], name: str) -> bool:
    return isinstance(lower.get(name), Mapping) and isinstance(upper[name], Mapping)


def _sentence(faults: Sequence[str]) -> str:
    joined = "; ".join(faults)
    return joined if joined.endswith("?") else f"{joined}."


def _fault(fault: ErrorDetails, path: Path, flags: Mapping[str, object]) -> str:
    setting = ".".join(str(part) for part in fault["loc"])
    variable = variable_of(setting)
    place = f"--{setting}" if setting in flags else variable if variable in os.environ else f"{path}: {setting}"
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "value_error":
        return f"{place}: {message}"
    return f"{place} is {fault['input']!r}: {message[:1].lower()}{message[1:]}"
