//! Rates per second of CPU time: on a shared machine far steadier than those by the clock.

use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Time to run before anything counts.
    pub warm_up: Duration,
    /// Time of one repeat.
    pub repeat: Duration,
    /// How often to repeat.
    pub repeats: usize,
}

impl Effort {
    /// What a comparison is made of.
    pub const FULL: Self =
        Self { warm_up: Duration::from_millis(500), repeat: Duration::from_millis(500), repeats: 7 };
    /// A glance.
    pub const QUICK: Self =
        Self { warm_up: Duration::from_millis(100), repeat: Duration::from_millis(150), repeats: 3 };
}

/// Runs `one(n)` for n = 0, 1, … and returns the median rate: runs per second of this process's CPU time.
///
/// # Errors
/// Whatever `one` fails with.
pub fn rate<E>(effort: Effort, mut one: impl FnMut(usize) -> Result<(), E>) -> Result<f64, E> {
    let mut n = 0;
    repeat(effort.warm_up, &mut n, &mut one)?;
    let mut rates = Vec::new();
    for _ in 0..effort.repeats {
        let (before, clock) = (n, ProcessTime::now());
        repeat(effort.repeat, &mut n, &mut one)?;
        #[expect(clippy::cast_precision_loss, reason = "no run is repeated 2^53 times")]
        rates.push((n - before) as f64 / clock.elapsed().as_secs_f64());
    }
    Ok(median(rates))
}

fn repeat<E>(time: Duration, n: &mut usize, one: &mut impl FnMut(usize) -> Result<(), E>) -> Result<(), E> {
    let started = Instant::now();
    loop {
        one(*n)?;
        *n += 1;
        if started.elapsed() >= time {
            return Ok(());
        }
    }
}

/// The middle of the values; zero where there are none.
#[must_use]
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let upper = values.get(values.len() / 2).copied().unwrap_or_default();
    let lower = values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or_default();
    f64::midpoint(lower, upper)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn median_of_odd_and_even_counts() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(vec![4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median(Vec::new()).abs() < 1e-9);
    }
}
