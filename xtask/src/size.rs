//! `size`: how large the WebAssembly module is, as it lies in the package and as a server sends it.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::paths;
use crate::step::{Done, Failure};
use crate::wasm;

/// What a browser may be asked to fetch, in bytes after gzip.
const BUDGET: usize = 409_600;

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    let module = wasm::build()?.join(wasm::MODULE);
    let bytes = paths::read_bytes(&module)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(&bytes).and_then(|()| encoder.finish());
    let packed = packed.map_err(|error| Failure::new(format!("cannot compress the module: {error}"), ""))?;
    eprintln!("{}: {} bytes, {} after gzip, budget {BUDGET}", wasm::MODULE, bytes.len(), packed.len());
    if packed.len() <= BUDGET {
        return Ok(());
    }
    let over = packed.len() - BUDGET;
    Err(Failure::new(
        format!("the module is {over} bytes above its budget"),
        "cargo tree -p tidewheel -e normal",
    ))
}
