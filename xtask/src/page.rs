//! The browser example: building it, testing it, serving it.

use crate::step::{Done, Step};
use crate::{doctor, npm, paths};

const FOLDER: &str = "examples/browser";
const ADDRESS: (&str, &str) = ("127.0.0.1", "4173");

/// Builds the page; the WebAssembly package must have been built before.
pub(crate) fn build() -> Done {
    let folder = paths::at(FOLDER);
    npm::install(&folder)?;
    npm(&["run", "--silent", "build"]).run()
}

/// The page's tests, which open it in headless Chromium.
pub(crate) fn test() -> Done {
    doctor::ensure_chromium()?;
    npm::install(&paths::at(FOLDER))?;
    npm(&["run", "--silent", "test"]).run()
}

/// Serves the built page until it is stopped.
pub(crate) fn serve() -> Done {
    let (host, port) = ADDRESS;
    eprintln!("\nThe process to watch and to play with: http://{host}:{port}/ (Ctrl+C ends it)");
    npm(&["run", "--silent", "preview", "--", "--host", host, "--port", port, "--strictPort"]).run()
}

fn npm(arguments: &[&str]) -> Step {
    Step::new("npm").args(arguments).dir(&paths::at(FOLDER))
}
