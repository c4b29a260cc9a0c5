//! `ci`: everything that must hold before a change is merged, the quick checks first.

use crate::step::{Done, cargo};
use crate::{fuzz, generate, pure, size, tck, test, tidy};

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    tidy::run(&[])?;
    cargo().args(["fmt", "--all", "--check"]).remedy("cargo fmt --all").run()?;
    cargo().args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]).run()?;
    generate::run(&["--check".to_owned()])?;
    test::all()?;
    // A short look: what it finds in longer runs becomes a test.
    fuzz::run(&["--seconds".to_owned(), "20".to_owned()])?;
    pure::run(&[])?;
    tck::run(&[])?;
    size::run(&[])
}
