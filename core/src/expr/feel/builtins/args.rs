//! The arguments of a built-in function, as what it wants them to be.

use super::Builtin;
use crate::expr::feel::eval::{self, Cx};
use crate::expr::feel::function::Function;
use crate::expr::feel::run::{Exhausted, Run};
use crate::expr::feel::value::{Context, List, Val};
use crate::value::Number;

/// A function ends early: with null, whose reason is recorded, or because the run is exhausted.
pub(in super::super) struct Stop;

impl From<Exhausted> for Stop {
    fn from(_: Exhausted) -> Self {
        Self
    }
}

const NULL: &Val = &Val::Null;

pub(in super::super) struct Args<'a> {
    pub(super) values: &'a [Val],
    /// The same, but for lists of one item, which are that item.
    pub(super) singles: &'a [Val],
    pub(super) builtin: &'static Builtin,
    pub(super) cx: &'a Cx<'a>,
}

impl<'a> Args<'a> {
    pub(in super::super) fn run(&self) -> &'a Run<'a> {
        self.cx.run
    }

    /// Null, because of this.
    pub(in super::super) fn null<T>(&self, reason: &'static str) -> Result<T, Stop> {
        Err(self.stop(reason))
    }

    fn stop(&self, reason: &'static str) -> Stop {
        self.cx.run.null_with(format_args!("`{}`: {reason}", self.builtin.name()));
        Stop
    }

    /// Null, because an argument is of the wrong type.
    pub(in super::super) fn wrong<T>(&self, index: usize, wanted: &'static str) -> Result<T, Stop> {
        Err(self.misfit(index, wanted))
    }

    fn misfit(&self, index: usize, wanted: &'static str) -> Stop {
        let (name, found) = (self.builtin.name(), self.get(index).kind_name());
        self.cx.run.null_with(format_args!("`{name}` wants {wanted} but got {found}"));
        Stop
    }

    pub(in super::super) fn len(&self) -> usize {
        self.values.len()
    }

    /// An argument as it is; null if it was left out.
    pub(in super::super) fn get(&self, index: usize) -> &'a Val {
        self.values.get(index).unwrap_or(NULL)
    }

    /// An argument, or the only item of it.
    pub(in super::super) fn single(&self, index: usize) -> &'a Val {
        self.singles.get(index).unwrap_or(NULL)
    }

    pub(in super::super) fn number(&self, index: usize) -> Result<Number, Stop> {
        match self.single(index) {
            Val::Number(number) => Ok(*number),
            _ => self.wrong(index, "a number"),
        }
    }

    /// A whole number.
    pub(in super::super) fn integer(&self, index: usize) -> Result<i64, Stop> {
        match self.number(index)?.to_i64() {
            Some(integer) => Ok(integer),
            None => self.null("a number must be whole and not too large"),
        }
    }

    pub(in super::super) fn text(&self, index: usize) -> Result<&'a str, Stop> {
        match self.single(index) {
            Val::Text(text) => {
                self.cx.run.spend_text(text.len())?;
                Ok(text)
            }
            _ => self.wrong(index, "a text"),
        }
    }

    pub(in super::super) fn boolean(&self, index: usize) -> Result<bool, Stop> {
        match self.single(index) {
            Val::Bool(truth) => Ok(*truth),
            _ => self.wrong(index, "true or false"),
        }
    }

    pub(in super::super) fn context(&self, index: usize) -> Result<&'a Context, Stop> {
        match self.single(index) {
            Val::Context(context) => Ok(context),
            _ => self.wrong(index, "a context"),
        }
    }

    pub(in super::super) fn function(&self, index: usize) -> Result<&'a Function, Stop> {
        match self.single(index) {
            Val::Function(function) => Ok(function),
            _ => self.wrong(index, "a function"),
        }
    }

    /// A list; anything else but null is a list of one item.
    pub(in super::super) fn list(&self, index: usize) -> Result<List, Stop> {
        let list = match self.get(index) {
            Val::List(items) => Some(items.clone()),
            Val::Null => None,
            value => List::new(vec![value.clone()]),
        };
        match list {
            Some(list) => {
                self.cx.run.spend(list.len())?;
                Ok(list)
            }
            None => self.wrong(index, "a list"),
        }
    }

    /// [`Args::list`] to be changed.
    pub(in super::super) fn vec(&self, index: usize) -> Result<Vec<Val>, Stop> {
        Ok(self.list(index)?.to_vec())
    }

    /// The items of the only argument, or all arguments.
    pub(in super::super) fn items(&self) -> Result<Vec<Val>, Stop> {
        if self.len() == 1 { self.vec(0) } else { Ok(self.values.to_vec()) }
    }

    /// The value of a function for these arguments.
    pub(in super::super) fn call(&self, function: &Function, values: Vec<Val>) -> Result<Val, Stop> {
        Ok(eval::call(function, values, self.cx)?)
    }
}
