//! The instances of a simulation, and what they are to each other.

use crate::map::{Map, Set};

use crate::{Instance, Key, Status, Text, Timestamp};

/// Which instance: its place in the order in which they started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Who(usize);

impl Who {
    /// The scenario's own instance.
    pub(super) const MAIN: Self = Self(0);
}

#[derive(Clone, Debug)]
pub(super) struct Running {
    pub(super) instance: Instance,
    /// Id of its process.
    pub(super) process: Text,
    /// The instance that called it.
    pub(super) called_by: Option<Who>,
    /// The call that waits for its end.
    pub(super) call: Option<(Who, Key)>,
    /// When its next timer is due, as [`Instances`] knows it.
    due: Option<Timestamp>,
}

impl Running {
    pub(super) fn new(instance: Instance, process: Text, call: Option<(Who, Key)>) -> Self {
        Self { instance, process, called_by: call.map(|(caller, _)| caller), call, due: None }
    }

    pub(super) fn is_over(&self) -> bool {
        self.instance.status().is_over()
    }
}

/// The scenario's own instance and those that came after it.
#[derive(Clone, Debug)]
pub(super) struct Instances {
    pub(super) main: Running,
    others: Vec<Running>,
    ids: Map<Text, Who>,
    live: Set<Who>,
    /// The timers that can fire.
    timers: Set<(Timestamp, Who)>,
}

impl Instances {
    pub(super) fn new(main: Running) -> Self {
        let ids = Map::from_iter([(main.instance.id().clone(), Who::MAIN)]);
        Self { main, others: Vec::new(), ids, live: Set::new(), timers: Set::new() }
    }

    /// Takes note of where an instance stands after a step.
    pub(super) fn settle(&mut self, who: Who) {
        let Some(running) = self.get_mut(who) else { return };
        let status = running.instance.status();
        let due = running.instance.next_due().filter(|_| status == Status::Active);
        let before = std::mem::replace(&mut running.due, due);
        if before != due {
            if let Some(before) = before {
                self.timers.remove(&(before, who));
            }
            self.timers.extend(due.map(|due| (due, who)));
        }
        if status.is_over() {
            self.live.remove(&who);
        } else {
            self.live.insert(who);
        }
    }

    pub(super) fn add(&mut self, running: Running) -> Who {
        let who = Who(self.others.len() + 1);
        self.ids.insert(running.instance.id().clone(), who);
        self.others.push(running);
        who
    }

    pub(super) fn get(&self, who: Who) -> Option<&Running> {
        match who.0.checked_sub(1) {
            None => Some(&self.main),
            Some(place) => self.others.get(place),
        }
    }

    pub(super) fn get_mut(&mut self, who: Who) -> Option<&mut Running> {
        match who.0.checked_sub(1) {
            None => Some(&mut self.main),
            Some(place) => self.others.get_mut(place),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Who, &Running)> {
        let all = std::iter::once(&self.main).chain(&self.others);
        all.enumerate().map(|(place, running)| (Who(place), running))
    }

    /// Those beside the scenario's own.
    pub(super) fn others(&self) -> &[Running] {
        &self.others
    }

    pub(super) fn find(&self, id: &str) -> Option<Who> {
        self.ids.get(id).copied()
    }

    /// The id by which rows and reports name an instance; none for the scenario's own.
    pub(super) fn id(&self, who: Who) -> Option<Text> {
        let running = self.get(who).filter(|_| who != Who::MAIN)?;
        Some(running.instance.id().clone())
    }

    /// Whether answers, messages and timers can come to it now.
    pub(super) fn accepts(&self, who: Who) -> bool {
        self.get(who).is_some_and(|running| running.instance.status() == Status::Active)
    }

    /// Whether an instance of the process runs.
    pub(super) fn runs(&self, process: &str) -> bool {
        self.live().any(|(_, running)| *running.process == *process)
    }

    pub(super) fn live(&self) -> impl Iterator<Item = (Who, &Running)> {
        self.live.iter().filter_map(|who| Some((*who, self.get(*who)?)))
    }

    pub(super) fn all_over(&self) -> bool {
        self.live.is_empty()
    }

    /// The timer that is due next.
    pub(super) fn timer(&self) -> Option<(Timestamp, Who)> {
        self.timers.first().copied()
    }
}
