//! The README says what is true: its snippets are those that the packages' tests run, and its table
//! names every element that runs.

#![expect(clippy::expect_used, reason = "a test that cannot read what it checks has failed")]

use std::fs;
use std::path::Path;

use tidewheel::coverage::ELEMENTS;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).expect(path)
}

fn snippet(text: &str, language: &str) -> String {
    let (_, rest) = text.split_once(&format!("```{language}\n")).expect("a snippet");
    rest.split_once("```").expect("the snippet ends").0.to_owned()
}

#[test]
fn snippets_are_the_ones_that_are_run() {
    let readme = read("README.md");
    for (language, package) in [("js", "bindings-node/README.md"), ("python", "bindings-python/README.md")] {
        assert_eq!(snippet(&readme, language), snippet(&read(package), language), "{package}");
    }
}

#[test]
fn the_table_names_every_element() {
    let readme = read("README.md");
    let (_, table) = readme.split_once("## Coverage").expect("the coverage table");
    for tag in ELEMENTS.iter().map(|row| row.tag) {
        assert!(table.contains(&format!("`{tag}`")), "the README does not name `{tag}`");
    }
}
