//! The few names, conditions and times that generated models are made of: few, so that what one
//! element does often concerns another.

use proptest::prelude::*;
use tidewheel::{Text, Value, Vars};

/// Marks an expression in the host's language.
pub const HOSTS: &str = "host:";

/// What hosts answer to expressions in their language, whatever the variables are.
pub fn evaluated(source: &str) -> Value {
    match source {
        "again" => Value::from(false),
        "delay" => Value::from("PT3S"),
        "count" => Value::from(2),
        _ => Value::from(true),
    }
}

/// Conditions in three languages. With the variables of [`sound_variables`] each has a value.
pub const CONDITIONS: &[&str] = &[
    "= flag",
    "= not(flag)",
    "= a > 1",
    "= a + b &lt; 4",
    "= s = \"x\" or flag",
    "a &lt;= b",
    "${flag}",
    "${!flag}",
    "${a &gt; b}",
    "${s == 'x' &amp;&amp; a != 0}",
    "#{not empty s}",
    "host:flag",
    "host:a &gt; b",
];

/// Conditions that events and ad-hoc subprocesses ask. With [`closing_variables`] each of them holds.
pub const WATCHED: &[&str] = &[
    "= flag",
    "= a &lt; b",
    "${s == 'x'}",
    "= not(again)",
    "${a == 1 &amp;&amp; flag}",
    "= s != null and flag",
];

/// When enough instances have completed.
pub const ENOUGH: &[&str] = &[
    "= numberOfCompletedInstances &gt;= 1",
    "${nrOfCompletedInstances &gt;= 2}",
    "= numberOfActiveInstances = 0",
    "= flag",
    "= loopCounter = 2",
    "host:enough",
];

/// When a complex gateway starts: none of these can fail.
pub const ACTIVATIONS: &[&str] = &[
    "= activationCount &gt;= 1",
    "= activationCount &gt;= 2",
    "${activationCount &gt; 2}",
    "= activationCount = 2 and waitingForStart",
];

/// What multi-instance activities run over.
pub const INSTANCES: &[&str] = &[
    "<loopCardinality>2</loopCardinality>",
    "<loopCardinality>= 3</loopCardinality>",
    "<loopCardinality>0</loopCardinality>",
    "<loopCardinality>= a</loopCardinality>",
    "<loopCardinality>${b}</loopCardinality>",
    "<loopCardinality language=\"javascript\">count</loopCardinality>",
    "<loopDataInputRef>list</loopDataInputRef><inputDataItem name=\"item\"/>",
    "<loopDataInputRef>= [1, \"x\", null]</loopDataInputRef><inputDataItem name=\"item\"/>",
    "<loopDataInputRef>list</loopDataInputRef>",
];

/// Collects what the instances give.
pub const COLLECTS: &str = "<loopDataOutputRef>results</loopDataOutputRef><outputDataItem name=\"result\"/>";

/// Which events instances throw: attributes and children.
pub const BEHAVIORS: &[(&str, &str)] = &[
    ("", ""),
    (r#" behavior="None" noneBehaviorEventRef="shared0""#, ""),
    (r#" behavior="None" noneBehaviorEventRef="shared1""#, ""),
    (r#" behavior="One" oneBehaviorEventRef="shared4""#, ""),
    (
        r#" behavior="Complex""#,
        "<complexBehaviorDefinition><condition>= loopCounter &gt; 1</condition><event><escalationEventDefinition escalationRef=\"escalation1\"/></event></complexBehaviorDefinition>",
    ),
];

/// What call activities call: attributes and children.
pub const CALLS: &[(&str, &str)] = &[
    (r#"calledElement="other""#, ""),
    (r#"calledElement="global""#, ""),
    (r#"calledElement="manual""#, ""),
    (r#"calledElement="${s}""#, ""),
    (
        r#"calledElement="process""#,
        "<extensionElements><camunda:in source=\"a\" target=\"x\"/><camunda:in businessKey=\"${s}\"/><camunda:out source=\"b\" target=\"other\"/></extensionElements>",
    ),
];

/// Tasks that are jobs, with what their workers are told: tags, attributes and bodies.
pub const JOBS: &[(&str, &str, &str)] = &[
    ("userTask", "", ""),
    ("serviceTask", "", ""),
    ("sendTask", "", ""),
    ("scriptTask", "", ""),
    ("businessRuleTask", "", ""),
    ("userTask", r#"camunda:assignee="${s}" camunda:dueDate="P2D" camunda:candidateUsers="kim, ${s}""#, ""),
    (
        "userTask",
        "",
        "<extensionElements><zeebe:taskSchedule dueDate=\"=delay\"/><zeebe:priorityDefinition priority=\"=a\"/></extensionElements>",
    ),
    (
        "serviceTask",
        "",
        "<extensionElements><zeebe:taskDefinition type=\"=s\" retries=\"2\"/><zeebe:ioMapping><zeebe:input source=\"=a\" target=\"x\"/></zeebe:ioMapping></extensionElements>",
    ),
    (
        "serviceTask",
        r#"camunda:type="external" camunda:topic="t-${a}""#,
        "<extensionElements><camunda:failedJobRetryTimeCycle>R3/PT10S</camunda:failedJobRetryTimeCycle></extensionElements>",
    ),
    (
        "sendTask",
        "",
        "<extensionElements><flowable:failedJobRetryTimeCycle>PT1M,PT5M</flowable:failedJobRetryTimeCycle><flowable:field name=\"to\"><flowable:expression>${list}</flowable:expression></flowable:field></extensionElements>",
    ),
    ("businessRuleTask", r#"camunda:decisionRef="${s}" camunda:resultVariable="b""#, ""),
];

/// Whether a loop goes round again.
pub const AGAIN: [&str; 3] = ["= again", "${again}", "host:again"];

/// Definitions of timers: dates in the past and ahead, durations, cycles with and without an end,
/// and expressions.
pub const TIMERS: &[(&str, &str)] = &[
    ("timeDuration", "PT0S"),
    ("timeDuration", "PT5S"),
    ("timeDuration", "P1M"),
    ("timeDuration", "= delay"),
    ("timeDuration", "${delay}"),
    ("timeDate", "2001-01-01T00:00:00Z"),
    ("timeDate", "2027-02-28T12:00:00+01:00"),
    ("timeCycle", "R2/PT10S"),
    ("timeCycle", "R/PT1M"),
    ("timeCycle", "R1/2026-06-01T00:00:00Z/P1D"),
];

/// Names of messages.
pub const MESSAGES: [&str; 2] = ["order", "payment"];
/// Names of signals.
pub const SIGNALS: [&str; 2] = ["alarm", "clear"];
/// Codes of errors; the empty one throws without a code, and catches every code.
pub const ERRORS: [&str; 3] = ["", "E1", "E2"];

/// Codes of escalations; the empty one throws without a code, and catches every code.
pub const ESCALATIONS: [&str; 3] = ["", "S1", "S2"];

const NAMES: [&str; 10] = ["a", "b", "flag", "s", "again", "delay", "other", "list", "item", "results"];

/// Variables that every condition and timer of the generator understands.
pub fn sound_variables() -> impl Strategy<Value = Vars> {
    (0_i64..4, 0_i64..4, any::<bool>(), any::<bool>(), any::<bool>())
        .prop_map(|(a, b, flag, again, x)| variables(a, b, flag, again, if x { "x" } else { "" }))
}

fn variables(a: i64, b: i64, flag: bool, again: bool, s: &str) -> Vars {
    Vars::from([
        (Text::from("a"), Value::from(a)),
        (Text::from("b"), Value::from(b)),
        (Text::from("flag"), Value::from(flag)),
        (Text::from("again"), Value::from(again)),
        (Text::from("s"), Value::from(s)),
        (Text::from("delay"), Value::from("PT3S")),
        (Text::from("list"), Value::from((0..a).map(Value::from).collect::<Vec<_>>())),
    ])
}

/// Variables under which every loop ends.
#[must_use]
pub fn closing_variables() -> Vars {
    variables(1, 2, true, false, "x")
}

/// A few variables of any type.
pub fn any_variables() -> impl Strategy<Value = Vars> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3_i64..5).prop_map(Value::from),
        prop::sample::select(&["", "x", "PT1S", "P1Y", "never", "2026-03-01T00:00:00Z"][..])
            .prop_map(Value::from),
        prop::collection::vec((0_i64..3).prop_map(Value::from), 0..3).prop_map(Value::from),
        Just(Value::from(Vars::from([(Text::from("x"), Value::from(1))]))),
    ];
    prop::collection::btree_map(prop::sample::select(&NAMES[..]).prop_map(Text::from), value, 0..3)
        .prop_map(Vars::from)
}
