"""The people around the workspace process: they ask for workspaces, say what these are for, help where one is stuck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event

from tidewheel.host import Engine, HostError

from live.stories import number_of

PROCESS = "workspace-provisioning"
PEOPLE = ("amara", "jonas", "mei")
PURPOSES = ("data migration", "quarterly report", "training course", "load test")
SIZES = ("small", "medium", "large")

# How long people take, in milliseconds.
NOTICE = 3000
ANSWER = 8000
REPAIR = 20_000
BETWEEN = 10_000
MOST_AT_A_TIME = 8


def live(engine: Engine, ended: Event) -> None:
    """Goes on until the event."""
    wish = _wisher()
    while not ended.wait(0.5):
        for act in (wish, _answer_requests, _repair):
            # Another host on the same database may have been faster.
            with suppress(HostError):
                act(engine)


def _wisher() -> Callable[[Engine], None]:
    """Somebody wants a workspace every now and then: three at once where there are none."""
    next_wish = 0

    def wish(engine: Engine) -> None:
        nonlocal next_wish
        if engine.clock.now() < next_wish:
            return
        next_wish = engine.clock.now() + BETWEEN
        running = len(engine.runtime.instances(process=PROCESS, statuses=["active"]))
        if running >= MOST_AT_A_TIME:
            return
        for _ in range(3 if running == 0 else 1):
            _want(engine)

    return wish


def _want(engine: Engine) -> None:
    latest = engine.runtime.instances(process=PROCESS, newest=True, limit=1)
    number = number_of(latest[0].business_key) + 1 if latest else 1
    # Two hosts that come upon the same number start the same instance, of which there is one.
    engine.runtime.start(
        PROCESS,
        id=f"workspace-{number}",
        business_key=f"workspace-{number}",
        variables={"requester": _of(PEOPLE, number), "size": _of(SIZES, number)},
    )


def _answer_requests(engine: Engine) -> None:
    for task in engine.tasks.query(process=PROCESS, node="request-workspace"):
        waited = engine.clock.now() - task.opened
        number = number_of(task.business_key)
        if task.assignee is None and waited > NOTICE:
            engine.tasks.claim(task, _of(PEOPLE, number))
        if waited > ANSWER:
            engine.tasks.complete(task, {"purpose": _of(PURPOSES, number)})


def _repair(engine: Engine) -> None:
    """An operator takes another template where the first is broken, and has it tried again."""
    for incident in engine.management.incidents(process=PROCESS):
        if engine.clock.now() - incident.opened < REPAIR:
            continue
        engine.runtime.set_variables(incident.instance, {"template": "v2"})
        engine.management.resolve(incident.instance, incident.key)


def _of(names: Sequence[str], number: int) -> str:
    return names[number % len(names)]
