"""Requests of state machines on a durable host: who may do what, and what many do at once."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from conftest import Make
from tidewheel import Listener, Person, RejectionError
from tidewheel.host import Engine, FrozenClock

MACHINE = json.dumps({
    "id": "leave",
    "name": "Leave of absence",
    "groups": [{"id": "staff", "members": ["ann", *(f"p{n}" for n in range(20))]}, {"id": "lead", "members": ["lea"]}],
    "actions": [
        {"id": "ask", "group": "staff", "target": "requester"},
        {"id": "approve", "group": "lead"},
        {"id": "comment", "group": "staff", "target": "stakeholders"},
    ],
    "states": [
        {"id": "draft", "type": "start"},
        {"id": "asked", "type": "normal", "activities": [{"id": "mail", "fields": {"days": "= days"}}]},
        {"id": "granted", "type": "complete"},
    ],
    "transitions": [
        {"id": "asks", "from": "draft", "to": "asked", "actions": ["ask"]},
        {"id": "grants", "from": "asked", "to": "granted", "actions": ["approve"]},
        {"id": "comments", "from": "asked", "to": "asked", "actions": ["comment"]},
    ],
    "timeout": "PT10M",
})
NOON = 1_700_000_000_000


def job(engine: Engine, request: str, user: str, action: str) -> int:
    """The job of an action that somebody may choose."""
    found = engine.runtime.actions(request, Person(user=user))["actions"]
    return next(one["job"] for one in found if one["action"] == action)


def act(engine: Engine, request: str, user: str, action: str, variables: dict[str, Any] | None = None) -> None:
    key = job(engine, request, user, action)
    engine.runtime.apply(request, {"type": "actionChosen", "job": key, "by": user})
    engine.runtime.apply(
        request, {"type": "actionCompleted", "job": key, "by": user, "variables": variables or {}}
    )


def test_a_request_goes_its_way_and_keeps_its_people(make: Make) -> None:
    clock = FrozenClock(NOON)
    told: list[Listener] = []
    with Engine(make(), clock=clock) as engine:
        engine.repository.deploy(MACHINE)
        engine.listener("mail")(lambda listener, _: told.append(listener))
        request = engine.runtime.start("leave", requester="ann", stakeholders=["p1"]).instance
        assert engine.runtime.actions(request, {"user": "p1"})["stakeholders"] == ["ann", "p1"]
        act(engine, request, "ann", "ask", {"days": 3})
        engine.settle()
        assert [(one["implementation"], one["fields"]) for one in told] == [("mail", {"days": 3})]
        tasks = engine.tasks.query(candidate_groups=["lead"])
        assert [task.element for task in tasks] == ["grants.approve"]
        with pytest.raises(RejectionError, match="is an action"):
            engine.tasks.complete(tasks[0])
        act(engine, request, "lea", "approve")
        found = engine.runtime.actions(request, {"user": "lea"})
        assert found["state"] == {"id": "granted", "name": "granted", "type": "complete"}
        assert engine.runtime.instance(request).status == "completed"
        assert engine.management.check(request) == []


def test_an_abandoned_choice_is_given_back_in_time(make: Make) -> None:
    clock = FrozenClock(NOON)
    with Engine(make(), clock=clock) as engine:
        engine.repository.deploy(MACHINE)
        request = engine.runtime.start("leave", requester="ann").instance
        key = job(engine, request, "ann", "ask")
        engine.runtime.apply(request, {"type": "actionChosen", "job": key, "by": "ann"})
        assert engine.runtime.actions(request, {"user": "ann"})["chosen"]["by"] == "ann"
        clock.advance(10 * 60_000)
        engine.settle()
        found = engine.runtime.actions(request, {"user": "ann"})
        assert "chosen" not in found
        assert [one["job"] for one in found["actions"]] == [key]


def test_of_many_who_choose_at_once_one_does(make: Make) -> None:
    with Engine(make(), clock=FrozenClock(NOON)) as engine:
        engine.repository.deploy(MACHINE)
        people = [f"p{n}" for n in range(20)]
        request = engine.runtime.start("leave", requester="ann", stakeholders=people).instance
        act(engine, request, "ann", "ask")
        key = job(engine, request, "p0", "comment")
        chosen: list[str] = []
        refused: list[str] = []

        def choose(user: str) -> None:
            try:
                engine.runtime.apply(request, {"type": "actionChosen", "job": key, "by": user})
                chosen.append(user)
            except RejectionError as error:
                refused.append(error.code)

        threads = [threading.Thread(target=choose, args=(user,)) for user in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(chosen) == 1
        assert refused == ["alreadyChosen"] * 19
        assert engine.runtime.actions(request, {"user": "p0"})["chosen"]["by"] == chosen[0]
