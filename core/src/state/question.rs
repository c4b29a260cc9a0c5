//! What a decision asks the host: the values of expressions in languages that only the host knows. One
//! is asked after the other, and with each answer the decision is tried again from its beginning.

use std::cell::Cell;

use super::Retry;
use crate::expr::Foreign;
use crate::key::Key;
use crate::value::{CollectVec, Text, Value, Vars};

/// An expression that the host is to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Question {
    pub(crate) language: Foreign,
    pub(crate) source: Text,
    /// Names that only this expression sees.
    pub(crate) names: Vars,
    /// What the decision has asked before, in its order, each with the answer.
    pub(crate) answers: Vec<Answer>,
    /// The decision.
    pub(crate) retry: Retry,
}

/// The text of an expression, and its value.
pub(crate) type Answer = (Text, Value);

impl Default for Question {
    fn default() -> Self {
        let language = Foreign { language: Text::default(), declared: None };
        let (source, names, answers) = (Text::default(), Vars::new(), Vec::new());
        Self { language, source, names, answers, retry: Retry::Nothing }
    }
}

/// What the host has said to a decision that is tried again. It belongs to that alone.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) owner: Key,
    pub(crate) retry: Retry,
    answers: Vec<Answer>,
    used: Cell<usize>,
}

impl Told {
    pub(crate) fn new(owner: Key, retry: Retry, answers: Vec<Answer>) -> Self {
        Self { owner, retry, answers, used: Cell::new(0) }
    }

    /// The next answer, if it is to this. Where data has changed in the meantime the decision may ask
    /// something else; what was said after that is of no use then.
    pub(crate) fn next(&self, source: &str) -> Option<Value> {
        let used = self.used.get();
        let (_, value) = self.answers.get(used).filter(|(asked, _)| **asked == *source)?;
        self.used.set(used + 1);
        Some(value.clone())
    }

    /// The answers that were of use.
    pub(crate) fn used(&self) -> Vec<Answer> {
        self.answers.iter().take(self.used.get()).cloned().collect_vec()
    }
}
