"""Runs every vector against the installed package and compares the golden bytes.

`../vectors/README.md` says what they are. The expectations written by hand are checked in Rust.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from tidewheel import Definition, Instance, LoadError, ModelError, RejectionError, to_bpmn

ROOT = Path(__file__).parent.parent / "vectors"
# How the names of state machines end.
MACHINE = ".machine.json"
CASES = sorted(path for path in ROOT.glob("*/*.json") if not path.name.endswith(MACHINE))
LONGEST = 16 << 10

# Members of an event that hold keys, and the kind of what they name.
KEYS = {
    "job": "job",
    "timer": "timer",
    "subscription": "subscription",
    "incident": "incident",
    "call": "call",
    "evaluation": "evaluation",
    "scope": "activation",
    "activation": "activation",
}


def test_there_are_vectors():
    assert CASES


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path):
    golden = path.with_suffix(".golden.jsonl").read_text("utf-8").rstrip("\n").split("\n")
    lines = [shorten(line) for line in play(json.loads(path.read_text("utf-8")), path.parent)]
    for number, (line, expected) in enumerate(zip(lines, golden), start=1):
        assert line == expected, f"golden line {number}"
    assert len(lines) == len(golden)


def play(vector, folder):
    """The lines that a case comes to."""
    model = (folder / vector["model"]).read_text("utf-8")
    try:
        definition = Definition.parse(model, **vector.get("options", {}))
    except ModelError as refusal:
        return [dump({"diagnostics": refusal.diagnostics})]
    lines = [dump({"diagnostics": definition.diagnostics})]
    if vector.get("export"):
        lines.append(dump({"bpmn": to_bpmn(model)}))
    instance = begin(vector, definition, lines)
    if instance is None:
        return lines
    symbols = {}
    people = vector.get("people", [])
    state(instance, lines, symbols, people)
    for step in vector.get("steps", []):
        event = text(resolved(step["event"], symbols))
        try:
            lines.append(instance.apply_json(event, at=step["at"]))
        except RejectionError as rejection:
            lines.append(refused("rejection", rejection))
        state(instance, lines, symbols, people)
    return lines


def begin(vector, definition, lines):
    """Starts or loads the instance; none if that is refused."""
    if "load" in vector:
        snapshot = dump(vector["load"]).replace("@definition", definition.fingerprint)
        try:
            return Instance.load(definition, snapshot)
        except LoadError as error:
            lines.append(refused("loadError", error))
            return None
    try:
        instance, outcome = Instance.start_json(definition, text(vector["start"]), at=vector["at"])
    except RejectionError as rejection:
        lines.append(refused("rejection", rejection))
        return None
    lines.append(outcome)
    return instance


def state(instance, lines, symbols, people):
    """Adds where the instance stands, and learns what is open; what is not keeps its last meaning."""
    lines.append(f'{{"obligations":{instance.obligations_json()}}}')
    lines.append(f'{{"snapshot":{instance.save()}}}')
    counts = Counter()
    rows = [(open_["type"], open_) for open_ in instance.obligations()]
    rows += [("activation", activation) for activation in instance.active()]
    for kind, row in rows:
        name = f"{kind}:{row['element']}"
        counts[name] += 1
        symbols[f"{name}#{counts[name]}"] = row["key"]
    lines += [dump({"actions": instance.actions(person)}) for person in people]


def resolved(event, symbols):
    """The event with keys in place of symbols."""
    if isinstance(event, list):
        return event
    event = dict(event)
    for member, kind in KEYS.items():
        symbol = event.get(member)
        if isinstance(symbol, str) and symbol.startswith("@"):
            name = symbol[1:] if ":" in symbol else f"{kind}:{symbol[1:]}"
            event[member] = symbols[name if "#" in name else f"{name}#1"]
    if "instructions" in event:
        event["instructions"] = [resolved(instruction, symbols) for instruction in event["instructions"]]
    return event


def text(given):
    """The text of what a case hands over: an object, or a list of texts."""
    if isinstance(given, dict):
        return dump(given)
    return "".join(part if isinstance(part, str) else part["repeat"] * part["times"] for part in given)


def refused(name, error):
    return dump({name: {"code": error.code, "message": str(error)}})


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def shorten(line):
    data = line.encode("utf-8")
    if len(data) <= LONGEST:
        return line
    hash_ = 0xCBF29CE484222325
    for byte in data:
        hash_ = (hash_ ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return dump({"long": {"bytes": len(data), "fnv1a": f"{hash_:016x}"}})
