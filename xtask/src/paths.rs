//! Where things lie, and the handful of file operations that report what they could not do.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{Done, Failure};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

/// A file or folder of the repository.
pub(crate) fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// A file or folder among the build products.
pub(crate) fn target(path: &str) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |folder| root().join(folder)).join(path)
}

/// A path as people want to read it: relative to the repository.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::file("read", path, &error))
}

pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::file("read", path, &error))
}

pub(crate) fn write(path: &Path, text: &str) -> Done {
    write_bytes(path, text.as_bytes())
}

pub(crate) fn write_bytes(path: &Path, content: &[u8]) -> Done {
    make_folder(path.parent().unwrap_or(root()))?;
    fs::write(path, content).map_err(|error| Failure::file("write", path, &error))
}

pub(crate) fn copy(from: &Path, to: &Path) -> Done {
    make_folder(to.parent().unwrap_or(root()))?;
    // A program that has the old file open (a loaded addon, say) must keep it.
    if to.exists() {
        fs::remove_file(to).map_err(|error| Failure::file("replace", to, &error))?;
    }
    fs::copy(from, to).map(|_| ()).map_err(|error| Failure::file("copy", from, &error))
}

pub(crate) fn make_folder(path: &Path) -> Done {
    fs::create_dir_all(path).map_err(|error| Failure::file("create", path, &error))
}

/// An empty folder, whatever was there before.
pub(crate) fn fresh_folder(path: &Path) -> Done {
    if path.exists() {
        fs::remove_dir_all(path).map_err(|error| Failure::file("empty", path, &error))?;
    }
    make_folder(path)
}

/// The entries of a folder in the order of their names; none where the folder is missing.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let listed = fs::read_dir(folder).and_then(|rows| rows.map(|row| row.map(|row| row.path())).collect());
    let mut paths: Vec<PathBuf> = listed.map_err(|error| Failure::file("list", folder, &error))?;
    paths.sort();
    Ok(paths)
}

/// The files below a folder, in a stable order.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in entries(&next)? {
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
