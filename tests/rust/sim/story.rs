//! A report as lines: when, which instance, what came, and where the instance then is.

use std::collections::BTreeMap;

use tidewheel::sim::{Report, Row, Scenario, Simulation};
use tidewheel::{Definition, Effect, Event, Key, ParseOptions, Status, Text};

/// Runs a scenario, given as JSON.
pub(crate) fn run(model: &str, scenario: &str) -> Report {
    let scenario: Scenario = serde_json::from_str(scenario).unwrap();
    Simulation::new(&parse(model), scenario).unwrap().run()
}

pub(crate) fn parse(model: &str) -> Definition {
    Definition::parse(model, &ParseOptions::default()).unwrap().0
}

/// What happened, in lines such as `10 main done ship -> pay`.
pub(crate) fn story(report: &Report) -> Vec<String> {
    let mut elements = BTreeMap::new();
    report.rows.iter().map(|row| line(row, &mut elements)).collect()
}

/// Checks what happened in a run.
#[track_caller]
pub(crate) fn tells(report: &Report, expected: &[&str]) {
    let story = story(report);
    assert_eq!(story, expected, "\n{}", story.join("\n"));
}

fn line(row: &Row, elements: &mut BTreeMap<(Option<Text>, Key), Text>) -> String {
    let what = row.event.as_ref().map_or_else(
        || "start".to_owned(),
        |event| {
            let of = |key: &Key| elements.get(&(row.instance.clone(), *key)).cloned().unwrap_or_default();
            words(event, of)
        },
    );
    for effect in row.outcome.iter().flat_map(|outcome| &outcome.effects) {
        let (key, element) = match effect {
            Effect::OpenJob(job) => (job.key, &job.element),
            Effect::OpenSubscription(open) => (open.key, &open.element),
            Effect::OpenCall(call) => (call.key, &call.element),
            Effect::OpenEvaluation(asked) => (asked.key, &asked.element),
            _ => continue,
        };
        elements.insert((row.instance.clone(), key), element.clone());
    }
    let state = match (&row.rejection, &row.outcome) {
        (Some(rejection), _) => format!("rejected: {}", rejection.message),
        (None, Some(outcome)) if outcome.status != Status::Active => {
            format!("{:?}", outcome.status).to_ascii_lowercase()
        }
        _ => row.active.join(" "),
    };
    format!("{} {} {what} -> {state}", row.at.millis(), row.instance.as_deref().unwrap_or("main"))
}

fn words(event: &Event, of: impl Fn(&Key) -> Text) -> String {
    match event {
        Event::JobCompleted { job, .. } => format!("done {}", of(job)),
        Event::ActionChosen { job, by, .. } => format!("chosen {} by {by}", of(job)),
        Event::ActionCompleted { job, by, .. } => format!("completed {} by {by}", of(job)),
        Event::JobFailed { job, .. } => format!("failed {}", of(job)),
        Event::JobThrew { job, code, .. } => format!("threw {} {code}", of(job)),
        Event::Message { subscription, .. } => format!("message {}", of(subscription)),
        Event::Signal { name, .. } => format!("signal {name}"),
        Event::Tick => "tick".to_owned(),
        Event::CallFinished { call, .. } => format!("finished {}", of(call)),
        Event::CallThrew { call, code, .. } => format!("call {} threw {code}", of(call)),
        Event::CallEscalated { call, code, .. } => format!("call {} escalated {code}", of(call)),
        Event::CallFailed { call, message } => format!("call {} failed: {message}", of(call)),
        Event::Evaluated { evaluation, value } => format!("{} gave {}", of(evaluation), shown(value)),
        Event::EvaluationFailed { evaluation, message } => format!("{} failed: {message}", of(evaluation)),
        Event::Cancel { reason } => format!("cancel: {reason}"),
        Event::Suspend { .. } => "suspend".to_owned(),
        Event::Resolve { .. } => "resolve".to_owned(),
        Event::Resume => "resume".to_owned(),
        other => format!("{other:?}"),
    }
}

fn shown(value: &tidewheel::Value) -> String {
    serde_json::to_string(value).unwrap()
}
