"""The names of all settings, and the nearest right one for a wrong one."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel

ENV_PREFIX = "TRACKLINKD_"
DATABASE_VARIABLE = "DATABASE_URL"


def setting_paths(model: type[BaseModel], provider_names: Collection[str]) -> frozenset[str]:
    """`listen`, `log.level`, `providers.spotify.enabled` and so on."""
    return frozenset(_paths(model, provider_names)) - {"database_url"}


def variable_of(path: str) -> str:
    """`log.level` -> `TRACKLINKD_LOG__LEVEL`."""
    return ENV_PREFIX + path.replace(".", "__").upper()


def unknown_variables(environment: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """One sentence for each TRACKLINKD_* variable that sets nothing."""
    known = {variable_of(path) for path in paths}
    for name in sorted(environment):
        if name.upper() == ENV_PREFIX + DATABASE_VARIABLE:
            yield f"unknown variable {name}; did you mean {DATABASE_VARIABLE}?"
        elif name.upper().startswith(ENV_PREFIX) and name not in known:
            yield f"unknown variable {name}{_hint(name.upper(), known)}"


def unknown_names(stated: Mapping[str, object], paths: Collection[str], section: str = "") -> Iterator[str]:
    """One sentence for each name of the file that sets nothing, at any depth."""
    for name, value in stated.items():
        path = f"{section}{name}"
        if path in paths:
            continue
        if not any(known.startswith(f"{path}.") for known in paths):
            yield f"unknown setting {path}{_hint(path, _at_depth(paths, path.count('.')))}"
        elif isinstance(value, Mapping):
            yield from unknown_names(value, paths, f"{path}.")
        else:
            yield f"{path} holds further settings, indented below it, and no value of its own"


def _paths(model: type[BaseModel], provider_names: Collection[str], section: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        of_each_provider = _section(*get_args(field.annotation))
        if part := _section(field.annotation):
            yield from _paths(part, provider_names, f"{section}{name}.")
        elif of_each_provider:
            for provider in provider_names:
                yield from _paths(of_each_provider, provider_names, f"{section}{name}.{provider}.")
        else:
            yield f"{section}{name}"


def _section(*types: object) -> type[BaseModel] | None:
    return next((part for part in types if isinstance(part, type) and issubclass(part, BaseModel)), None)


def _at_depth(paths: Collection[str], depth: int) -> set[str]:
    return {".".join(path.split(".")[: depth + 1]) for path in paths}


def _hint(wrong: str, known: Collection[str]) -> str:
    near = get_close_matches(wrong, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else ""
