//! Has Binaryen look for what LLVM has left in the module. It comes from npm, in the version that its lock
//! file pins; where it cannot be had, the module is larger and does the same.

use std::path::Path;

use crate::npm;
use crate::paths;
use crate::step::{Done, Step};

const FOLDER: &str = "xtask/binaryen";

/// What the compiler makes use of; Binaryen refuses what it is not told of.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Functions with one caller stay functions, for deflate finds in them what they have in common with others.
/// The lowest kilobyte of the memory is the end of the stack, which the limits of depth keep out of reach.
/// What traps must go on trapping: a panic is nothing else. No processor that counts asks how an address is
/// aligned, so all say the same. What repeats is left for deflate to find: zeros among the data, what is computed
/// a second time, calls that look alike.
const PASSES: [&str; 10] = [
    "--flatten",
    "--rereloop",
    "-Os",
    "-Os",
    "--one-caller-inline-max-function-size=0",
    "--low-memory-unused",
    "--dealign",
    "--skip-pass=memory-packing",
    "--skip-pass=local-cse",
    "--skip-pass=directize",
];

pub(crate) fn optimise(module: &Path) -> Done {
    let folder = paths::at(FOLDER);
    if let Err(failure) = npm::install(&folder) {
        eprintln!("{failure}\nwithout Binaryen the module becomes larger");
        return Ok(());
    }
    // It is a minute's work, and the same for the same module.
    let kept = paths::target("binaryen");
    let (asked, optimised) = (kept.join("asked"), kept.join("optimised.wasm"));
    let mut asking = paths::read_bytes(module)?;
    asking.extend(paths::read_bytes(&folder.join("package-lock.json"))?);
    asking.extend([FEATURES.concat(), PASSES.concat()].concat().into_bytes());
    if !asked.exists() || paths::read_bytes(&asked)? != asking {
        eprintln!("optimising the module with Binaryen (about a minute)");
        paths::fresh_folder(&kept)?;
        let program = folder.join("node_modules/binaryen/bin/wasm-opt");
        let step = Step::new("node").arg(program).arg(module).args(FEATURES).args(PASSES);
        step.arg("-o").arg(&optimised).run()?;
        paths::write_bytes(&asked, &asking)?;
    }
    paths::copy(&optimised, module)
}
