//! Models may grow in every direction: each ends on a stack of half a megabyte, and by as many events
//! for each of its parts as a small one. How the time grows says `cargo xtask bench --scale`.

#![expect(clippy::expect_used, clippy::panic, reason = "a model that does not run has failed the test")]

use std::thread;

use tidewheel_bench::scale::{Growth, Run};

/// Nothing may recurse with the size of a model.
const STACK: usize = 512 << 10;

/// Large enough to overflow the stack by any recursion; the rest is for the bench.
const SIZE: usize = 1_000;

#[test]
fn models_of_any_size_end_on_a_small_stack() {
    for growth in Growth::all() {
        let size = growth.full.min(SIZE);
        let [small, large] = [size / 10, size].map(|size| run(growth, size));
        let most = |count: usize| 11 * count + 100;
        assert!(large.events <= most(small.events), "{}: {small:?}, {large:?}", growth.name);
        assert!(large.entries <= most(small.entries), "{}: {small:?}, {large:?}", growth.name);
    }
}

fn run(growth: Growth, size: usize) -> Run {
    let work = move || growth.run(&growth.parse(size)?, size);
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    thread.join().expect("no overflow").unwrap_or_else(|trouble| panic!("{}: {trouble}", growth.name))
}
