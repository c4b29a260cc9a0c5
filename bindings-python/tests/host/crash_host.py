"""A host that is there to be killed: python crash_host.py STORE SPEED BEGAN

STORE is a file of SQLite or a connection string of PostgreSQL. It works on the workspace process until it is
killed, on a clock that has run SPEED times as fast as others since BEGAN, in milliseconds since 1970. Its workers
fail now and then.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import Any

from tidewheel import Definition
from tidewheel.host import BpmnError, Engine, Job, PostgresStore, SqliteStore, Store

MODEL = Path(__file__).parents[3] / "examples" / "models" / "workspace-provisioning.bpmn"
EPOCH = 1_767_225_600_000


class FastClock:
    """A clock that runs faster than others, and that all processes agree on."""

    def __init__(self, speed: int, began: int) -> None:
        self._speed = speed
        self._began = began

    def now(self) -> int:
        """Milliseconds since 1970 UTC."""
        return EPOCH + (time.time_ns() // 1_000_000 - self._began) * self._speed


def engine_of(where: str, speed: int, began: int) -> Engine:
    """An engine on the store that a text names."""
    store: Store = PostgresStore(where) if "dbname=" in where else SqliteStore(where)
    return Engine(store, clock=FastClock(speed, began))


def work(job: Job) -> dict[str, Any]:
    """Does any job; an allocation is refused now and then, and tried again after a while."""
    if job.element != "allocate":
        return {}
    attempts = job.variables.get("attempts", 0) + 1
    if random.random() < 0.4:
        raise BpmnError("ALLOCATION_FAILED", variables={"attempts": attempts, "reason": "none is free"})
    return {"attempts": attempts, "workspace": {"id": "ws-1", "cpus": 4}}


def main(where: str, speed: int, began: int) -> None:
    xml = MODEL.read_text(encoding="utf-8")
    elements = Definition.parse(xml).elements
    tasks = [found["id"] for found in elements if found["type"] in ("serviceTask", "sendTask")]
    with engine_of(where, speed, began) as engine:
        engine.worker(*tasks, timeout=2.0 * speed)(work)
        print("open", flush=True)
        engine.run(threads=4, poll=0.05)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
