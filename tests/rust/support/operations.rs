//! What an operator may do to a running instance, sensible or not.

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use tidewheel::{Event, Instruction, Key, Obligation, Policy, Start, SubscriptionKind, Text, Vars, start};

use super::actions::{Action, action};
use super::host::{beginning, parse};
use super::trial::{Broken, Trial};

/// One operation. Numbers pick from what there is when it comes to it.
#[derive(Clone, Debug)]
pub enum Operation {
    /// Moves tokens by hand.
    Modify(Vec<Order>),
    /// Suspends the instance.
    Suspend,
    /// Resumes it.
    Resume,
    /// Correlates a message that may be waited for.
    Correlate {
        /// Which of the messages that are waited for.
        pick: usize,
        /// How many subscriptions it may be for.
        policy: u8,
    },
}

/// One instruction of a modification.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    kind: u8,
    activation: usize,
    element: usize,
    scope: Option<usize>,
}

/// Acts of a host, operations among them.
pub fn operated(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Action>> {
    vec(prop_oneof![3 => action(true), 1 => operation().prop_map(Action::Operate)], count)
}

fn operation() -> impl Strategy<Value = Operation> {
    let order = (any::<u8>(), any::<usize>(), any::<usize>(), prop::option::of(any::<usize>()))
        .prop_map(|(kind, activation, element, scope)| Order { kind, activation, element, scope });
    prop_oneof![
        12 => vec(order, 1..4).prop_map(Operation::Modify),
        1 => Just(Operation::Suspend),
        2 => Just(Operation::Resume),
        2 => (any::<usize>(), any::<u8>()).prop_map(|(pick, policy)| Operation::Correlate { pick, policy }),
    ]
}

/// The models of the vectors that can be started as they are.
///
/// # Errors
/// If they cannot be read.
pub fn models(folder: &Path) -> Result<Vec<String>, Broken> {
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.is_dir() {
            found.extend(models(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "bpmn") {
            let text = fs::read_to_string(&path).map_err(at)?;
            let begin = Start { id: "probe".into(), ..Start::default() };
            let runs = parse(&text).is_ok_and(|definition| start(&definition, &begin, beginning()).is_ok());
            found.extend(runs.then_some(text));
        }
    }
    found.sort();
    Ok(found)
}

impl Operation {
    pub(super) fn event(&self, trial: &Trial) -> Event {
        match self {
            Self::Modify(orders) => Event::Modify {
                instructions: orders.iter().map(|order| order.instruction(trial)).collect(),
                reason: None,
            },
            Self::Suspend => Event::Suspend { reason: None },
            Self::Resume => Event::Resume,
            Self::Correlate { pick, policy } => Event::Correlate {
                message: message(trial, *pick),
                correlation: None,
                policy: match policy % 3 {
                    0 => Policy::ExactlyOne,
                    1 => Policy::Oldest,
                    _ => Policy::All,
                },
                variables: Vars::new(),
            },
        }
    }
}

impl Order {
    fn instruction(self, trial: &Trial) -> Instruction {
        let active = trial.instance().active(trial.definition());
        let key = |pick: usize| active.get(pick % active.len().max(1)).map_or(Key(1), |one| one.key);
        let elements = trial.definition().elements();
        let element = elements.get(self.element % elements.len().max(1));
        let element = element.map_or_else(|| Text::from("none"), |element| element.id.clone());
        let (activation, scope) = (key(self.activation), self.scope.map(key));
        match self.kind % 6 {
            0 => Instruction::StartBefore { element, scope, variables: Vars::new() },
            1 => Instruction::StartAfter { element, scope, variables: Vars::new() },
            2 => Instruction::Cancel { activation },
            3 => Instruction::Move { activation, to: element },
            kind => Instruction::GoBack { activation, to: element, spare: kind == 4 },
        }
    }
}

/// A message that is waited for, else one that is not.
fn message(trial: &Trial, pick: usize) -> Text {
    let open = trial.open();
    let names = open.iter().filter_map(|one| match one {
        Obligation::Subscription(open) if open.kind == SubscriptionKind::Message => Some(open.name.clone()),
        _ => None,
    });
    let names: Vec<Text> = names.collect();
    names.get(pick % names.len().max(1)).cloned().unwrap_or_else(|| "unheard".into())
}
