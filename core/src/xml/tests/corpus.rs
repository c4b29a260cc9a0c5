#![expect(clippy::print_stderr, reason = "the counts, and that the corpora are missing, must be seen")]

use std::fs;
use std::path::{Path, PathBuf};

use super::super::{decode, normalize, parse};

/// Thousands of real models kept beside the repository, not in it.
const CORPORA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora");

fn models(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|kind| ["bpmn", "bpmn2", "xml"].map(Some).contains(&kind.to_str()))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_real_model_gives_a_tree_or_a_diagnostic() {
    let models = models(Path::new(CORPORA));
    if models.is_empty() {
        eprintln!("SKIPPED: no corpora at {CORPORA}");
        return;
    }
    let (mut trees, mut elements, mut completed) = (0, 0, 0);
    let mut refused = crate::map::Map::<String, u32>::new();
    for path in &models {
        let bytes = fs::read(path).unwrap();
        match decode(&bytes).and_then(|text| examine(&text)) {
            Ok((count, changed)) => {
                trees += 1;
                elements += count;
                completed += u32::from(changed);
            }
            Err(found) => {
                assert!(found.line >= 1 && found.column >= 1, "{}: {found:?}", path.display());
                eprintln!("{}:{}:{}: {}", path.display(), found.line, found.column, found.message);
                *refused.or_default(found.code.to_string()) += 1;
            }
        }
    }
    eprintln!(
        "{} models: {trees} trees with {elements} elements, {completed} completed, refused {refused:?}",
        models.len()
    );
    assert!(trees * 100 > models.len() * 98);
}

/// The number of elements, and whether normalising changed the text.
fn examine(text: &str) -> Result<(usize, bool), crate::error::Diagnostic> {
    let doc = parse(text)?;
    for element in doc.elements() {
        assert!(text[element.span()].starts_with('<') && text[element.span()].ends_with('>'));
    }
    let once = normalize(text).unwrap();
    let again = parse(&once)?;
    assert!(again.elements().count() >= doc.elements().count());
    assert_eq!(normalize(&once).unwrap(), once);
    Ok((doc.elements().count(), once != text))
}
