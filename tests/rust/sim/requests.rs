//! People in scenarios: who makes a request, and who does its actions.

use crate::story::{run, tells};

const MACHINE: &str = r#"{
  "id": "m",
  "groups": [{"id": "board", "members": ["eve", "fay"]}],
  "actions": [{"id": "ask", "target": "requester"}, {"id": "agree", "group": "board"}, {"id": "sign", "group": "board"}],
  "states": [{"id": "open", "type": "start"}, {"id": "asked", "type": "normal"}, {"id": "agreed", "type": "complete"}],
  "transitions": [
    {"id": "asks", "from": "open", "to": "asked", "actions": ["ask"]},
    {"id": "agrees", "from": "asked", "to": "agreed", "actions": ["agree", "sign"], "condition": "= sum > 1"}
  ]
}"#;

fn scenario(jobs: &str) -> String {
    format!(r#"{{"requester": "ann", "stakeholders": ["ben"], "jobs": {{{jobs}}}}}"#)
}

#[test]
fn actions_are_chosen_and_completed_by_those_named() {
    let ask = r#""asks.ask": [{"complete": {"sum": 2}, "by": "ann", "after": 5}]"#;
    let board = r#""userTask": [{"complete": {}, "by": "eve", "after": 1}]"#;
    tells(
        &run(MACHINE, &scenario(&format!("{ask}, {board}"))),
        &[
            "0 main start -> open asks.ask",
            "5 main chosen asks.ask by ann -> open asks.ask",
            "5 main completed asks.ask by ann -> asked agrees.agree agrees.sign",
            "6 main chosen agrees.agree by eve -> asked agrees.agree agrees.sign",
            "6 main completed agrees.agree by eve -> asked agrees.sign",
            "6 main chosen agrees.sign by eve -> asked agrees.sign",
            "6 main completed agrees.sign by eve -> completed",
        ],
    );
}

#[test]
fn whoever_may_not_do_an_action_does_not_complete_it() {
    let ask = r#""asks.ask": [{"complete": {}, "by": "ben"}]"#;
    tells(
        &run(MACHINE, &scenario(ask)),
        &[
            "0 main start -> open asks.ask",
            "0 main chosen asks.ask by ben -> rejected: `ben` may not do `ask`: its group and target say who may",
        ],
    );
}

#[test]
fn an_action_that_nobody_does_stays_open() {
    tells(&run(MACHINE, &scenario(r#""*": [{"complete": {}}]"#)), &["0 main start -> open asks.ask"]);
}
