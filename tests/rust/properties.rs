//! Laws that hold for every model and every sequence of events.

use std::fmt;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use tidewheel::{Definition, Instance, Outcome, ParseOptions, Snapshot, Vars};
use tidewheel_tests::actions::{Action, actions};
use tidewheel_tests::host::{finish, guarded, parse, perform};
use tidewheel_tests::mutate::{Cut, Damage, cuts, damages};
use tidewheel_tests::operations::{models, operated};
use tidewheel_tests::trial::{Broken, Trial};
use tidewheel_tests::words::{any_variables, sound_variables};
use tidewheel_tests::{free, strategies, write};

/// Cases of each property, the same in every check; `PROPTEST_CASES` asks for so many others.
fn config(cases: u32) -> ProptestConfig {
    let chosen = std::env::var_os("PROPTEST_CASES").and_then(|text| text.to_str()?.parse().ok());
    ProptestConfig {
        cases: chosen.unwrap_or(cases),
        rng_seed: if chosen.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) },
        max_shrink_iters: 20_000,
        // Milliseconds.
        max_shrink_time: 40_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A model as its text, so that what a failure shows can be run again.
#[derive(Clone)]
struct Model(String);

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.0)
    }
}

fn structured() -> impl Strategy<Value = Model> {
    strategies::process(3).prop_map(|body| Model(write::write(&body)))
}

fn unstructured() -> impl Strategy<Value = Model> {
    free::graph(1).prop_map(|graph| Model(free::write(&graph)))
}

fn holds(result: Result<(), Broken>) -> Result<(), TestCaseError> {
    result.map_err(TestCaseError::fail)
}

/// A little of what may come, then everything that a fair host brings.
fn ends(model: &Model, variables: Vars, way_in: usize, actions: &[Action]) -> Result<(), Broken> {
    let definition = guarded(|| parse(&model.0))?;
    perform(&definition, &model.0, variables, way_in, actions, |trial, now| finish(trial, now, 5_000))
}

fn survives(model: &Model, variables: Vars, way_in: usize, actions: &[Action]) -> Result<(), Broken> {
    match guarded(|| Ok(parse(&model.0).ok()))? {
        Some(definition) => perform(&definition, &model.0, variables, way_in, actions, |_, _| Ok(())),
        None => Ok(()),
    }
}

/// Damages the snapshot of a running instance; whatever can still be loaded must still run.
fn withstands(model: &Model, before: &[Action], damages: &[Damage], after: &[Action]) -> Result<(), Broken> {
    let definition = parse(&model.0)?;
    perform(
        &definition,
        &model.0,
        tidewheel_tests::words::closing_variables(),
        0,
        before,
        |trial, mut now| {
            let mut document: Value =
                serde_json::from_str(trial.saved()).map_err(|error| error.to_string())?;
            for damage in damages {
                document = damage.apply(&document);
            }
            let Some(mut instance) = load(&definition, &document) else { return Ok(()) };
            let said = |broken: String| format!("{broken}\nfrom the snapshot {document}");
            guarded(|| go_on(&definition, &mut instance, trial, after, &mut now)).map_err(said)
        },
    )
}

fn load(definition: &Definition, document: &Value) -> Option<Instance> {
    let snapshot = Snapshot::from_json(&document.to_string()).ok()?;
    Instance::load(definition, &snapshot).ok()
}

fn go_on(
    definition: &Definition,
    instance: &mut Instance,
    trial: &Trial,
    actions: &[Action],
    now: &mut tidewheel::Timestamp,
) -> Result<(), Broken> {
    let mut out = Outcome::default();
    for action in actions {
        // The host believes what it had before; what the instance now waits for is answered too.
        let believed = action.event(trial, now);
        let open = instance.obligations(definition);
        let answers = open.iter().take(3).map(|one| {
            tidewheel_tests::actions::answer(one, tidewheel_tests::actions::How::Complete, &Vars::new(), now)
        });
        let answers: Vec<_> = answers.collect();
        for event in std::iter::once(believed).chain(answers) {
            let _ = instance.apply(definition, &event, *now, &mut out);
            let saved = instance.save(definition);
            let again = Instance::load(definition, &saved)
                .map_err(|error| format!("cannot be loaded again: {error}\n{}", saved.to_json()))?;
            if again.save(definition) != saved {
                return Err(format!("saved differently: {}", saved.to_json()));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn block_structured_models_end(
        model in structured(), variables in sound_variables(), way_in in 0_usize..8, actions in actions(0..12, true),
    ) {
        holds(ends(&model, variables, way_in, &actions))?;
    }

    #[test]
    fn block_structured_models_end_after_any_variables(
        model in structured(), variables in any_variables(), way_in in 0_usize..8, actions in actions(0..12, false),
    ) {
        holds(ends(&model, variables, way_in, &actions))?;
    }
}

proptest! {
    // Loops that never wait leave thousands of incidents, so these take their time.
    #![proptest_config(config(50))]

    #[test]
    fn free_form_models_break_nothing(
        model in unstructured(), variables in sound_variables(), way_in in 0_usize..8, actions in actions(0..16, false),
    ) {
        holds(survives(&model, variables, way_in, &actions))?;
    }

    #[test]
    fn operations_break_nothing(
        model in structured(), variables in sound_variables(), way_in in 0_usize..8, actions in operated(0..24),
    ) {
        holds(survives(&model, variables, way_in, &actions))?;
    }

    #[test]
    fn operations_on_free_form_models_break_nothing(
        model in unstructured(), variables in sound_variables(), way_in in 0_usize..8, actions in operated(0..24),
    ) {
        holds(survives(&model, variables, way_in, &actions))?;
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn damaged_snapshots_are_refused_or_run(
        model in structured(), before in actions(0..8, true), damages in damages(), after in actions(1..8, false),
    ) {
        holds(withstands(&model, &before, &damages, &after))?;
    }

    #[test]
    fn damaged_models_are_refused_or_run(model in structured(), cuts in prop::collection::vec(cuts(), 4)) {
        for cuts in cuts {
            holds(damaged(model.0.as_bytes(), &cuts))?;
        }
    }
}

fn damaged(text: &[u8], cuts: &[Cut]) -> Result<(), Broken> {
    let mut text = text.to_vec();
    cuts.iter().for_each(|cut| cut.apply(&mut text));
    let text = String::from_utf8_lossy(&text);
    guarded(|| match Definition::parse(&text, &ParseOptions { lenient: true, strict: true }) {
        Ok((definition, _)) => {
            let _ = definition.elements();
            let _ = tidewheel::normalize(&text);
            Ok(())
        }
        Err(found) if found.iter().all(|one| one.line >= 1 && !one.code.is_empty()) && !found.is_empty() => {
            Ok(())
        }
        Err(found) => Err(format!("refused without saying where: {found:?}")),
    })
    .map_err(|broken| format!("{broken}\n{text}"))
}

#[test]
fn operations_on_the_models_of_the_vectors_break_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let models = models(&folder).unwrap_or_default();
    assert!(models.len() > 100, "there are vectors");
    let model = prop::sample::select(models).prop_map(Model);
    proptest!(config(1_000), |(model in model, variables in sound_variables(), actions in operated(0..24))| {
        holds(survives(&model, variables, 0, &actions))?;
    });
}

#[test]
fn normalizing_changes_no_behaviour() {
    proptest!(config(200), |(model in structured())| {
        let normalized = tidewheel::normalize(&model.0).map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
        let print = |text: &str| parse(text).map(|definition| definition.fingerprint()).map_err(TestCaseError::fail);
        prop_assert_eq!(print(&model.0)?, print(&normalized)?);
    });
}
