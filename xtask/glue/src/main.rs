//! `xtask-glue MODULE FOLDER`: what the command-line tool of wasm-bindgen does, with the version
//! that the workspace's lock file pins, so that the tool and the crate can never disagree.

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
    if let Err(error) = made {
        eprintln!("{error:?}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
