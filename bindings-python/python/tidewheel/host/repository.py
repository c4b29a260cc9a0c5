"""Deployments: which processes there are, in which versions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidewheel import Definition
from tidewheel.host.errors import (
    HostError,
    InvalidArgumentError,
    ShardFailedError,
    StaleRevisionError,
    StoreUnavailableError,
    UnknownDeploymentError,
)
from tidewheel.host.engine import ATTEMPTS, Raced
from tidewheel.host.rows import DeploymentRow, NewDeployment, ProcessRow, StartRow
from tidewheel.host.steps import check_id

if TYPE_CHECKING:
    from tidewheel._types import Diagnostic
    from tidewheel.host.engine import Engine
    from tidewheel.host.store import Store, Transaction

__all__ = ["Deployment", "Repository"]


@dataclass(frozen=True)
class Deployment:
    """What a deployment has come to."""

    id: str
    name: str
    new: bool
    """Whether this call has made it; else it was there."""
    versions: dict[str, int]
    """The version of each of its processes."""
    diagnostics: list[Diagnostic]
    """What was found in the model that does not keep it from running."""


class Repository:
    """Deploys models, and tells what has been deployed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def deploy(
        self,
        xml: str,
        name: str | None = None,
        *,
        lenient: bool | None = None,
        strict: bool | None = None,
    ) -> Deployment:
        """Deploys BPMN or a state machine to every store, as the next version of each of its processes.

        Where there is a deployment of that `name` already, it is what counts and nothing changes: a name
        such as `orders-v202611251200` makes a new version when its stamp is changed, and only then. Without
        a name, a model that is the same as the latest one changes nothing. Instances stay on the
        deployment that they were started on.

        Raises `ModelError` if the model cannot be run, `ShardFailedError` if one of several stores fails.
        """
        engine = self._engine
        options = {
            "lenient": engine.lenient if lenient is None else lenient,
            "strict": engine.strict if strict is None else strict,
        }
        if name is not None:
            check_id(engine, "the name of the deployment", name)
            known = self._known(name)
            if known is not None and known.xml is not None:
                xml, options = known.xml, known.options
        definition = Definition.parse(xml, **options)
        tags = {p["id"]: p.get("versionTag") for p in definition.processes if p["startable"]}
        processes = list(tags)
        if not processes:
            raise InvalidArgumentError("the model has no process that can be started")
        if name is None:
            name = self._name_of(xml, processes[0])
        row = DeploymentRow(
            id=name,
            name=name,
            fingerprint=definition.fingerprint,
            options=options,
            at=engine.clock.now(),
            xml=xml,
        )
        for attempt in range(ATTEMPTS):
            versions = self._versions(name, processes)
            try:
                new = self._store_all(definition, row, versions, tags)
                break
            except StaleRevisionError:
                if attempt == ATTEMPTS - 1:
                    raise
        engine.wake()
        return Deployment(name, name, new, versions, definition.diagnostics)

    def deployments(self, *, shard: str = "") -> list[DeploymentRow]:
        """All deployments, the oldest first, without their files."""
        with self._engine.store.shard_of(shard).transaction(write=False, together=True) as tx:
            return tx.deployments()

    def versions(self, process: str | None = None, *, shard: str = "") -> list[ProcessRow]:
        """All versions of a process, or of all of them, the oldest first."""
        with self._engine.store.shard_of(shard).transaction(write=False, together=True) as tx:
            return [row for row in tx.processes() if process in (None, row.process)]

    def xml(self, deployment: str, *, shard: str = "") -> str:
        """The file of a deployment as it was deployed: BPMN or a state machine."""
        with self._engine.store.shard_of(shard).transaction(write=False, together=True) as tx:
            row = tx.deployment(deployment)
        if row is None or row.xml is None:
            raise UnknownDeploymentError(f"there is no deployment `{deployment}`")
        return row.xml

    def definition(self, deployment: str, *, shard: str = "") -> Definition:
        """The definition of a deployment."""
        store = self._engine.store.shard_of(shard)
        with store.transaction(write=False, together=True) as tx:
            return self._engine.definition(tx, store, deployment)

    def _known(self, name: str) -> DeploymentRow | None:
        for store in self._engine.store.shards:
            with _named(store, self._engine), store.transaction(write=False, together=True) as tx:
                row = tx.deployment_named(name)
            if row is not None:
                return row
        return None

    def _name_of(self, xml: str, process: str) -> str:
        """That of the latest version if it is the same, else one that follows from the text."""
        engine = self._engine
        first = engine.store.shards[0]
        base = f"{process}-{hashlib.sha256(xml.encode()).hexdigest()[:12]}"
        with _named(first, engine), first.transaction(write=False, together=True) as tx:
            latest = tx.process(process)
            row = None if latest is None else tx.deployment(latest.deployment)
            if row is not None and row.xml == xml:
                return row.name
            name, n = base, 1
            while tx.deployment_named(name) is not None:
                n += 1
                name = f"{base}-{n}"
        return name

    def _versions(self, name: str, processes: list[str]) -> dict[str, int]:
        """The same number in every store: the one that is there under this name, else the next."""
        there: dict[str, int] = {}
        latest = dict.fromkeys(processes, 0)
        for store in self._engine.store.shards:
            with _named(store, self._engine), store.transaction(write=False, together=True) as tx:
                if tx.deployment_named(name) is not None:
                    there.update({p.process: p.version for p in tx.processes() if p.deployment == name})
                for process in processes:
                    row = tx.process(process)
                    latest[process] = max(latest[process], row.version if row else 0)
        return {process: there.get(process, latest[process] + 1) for process in processes}

    def _store_all(
        self,
        definition: Definition,
        row: DeploymentRow,
        versions: dict[str, int],
        tags: dict[str, str | None],
    ) -> bool:
        new = False
        for place, store in enumerate(self._engine.store.shards):
            # What a timer starts is started once, not once in every store.
            starts = _starts(definition, row, versions, timers=place == 0)
            processes = [
                ProcessRow(process, version, row.id, tags[process]) for process, version in versions.items()
            ]
            with _named(store, self._engine):
                made = self._store(store, NewDeployment(row, processes, starts))
            new = new or made
        return new

    def _store(self, store: Store, deployment: NewDeployment) -> bool:
        name = deployment.row.name

        def work(tx: Transaction) -> bool:
            if tx.deployment_named(name) is not None:
                return False
            self._engine.forget(store, deployment.row.id)
            if not tx.add_deployment(deployment) and tx.deployment_named(name) is None:
                raise Raced(f"another host deploys one of the processes of `{name}` at the same time")
            return True

        return self._engine.unit(store, work)


def _starts(
    definition: Definition, row: DeploymentRow, versions: dict[str, int], *, timers: bool
) -> list[StartRow]:
    starts = []
    for n, start in enumerate(definition.subscriptions(at=row.at)):
        if start["kind"] == "timer" and not timers:
            continue
        starts.append(
            StartRow(
                process=start["process"],
                n=n,
                kind=start["kind"],
                element=start["element"],
                deployment=row.id,
                version=versions[start["process"]],
                data=dict(start),
                name=start.get("name"),
                due=start.get("due"),
            )
        )
    return starts


class _named:
    """Says which of several stores has failed."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store = store
        self._one = len(engine.store.shards) == 1

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or self._one or not isinstance(error, Exception):
            return
        if isinstance(error, HostError) and not isinstance(error, StoreUnavailableError):
            return
        raise ShardFailedError(f"shard `{self._store.name}`: {error}", self._store.name) from error
