//! `bless`: takes what the engine does now as the golden bytes of the vectors. What was written by hand
//! must hold all the same.

use crate::step::{Done, cargo};

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    let tests = cargo().args(["test", "--quiet", "--package", "tidewheel-tests", "--test", "vectors"]);
    tests.env("TIDEWHEEL_BLESS", "1").remedy("read the expectation that does not hold").run()
}
