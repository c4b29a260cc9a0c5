//! Prints the JSON Schema of all data that crosses a language border, as one document.

use std::io::{self, Write};

use schemars::generate::SchemaGenerator;
use tidewheel::sim::{Report, Row, Scenario};
use tidewheel::{
    Activation, Diagnostic, ElementInfo, Event, LoadErrorCode, MessageFlowInfo, Obligation, Outcome,
    ParseOptions, ParticipantInfo, ProcessInfo, Rejection, Snapshot, Start, StartSubscription,
};

fn main() -> io::Result<()> {
    let mut generator = SchemaGenerator::default();
    // All other types are part of one of these.
    generator.subschema_for::<(ParseOptions, ProcessInfo, ElementInfo, Diagnostic)>();
    generator.subschema_for::<(ParticipantInfo, MessageFlowInfo, StartSubscription)>();
    generator.subschema_for::<(Start, Event, Outcome, Rejection, Obligation, Activation)>();
    generator.subschema_for::<(Snapshot, LoadErrorCode, Scenario, Row, Report)>();
    let schema = serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tidewheel: the data that crosses language borders",
        "$defs": generator.take_definitions(true),
    });
    writeln!(io::stdout().lock(), "{schema:#}")
}
