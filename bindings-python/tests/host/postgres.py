"""A PostgreSQL of the tests' own: a cluster in a temporary folder, on a socket that lies there, too."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Cluster:
    """A running server."""

    def __init__(self, *, durable: bool = False) -> None:
        programs = _programs()
        if programs is None:
            raise FileNotFoundError("PostgreSQL is not installed: `cargo xtask doctor --fix` brings it")
        self.folder = Path(tempfile.mkdtemp(prefix="tidewheel-pg-"))
        self.user = "postgres"
        # The server refuses to run as root.
        self._as: dict[str, str] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self._as:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run(
            [
                programs / "initdb",
                "-D",
                self.folder / "data",
                "-U",
                self.user,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
            ]
        )
        settings = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"]
        if not durable:
            settings += ["-c", "fsync=off"]
        self._server = subprocess.Popen(
            [programs / "postgres", "-D", self.folder / "data", *settings],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as,  # type: ignore[call-overload]
        )
        ready: list[str | Path] = [programs / "pg_isready", "-h", self.folder, "-U", self.user, "-t", "1"]
        for _ in range(300):
            if subprocess.run(ready, stdout=subprocess.DEVNULL, check=False).returncode == 0:
                return
            try:
                self._server.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                pass
        self.close()
        raise RuntimeError("PostgreSQL does not start")

    def conninfo(self, schema: str = "public") -> str:
        """How to connect, with a schema of one's own."""
        return f"host={self.folder} user={self.user} dbname=postgres options='-c search_path={schema}'"

    def close(self) -> None:
        """Stops the server and removes all of it."""
        if self._server.poll() is None:
            # What asks it to end without waiting for those who are connected.
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, command: list[str | Path]) -> None:
        subprocess.run(
            command,
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as,  # type: ignore[call-overload]
        )


def _programs() -> Path | None:
    for folder in FOLDERS:
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    return None if found is None else Path(found).parent
