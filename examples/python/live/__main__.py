"""The workspace process on a durable host in SQLite, with workers that take a while and people who answer.

    python -m live [--database FILE] [--port PORT]

To be watched in the browser while it runs. It can be stopped and started again at any time, and run beside the
same example in Node on one file.
"""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tidewheel.host import Engine, SqliteStore

from live.people import live
from live.workers import register
from monitor import Monitor

EXAMPLES = Path(__file__).parents[2]
PAGE = EXAMPLES / "browser" / "dist"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m live", description="Runs workspaces to be watched.")
    parser.add_argument("--database", default="workspaces.db")
    parser.add_argument("--port", type=int, default=8787)
    arguments = parser.parse_args()

    page = PAGE if PAGE.exists() else None
    ended = threading.Event()
    with (
        Engine(SqliteStore(arguments.database)) as engine,
        Monitor(engine, port=arguments.port, page=page) as monitor,
    ):
        model = EXAMPLES / "models" / "workspace-provisioning.bpmn"
        engine.repository.deploy(model.read_text(encoding="utf-8"))
        register(engine)
        people = threading.Thread(target=live, args=(engine, ended))
        people.start()
        tell(arguments.database, monitor.address, page is not None)
        engine.run(grace=8)
        ended.set()
        people.join()


def tell(database: str, address: str, page: bool) -> None:
    print(f"The workspaces in {database}, with this host at {address}. Ctrl+C ends it; nothing is lost.")
    if page:
        print(f"Watch them: {address}/?host={address}", flush=True)
    else:
        print(
            "To watch them, build the page once (npm ci && npm run build in examples/browser)"
            " and start this again.",
            flush=True,
        )


main()
