"""Runs the workspace process under the virtual clock and prints what happened when.

    python workspace.py [--json] [SCENARIO...]

The scenarios named, else all of them; with --json the full report of each on a line of its own, the
same bytes in every language.
"""

import argparse
import json
import sys
from pathlib import Path

from tidewheel import Definition, Simulation

from timeline import lines

MODELS = Path(__file__).parent.parent / "models"


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs the workspace process under the virtual clock.")
    parser.add_argument("--json", action="store_true", help="print the full report of each scenario")
    parser.add_argument("scenario", nargs="*", help="scenarios to run; all if none is named")
    arguments = parser.parse_args()

    definition = Definition.parse((MODELS / "workspace-provisioning.bpmn").read_text(encoding="utf-8"))
    scenarios = json.loads((MODELS / "workspace-provisioning.scenarios.json").read_text(encoding="utf-8"))
    sys.stdout.reconfigure(encoding="utf-8")
    for name in sorted(arguments.scenario or scenarios):
        simulation = Simulation(definition, scenarios[name])
        if arguments.json:
            print(name, simulation.run_json())
        else:
            report = simulation.run()
            print(f"\n{name}: {report['status']}")
            for line in lines(report):
                print(f"  {line}")


if __name__ == "__main__":
    main()
