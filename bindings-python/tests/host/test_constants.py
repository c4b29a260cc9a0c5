"""AI17: names of models as constants."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from models import AUTHENTICATION, RECEIVE, flow
from tidewheel.__main__ import main
from tidewheel.host import InvalidArgumentError
from tidewheel.host.constants import names_of, written


@pytest.fixture
def model(tmp_path: Path) -> Path:
    model = tmp_path / "authentication.bpmn"
    model.write_text(AUTHENTICATION, encoding="utf-8")
    return model


def test_ai17_names_are_constants(model: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.py"
    assert main(["constants", str(model), "-o", str(names)]) == 0
    space: dict[str, object] = {}
    exec(names.read_text(encoding="utf-8"), space)
    node, variable, process = space["Node"], space["Variable"], space["Process"]
    assert getattr(node, "NODE_1") == "NODE_1"
    assert getattr(node, "XOR_dataSource") == "XOR_dataSource"
    assert getattr(process, "authentication") == "authentication"
    assert (getattr(variable, "dataSource"), getattr(variable, "result")) == ("dataSource", "result")
    assert main(["constants", str(model), "-o", str(names), "--check"]) == 0


def test_ai17_a_renamed_id_breaks_the_check(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.py"
    assert main(["constants", str(model), "-o", str(names), "--check"]) == 1
    main(["constants", str(model), "-o", str(names)])
    capsys.readouterr()
    model.write_text(AUTHENTICATION.replace("NODE_2", "NODE_TWO"), encoding="utf-8")
    before = names.read_text(encoding="utf-8")
    assert main(["constants", str(model), "-o", str(names), "--check"]) == 1
    told = capsys.readouterr().err
    assert 'no longer in the models: NODE_2: Final = "NODE_2"' in told
    assert 'not in the file: NODE_TWO: Final = "NODE_TWO"' in told
    assert names.read_text(encoding="utf-8") == before
    # What uses the constant breaks then, before it runs.
    user = tmp_path / "user.py"
    user.write_text("from names import Node\n\nwanted: str = Node.NODE_2\n", encoding="utf-8")
    checks = [sys.executable, "-m", "mypy", "--strict", str(user)]
    assert subprocess.run(checks, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    main(["constants", str(model), "-o", str(names)])
    broken = subprocess.run(checks, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert broken.returncode == 1 and "NODE_2" in broken.stdout


def test_ai17_names_that_python_does_not_know() -> None:
    model = flow('<userTask id="class"/>', '<userTask id="a-b"/>', '<userTask id="a.b"/>')
    with pytest.raises(InvalidArgumentError, match="`a-b` and `a.b`"):
        written(names_of([model]))
    text = written(names_of([flow('<userTask id="class"/>', '<userTask id="a-b"/>'), RECEIVE]))
    assert 'class_: Final = "class"' in text
    assert 'a_b: Final = "a-b"' in text
    assert 'paid: Final = "paid"' in text


def test_ai17_what_is_no_model_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, names = tmp_path / "a.bpmn", tmp_path / "names.py"
    assert main(["constants", str(model), "-o", str(names)]) == 2
    model.write_text("<a/>", encoding="utf-8")
    assert main(["constants", str(model), "-o", str(names)]) == 2
    assert not names.exists()
    assert capsys.readouterr().err.startswith("tidewheel: ")
