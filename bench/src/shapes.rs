//! The models of [`Growth`](crate::scale::Growth): each as small as its direction allows.

use std::fmt::Write as _;

use tidewheel::{Text, Value, Vars};

const JOB: &str = "serviceTask";
const CANCEL_END: &str = "<endEvent id=\"cancel\"><cancelEventDefinition/></endEvent>";

/// A process in the making; the current end of its path is `last`.
struct Draft {
    text: String,
    last: String,
    flows: usize,
}

impl Draft {
    fn new() -> Self {
        Self { text: String::new(), last: String::new(), flows: 0 }
    }

    fn begun() -> Self {
        let mut draft = Self::new();
        draft.node("startEvent", "start", "");
        draft.last = "start".to_owned();
        draft
    }

    fn node(&mut self, tag: &str, id: &str, body: &str) {
        self.with(tag, id, "", body);
    }

    fn with(&mut self, tag: &str, id: &str, attributes: &str, body: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, r#"<{tag} id="{id}" {attributes}>{body}</{tag}>"#);
    }

    fn flow(&mut self, source: &str, target: &str) {
        self.flow_where(source, target, "");
    }

    fn flow_where(&mut self, source: &str, target: &str, condition: &str) {
        self.flows += 1;
        let id = self.flows;
        let condition = match condition {
            "" => String::new(),
            text => format!("<conditionExpression>{text}</conditionExpression>"),
        };
        let ends = format!(r#"sourceRef="{source}" targetRef="{target}""#);
        self.with("sequenceFlow", &format!("f{id}"), &ends, &condition);
    }

    /// Adds a node behind the last one.
    fn then(&mut self, tag: &str, id: &str, body: &str) {
        self.then_with(tag, id, "", body);
    }

    fn then_with(&mut self, tag: &str, id: &str, attributes: &str, body: &str) {
        self.with(tag, id, attributes, body);
        let last = std::mem::replace(&mut self.last, id.to_owned());
        self.flow(&last, id);
    }

    /// Something with a job that undoes it.
    fn undone(&mut self, host: &str) {
        let event = format!("{host}-event");
        let attributes = format!(r#"attachedToRef="{host}""#);
        self.with("boundaryEvent", &event, &attributes, "<compensateEventDefinition/>");
        let handler = format!("{host}-undo");
        self.with(JOB, &handler, r#"isForCompensation="true""#, "");
        let ends = format!(r#"sourceRef="{event}" targetRef="{handler}""#);
        self.with("association", &format!("{host}-a"), &ends, "");
    }

    /// Compensates everything, and ends.
    fn compensate(&mut self) {
        self.then("endEvent", "end", "<compensateEventDefinition/>");
    }

    fn ended(mut self) -> String {
        self.then("endEvent", "end", "");
        self.file()
    }

    fn file(self) -> String {
        format!(
            concat!(
                r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench">"#,
                r#"<signal id="go" name="go"/><message id="mgo" name="go"/><message id="never" name="never"/>"#,
                r#"<error id="E" errorCode="E"/><escalation id="S" escalationCode="S"/>"#,
                r#"<escalationEventDefinition id="thrown" escalationRef="S"/>"#,
                "<process id=\"process\">\n{}</process></definitions>"
            ),
            self.text
        )
    }

    /// A fork, `branch` for each, and a join.
    fn fork(&mut self, size: usize, gateway: &str, join: &str, branch: impl Fn(&mut Self, &str)) {
        self.then(gateway, "fork", "");
        for n in 0..size {
            let id = format!("b{n}");
            branch(self, &id);
            self.flow("fork", &id);
            self.flow(&id, "join");
        }
        self.node(gateway, "join", join);
        self.last = "join".to_owned();
    }
}

/// What instances start with.
pub(crate) fn variables(size: usize) -> Vars {
    let items: Vec<Value> = (0..size.min(10_000)).map(|_| Value::from(1)).collect();
    [(Text::from("again"), Value::from(true)), (Text::from("items"), Value::from(items))].into()
}

pub(crate) fn sequence(size: usize) -> String {
    let mut draft = Draft::begun();
    (0..size).for_each(|n| draft.then("task", &format!("t{n}"), ""));
    draft.ended()
}

pub(crate) fn jobs(size: usize) -> String {
    let mut draft = Draft::begun();
    (0..size).for_each(|n| draft.then(JOB, &format!("t{n}"), ""));
    draft.ended()
}

pub(crate) fn parallel(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.fork(size, "parallelGateway", "", |draft, id| draft.node(JOB, id, ""));
    draft.ended()
}

pub(crate) fn inclusive(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.fork(size, "inclusiveGateway", "", |draft, id| draft.node(JOB, id, ""));
    draft.ended()
}

pub(crate) fn complex(size: usize) -> String {
    let mut draft = Draft::begun();
    let half = size / 2;
    let start = format!("<activationCondition>= activationCount &gt;= {half}</activationCondition>");
    draft.fork(size, "complexGateway", &start, |draft, id| draft.node(JOB, id, ""));
    draft.ended()
}

fn repeat(mut draft: Draft, undone: bool) -> Draft {
    draft.then("exclusiveGateway", "merge", "");
    draft.then(JOB, "count", "");
    if undone {
        draft.undone("count");
    }
    draft.then_with("exclusiveGateway", "more", r#"default="out""#, "");
    draft.flow_where("more", "merge", "= again");
    draft.with("sequenceFlow", "out", r#"sourceRef="more" targetRef="on""#, "");
    draft.node("task", "on", "");
    draft.last = "on".to_owned();
    draft
}

pub(crate) fn cycle(_: usize) -> String {
    repeat(Draft::begun(), false).ended()
}

pub(crate) fn standard(_: usize) -> String {
    rounds("= again")
}

/// Each round reads of a variable that holds as many items as there are rounds.
pub(crate) fn reads(_: usize) -> String {
    rounds("= again and items[1] = 1")
}

fn rounds(condition: &str) -> String {
    let mut draft = Draft::begun();
    let again = format!("<loopCondition>{condition}</loopCondition>");
    let again = format!("<standardLoopCharacteristics>{again}</standardLoopCharacteristics>");
    draft.then(JOB, "count", &again);
    draft.ended()
}

/// Waits for a signal.
pub(crate) fn waiting(_: usize) -> String {
    let mut draft = Draft::begun();
    draft.then("intermediateCatchEvent", "wait", "<signalEventDefinition signalRef=\"go\"/>");
    draft.ended()
}

fn wrapped(size: usize, tag: &str, first: &str, inner: &str) -> String {
    let mut text = String::new();
    for n in 0..size {
        let _ = write!(text, r#"<{tag} id="s{n}">{first}"#);
    }
    text.push_str(inner);
    (0..size).for_each(|_| text.push_str(&format!("</{tag}>")));
    text
}

fn with_inside(inside: &str) -> String {
    let mut draft = Draft::begun();
    draft.text.push_str(inside);
    draft.flow("start", "s0");
    draft.last = "s0".to_owned();
    draft.ended()
}

pub(crate) fn nested(size: usize) -> String {
    with_inside(&wrapped(size, "subProcess", "", r#"<serviceTask id="job"/>"#))
}

pub(crate) fn nested_instances(size: usize) -> String {
    let several = instances_of("<loopCardinality>1</loopCardinality>", false);
    with_inside(&wrapped(size, "subProcess", &several, r#"<serviceTask id="job"/>"#))
}

pub(crate) fn nested_transactions(size: usize) -> String {
    let caught = (0..size).fold(String::new(), |mut text, n| {
        // The outermost one only: a transaction is cancelled by an end event right in it.
        if n == 0 {
            text.push_str(r#"<boundaryEvent id="cancelled" attachedToRef="s0"><cancelEventDefinition/></boundaryEvent><endEvent id="undone"/><sequenceFlow id="fc" sourceRef="cancelled" targetRef="undone"/>"#);
        }
        text
    });
    let first = r#"<serviceTask id="job"/>"#;
    let inner = wrapped(size - 1, "transaction", "", first).replace(r#"id="s"#, r#"id="t"#);
    let after = r#"<sequenceFlow id="fi" sourceRef="t0" targetRef="cancel"/>"#;
    let undo = r#"<boundaryEvent id="e" attachedToRef="job"><compensateEventDefinition/></boundaryEvent><serviceTask id="u" isForCompensation="true"/><association id="a" sourceRef="e" targetRef="u"/>"#;
    let inner = inner.replace(first, &format!("{first}{undo}"));
    let whole = format!(r#"<transaction id="s0">{inner}{CANCEL_END}{after}</transaction>{caught}"#);
    with_inside(&whole)
}

fn instances_of(over: &str, sequential: bool) -> String {
    format!(
        r#"<multiInstanceLoopCharacteristics isSequential="{sequential}">{over}</multiInstanceLoopCharacteristics>"#
    )
}

fn cardinality(size: usize) -> String {
    format!("<loopCardinality>{size}</loopCardinality>")
}

pub(crate) fn instances(size: usize, sequential: bool, job: bool) -> String {
    let mut draft = Draft::begun();
    draft.then(if job { JOB } else { "task" }, "several", &instances_of(&cardinality(size), sequential));
    draft.ended()
}

pub(crate) fn collection(_: usize, sequential: bool) -> String {
    let over = "<loopDataInputRef>items</loopDataInputRef><inputDataItem name=\"item\"/><loopDataOutputRef>results</loopDataOutputRef><outputDataItem name=\"result\"/>";
    let enough = "<completionCondition>= numberOfCompletedInstances &gt; 20000</completionCondition>";
    let mut draft = Draft::begun();
    draft.then(JOB, "several", &instances_of(&format!("{over}{enough}"), sequential));
    draft.ended()
}

pub(crate) fn scopes(size: usize) -> String {
    let mut draft = Draft::begun();
    let inside = r#"<serviceTask id="job"/>"#;
    draft.then("subProcess", "sub", &(instances_of(&cardinality(size), false) + inside));
    draft.ended()
}

pub(crate) fn interrupted(size: usize) -> String {
    let inside = r#"<subProcess id="inner"><serviceTask id="throws"/><userTask id="other"/></subProcess><boundaryEvent id="caught" attachedToRef="inner"><errorEventDefinition errorRef="E"/></boundaryEvent><task id="after"/><sequenceFlow id="fi" sourceRef="caught" targetRef="after"/>"#;
    let mut draft = Draft::begun();
    draft.then("subProcess", "sub", &(instances_of(&cardinality(size), false) + inside));
    draft.ended()
}

pub(crate) fn escalations(size: usize) -> String {
    let mut draft = Draft::begun();
    let several = format!(
        r#"<multiInstanceLoopCharacteristics behavior="None" noneBehaviorEventRef="thrown">{}</multiInstanceLoopCharacteristics>"#,
        cardinality(size)
    );
    draft.then(JOB, "several", &several);
    let attributes = r#"attachedToRef="several" cancelActivity="false""#;
    draft.with("boundaryEvent", "caught", attributes, "<escalationEventDefinition/>");
    draft.node("task", "after", "");
    draft.flow("caught", "after");
    draft.ended()
}

pub(crate) fn compensated_instances(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.then(JOB, "several", &instances_of(&cardinality(size), false));
    draft.undone("several");
    draft.compensate();
    draft.file()
}

pub(crate) fn compensated_sequence(size: usize) -> String {
    let mut draft = Draft::begun();
    for n in 0..size {
        let id = format!("t{n}");
        draft.then(JOB, &id, "");
        draft.undone(&id);
    }
    draft.compensate();
    draft.file()
}

pub(crate) fn compensated_rounds(_: usize) -> String {
    let mut draft = repeat(Draft::begun(), true);
    draft.compensate();
    draft.file()
}

pub(crate) fn compensated_branches(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.fork(size, "parallelGateway", "", |draft, id| {
        draft.node(JOB, id, "");
        draft.undone(id);
    });
    draft.compensate();
    draft.file()
}

pub(crate) fn compensated_scopes(size: usize) -> String {
    let mut inside = Draft::new();
    inside.node(JOB, "job", "");
    inside.undone("job");
    let mut draft = Draft::begun();
    draft.then("subProcess", "sub", &(instances_of(&cardinality(size), false) + &inside.text));
    draft.compensate();
    draft.file()
}

/// Each of many events that throw compensation waits, and all of them are withdrawn.
pub(crate) fn withdrawn(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.node("parallelGateway", "fork", "");
    draft.flow("start", "fork");
    draft.node("parallelGateway", "join", "");
    let mut throws = String::new();
    for n in 0..size {
        let id = format!("b{n}");
        draft.node("task", &id, "");
        draft.undone(&id);
        draft.flow("fork", &id);
        draft.flow(&id, "join");
        let _ = write!(
            throws,
            r#"<intermediateThrowEvent id="t{n}"><compensateEventDefinition activityRef="b{n}"/></intermediateThrowEvent>"#
        );
    }
    draft.last = "join".to_owned();
    draft.then("subProcess", "sub", &throws);
    let definition = r#"<messageEventDefinition messageRef="mgo"/>"#;
    draft.with("boundaryEvent", "caught", r#"attachedToRef="sub""#, definition);
    draft.last = "caught".to_owned();
    draft.ended()
}

pub(crate) fn ad_hoc(size: usize, ordering: &str) -> String {
    let mut inside = String::from("<completionCondition>= not(again)</completionCondition>");
    for n in 0..size {
        let _ = write!(inside, r#"<serviceTask id="t{n}"/>"#);
    }
    let mut draft = Draft::begun();
    draft.then_with("adHocSubProcess", "sub", &format!(r#"ordering="{ordering}""#), &inside);
    draft.ended()
}

/// As many tokens as the models of real life may draw, ten times over.
pub(crate) fn quantities(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.then_with("task", "sends", &format!(r#"completionQuantity="{size}""#), "");
    draft.then("task", "passes", "");
    draft.then_with(JOB, "gathers", &format!(r#"startQuantity="{size}""#), "");
    draft.ended()
}

pub(crate) fn boundaries(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.then(JOB, "job", "");
    for n in 0..size {
        let attributes = r#"attachedToRef="job" cancelActivity="false""#;
        let id = format!("b{n}");
        draft.with("boundaryEvent", &id, attributes, r#"<messageEventDefinition messageRef="never"/>"#);
        draft.node("task", &format!("a{n}"), "");
        draft.flow(&id, &format!("a{n}"));
    }
    draft.ended()
}

pub(crate) fn handlers(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.then(JOB, "job", "");
    for n in 0..size {
        let start = format!(
            r#"<startEvent id="s{n}" isInterrupting="false"><messageEventDefinition messageRef="mgo"/></startEvent>"#
        );
        draft.with("subProcess", &format!("h{n}"), r#"triggeredByEvent="true""#, &start);
    }
    draft.ended()
}

pub(crate) fn alternatives(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.then("eventBasedGateway", "race", "");
    draft.node("exclusiveGateway", "merge", "");
    for n in 0..size {
        let message = if n + 1 == size { "mgo" } else { "never" };
        let id = format!("c{n}");
        let definition = format!(r#"<messageEventDefinition messageRef="{message}"/>"#);
        draft.node("intermediateCatchEvent", &id, &definition);
        draft.flow("race", &id);
        draft.flow(&id, "merge");
    }
    draft.last = "merge".to_owned();
    draft.ended()
}

pub(crate) fn listeners(size: usize) -> String {
    let mut draft = Draft::begun();
    draft.fork(size, "parallelGateway", "", |draft, id| {
        draft.node("intermediateCatchEvent", id, r#"<signalEventDefinition signalRef="go"/>"#);
    });
    draft.ended()
}

pub(crate) fn conditions(size: usize, each: bool) -> String {
    let mut draft = Draft::begun();
    draft.fork(size, "parallelGateway", "", |draft, id| {
        let name = if each { id.replace('b', "v") } else { "go".to_owned() };
        let definition = format!(
            "<conditionalEventDefinition><condition>= {name} = true</condition></conditionalEventDefinition>"
        );
        draft.node("intermediateCatchEvent", id, &definition);
    });
    draft.ended()
}
