"""The Python interface; also checked by mypy, so that the types hold for what users write."""

from __future__ import annotations

import copy
import json
import pickle
import threading

import pytest

import tidewheel
from tidewheel import (
    Definition,
    Event,
    Expression,
    ExpressionError,
    Instance,
    LoadError,
    ModelError,
    Outcome,
    RejectionError,
    Scenario,
    Simulation,
    TidewheelError,
    Variables,
)

AT = 1_700_000_000_000


def model(body: str) -> str:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">'
        f'<process id="order" isExecutable="true">{body}</process></definitions>'
    )


TASKS = model(
    '<startEvent id="begin"/><userTask id="pay"/><serviceTask id="ship"/><endEvent id="end"/>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="pay"/>'
    '<sequenceFlow id="f2" sourceRef="pay" targetRef="ship"/>'
    '<sequenceFlow id="f3" sourceRef="ship" targetRef="end"/>'
)

TIMER = model(
    '<startEvent id="begin"/><intermediateCatchEvent id="wait"><timerEventDefinition>'
    "<timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>"
    '<endEvent id="end"/><sequenceFlow id="f1" sourceRef="begin" targetRef="wait"/>'
    '<sequenceFlow id="f2" sourceRef="wait" targetRef="end"/>'
)


def start(xml: str = TASKS, variables: Variables | None = None) -> tuple[Instance, Outcome]:
    return Instance.start(Definition.parse(xml), {"id": "one", "variables": variables or {}}, at=AT)


def job_of(outcome: Outcome) -> int:
    for effect in outcome["effects"]:
        if effect["type"] == "openJob":
            return effect["key"]
    raise AssertionError("no job was opened")


def test_a_definition_says_what_is_in_it() -> None:
    definition = Definition.parse(TASKS)
    assert definition.processes == [{"id": "order", "executable": True, "startable": True}]
    types = [element["type"] for element in definition.elements]
    assert types == ["startEvent", "userTask", "serviceTask", "endEvent"]
    assert len(definition.fingerprint) == 16
    assert repr(definition) == f'<Definition {definition.fingerprint} of "order">'


def test_an_instance_runs_to_its_end() -> None:
    instance, outcome = start(variables={"total": 120})
    assert (instance.id, instance.status) == ("one", "active")
    assert repr(instance) == '<Instance "one" active>'
    assert [activation["element"] for activation in instance.active()] == ["order", "pay"]
    assert [(open_["type"], open_["key"]) for open_ in instance.obligations()] == [("job", job_of(outcome))]
    paid: Event = {"type": "jobCompleted", "job": job_of(outcome), "variables": {"paid": True}}
    outcome = instance.apply(paid, at=AT)
    assert instance.variables() == {"paid": True, "total": 120}
    outcome = instance.apply({"type": "jobCompleted", "job": job_of(outcome)}, at=AT + 5)
    assert outcome["at"] == AT + 5
    assert outcome["effects"][-1] == {
        "type": "finished",
        "status": "completed",
        "variables": {"paid": True, "total": 120},
    }
    assert instance.status == "completed"
    assert instance.next_due() is None


def test_a_timer_says_when_it_is_due() -> None:
    instance, _ = start(TIMER)
    assert instance.next_due() == AT + 3_600_000
    assert instance.apply({"type": "tick"}, at=AT + 3_600_000)["status"] == "completed"


@pytest.mark.parametrize(
    ("event", "code", "at"),
    [
        ({"type": "jobCompleted", "job": 99}, "unknownKey", AT),
        ({"type": "nonsense"}, "invalidEvent", AT),
        ({"type": "signal"}, "invalidEvent", AT),
        (None, "invalidEvent", AT),
        ({"type": "setVariables", "variables": {"large": 2**60}}, "invalidEvent", AT),
        ({"type": "tick"}, "invalidTime", 2**60),
    ],
)
def test_a_rejected_event_is_an_error_with_a_code(event: Event, code: str, at: int) -> None:
    instance, _ = start()
    before = instance.save()
    with pytest.raises(RejectionError) as caught:
        instance.apply(event, at=at)
    assert caught.value.code == code
    assert isinstance(caught.value, TidewheelError) and isinstance(caught.value, ValueError)
    assert instance.save() == before


def test_a_batch_stops_at_the_first_event_that_does_not_fit() -> None:
    instance, outcome = start()
    job = job_of(outcome)
    with pytest.raises(RejectionError) as caught:
        instance.apply_all([{"type": "jobCompleted", "job": job}, {"type": "jobCompleted", "job": job}], at=AT)
    assert caught.value.index == 1
    assert caught.value.outcomes is not None
    assert caught.value.outcomes[0]["effects"][0]["type"] == "closeJob"
    [open_] = instance.obligations()
    outcomes = instance.apply_all([{"type": "tick"}, {"type": "jobCompleted", "job": open_["key"]}], at=AT)
    assert (len(outcomes), instance.status) == (2, "completed")


def test_a_model_that_cannot_run_is_an_error_with_its_diagnostics() -> None:
    with pytest.raises(ModelError, match=r"^line \d+: ") as caught:
        Definition.parse("<a/>")
    assert caught.value.code == "invalidModel"
    assert any(found["severity"] == "error" for found in caught.value.diagnostics)


def test_a_snapshot_loads_into_the_same_state_and_only_for_its_own_definition() -> None:
    variables = {"list": [1, 2.5, "x", None, {"deep": True}]}
    instance, _ = start(variables=variables)
    text = instance.save()
    definition = Definition.parse(TASKS)
    loaded = Instance.load(definition, text)
    assert loaded.save() == text
    assert loaded.variables() == variables
    with pytest.raises(LoadError) as invalid:
        Instance.load(definition, "no")
    assert invalid.value.code == "invalidSnapshot"
    with pytest.raises(LoadError) as changed:
        Instance.load(Definition.parse(TIMER), text)
    assert changed.value.code == "definitionChanged"


def test_the_pure_form_gives_what_applying_gives() -> None:
    instance, outcome = start()
    event: Event = {"type": "jobCompleted", "job": job_of(outcome), "variables": {"a": 1}}
    before = instance.save()
    after, pure = tidewheel.step(Definition.parse(TASKS), before, event, at=AT)
    assert pure == instance.apply(event, at=AT)
    assert after == instance.save()


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, Instance.clone])
def test_a_copy_is_independent(copied: object) -> None:
    assert callable(copied)
    instance, outcome = start()
    other = copied(instance)
    other.apply({"type": "jobCompleted", "job": job_of(outcome)}, at=AT)
    assert instance.obligations()[0]["element"] == "pay"
    assert other.obligations()[0]["element"] == "ship"


def test_the_text_forms_carry_the_same_data() -> None:
    definition = Definition.parse(TASKS)
    by_dict, outcome = Instance.start(definition, {"id": "one"}, at=AT)
    by_text, text = Instance.start_json(definition, '{"id":"one"}', at=AT)
    assert json.loads(text) == outcome
    assert json.loads(by_text.obligations_json()) == by_dict.obligations()
    event: Event = {"type": "jobCompleted", "job": job_of(outcome)}
    assert json.loads(by_text.apply_json(json.dumps(event), at=AT)) == by_dict.apply(event, at=AT)


def test_variables_are_seen_from_an_activation() -> None:
    instance, outcome = start(variables={"tenth": 0.1, "third": 1 / 3, "text": "ü😀\0"})
    task = next(entry for entry in outcome["history"] if entry["type"] == "entered" and entry["element"] == "pay")
    assert instance.variables(task["key"]) == instance.variables() == {"tenth": 0.1, "third": 1 / 3, "text": "ü😀\0"}
    assert instance.variables(4_000_000) is None


def test_an_expression_is_evaluated_by_itself() -> None:
    expression = Expression.compile('= amount > 100 and status = "open"')
    assert expression.language == "feel"
    assert expression.evaluate({"amount": 150, "status": "open"}, at=AT) is True
    sets: list[Variables] = [{"amount": 150, "status": "open"}, {"amount": 1, "status": "open"}, {}]
    assert expression.evaluate_all(sets, at=AT) == [True, False, False]
    assert Expression.compile("Hello ${name}!").evaluate({"name": "you"}, at=AT) == "Hello you!"
    assert Expression.compile("${now()}").evaluate({}, at=0) == "1970-01-01T00:00:00Z"


def test_an_expression_that_fails_says_where_and_why() -> None:
    with pytest.raises(ExpressionError) as broken:
        Expression.compile("= 1 +")
    assert (broken.value.code, broken.value.character) == ("invalidExpression", 6)
    total = Expression.compile("${amount + 1}")
    with pytest.raises(ExpressionError, match="variable `amount` is not set") as failed:
        total.evaluate_all([{"amount": 1}, {}], at=AT)
    assert (failed.value.code, failed.value.index) == ("expressionFailed", 1)
    copy = pickle.loads(pickle.dumps(failed.value))
    assert (copy.code, copy.index, str(copy)) == (failed.value.code, 1, str(failed.value))


def test_normalize_adds_the_references_that_bpmn_makes_optional() -> None:
    text = tidewheel.normalize(TASKS)
    assert "<incoming>f1</incoming>" in text
    assert tidewheel.normalize(text) == text
    with pytest.raises(ModelError):
        tidewheel.normalize("<")


def test_a_simulation_runs_by_the_virtual_clock() -> None:
    definition = Definition.parse(TASKS)
    scenario: Scenario = {"at": AT, "jobs": {"*": [{"complete": {"ok": True}, "after": 1000}]}}
    simulation = Simulation(definition, scenario)
    assert simulation.now == AT
    row = simulation.step()
    assert row is not None and "event" in row
    assert row["event"]["type"] == "jobCompleted"
    assert row["active"] == ["ship"]
    assert simulation.instance.obligations()[0]["element"] == "ship"
    report = simulation.run()
    assert (report["status"], report["at"]) == ("completed", AT + 2000)
    assert simulation.step() is None
    assert json.loads(Simulation(definition, scenario).run_json()) == report
    with pytest.raises(RejectionError):
        Simulation(definition, {"typo": 1})  # type: ignore[arg-type]


# A customer who orders, a supplier whom the order starts, and a process that starts every hour, twice.
POOLS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
  <message id="order" name="Order"/>
  <collaboration id="c"><participant id="buyer" name="Buyer" processRef="customer"/>
    <participant id="seller" processRef="supplier"/>
    <messageFlow id="m" sourceRef="ask" targetRef="ordered" messageRef="order"/></collaboration>
  <process id="customer"><startEvent id="need"/>
    <endEvent id="ask"><messageEventDefinition messageRef="order"/></endEvent>
    <sequenceFlow id="f1" sourceRef="need" targetRef="ask"/></process>
  <process id="supplier">
    <startEvent id="ordered"><messageEventDefinition messageRef="order"/></startEvent><userTask id="price"/>
    <sequenceFlow id="f2" sourceRef="ordered" targetRef="price"/></process>
  <process id="tidy"><startEvent id="hourly"><timerEventDefinition><timeCycle>R2/PT1H</timeCycle>
    </timerEventDefinition></startEvent></process></definitions>"""


def test_a_definition_says_what_starts_its_processes() -> None:
    definition = Definition.parse(POOLS)
    ordered, hourly = definition.subscriptions(at=AT)
    assert ordered == {"process": "supplier", "element": "ordered", "kind": "message", "name": "Order"}
    assert hourly == {"process": "tidy", "element": "hourly", "kind": "timer", "due": AT + 3_600_000, "left": 1}
    second = definition.next_subscription(hourly)
    assert second == {**hourly, "due": AT + 7_200_000, "left": 0}
    assert second is not None and definition.next_subscription(second) is None
    with pytest.raises(RejectionError):
        definition.next_subscription({"process": "tidy"})  # type: ignore[typeddict-item]


def test_a_definition_says_who_talks_with_whom() -> None:
    definition = Definition.parse(POOLS)
    assert definition.participants == [
        {"id": "buyer", "name": "Buyer", "process": "customer"},
        {"id": "seller", "process": "supplier"},
    ]
    assert definition.message_flows == [{"id": "m", "source": "ask", "target": "ordered", "message": "Order"}]


def test_a_simulation_runs_several_instances() -> None:
    simulation = Simulation(Definition.parse(POOLS), {"process": "customer"})
    report = simulation.run()
    rows = [(row.get("instance"), row["active"]) for row in report["rows"]]
    assert rows == [(None, []), ("supplier-1", ["price"])]
    assert report.get("instances") == [
        {"id": "supplier-1", "process": "supplier", "status": "active", "variables": {}}
    ]
    main, supplier = simulation.instances
    assert (main.status, supplier.id) == ("completed", "supplier-1")
    assert supplier.obligations()[0]["element"] == "price"


def test_errors_survive_pickling() -> None:
    instance, _ = start()
    with pytest.raises(RejectionError) as caught:
        instance.apply({"type": "timerFired", "timer": 9}, at=AT)
    other = pickle.loads(pickle.dumps(caught.value))
    assert (other.code, str(other)) == (caught.value.code, str(caught.value))


def test_a_definition_is_shared_by_threads() -> None:
    definition = Definition.parse(TASKS)
    ended: list[str] = []

    def run(name: str) -> None:
        for _ in range(200):
            instance, outcome = Instance.start(definition, {"id": name}, at=AT)
            outcome = instance.apply({"type": "jobCompleted", "job": job_of(outcome)}, at=AT)
            instance.apply({"type": "jobCompleted", "job": job_of(outcome)}, at=AT)
        ended.append(instance.status)

    threads = [threading.Thread(target=run, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == ["completed"] * 4
