//! The only code that changes a state: an event is admitted against it, then run to quiescence.
//! Admitting touches nothing; running cannot fail.

mod action;
mod ad_hoc;
mod admit;
mod compensation;
mod complex;
mod conditions;
mod correlate;
mod entry;
mod join;
mod lifecycle;
mod listeners;
mod mapping;
mod modify;
mod overview;
mod propagate;
mod rounds;
mod run;
mod scope;
mod throw;
mod variables;
mod waits;

pub(crate) use action::check_person;
pub(crate) use admit::checked;
pub(crate) use entry::entry;
pub(crate) use run::Run;
