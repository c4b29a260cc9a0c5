//! What of a machine refers to what, and whether a request can run in it.

use super::MAX_PARTS;
use super::plan::{Object, Plan};
use super::read::Reading;
use super::rules;
use super::spot::Spot;
use crate::elements::ActionTarget;
use crate::expr::{compile, detect};
use crate::map::Map;
use crate::read::is_expression;
use crate::time::{parse_date, parse_duration};
use crate::value::Text;

const MACHINE: Spot<'_> = Spot::MACHINE;

/// Reports all that does not fit together. The lines of the process, its states and transitions by their ids.
pub(super) fn check(plan: &Plan<'_>, reading: &mut Reading) -> Map<Text, u32> {
    let mut nodes = Map::new();
    let mut parts = plan.states.all.len() + plan.transitions.len();
    for transition in &plan.transitions {
        parts += transition.texts("actions").len();
    }
    if parts > MAX_PARTS {
        let found = [&*parts.to_string(), &MAX_PARTS.to_string()];
        reading.report(&rules::TOO_MANY, &MACHINE, &found);
        return nodes;
    }
    nodes.insert(Text::from(plan.machine.id()), reading.line(&MACHINE));
    let what = "the process, a state or a transition";
    different(&plan.states.all, "states", what, &mut nodes, reading);
    different(&plan.transitions, "transitions", what, &mut nodes, reading);
    different(&plan.actions.all, "actions", "an action", &mut Map::new(), reading);
    different(&plan.groups.all, "groups", "a group", &mut Map::new(), reading);
    timeout(plan.machine, &MACHINE, reading);
    actions(plan, reading);
    states(plan, reading);
    let mut used = vec![false; plan.actions.all.len()];
    for (place, transition) in plan.transitions.iter().enumerate() {
        let spot = MACHINE.to("transitions");
        self::transition(plan, *transition, &spot.nth(place).of(transition.id()), &mut used, reading);
    }
    unused(plan, &used, reading);
    reachable(plan, reading);
    // Without what is wrong there may be an end.
    if !reading.failed() && plan.states.all.iter().all(|state| !plan.leaving(state.id()).is_empty()) {
        reading.report(&rules::NO_END, &MACHINE.to("states"), &[]);
    }
    nodes
}

/// Ids are different where they could be taken for one another: notes the lines of new ones.
fn different(all: &[Object<'_>], list: &str, what: &str, seen: &mut Map<Text, u32>, reading: &mut Reading) {
    for (place, object) in all.iter().enumerate() {
        let (id, spot) = (object.id(), MACHINE.to(list));
        let spot = spot.nth(place).of(id);
        if id.is_empty() {
            continue;
        }
        if seen.contains_key(id) {
            reading.report(&rules::DUPLICATE_ID, &spot.to("id"), &[id, what]);
        } else {
            seen.insert(Text::from(id), reading.line(&spot));
        }
    }
}

fn timeout(of: Object<'_>, spot: &Spot<'_>, reading: &mut Reading) {
    let Some(text) = of.text("timeout") else { return };
    if parse_duration(text).ok().is_none_or(|span| span.is_zero_or_negative()) {
        reading.report(&rules::INVALID_TIMEOUT, &spot.to("timeout"), &[text]);
    }
}

fn actions(plan: &Plan<'_>, reading: &mut Reading) {
    for (place, action) in plan.actions.all.iter().enumerate() {
        let spot = MACHINE.to("actions");
        let spot = spot.nth(place).of(action.id());
        timeout(*action, &spot, reading);
        if let Some(group) = action.text("group")
            && plan.groups.place(group).is_none()
        {
            reading.report(&rules::UNKNOWN_GROUP, &spot.to("group"), &[group]);
        }
        if let Some(target) = action.text("target")
            && ActionTarget::by_name(target).is_none()
        {
            reading.report(&rules::INVALID_TARGET, &spot.to("target"), &[target]);
        }
    }
}

fn states(plan: &Plan<'_>, reading: &mut Reading) {
    let list = MACHINE.to("states");
    let mut started = false;
    for (place, state) in plan.states.all.iter().enumerate() {
        let (id, kind) = (state.id(), state.word("type"));
        let spot = list.nth(place).of(id);
        if kind == "start" && std::mem::replace(&mut started, true) {
            reading.report(&rules::SEVERAL_STARTS, &spot.to("type"), &[id]);
        }
        // A request must be able to leave them.
        if matches!(kind, "start" | "normal") && plan.leaving(id).is_empty() {
            reading.report(&rules::DEAD_END, &spot, &[id, kind]);
        }
        activities(*state, &spot, reading);
    }
    if !started {
        reading.report(&rules::NO_START, &list, &[]);
    }
}

/// Checks a transition; `used`: which actions are taken, by their places.
fn transition(
    plan: &Plan<'_>,
    transition: Object<'_>,
    spot: &Spot<'_>,
    used: &mut [bool],
    reading: &mut Reading,
) {
    for name in ["from", "to"] {
        let id = transition.word(name);
        if !id.is_empty() && plan.states.place(id).is_none() {
            reading.report(&rules::UNKNOWN_STATE, &spot.to(name), &[id]);
        }
    }
    let actions = transition.texts("actions");
    let timer = transition.object("timer");
    if actions.is_empty() && timer.is_none() {
        reading.report(&rules::NO_ACTION, spot, &[spot.owner]);
    }
    let mut named = Map::new();
    for (place, action) in actions.iter().enumerate() {
        let list = spot.to("actions");
        if named.insert(Text::from(*action), 0).is_some() {
            reading.report(&rules::NAMED_TWICE, &list.nth(place), &[action]);
        }
        match plan.actions.place(action).and_then(|place| used.get_mut(place)) {
            Some(used) => *used = true,
            None => reading.report(&rules::UNKNOWN_ACTION, &list.nth(place), &[action]),
        }
    }
    if let Some(condition) = transition.text("condition") {
        expression(condition, &spot.to("condition"), reading);
    }
    if let Some(moment) = timer {
        self::timer(moment, &spot.to("timer"), reading);
    }
    activities(transition, spot, reading);
}

/// An expression that is compiled when the process is; here only what is wrong with it counts.
fn expression(text: &str, spot: &Spot<'_>, reading: &mut Reading) {
    let (language, body) = detect(text);
    if let Err(error) = compile(language, body) {
        let found = [text, &language.to_string(), &error.to_string()];
        reading.report(&rules::INVALID_EXPRESSION, spot, &found);
    }
}

fn timer(timer: Object<'_>, spot: &Spot<'_>, reading: &mut Reading) {
    let (text, name, known) = match (timer.text("duration"), timer.text("date")) {
        (Some(text), None) => (text, "duration", parse_duration(text).is_ok()),
        (None, Some(text)) => (text, "date", parse_date(text).is_ok()),
        _ => return reading.report(&rules::ONE_TIME, spot, &[]),
    };
    if is_expression(text) {
        expression(text, &spot.to(name), reading);
    } else if !known {
        reading.report(&rules::INVALID_TIMER, &spot.to(name), &[text, name]);
    }
}

fn activities(of: Object<'_>, spot: &Spot<'_>, reading: &mut Reading) {
    let list = spot.to("activities");
    for (place, activity) in of.objects("activities").into_iter().enumerate() {
        let spot = list.nth(place);
        for (name, value) in activity.fields() {
            // What stands around it is left away when it is read.
            if let Some(text) = value.as_text().map(|text| text.trim()).filter(|text| is_expression(text)) {
                expression(text, &spot.to("fields").to(name), reading);
            }
        }
    }
}

/// What nobody can do is probably a mistake.
fn unused(plan: &Plan<'_>, used: &[bool], reading: &mut Reading) {
    for (place, action) in plan.actions.all.iter().enumerate() {
        let (id, spot) = (action.id(), MACHINE.to("actions"));
        let first = plan.actions.place(id).and_then(|first| used.get(first));
        if first == Some(&false) && !id.is_empty() {
            reading.report(&rules::UNUSED_ACTION, &spot.nth(place).of(id), &[id]);
        }
    }
}

/// So are states in which no request can ever stand.
fn reachable(plan: &Plan<'_>, reading: &mut Reading) {
    let (layers, _) = plan.layers();
    // Without a start there is more to say.
    if layers.is_empty() {
        return;
    }
    for (place, id) in plan.states.all.iter().map(|state| state.id()).enumerate() {
        if !layers.contains_key(id) && !id.is_empty() {
            let spot = MACHINE.to("states");
            reading.report(&rules::UNREACHABLE, &spot.nth(place).of(id), &[id]);
        }
    }
}
