//! `tokensim`: scenarios of the token simulator of bpmn-js, kept beside the repository; how many the
//! engine runs as it does, and which differ.

use crate::step::{Done, cargo};

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    cargo().args(["test", "--quiet", "--package", "tidewheel-tests", "--test", "tokensim"]).run()
}
