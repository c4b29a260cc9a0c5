"""Measures one engine on all scenarios: python bench.py ENGINE MODELS OUT [--quick] SCENARIO ...

An engine is a module with `DIALECT`, `VERSION`, `load(xml)` and `run(model, n, scenario, seen)`; `run`
takes instance number n from start to end, tells `seen` the id of every task that ran, and fails if the
instance does not end.
"""

import importlib
import json
import sys
from collections import Counter
from pathlib import Path

from measure import FULL, QUICK, rate


def validate(engine, model, scenario, n):
    """Exactly the tasks that the scenario demands, each as often as it must."""
    ran = Counter()
    engine.run(model, n, scenario, lambda task: ran.update([task]))
    if ran != Counter(scenario["runs"][n % 2]):
        raise AssertionError(f"the wrong tasks ran: {str(dict(ran))[:200]}")


def measure(engine, models, scenario, effort):
    xml = (models / engine.DIALECT / f"{scenario['name']}.bpmn").read_text()
    model = engine.load(xml)
    for n in (0, 1):
        validate(engine, model, scenario, n)
    tasks = [sum(runs.values()) for runs in scenario["runs"]]
    count = {"ran": 0, "demanded": 0}

    def seen(_task):
        count["ran"] += 1

    def one(n):
        count["demanded"] += tasks[n % 2]
        engine.run(model, n, scenario, seen)

    found = rate(effort, one)
    if count["ran"] != count["demanded"]:
        raise AssertionError(f"{count['ran']} tasks ran, {count['demanded']} should have")
    return found


def main(name, models, out, *rest):
    effort = QUICK if "--quick" in rest else FULL
    models = Path(models)
    engine = importlib.import_module(f"engine_{name}")
    results = {}
    for scenario in json.loads((models / "scenarios.json").read_text()):
        if scenario["name"] not in rest:
            continue
        try:
            results[scenario["name"]] = {"perCpuSecond": measure(engine, models, scenario, effort)}
        except Exception as error:  # an engine's failure is a result
            results[scenario["name"]] = {"error": f"{type(error).__name__}: {error}"[:300]}
    report = {"host": name, "version": engine.VERSION, "results": results}
    Path(out).write_text(json.dumps(report, indent=1))


main(*sys.argv[1:])
