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
    pub(super) kind: Kind<'m>,
    /// Which row of the drawing it lies in, in halves: between two rows where several come together.
    pub(super) row: usize,
}

#[derive(Clone, Copy)]
pub(super) enum Kind<'m> {
    Start,
    Fork,
    Action {
        action: Object<'m>,
        /// Id of the state that it helps to reach.
        next: &'m str,
    },
    Timer {
        moment: &'m str,
        /// The tag of the moment.
        kind: &'static str,
    },
    Join,
    /// The expression.
    Condition(&'m str),
    /// Id of the transition.
    End(&'m str),
}

impl<'m> Parts<'m> {
    pub(super) fn of(plan: &Plan<'m>, state: Object<'m>) -> Self {
        let mut parts = Self { nodes: Vec::new(), flows: Vec::new(), rows: 0 };
        let transitions = plan.leaving(state.id());
        let rows = |transition: &Object<'_>| {
            transition.texts("actions").len() + usize::from(transition.object("timer").is_some())
        };
        let rows: usize = transitions.iter().map(rows).sum();
        if rows == 0 {
            return parts;
        }
        let mut begin = parts.add(&[state.id(), "..start"], Kind::Start, rows - 1, &[]);
        if rows > 1 {
            begin = parts.add(&[state.id(), "..fork"], Kind::Fork, rows - 1, &[begin]);
        }
        for transition in transitions {
            parts.transition(plan, *transition, begin);
        }
        parts
    }

    fn transition(&mut self, plan: &Plan<'m>, transition: Object<'m>, begin: usize) {
        let (id, next) = (transition.id(), transition.word("to"));
        let first = self.rows * 2;
        let mut ready = Vec::new();
        for action in transition.texts("actions").into_iter().filter_map(|id| plan.actions.find(id)) {
            ready.push(self.branch(&[id, ".", action.id()], Kind::Action { action, next }, begin));
        }
        let row = first + ready.len().saturating_sub(1);
        if ready.len() > 1 {
            ready = vec![self.add(&[id, "..join"], Kind::Join, row, &ready)];
        }
        if let Some(timer) = transition.object("timer") {
            let duration = timer.text("duration").map(|moment| (moment, "timeDuration"));
            let (moment, kind) = duration.unwrap_or((timer.word("date"), "timeDate"));
            ready.push(self.branch(&[id, "..timer"], Kind::Timer { moment, kind }, begin));
        }
        if let Some(condition) = transition.text("condition") {
            ready = vec![self.add(&[id, "..condition"], Kind::Condition(condition), row, &ready)];
        }
        self.add(&[id, "..end"], Kind::End(id), row, &ready);
    }

    /// Adds something that all of `from` lead to.
    fn add(&mut self, id: &[&str], kind: Kind<'m>, row: usize, from: &[usize]) -> usize {
        let place = self.nodes.len();
        self.nodes.push(Part { id: id.concat(), kind, row });
        self.flows.extend(from.iter().map(|from| (*from, place)));
        place
    }

    /// Adds something that runs beside the others, in a row of its own.
    fn branch(&mut self, id: &[&str], kind: Kind<'m>, begin: usize) -> usize {
        self.rows += 1;
        self.add(id, kind, self.rows * 2 - 2, &[begin])
    }

    pub(super) fn id(&self, place: usize) -> &str {
        self.nodes.get(place).map_or("", |part| &part.id)
    }
}
