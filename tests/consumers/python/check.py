"""Installed into an empty environment, the wheel runs the snippet of its README."""

import pathlib
import re
import subprocess
import sys

source = pathlib.Path("snippet.py").read_text(encoding="utf-8")
promised = re.findall(r"print\(.*\)  # (.*)", source)
printed = subprocess.run([sys.executable, "snippet.py"], capture_output=True, text=True, check=True).stdout
if printed.splitlines() != promised:
    sys.exit(f"the README promises {promised}, the snippet prints {printed!r}")
print("python: the snippet of the README runs")
