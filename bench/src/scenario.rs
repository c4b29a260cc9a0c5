//! What is run on each model, and how often each task must then have run: the one list that the
//! harnesses of all languages read.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::models;
use crate::sketch::Dialect;

/// One scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name, which is that of the model's file.
    pub name: String,
    /// What shape the model has.
    pub shape: Shape,
}

/// The shape of a scenario's model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// That many tasks in sequence.
    Sequence(usize),
    /// That many parallel branches.
    Parallel(usize),
    /// A choice of two.
    Exclusive,
    /// A cycle of ten rounds.
    Cycle,
    /// A user task, then a service task.
    User,
}

impl Scenario {
    /// All scenarios. `seqN` and `parN` make the growth series.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let patterns = [
            ("seq", Shape::Sequence(2)),
            ("par", Shape::Parallel(2)),
            ("exc", Shape::Exclusive),
            ("cyc", Shape::Cycle),
            ("user", Shape::User),
        ];
        let patterns = patterns.map(|(name, shape)| Self { name: name.to_owned(), shape });
        let sized = |shape: fn(usize) -> Shape, name: &'static str| {
            [10, 100, 1000].map(|size| Self { name: format!("{name}{size}"), shape: shape(size) })
        };
        let series = [sized(Shape::Sequence, "seq"), sized(Shape::Parallel, "par")];
        patterns.into_iter().chain(series.into_iter().flatten()).collect()
    }

    /// The scenario of that name; `seqN` and `parN` exist for every size.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let sized = |prefix: &str, shape: fn(usize) -> Shape| {
            let size = name.strip_prefix(prefix)?.parse().ok()?;
            Some(Self { name: name.to_owned(), shape: shape(size) })
        };
        let known = Self::all().into_iter().find(|scenario| scenario.name == name);
        known.or_else(|| sized("seq", Shape::Sequence)).or_else(|| sized("par", Shape::Parallel))
    }

    /// The model's file.
    #[must_use]
    pub fn model(&self, dialect: Dialect) -> String {
        match self.shape {
            Shape::Sequence(tasks) => models::sequence(dialect, tasks),
            Shape::Parallel(branches) => models::parallel(dialect, branches),
            Shape::Exclusive => models::exclusive(dialect),
            Shape::Cycle => models::cycle(dialect),
            Shape::User => models::user(dialect),
        }
    }

    /// How often each task runs in instance `n`. Choices alternate from instance to instance.
    #[must_use]
    pub fn runs(&self, n: usize) -> BTreeMap<String, u32> {
        let first = n % 2 == 1;
        let of = |tasks: &[(&str, u32)]| tasks.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect();
        match self.shape {
            Shape::Sequence(tasks) | Shape::Parallel(tasks) => {
                (1..=tasks).map(|n| (format!("t{n}"), 1)).collect()
            }
            Shape::Exclusive => of(&[(if first { "t1" } else { "t2" }, 1)]),
            Shape::Cycle => of(&[("t1", if first { 10 } else { 9 }), ("count", 10)]),
            Shape::User => of(&[("approve", 1), ("notify", 1)]),
        }
    }

    /// How many tasks an instance runs, on average over the choices.
    #[must_use]
    pub fn tasks(&self) -> f64 {
        let sum = |n| self.runs(n).values().sum::<u32>();
        f64::from(sum(0) + sum(1)) / 2.0
    }

    /// The variables that instance `n` starts with.
    #[must_use]
    pub fn variables(&self, n: usize) -> BTreeMap<String, u32> {
        let pick = ("pick", u32::from(n % 2 == 1));
        let pairs: &[(&str, u32)] = match self.shape {
            Shape::Sequence(_) | Shape::Parallel(_) => &[],
            Shape::Exclusive => &[pick],
            Shape::Cycle => &[pick, ("i", 0)],
            Shape::User => &[("approved", 1)],
        };
        pairs.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    }

    /// The scenario for the harnesses in other languages; the two entries of each list are for
    /// instances of even and of odd number.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({
            "name": self.name,
            "user": if self.shape == Shape::User { vec!["approve"] } else { Vec::new() },
            "tasks": self.tasks(),
            "runs": [self.runs(0), self.runs(1)],
            "variables": [self.variables(0), self.variables(1)],
        })
    }
}
