//! `corpus`: thousands of real models, kept beside the repository; what loads, what runs, what is
//! refused and why.

use crate::step::{Done, cargo};

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    cargo().args(["test", "--quiet", "--release", "--package", "tidewheel-tests", "--test", "corpus"]).run()
}
