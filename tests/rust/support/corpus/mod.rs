//! What becomes of real models.

pub mod class;
pub mod expressions;
pub mod files;
pub mod outcome;
pub mod processes;
pub mod report;
