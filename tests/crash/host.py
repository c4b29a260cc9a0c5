"""A durable host to be killed: `host.py work|finish|check STORE PLACE BEGAN`.

`work` begins workspaces and runs them until it is killed, saying `ready` when it has begun; `finish` runs
what was begun to its end; `check` holds every workspace against its model. STORE is `sqlite` or
`postgres`, PLACE its file or address, BEGAN the moment, in milliseconds, from which time runs faster.

What becomes of a workspace is in `workspaces.json`, by the kind that its id begins with, in the form of
scenarios: the workers answer by it, and so does the simulation that says what should have happened.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from tidewheel import Definition, Simulation
from tidewheel.host import BpmnError, Engine, Job, JobFailure, PostgresStore, SqliteStore, StoreUnavailableError

HERE = Path(__file__).parent
MODEL = (HERE.parent.parent / "examples/models/workspace-provisioning.bpmn").read_text(encoding="utf-8")
KINDS: dict[str, dict[str, list[dict[str, Any]]]] = json.loads((HERE / "workspaces.json").read_text(encoding="utf-8"))
PROCESS = "workspace-provisioning"
PERSON = "request-workspace"

PACE = 20
"""How much faster time runs: the model's half a minute is a second and a half."""
LEASE = 3.0 * PACE
"""How long a job is leased, in seconds of the fast clock."""
RUNNING = 200
"""How many workspaces are under way at a time."""


class FastClock:
    """Runs faster than the machine's, and on while no host lives."""

    def __init__(self, began: int) -> None:
        self._began = began

    def now(self) -> int:
        return self._began + (time.time_ns() // 1_000_000 - self._began) * PACE


def main() -> None:
    what, kind, place, began = sys.argv[1:]
    store = SqliteStore(place) if kind == "sqlite" else PostgresStore(place)
    with Engine(store, clock=FastClock(int(began))) as engine:
        engine.repository.deploy(MODEL, name="workspaces-v1")
        register(engine)
        if what == "work":
            work(engine)
        elif what == "finish":
            finish(engine)
        else:
            check(engine)


def register(engine: Engine) -> None:
    """Workers that answer as the kind of the workspace says."""
    for name in {element for answers in KINDS.values() for element in answers} - {PERSON}:
        engine.worker(name, timeout=LEASE)(answer)


def answer(job: Job) -> dict[str, Any]:
    # Whoever is timed out while no host lives is notified, whatever its kind.
    answers = KINDS[kind_of(job.instance)].get(job.element, [{"complete": {}}])
    tries = job.variables.get("attempts", 0) if job.element == "allocate" else 0
    said = answers[min(tries, len(answers) - 1)]
    if "throw" in said:
        raise BpmnError(said["throw"], variables=said["variables"])
    if "fail" in said:
        raise JobFailure(said["fail"], retries=said["retries"], backoff=said["backoff"])
    return said["complete"]


def kind_of(instance: str) -> str:
    return instance.split("-")[0]


def work(engine: Engine) -> None:
    with engine.background(threads=2, poll=0.05), people(engine):
        print("ready", flush=True)
        while True:
            begin(engine)
            time.sleep(0.05)


def begin(engine: Engine) -> None:
    """Keeps so many workspaces under way."""
    running = engine.runtime.instances(statuses=("active",), limit=RUNNING)
    for _ in range(RUNNING - len(running)):
        number = time.time_ns()
        kind = sorted(KINDS)[number % len(KINDS)]
        engine.runtime.start(PROCESS, id=f"{kind}-{number}", variables={"requester": "mei.lin@example.com"})


@contextmanager
def people(engine: Engine) -> Iterator[None]:
    """Those who fill in the requests."""
    gone = Event()

    def fill_in() -> None:
        while not gone.wait(0.02):
            for task in engine.tasks.query(limit=50):
                done = KINDS[kind_of(task.instance)][PERSON][0]["complete"]
                engine.tasks.complete(task, done, event_id=f"request-{task.key}")

    thread = Thread(target=fill_in, daemon=True)
    thread.start()
    yield
    gone.set()
    thread.join()


def finish(engine: Engine) -> None:
    with engine.background(threads=2, poll=0.05), people(engine):
        while engine.runtime.instances(statuses=("active",), limit=1):
            time.sleep(0.1)


def check(engine: Engine) -> None:
    definition = Definition.parse(MODEL)
    expected = {kind: simulated(definition, answers) for kind, answers in KINDS.items()}
    broken: list[str] = []
    ended: Counter[str] = Counter()
    events = 0
    for instance in every(engine):
        found = engine.management.check(instance.id)
        if instance.status not in ("completed", "terminated"):
            found.append(f"is {instance.status}")
        entries = [row.data for row in engine.history.entries(instance.id)]
        entered = Counter(entry["element"] for entry in entries if entry["type"] == "entered")
        kind = kind_of(instance.id)
        late = any(element.endswith("-timeout") for element in entered - expected[kind])
        if entered != expected[kind] and not late:
            found.append(f"has entered {sorted(entered.items())}, but the model says {sorted(expected[kind].items())}")
        broken += [f"{instance.id}: {one}" for one in found]
        ended[f"{kind}, timed out while nobody lived" if late else kind] += 1
        events += instance.revision
    broken += [f"still open: {row.instance} {row.kind}" for row in engine.management.obligations()]
    broken += [f"not delivered: {row.id}" for row in engine.management.undelivered()]
    for line in broken[:20]:
        print(line)
    print(f"  {sum(ended.values())} workspaces, {events} events, each applied once: {dict(sorted(ended.items()))}")
    if broken or not ended:
        sys.exit(f"{len(broken)} things are broken")


def simulated(definition: Definition, jobs: dict[str, Any]) -> Counter[str]:
    """How often each element is entered."""
    report = Simulation(definition, {"process": PROCESS, "jobs": jobs}).run()
    entries = [entry for row in report["rows"] if "outcome" in row for entry in row["outcome"]["history"]]
    return Counter(entry["element"] for entry in entries if entry["type"] == "entered")


def every(engine: Engine) -> Iterator[Any]:
    page = 500
    offset = 0
    while rows := engine.runtime.instances(limit=page, offset=offset):
        yield from rows
        offset += page


if __name__ == "__main__":
    main()
