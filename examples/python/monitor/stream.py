"""An answer that is sent again whenever it has changed, as server-sent events."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

from tidewheel import TidewheelError

from monitor.answers import Refusal

POLL = 0.25
SILENCE = 15.0
"""What says nothing for long is taken for dead by what lies between."""


def stream(handler: BaseHTTPRequestHandler, ask: Callable[[], dict[str, Any]], closed: Event) -> None:
    """Sends until the other side leaves or `closed` is set."""
    value = ask()
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("cache-control", "no-store")
    # It has no length: its end is the end of the connection.
    handler.close_connection = True
    handler.end_headers()
    sent: str | None = None
    last = time.monotonic()
    while not closed.is_set():
        text = json.dumps({**value, "now": None})
        line = None
        if text != sent:
            line = f"data: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}\n\n"
        elif time.monotonic() - last > SILENCE:
            line = ": still here\n\n"
        if line is not None:
            handler.wfile.write(line.encode())
            last = time.monotonic()
        sent = text
        closed.wait(POLL)
        try:
            value = ask()
        except (Refusal, TidewheelError):
            # It has gone since; who opens the stream again is told why.
            return
