"""Commands: `python -m tidewheel constants MODEL ... -o names.py [--check]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tidewheel import TidewheelError


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; returns what the process exits with."""
    parser = argparse.ArgumentParser(prog="python -m tidewheel", description="Commands of tidewheel.")
    commands = parser.add_subparsers(dest="command", required=True)
    constants = commands.add_parser(
        "constants",
        help="writes process ids, node ids and the names of messages and variables as constants",
        description="Writes the names in models as constants of a Python module.",
    )
    constants.add_argument("model", nargs="+", type=Path, help="files of BPMN")
    constants.add_argument("-o", "--output", required=True, type=Path, help="the module to write")
    constants.add_argument(
        "--check", action="store_true", help="write nothing; fail if the module is not what the models say"
    )
    options = parser.parse_args(arguments)
    try:
        return _constants(options.model, options.output, check=options.check)
    except (OSError, TidewheelError) as error:
        print(f"tidewheel: {error}", file=sys.stderr)
        return 2


def _constants(models: list[Path], output: Path, *, check: bool) -> int:
    from tidewheel.host.constants import differences, names_of, written

    wanted = written(names_of(model.read_text(encoding="utf-8") for model in models))
    if not check:
        output.write_text(wanted, encoding="utf-8", newline="\n")
        return 0
    there = output.read_text(encoding="utf-8") if output.exists() else ""
    found = differences(there, wanted)
    for line in found:
        print(f"{output}: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
