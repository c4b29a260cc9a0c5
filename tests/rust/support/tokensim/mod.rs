//! Scenarios of the token simulator of bpmn-js, whose traces are an oracle: what it entered and what it
//! left waiting must be what the engine enters and leaves waiting.

pub mod compare;
pub mod host;
mod record;
mod rewrite;
pub mod scenario;
pub mod trace;
mod tree;
