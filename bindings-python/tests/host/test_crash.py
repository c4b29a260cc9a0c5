"""A host may be killed anywhere: what it was about goes on where it was, and nothing happens twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import on_postgres
from crash_host import MODEL, engine_of
from postgres import Cluster

SPEED = 1000
KILLS = 12
INSTANCES = 40


def test_of_two_hosts_one_goes_on_alone(cluster: Cluster) -> None:
    where = on_postgres(cluster)._conninfo
    began = time.time_ns() // 1_000_000
    program = [sys.executable, str(Path(__file__).parent / "crash_host.py"), where, str(SPEED), str(began)]
    variables = {"requester": "mei.lin@example.com", "size": "medium"}
    with engine_of(where, SPEED, began) as engine:
        engine.repository.deploy(MODEL.read_text(encoding="utf-8"), "workspace-v1")
        hosts = [subprocess.Popen(program, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        try:
            for host in hosts:
                assert host.stdout is not None and host.stdout.readline() == "open\n"
            for n in range(INSTANCES):
                engine.runtime.start("workspace-provisioning", business_key=f"b{n}", variables=variables)
                engine.tasks.complete_at(f"b{n}", "request-workspace")
                if n == INSTANCES // 2:
                    hosts[0].kill()
            end = time.monotonic() + 60
            while engine.runtime.instances(statuses=("active",), limit=1):
                assert time.monotonic() < end, "some instances do not end"
                time.sleep(0.1)
        finally:
            for host in hosts:
                host.kill()
                host.communicate()
        assert all(engine.management.check(row.id) == [] for row in engine.runtime.instances())
        assert (engine.management.obligations(), engine.management.undelivered()) == ([], [])


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_host_that_is_killed_loses_nothing(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    where = str(tmp_path / "crash.db")
    if kind == "postgres":
        cluster: Cluster = request.getfixturevalue("cluster")
        where = on_postgres(cluster)._conninfo
    began = time.time_ns() // 1_000_000
    program = [sys.executable, str(Path(__file__).parent / "crash_host.py"), where, str(SPEED), str(began)]
    variables = {"requester": "mei.lin@example.com", "size": "medium"}
    with engine_of(where, SPEED, began) as engine:
        process = engine.repository.deploy(MODEL.read_text(encoding="utf-8"), "workspace-v1").versions
        for n in range(INSTANCES):
            engine.runtime.start(next(iter(process)), id=f"i{n}", business_key=f"b{n}", variables=variables)
            engine.tasks.complete_at(f"b{n}", "request-workspace", event_id="requested")
        for n in range(KILLS + 1):
            with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as host:
                try:
                    assert host.stdout is not None and host.stdout.readline() == "open\n"
                    if n < KILLS:
                        time.sleep(random.uniform(0.02, 0.3))
                    else:
                        end = time.monotonic() + 60
                        while engine.runtime.instances(statuses=("active",), limit=1):
                            assert time.monotonic() < end, "some instances do not end"
                            time.sleep(0.1)
                finally:
                    host.kill()
        engine.settle()
        rows = engine.runtime.instances()
        assert len(rows) == INSTANCES
        assert {row.status for row in rows} <= {"completed", "terminated"}
        assert (engine.management.obligations(), engine.management.undelivered()) == ([], [])
        for row in rows:
            assert engine.management.check(row.id) == []
            ids = [event.id for event in engine.history.events(row.id)]
            assert len(ids) == len(set(ids)) == row.revision
