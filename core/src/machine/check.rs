//! What of a machine refers to what, and whether a request can run in it.

use super::read::Reading;
use super::{MachineActivity, MachineTimer, MachineTransition, StateMachine};
use crate::elements::ActionTarget;
use crate::expr::{compile, detect};
use crate::map::{Map, Set};
use crate::read::is_expression;
use crate::time::{parse_date, parse_duration};
use crate::value::{Text, pointer};

/// Types of states that a request must be able to leave.
const PASSED: [&str; 2] = ["start", "normal"];

/// Reports all that does not fit together.
pub(super) fn check(machine: &StateMachine, reading: &mut Reading<'_>) {
    ids(machine, reading);
    timeout(machine.timeout.as_ref(), "/timeout", None, reading);
    actions(machine, reading);
    states(machine, reading);
    let mut known = Known::of(machine);
    for (place, transition) in machine.transitions.iter().enumerate() {
        known.transition(transition, &format!("/transitions/{place}"), reading);
    }
    known.unused(machine, reading);
    reachable(machine, reading);
}

/// Ids are different where they could be taken for one another.
fn ids(machine: &StateMachine, reading: &mut Reading<'_>) {
    let own = [(String::from("/id"), &machine.id)].into_iter();
    let states = machine.states.iter().map(|state| &state.id).enumerate();
    let transitions = machine.transitions.iter().map(|transition| &transition.id).enumerate();
    let nodes = own
        .chain(states.map(|(place, id)| (format!("/states/{place}/id"), id)))
        .chain(transitions.map(|(place, id)| (format!("/transitions/{place}/id"), id)));
    different(nodes, "the process, a state or a transition", reading);
    let actions = machine.actions.iter().enumerate();
    different(
        actions.map(|(place, action)| (format!("/actions/{place}/id"), &action.id)),
        "an action",
        reading,
    );
    let groups = machine.groups.iter().enumerate();
    different(groups.map(|(place, group)| (format!("/groups/{place}/id"), &group.id)), "a group", reading);
}

fn different<'a>(ids: impl Iterator<Item = (String, &'a Text)>, what: &str, reading: &mut Reading<'_>) {
    let mut seen = Set::new();
    for (path, id) in ids.filter(|(_, id)| !id.is_empty()) {
        if !seen.insert(id.clone()) {
            let message = format!("`{id}` is already the id of {what}");
            reading.error(&path, Some(id), "duplicateId", message, "give it an id of its own");
        }
    }
}

fn timeout(timeout: Option<&Text>, path: &str, owner: Option<&Text>, reading: &mut Reading<'_>) {
    let Some(text) = timeout else { return };
    if parse_duration(text).ok().is_none_or(|span| span.is_zero_or_negative()) {
        let message = format!("the timeout is `{text}`");
        reading.error(path, owner, "invalidTimer", message, "write a duration above zero, such as `PT30M`");
    }
}

fn actions(machine: &StateMachine, reading: &mut Reading<'_>) {
    let groups: Set<&Text> = machine.groups.iter().map(|group| &group.id).collect();
    for (place, action) in machine.actions.iter().enumerate() {
        let path = format!("/actions/{place}");
        timeout(action.timeout.as_ref(), &pointer(&path, "timeout"), Some(&action.id), reading);
        if let Some(group) = action.group.as_ref().filter(|group| !groups.contains(group)) {
            let message = format!("there is no group `{group}`");
            let help = "define it in `groups`; its members may be left to the host";
            reading.error(&pointer(&path, "group"), Some(&action.id), "unknownGroup", message, help);
        }
        if let Some(target) = action.target.as_ref().filter(|name| ActionTarget::by_name(name).is_none()) {
            let message = format!("the target is `{target}`");
            let help = "write `requester`, `stakeholders` or `everyone`";
            reading.error(&pointer(&path, "target"), Some(&action.id), "invalidTarget", message, help);
        }
    }
}

fn states(machine: &StateMachine, reading: &mut Reading<'_>) {
    let left: Set<&Text> = machine.transitions.iter().map(|transition| &transition.from).collect();
    let mut starts = 0;
    for (place, state) in machine.states.iter().enumerate() {
        let path = format!("/states/{place}");
        if &*state.r#type == "start" {
            starts += 1;
            if starts > 1 {
                let message = format!("`{}` is another state of the type `start`", state.id);
                let help = "a request starts in exactly one state";
                reading.error(&pointer(&path, "type"), Some(&state.id), "severalStarts", message, help);
            }
        }
        if PASSED.contains(&&*state.r#type) && !left.contains(&state.id) {
            let message = format!("no transition leaves `{}`, whose type is `{}`", state.id, state.r#type);
            let help = "add one, or make it an end: `complete`, `denied`, `cancelled` or a type of your own";
            reading.error(&path, Some(&state.id), "deadEnd", message, help);
        }
        activities(&state.activities, &path, &state.id, reading);
    }
    if starts == 0 {
        let message = "no state has the type `start`".to_owned();
        reading.error(
            "/states",
            None,
            "noStart",
            message,
            "give the state in which a request starts that type",
        );
    }
}

/// What transitions may refer to, and what they have referred to.
struct Known<'m> {
    states: Set<&'m Text>,
    actions: Map<&'m Text, bool>,
}

impl<'m> Known<'m> {
    fn of(machine: &'m StateMachine) -> Self {
        Self {
            states: machine.states.iter().map(|state| &state.id).collect(),
            actions: machine.actions.iter().map(|action| (&action.id, false)).collect(),
        }
    }

    fn transition(&mut self, transition: &'m MachineTransition, path: &str, reading: &mut Reading<'_>) {
        let owner = Some(&transition.id);
        for (name, id) in [("from", &transition.from), ("to", &transition.to)] {
            if !id.is_empty() && !self.states.contains(id) {
                let message = format!("there is no state `{id}`");
                let help = "name a state of this machine";
                reading.error(&pointer(path, name), owner, "unknownState", message, help);
            }
        }
        if transition.actions.is_empty() && transition.timer.is_none() {
            let message = format!("nothing takes `{}`: it has neither an action nor a timer", transition.id);
            reading.error(path, owner, "noAction", message, "name the actions that take it");
        }
        let mut named = Set::new();
        for (place, action) in transition.actions.iter().enumerate() {
            let path = format!("{path}/actions/{place}");
            if !named.insert(action) {
                let message = format!("`{action}` is named twice");
                reading.error(&path, owner, "duplicateId", message, "name each action of a transition once");
            }
            match self.actions.get_mut(action) {
                Some(used) => *used = true,
                None => {
                    let message = format!("there is no action `{action}`");
                    reading.error(&path, owner, "unknownAction", message, "define it in `actions`");
                }
            }
        }
        if let Some(condition) = &transition.condition {
            expression(condition, &pointer(path, "condition"), owner, reading);
        }
        if let Some(moment) = &transition.timer {
            timer(moment, &pointer(path, "timer"), owner, reading);
        }
        activities(&transition.activities, path, &transition.id, reading);
    }

    fn unused(&self, machine: &StateMachine, reading: &mut Reading<'_>) {
        for (place, action) in machine.actions.iter().enumerate() {
            if self.actions.get(&action.id) == Some(&false) && !action.id.is_empty() {
                let message = format!("no transition takes the action `{}`", action.id);
                let path = format!("/actions/{place}");
                reading.warning(&path, Some(&action.id), "unusedAction", message, "name it, or remove it");
            }
        }
    }
}

/// An expression that is compiled when the process is; here only what is wrong with it counts.
fn expression(text: &str, path: &str, owner: Option<&Text>, reading: &mut Reading<'_>) {
    let (language, body) = detect(text);
    if let Err(error) = compile(language, body) {
        let message = format!("`{text}` is no expression of {language}: {error}");
        let help = "write FEEL (`= amount > 100`) or JUEL (`${amount > 100}`)";
        reading.error(path, owner, "invalidExpression", message, help);
    }
}

fn timer(timer: &MachineTimer, path: &str, owner: Option<&Text>, reading: &mut Reading<'_>) {
    let (text, name, known) = match (&timer.duration, &timer.date) {
        (Some(text), None) => (text, "duration", parse_duration(text).is_ok()),
        (None, Some(text)) => (text, "date", parse_date(text).is_ok()),
        _ => {
            let message = "a timer has either a `duration` or a `date`".to_owned();
            return reading.error(path, owner, "invalidTimer", message, "write exactly one of them");
        }
    };
    let path = pointer(path, name);
    if is_expression(text) {
        return expression(text, &path, owner, reading);
    }
    if !known {
        let message = format!("`{text}` is no {name}");
        let help = "write ISO 8601, such as `P3D` or `2026-12-24T12:00:00Z`, or an expression";
        reading.error(&path, owner, "invalidTimer", message, help);
    }
}

fn activities(activities: &[MachineActivity], path: &str, owner: &Text, reading: &mut Reading<'_>) {
    for (place, activity) in activities.iter().enumerate() {
        for (name, value) in &activity.fields {
            // What stands around it is left away when it is read.
            let text = value.as_text().map(|text| text.trim()).filter(|text| is_expression(text));
            if let Some(text) = text {
                let path = pointer(&format!("{path}/activities/{place}/fields"), name);
                expression(text, &path, Some(owner), reading);
            }
        }
    }
}

/// States in which no request can ever stand are probably a mistake.
fn reachable(machine: &StateMachine, reading: &mut Reading<'_>) {
    let start = machine.states.iter().filter(|state| &*state.r#type == "start").map(|state| &state.id);
    let mut open: Vec<&Text> = start.collect();
    if open.is_empty() {
        return;
    }
    let mut leads: Map<&Text, Vec<&Text>> = Map::new();
    for transition in &machine.transitions {
        leads.or_default(&transition.from).push(&transition.to);
    }
    let mut reached: Set<&Text> = open.iter().copied().collect();
    while let Some(state) = open.pop() {
        for next in leads.get(state).into_iter().flatten() {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    for (place, state) in machine
        .states
        .iter()
        .enumerate()
        .filter(|(_, state)| !state.id.is_empty() && !reached.contains(&state.id))
    {
        let message = format!("no way leads from the start to `{}`", state.id);
        let path = format!("/states/{place}");
        reading.warning(
            &path,
            Some(&state.id),
            "unreachable",
            message,
            "add a transition to it, or remove it",
        );
    }
}
