//! What becomes of real models.

pub mod files;
pub mod outcome;
pub mod report;
