//! Block-structured models at random.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::block::{
    Activity, AdHoc, Alternative, Block, Body, Boundary, Branch, End, Entrance, Handler, Kind, MIXED,
    PASSING, Repeats, SHARED, TOGETHER, Trigger,
};
use super::words::{
    AGAIN, BEHAVIORS, CALLS, CONDITIONS, ENOUGH, ERRORS, ESCALATIONS, INSTANCES, JOBS, MESSAGES, SIGNALS,
    TIMERS, WATCHED,
};

/// The whole process. `depth` bounds how deep blocks lie within one another.
pub fn process(depth: u32) -> BoxedStrategy<Body> {
    (body(depth), prop_oneof![3 => Just(Vec::new()), 1 => vec(entrance(), 1..3)])
        .prop_map(|(body, entrances)| Body { entrances, ..body })
        .boxed()
}

fn entrance() -> impl Strategy<Value = Entrance> {
    prop_oneof![
        3 => trigger().prop_map(Entrance::Event),
        1 => (0..MESSAGES.len()).prop_map(Entrance::Receive),
        2 => (vec(alternative(), 1..4), any::<bool>())
            .prop_map(|(ways, parallel)| Entrance::Gateway { ways, parallel }),
    ]
}

fn body(depth: u32) -> BoxedStrategy<Body> {
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
            entrances: Vec::new(),
        })
        .boxed()
}

fn handler(depth: u32) -> BoxedStrategy<Handler> {
    let trigger = prop_oneof![5 => boundary_trigger(), 1 => Just(Trigger::Compensation)];
    (trigger, any::<bool>(), body(depth))
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
        2 => (option::weighted(0.3, any::<usize>()), prop::bool::weighted(0.7))
            .prop_map(|(activity, waits)| Block::Compensate { activity, waits }),
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
        2 => (vec(branch(depth), 2..5), 1_usize..4, any::<bool>())
            .prop_map(|(branches, needed, late)| Block::Enough { branches, needed, late }),
        1 => (2_usize..4, activity(depth - 1)).prop_map(|(count, activity)| Block::Batch { count, activity }),
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
        2 => Just(End::Cancel),
        1 => Just(End::Compensation),
        1 => Just(End::Several),
    ]
}

/// A trigger of an intermediate catch event.
pub fn trigger() -> impl Strategy<Value = Trigger> {
    prop_oneof![
        (0..TIMERS.len()).prop_map(Trigger::Timer),
        (0..MESSAGES.len()).prop_map(Trigger::Message),
        (0..SIGNALS.len()).prop_map(Trigger::Signal),
        (0..WATCHED.len()).prop_map(Trigger::Condition),
        (0..MIXED).prop_map(Trigger::Any),
        (0..MIXED).prop_map(Trigger::All),
        (0..SHARED.len()).prop_map(Trigger::Shared),
    ]
}

/// A trigger of a boundary event or event subprocess.
pub fn boundary_trigger() -> impl Strategy<Value = Trigger> {
    prop_oneof![
        3 => trigger(),
        2 => (0..ERRORS.len()).prop_map(Trigger::Error),
        2 => (0..ESCALATIONS.len()).prop_map(Trigger::Escalation),
        1 => (MIXED..TOGETHER.len()).prop_map(Trigger::Any),
        1 => Just(Trigger::Cancel),
    ]
}

/// How often an activity runs.
pub fn repeats() -> impl Strategy<Value = Option<Repeats>> {
    let rounds = (any::<bool>(), 1_u32..4, option::of(0..AGAIN.len()))
        .prop_map(|(before, maximum, condition)| Repeats::Rounds { before, maximum, condition });
    let places = (0..INSTANCES.len(), option::weighted(0.4, 0..ENOUGH.len()), 0..BEHAVIORS.len());
    let instances = (any::<bool>(), any::<bool>(), places).prop_map(
        |(sequential, collects, (over, enough, behavior))| Repeats::Instances {
            sequential,
            over,
            enough,
            collects,
            behavior,
        },
    );
    prop_oneof![6 => Just(None), 1 => rounds.prop_map(Some), 2 => instances.prop_map(Some)]
}

fn activity(depth: u32) -> BoxedStrategy<Activity> {
    let task = prop_oneof![
        5 => (0..JOBS.len()).prop_map(Kind::Job),
        1 => (0..MESSAGES.len()).prop_map(Kind::Receive),
        1 => Just(Kind::Task),
        1 => (0..CALLS.len()).prop_map(Kind::Call),
    ];
    let task = task.boxed();
    let simple = (task.clone(), repeats())
        .prop_map(|(kind, repeats)| Activity { kind, boundaries: Vec::new(), repeats, undo: None })
        .boxed();
    let undo = option::weighted(0.35, simple.clone().prop_map(Box::new));
    if depth == 0 {
        return (simple, undo).prop_map(|(activity, undo)| Activity { undo, ..activity }).boxed();
    }
    let inside = || body(depth - 1).prop_map(Box::new);
    let ad_hoc = (
        vec(activity(depth - 1), 1..4),
        any::<bool>(),
        option::weighted(0.6, 0..WATCHED.len()),
        any::<bool>(),
    )
        .prop_map(|(activities, sequential, enough, cancels)| {
            Kind::AdHoc(AdHoc { activities, sequential, enough, cancels })
        });
    let kind = prop_oneof![
        4 => task,
        3 => inside().prop_map(Kind::Sub),
        2 => inside().prop_map(Kind::Transaction),
        1 => ad_hoc,
    ];
    let boundaries = || prop_oneof![vec(boundary(depth), 0..1), vec(boundary(depth), 1..3)];
    let undo = prop_oneof![
        6 => undo,
        1 => (activity(depth - 1), boundaries())
            .prop_map(|(activity, boundaries)| Some(Box::new(Activity { boundaries, ..activity }))),
    ];
    (kind, boundaries(), repeats(), undo)
        .prop_map(|(kind, boundaries, repeats, undo)| Activity { kind, boundaries, repeats, undo })
        .boxed()
}

fn boundary(depth: u32) -> BoxedStrategy<Boundary> {
    (boundary_trigger(), any::<bool>(), block(depth - 1), option::weighted(0.5, end()))
        .prop_map(|(trigger, interrupting, handler, end)| Boundary { trigger, interrupting, handler, end })
        .boxed()
}
