//! How scenarios find the workers of jobs, and what becomes of failures.

use crate::model::{end, file, line, start};
use crate::story::{run, tells};

const SHIP: &str = r#"<serviceTask id="ship" camunda:type="external" camunda:topic="carrier-${zone}"><extensionElements>
  <camunda:failedJobRetryTimeCycle>R3/PT30S</camunda:failedJobRetryTimeCycle></extensionElements></serviceTask>"#;

fn model() -> String {
    file(&[&line("order", &[start("begin"), SHIP.to_owned(), end("end")], "")])
}

fn scenario(jobs: &str) -> String {
    format!(r#"{{"variables": {{"zone": "eu"}}, "jobs": {{{jobs}}}}}"#)
}

#[test]
fn workers_are_found_by_topic_after_the_element_and_before_the_kind() {
    let by_topic = r#""carrier-eu": [{"complete": {}, "after": 2}]"#;
    let by_kind = r#""serviceTask": [{"complete": {}, "after": 3}]"#;
    let by_element = r#""ship": [{"complete": {}, "after": 1}]"#;
    let done = |at: u32| ["0 main start -> ship".to_owned(), format!("{at} main done ship -> completed")];
    for (jobs, at) in [
        (by_kind.to_owned(), 3),
        (format!("{by_kind}, {by_topic}"), 2),
        (format!("{by_kind}, {by_topic}, {by_element}"), 1),
    ] {
        let done = done(at);
        tells(&run(&model(), &scenario(&jobs)), &[&done[0], &done[1]]);
    }
}

#[test]
fn failures_are_tried_again_as_the_model_says() {
    let jobs = r#""carrier-eu": [{"fail": "no", "after": 1}, {"fail": "no"}, {"complete": {}}]"#;
    tells(
        &run(&model(), &scenario(jobs)),
        &[
            "0 main start -> ship",
            "1 main failed ship -> ship",
            "30001 main tick -> ship",
            "30001 main failed ship -> ship",
            "60001 main tick -> ship",
            "60001 main done ship -> completed",
        ],
    );
}

#[test]
fn failures_are_tried_again_as_the_worker_says() {
    let jobs = r#""*": [{"fail": "no", "retries": 7, "backoff": 5}, {"complete": {}}]"#;
    tells(
        &run(&model(), &scenario(jobs)),
        &[
            "0 main start -> ship",
            "0 main failed ship -> ship",
            "5 main tick -> ship",
            "5 main done ship -> completed",
        ],
    );
}
