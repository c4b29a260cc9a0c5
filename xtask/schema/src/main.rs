//! Prints the JSON Schema of all data that crosses a language border, as one document; with the
//! argument `machine`, that of a state machine; with `elements`, the coverage of BPMN; with `dialects`, that of what vendors write; with `readme`
//! and a path, that README with its table anew.

mod tables;

use std::fs;
use std::io::{self, Write};

use schemars::generate::SchemaGenerator;
use tidewheel::host::{Commit, CommitOptions};
use tidewheel::machine::StateMachine;
use tidewheel::sim::{Report, Row, Scenario};
use tidewheel::{
    Actions, Activation, Diagnostic, ElementInfo, Event, LoadErrorCode, MessageFlowInfo, Obligation, Outcome,
    ParseOptions, ParticipantInfo, Person, ProcessInfo, Rejection, Snapshot, Start, StartSubscription,
};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let text = match arguments.as_slice() {
        ["machine"] => format!("{:#}\n", machine()),
        ["elements"] => tables::full(),
        ["dialects"] => tables::dialects(),
        ["readme", path] => tables::readme(&fs::read_to_string(path)?)
            .ok_or_else(|| io::Error::other(format!("`{path}` has no place for the table")))?,
        _ => format!("{:#}\n", schema()),
    };
    io::stdout().lock().write_all(text.as_bytes())
}

/// The schema of a state machine by itself, which a file may name.
fn machine() -> serde_json::Value {
    let mut schema = schemars::schema_for!(StateMachine);
    if let Some(members) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        let text = serde_json::json!({"description": "This schema, for editors.", "type": "string"});
        members.insert("$schema".to_owned(), text);
    }
    schema.to_value()
}

fn schema() -> serde_json::Value {
    let mut generator = SchemaGenerator::default();
    // All other types are part of one of these.
    generator.subschema_for::<(ParseOptions, ProcessInfo, ElementInfo, Diagnostic)>();
    generator.subschema_for::<(ParticipantInfo, MessageFlowInfo, StartSubscription)>();
    generator.subschema_for::<(Start, Event, Outcome, Rejection, Obligation, Activation, Person, Actions)>();
    generator.subschema_for::<(Snapshot, LoadErrorCode, Scenario, Row, Report)>();
    generator.subschema_for::<(Commit, CommitOptions, StateMachine)>();
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tidewheel: the data that crosses language borders",
        "$defs": generator.take_definitions(true),
    })
}
