//! The coverage of BPMN as Markdown, from the tables that the engine works with.

use std::fmt::Write as _;

use tidewheel::coverage::{
    DIALECTS, DialectRow, DialectState, ELEMENTS, ElementRow, PARTS, PartKind, PartRow, PartState, PartTable,
    Position, TRIGGERS, TriggerRow,
};

/// Begins the table of the README, which ends at [`END`].
pub(crate) const BEGIN: &str = "<!-- written by `cargo xtask gen` -->\n";
/// Ends it.
pub(crate) const END: &str = "<!-- end of what is written -->\n";

const TITLE: &str = "# Elements of BPMN: what runs, what is refused, what has no effect

Written by `cargo xtask gen` from the tables that the reader itself works with; do not edit.
[execution.md](execution.md) says how they run where the specification leaves a choice.
";

/// The table of the README: every element and, in short, what runs.
#[must_use]
pub(crate) fn short() -> String {
    let mut text = "| element | what runs |\n|---|---|\n".to_owned();
    let mut rest = ELEMENTS;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|row| row.runs == first.runs).count();
        let (rows, others) = rest.split_at(same);
        let tags: Vec<_> = rows.iter().map(|row| code(row.tag)).collect();
        row(&mut text, &[tags.join(", "), first.runs.to_owned()]);
        rest = others;
    }
    let names: Vec<_> = TRIGGERS.iter().map(|trigger| trigger.name).collect();
    row(
        &mut text,
        &["triggers of events".to_owned(), format!("{}; several of them, any or all", names.join(", "))],
    );
    for (title, tag) in
        [("loops", "standardLoopCharacteristics"), ("instances", "multiInstanceLoopCharacteristics")]
    {
        if let Some(found) = part(tag) {
            row(&mut text, &[format!("{title} of activities"), found.text.to_owned()]);
        }
    }
    text
}

/// All of `docs/elements.md`.
#[must_use]
pub(crate) fn full() -> String {
    let mut text = TITLE.to_owned();
    elements(&mut text);
    triggers(&mut text);
    parts(&mut text);
    inert(&mut text);
    groups(&mut text);
    text
}

/// All of `docs/dialects.md`.
#[must_use]
pub(crate) fn dialects() -> String {
    let mut text = DIALECT_TITLE.to_owned();
    for (state, title, words) in DIALECT_STATES {
        let _ = write!(
            text,
            "\n## {title}\n\n{words}\n\n| what | of | in | {} |\n|---|---|---|---|\n",
            meaning(state)
        );
        for DialectRow { kind, names, dialects, tags, text: why, .. } in
            DIALECTS.iter().filter(|row| row.state == state)
        {
            let spell = |name: &str| match kind {
                PartKind::Attribute => format!("`@{name}`"),
                PartKind::Child => format!("`<{name}>`"),
            };
            let names: Vec<_> = names.split(' ').map(spell).collect();
            let tags: Vec<_> = tags.split(' ').map(group).collect();
            let dialects: Vec<_> = dialects.chars().map(dialect).collect();
            row(&mut text, &[names.join(", "), tags.join(", "), dialects.join(", "), (*why).to_owned()]);
        }
    }
    text
}

fn meaning(state: DialectState) -> &'static str {
    if state == DialectState::Runs { "meaning here" } else { "why, or what instead" }
}

fn group(tag: &str) -> String {
    match tag {
        "*" => "anything else".to_owned(),
        "nodes" => "elements in the flow, and processes".to_owned(),
        "jobs" => "tasks that open jobs".to_owned(),
        "services" => "tasks that open jobs, but user tasks".to_owned(),
        "events" => "events".to_owned(),
        "catches" => "catching events".to_owned(),
        "throws" => "throwing events".to_owned(),
        tag => code(tag),
    }
}

fn dialect(letter: char) -> &'static str {
    match letter {
        'c' => "Camunda",
        'z' => "Zeebe",
        'f' => "Flowable",
        'a' => "Activiti",
        'd' => "jBPM",
        't' => "Tidewheel",
        _ => "SpiffWorkflow",
    }
}

const DIALECT_STATES: [(DialectState, &str, &str); 5] = [
    (
        DialectState::Runs,
        "What runs",
        "It decides how the process runs, or goes to the host with jobs, calls and effects.",
    ),
    (
        DialectState::Lost,
        "Without effect, though the process may depend on it",
        "A warning, `inertExtension`.",
    ),
    (DialectState::Refused, "Refused", "The process cannot be started: `externalScript`."),
    (DialectState::Host, "Left to the host", "A remark, `inertExtension`."),
    (DialectState::Inert, "Without effect", "A remark, `inertExtension`."),
];

const DIALECT_TITLE: &str = "# Dialects: what vendors write beside BPMN

Written by `cargo xtask gen` from the table that the reader itself works with; do not edit. Attributes are written `@name`,
extension elements `<name>`; the first row that fits counts. What no row has is a remark, `inertExtension`. Camunda is
Camunda 7, Operaton and CIB seven, whose namespaces are read alike; Zeebe is Camunda 8. Expressions are FEEL or JUEL wherever a
vendor allows them.
";

/// The README with its table written anew; none if it has no place for it.
#[must_use]
pub(crate) fn readme(text: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}{END}{after}", short()))
}

fn elements(text: &mut String) {
    text.push_str("\n## Elements\n\n| element | what runs | a token can wait there |\n|---|---|---|\n");
    for ElementRow { tag, waits, runs } in ELEMENTS {
        let waits = if *waits { "yes" } else { "" };
        row(text, &[code(tag), (*runs).to_owned(), waits.to_owned()]);
    }
    text.push_str(
        "\nChoreographies are not executed: `callChoreography`, `choreographyTask` and `subChoreography` in a process are
refused as `unsupportedElement`. Anything else is refused as `unknownElement`.\n",
    );
}

fn triggers(text: &mut String) {
    text.push_str("\n## Triggers\n\n| trigger |");
    for position in Position::ALL {
        let _ = write!(text, " {} |", short_name(position));
    }
    text.push_str(" what runs |\n|---|");
    text.push_str(&"---|".repeat(Position::ALL.len() + 1));
    text.push('\n');
    let none = Position::ALL.map(|position| (!position.needs_trigger(), "missingTrigger"));
    trigger(text, "none", &none, "a start that nothing triggers; a mark; an end");
    for TriggerRow { name, positions, runs, .. } in TRIGGERS {
        let cells = Position::ALL.map(|position| (positions.contains(&position), "invalidTrigger"));
        trigger(text, name, &cells, runs);
    }
    let several = Position::ALL.map(|position| (position != Position::Inner, "invalidTrigger"));
    trigger(text, "several", &several, "any of them is caught; all of them are thrown, in order");
    let all = Position::ALL.map(|position| {
        let code = if position.catches() { "invalidTrigger" } else { "unknownAttribute" };
        (position.catches() && position != Position::Inner, code)
    });
    trigger(text, "`parallelMultiple`", &all, "all of them must come, in any order");
    text.push_str("\nThe columns are:");
    for (n, position) in Position::ALL.iter().enumerate() {
        let _ =
            write!(text, "{} {}: {}", if n == 0 { "" } else { ";" }, short_name(*position), position.name());
    }
    text.push_str(
        ".\nA code is that of the diagnostic with which it is refused (`unknownAttribute` is a warning: the attribute has no
effect there). A link cannot be one of several triggers, and what ends or only passes by (error, escalation, cancel,
compensation) cannot be one of those that must all come: `invalidTrigger`. Cancel events outside a transaction are refused
as `misplacedCancel`. After an event-based gateway stand message, timer, signal and conditional events and receive tasks;
others are refused as `invalidAlternative`.\n",
    );
}

fn trigger(text: &mut String, name: &str, cells: &[(bool, &str)], runs: &str) {
    let mut all = vec![name.to_owned()];
    all.extend(cells.iter().map(|(runs, refused)| if *runs { "runs".to_owned() } else { code(refused) }));
    all.push(runs.to_owned());
    row(text, &all);
}

fn short_name(position: Position) -> &'static str {
    match position {
        Position::Start => "start",
        Position::Inner => "inner start",
        Position::Handler => "handler start",
        Position::Catch => "catch",
        Position::Boundary => "boundary",
        Position::Throw => "throw",
        Position::End => "end",
    }
}

fn parts(text: &mut String) {
    text.push_str(
        "\n## Attributes and children

Attributes are written `@name`, children `<name>`. What is neither here nor in the next table is reported as
`unknownAttribute` or `unknownElement`. What vendors write beside it is in [dialects.md](dialects.md).

| of | part | what runs |
|---|---|---|
",
    );
    for (title, parts) in rows() {
        let refused = match parts.first().map(|part| part.state) {
            Some(PartState::Runs) => "",
            Some(PartState::Refused) => "refused as `invalidAttribute`: ",
            _ => continue,
        };
        row(text, &[title.to_owned(), spelled(parts), format!("{refused}{}", reason(parts))]);
    }
}

/// What has no effect, by what it is.
fn inert(text: &mut String) {
    text.push_str(
        "\n## Without effect

What is marked as mentioned is reported with the severity `info`, as `inertAttribute` or `inertElement`; the rest means
nothing to the run of a process.

| of | part | mentioned | why |
|---|---|---|---|
",
    );
    for (title, parts) in rows() {
        let mentioned = match parts.first().map(|part| part.state) {
            Some(PartState::Inert) => "",
            Some(PartState::Mentioned) => "yes",
            _ => continue,
        };
        row(text, &[title.to_owned(), spelled(parts), mentioned.to_owned(), reason(parts)]);
    }
}

/// The parts, those together of which the same is said.
fn rows() -> impl Iterator<Item = (&'static str, &'static [PartRow])> {
    let alike = |one: &PartRow, next: &PartRow| one.state == next.state && one.text == next.text;
    PARTS.iter().flat_map(move |table| table.parts.chunk_by(alike).map(|parts| (table.title, parts)))
}

fn reason(parts: &[PartRow]) -> String {
    parts.first().map_or("", |part| part.text).to_owned()
}

fn spelled(parts: &[PartRow]) -> String {
    let spell = |part: &PartRow| match part.kind {
        PartKind::Attribute => format!("`@{}`", part.name),
        PartKind::Child => format!("`<{}>`", part.name),
    };
    parts.iter().map(spell).collect::<Vec<_>>().join(", ")
}

fn part(name: &str) -> Option<&'static PartRow> {
    PARTS.iter().flat_map(|table| table.parts).find(|part| part.name == name)
}

/// Which elements go by which name above.
fn groups(text: &mut String) {
    text.push_str("\n## Who is who\n\n| of | elements |\n|---|---|\n");
    for PartTable { title, tags, .. } in PARTS.iter().filter(|table| table.tags != ["*"]) {
        let tags: Vec<_> = tags.iter().map(|tag| code(tag)).collect();
        row(text, &[(*title).to_owned(), tags.join(", ")]);
    }
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn row(text: &mut String, cells: &[String]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}
