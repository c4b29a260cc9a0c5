//! `xtask-glue MODULE FOLDER`: what the command-line tool of wasm-bindgen does, with the version
//! that the workspace's lock file pins, so that the tool and the crate can never disagree.

mod order;

use std::path::Path;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        eprintln!("usage: xtask-glue MODULE FOLDER");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("glue").typescript(false).remove_name_section(true);
    // Where the module lies is for the package's own entries to say: only one of them may name it.
    bindgen.omit_default_module_path(true);
    let made = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    let made = made.map_err(|error| format!("{error:?}"));
    match made.and_then(|()| pack(&Path::new(folder).join("glue_bg.wasm"))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn pack(module: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", module.display());
    let packed = order::by_likeness(&std::fs::read(module).map_err(failed)?)?;
    std::fs::write(module, packed).map_err(failed)
}
