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

    assert (task.metadata.discoverable, task.metadata.discovery_version) == (True, "2")
    assert secrets == [("tracklink", "server")]
    assert task.container.image == "example.org/workflows:1"


@pytest.mark.parametrize(
    ("step", "kept", "tries", "secrets"),
    [
        ("repair_playlist.fetch", False, 2, ["logins"]),
        ("repair_playlist.unavailable", False, 0, []),
        ("repair_playlist.find_replacement", True, 2, ["server"]),
        ("repair_playlist.settle", False, 2, ["server"]),
        ("repair_playlist.publish", False, 0, ["logins"]),
        ("link_partitions.split", False, 0, []),
        ("link_partitions.link_shard", False, 2, ["server"]),
        ("link_partitions.merge", False, 0, []),
    ],
)
def test_each_step_has_what_it_needs(package: Path, step: str, kept: bool, tries: int, secrets: list[str]) -> None:
    """What asks may be tried again, what publishes may not; logins go to no step that asks the server."""
    from flyteidl.admin.task_pb2 import TaskSpec  # noqa: PLC0415 it takes a second

    task = TaskSpec.FromString(read_package(package, f"_workflows.{step}_1")).template

    assert (task.metadata.discoverable, task.metadata.retries.retries) == (kept, tries)
    assert [secret.key for secret in task.security_context.secrets] == secrets
