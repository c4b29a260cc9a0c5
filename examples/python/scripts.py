"""A host that evaluates what a model says in Python: conditions and other expressions, and scripts.

A model is code then: nothing here keeps it from doing what the program may do, and nothing stops a loop
that never ends. Run only models that you trust, or evaluate them in a process of their own without rights.
"""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidewheel import Event, Instance, Obligation


def evaluate(source: str, variables: dict[str, Any]) -> Any:
    """The value of a text in Python, with variables as its names.

    Of several statements the last one counts, where it is an expression.
    """
    names = dict(variables)
    body = ast.parse(source.strip()).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, type_ignores=[]), "<model>", "exec"), names)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), "<model>", "eval"), names)
    return json.loads(json.dumps(value))


def answer(found: Obligation, variables: dict[str, Any]) -> Event | None:
    """The event that answers an obligation; none where that is not for Python."""
    if found["type"] == "evaluation" and found["language"] == "python":
        key = found["key"]
        try:
            value = evaluate(found["source"], variables | found.get("variables", {}))
        except Exception as error:  # whatever the model does wrong is for its incident
            return {"type": "evaluationFailed", "evaluation": key, "message": repr(error)}
        return {"type": "evaluated", "evaluation": key, "value": value}
    if found["type"] == "job" and "script" in found and "python" in found.get("scriptFormat", "").lower():
        job = found["key"]
        try:
            value = evaluate(found["script"], variables)
        except Exception as error:
            return {"type": "jobFailed", "job": job, "message": repr(error)}
        result = found.get("resultVariable")
        return {"type": "jobCompleted", "job": job, "variables": {result: value} if result else {}}
    return None


def settle(instance: Instance, at: int) -> None:
    """Answers all that is for Python, until the instance waits for something else or has ended."""
    while True:
        for found in instance.obligations():
            event = answer(found, instance.variables(found["activation"]))
            if event is not None:
                instance.apply(event, at=at)
                break
        else:
            return
