//! `xtask-glue bind MODULE FOLDER`: what the command-line tool of wasm-bindgen does, with the version
//! that the workspace's lock file pins, so that the tool and the crate can never disagree.
//! `xtask-glue order MODULE`: puts its functions into an order, and their locals, that packs well.

mod locals;
mod order;

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["bind", module, folder] => bind(module, folder),
        ["order", module] => order(module),
        _ => Err("usage: xtask-glue bind MODULE FOLDER | order MODULE".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn bind(module: &str, folder: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name("glue").typescript(false).remove_name_section(true);
    // Where the module lies is for the package's own entries to say: only one of them may name it.
    bindgen.omit_default_module_path(true);
    let made = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    made.map_err(|error| format!("{error:?}"))
}

const ROUNDS: usize = 4;

fn order(module: &str) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{module}: {error}");
    let mut ordered = std::fs::read(module).map_err(failed)?;
    // Locals are numbered like those before, so the next time the order is a better one.
    for _ in 0..ROUNDS {
        ordered = order::by_likeness(&ordered)?;
    }
    std::fs::write(module, ordered).map_err(failed)
}
