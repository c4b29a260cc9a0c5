"""Names in models. Written by `python -m tidewheel constants`; do not edit."""

from typing import Final, Literal


class Process:
    """Ids of processes."""

    authentication: Final = "authentication"


ProcessName = Literal[
    "authentication",
]


class Node:
    """Ids of flow nodes."""

    END: Final = "END"
    NODE_1: Final = "NODE_1"
    NODE_2: Final = "NODE_2"
    NODE_3: Final = "NODE_3"
    NODE_4: Final = "NODE_4"
    START: Final = "START"
    XOR_dataSource: Final = "XOR_dataSource"
    XOR_result: Final = "XOR_result"


NodeName = Literal[
    "END",
    "NODE_1",
    "NODE_2",
    "NODE_3",
    "NODE_4",
    "START",
    "XOR_dataSource",
    "XOR_result",
]


class Variable:
    """Names of variables."""

    dataSource: Final = "dataSource"
    result: Final = "result"


VariableName = Literal[
    "dataSource",
    "result",
]
