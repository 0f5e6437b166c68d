"""config.yaml, read."""

from pathlib import Path
from typing import Any

import yaml

from domain.errors import TracklinkError

FILE_NAME = "config.yaml"
SHIPPED = Path(__file__).resolve().parent.parent / FILE_NAME


class ConfigInvalid(TracklinkError):
    """The settings cannot be used; the message names the file or variable, the setting and the cure."""


def config_path(named: Path | None) -> Path:
    """The file named; else config.yaml of the working directory, else the one that tracklink ships."""
    if named is not None:
        return named
    here = Path.cwd() / FILE_NAME
    return here if here.exists() else SHIPPED


def read_config_file(path: Path) -> dict[str, Any]:
    """What the file states. Raises ConfigInvalid when it is missing, unreadable or no YAML mapping."""
    try:
        stated = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigInvalid(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except UnicodeDecodeError as error:
        raise ConfigInvalid(f"{path} is not text in UTF-8.") from error
    except yaml.YAMLError as error:
        raise ConfigInvalid(_yaml_fault(path, error)) from error
    if stated is None:
        return {}
    if not isinstance(stated, dict) or not all(isinstance(name, str) for name in stated):
        raise ConfigInvalid(f"{path} has to hold settings, one `name: value` a line.")
    return stated


def _yaml_fault(path: Path, error: yaml.YAMLError) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"{path} is not YAML: it holds a character that YAML does not allow."
    mark = error.problem_mark
    return f"{path}, line {mark.line + 1}, column {mark.column + 1}: not YAML: {error.problem or error.context}."
