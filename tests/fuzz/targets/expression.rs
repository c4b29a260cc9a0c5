//! Any text as an expression, as unary tests and as a condition of a model in both languages: refused with a place, or
//! evaluated twice to the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tidewheel::feel::{Expression, Names, UnaryTests, Val};
use tidewheel::{Definition, ParseOptions, Start, Timestamp, Vars, start};

const DATA: &str = r#"{
    "a": 1, "b": "2", "t": true, "n": null, "l": [1, 2, 3], "m": {"x": {"y": "z"}}, "order total": 99.5,
    "orders": [{"id": 1, "paid": true}, {"id": 2}, 3], "day": "2026-01-31", "s": "ünï 😀"
}"#;

/// Names that no expression could be told from operations without.
const NAMES: &[&str] = &["a-b", "order total", "on and off"];

static VARIABLES: LazyLock<Vars> = LazyLock::new(|| serde_json::from_str(DATA).expect("JSON"));

static SCOPE: LazyLock<Names> = LazyLock::new(|| Names {
    values: VARIABLES.iter().map(|(name, value)| (name.clone(), Val::from(value))).collect(),
    now: Timestamp::from_millis(1_767_323_045_000),
    ..Names::default()
});

fuzz_target!(|text: &str| {
    match Expression::compile(text, NAMES) {
        Ok(expression) => {
            let once = expression.evaluate(&*SCOPE).map(|found| (found.value.to_string(), found.reason));
            let twice = expression.evaluate(&*SCOPE).map(|found| (found.value.to_string(), found.reason));
            assert_eq!(once, twice);
        }
        Err(error) => assert!(text.is_char_boundary(error.offset), "refused without saying where"),
    }
    if let Ok(tests) = UnaryTests::compile(text, NAMES) {
        let _ = tests.evaluate(&Val::from(5), &*SCOPE);
    }
    condition(&format!("={text}"));
    condition(text);
    condition(&format!("${{{text}}}"));
});

/// The text as the condition of a flow.
fn condition(text: &str) {
    if text.contains("]]>") {
        return;
    }
    let xml = format!(
        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" targetNamespace=\"urn:fuzz\">\
         <process id=\"p\" isExecutable=\"true\"><startEvent id=\"s\"/><exclusiveGateway id=\"g\"/>\
         <sequenceFlow id=\"f\" sourceRef=\"s\" targetRef=\"g\"/><userTask id=\"u\"/>\
         <sequenceFlow id=\"c\" sourceRef=\"g\" targetRef=\"u\"><conditionExpression><![CDATA[{text}]]></conditionExpression>\
         </sequenceFlow></process></definitions>"
    );
    let Ok((definition, _)) = Definition::parse(&xml, &ParseOptions::default()) else { return };
    let begin = Start { id: "fuzz".into(), variables: VARIABLES.clone(), ..Start::default() };
    if let Ok((instance, _)) = start(&definition, &begin, Timestamp::default()) {
        let _ = instance.status();
    }
}
