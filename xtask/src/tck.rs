//! `tck`: the cases of DMN's compatibility kit, run natively and as a bare module under Node; both
//! must say the same, byte for byte, and no less may pass than before.

use crate::paths;
use crate::step::{Done, Failure, Step, cargo};
use crate::wasm_std::Compiler;

const CASES: &str = "../shared/corpora/dmn-tck";

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    if !paths::at(CASES).exists() {
        eprintln!("SKIPPED: there are no cases in {CASES}");
        return Ok(());
    }
    paths::make_folder(&paths::target("tck"))?;
    let file = |name: &str| paths::target("tck").join(name);
    let (bundle, native, wasm) = (file("bundle"), file("native.txt"), file("wasm.txt"));
    let scored = cargo()
        .args(["run", "--quiet", "--package", "tidewheel-tck", "--", CASES])
        .arg(&bundle)
        .arg(&native)
        .remedy("cargo test -p tidewheel-tck")
        .run();
    let module = Compiler::find()?.build("tidewheel-tck")?;
    Step::new("node").arg("tests/tck/run.mjs").args([&module, &bundle, &wasm]).run()?;
    if paths::read_bytes(&native)? != paths::read_bytes(&wasm)? {
        let what = "the native program and the WebAssembly module differ";
        return Err(Failure::new(what, format!("diff {} {}", paths::shown(&native), paths::shown(&wasm))));
    }
    eprintln!("the WebAssembly module says the same");
    scored
}
