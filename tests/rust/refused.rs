//! Models that must be refused when conformance is asked for: one test for each.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tidewheel_tests::betsy::cases::GROUPS;
use tidewheel_tests::betsy::refused::{Refused, conforms, list};

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("betsy/refused");
    let trials = match list(&folder.with_extension("json")) {
        Ok(models) => trials(&folder, models),
        Err(error) => vec![Trial::test("refused", move || Err(Failed::from(error)))],
    };
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trials(folder: &Path, models: Vec<Refused>) -> Vec<Trial> {
    let named: BTreeSet<String> = models.iter().map(|model| model.model.clone()).collect();
    let own = folder.to_owned();
    let all = Trial::test("every model is listed", move || {
        let files = fs::read_dir(&own)?.map(|file| Ok(file?.file_name().to_string_lossy().into_owned()));
        let files: BTreeSet<String> = files.collect::<std::io::Result<_>>()?;
        let stray: Vec<&String> = files.symmetric_difference(&named).collect();
        if stray.is_empty() { Ok(()) } else { Err(Failed::from(format!("{stray:?}"))) }
    });
    let sound = Trial::test("what conforms is not found fault with", || {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let groups = GROUPS.iter().map(|group| tests.join("betsy").join(group));
        for folder in groups.chain([tests.join("../examples/models")]) {
            for file in fs::read_dir(folder)? {
                let path = file?.path();
                if path.extension().is_some_and(|extension| extension == "bpmn") {
                    conforms(&path)?;
                }
            }
        }
        Ok(())
    });
    let each = models.into_iter().map(|model| {
        let folder = folder.to_owned();
        Trial::test(model.model.clone(), move || model.check(&folder).map_err(Failed::from))
    });
    [all, sound].into_iter().chain(each).collect()
}
