"""The example's host for Python, on the package under test."""

import sys
from pathlib import Path

from tidewheel import Definition, Instance

EXAMPLES = Path(__file__).parents[2] / "examples"
sys.path.insert(0, str(EXAMPLES / "python"))

from scripts import answer, evaluate, settle  # noqa: E402

MODEL = (EXAMPLES / "models" / "discount-python.bpmn").read_text(encoding="utf-8")
ITEMS = [{"price": 40, "count": 2}, {"price": 25, "count": 2}]


def run(variables):
    definition = Definition.parse(MODEL)
    instance, _ = Instance.start(definition, {"id": "basket", "variables": variables}, at=0)
    settle(instance, 0)
    return instance


def test_conditions_and_scripts_are_evaluated():
    for loyal, total in ((False, 130), (True, 117)):
        instance = run({"items": ITEMS, "customer": {"loyal": loyal}})
        assert instance.status == "completed"
        assert instance.variables()["total"] == total


def test_what_has_no_value_is_an_incident():
    (failed,) = run({"items": ITEMS}).obligations()
    assert failed["code"] == "expressionFailed"
    assert "customer" in failed["message"]


def test_values_are_those_of_json_and_own_names_go_first():
    assert evaluate("x = 2\ny = 3\nx * y", {}) == 6
    assert evaluate("x = 2", {}) is None
    assert evaluate("(1, 2)", {}) == [1, 2]
    asked = {"type": "evaluation", "key": 3, "language": "python", "source": "n + m", "variables": {"n": 1}}
    assert answer(asked, {"n": 7, "m": 2}) == {"type": "evaluated", "evaluation": 3, "value": 3}
    assert answer({**asked, "language": "cobol"}, {}) is None
