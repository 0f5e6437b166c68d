import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("pyflyte")

ROOT = Path(__file__).parents[2]
PYFLYTE = Path(sys.executable).with_name("pyflyte")
NETWORKLESS = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a cluster is given: made in a home of its own, without a way to the network."""
    folder = tmp_path_factory.mktemp("package")
    arguments = ["--pkgs", "workflows", "package", "--image", "example.org/workflows:1", "--output"]
    subprocess.run(
        [PYFLYTE, *arguments, folder / "flyte.tgz"],
        cwd=ROOT,
        env=os.environ | NETWORKLESS | {"HOME": str(folder), "TMPDIR": str(folder)},
        check=True,
        capture_output=True,
        timeout=50,
    )
    return folder / "flyte.tgz"


def _read(package: Path, part: str) -> bytes:
    with tarfile.open(package) as archive:
        (name,) = (name for name in archive.getnames() if part in name)
        member = archive.extractfile(name)
        assert member
        return member.read()


@pytest.mark.parametrize("name", ["repair_playlist.repair_file", "link_partitions.link_partitions"])
def test_a_cluster_tolerates_a_poisoned_step(package: Path, name: str) -> None:
    """Each workflow has a map that half of its steps may leave unanswered, each of them tried again."""
    from flyteidl.admin.workflow_pb2 import WorkflowSpec  # noqa: PLC0415 it takes a second

    workflow = WorkflowSpec.FromString(_read(package, f"workflows.{name}_2"))
    (mapped,) = (node.array_node for node in workflow.template.nodes if node.HasField("array_node"))

    assert (mapped.min_success_ratio, mapped.node.metadata.retries.retries) == (0.5, 2)


def test_a_cluster_keeps_answers_and_gives_secrets(package: Path) -> None:
    """The step that asks is kept by its input under a version, and is given the server's address, nothing else."""
    from flyteidl.admin.task_pb2 import TaskSpec  # noqa: PLC0415 it takes a second

    task = TaskSpec.FromString(_read(package, "map_find_replacement")).template
    secrets = [(secret.group, secret.key) for secret in task.security_context.secrets]

    assert (task.metadata.discoverable, task.metadata.discovery_version) == (True, "1")
    assert secrets == [("tracklink", "server")]
    assert task.container.image == "example.org/workflows:1"
