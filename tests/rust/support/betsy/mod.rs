//! The cases of the betsy suite, written anew: reading them, a small host that runs them, and what
//! the engine scores.

pub mod cases;
pub mod host;
pub mod refused;
pub mod score;
pub mod script;
pub mod verdict;

mod desk;
