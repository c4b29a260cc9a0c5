"""How many steps per second the durable host makes.

    python durable.py [--seconds N] [--concurrency N] [--check] [STORE ...]

A store is `memory`, `sqlite` or `postgres`; all of them if none is named. A process of two tasks is started and
its tasks are completed, one step after the other, each step a transaction that is on the disk when it ends; there
are 16 writers at a time, each with instances of its own, or as many as `--concurrency` says. Beside it, in turns,
runs a bare loop: the same statements with the same rows by the driver alone, without an engine. What counts is
the ratio of the two, as disks differ.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tidewheel
from tidewheel.host import Engine, MemoryStore, PostgresStore, SqliteStore, Store
from tidewheel.host.sql import dialect
from tidewheel.host.stores.sqlite import ADD_ROWS

sys.path.insert(0, str(Path(__file__).parents[2] / "bindings-python" / "tests" / "host"))
from postgres import Cluster

ROUNDS = 5
GOALS = {"sqlite": 2000, "postgres": 1500}
RATIO = 0.5

MODEL = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench">
  <process id="order" isExecutable="true">
    <startEvent id="placed"/><userTask id="pay"/><userTask id="ship"/><endEvent id="done"/>
    <sequenceFlow id="a" sourceRef="placed" targetRef="pay"/><sequenceFlow id="b" sourceRef="pay" targetRef="ship"/>
    <sequenceFlow id="c" sourceRef="ship" targetRef="done"/>
  </process></definitions>"""
VARIABLES = {"total": 120, "customer": "c-17", "lines": [1, 2, 3]}
STEPS = 3


def by_engine(engine: Engine) -> Callable[[str], None]:
    """One instance from its start to its end, by the services."""

    def one(id: str) -> None:
        engine.runtime.start("order", id=id, business_key=id, variables=VARIABLES)
        key = FIRST
        for _ in range(2):
            engine.runtime.apply(id, {"type": "jobCompleted", "job": key, "variables": {"done": True}})
            key = SECOND

    return one


def documents() -> tuple[list[tuple[str, str]], int, int]:
    """What the engine makes of these steps, and the keys of the two jobs."""
    definition = tidewheel.Definition.parse(MODEL)
    start = json.dumps({"id": "ID", "businessKey": "ID", "process": "order", "variables": VARIABLES})
    made = tidewheel.commit(definition, None, start, at=1_767_225_600_000)
    found, keys = [(made, start)], []
    for _ in range(2):
        keys.append(json.loads(made)["opened"][0]["key"])
        event = json.dumps({"type": "jobCompleted", "job": keys[-1], "variables": {"done": True}})
        made = tidewheel.commit(definition, json.loads(made)["snapshot"], event, at=1_767_225_600_000)
        found.append((made, event))
    return found, keys[0], keys[1]


DOCUMENTS, FIRST, SECOND = documents()


def rows(id: str) -> Iterator[dict[str, Any]]:
    for n, (commit, event) in enumerate(DOCUMENTS):
        yield {
            "id": id,
            "commit": commit.replace("ID", id),
            "event": event.replace("ID", id),
            "event_id": f"#{n + 1}",
            "deployment": "d" if n == 0 else None,
            "version": 1 if n == 0 else None,
            "caller": None,
            "caller_key": None,
        }


def bare_sqlite(store: SqliteStore) -> Callable[[str], None]:
    statements = dialect("sqlite").statements
    turn = threading.Lock()
    connection = store._connection
    assert connection is not None

    def one(id: str) -> None:
        for n, parameters in enumerate(rows(id)):
            with turn:
                connection.execute("begin immediate")
                if n:
                    connection.execute(statements["instance"][0], parameters).fetchall()
                connection.execute(statements["save_instance" if n else "begin_instance"][0], parameters)
                for text, needed in ADD_ROWS:
                    if needed(parameters["commit"]):
                        connection.execute(text, parameters)
                connection.execute("commit")

    return one


def bare_postgres(store: PostgresStore) -> Callable[[str], None]:
    statements = dialect("postgres").statements
    own = threading.local()

    def one(id: str) -> None:
        if not hasattr(own, "connection"):
            own.connection = store._connect()
        connection = own.connection
        for n, parameters in enumerate(rows(id)):
            if n:
                connection.execute(statements["instance"][0].encode(), parameters, prepare=True).fetchall()
            connection.execute(statements["commit"][0].encode(), parameters, prepare=True)
            connection.commit()

    return one


@contextmanager
def store_of(kind: str) -> Iterator[tuple[Store, Callable[[Any], Callable[[str], None]]]]:
    folder = Path(tempfile.mkdtemp(prefix="tidewheel-bench-", dir=os.environ.get("TIDEWHEEL_BENCH")))
    cluster = None
    try:
        if kind == "postgres":
            cluster = Cluster(durable=True)
            yield PostgresStore(cluster.conninfo(), size=32), bare_postgres
        elif kind == "sqlite":
            yield SqliteStore(folder / "bench.db"), bare_sqlite
        else:
            yield MemoryStore(), bare_sqlite
    finally:
        if cluster is not None:
            cluster.close()
        shutil.rmtree(folder, ignore_errors=True)


def rate(one: Callable[[str], None], prefix: str, seconds: float, threads: int) -> float:
    """Steps per second of the clock."""
    counts = [0] * threads
    end = time.perf_counter() + seconds

    def work(place: int) -> None:
        while time.perf_counter() < end:
            # Ids that grow, as the engine makes them.
            one(f"{time.time_ns() // 1_000_000:012x}-{prefix}-{place}-{counts[place]}")
            counts[place] += 1

    before = time.perf_counter()
    workers = [threading.Thread(target=work, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return STEPS * sum(counts) / (time.perf_counter() - before)


def measure(kind: str, seconds: float, threads: int) -> tuple[float, float, float]:
    """Steps per second by the engine and by the bare loop, and the ratio: medians of rounds in turns."""
    found = []
    with store_of(kind) as (store, bare_of), Engine(store) as engine:
        engine.repository.deploy(MODEL)
        engined, bare = by_engine(engine), bare_of(store)
        rate(engined, "w", seconds / 2, threads)
        rate(bare, "v", seconds / 2, threads)
        for n in range(ROUNDS):
            by = rate(engined, f"e{n}", seconds, threads)
            found.append((by, rate(bare, f"b{n}", seconds, threads)))
    ratios = [by / alone for by, alone in found]
    return (
        statistics.median(by for by, _ in found),
        statistics.median(alone for _, alone in found),
        statistics.median(ratios),
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the durable host.")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long a round takes")
    parser.add_argument("--concurrency", type=int, default=16, help="writers at a time")
    parser.add_argument("--check", action="store_true", help="fail where a goal is missed")
    parser.add_argument("store", nargs="*", default=["memory", "sqlite", "postgres"])
    options = parser.parse_args()
    missed = 0
    for kind in options.store:
        by, alone, ratio = measure(kind, options.seconds, options.concurrency)
        ok = kind not in GOALS or (ratio >= RATIO and by >= GOALS[kind])
        missed += not ok
        print(
            f"{kind:9} {by:7.0f} steps/s  bare loop {alone:7.0f}  ratio {ratio:.2f}{'' if ok else '  MISSED'}"
        )
    return 1 if missed and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
