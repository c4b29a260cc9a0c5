//! The only code that changes a state: an event is admitted against it, then run to quiescence.
//! Admitting touches nothing; running cannot fail.

mod admit;
mod correlate;
mod join;
mod lifecycle;
mod modify;
mod propagate;
mod run;
mod scope;
mod variables;
mod waits;

pub(crate) use admit::checked;
pub(crate) use run::Run;
