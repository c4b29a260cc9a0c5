"""A durable host: processes that survive restarts, with their work, timers and messages, in a database.

    from tidewheel.host import Engine, SqliteStore

    with Engine(SqliteStore("orders.db")) as engine:
        engine.repository.deploy(xml)

        @engine.worker("ship")
        def ship(job):
            return {"parcel": send(job.variables["order"])}

        engine.runtime.start("order", business_key="17", variables={"order": 17})
        engine.run()

`AsyncEngine` is the same for asyncio. What business functions need of it is in `tidewheel.host.business`.
"""

from tidewheel.host.aio import AsyncEngine
from tidewheel.host.clock import Clock, FrozenClock, SystemClock
from tidewheel.host.engine import Engine, Limits
from tidewheel.host.errors import *  # noqa: F403
from tidewheel.host.errors import __all__ as _errors
from tidewheel.host.handlers import BpmnError, Job, JobFailure
from tidewheel.host.repository import Deployment
from tidewheel.host.rows import *  # noqa: F403
from tidewheel.host.rows import __all__ as _rows
from tidewheel.host.steps import Step
from tidewheel.host.store import Store, Transaction
from tidewheel.host.stores.postgres import PostgresStore
from tidewheel.host.stores.sharded import ShardedStore
from tidewheel.host.stores.sqlite import MemoryStore, SqliteStore
from tidewheel.host.tasks import Task

__all__ = [
    "AsyncEngine",
    "BpmnError",
    "Clock",
    "Deployment",
    "Engine",
    "FrozenClock",
    "Job",
    "JobFailure",
    "Limits",
    "MemoryStore",
    "PostgresStore",
    "ShardedStore",
    "SqliteStore",
    "Step",
    "Store",
    "SystemClock",
    "Task",
    "Transaction",
]
__all__ += _errors
__all__ += _rows
