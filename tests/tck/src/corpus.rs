//! The cases on disk, and the scores that must not fall.

use std::io;
use std::path::Path;

use crate::Report;

/// How many cases passed when this was last looked at: in the folders about FEEL, and in all.
pub const RECORD: (usize, usize) = (1991, 3376);

/// Packs all files of XML below a folder, in the order of their paths.
///
/// # Errors
///
/// If a file or folder cannot be read.
pub fn bundle(folder: &Path) -> io::Result<Vec<u8>> {
    let (mut bundle, mut files) = (Vec::new(), Vec::new());
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|of| of == "dmn" || of == "xml") {
                files.push(path);
            }
        }
    }
    files.sort();
    for file in files {
        let path = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        crate::pack(&mut bundle, &path, &std::fs::read(&file)?);
    }
    Ok(bundle)
}

/// Says if fewer cases pass than before.
#[must_use]
pub fn fallen(report: &Report) -> Option<String> {
    let (feel, all) = RECORD;
    let now = (report.feel.passed, report.all.passed);
    (now.0 < feel || now.1 < all).then(|| {
        format!("{} cases of FEEL pass and {} in all, but {feel} and {all} did before", now.0, now.1)
    })
}
