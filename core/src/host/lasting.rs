//! What one step opens and closes again leaves no trace in a store.

use crate::map::Set;
use crate::{Effect, Key};

/// The effects without the pairs that open and close the same obligation.
pub(super) fn lasting(mut effects: Vec<Effect>) -> Vec<Effect> {
    let closed: Set<Key> = effects.iter().filter_map(closes).collect();
    let fleeting: Set<Key> = effects.iter().filter_map(opens).filter(|key| closed.contains(key)).collect();
    effects.retain(|effect| {
        let key = opens(effect).or_else(|| closes(effect));
        key.is_none_or(|key| !fleeting.contains(&key))
    });
    effects
}

fn opens(effect: &Effect) -> Option<Key> {
    match effect {
        Effect::OpenJob(job) => Some(job.key),
        Effect::OpenTimer(timer) => Some(timer.key),
        Effect::OpenSubscription(subscription) => Some(subscription.key),
        Effect::OpenCall(call) => Some(call.key),
        Effect::OpenEvaluation(evaluation) => Some(evaluation.key),
        Effect::OpenIncident(incident) => Some(incident.key),
        _ => None,
    }
}

/// The key of the obligation that an effect closes.
pub(super) fn closes(effect: &Effect) -> Option<Key> {
    match effect {
        Effect::CloseJob { key }
        | Effect::CloseTimer { key }
        | Effect::CloseSubscription { key }
        | Effect::CloseCall { key }
        | Effect::CloseEvaluation { key }
        | Effect::CloseIncident { key } => Some(*key),
        _ => None,
    }
}
