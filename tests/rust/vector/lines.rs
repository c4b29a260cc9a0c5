//! Golden lines: the exact bytes that every host must produce.

use serde::Serialize;

/// A longer line is kept as its length and hash.
const LONGEST: usize = 16 << 10;

/// The JSON text of a value, as the text forms of the bindings give it.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

/// `{"name":…}` around JSON text.
pub(super) fn member(name: &str, text: &str) -> String {
    format!("{{\"{name}\":{text}}}")
}

pub(super) fn shorten(line: String) -> String {
    if line.len() <= LONGEST {
        return line;
    }
    format!("{{\"long\":{{\"bytes\":{},\"fnv1a\":\"{:016x}\"}}}}", line.len(), fnv1a(line.as_bytes()))
}

/// FNV-1a of 64 bits: no security is asked of it, only that four languages write it in three lines.
fn fnv1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
