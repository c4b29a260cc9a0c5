//! The tables of a comparison.

use std::fmt;

use super::goals::{GROWTH, PAIRS};
use super::hosts::Measured;
use super::{PATTERNS, SERIES};

/// What all hosts measured.
#[derive(Default)]
pub(super) struct Report {
    hosts: Vec<Measured>,
}

impl Report {
    pub(super) fn add(&mut self, host: Measured) {
        self.hosts.push(host);
    }

    fn host(&self, name: &str) -> Option<&Measured> {
        self.hosts.iter().find(|host| host.name == name)
    }

    /// Instances per second of CPU time.
    fn rate(&self, host: &str, scenario: &str) -> Option<f64> {
        self.host(host)?.data.get("results")?.get(scenario)?.get("perCpuSecond")?.as_f64()
    }

    /// Scenarios that a host could not run, and why.
    pub(super) fn failures(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut found = Vec::new();
        for host in &self.hosts {
            for scenario in PATTERNS.into_iter().chain(SERIES) {
                let result = host.data.get("results").and_then(|results| results.get(scenario));
                if let Some(error) =
                    result.and_then(|result| result.get("error")).and_then(|error| error.as_str())
                {
                    found.push((host.name, scenario, error.to_owned()));
                }
            }
        }
        found
    }

    /// How many times as fast one host is as another, for each scenario that both have run.
    pub(super) fn ratios(&self, ours: &str, theirs: &str) -> Vec<(&'static str, f64)> {
        let scenarios = PATTERNS.into_iter().chain(SERIES);
        let ratio = |name| Some((name, self.rate(ours, name)? / self.rate(theirs, name)?));
        scenarios.filter_map(ratio).collect()
    }

    /// The exponent of the cost of an instance in the size of its model, from 10 to 1,000.
    pub(super) fn exponent(&self, host: &str, series: &str) -> Option<f64> {
        let cost = |size: u32| self.rate(host, &format!("{series}{size}")).map(|rate| 1.0 / rate);
        Some((cost(1000)? / cost(10)?).log10() / 2.0)
    }

    /// Bytes of the snapshot of an instance that waits at a user task.
    pub(super) fn snapshot_bytes(&self) -> Option<u64> {
        self.host("Rust")?.data.get("snapshotBytes")?.as_u64()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "instances per second of CPU time")?;
        write!(f, "{:10}", "")?;
        self.hosts.iter().try_for_each(|host| write!(f, "{:>18}", host.name))?;
        writeln!(f)?;
        for scenario in PATTERNS.into_iter().chain(SERIES) {
            let rates: Vec<_> = self.hosts.iter().map(|host| self.rate(host.name, scenario)).collect();
            if rates.iter().any(Option::is_some) {
                write!(f, "{scenario:10}")?;
                rates.iter().try_for_each(|rate| write!(f, "{:>18}", rate.map_or("-".to_owned(), number)))?;
                writeln!(f)?;
            }
        }
        for (ours, theirs, goal) in PAIRS {
            let ratios = self.ratios(ours, theirs);
            if !ratios.is_empty() {
                writeln!(f, "\n{ours} to {theirs} (goal: {goal} times)")?;
                let row = |(name, ratio): &(&str, f64)| writeln!(f, "  {name:8}{ratio:10.0}");
                ratios.iter().try_for_each(row)?;
            }
        }
        writeln!(f, "\ngrowth of the cost from size 10 to 1,000 (goal: exponent of at most {GROWTH})")?;
        for host in &self.hosts {
            for (series, label) in [("seq", "sequence"), ("par", "parallel")] {
                if let Some(exponent) = self.exponent(host.name, series) {
                    writeln!(f, "  {:18} {label:9} {exponent:.2}", host.name)?;
                }
            }
        }
        if let Some(bytes) = self.snapshot_bytes() {
            writeln!(f, "\nsnapshot of an instance that waits at a user task: {bytes} bytes")?;
        }
        let failures = self.failures();
        failures.iter().try_for_each(|(host, name, error)| writeln!(f, "{host} fails at {name}: {error}"))
    }
}

/// A number with commas.
fn number(value: f64) -> String {
    if value < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::hosts::Measured;
    use super::{Report, number};

    #[test]
    fn numbers_have_commas() {
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(999.6), "1,000");
        assert_eq!(number(1_234_567.0), "1,234,567");
    }

    #[test]
    fn a_cost_that_grows_with_the_size_has_the_exponent_one() {
        let results = json!({ "seq10": { "perCpuSecond": 1000.0 }, "seq1000": { "perCpuSecond": 10.0 } });
        let mut report = Report::default();
        report.add(Measured { name: "Rust", data: json!({ "results": results }) });
        assert!((report.exponent("Rust", "seq").unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(report.exponent("Rust", "par"), None);
    }
}
