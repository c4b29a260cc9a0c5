//! The bare module: bytes of the bundle go in and bytes of the report come out, one by one.

use std::sync::Mutex;

static BYTES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Adds a byte to the bundle.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn push(byte: u8) {
    if let Ok(mut bytes) = BYTES.lock() {
        bytes.push(byte);
    }
}

/// Runs the bundle and returns the length of the report.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn run() -> usize {
    let Ok(mut bytes) = BYTES.lock() else { return 0 };
    *bytes = crate::run(&bytes).text.into_bytes();
    bytes.len()
}

/// A byte of the report.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn at(index: usize) -> u8 {
    BYTES.lock().ok().and_then(|bytes| bytes.get(index).copied()).unwrap_or_default()
}
