//! `wasm`: the module, its JavaScript, and the npm package around both.

use std::path::PathBuf;

use crate::binaryen;
use crate::npm::{self, Package};
use crate::paths;
use crate::step::{Done, Failure, Step, cargo};
use crate::wasm_std::Compiler;

/// The module's name in the package.
pub(crate) const MODULE: &str = "tidewheel.wasm";
pub(crate) const PACKAGE: &str = "tidewheel-wasm";

pub(crate) fn run(arguments: &[String]) -> Done {
    let compiler =
        if crate::only_flag(arguments, "--debian")? { Compiler::debian()? } else { Compiler::find()? };
    let package = build_with(&compiler)?;
    eprintln!("{PACKAGE}: {}", paths::shown(&package));
    Ok(())
}

/// Builds the package and returns its folder.
pub(crate) fn build() -> Result<PathBuf, Failure> {
    build_with(&Compiler::find()?)
}

fn build_with(compiler: &Compiler) -> Result<PathBuf, Failure> {
    let module = compiler.build(PACKAGE)?;
    let glue = paths::target("glue");
    paths::fresh_folder(&glue)?;
    let bound = glue.join("glue_bg.wasm");
    glued("bind").arg(module).arg(&glue).run()?;
    binaryen::optimise(&bound)?;
    glued("order").arg(&bound).run()?;

    let package = Package::create(PACKAGE, "bindings-wasm")?;
    paths::copy(&bound, &package.file(MODULE))?;
    let scripts = paths::at("bindings-wasm/js");
    let mut both = npm::api()?;
    both.push(("glue", paths::read(&glue.join("glue.js"))?));
    both.push(("slim", paths::read(&scripts.join("slim.js"))?));
    for (name, text) in both {
        package.module(name, &text)?;
        package.commonjs(name, &text)?;
    }
    paths::copy(&scripts.join("index.js"), &package.file("index.js"))?;
    package.entry_for_node("node", &scripts.join("node.cjs"))?;
    package.types()?;
    Ok(package.folder)
}

fn glued(what: &str) -> Step {
    cargo().args(["run", "--quiet", "--package", "xtask-glue", "--", what])
}
