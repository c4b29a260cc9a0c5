//! `pure`: the engine as a bare module must import nothing. What it cannot import it cannot call:
//! no clock, no randomness, no environment, no input or output.

use crate::modules;
use crate::paths;
use crate::step::{Done, Failure};
use crate::wasm_std::Compiler;

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    let module = Compiler::find()?.build("xtask-pure")?;
    let bytes = paths::read_bytes(&module)?;
    let imports = modules::imports(&bytes)
        .ok_or_else(|| Failure::new(format!("{} is not a WebAssembly module", paths::shown(&module)), ""))?;
    if imports.is_empty() {
        eprintln!("the engine imports nothing ({} bytes)", bytes.len());
        return Ok(());
    }
    let what = format!("the engine must import nothing, but it imports {}", imports.join(", "));
    Err(Failure::new(what, "look for a new dependency of core that uses a clock, randomness or IO"))
}
