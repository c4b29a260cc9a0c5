"""What models call things, as constants for Python: a renamed id breaks the type check and not production."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

from tidewheel import Definition
from tidewheel.host.errors import InvalidArgumentError

__all__ = ["Names", "differences", "names_of", "written"]

HEADER = '"""Names in models. Written by `python -m tidewheel constants`; do not edit."""'

KINDS = {
    "Process": "Ids of processes.",
    "Node": "Ids of flow nodes.",
    "Message": "Names of messages.",
    "Signal": "Names of signals.",
    "ErrorCode": "Codes of errors.",
    "Variable": "Names of variables.",
}

# Elements of which an attribute names a variable.
VARIABLES = (
    ("dataObject", "id"),
    ("dataObject", "name"),
    ("property", "name"),
    ("inputParameter", "name"),
    ("outputParameter", "name"),
    ("formField", "id"),
    ("input", "target"),
    ("output", "target"),
)
# Attributes that name a variable, whatever element they are on.
NAMING = (
    "resultVariable",
    "resultVariableName",
    "errorMessageVariable",
    "inputElement",
    "outputElement",
    "outputCollection",
    "elementVariable",
)
CONDITIONS = ("conditionExpression", "condition", "completionCondition")
NAME = re.compile(r"[^\W\d]\w*")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
READ = re.compile(r"(?<![\w.])([^\W\d]\w*)(?!\w*\s*\()")
# What expressions are made of beside variables.
WORDS = frozenset(
    "and or not true false null empty eq ne lt gt le ge div mod if then else for in return some every satisfies "
    "between instance of function execution".split()
)


@dataclass
class Names:
    """What models call things, by kind; each name once."""

    all: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KINDS})

    def add(self, kind: str, names: Iterable[str | None]) -> None:
        """Adds names of a kind."""
        self.all[kind].update(name for name in names if name)


def names_of(models: Iterable[str]) -> Names:
    """The names in the files of these texts; raises `ModelError` if one is no model."""
    names = Names()
    for xml in models:
        definition = Definition.parse(xml, lenient=True)
        names.add("Process", (process["id"] for process in definition.processes))
        names.add("Node", (element["id"] for element in definition.elements))
        root = ElementTree.fromstring(xml)
        for element in root.iter():
            _add(names, element)
    return names


def written(names: Names) -> str:
    """A module with the names as constants."""
    lines = [HEADER, "", "from typing import Final, Literal"]
    for kind, meaning in KINDS.items():
        found = sorted(names.all[kind])
        if not found:
            continue
        lines += ["", "", f"class {kind}:", f'    """{meaning}"""', ""]
        constants: dict[str, str] = {}
        for name in found:
            constant = _constant(name)
            if constant in constants:
                raise InvalidArgumentError(
                    f"`{constants[constant]}` and `{name}` would be one constant, `{constant}`"
                )
            constants[constant] = name
            lines.append(f"    {constant}: Final = {_quoted(name)}")
        lines += ["", "", f"{kind}Name = Literal["]
        lines += [f"    {_quoted(name)}," for name in found]
        lines.append("]")
    return "\n".join(lines) + "\n"


def differences(there: str, wanted: str) -> list[str]:
    """How a module differs from what the models say, in words; nothing where it does not."""

    def constants(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if ": Final = " in line]

    have, want = constants(there), constants(wanted)
    found = [f"no longer in the models: {line}" for line in have if line not in want]
    found += [f"not in the file: {line}" for line in want if line not in have]
    if not found and there != wanted:
        found.append("the file is not as it would be written")
    return found


def _add(names: Names, element: ElementTree.Element) -> None:
    tag = element.tag.rpartition("}")[2]
    attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
    for kind, of, attribute in (
        ("Message", "message", "name"),
        ("Signal", "signal", "name"),
        ("ErrorCode", "error", "errorCode"),
    ):
        if tag == of:
            names.add(kind, [attributes.get(attribute)])
    variables = [attributes.get(attribute) for of, attribute in VARIABLES if of == tag]
    variables += [attributes.get(attribute) for attribute in NAMING]
    names.add("Variable", (name for name in variables if name and NAME.fullmatch(name)))
    if tag in CONDITIONS and element.text:
        names.add("Variable", _read_by(element.text))


def _read_by(expression: str) -> set[str]:
    """The variables that an expression reads: its names, but members, functions, and what is quoted."""
    text = re.sub(r"[#$]\{|\}", " ", QUOTED.sub(" ", expression))
    return {name for name in READ.findall(text) if name not in WORDS}


def _constant(name: str) -> str:
    constant = re.sub(r"\W", "_", name)
    if not constant or constant[0].isdigit():
        constant = f"_{constant}"
    return f"{constant}_" if keyword.iskeyword(constant) else constant


def _quoted(name: str) -> str:
    escaped = name.encode("unicode_escape").decode() if not name.isprintable() else name.replace("\\", "\\\\")
    return '"' + escaped.replace('"', '\\"') + '"'
