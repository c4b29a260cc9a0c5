"""Deployments: AI8, AI9, AI16."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Make
from models import AUTHENTICATION, BROKEN, PARTLY, TWO_TASKS
from tidewheel import ModelError, RejectionError
from tidewheel.host import (
    Engine,
    InvalidArgumentError,
    ShardedStore,
    ShardFailedError,
    SqliteStore,
    StoreUnavailableError,
    TooLargeError,
    UnknownDeploymentError,
    UnknownProcessError,
)

CHANGED = AUTHENTICATION.replace("Confirm", "Confirm it")


def test_ai8_a_name_is_deployed_once(engine: Engine) -> None:
    first = engine.repository.deploy(AUTHENTICATION, "authentication-v202611251200")
    assert (first.new, first.versions) == (True, {"authentication": 1})
    before = engine.repository.deployments(), engine.repository.versions()
    again = engine.repository.deploy(AUTHENTICATION, "authentication-v202611251200")
    assert (again.new, again.id, again.versions) == (False, first.id, first.versions)
    # The stamp says whether anything is new, not the text.
    assert not engine.repository.deploy(CHANGED, "authentication-v202611251200").new
    assert (engine.repository.deployments(), engine.repository.versions()) == before
    assert engine.repository.xml(first.id) == AUTHENTICATION


def test_ai8_start_up_deploys_once_in_every_shard(sharded: Engine) -> None:
    for _ in range(2):
        sharded.repository.deploy(AUTHENTICATION, "authentication-v1")
    for shard in sharded.store.shards:
        with shard.transaction() as tx:
            assert [(row.process, row.version) for row in tx.processes()] == [("authentication", 1)]


def test_ai9_a_changed_stamp_is_a_new_version_everywhere(sharded: Engine) -> None:
    sharded.repository.deploy(AUTHENTICATION, "authentication-v1")
    old = [sharded.runtime.start("authentication", shard=f"user-{n}") for n in range(6)]
    assert sharded.repository.deploy(CHANGED, "authentication-v2").versions == {"authentication": 2}
    new = [sharded.runtime.start("authentication", shard=f"user-{n}") for n in range(6)]
    assert {sharded.runtime.instance(step.instance).version for step in old} == {1}
    assert {sharded.runtime.instance(step.instance).version for step in new} == {2}
    task = sharded.tasks.query(instance=old[0].instance)[0]
    sharded.tasks.complete(task)
    assert sharded.runtime.instance(old[0].instance).deployment == "authentication-v1"
    assert sharded.runtime.start("authentication", version=1, shard="x").revision == 1


def test_ai9_the_shard_that_fails_is_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    stores = {name: make() for name in ("red", "green", "blue")}
    with Engine(ShardedStore(stores)) as engine:

        def fails(**_: object) -> None:
            raise StoreUnavailableError("it is away")

        with monkeypatch.context() as patch:
            patch.setattr(stores["green"], "begin", fails)
            with pytest.raises(ShardFailedError, match="green") as caught:
                engine.repository.deploy(AUTHENTICATION, "authentication-v1")
            assert (caught.value.code, caught.value.shard) == ("shardFailed", "green")
        # The next start-up brings all of them to the same.
        assert engine.repository.deploy(AUTHENTICATION, "authentication-v1").versions == {"authentication": 1}
        assert len(engine.repository.versions(shard="x")) == 1


def test_ai9_opening_names_the_shard_that_fails(make: Make, tmp_path: Path) -> None:
    stores = {"red": make(), "green": SqliteStore(tmp_path / "nowhere" / "at all.db")}
    engine = Engine(ShardedStore(stores))
    with pytest.raises(ShardFailedError, match="green") as caught:
        engine.open()
    assert caught.value.shard == "green"


def test_ai16_a_lenient_deployment_tells_what_does_not_run(engine: Engine) -> None:
    with pytest.raises(ModelError):
        engine.repository.deploy(PARTLY)
    assert engine.repository.deployments() == []
    deployed = engine.repository.deploy(PARTLY, lenient=True)
    assert [found["severity"] for found in deployed.diagnostics] == ["error"]
    assert deployed.versions == {"good": 1}
    engine.runtime.start("good")
    with pytest.raises(UnknownProcessError):
        engine.runtime.start("bad")


def test_without_a_name_the_same_model_is_no_new_version(engine: Engine) -> None:
    names = [engine.repository.deploy(model).name for model in (AUTHENTICATION, AUTHENTICATION, CHANGED)]
    assert names[0] == names[1] != names[2]
    # Going back to what was before is a change, too.
    back = engine.repository.deploy(AUTHENTICATION)
    assert (back.new, back.versions) == (True, {"authentication": 3})
    assert [row.version for row in engine.repository.versions("authentication")] == [1, 2, 3]


def test_versions_have_tags(engine: Engine) -> None:
    engine.repository.deploy(AUTHENTICATION)
    engine.repository.deploy(AUTHENTICATION.replace("v202611251200", "v202612010900"))
    start = engine.runtime.start("authentication", version_tag="v202611251200")
    assert engine.runtime.instance(start.instance).version == 1
    with pytest.raises(UnknownProcessError):
        engine.runtime.start("authentication", version_tag="v1")
    with pytest.raises(UnknownProcessError):
        engine.runtime.start("authentication", version=3)


@pytest.mark.parametrize("model", [BROKEN, "", "no model", "<a/>"])
def test_what_is_no_model_changes_nothing(engine: Engine, model: str) -> None:
    with pytest.raises(ModelError) as caught:
        engine.repository.deploy(model)
    assert caught.value.code == "invalidModel"
    assert engine.repository.deployments() == []


def test_what_cannot_be_deployed_changes_nothing(engine: Engine) -> None:
    for wrong, name, kind in (
        (TWO_TASKS, "", InvalidArgumentError),
        (TWO_TASKS, "n" * 256, TooLargeError),
    ):
        with pytest.raises(kind):
            engine.repository.deploy(wrong, name)
    assert engine.repository.deployments() == []
    with pytest.raises(UnknownDeploymentError) as caught:
        engine.repository.xml("unknown")
    assert caught.value.code == "unknownDeployment"


def test_a_deployment_shows_what_it_holds(engine: Engine) -> None:
    deployed = engine.repository.deploy(TWO_TASKS, "orders-v1")
    definition = engine.repository.definition(deployed.id)
    assert [element["id"] for element in definition.elements] == ["begin", "pay", "ship", "end"]
    with pytest.raises(RejectionError):
        engine.runtime.start("order", element="nowhere")
    assert engine.runtime.instances() == []
