//! Runs models against sequences of acts, and hosts that answer everything fairly.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use tidewheel::{
    Definition, Event, IncidentKind, Key, Obligation, ParseOptions, Status, SubscriptionKind, Text,
    Timestamp, Vars,
};

use super::actions::{Action, How, answer};
use super::trial::{Broken, Trial};
use super::words::closing_variables;

/// When trials begin: the start of 2026.
#[must_use]
pub fn beginning() -> Timestamp {
    Timestamp::from_millis(1_767_225_600_000).unwrap_or_default()
}

/// Instances with more open obligations than this are let go: what is left to see is only slower.
const CROWDED: usize = 300;

/// How many events an instance that has ended may still reject; one is as good as another.
const LATE: usize = 3;

/// Parses a model, or says why it was refused.
///
/// # Errors
/// All findings.
pub fn parse(xml: &str) -> Result<Definition, Broken> {
    let refused = |found: Vec<tidewheel::Diagnostic>| format!("refused: {found:?}");
    Definition::parse(xml, &ParseOptions::default()).map(|(definition, _)| definition).map_err(refused)
}

/// Runs a check; a panic is what broke, too.
///
/// # Errors
/// What broke.
pub fn guarded<T>(check: impl FnOnce() -> Result<T, Broken>) -> Result<T, Broken> {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(format!("panic: {}", text.unwrap_or_default()))
    })
}

/// Starts where `way_in` picks, performs the acts, then `then`, then replays the log.
///
/// # Errors
/// What broke, with the log.
pub fn perform(
    definition: &Definition,
    xml: &str,
    variables: Vars,
    way_in: usize,
    actions: &[Action],
    then: impl FnOnce(&mut Trial, Timestamp) -> Result<(), Broken>,
) -> Result<(), Broken> {
    let mut now = beginning();
    let Some(mut trial) = Trial::begin(definition, xml, variables, way_in, now)? else { return Ok(()) };
    let mut late = 0;
    let result = guarded(|| {
        for action in actions {
            if late > LATE || trial.open().len() > CROWDED {
                break;
            }
            let event = action.event(&trial, &mut now);
            trial.send(&event, now)?;
            late += usize::from(trial.instance().status().is_over());
        }
        then(&mut trial, now)?;
        trial.replay()
    });
    result.map_err(|broken| format!("{broken}\nin the case\n{}", trial.case()))
}

/// How often an event that starts something beside its scope or activity is answered: were it
/// answered for ever, what it starts could keep the scope open for ever.
const BESIDE: u32 = 2;

/// Answers every obligation in turn until the instance has ended.
///
/// # Errors
/// If it does not end within `limit` events, or waits for nothing.
pub fn finish(trial: &mut Trial, mut now: Timestamp, limit: usize) -> Result<(), Broken> {
    let scopes = trial.instance().active(trial.definition());
    for scope in scopes {
        mend(trial, scope.key, now)?;
    }
    let elements = trial.definition().elements();
    let beside = elements.iter().filter(|one| matches!(&*one.r#type, "startEvent" | "boundaryEvent"));
    let beside: BTreeSet<Text> = beside.map(|one| one.id.clone()).collect();
    let mut answered = BTreeMap::new();
    let (mut events, mut round) = (0, 0);
    while trial.instance().status() == Status::Active {
        let mut open = trial.open();
        if open.is_empty() {
            return Err("the instance is active and waits for nothing".to_owned());
        }
        // Neither the oldest nor the youngest may win for ever.
        if round % 2 == 1 {
            open.reverse();
        }
        round += 1;
        let before = events;
        for obligation in open {
            if trial.open().iter().all(|other| other.key() != obligation.key()) {
                continue;
            }
            let (element, activation) = place(&obligation)?;
            let watched = matches!(&obligation, Obligation::Subscription(one) if one.kind == SubscriptionKind::Condition);
            if beside.contains(&element) && !watched {
                let times = answered.entry((element, activation)).or_insert(0);
                *times += 1;
                if *times > BESIDE {
                    continue;
                }
            }
            if watched {
                continue;
            }
            if let Obligation::Incident(incident) = &obligation {
                // Undoing brings back the data of then; who resolves an incident looks at the data first.
                mend(trial, incident.activation, now)?;
                if trial.open().iter().all(|other| other.key() != incident.key) {
                    continue;
                }
            }
            let event = answer(&obligation, How::Complete, &Vars::new(), &mut now);
            if !trial.send(&event, now)? {
                return Err(format!("the answer to {obligation:?} was rejected"));
            }
            events += 1;
            if events > limit {
                return Err(format!("the instance has not ended after {limit} answers"));
            }
        }
        if events == before {
            return Err("the instance is active and waits only for what starts beside it".to_owned());
        }
    }
    Ok(())
}

/// Gives an activation variables with which its scope comes to an end.
fn mend(trial: &mut Trial, activation: Key, now: Timestamp) -> Result<bool, Broken> {
    trial.send(&Event::SetVariables { scope: Some(activation), variables: closing_variables() }, now)
}

/// Who waits; in a well-formed model nobody can be stranded or go round for ever.
fn place(obligation: &Obligation) -> Result<(Text, Key), Broken> {
    Ok(match obligation {
        Obligation::Job(job) => (job.element.clone(), job.activation),
        Obligation::Timer(timer) => (timer.element.clone(), timer.activation),
        Obligation::Subscription(subscription) => (subscription.element.clone(), subscription.activation),
        Obligation::Call(call) => (call.element.clone(), call.activation),
        Obligation::Evaluation(asked) => (asked.element.clone(), asked.activation),
        Obligation::Incident(incident) => match incident.code {
            IncidentKind::StrandedToken | IncidentKind::EndlessLoop => {
                return Err(incident.message.to_string());
            }
            _ => (incident.element.clone(), incident.activation),
        },
        other => return Err(format!("unknown: {other:?}")),
    })
}
