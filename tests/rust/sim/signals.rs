//! Signals for all, and timers of start events.

use tidewheel::sim::Standstill;

use crate::model::{call, catch, end, event, file, line, node, start, throw};
use crate::story::{run, tells};

const SIGNAL: &str = r#"<signal id="alarm" name="Alarm"/>"#;

#[test]
fn a_signal_reaches_every_instance_that_listens_and_starts_processes() {
    let thrower = line(
        "thrower",
        &[start("begin"), call("one", "listener"), throw("ring", "signal", "alarm"), end("end")],
        "",
    );
    // The first throws while nobody else listens; what listens is started by it.
    let listener = line("listener", &[start("l"), throw("l-ring", "signal", "alarm"), end("l-end")], "");
    let started = line(
        "started",
        &[event("startEvent", "rung", "signal", "alarm"), catch("again", "signal", "alarm"), end("s-end")],
        "",
    );
    tells(
        &run(&file(&[SIGNAL, &thrower, &listener, &started]), r#"{"process": "thrower"}"#),
        &[
            "0 main start -> one",
            "0 listener-1 start -> completed",
            "0 started-1 start -> again",
            "0 main finished one -> completed",
            "0 started-1 signal Alarm -> completed",
            "0 started-2 start -> again",
        ],
    );
}

#[test]
fn a_signal_from_outside_comes_to_the_scenarios_own_instance_first() {
    let waits = line("waits", &[start("w"), call("other", "more"), end("w-end")], "");
    let more = line("more", &[start("m"), catch("hear", "signal", "alarm"), end("m-end")], "");
    let scenario = r#"{"process": "waits",
      "inputs": [{"at": 5, "event": {"type": "signal", "name": "Alarm"}}]}"#;
    tells(
        &run(&file(&[SIGNAL, &waits, &more]), scenario),
        &[
            "0 main start -> other",
            "0 more-1 start -> hear",
            "5 main signal Alarm -> other",
            "5 more-1 signal Alarm -> completed",
            "5 main finished other -> completed",
        ],
    );
}

#[test]
fn a_signal_starts_a_process_also_when_all_others_have_ended() {
    let main = line("main", &[start("a"), end("b")], "");
    let started = line("started", &[event("startEvent", "rung", "signal", "alarm"), end("c")], "");
    let scenario = r#"{"process": "main", "inputs": [
      {"at": 5, "message": "Nothing"}, {"at": 6, "event": {"type": "tick"}},
      {"at": 7, "event": {"type": "signal", "name": "Alarm"}}]}"#;
    let report = run(&file(&[SIGNAL, &main, &started]), scenario);
    tells(&report, &["0 main start -> completed", "7 started-1 start -> completed"]);
    assert_eq!(report.standstill, Standstill::Ended);
}

/// A process that starts every ten seconds, three times.
fn cyclic() -> String {
    let starts = r#"<startEvent id="often"><timerEventDefinition><timeCycle>R3/PT10S</timeCycle>
      </timerEventDefinition></startEvent>"#;
    line("cyclic", &[starts.to_owned(), node("userTask", "tidy"), end("c-end")], "")
}

#[test]
fn timers_start_processes_where_the_scenario_says_so() {
    let main = line("main", &[start("a"), end("b")], "");
    let model = file(&[&main, &cyclic()]);
    tells(&run(&model, r#"{"process": "main"}"#), &["0 main start -> completed"]);
    let scenario = r#"{"process": "main", "timerStarts": ["cyclic"],
      "jobs": {"tidy": [{"complete": {}, "after": 10000}]}}"#;
    let report = run(&model, scenario);
    tells(
        &report,
        &[
            "0 main start -> completed",
            "10000 cyclic-1 start -> tidy",
            "20000 cyclic-1 done tidy -> completed",
            "20000 cyclic-2 start -> tidy",
            "30000 cyclic-2 done tidy -> completed",
            "30000 cyclic-3 start -> tidy",
            "40000 cyclic-3 done tidy -> completed",
        ],
    );
    assert_eq!(report.standstill, Standstill::Ended);
}

#[test]
fn a_cycle_without_an_end_runs_until_the_scenario_ends() {
    let main = line("main", &[start("a"), end("b")], "");
    let model = file(&[&main, &cyclic().replace("R3/", "R/")]);
    let scenario = r#"{"process": "main", "timerStarts": ["cyclic"], "until": 25000}"#;
    let report = run(&model, scenario);
    tells(
        &report,
        &["0 main start -> completed", "10000 cyclic-1 start -> tidy", "20000 cyclic-2 start -> tidy"],
    );
    assert_eq!(report.standstill, Standstill::Until);
}
