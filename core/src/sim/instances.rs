//! The instances of a simulation, and what they are to each other.

use crate::{Instance, Key, Status, Text};

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
}

impl Running {
    pub(super) fn is_over(&self) -> bool {
        self.instance.status().is_over()
    }
}

/// The scenario's own instance and those that came after it.
#[derive(Clone, Debug)]
pub(super) struct Instances {
    pub(super) main: Running,
    others: Vec<Running>,
}

impl Instances {
    pub(super) fn new(main: Running) -> Self {
        Self { main, others: Vec::new() }
    }

    pub(super) fn add(&mut self, running: Running) -> Who {
        self.others.push(running);
        Who(self.others.len())
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

    /// Those that the scenario did not start itself.
    pub(super) fn others(&self) -> &[Running] {
        &self.others
    }

    pub(super) fn find(&self, id: &str) -> Option<Who> {
        self.iter().find(|(_, running)| **running.instance.id() == *id).map(|(who, _)| who)
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
        self.iter().any(|(_, running)| *running.process == *process && !running.is_over())
    }

    pub(super) fn all_over(&self) -> bool {
        self.iter().all(|(_, running)| running.is_over())
    }
}
