//! A report as lines for people: time, element, what happened, active elements.

use std::collections::BTreeMap;

use tidewheel::sim::{Report, Row};
use tidewheel::{Effect, Entry, Event, Key, Outcome, Text, Timestamp, Vars};

/// One line for each step.
pub(crate) fn lines(report: &Report) -> Vec<String> {
    let mut elements = BTreeMap::new();
    let mut lines: Vec<String> = report.rows.iter().map(|row| line(row, &mut elements)).collect();
    lines.push(format!("{}  {:<24}  {:?}", clock(report.at), "process", report.status).to_ascii_lowercase());
    lines
}

fn line(row: &Row, elements: &mut BTreeMap<Key, Text>) -> String {
    let (element, mut what) = happened(row, elements);
    if let Some(rejection) = &row.rejection {
        what = format!("rejected: {}", rejection.message);
    }
    for effect in row.outcome.iter().flat_map(|outcome| &outcome.effects) {
        remember(effect, elements);
    }
    let line = format!("{}  {element:<24}  {what:<46}  {}", clock(row.at), row.active.join(", "));
    line.trim_end().to_owned()
}

/// The element that a step is about, and what happened to it.
fn happened(row: &Row, elements: &BTreeMap<Key, Text>) -> (String, String) {
    let element = |key: &Key| elements.get(key).map_or_else(|| key.to_string(), Text::to_string);
    match &row.event {
        None => ("process".to_owned(), "started".to_owned()),
        Some(Event::JobCompleted { job, variables }) => (element(job), format!("done {}", words(variables))),
        Some(Event::JobFailed { job, message, .. }) => (element(job), format!("failed: {message}")),
        Some(Event::JobThrew { job, code, .. }) => {
            (element(job), format!("threw {code} -> {}", caught_by(row.outcome.as_ref())))
        }
        Some(Event::Signal { name, .. }) => (name.to_string(), "signal".to_owned()),
        Some(Event::Message { subscription, .. }) => (element(subscription), "message received".to_owned()),
        Some(Event::Tick | Event::TimerFired { .. }) => {
            let effects = row.outcome.iter().flat_map(|outcome| &outcome.effects);
            let mut fired = effects.filter_map(|effect| match effect {
                Effect::CloseTimer { key } => Some(element(key)),
                _ => None,
            });
            (fired.next_back().unwrap_or_default(), "timer fired".to_owned())
        }
        Some(other) => (String::new(), format!("{other:?}")),
    }
}

fn caught_by(outcome: Option<&Outcome>) -> String {
    let entries = outcome.into_iter().flat_map(|outcome| &outcome.history);
    let mut handlers = entries.filter_map(|entry| match entry {
        Entry::ErrorThrown { caught_by, .. } => Some(caught_by.as_ref().map_or("nothing", |id| id)),
        _ => None,
    });
    handlers.next().unwrap_or("nothing").to_owned()
}

fn remember(effect: &Effect, elements: &mut BTreeMap<Key, Text>) {
    match effect {
        Effect::OpenJob(job) => drop(elements.insert(job.key, job.element.clone())),
        Effect::OpenTimer(timer) => drop(elements.insert(timer.key, timer.element.clone())),
        Effect::OpenSubscription(open) => drop(elements.insert(open.key, open.element.clone())),
        _ => {}
    }
}

fn words(variables: &Vars) -> String {
    let words = variables.iter().map(|(name, value)| {
        let value = serde_json::to_string(value).unwrap_or_default();
        format!("{name}={value}")
    });
    let words = words.collect::<Vec<_>>().join(" ");
    if words.chars().count() > 40 { words.chars().take(39).chain(['…']).collect() } else { words }
}

/// Days, hours, minutes and seconds since the start of the virtual clock.
fn clock(at: Timestamp) -> String {
    let seconds = at.millis() / 1000;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    format!("{days}d {:02}:{:02}:{:02}", rest / 3600, rest / 60 % 60, rest % 60)
}
