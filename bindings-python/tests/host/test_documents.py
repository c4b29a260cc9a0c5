"""What the README and the example say is what happens."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import on_postgres
from postgres import Cluster
from tidewheel.__main__ import main
from tidewheel.host import Engine, SqliteStore

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "python" / "authentication"


def test_the_ten_lines_of_the_readme(tmp_path: Path) -> None:
    readme = (ROOT / "bindings-python" / "README.md").read_text(encoding="utf-8")
    snippet = readme.split("```python\n")[2].split("```")[0]
    assert len(snippet.splitlines()) == 10
    (tmp_path / "main.py").write_text(snippet, encoding="utf-8")
    program = [sys.executable, "-u", "main.py"]
    with subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ship it to ann\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    with Engine(SqliteStore(tmp_path / "orders.db")) as engine:
        (row,) = engine.runtime.instances()
        assert (row.status, row.business_key) == ("completed", "17")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_example(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    where = str(tmp_path / "authentication.db")
    if kind == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        where = on_postgres(cluster)._conninfo
    program = [sys.executable, str(EXAMPLE / "main.py"), where]
    lines = subprocess.run(program, capture_output=True, text=True, check=True).stdout.splitlines()
    assert lines == [
        "a-1 of ann from registry: authenticated; the process is completed",
        "  applied handed_in from_user looked_at is_doubtful handed_in from_registry answered is_genuine confirmed",
        "a-2 of bob from registry: invalid; the process is cancelled",
        "  applied FINISH_FORCE_INVALID",
        "a-3 of cid from upload: applied; the process is active",
        "  applied",
    ]


def test_the_names_of_the_example_are_those_of_its_model() -> None:
    model = ROOT / "examples" / "models" / "authentication.bpmn"
    assert main(["constants", str(model), "-o", str(EXAMPLE / "names.py"), "--check"]) == 0
