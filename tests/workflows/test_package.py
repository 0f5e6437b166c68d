from pathlib import Path

import pytest

from tests.workflows.conftest import read_package

pytestmark = pytest.mark.xdist_group("pyflyte")


@pytest.mark.parametrize("name", ["repair_playlist.repair_file", "link_partitions.link_partitions"])
def test_a_cluster_tolerates_a_poisoned_step(package: Path, name: str) -> None:
    """Each workflow has a map that half of its steps may leave unanswered, each of them tried again."""
    from flyteidl.admin.workflow_pb2 import WorkflowSpec  # noqa: PLC0415 it takes a second

    workflow = WorkflowSpec.FromString(read_package(package, f"workflows.{name}_2"))
    (mapped,) = (node.array_node for node in workflow.template.nodes if node.HasField("array_node"))

    assert (mapped.min_success_ratio, mapped.node.metadata.retries.retries) == (0.5, 2)


def test_a_cluster_keeps_answers_and_gives_secrets(package: Path) -> None:
    """The step that asks is kept by its input under a version, and is given the server's address, nothing else."""
    from flyteidl.admin.task_pb2 import TaskSpec  # noqa: PLC0415 it takes a second

    task = TaskSpec.FromString(read_package(package, "map_find_replacement")).template
    secrets = [(secret.group, secret.key) for secret in task.security_context.secrets]

    assert (task.metadata.discoverable, task.metadata.discovery_version) == (True, "1")
    assert secrets == [("tracklink", "server")]
    assert task.container.image == "example.org/workflows:1"
