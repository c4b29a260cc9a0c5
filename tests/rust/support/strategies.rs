//! Block-structured models at random.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::block::{
    Activity, Alternative, Block, Body, Boundary, Branch, End, Handler, JOBS, Kind, PASSING, Trigger,
};
use super::words::{AGAIN, CONDITIONS, ERRORS, ESCALATIONS, MESSAGES, SIGNALS, TIMERS};

/// The whole process. `depth` bounds how deep blocks lie within one another.
pub fn process(depth: u32) -> BoxedStrategy<Body> {
    let handlers = match depth {
        0 => Just(Vec::new()).boxed(),
        _ => prop_oneof![2 => Just(Vec::new()), 1 => vec(handler(depth - 1), 1..3)].boxed(),
    };
    (vec(block(depth), 1..4), end(), any::<bool>(), handlers)
        .prop_map(|(blocks, end, start_event, handlers)| Body {
            block: Block::Sequence(blocks),
            end,
            start_event,
            handlers,
        })
        .boxed()
}

fn handler(depth: u32) -> BoxedStrategy<Handler> {
    (boundary_trigger(), any::<bool>(), process(depth))
        .prop_map(|(trigger, interrupting, body)| Handler { trigger, interrupting, body })
        .boxed()
}

fn block(depth: u32) -> BoxedStrategy<Block> {
    let leaf = prop_oneof![
        2 => (0..PASSING.len()).prop_map(Block::Pass),
        2 => trigger().prop_map(Block::Catch),
        5 => activity(0).prop_map(Block::Activity),
        1 => Just(Block::Link),
        1 => (0..ESCALATIONS.len()).prop_map(Block::Escalate),
    ];
    if depth == 0 {
        return leaf.boxed();
    }
    let inner = || block(depth - 1);
    prop_oneof![
        4 => leaf,
        4 => activity(depth).prop_map(Block::Activity),
        1 => vec(inner(), 1..4).prop_map(Block::Sequence),
        2 => vec(branch(depth), 2..4).prop_map(Block::Choice),
        3 => vec(branch(depth), 2..4).prop_map(Block::Fork),
        3 => (vec(branch(depth), 2..4), any::<bool>())
            .prop_map(|(branches, parallel)| Block::Inclusive { branches, parallel }),
        2 => vec((alternative(), branch(depth)), 2..4).prop_map(Block::Race),
        2 => (inner(), 0..AGAIN.len())
            .prop_map(|(body, language)| Block::Loop { body: Box::new(body), language }),
        2 => (activity(depth), vec(branch(depth), 1..3))
            .prop_map(|(activity, extras)| Block::Split { activity, extras }),
    ]
    .boxed()
}

fn branch(depth: u32) -> BoxedStrategy<Branch> {
    (0..CONDITIONS.len(), block(depth - 1), option::weighted(0.3, end()))
        .prop_map(|(condition, block, end)| Branch { condition, block, end })
        .boxed()
}

/// Something for an event-based gateway to lead to.
pub fn alternative() -> impl Strategy<Value = Alternative> {
    prop_oneof![
        3 => trigger().prop_map(Alternative::Catch),
        1 => (0..MESSAGES.len()).prop_map(Alternative::Receive),
    ]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        8 => Just(End::Plain),
        2 => Just(End::Implicit),
        2 => Just(End::Message),
        2 => (0..SIGNALS.len()).prop_map(End::Signal),
        1 => (0..ERRORS.len()).prop_map(End::Error),
        2 => (0..ESCALATIONS.len()).prop_map(End::Escalation),
        1 => Just(End::Terminate),
    ]
}

/// A trigger of an intermediate catch event.
pub fn trigger() -> impl Strategy<Value = Trigger> {
    prop_oneof![
        (0..TIMERS.len()).prop_map(Trigger::Timer),
        (0..MESSAGES.len()).prop_map(Trigger::Message),
        (0..SIGNALS.len()).prop_map(Trigger::Signal),
    ]
}

/// A trigger of a boundary event or event subprocess.
pub fn boundary_trigger() -> impl Strategy<Value = Trigger> {
    prop_oneof![
        3 => trigger(),
        2 => (0..ERRORS.len()).prop_map(Trigger::Error),
        2 => (0..ESCALATIONS.len()).prop_map(Trigger::Escalation),
    ]
}

fn activity(depth: u32) -> BoxedStrategy<Activity> {
    let task = prop_oneof![
        4 => (0..JOBS.len()).prop_map(Kind::Job),
        1 => (0..MESSAGES.len()).prop_map(Kind::Receive),
    ];
    if depth == 0 {
        return task.prop_map(|kind| Activity { kind, boundaries: Vec::new() }).boxed();
    }
    let sub = process(depth - 1).prop_map(|body| Kind::Sub(Box::new(body)));
    let kind = prop_oneof![2 => task, 2 => sub];
    let boundaries = prop_oneof![vec(boundary(depth), 0..1), vec(boundary(depth), 1..3)];
    (kind, boundaries).prop_map(|(kind, boundaries)| Activity { kind, boundaries }).boxed()
}

fn boundary(depth: u32) -> BoxedStrategy<Boundary> {
    (boundary_trigger(), any::<bool>(), block(depth - 1), option::weighted(0.5, end()))
        .prop_map(|(trigger, interrupting, handler, end)| Boundary { trigger, interrupting, handler, end })
        .boxed()
}
