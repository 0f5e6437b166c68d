import os
import subprocess
from pathlib import Path

import pytest

from tests.workflows.conftest import POISONED, PYFLYTE, ROOT, read_package
from workflows.playlist_repair import unavailable

pytestmark = pytest.mark.xdist_group("pyflyte")


def _inputs(questions: list[str]) -> bytes:
    """The inputs of the whole map, as a cluster writes them down."""
    from flyteidl.core.literals_pb2 import Literal, LiteralCollection, LiteralMap, Primitive, Scalar  # noqa: PLC0415

    texts = [Literal(scalar=Scalar(primitive=Primitive(string_value=text))) for text in ("", *questions)]
    mapped = Literal(collection=LiteralCollection(literals=texts[1:]))
    return LiteralMap(literals={"as_of": texts[0], "question": mapped}).SerializeToString()


def _run_step(package: Path, inputs: bytes, index: int, folder: Path) -> dict[str, bytes]:
    """What one container of the map writes, started as the package tells a cluster to."""
    from flyteidl.admin.task_pb2 import TaskSpec  # noqa: PLC0415 it takes a second

    (folder / "inputs.pb").write_bytes(inputs)
    places = {"{{.input}}": folder / "inputs.pb", "{{.outputPrefix}}": folder / "out"}
    container = TaskSpec.FromString(read_package(package, "map_find_replacement")).template.container
    command = [places.get(argument, folder / "raw" if "{{" in argument else argument) for argument in container.args]
    variables = {"BATCH_JOB_ARRAY_INDEX_VAR_NAME": "INDEX", "INDEX": f"{index}", "FLYTE_INTERNAL_EXECUTION_ID": "e1"}
    home = {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    command[0] = PYFLYTE.with_name(container.args[0])
    subprocess.run(command, env=os.environ | variables | home, cwd=folder, timeout=50, check=False)
    return {file.name: file.read_bytes() for file in (folder / "out").iterdir()}


@pytest.mark.usefixtures("server")
def test_a_container_answers_its_own_question(package: Path, playlist: Path, tmp_path: Path) -> None:
    """One writes its answer; the poisoned one an error that says that it may be tried again."""
    from flyteidl.core.errors_pb2 import ContainerError, ErrorDocument  # noqa: PLC0415 it takes a second

    inputs = _inputs(unavailable(playlist, "catalog", ""))
    folders = [tmp_path / "first", tmp_path / "poisoned"]
    for folder in folders:
        folder.mkdir()
    answered = _run_step(package, inputs, 0, folders[0])
    failed = _run_step(package, inputs, POISONED - 1, folders[1])
    error = ErrorDocument.FromString(failed["error.pb"]).error

    assert b'"1001"' in answered["outputs.pb"]
    assert error.kind == ContainerError.RECOVERABLE
    assert "OUTCOME_PROVIDER_UNAVAILABLE: catalog is down" in error.message
