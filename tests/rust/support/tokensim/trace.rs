//! The simulator's traces: what it entered, what it left alive, and along which paths.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::scenario::read;
use crate::trial::Broken;

/// What the simulator has done so far.
#[derive(Debug, Default)]
pub struct Trace {
    scopes: Vec<Scope>,
    /// The number of the first scope's label.
    first: Option<usize>,
    /// Whose turn it is, and whether a signal gave it the turn.
    current: Option<(usize, bool)>,
}

/// What the simulator calls a scope: one token in one element.
#[derive(Debug)]
struct Scope {
    element: String,
    /// Label of the scope around it.
    parent: String,
    /// Whose turn it was when this was created.
    cause: Option<usize>,
    /// Some are created and withdrawn before their turn comes.
    entered: bool,
    ended: bool,
}

impl Trace {
    /// Reads on where the last trace stopped.
    ///
    /// # Errors
    /// If the file is not a trace, or does not follow from the last one.
    pub fn read_on(&mut self, file: &Path) -> Result<(), Broken> {
        let lines: Vec<String> = read(file)?;
        for line in lines {
            let mut parts = line.split(':');
            let (Some(action), Some(element), Some(label), None) =
                (parts.next(), parts.next(), parts.next(), parts.next())
            else {
                return Err(format!("`{line}` has not three parts"));
            };
            // The inside of a collapsed subprocess is drawn on a plane of its own.
            let element = element.strip_suffix("_plane").unwrap_or(element);
            self.follow(action, element, label).map_err(|error| format!("`{line}`: {error}"))?;
        }
        Ok(())
    }

    fn follow(&mut self, action: &str, element: &str, label: &str) -> Result<(), Broken> {
        if action == "createScope" {
            self.scopes.push(Scope {
                element: element.to_owned(),
                parent: label.to_owned(),
                cause: self.cause(label),
                entered: false,
                ended: false,
            });
            return Ok(());
        }
        let place = match action {
            "enter" => self.scopes.iter().position(|scope| {
                scope.element == element && scope.parent == label && !scope.entered && !scope.ended
            }),
            _ => self.labelled(element, label),
        };
        let place = place.ok_or("no such scope was created")?;
        let scope = self.scopes.get_mut(place).ok_or("no such scope was created")?;
        match action {
            "enter" | "signal" => scope.entered = true,
            "exit" | "destroyScope" => scope.ended = true,
            _ => return Err("the action is not known".to_owned()),
        }
        if action != "destroyScope" {
            self.current = Some((place, action == "signal"));
        }
        Ok(())
    }

    /// Whose turn it is. What has just been signalled causes only what lies inside it: the simulator
    /// signals an event that catches a cancellation, and compensates before it goes on.
    fn cause(&self, parent: &str) -> Option<usize> {
        let (place, signalled) = self.current?;
        if signalled
            && number(parent).is_none_or(|number| self.first.map(|first| first + place) != Some(number))
        {
            return self.scopes.get(place)?.cause;
        }
        Some(place)
    }

    fn labelled(&mut self, element: &str, label: &str) -> Option<usize> {
        let number = number(label)?;
        let own = |scope: &Scope| scope.element == element;
        let first = match self.first {
            Some(first) => first,
            None => number.checked_sub(self.scopes.iter().rposition(own)?)?,
        };
        self.first = Some(first);
        let place = number.checked_sub(first)?;
        self.scopes.get(place).filter(|scope| scope.element == element).map(|_| place)
    }

    /// How often each element was entered.
    pub(super) fn entered(&self) -> BTreeMap<String, usize> {
        count(self.scopes.iter().filter(|scope| scope.entered))
    }

    /// How often each element is alive. A subprocess that has ended may be kept to be compensated.
    pub(super) fn alive(&self) -> BTreeMap<String, usize> {
        count(self.scopes.iter().filter(|scope| !scope.ended))
    }

    /// For each token at its end, the elements that it came through, and those from which it came.
    pub(super) fn paths(&self) -> Vec<Vec<&str>> {
        let entered = |place: &usize| self.scopes.get(*place).is_some_and(|scope| scope.entered);
        let causes: BTreeSet<usize> =
            self.scopes.iter().filter(|scope| scope.entered).filter_map(|scope| scope.cause).collect();
        let last = (0..self.scopes.len()).filter(|place| entered(place) && !causes.contains(place));
        last.map(|place| {
            let back = std::iter::successors(Some(place), |place| self.scopes.get(*place)?.cause);
            let mut path: Vec<&str> =
                back.filter_map(|place| Some(self.scopes.get(place)?.element.as_str())).collect();
            path.reverse();
            path
        })
        .collect()
    }
}

/// Labels are given in the order of creation: `A` to `Z`, `A1` to `Z1` and so on.
fn number(label: &str) -> Option<usize> {
    let (letter, round) = label.split_at_checked(1)?;
    let letter = letter.bytes().next()?.checked_sub(b'A').filter(|letter| *letter < 26)?;
    let round: usize = if round.is_empty() { 0 } else { round.parse().ok()? };
    Some(usize::from(letter) + 26 * round)
}

fn count<'a>(scopes: impl Iterator<Item = &'a Scope>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for scope in scopes {
        *counts.entry(scope.element.clone()).or_default() += 1;
    }
    counts
}
