//! Finds the models below a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Every BPMN file below a folder, in a stable order; none where the folder is missing.
///
/// # Errors
/// If a folder or file cannot be read.
pub fn models(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = if folder.is_dir() { vec![folder.to_owned()] } else { Vec::new() };
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if is_model(&path)? {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// By its name, or for `.xml` by what it says: other XML lies among the models.
fn is_model(path: &Path) -> io::Result<bool> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if [".bpmn", ".bpmn2", ".bpmn20.xml"].iter().any(|end| name.ends_with(end)) {
        return Ok(true);
    }
    if !name.ends_with(".xml") {
        return Ok(false);
    }
    let bytes = fs::read(path)?;
    Ok(bytes.windows(BPMN.len()).any(|part| part == BPMN))
}

const BPMN: &[u8] = b"omg.org/spec/BPMN/20100524/MODEL";
