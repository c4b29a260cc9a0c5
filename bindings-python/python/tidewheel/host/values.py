"""Values of business operations, from the arguments of the call."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

from tidewheel.host.errors import InvalidArgumentError, MissingPathError

__all__ = ["arguments_of", "text", "value"]

_PATH = re.compile(r"#[^\W\d]\w*(\.[^\W\d]\w*)*")
_ENTRY = re.compile(r"""\s*(?P<key>\w+|'[^']*'|"[^"]*")\s*:\s*(?P<value>'[^']*'|"[^"]*"|[^,'"{}]+)\s*(,|$)""")


def arguments_of(
    function: Callable[..., Any], positional: tuple[Any, ...], named: dict[str, Any]
) -> dict[str, Any]:
    """The arguments of a call by their names, those left out with their defaults."""
    signature = inspect.signature(function)
    bound = signature.bind(*positional, **named)
    bound.apply_defaults()
    found = dict(bound.arguments)
    for parameter in signature.parameters.values():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            found.update(found.pop(parameter.name))
    return found


def value(wanted: Any, arguments: Mapping[str, Any]) -> Any:
    """What is wanted, for the arguments of a call.

    - `"#req.userId"` is an argument, or a member of it: an attribute, or an entry of a mapping;
    - a mapping, or a text such as `"{userId: '#req.userId', kind: 'new'}"`, is one of such values;
    - a function gets those of the arguments that it names;
    - anything else stands for itself; `"##"` begins a text that begins with `#`.
    """
    if isinstance(wanted, str):
        return _text(wanted, arguments)
    if isinstance(wanted, Mapping):
        return {name: value(part, arguments) for name, part in wanted.items()}
    if callable(wanted):
        return _call(wanted, arguments)
    return wanted


def text(what: str, wanted: Any, arguments: Mapping[str, Any]) -> str | None:
    """A value that is a text; none where it is empty."""
    found = value(wanted, arguments)
    if found is None or found == "":
        return None
    if isinstance(found, (dict, list, tuple, bool, float)):
        raise InvalidArgumentError(f"{what} is to be a text, and `{wanted}` gives {type(found).__name__}")
    return str(found)


def _text(wanted: str, arguments: Mapping[str, Any]) -> Any:
    if wanted.startswith("##"):
        return wanted[1:]
    if wanted.startswith("#"):
        if not _PATH.fullmatch(wanted):
            raise InvalidArgumentError(f"`{wanted}` is no path: write `#argument.member`")
        return _path(wanted, arguments)
    if wanted.lstrip().startswith("{") and wanted.rstrip().endswith("}"):
        return _literal(wanted, arguments)
    return wanted


def _path(wanted: str, arguments: Mapping[str, Any]) -> Any:
    first, *members = wanted[1:].split(".")
    if first not in arguments:
        raise MissingPathError(f"`{wanted}`: the call has no argument `{first}`")
    found = arguments[first]
    for member in members:
        if isinstance(found, Mapping):
            if member not in found:
                raise MissingPathError(f"`{wanted}`: there is no `{member}`")
            found = found[member]
        elif hasattr(found, member):
            found = getattr(found, member)
        else:
            raise MissingPathError(f"`{wanted}`: {type(found).__name__} has no `{member}`")
    return found


def _literal(wanted: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    rest = wanted.strip()[1:-1].strip()
    found: dict[str, Any] = {}
    while rest:
        entry = _ENTRY.match(rest)
        if entry is None:
            raise InvalidArgumentError(f"`{wanted}` is no map: write `{{name: '#argument.member'}}`")
        found[_plain(entry["key"])] = _atom(entry["value"].strip(), arguments)
        rest = rest[entry.end() :]
    return found


def _plain(part: str) -> str:
    return part[1:-1] if part[:1] in "'\"" else part


def _atom(part: str, arguments: Mapping[str, Any]) -> Any:
    if part[:1] in "'\"":
        return _text(part[1:-1], arguments)
    words = {"true": True, "false": False, "null": None}
    if part in words:
        return words[part]
    for read in (int, float):
        try:
            return read(part)
        except ValueError:
            continue
    return _text(part, arguments)


def _call(wanted: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    parameters = inspect.signature(wanted).parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return wanted(**arguments)
    missing = [
        parameter.name
        for parameter in parameters
        if parameter.name not in arguments and parameter.default is inspect.Parameter.empty
    ]
    if missing:
        raise MissingPathError(f"the call has no argument `{missing[0]}`")
    return wanted(**{p.name: arguments[p.name] for p in parameters if p.name in arguments})
