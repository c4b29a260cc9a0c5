//! `gen`: from the types of core to a JSON Schema, and from that to the types of TypeScript and Python;
//! from its tables of elements to the documentation; from IANA's database to the table of time zones.

mod model;
mod python;
mod typescript;
mod zones;

use crate::paths;
use crate::step::{Done, Failure, cargo};

const SCHEMA: &str = "schema/tidewheel.schema.json";
/// Goes into the packages, too, where the files of their users name it.
pub(crate) const MACHINE: &str = "schema/state-machine.schema.json";
const TYPESCRIPT: &str = "bindings-wasm/api/types.d.ts";
const PYTHON: &str = "bindings-python/python/tidewheel/_types.py";
const ELEMENTS: &str = "docs/elements.md";
const DIALECTS: &str = "docs/dialects.md";
const ZONES: &str = "core/src/time/zones/table.bin";
/// Only its table is written.
const README: &str = "README.md";

/// The files that this command writes; nobody edits them.
pub(crate) const GENERATED: [&str; 4] = [SCHEMA, MACHINE, TYPESCRIPT, PYTHON];

pub(crate) fn run(arguments: &[String]) -> Done {
    let check = crate::only_flag(arguments, "--check")?;
    let schema = printed(&[])?;
    let types = model::read(&schema)?;
    let files = [
        (TYPESCRIPT, typescript::write(&types).into_bytes()),
        (PYTHON, python::write(&types).into_bytes()),
        (SCHEMA, schema.into_bytes()),
        (MACHINE, printed(&["machine"])?.into_bytes()),
        (ELEMENTS, printed(&["elements"])?.into_bytes()),
        (DIALECTS, printed(&["dialects"])?.into_bytes()),
        (README, printed(&["readme", README])?.into_bytes()),
        (ZONES, zones::write()?),
    ];
    for (path, bytes) in files {
        let file = paths::at(path);
        if file.exists() && paths::read_bytes(&file)? == bytes {
            continue;
        }
        if check {
            return Err(Failure::new(format!("{path} is stale"), "cargo xtask gen"));
        }
        paths::write_bytes(&file, &bytes)?;
        eprintln!("wrote {path}");
    }
    Ok(())
}

/// What the program that knows core prints.
fn printed(arguments: &[&str]) -> Result<String, Failure> {
    let program = cargo().args(["run", "--quiet", "--package", "xtask-schema", "--"]);
    Ok(program.args(arguments).output()? + "\n")
}

/// Adds a text of several lines with each line indented.
fn indent(prefix: &str, text: &str) -> String {
    text.lines().map(|line| format!("{prefix}{line}").trim_end().to_owned() + "\n").collect()
}

/// A list of words and what each means.
fn meanings(words: &[(String, String)]) -> String {
    words.iter().map(|(word, doc)| format!("\n- `{word}`: {}", doc.replace('\n', "\n  "))).collect()
}
