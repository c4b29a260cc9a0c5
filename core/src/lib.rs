//! A BPMN 2.0 engine as a pure function.

mod expr;
pub mod time;
pub mod value;
