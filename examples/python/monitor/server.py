"""Serves what can be seen of a running host, for reading only and for this machine only: docs/monitoring.md."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tidewheel import TidewheelError
from tidewheel.host import Engine

from monitor.answers import Refusal, answer
from monitor.page import file
from monitor.stream import stream

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Monitor:
    """Serves in a thread until the end of the block; with port 0 on any that is free.

    `page` is a folder with the built page, served at `/`.
    """

    def __init__(self, engine: Engine, *, port: int = 8787, page: Path | None = None) -> None:
        self.closed = threading.Event()

        class Handler(_Handler):
            monitor = self

        self.engine = engine
        self.page = page
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Monitor:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    monitor: Monitor
    origin: str | None = None

    def do_GET(self) -> None:
        self._try(self._respond)

    def __getattr__(self, name: str) -> Any:
        # The server asks for a method of this object by the name of the request's.
        if name.startswith("do_"):
            return lambda: self._try(self._read_only)
        raise AttributeError(name)

    def _try(self, respond: Callable[[], None]) -> None:
        try:
            self._admit()
            respond()
        except Refusal as refusal:
            self._refuse(refusal.status, refusal.code, str(refusal))
        except TidewheelError as error:
            self._refuse(404 if error.code.startswith("unknown") else 500, error.code, str(error))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _read_only(self) -> None:
        raise Refusal(405, "readOnly", "this is for reading only: use GET")

    def _respond(self) -> None:
        monitor = self.monitor
        url = urlsplit(self.path)
        found = None if monitor.page is None else file(monitor.page, url.path)
        if found is not None:
            return self._send(200, found.type, found.body)
        # Of several of one name the first counts.
        query = dict(reversed(parse_qsl(url.query, keep_blank_values=True)))

        def ask() -> dict[str, Any]:
            return answer(monitor.engine, url.path, query)

        if self.headers.get("accept") == "text/event-stream":
            return stream(self, ask, monitor.closed)
        return self._send_json(200, ask())

    def _admit(self) -> None:
        """Pages of this machine may ask. One from elsewhere could otherwise read all by the name of its own server."""
        # This object serves all requests of a connection.
        self.origin = None
        if not _loopback(f"http://{self.headers.get('host')}"):
            raise Refusal(403, "forbidden", "this is for callers on the same machine")
        origin = self.headers.get("origin")
        if origin is not None and not _loopback(origin):
            raise Refusal(403, "forbidden", "this is for pages of the same machine")
        self.origin = origin

    def end_headers(self) -> None:
        if self.origin is not None:
            self.send_header("access-control-allow-origin", self.origin)
            self.send_header("vary", "origin")
        if self.close_connection:
            self.send_header("connection", "close")
        super().end_headers()

    def _send_json(self, status: int, value: dict[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def _refuse(self, status: int, code: str, message: str) -> None:
        # What else was sent with it is not read.
        self.close_connection = True
        self._send_json(status, {"code": code, "message": message})

    def _send(self, status: int, type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", type)
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Who is looking is not news."""


def _loopback(origin: str) -> bool:
    try:
        return urlsplit(origin).hostname in LOOPBACK
    except ValueError:
        return False
