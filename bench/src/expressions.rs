//! Conditions by themselves.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, json};
use tidewheel::{Expression, Timestamp, Value, Vars};
use tidewheel_bench::measure::{Effort, rate};

/// How many evaluations make one run: the clock is asked between runs.
const BATCH: usize = 1_000;

/// One condition in FEEL, what it is evaluated for, and what it must give.
#[derive(Deserialize)]
struct Condition {
    name: String,
    text: String,
    sets: Vec<Vars>,
    values: Vec<Value>,
}

/// Measures every condition of a list and writes the rates of single evaluations.
pub(crate) fn measure(list: &Path, file: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let effort = if arguments.contains(&"--quick") { Effort::QUICK } else { Effort::FULL };
    let conditions: Vec<Condition> = serde_json::from_str(&fs::read_to_string(list)?)?;
    let mut results = Map::new();
    for Condition { name, text, sets, values } in conditions {
        let expression = Expression::compile(&format!("={text}"))?;
        if expression.evaluate_all(&sets, Timestamp::default())? != values {
            return Err(format!("`{text}` does not give what it must").into());
        }
        let batches = rate(effort, |_| {
            for set in sets.iter().cycle().take(BATCH) {
                std::hint::black_box(expression.evaluate(std::hint::black_box(set), Timestamp::default())?);
            }
            Ok::<_, tidewheel::ExpressionError>(())
        })?;
        #[expect(clippy::cast_precision_loss, reason = "a batch is small")]
        results.insert(name, json!({ "perCpuSecond": batches * BATCH as f64 }));
    }
    fs::write(file, serde_json::to_string_pretty(&json!({ "host": "rust", "results": results }))?)?;
    Ok(())
}
