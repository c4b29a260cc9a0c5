"""A BPMN 2.0 engine that is a pure function: events and the time in, the new state and effects out.

    definition = Definition.parse(xml)
    instance, outcome = Instance.start(definition, {"id": "order-17"}, at=now)
    outcome = instance.apply({"type": "jobCompleted", "job": 2}, at=now)

Data goes in and comes out as plain dicts; their types are in this module as well, for type checkers.
"""

from tidewheel._core import (
    Definition,
    Expression,
    Instance,
    Simulation,
    agrees,
    commit,
    duties,
    normalize,
    step,
    to_bpmn,
)
from tidewheel._errors import ExpressionError, LoadError, ModelError, RejectionError, TidewheelError
from tidewheel._types import *  # noqa: F403
from tidewheel._types import __all__ as _types

__all__ = [
    "Definition",
    "Expression",
    "ExpressionError",
    "Instance",
    "LoadError",
    "ModelError",
    "RejectionError",
    "Simulation",
    "TidewheelError",
    "agrees",
    "commit",
    "duties",
    "normalize",
    "step",
    "to_bpmn",
]
__all__ += _types
