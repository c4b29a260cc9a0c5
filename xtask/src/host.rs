//! The durable host within the npm package `tidewheel`: its modules, its types, and the statements for
//! databases, which the hosts of all languages share.

use std::path::Path;

use crate::esm;
use crate::npm::Package;
use crate::paths;
use crate::step::{Done, Failure};

const SOURCE: &str = "bindings-node/host";
/// The dialects of SQL that stores speak.
pub(crate) const DIALECTS: [&str; 2] = ["sqlite", "postgres"];
/// What an application imports; everything else is behind these.
const ENTRIES: [&str; 2] = ["index", "conformance"];

/// Adds the host to the package.
pub(crate) fn add(package: &Package) -> Done {
    let source = paths::at(SOURCE);
    for file in paths::files_below(&source)? {
        let Ok(relative) = file.strip_prefix(&source) else { continue };
        let name = relative.to_string_lossy().replace('\\', "/");
        if let Some(name) = name.strip_suffix(".d.ts") {
            let types = paths::read(&file)?;
            paths::write(&package.file(&format!("host/{name}.d.ts")), &types)?;
            // What a CommonJS module imports must be CommonJS by its name, too.
            paths::write(&package.file(&format!("host/{name}.d.cts")), &types.replace(".js'", ".cjs'"))?;
        } else if let Some(name) = name.strip_suffix(".js") {
            package.commonjs(&format!("host/{name}"), &paths::read(&file)?)?;
        }
    }
    paths::write(&package.file("host/dialects.cjs"), &dialects()?)?;
    ENTRIES.into_iter().try_for_each(|entry| add_entry(package, &source, entry))
}

/// An ES module that hands on what its CommonJS form exports, so that there is one copy of every class.
fn add_entry(package: &Package, source: &Path, entry: &str) -> Done {
    let names = esm::names(&paths::read(&source.join(entry).with_extension("js"))?).join(", ");
    let module = format!("import all from './{entry}.cjs';\n\nexport const {{ {names} }} = all;\n");
    package.module(&format!("host/{entry}"), &module)
}

/// The statements of a dialect, those that all share among them: what is packed into every package.
pub(crate) fn statements(dialect: &str) -> Result<String, Failure> {
    let folder = paths::at("host/sql");
    let read = |name: &str| paths::read(&folder.join(name).with_extension("sql"));
    Ok(format!("{}\n{}", read("common")?, read(dialect)?))
}

/// The statements as texts in a module, so that bundlers find them.
fn dialects() -> Result<String, Failure> {
    let mut module = String::from("'use strict';\n");
    for name in DIALECTS {
        let text = serde_json::Value::from(statements(name)?);
        module.push_str(&format!("exports.{name} = {text};\n"));
    }
    Ok(module)
}
