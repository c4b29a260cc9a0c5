//! A BPMN 2.0 engine as a pure function.

pub mod time;
pub mod value;
