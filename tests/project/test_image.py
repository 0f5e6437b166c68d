import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_image_and_make_bring_the_same_uv() -> None:
    """What a developer's set-up resolves is what the image installs."""
    pinned = re.findall(r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert re.findall(r"uv==(\S+)", DOCKERFILE) == pinned
    assert len(pinned) == 1


def test_the_server_in_the_image_is_not_root() -> None:
    """The last user named is the one that the server runs as."""
    assert re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1] == "10001"


def test_the_image_gets_every_package_that_the_server_imports() -> None:
    """Each package below the import rules is let through to the image."""
    let_through = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    packages = re.findall(r"^    (\w+)$", (ROOT / ".importlinter").read_text().split("\n\n")[0], re.MULTILINE)

    assert {*packages, "migrations"} - {"workflows"} <= let_through


def test_compose_holds_no_secret() -> None:
    """A password comes from whoever starts it, and starting without one is refused."""
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    settings = {key: value for service in services.values() for key, value in service["environment"].items()}
    passwords = [value for key, value in settings.items() if "PASSWORD" in key]

    assert passwords
    assert all(value.startswith("${POSTGRES_PASSWORD:?") for value in passwords)
    assert all("@" not in value or ":" not in value.split("://")[1].split("@")[0] for value in settings.values())


def test_the_image_of_the_steps_gets_what_it_copies() -> None:
    """Everything that its Dockerfile copies is let through to it, and it is not root."""
    dockerfile = (ROOT / "deploy" / "workflows.Dockerfile").read_text()
    ignored = (ROOT / "deploy" / "workflows.Dockerfile.dockerignore").read_text()
    copied = {source for line in re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE) for source in line.split()}

    assert copied <= set(re.findall(r"^!(\S+)$", ignored, re.MULTILINE))
    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["10001"]
