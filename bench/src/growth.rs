//! How costs grow with the size of a model: in CPU time, and on a stack of half a megabyte.

use std::error::Error;
use std::thread;

use cpu_time::ThreadTime;
use tidewheel_bench::scale::Growth;

/// Nothing may recurse with the size of a model.
const STACK: usize = 512 << 10;

/// Above this a cost does not merely grow with the size.
const STEEP: f64 = 1.1;

/// Shorter times say nothing.
const SHORT: f64 = 0.002;

/// Runs each direction at a tenth of its size and at its size, and prints the exponents.
pub(crate) fn measure(names: &[&str]) -> Result<(), Box<dyn Error>> {
    let wanted = |growth: &Growth| names.is_empty() || names.contains(&growth.name);
    let mut steep = Vec::new();
    eprintln!("{:42} {:>9} {:>10} {:>9} {:>8} {:>8}", "", "size", "parse s", "run s", "parse ^", "run ^");
    for growth in Growth::all().into_iter().filter(wanted) {
        let small = on_small_stack(growth, growth.full / 10, 3);
        let full = on_small_stack(growth, growth.full, 1);
        match (small, full) {
            (Ok(small), Ok(full)) => {
                let exponents = [exponent(small.0, full.0), exponent(small.1, full.1)];
                eprintln!(
                    "{:42} {:>9} {:>10.4} {:>9.4} {:>8.2} {:>8.2}",
                    growth.name, growth.full, full.0, full.1, exponents[0], exponents[1]
                );
                if exponents.iter().any(|exponent| *exponent > STEEP) {
                    steep.push(growth.name);
                }
            }
            (Err(trouble), _) | (_, Err(trouble)) => {
                eprintln!("{:42} {trouble}", growth.name);
                steep.push(growth.name);
            }
        }
    }
    eprintln!(
        "\nsteeper than {STEEP}: {}",
        if steep.is_empty() { "none".to_owned() } else { steep.join(", ") }
    );
    Ok(())
}

fn exponent(small: f64, full: f64) -> f64 {
    (full.max(SHORT) / small.max(SHORT / 10.0)).log10()
}

/// Seconds of CPU time to parse and to run, the least of several.
fn on_small_stack(growth: Growth, size: usize, times: usize) -> Result<(f64, f64), String> {
    let work = move || {
        let mut least = (f64::INFINITY, f64::INFINITY);
        for _ in 0..times {
            let clock = ThreadTime::now();
            let definition = growth.parse(size)?;
            let parsed = clock.elapsed().as_secs_f64();
            let clock = ThreadTime::now();
            growth.run(&definition, size)?;
            least = (least.0.min(parsed), least.1.min(clock.elapsed().as_secs_f64()));
        }
        Ok(least)
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).map_err(|error| error.to_string())?;
    thread.join().map_err(|_| "it panicked".to_owned())?
}
