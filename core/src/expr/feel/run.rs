//! One evaluation: its scope, its budget, and what went wrong first.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use super::value::Val;
use super::{Evaluated, Scope};

/// How much one evaluation may do: nodes evaluated, values visited, and texts in pieces of 64 bytes.
const BUDGET: usize = 1 << 22;

/// How deep nodes and calls of functions may lie within one another while they are evaluated. What a
/// source nests is bounded by the parser; this bounds functions that call themselves, within the
/// smallest stacks of hosts.
const MAX_DEPTH: u32 = 400;

/// The longest text that an expression makes, in bytes.
const MAX_TEXT: usize = 1 << 20;

/// An evaluation did more than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted;

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the expression does too much work on large data; compute it in a job")
    }
}

impl std::error::Error for Exhausted {}

pub(super) type Res<T = Val> = Result<T, Exhausted>;

pub(super) struct Run<'a> {
    pub(super) scope: &'a dyn Scope,
    left: Cell<usize>,
    depth: Cell<u32>,
    exhausted: Cell<bool>,
    reason: RefCell<Option<Cow<'static, str>>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(scope: &'a dyn Scope) -> Self {
        let (depth, exhausted, reason) = (Cell::new(0), Cell::new(false), RefCell::new(None));
        Self { scope, left: Cell::new(BUDGET), depth, exhausted, reason }
    }

    pub(super) fn finish(self, evaluate: impl FnOnce(&Self) -> Res) -> Result<Evaluated, Exhausted> {
        let value = evaluate(&self)?;
        Ok(Evaluated { value, reason: self.reason.into_inner().map(Cow::into_owned) })
    }

    pub(super) fn spend(&self, units: usize) -> Res<()> {
        self.left.set(self.left.get().checked_sub(units).ok_or_else(|| self.exhaust())?);
        Ok(())
    }

    /// The evaluation ends here.
    pub(super) fn exhaust(&self) -> Exhausted {
        self.exhausted.set(true);
        Exhausted
    }

    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted.get()
    }

    pub(super) fn spend_text(&self, bytes: usize) -> Res<()> {
        if bytes < 64 { Ok(()) } else { self.spend(bytes / 64) }
    }

    /// One level deeper, unless that is too deep.
    pub(super) fn enter(&self) -> bool {
        let depth = self.depth.get();
        let fits = depth < MAX_DEPTH;
        if fits {
            self.depth.set(depth + 1);
        }
        fits
    }

    pub(super) fn leave(&self) {
        self.depth.set(self.depth.get() - 1);
    }

    /// Null, because of this.
    pub(super) fn null(&self, reason: &'static str) -> Val {
        let mut first = self.reason.borrow_mut();
        if first.is_none() {
            *first = Some(reason.into());
        }
        Val::Null
    }

    /// [`Run::null`] for a reason that takes work to put into words, which is done for the first only.
    pub(super) fn null_with(&self, reason: fmt::Arguments<'_>) -> Val {
        let mut first = self.reason.borrow_mut();
        if first.is_none() {
            *first = Some(reason.to_string().into());
        }
        Val::Null
    }

    /// The text as a value, if it is not too long.
    pub(super) fn text(&self, text: String) -> Res {
        self.spend_text(text.len())?;
        Ok(if text.len() > MAX_TEXT { self.too_long() } else { Val::from(text) })
    }

    /// Appends to a text that is being built; `false` once it is too long.
    pub(super) fn append(&self, text: &mut String, more: &str) -> Res<bool> {
        self.spend_text(more.len())?;
        let fits = text.len() + more.len() <= MAX_TEXT;
        if fits {
            text.push_str(more);
        }
        Ok(fits)
    }

    pub(super) fn too_long(&self) -> Val {
        self.null("the text grows longer than 1048576 bytes; build it in a job")
    }

    /// The values as a list, if they do not nest too deep.
    pub(super) fn list(&self, items: Vec<Val>) -> Val {
        match Val::list(items) {
            Val::Null => self.too_deep(),
            list => list,
        }
    }

    /// The entries as a context, if they do not nest too deep and no name comes twice.
    pub(super) fn context(&self, entries: Vec<(crate::value::Text, Val)>) -> Val {
        match Val::context(entries) {
            Val::Null => self.null("the entries of a context have one name twice, or nest too deep"),
            context => context,
        }
    }

    pub(super) fn too_deep(&self) -> Val {
        self.null("lists, contexts or calls of functions lie too deep within one another")
    }
}
