//! `betsy`: the score in the one public conformance suite for engines, and whether it has fallen.

use crate::step::{Done, cargo};

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    cargo()
        .args([
            "test",
            "--quiet",
            "--package",
            "tidewheel-tests",
            "--test",
            "betsy",
            "--",
            "--exact",
            "score",
        ])
        .remedy("cargo test -p tidewheel-tests --test betsy")
        .run()
}
