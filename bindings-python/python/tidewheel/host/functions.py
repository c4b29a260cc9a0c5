"""Functions of the application, called from threads: sync ones here, async ones in an event loop."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["Functions"]


class Functions:
    """Calls functions. Async ones run in the loop that was given, else in one of their own."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def use(self, loop: asyncio.AbstractEventLoop) -> None:
        """Lets async functions run in the application's loop."""
        self._loop = loop

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What the function returns."""
        result = function(*arguments)
        if not inspect.iscoroutine(result):
            return result
        return asyncio.run_coroutine_threadsafe(result, self._running()).result()

    def close(self) -> None:
        """Ends the loop of its own."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is not None and thread is not None:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._loop.run_forever, name="tidewheel-async", daemon=True
                )
                self._thread.start()
            return self._loop
