//! One vector: its file, its run and its golden lines. `tests/vectors/README.md` describes them.

mod case;
mod lines;
mod play;
mod symbols;
mod words;

pub(crate) use case::{Case, MACHINE};
pub(crate) use play::play;
