//! Who waits for which message or signal, in the order in which they began to wait.

use crate::map::{Map, Set};

use super::instances::Who;
use crate::{Key, Subscription, SubscriptionKind};

#[derive(Clone, Debug, Default)]
pub(super) struct Waiting {
    last: u64,
    open: Map<u64, (Who, Subscription)>,
    places: Map<(Who, Key), u64>,
}

impl Waiting {
    pub(super) fn open(&mut self, who: Who, subscription: &Subscription) {
        if subscription.kind == SubscriptionKind::Condition {
            return;
        }
        self.last += 1;
        self.places.insert((who, subscription.key), self.last);
        self.open.insert(self.last, (who, subscription.clone()));
    }

    pub(super) fn close(&mut self, who: Who, key: Key) {
        if let Some(place) = self.places.remove(&(who, key)) {
            self.open.remove(&place);
        }
    }

    /// The oldest subscription for a message that is meant.
    pub(super) fn message(&self, meant: impl Fn(Who, &Subscription) -> bool) -> Option<(Who, Key)> {
        let mut open = self.open.values();
        let found = open.find(|(who, open)| open.kind == SubscriptionKind::Message && meant(*who, open));
        found.map(|(who, open)| (*who, open.key))
    }

    /// Who listens to a signal, in the order in which the instances started.
    pub(super) fn signal(&self, name: &str) -> Set<Who> {
        let named = |open: &Subscription| open.kind == SubscriptionKind::Signal && *open.name == *name;
        self.open.values().filter(|(_, open)| named(open)).map(|(who, _)| *who).collect()
    }
}
