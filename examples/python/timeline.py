"""A report as lines for people: time, element, what happened, active elements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tidewheel import Report, Row


def lines(report: Report) -> Iterator[str]:
    elements: dict[int, str] = {}
    for row in report["rows"]:
        yield line(row, elements)
    yield f"{clock(report['at'])}  {'process':<24}  {report['status']}"


def line(row: Row, elements: dict[int, str]) -> str:
    element, what = happened(row, elements)
    for effect in row.get("outcome", {}).get("effects", []):
        if effect["type"].startswith("open"):
            elements[effect["key"]] = effect["element"]
    if "rejection" in row:
        what = f"rejected: {row['rejection']['message']}"
    return f"{clock(row['at'])}  {element:<24}  {what:<46}  {', '.join(row['active'])}".rstrip()


def happened(row: Row, elements: dict[int, str]) -> tuple[str, str]:
    """The element that a step is about, and what happened to it."""
    event: dict[str, Any] = row.get("event", {"type": "start"})
    outcome: dict[str, Any] = row.get("outcome", {"effects": [], "history": []})
    match event["type"]:
        case "start":
            return "process", "started"
        case "jobCompleted":
            return elements[event["job"]], f"done {words(event.get('variables', {}))}"
        case "jobFailed":
            return elements[event["job"]], f"failed: {event['message']}"
        case "jobThrew":
            thrown = (entry for entry in outcome["history"] if entry["type"] == "errorThrown")
            handler = next(thrown, {}).get("caughtBy", "nothing")
            return elements[event["job"]], f"threw {event['code']} -> {handler}"
        case "signal":
            return event["name"], "signal"
        case "message":
            return elements[event["subscription"]], "message received"
        case "tick" | "timerFired":
            fired = [effect["key"] for effect in outcome["effects"] if effect["type"] == "closeTimer"]
            return elements[fired[-1]] if fired else "", "timer fired"
        case _:
            return "", json.dumps(event)


def words(variables: dict[str, Any]) -> str:
    pairs = (f"{name}={json.dumps(value, separators=(',', ':'))}" for name, value in variables.items())
    text = " ".join(pairs)
    return f"{text[:39]}…" if len(text) > 40 else text


def clock(at: int) -> str:
    """Days, hours, minutes and seconds since the start of the virtual clock."""
    seconds = at // 1000
    return f"{seconds // 86400}d {seconds // 3600 % 24:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
