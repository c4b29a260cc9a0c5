//! Runs the cases in a folder and prints the report: `tidewheel-tck FOLDER [BUNDLE REPORT]` also
//! writes what it ran and what came of it, for the comparison with another host.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use tidewheel_tck::corpus;

fn main() -> ExitCode {
    match go() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn go() -> io::Result<bool> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        return Err(io::Error::other("say which folder the cases are in"));
    };
    let bundle = corpus::bundle(Path::new(folder))?;
    let report = tidewheel_tck::run(&bundle);
    io::stdout().write_all(report.text.as_bytes())?;
    if let [_, packed, written] = arguments.as_slice() {
        std::fs::write(packed, &bundle)?;
        std::fs::write(written, &report.text)?;
    }
    match corpus::fallen(&report) {
        None => Ok(true),
        Some(why) => {
            let _ = writeln!(io::stderr(), "{why}");
            Ok(false)
        }
    }
}
