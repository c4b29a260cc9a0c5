"""What can be seen of a running host, over HTTP: docs/monitoring.md."""

from monitor.server import Monitor

__all__ = ["Monitor"]
