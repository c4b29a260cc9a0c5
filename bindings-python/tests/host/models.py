"""Models for the tests of the host."""

from __future__ import annotations

from pathlib import Path

AUTHENTICATION = (Path(__file__).parents[3] / "examples" / "models" / "authentication.bpmn").read_text(
    encoding="utf-8"
)

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def flow(*nodes: str, process: str = "p", before: str = "") -> str:
    """A model of one process: elements one after the other between a start and an end."""
    ids = ["begin", *(node.split('id="')[1].split('"')[0] for node in nodes), "end"]
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(zip(ids, ids[1:]))
    )
    body = f'<startEvent id="begin"/>{"".join(nodes)}<endEvent id="end"/>{flows}'
    return f'{HEAD}{before}<process id="{process}" isExecutable="true">{body}</process></definitions>'


TWO_TASKS = flow('<userTask id="pay"/>', '<serviceTask id="ship"/>', process="order")

RETRIED = flow(
    '<serviceTask id="job" camunda:type="external" camunda:topic="work"><extensionElements>'
    "<camunda:failedJobRetryTimeCycle>R3/PT10S</camunda:failedJobRetryTimeCycle></extensionElements></serviceTask>"
)

TIMER = flow(
    '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
    "</timerEventDefinition></intermediateCatchEvent>"
)

CYCLE = (
    f'{HEAD}<process id="daily" isExecutable="true"><startEvent id="every"><timerEventDefinition>'
    '<timeCycle>R3/PT1H</timeCycle></timerEventDefinition></startEvent><userTask id="look"/>'
    '<sequenceFlow id="f" sourceRef="every" targetRef="look"/></process></definitions>'
)

RECEIVE = flow(
    '<receiveTask id="receive" messageRef="m"/>',
    before='<message id="m" name="paid"><extensionElements>'
    '<zeebe:subscription correlationKey="=order"/></extensionElements></message>',
)

BY_MESSAGE = (
    f'{HEAD}<message id="m" name="ordered"/><process id="ordering" isExecutable="true"><startEvent id="came">'
    '<messageEventDefinition messageRef="m"/></startEvent><userTask id="look"/>'
    '<sequenceFlow id="f" sourceRef="came" targetRef="look"/></process></definitions>'
)

SENDER = flow(
    '<intermediateThrowEvent id="throw"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>',
    process="sender",
    before='<message id="m" name="ordered"/>',
)

SIGNALS = (
    f'{HEAD}<signal id="s" name="alarm"/>'
    '<process id="listener" isExecutable="true"><startEvent id="b1"/><intermediateCatchEvent id="hear">'
    '<signalEventDefinition signalRef="s"/></intermediateCatchEvent><endEvent id="e1"/>'
    '<sequenceFlow id="a1" sourceRef="b1" targetRef="hear"/><sequenceFlow id="a2" sourceRef="hear" targetRef="e1"/>'
    "</process>"
    '<process id="ringer" isExecutable="true"><startEvent id="b2"/><intermediateThrowEvent id="ring">'
    '<signalEventDefinition signalRef="s"/></intermediateThrowEvent><endEvent id="e2"/>'
    '<sequenceFlow id="a3" sourceRef="b2" targetRef="ring"/><sequenceFlow id="a4" sourceRef="ring" targetRef="e2"/>'
    "</process>"
    '<process id="started" isExecutable="true"><startEvent id="b3"><signalEventDefinition signalRef="s"/>'
    '</startEvent><userTask id="t3"/><sequenceFlow id="a5" sourceRef="b3" targetRef="t3"/></process></definitions>'
)

CALLER = flow(
    '<callActivity id="call" calledElement="called"><extensionElements><camunda:in variables="all"/>'
    '<camunda:out variables="all"/></extensionElements></callActivity>',
    process="caller",
)

CALLED = flow('<userTask id="inner"/>', process="called")

CANDIDATES = flow(
    '<userTask id="review" name="Review it" camunda:candidateUsers="ann,bob" camunda:candidateGroups="clerks"'
    ' camunda:dueDate="2026-01-02T00:00:00Z" camunda:priority="5"/>',
)

LANES = CANDIDATES.replace(
    '<startEvent id="begin"/>',
    '<laneSet id="s"><lane id="l" name="Clerks"><flowNodeRef>review</flowNodeRef></lane></laneSet>'
    '<startEvent id="begin"/>',
)

SCRIPT = (
    f'{HEAD}<process id="p" isExecutable="true"><startEvent id="begin"/><exclusiveGateway id="xor" default="no"/>'
    '<userTask id="big"/><userTask id="small"/><sequenceFlow id="f" sourceRef="begin" targetRef="xor"/>'
    '<sequenceFlow id="yes" sourceRef="xor" targetRef="big"><conditionExpression xsi:type="tFormalExpression" '
    'language="python">amount > 100</conditionExpression></sequenceFlow>'
    '<sequenceFlow id="no" sourceRef="xor" targetRef="small"/></process></definitions>'
)

BROKEN = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" isExecutable="true">'
)

PARTLY = (
    f'{HEAD}<process id="good" isExecutable="true"><startEvent id="b"/><userTask id="t"/>'
    '<sequenceFlow id="f" sourceRef="b" targetRef="t"/></process>'
    '<process id="bad" isExecutable="true"><startEvent id="b2"/>'
    '<sequenceFlow id="f2" sourceRef="b2" targetRef="nowhere"/></process></definitions>'
)
