//! What each part of the engine costs, by size: `cargo bench --package tidewheel-tests`.

#![expect(clippy::expect_used, clippy::panic, reason = "a benchmark that cannot run must say so")]

use divan::{Bencher, black_box};
use tidewheel::{Definition, Instance, ParseOptions, Snapshot};
use tidewheel_bench::models;
use tidewheel_bench::native::Host;
use tidewheel_bench::scenario::{Scenario, Shape};
use tidewheel_bench::sketch::Dialect;

fn main() {
    divan::main();
}

fn parsed(xml: &str) -> Definition {
    Definition::parse(xml, &ParseOptions::default()).expect("a sound model").0
}

fn host(shape: Shape) -> Host {
    let name = String::from("bench");
    Host::new(Scenario { name, shape }).unwrap_or_else(|trouble| panic!("{trouble}"))
}

/// An instance that waits at that many user tasks.
fn waiting(tokens: usize) -> (Definition, Instance) {
    let definition = parsed(&models::tokens(Dialect::Plain, tokens));
    let begin = tidewheel::Start { id: "bench".into(), ..Default::default() };
    let (instance, _) =
        tidewheel::start(&definition, &begin, tidewheel::Timestamp::default()).expect("admitted");
    (definition, instance)
}

/// By the number of elements: nodes and flows.
#[divan::bench(args = [100, 1_000, 10_000])]
fn parse(bencher: Bencher<'_, '_>, elements: usize) {
    let xml = models::sequence(Dialect::Plain, (elements - 3) / 2);
    bencher.bench_local(|| parsed(black_box(&xml)));
}

/// From start to end, every job completed by the host.
#[divan::bench(args = [
    Shape::Sequence(2), Shape::Sequence(100), Shape::Parallel(2), Shape::Parallel(100), Shape::Exclusive, Shape::Cycle, Shape::User,
])]
fn run(bencher: Bencher<'_, '_>, shape: Shape) {
    let mut host = host(shape);
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        host.run(n).expect("the instance ends");
    });
}

/// By the number of tokens, like the next three.
#[divan::bench(args = [1, 10, 100, 1_000])]
fn save(bencher: Bencher<'_, '_>, tokens: usize) {
    let (definition, instance) = waiting(tokens);
    bencher.bench_local(|| instance.save(&definition).to_json());
}

#[divan::bench(args = [1, 10, 100, 1_000])]
fn load(bencher: Bencher<'_, '_>, tokens: usize) {
    let (definition, instance) = waiting(tokens);
    let text = instance.save(&definition).to_json();
    bencher.bench_local(|| {
        let snapshot = Snapshot::from_json(black_box(&text)).expect("its own text");
        Instance::load(&definition, &snapshot).expect("its own snapshot")
    });
}

#[divan::bench(args = [1, 10, 100, 1_000])]
fn clone(bencher: Bencher<'_, '_>, tokens: usize) {
    let (_, instance) = waiting(tokens);
    bencher.bench_local(|| black_box(&instance).clone());
}

#[divan::bench(args = [1, 10, 100, 1_000])]
fn obligations(bencher: Bencher<'_, '_>, tokens: usize) {
    let (definition, instance) = waiting(tokens);
    bencher.bench_local(|| black_box(&instance).obligations(&definition));
}

/// Conditions cost what the same process without them does not.
#[divan::bench(args = [0, 10, 100])]
fn feel_conditions(bencher: Bencher<'_, '_>, conditions: usize) {
    let definition = parsed(&models::conditions(conditions));
    let begin = tidewheel::Start {
        id: "bench".into(),
        variables: [("amount".into(), 150.into()), ("kind".into(), "express".into())].into(),
        ..Default::default()
    };
    bencher.bench_local(|| tidewheel::start(&definition, &begin, tidewheel::Timestamp::default()));
}
