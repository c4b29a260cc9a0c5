"""The statements of a dialect of SQL, from the files that hosts in all languages share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

__all__ = ["Dialect", "dialect"]

_MARK = re.compile(r"^-- (migration|name|filter): (\S+)$")
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


@dataclass
class Dialect:
    """All statements by name."""

    migrations: dict[int, list[str]] = field(default_factory=dict)
    """What leads from the schema version before to this one."""
    statements: dict[str, list[str]] = field(default_factory=dict)
    """What runs one after the other with the same parameters."""
    filters: dict[str, str] = field(default_factory=dict)
    """Conditions that may be joined to a statement, by `statement.filter`."""

    @property
    def version(self) -> int:
        """The newest version of the tables."""
        return max(self.migrations)


@cache
def dialect(name: str) -> Dialect:
    """The statements of `sqlite` or `postgres`, with parameters as its driver writes them."""
    text = (files("tidewheel.host") / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    found = Dialect()
    for kind, title, body in _blocks(text):
        if name == "postgres" and kind != "migration":
            body = _PARAMETER.sub(r"%(\1)s", body.replace("%", "%%"))
        if kind == "filter":
            found.filters[title] = body.strip()
            continue
        parts = [part.strip() for part in body.split(";\n") if part.strip()]
        if kind == "migration":
            found.migrations[int(title)] = parts
        else:
            found.statements[title] = parts
    return found


def _blocks(text: str) -> list[tuple[str, str, str]]:
    blocks: list[tuple[str, str, list[str]]] = []
    for line in text.splitlines():
        mark = _MARK.match(line)
        if mark is not None:
            blocks.append((mark[1], mark[2], []))
        elif blocks and not line.startswith("--"):
            blocks[-1][2].append(line)
    return [(kind, title, "\n".join(lines) + "\n") for kind, title, lines in blocks]
