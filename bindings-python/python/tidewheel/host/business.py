"""Business functions that start, complete and cancel processes without knowing the engine.

A module of the application has a `Workflow`; business functions are decorated with its operations, or wrapped
from outside; where the application starts, it is bound to an engine:

    workflow = Workflow()

    @workflow.start("auth", biz_id="#req.uuid", assignee="#req.user_id", variables={"source": "#req.source"})
    @workflow.complete(node="NODE_1")
    def apply(req): ...

    workflow.bind(engine)

The function and its operations are one unit: a transaction of the engine's store, or the one that is open. All
values are taken from the arguments first; then the function runs; then the operations, in the order in which they
are written. If any of this raises, nothing is stored. A function without its decorators is as it was.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

from tidewheel.host import values
from tidewheel.host.aio import AsyncEngine
from tidewheel.host.engine import Engine
from tidewheel.host.errors import InvalidArgumentError, NotBoundError

__all__ = ["Operation", "Workflow"]

F = TypeVar("F", bound=Callable[..., Any])

UNIT = "__tidewheel_unit__"


@dataclass(frozen=True)
class Operation:
    """One operation as it is declared. Its values may be paths, maps, functions or plain: see `values.value`."""

    kind: Literal["start", "complete", "cancel"]
    process: str | None = None
    """Of a start: the id of the process."""
    node: Any = "END"
    """Of a completion: the id of the user task."""
    assignee: Any = ""
    """Of a start: who gets the user tasks that it opens and that are nobody's. Of a completion: whose the task is."""
    biz_id: Any = ""
    """The business key; left out, that of the first operation of the function that has one."""
    variables: Any = None
    """Variables of the process."""
    cancel_reason: Any = ""
    """Of a cancellation: why, for the history."""
    shard: Any = ""
    """The shard key, which a sharded store needs."""


@dataclass(frozen=True)
class _Valued:
    """An operation with its values."""

    operation: Operation
    biz_id: str
    node: str
    assignee: str | None
    variables: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class _Unit:
    """A business function with all its operations."""

    function: Callable[..., Any]
    operations: tuple[Operation, ...]
    wrapper: Callable[..., Any] | None = None


class Workflow:
    """Operations for business functions, and the engine that carries them out."""

    def __init__(self, engine: Engine | AsyncEngine | None = None) -> None:
        self._engine = engine

    def bind(self, engine: Engine | AsyncEngine | None) -> None:
        """Says which engine carries the operations out."""
        self._engine = engine

    def start(
        self,
        process: str,
        *,
        biz_id: Any = "",
        assignee: Any = "",
        variables: Any = None,
        shard: Any = "",
    ) -> Callable[[F], F]:
        """START: starts a process under a business key."""
        return self.does(
            Operation("start", process, biz_id=biz_id, assignee=assignee, variables=variables, shard=shard)
        )

    def complete(
        self,
        *,
        node: Any = "END",
        biz_id: Any = "",
        assignee: Any = "",
        variables: Any = None,
        shard: Any = "",
    ) -> Callable[[F], F]:
        """COMPLETE: completes the one open task at a node; `NoTaskError`, `SeveralTasksError`."""
        return self.does(
            Operation(
                "complete", node=node, biz_id=biz_id, assignee=assignee, variables=variables, shard=shard
            )
        )

    def cancel(
        self, *, cancel_reason: Any = "", biz_id: Any = "", assignee: Any = "", shard: Any = ""
    ) -> Callable[[F], F]:
        """CANCEL: ends the running instance of a business key; the reason is in its history."""
        return self.does(
            Operation("cancel", biz_id=biz_id, assignee=assignee, cancel_reason=cancel_reason, shard=shard)
        )

    def does(self, *operations: Operation) -> Callable[[F], F]:
        """A decorator of these operations; it may be used as a wrapper, too, from outside of a module."""

        def decorate(function: F) -> F:
            unit: _Unit | None = getattr(function, UNIT, None)
            # Another decorator in between carries the mark on, and must not be lost.
            if unit is None or unit.wrapper is not function:
                unit = _Unit(function, ())
            return cast("F", self._wrap(unit.function, (*operations, *unit.operations)))

        return decorate

    def _wrap(self, function: Callable[..., Any], operations: tuple[Operation, ...]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def run_async(*positional: Any, **named: Any) -> Any:
                engine = self._engine
                if not isinstance(engine, AsyncEngine):
                    raise NotBoundError(
                        f"`{function.__qualname__}` is async: bind an `AsyncEngine` to its workflow"
                    )
                shard, wanted = _values(engine.engine, function, operations, positional, named)
                async with engine.transaction(shard):
                    result = await function(*positional, **named)
                    await engine.call(lambda: _carry_out(engine.engine, shard, wanted))
                return result

            setattr(run_async, UNIT, _Unit(function, operations, run_async))
            return run_async

        @functools.wraps(function)
        def run(*positional: Any, **named: Any) -> Any:
            engine = self._engine.engine if isinstance(self._engine, AsyncEngine) else self._engine
            if engine is None:
                raise NotBoundError(f"no engine is bound to the workflow of `{function.__qualname__}`")
            shard, wanted = _values(engine, function, operations, positional, named)
            with engine.transaction(shard):
                result = function(*positional, **named)
                _carry_out(engine, shard, wanted)
            return result

        setattr(run, UNIT, _Unit(function, operations, run))
        return run


def _values(
    engine: Engine,
    function: Callable[..., Any],
    operations: tuple[Operation, ...],
    positional: tuple[Any, ...],
    named: dict[str, Any],
) -> tuple[str, list[_Valued]]:
    """The shard that all is in, and the operations with their values; nothing has changed yet."""
    arguments = values.arguments_of(function, positional, named)
    keys = [values.text("`biz_id`", operation.biz_id, arguments) for operation in operations]
    shards = {values.text("`shard`", operation.shard, arguments) for operation in operations} - {None}
    if len(shards) > 1:
        raise InvalidArgumentError("the operations of one function belong to several shards")
    shard = next(iter(shards), None)
    if shard is None and len(engine.store.shards) > 1:
        raise InvalidArgumentError(
            "the store is sharded, and no operation says by `shard` what it belongs to"
        )
    common = next((key for key in keys if key is not None), None)
    wanted = []
    for operation, key in zip(operations, keys):
        biz_id = common if key is None else key
        if biz_id is None:
            raise InvalidArgumentError(f"no operation of `{function.__qualname__}` has a `biz_id`")
        variables = values.value(operation.variables, arguments)
        if variables is not None and not isinstance(variables, Mapping):
            raise InvalidArgumentError(f"`variables` are to be a map, and `{operation.variables}` gives none")
        wanted.append(
            _Valued(
                operation,
                biz_id,
                values.text("`node`", operation.node, arguments) or "END",
                values.text("`assignee`", operation.assignee, arguments),
                dict(variables or {}),
                values.text("`cancel_reason`", operation.cancel_reason, arguments) or "",
            )
        )
    return shard or "", wanted


def _carry_out(engine: Engine, shard: str, wanted: list[_Valued]) -> None:
    for one in wanted:
        KINDS[one.operation.kind](engine, shard, one)


def _start(engine: Engine, shard: str, one: _Valued) -> None:
    step = engine.runtime.start(
        one.operation.process or "", business_key=one.biz_id, variables=one.variables, shard=shard or None
    )
    if one.assignee is not None:
        for task in engine.tasks.query(instance=step.instance, unassigned=True):
            engine.tasks.claim(task, one.assignee)


def _complete(engine: Engine, shard: str, one: _Valued) -> None:
    engine.tasks.complete_at(one.biz_id, one.node, one.assignee, one.variables, shard=shard or None)


def _cancel(engine: Engine, shard: str, one: _Valued) -> None:
    instance = engine.runtime.running(one.biz_id, shard=shard or None)
    engine.runtime.cancel(instance.id, one.reason)


KINDS: dict[str, Callable[[Engine, str, _Valued], None]] = {
    "start": _start,
    "complete": _complete,
    "cancel": _cancel,
}
