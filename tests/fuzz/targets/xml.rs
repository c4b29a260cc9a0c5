//! Any bytes: decoded, normalised, parsed, and started where they can be.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tidewheel::{Definition, ParseOptions, Start, Timestamp, decode, normalize, start};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = decode(bytes) else { return };
    let _ = normalize(&text);
    match Definition::parse(&text, &ParseOptions { lenient: true, strict: true }) {
        Ok((definition, _)) => {
            let _ = definition.elements();
            for process in definition.processes() {
                let begin = Start { id: "fuzz".into(), process: Some(process.id), ..Start::default() };
                let _ = start(&definition, &begin, Timestamp::default());
            }
        }
        Err(found) => assert!(found.iter().all(|one| one.line >= 1), "refused without saying where"),
    }
});
