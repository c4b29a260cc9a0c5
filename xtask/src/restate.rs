//! The example on Restate: running it, testing it. Its server comes from npm as a program of 226 MB (81 MB
//! to download), so only what is about this example installs it.

use std::path::PathBuf;

use crate::step::{Done, Step};
use crate::{node, npm, paths};

const FOLDER: &str = "examples/restate";
/// What npm installs for this platform, where there is a server for it.
const SERVERS: &str = "node_modules/@restatedev";
const PREFIX: &str = "restate-server-";

/// Runs server and service until they are stopped.
pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    prepare()?;
    npm(&["start"]).run()
}

/// Kills servers and services, among other things.
pub(crate) fn test() -> Done {
    prepare()?;
    if !has_server()? {
        let place = format!("{} on {}", std::env::consts::OS, std::env::consts::ARCH);
        eprintln!("\nSKIPPED: test restate. npm has no server of Restate for {place}.\n");
        return Ok(());
    }
    npm(&["test"]).run()
}

fn prepare() -> Done {
    node::install()?;
    npm::install(&folder())
}

/// npm leaves out, without a word, what there is not for a platform.
fn has_server() -> Result<bool, crate::step::Failure> {
    let installed = paths::entries(&folder().join(SERVERS))?;
    Ok(installed
        .iter()
        .any(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX))))
}

fn folder() -> PathBuf {
    paths::at(FOLDER)
}

fn npm(arguments: &[&str]) -> Step {
    Step::new("npm").args(["run", "--silent"]).args(arguments).dir(&folder())
}
