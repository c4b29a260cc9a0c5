//! The documentation says what is true: the README's snippets are those that the packages' tests run, the
//! tables of elements are those that the engine works with, and what the tables of choices name is there.

#![expect(clippy::expect_used, reason = "a test that cannot read what it checks has failed")]

use std::fs;
use std::path::{Path, PathBuf};

use tidewheel::machine::to_bpmn;
use tidewheel::{Definition, Expression, ParseOptions, Timestamp, Value, Vars};

#[path = "../../xtask/schema/src/tables.rs"]
mod tables;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

/// Every snippet in a language, in order.
fn snippets(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .map(|rest| rest.split_once("```").expect("the snippet ends").0.to_owned())
        .collect()
}

#[test]
fn snippets_are_the_ones_that_are_run() {
    let readme = read("README.md");
    for (language, package) in [
        ("js", "bindings-node/README.md"),
        ("ts", "bindings-node/README.md"),
        ("python", "bindings-python/README.md"),
    ] {
        let shown = snippets(&readme, language);
        assert!(!shown.is_empty(), "the README shows nothing in {language}");
        assert_eq!(shown, snippets(&read(package), language), "{package}");
    }
}

#[test]
fn tables_are_those_of_the_engine() {
    let readme = read("README.md");
    assert_eq!(tables::readme(&readme).as_ref(), Some(&readme), "README.md is stale: cargo xtask gen");
    assert_eq!(tables::full(), read("docs/elements.md"), "docs/elements.md is stale: cargo xtask gen");
    assert_eq!(tables::dialects(), read("docs/dialects.md"), "docs/dialects.md is stale: cargo xtask gen");
}

/// Each row of the choices that names vectors names some that are there.
#[test]
fn choices_name_vectors_that_are_there() {
    let (execution, machines) = (read("docs/execution.md"), read("docs/state-machines.md"));
    let (_, machines) = machines.split_once("## The choices").expect("the choices of state machines");
    let rows: Vec<&str> = (execution.lines().chain(machines.lines()))
        .filter(|line| line.starts_with("| ") && !line.starts_with("| point"))
        .collect();
    assert!(rows.len() > 60, "the tables are gone");
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, _, _, shown] = cells.as_slice() else { unreachable!("not four columns: {row}") };
        assert!(shown.contains('`'), "names nothing that shows it: {row}");
        for (n, path) in shown.split('`').enumerate().filter(|(n, _)| n % 2 == 1) {
            let vector = root().join("tests/vectors").join(path);
            let there =
                vector.is_dir() || vector.with_extension("json").exists() || root().join(path).exists();
            assert!(there, "{n}: there is no `{path}`: {row}");
        }
    }
}

/// The state machine that is shown runs, and so does the BPMN that it is written as.
#[test]
fn the_machine_that_is_shown_runs() {
    let shown = snippets(&read("docs/state-machines.md"), "json");
    let [machine] = shown.as_slice() else { panic!("one example") };
    let (definition, found) = Definition::parse(machine, &ParseOptions::default()).expect("a sound machine");
    assert_eq!(found, []);
    let exported = to_bpmn(machine).expect("a sound machine");
    let (exported, _) = Definition::parse(&exported, &ParseOptions::default()).expect("sound BPMN");
    assert_eq!(definition.fingerprint(), exported.fingerprint());
}

/// Each built-in function of FEEL is named, and nothing else is.
#[test]
fn functions_are_those_that_can_be_called() {
    let text = read("docs/feel.md");
    let table: String = text.lines().filter(|line| line.starts_with("| ")).collect();
    let mut named: Vec<&str> =
        table.split('`').skip(1).step_by(2).filter(|code| !code.contains(['(', '=', '"'])).collect();
    let mut known: Vec<&str> =
        tidewheel::feel::functions().map(|form| form.split('(').next().expect("a name")).collect();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
}

/// Each example gives what is written beside it.
#[test]
fn examples_of_juel_give_what_they_say() {
    let text = read("docs/juel.md");
    let variables: Vars = serde_json::from_str(&snippets(&text, "json").concat()).expect("variables");
    let mut examples = 0;
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let mut code: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        let value = code.pop().expect("what it gives");
        let value: Value = serde_json::from_str(value).expect(value);
        for example in code {
            let expression = Expression::compile(example).expect(example);
            assert_eq!(expression.evaluate(&variables, Timestamp::default()), Ok(value.clone()), "{example}");
            examples += 1;
        }
    }
    assert!(examples > 60, "the examples are gone");
}
