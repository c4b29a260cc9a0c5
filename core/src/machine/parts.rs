//! What a state consists of in BPMN: the one list that the file and its diagram are written from.

use super::plan::{Object, Plan};

/// The inside of a state; nothing where no transition leaves it.
pub(super) struct Parts<'m> {
    pub(super) nodes: Vec<Part<'m>>,
    /// Flows between them, by their places in `nodes`.
    pub(super) flows: Vec<(usize, usize)>,
    /// How many rows of the drawing they take.
    pub(super) rows: usize,
}

pub(super) struct Part<'m> {
    pub(super) id: String,
    pub(super) kind: &'static Kind,
    /// What `$1` and `$2` stand for in its lines.
    pub(super) texts: [&'m str; 2],
    /// Attributes between its lines.
    pub(super) attributes: Vec<(&'static str, &'m str)>,
    /// Which row of the drawing it lies in, in halves: between two rows where several come together.
    pub(super) row: usize,
}

pub(super) struct Kind {
    /// The column of the drawing that it lies in.
    pub(super) column: usize,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Its lines in the file, with `$0` for its id.
    pub(super) begin: &'static str,
    pub(super) end: &'static str,
}

/// Diameter of events.
pub(super) const EVENT: usize = 36;

const fn event(column: usize, lines: &'static str) -> Kind {
    Kind { column, width: EVENT, height: EVENT, begin: lines, end: "" }
}

const fn gateway(column: usize) -> Kind {
    let begin = "      <bpmn:parallelGateway id=\"$0\"/>\n";
    Kind { column, width: 50, height: 50, begin, end: "" }
}

static START: Kind = event(0, "      <bpmn:startEvent id=\"$0\"/>\n");
static FORK: Kind = gateway(1);
static ACTION: Kind = Kind {
    column: 2,
    width: 100,
    height: 80,
    begin: r#"      <bpmn:userTask id="$0" name="$1">
        <bpmn:extensionElements>
          <tidewheel:action id="$2""#,
    end: "/>
        </bpmn:extensionElements>
      </bpmn:userTask>
",
};
static TIMER: Kind = event(
    2,
    r#"      <bpmn:intermediateCatchEvent id="$0" name="$1">
        <bpmn:timerEventDefinition>
          <bpmn:$2 xsi:type="bpmn:tFormalExpression">$1</bpmn:$2>
        </bpmn:timerEventDefinition>
      </bpmn:intermediateCatchEvent>
"#,
);
static JOIN: Kind = gateway(3);
static CONDITION: Kind = event(
    4,
    r#"      <bpmn:intermediateCatchEvent id="$0" name="$1">
        <bpmn:conditionalEventDefinition>
          <bpmn:condition xsi:type="bpmn:tFormalExpression">$1</bpmn:condition>
        </bpmn:conditionalEventDefinition>
      </bpmn:intermediateCatchEvent>
"#,
);
/// The end of the first transition, by which the state is left as any subprocess is.
static END: Kind = event(
    5,
    r#"      <bpmn:endEvent id="$0">
        <bpmn:terminateEventDefinition/>
      </bpmn:endEvent>
"#,
);
static LAST: Kind = event(5, "      <bpmn:endEvent id=\"$0\"/>\n");
static ESCALATION: Kind = event(
    5,
    r#"      <bpmn:endEvent id="$0">
        <bpmn:escalationEventDefinition escalationRef="$1..escalation"/>
      </bpmn:endEvent>
"#,
);

impl<'m> Parts<'m> {
    pub(super) fn of(plan: &Plan<'m>, state: Object<'m>) -> Self {
        let mut parts = Self { nodes: Vec::new(), flows: Vec::new(), rows: 0 };
        let transitions = plan.leaving(state.id());
        let mut rows = 0;
        for transition in transitions {
            rows += transition.texts("actions").len() + usize::from(transition.object("timer").is_some());
        }
        if rows == 0 {
            return parts;
        }
        let mut begin = parts.add(&START, &[state.id(), "..start"], [""; 2], rows - 1, &[]);
        if rows > 1 {
            begin = parts.add(&FORK, &[state.id(), "..fork"], [""; 2], rows - 1, &[begin]);
        }
        // With one row there is nothing to terminate.
        let mut end = if rows > 1 { &END } else { &LAST };
        for transition in transitions {
            parts.transition(plan, *transition, begin, end);
            end = &ESCALATION;
        }
        parts
    }

    fn transition(&mut self, plan: &Plan<'m>, transition: Object<'m>, begin: usize, end: &'static Kind) {
        let id = transition.id();
        let first = self.rows * 2;
        let mut ready = Vec::new();
        for action in transition.texts("actions").into_iter().filter_map(|id| plan.actions.find(id)) {
            let texts = [action.name(), action.id()];
            ready.push(self.branch(&ACTION, &[id, ".", action.id()], texts, begin));
            self.say("group", action.text("group"));
            self.say("target", action.text("target"));
            self.say("next", transition.text("to"));
            self.say("timeout", action.text("timeout").or(plan.machine.text("timeout")));
        }
        let row = first + ready.len().saturating_sub(1);
        if ready.len() > 1 {
            ready = vec![self.add(&JOIN, &[id, "..join"], [""; 2], row, &ready)];
        }
        if let Some(timer) = transition.object("timer") {
            let duration = timer.text("duration").map(|moment| [moment, "timeDuration"]);
            let texts = duration.unwrap_or([timer.word("date"), "timeDate"]);
            ready.push(self.branch(&TIMER, &[id, "..timer"], texts, begin));
        }
        if let Some(condition) = transition.text("condition") {
            ready = vec![self.add(&CONDITION, &[id, "..condition"], [condition, ""], row, &ready)];
        }
        self.add(end, &[id, "..end"], [id, ""], row, &ready);
    }

    /// Adds something that all of `from` lead to.
    fn add(
        &mut self,
        kind: &'static Kind,
        id: &[&str],
        texts: [&'m str; 2],
        row: usize,
        from: &[usize],
    ) -> usize {
        let place = self.nodes.len();
        self.nodes.push(Part { id: id.concat(), kind, texts, attributes: Vec::new(), row });
        for from in from {
            self.flows.push((*from, place));
        }
        place
    }

    /// Adds something that runs beside the others, in a row of its own.
    fn branch(&mut self, kind: &'static Kind, id: &[&str], texts: [&'m str; 2], begin: usize) -> usize {
        self.rows += 1;
        self.add(kind, id, texts, self.rows * 2 - 2, &[begin])
    }

    /// Gives what was added last an attribute.
    fn say(&mut self, name: &'static str, value: Option<&'m str>) {
        if let (Some(part), Some(value)) = (self.nodes.last_mut(), value) {
            part.attributes.push((name, value));
        }
    }

    pub(super) fn id(&self, place: usize) -> &str {
        self.nodes.get(place).map_or("", |part| &part.id)
    }
}

impl Part<'_> {
    /// Whether it ends the state, for a transition.
    pub(super) fn ends(&self) -> bool {
        self.kind.column == END.column
    }

    /// How far it lies inside of its column: an event among tasks stands in their middle.
    pub(super) fn indent(&self) -> usize {
        if self.kind.column == ACTION.column { (ACTION.width - self.kind.width) / 2 } else { 0 }
    }
}
