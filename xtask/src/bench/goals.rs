//! What the engine promises.

use super::report::Report;

/// How many times as fast as an established engine for the same language each host must be.
pub(super) const PAIRS: [(&str, &str, u32); 3] = [
    ("Node", "bpmn-engine", 200),
    ("Node, WebAssembly", "bpmn-engine", 100),
    ("Python", "SpiffWorkflow", 20),
];

/// The cost of an instance must grow as its model does.
pub(super) const GROWTH: f64 = 1.1;

/// The most bytes of a snapshot at a user task.
const SNAPSHOT: u64 = 700;

/// Every goal that was missed. What was not measured is not judged.
pub(super) fn missed(report: &Report) -> Vec<String> {
    let mut missed = Vec::new();
    for (ours, theirs, goal) in PAIRS {
        for (scenario, ratio) in report.ratios(ours, theirs) {
            if ratio < f64::from(goal) {
                missed
                    .push(format!("{scenario}: {ours} is {ratio:.0} times as fast as {theirs}, not {goal}"));
            }
        }
    }
    for host in ["Rust", "Node", "Node, WebAssembly", "Python"] {
        for series in ["seq", "par"] {
            let exponent = report.exponent(host, series).filter(|exponent| *exponent > GROWTH);
            missed.extend(exponent.map(|exponent| {
                format!("{host}: the cost of `{series}` grows with exponent {exponent:.2}, not {GROWTH}")
            }));
        }
        let own = report.failures().into_iter().filter(|(name, _, _)| *name == host);
        missed.extend(own.map(|(_, scenario, error)| format!("{host} fails at {scenario}: {error}")));
    }
    let bytes = report.snapshot_bytes().filter(|bytes| *bytes > SNAPSHOT);
    missed
        .extend(bytes.map(|bytes| format!("the snapshot at a user task has {bytes} bytes, not {SNAPSHOT}")));
    missed
}
