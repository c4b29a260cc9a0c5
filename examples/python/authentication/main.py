"""Users prove who they are: business data and workflow in one database, each call one transaction.

    python main.py [DATABASE]

DATABASE is a file of SQLite, or a connection string of PostgreSQL; a file in a temporary folder if left out.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import service
from database import TABLE, database
from names import Process
from workflow import workflow

from tidewheel import TidewheelError
from tidewheel.host import Engine, PostgresStore, SqliteStore, Store

MODEL = Path(__file__).parents[2] / "models" / "authentication.bpmn"
STAMP = "v202611251200"
"""Changed when the model is; then the next start deploys a new version, and only then."""


def store_of(where: str) -> Store:
    return PostgresStore(where) if "://" in where or "dbname=" in where else SqliteStore(where)


def run(where: str) -> None:
    store = store_of(where)
    with Engine(store) as engine:
        engine.repository.deploy(MODEL.read_text(encoding="utf-8"), f"{Process.authentication}-{STAMP}")
        database.store = store
        database.execute(TABLE)
        workflow.bind(engine)

        # The documents are doubtful, so it goes back; the second time the registry is asked.
        service.apply(service.Application("a-1", "ann", "upload"))
        service.hand_in("a-1", "upload")
        service.look_at("a-1", "doubtful")
        service.hand_in("a-1", "registry")
        service.registry_answers("a-1", "genuine")
        service.confirm("a-1")

        service.apply(service.Application("a-2", "bob", "registry"))
        service.force_invalid("a-2")

        # What does not fit changes neither the business nor the process.
        service.apply(service.Application("a-3", "cid", "upload"))
        with contextlib.suppress(TidewheelError):
            service.confirm("a-3")
        with contextlib.suppress(Exception):
            service.apply(service.Application("a-3", "cid", "upload"))

        for uuid, user, source, state in database.execute("select * from authentication order by uuid"):
            (instance,) = engine.runtime.instances(business_key=uuid)
            entries = engine.history.entries(instance.id)
            flows = [entry.data["flow"] for entry in entries if entry.type == "flowTaken"]
            reasons = [entry.data["reason"] for entry in entries if "reason" in entry.data]
            print(f"{uuid} of {user} from {source}: {state}; the process is {instance.status}")
            print(f"  {' '.join([*flows, *reasons])}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            run(str(Path(folder) / "authentication.db"))
