//! The cases of the betsy suite: one test for each run, and the score, which must not fall.
//! `cargo xtask betsy` shows the scorecard.

use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use tidewheel_tests::betsy::cases::{self, GROUPS, cases};
use tidewheel_tests::betsy::score::{Record, Scorecard};
use tidewheel_tests::betsy::verdict::verdict;

fn main() {
    let trials =
        trials().unwrap_or_else(|error| vec![Trial::test("betsy", move || Err(Failed::from(error)))]);
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn trials() -> Result<Vec<Trial>, String> {
    let record = Record::read()?;
    let mut trials = vec![
        Trial::test("cases_are_complete", || cases::check().map_err(Failed::from)),
        Trial::test("score", || score().map_err(Failed::from)),
    ];
    for group in GROUPS {
        for mut case in cases(group)? {
            let runs = std::mem::take(&mut case.runs);
            let waits = record.waiting.contains_key(&case.model);
            let case = Arc::new(case);
            for run in runs {
                let (name, case) = (format!("{group}/{}", case.name(&run)), case.clone());
                let play = move || verdict(group, &case, &run).map(|_| ()).map_err(Failed::from);
                trials.push(Trial::test(name, play).with_ignored_flag(waits));
            }
        }
    }
    Ok(trials)
}

fn score() -> Result<(), String> {
    cases::check()?;
    let record = Record::read()?;
    let card = Scorecard::of(&record)?;
    // In one piece, so that no other test writes into it.
    let text = format!("\n{card}\n");
    eprint!("{text}");
    card.check(&record)
}
