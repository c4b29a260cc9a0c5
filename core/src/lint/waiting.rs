//! Loops in which no token ever waits.

use super::{Graph, Lints, place};
use crate::read::ProcessModel;
use crate::value::CollectVec;

/// Warns of each cycle made only of nodes that pass tokens on at once. A subprocess waits if
/// anything in it does.
pub(super) fn endless_loops(process: &ProcessModel, graph: &Graph, lints: &mut Lints) {
    let mut waits: Vec<bool> = process.nodes.iter().map(|node| node.spec.can_wait()).collect_vec();
    // Children follow their scope, so one backward pass carries the answer upwards.
    for (position, node) in process.nodes.iter().enumerate().rev() {
        if let (Some(parent), Some(true)) = (node.parent, waits.get(position).copied())
            && let Some(scope) = waits.get_mut(parent)
        {
            *scope = true;
        }
    }
    let passing = |node: usize| waits.get(node) == Some(&false);
    // Kahn's algorithm over the passing nodes: what cannot be taken away lies on or behind a cycle.
    let mut incoming = vec![0_usize; process.nodes.len()];
    for node in (0..process.nodes.len()).filter(|node| passing(*node)) {
        for (_, target) in graph.outgoing(node) {
            if let Some(count) = incoming.get_mut(*target) {
                *count += 1;
            }
        }
    }
    let mut queue: Vec<usize> = (0..process.nodes.len())
        .filter(|node| passing(*node) && incoming.get(*node) == Some(&0))
        .collect_vec();
    let mut on_cycle: Vec<bool> = (0..process.nodes.len()).map(passing).collect_vec();
    while let Some(node) = queue.pop() {
        if let Some(flag) = on_cycle.get_mut(node) {
            *flag = false;
        }
        for (_, target) in graph.outgoing(node) {
            if let Some(count) = incoming.get_mut(*target) {
                *count -= 1;
                if *count == 0 && passing(*target) {
                    queue.push(*target);
                }
            }
        }
    }
    // One warning for the loop, on the first of its nodes in the file.
    let first = process.nodes.iter().zip(&on_cycle).find(|(_, on_cycle)| **on_cycle);
    if let Some((node, _)) = first {
        lints.warning(
            "endlessLoop",
            place(node),
            format_args!(
                "a token that reaches `{}` may go round for ever: nothing in the loop waits",
                node.id
            ),
            "put an activity or an intermediate catch event into the loop",
        );
    }
}
