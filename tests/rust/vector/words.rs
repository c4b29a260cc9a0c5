//! Effects and history in the short words of the cases.

use std::collections::BTreeMap;

use tidewheel::{Actions, AllowedAction, Effect, Entry, Key, Listener, Obligation, Status, Text, Vars};

use super::lines::json;

/// Ids of the elements that obligations belonged to, by key: what a closing effect names.
pub(super) type Elements = BTreeMap<Key, Text>;

/// An effect in words; what opens is entered into `elements`.
pub(super) fn effect(effect: &Effect, elements: &mut Elements) -> Result<String, String> {
    let mut opened = |verb: &str, key: Key, element: &Text| {
        elements.insert(key, element.clone());
        format!("{verb} {element}")
    };
    Ok(match effect {
        Effect::OpenJob(job) => {
            let lane = job.lane.iter().map(|lane| format!(" in {lane}"));
            lane.fold(opened("openJob", job.key, &job.element), |words, lane| words + &lane)
        }
        Effect::OpenTimer(timer) => opened("openTimer", timer.key, &timer.element),
        Effect::OpenSubscription(open) => opened("openSubscription", open.key, &open.element),
        Effect::OpenIncident(incident) => {
            let code = json(&incident.code)?;
            format!("{} {}", opened("openIncident", incident.key, &incident.element), code.trim_matches('"'))
        }
        Effect::OpenCall(call) => opened("openCall", call.key, &call.element),
        Effect::OpenEvaluation(asked) => {
            format!("{} {}", opened("openEvaluation", asked.key, &asked.element), asked.source)
        }
        Effect::CloseEvaluation { key } => closed("closeEvaluation", *key, elements)?,
        Effect::CloseCall { key } => closed("closeCall", *key, elements)?,
        Effect::CloseJob { key } => closed("closeJob", *key, elements)?,
        Effect::CloseTimer { key } => closed("closeTimer", *key, elements)?,
        Effect::CloseSubscription { key } => closed("closeSubscription", *key, elements)?,
        Effect::CloseIncident { key } => closed("closeIncident", *key, elements)?,
        Effect::PublishMessage(message) => {
            let whom = message.correlation.as_ref().map(|whom| json(whom).map(|whom| format!(" for {whom}")));
            let whom = whom.transpose()?.unwrap_or_default();
            format!("publishMessage {}{whom}{}", message.name, with(&message.variables)?)
        }
        Effect::BroadcastSignal(signal) => {
            format!("broadcastSignal {}{}", signal.name, with(&signal.variables)?)
        }
        Effect::WriteDataStore { data_store, value, .. } => {
            format!("writeDataStore {data_store} {}", json(value)?)
        }
        Effect::CallListener(listener) => {
            let Listener { element, event, implementation, fields, .. } = listener;
            format!("callListener {element} {event} {implementation}{}", with(fields)?)
        }
        Effect::Finished { status, .. } => format!("finished {}", word(*status)?),
        other => return Err(format!("the runner has no words for {other:?}")),
    })
}

/// What a person may do: the action, and the state that it helps to reach.
pub(super) fn allowed(allowed: &AllowedAction) -> String {
    format!("{} -> {}", allowed.action, allowed.next.as_deref().unwrap_or("-"))
}

/// The state that a request is in, and its type.
pub(super) fn state(found: &Actions) -> String {
    found.state.as_ref().map_or(String::new(), |state| format!("{} {}", state.id, state.r#type))
}

/// Who has chosen what.
pub(super) fn chosen(found: &Actions) -> Option<String> {
    found.chosen.as_ref().map(|chosen| format!("{} by {}", chosen.element, chosen.by))
}

fn with(variables: &Vars) -> Result<String, String> {
    if variables.is_empty() { Ok(String::new()) } else { Ok(format!(" with {}", json(variables)?)) }
}

fn closed(verb: &str, key: Key, elements: &Elements) -> Result<String, String> {
    let element = elements.get(&key).ok_or_else(|| format!("{verb} of {key}, which was never open"))?;
    Ok(format!("{verb} {element}"))
}

/// What a step did to the open obligations: opened, or closed by key.
pub(super) fn change(effect: &Effect) -> Option<Result<Obligation, Key>> {
    Some(match effect {
        Effect::OpenJob(job) => Ok(Obligation::Job(job.clone())),
        Effect::OpenTimer(timer) => Ok(Obligation::Timer(timer.clone())),
        Effect::OpenSubscription(open) => Ok(Obligation::Subscription(open.clone())),
        Effect::OpenCall(call) => Ok(Obligation::Call(call.clone())),
        Effect::OpenEvaluation(asked) => Ok(Obligation::Evaluation(asked.clone())),
        Effect::OpenIncident(incident) => Ok(Obligation::Incident(incident.clone())),
        Effect::CloseJob { key }
        | Effect::CloseTimer { key }
        | Effect::CloseSubscription { key }
        | Effect::CloseCall { key }
        | Effect::CloseEvaluation { key }
        | Effect::CloseIncident { key } => Err(*key),
        _ => return None,
    })
}

/// An entry of the history in words.
pub(super) fn entry(entry: &Entry) -> Result<String, String> {
    Ok(match entry {
        Entry::Entered { element, .. } => format!("enter {element}"),
        Entry::Left { element, .. } => format!("leave {element}"),
        Entry::Cancelled { element, .. } => format!("cancel {element}"),
        Entry::FlowTaken { flow, .. } => format!("take {flow}"),
        Entry::Arrived { element, flow, .. } => format!("arrive {element} {flow}"),
        Entry::JobFailed { element, message, .. } => format!("jobFailed {element}: {message}"),
        Entry::ActionChosen { element, by, .. } => format!("choose {element} by {by}"),
        Entry::ActionCompleted { element, by, .. } => format!("complete {element} by {by}"),
        Entry::ActionReleased { element, by, .. } => format!("release {element} by {by}"),
        Entry::ErrorThrown { element, code, caught_by, .. } => {
            thrown("error", code, element, caught_by.as_ref())
        }
        Entry::EscalationThrown { element, code, caught_by, .. } => {
            thrown("escalation", code, element, caught_by.as_ref())
        }
        Entry::VariablesSet { element, variables, .. } => format!("set {element} {}", json(variables)?),
        Entry::DataStateReached { element, data, state } => format!("reach {element} {data} {state}"),
        Entry::IncidentRaised { element, .. } => format!("incident {element}"),
        Entry::IncidentResolved { element, .. } => format!("resolve {element}"),
        Entry::ClockClamped { given } => format!("clamp {}", given.millis()),
        Entry::CompensationThrown { element, activities } => {
            format!("compensate {element} [{}]", activities.join(", "))
        }
        Entry::GatewayReset { element, .. } => format!("reset {element}"),
        Entry::Modified { instruction, .. } => format!("modify {}", json(instruction)?),
        Entry::FlowSpared { flow, .. } => format!("spare {flow}"),
        Entry::Suspended { reason } => format!("suspended {}", reason.as_deref().unwrap_or("-")),
        Entry::Resumed => "resumed".to_owned(),
        Entry::CancelRequested { reason } => format!("cancelRequested {reason}"),
        Entry::Ended { status } => format!("ended {}", word(*status)?),
        other => return Err(format!("the runner has no words for {other:?}")),
    })
}

fn thrown(what: &str, code: &str, element: &str, caught_by: Option<&Text>) -> String {
    let code = if code.is_empty() { "-" } else { code };
    match caught_by {
        Some(handler) => format!("{what} {code} {element} -> {handler}"),
        None => format!("{what} {code} {element} uncaught"),
    }
}

fn word(status: Status) -> Result<String, String> {
    Ok(json(&status)?.trim_matches('"').to_owned())
}
