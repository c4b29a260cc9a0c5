//! What the benchmarks measure: models of any size in the dialects of the engines compared, the
//! scenarios run on them, and the loop of a native host.

pub mod measure;
pub mod models;
pub mod native;
pub mod scale;
pub mod scenario;
mod shapes;
pub mod sketch;
