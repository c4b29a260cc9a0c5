//! What of a machine refers to what, and whether a request can run in it.

use super::plan::{Object, Plan};
use super::read::{Reading, nth};
use super::rules;
use crate::elements::ActionTarget;
use crate::expr::{compile, detect};
use crate::map::Map;
use crate::read::is_expression;
use crate::time::{parse_date, parse_duration};
use crate::value::{Text, pointer};

/// Reports all that does not fit together. The lines of the process, its states and transitions by their ids.
pub(super) fn check(plan: &Plan<'_>, reading: &mut Reading) -> Map<Text, u32> {
    let mut nodes = Map::new();
    nodes.insert(Text::from(plan.machine.id()), reading.line(""));
    let what = "the process, a state or a transition";
    different(&plan.states.all, "/states", what, &mut nodes, reading);
    different(&plan.transitions, "/transitions", what, &mut nodes, reading);
    different(&plan.actions.all, "/actions", "an action", &mut Map::new(), reading);
    different(&plan.groups.all, "/groups", "a group", &mut Map::new(), reading);
    timeout(plan.machine, "", "", reading);
    for (place, action) in plan.actions.all.iter().enumerate() {
        self::action(plan, *action, &nth("/actions", place), reading);
    }
    states(plan, reading);
    let mut used = vec![false; plan.actions.all.len()];
    for (place, transition) in plan.transitions.iter().enumerate() {
        self::transition(plan, *transition, &nth("/transitions", place), &mut used, reading);
    }
    for (place, action) in plan.actions.all.iter().enumerate() {
        let first = plan.actions.place(action.id()).and_then(|first| used.get(first));
        if first == Some(&false) && !action.id().is_empty() {
            reading.report(&rules::UNUSED_ACTION, &nth("/actions", place), action.id(), &[action.id()]);
        }
    }
    reachable(plan, reading);
    nodes
}

/// Ids are different where they could be taken for one another: notes the lines of new ones.
fn different(all: &[Object<'_>], path: &str, what: &str, seen: &mut Map<Text, u32>, reading: &mut Reading) {
    for (place, id) in all.iter().map(|object| object.id()).enumerate().filter(|(_, id)| !id.is_empty()) {
        let path = nth(path, place);
        if seen.contains_key(id) {
            reading.report(&rules::DUPLICATE_ID, &pointer(&path, "id"), id, &[id, what]);
        } else {
            seen.insert(Text::from(id), reading.line(&path));
        }
    }
}

fn timeout(of: Object<'_>, path: &str, owner: &str, reading: &mut Reading) {
    let Some(text) = of.text("timeout") else { return };
    if parse_duration(text).ok().is_none_or(|span| span.is_zero_or_negative()) {
        reading.report(&rules::INVALID_TIMEOUT, &pointer(path, "timeout"), owner, &[text]);
    }
}

fn action(plan: &Plan<'_>, action: Object<'_>, path: &str, reading: &mut Reading) {
    timeout(action, path, action.id(), reading);
    if let Some(group) = action.text("group")
        && plan.groups.place(group).is_none()
    {
        reading.report(&rules::UNKNOWN_GROUP, &pointer(path, "group"), action.id(), &[group]);
    }
    if let Some(target) = action.text("target")
        && ActionTarget::by_name(target).is_none()
    {
        reading.report(&rules::INVALID_TARGET, &pointer(path, "target"), action.id(), &[target]);
    }
}

fn states(plan: &Plan<'_>, reading: &mut Reading) {
    let mut started = false;
    for (place, state) in plan.states.all.iter().enumerate() {
        let (path, id, kind) = (nth("/states", place), state.id(), state.word("type"));
        if kind == "start" && std::mem::replace(&mut started, true) {
            reading.report(&rules::SEVERAL_STARTS, &pointer(&path, "type"), id, &[id]);
        }
        // A request must be able to leave them.
        if matches!(kind, "start" | "normal") && plan.leaving(*state).is_empty() {
            reading.report(&rules::DEAD_END, &path, id, &[id, kind]);
        }
        activities(*state, &path, reading);
    }
    if !started {
        reading.report(&rules::NO_START, "/states", "", &[]);
    }
}

/// Checks a transition; `used`: which actions are taken, by their places.
fn transition(plan: &Plan<'_>, transition: Object<'_>, path: &str, used: &mut [bool], reading: &mut Reading) {
    let owner = transition.id();
    for name in ["from", "to"] {
        let id = transition.word(name);
        if !id.is_empty() && plan.states.place(id).is_none() {
            reading.report(&rules::UNKNOWN_STATE, &pointer(path, name), owner, &[id]);
        }
    }
    let actions = transition.texts("actions");
    let timer = transition.object("timer");
    if actions.is_empty() && timer.is_none() {
        reading.report(&rules::NO_ACTION, path, owner, &[owner]);
    }
    let mut named = Map::new();
    for (place, action) in actions.iter().enumerate() {
        let path = nth(&pointer(path, "actions"), place);
        if named.insert(Text::from(*action), 0).is_some() {
            reading.report(&rules::NAMED_TWICE, &path, owner, &[action]);
        }
        match plan.actions.place(action).and_then(|place| used.get_mut(place)) {
            Some(used) => *used = true,
            None => reading.report(&rules::UNKNOWN_ACTION, &path, owner, &[action]),
        }
    }
    if let Some(condition) = transition.text("condition") {
        expression(condition, &pointer(path, "condition"), owner, reading);
    }
    if let Some(moment) = timer {
        self::timer(moment, &pointer(path, "timer"), owner, reading);
    }
    activities(transition, path, reading);
}

/// An expression that is compiled when the process is; here only what is wrong with it counts.
fn expression(text: &str, path: &str, owner: &str, reading: &mut Reading) {
    let (language, body) = detect(text);
    if let Err(error) = compile(language, body) {
        let found = [text, &language.to_string(), &error.to_string()];
        reading.report(&rules::INVALID_EXPRESSION, path, owner, &found);
    }
}

fn timer(timer: Object<'_>, path: &str, owner: &str, reading: &mut Reading) {
    let (text, name, known) = match (timer.text("duration"), timer.text("date")) {
        (Some(text), None) => (text, "duration", parse_duration(text).is_ok()),
        (None, Some(text)) => (text, "date", parse_date(text).is_ok()),
        _ => return reading.report(&rules::ONE_TIME, path, owner, &[]),
    };
    let path = pointer(path, name);
    if is_expression(text) {
        expression(text, &path, owner, reading);
    } else if !known {
        reading.report(&rules::INVALID_TIMER, &path, owner, &[text, name]);
    }
}

fn activities(of: Object<'_>, path: &str, reading: &mut Reading) {
    for (place, activity) in of.objects("activities").into_iter().enumerate() {
        let path = pointer(&nth(&pointer(path, "activities"), place), "fields");
        for (name, text) in activity.fields().into_iter().filter(|(_, text)| is_expression(text)) {
            expression(text, &pointer(&path, name), of.id(), reading);
        }
    }
}

/// States in which no request can ever stand are probably a mistake.
fn reachable(plan: &Plan<'_>, reading: &mut Reading) {
    let (layers, beyond) = plan.layers();
    // Without a start there is more to say.
    if beyond == 0 {
        return;
    }
    for (place, id) in plan.states.all.iter().map(|state| state.id()).enumerate() {
        let layer = plan.states.place(id).and_then(|first| layers.get(first));
        if layer == Some(&beyond) && !id.is_empty() {
            reading.report(&rules::UNREACHABLE, &nth("/states", place), id, &[id]);
        }
    }
}
