//! What a state consists of in BPMN: the one list that the file and its diagram are written from.

use super::{MachineAction, MachineState, MachineTimer, MachineTransition, StateMachine};
use crate::map::Map;
use crate::value::Text;

/// A machine, with what is looked up in it again and again.
pub(super) struct Plan<'m> {
    pub(super) machine: &'m StateMachine,
    leaving: Map<&'m Text, Vec<&'m MachineTransition>>,
    actions: Map<&'m Text, &'m MachineAction>,
}

/// The inside of a state that transitions leave.
pub(super) struct Parts<'m> {
    pub(super) nodes: Vec<Part<'m>>,
    /// Flows between them, by their places in `nodes`.
    pub(super) flows: Vec<(usize, usize)>,
    /// How many rows of the drawing they take.
    pub(super) rows: usize,
}

pub(super) struct Part<'m> {
    pub(super) id: String,
    pub(super) kind: PartKind<'m>,
    /// Which row of the drawing it lies in, in halves: between two rows where several come together.
    pub(super) row: usize,
}

pub(super) enum PartKind<'m> {
    Start,
    Fork,
    Action(&'m MachineAction, &'m MachineTransition),
    Timer(&'m MachineTimer),
    Join,
    Condition(&'m str),
    End(&'m MachineTransition),
}

impl PartKind<'_> {
    /// The tag of its element.
    pub(super) fn tag(&self) -> &'static str {
        match self {
            Self::Start => "startEvent",
            Self::Fork | Self::Join => "parallelGateway",
            Self::Action(..) => "userTask",
            Self::Timer(_) | Self::Condition(_) => "intermediateCatchEvent",
            Self::End(_) => "endEvent",
        }
    }

    /// Which column of the drawing it lies in.
    pub(super) fn column(&self) -> usize {
        match self {
            Self::Start => 0,
            Self::Fork => 1,
            Self::Action(..) | Self::Timer(_) => 2,
            Self::Join => 3,
            Self::Condition(_) => 4,
            Self::End(_) => 5,
        }
    }
}

impl<'m> Plan<'m> {
    pub(super) fn new(machine: &'m StateMachine) -> Self {
        let mut leaving: Map<_, Vec<_>> = Map::new();
        for transition in &machine.transitions {
            leaving.or_default(&transition.from).push(transition);
        }
        let actions = machine.actions.iter().map(|action| (&action.id, action)).collect();
        Self { machine, leaving, actions }
    }

    /// The state in which a request starts.
    pub(super) fn start(&self) -> Option<&'m MachineState> {
        self.machine.states.iter().find(|state| &*state.r#type == "start")
    }

    /// The transitions that leave a state, in their order; none where it ends the request.
    pub(super) fn leaving(&self, state: &MachineState) -> &[&'m MachineTransition] {
        self.leaving.get(&state.id).map_or(&[], Vec::as_slice)
    }

    pub(super) fn parts(&self, state: &MachineState) -> Parts<'m> {
        let mut parts = Parts { nodes: Vec::new(), flows: Vec::new(), rows: 0 };
        let transitions = self.leaving(state);
        let timers = transitions.iter().filter(|transition| transition.timer.is_some()).count();
        let rows = timers + transitions.iter().map(|transition| transition.actions.len()).sum::<usize>();
        let middle = rows.saturating_sub(1);
        let mut begin = parts.add(format!("{}..start", state.id), PartKind::Start, middle);
        if rows > 1 {
            let fork = parts.add(format!("{}..fork", state.id), PartKind::Fork, middle);
            parts.flows.push((begin, fork));
            begin = fork;
        }
        for transition in transitions {
            self.transition(transition, begin, &mut parts);
        }
        parts
    }

    fn transition(&self, transition: &'m MachineTransition, begin: usize, parts: &mut Parts<'m>) {
        let id = &transition.id;
        let first = parts.rows * 2;
        let mut ready = Vec::new();
        for action in transition.actions.iter().filter_map(|name| self.actions.get(name)) {
            let kind = PartKind::Action(action, transition);
            ready.push(parts.branch(format!("{id}.{}", action.id), kind, begin));
        }
        let row = first + ready.len().saturating_sub(1);
        if ready.len() > 1 {
            ready = parts.gather(format!("{id}..join"), PartKind::Join, row, &ready);
        }
        if let Some(timer) = &transition.timer {
            ready.push(parts.branch(format!("{id}..timer"), PartKind::Timer(timer), begin));
        }
        if let Some(condition) = &transition.condition {
            ready = parts.gather(format!("{id}..condition"), PartKind::Condition(condition), row, &ready);
        }
        parts.gather(format!("{id}..end"), PartKind::End(transition), row, &ready);
    }
}

impl<'m> Parts<'m> {
    fn add(&mut self, id: String, kind: PartKind<'m>, row: usize) -> usize {
        self.nodes.push(Part { id, kind, row });
        self.nodes.len() - 1
    }

    /// Something that runs beside the others, in a row of its own.
    fn branch(&mut self, id: String, kind: PartKind<'m>, begin: usize) -> usize {
        let branch = self.add(id, kind, self.rows * 2);
        self.rows += 1;
        self.flows.push((begin, branch));
        branch
    }

    /// Something that all of these lead to: it leads on in their place.
    fn gather(&mut self, id: String, kind: PartKind<'m>, row: usize, from: &[usize]) -> Vec<usize> {
        let part = self.add(id, kind, row);
        self.flows.extend(from.iter().map(|from| (*from, part)));
        vec![part]
    }
}
