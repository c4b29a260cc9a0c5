"""The built page as files, so that looking at a host takes no second server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm"}
BUILT = re.compile(r"/(assets/[\w.-]+)?", re.ASCII)
"""Only names that a build makes: nothing that could lead out of its folder."""


class File(NamedTuple):
    type: str
    body: bytes


def file(folder: Path, path: str) -> File | None:
    """A file of the page; None where the path is none."""
    if BUILT.fullmatch(path) is None:
        return None
    found = folder / ("index.html" if path == "/" else path[1:])
    type = TYPES.get(found.suffix)
    try:
        return None if type is None else File(type, found.read_bytes())
    except FileNotFoundError:
        return None
