//! The score in DMN's compatibility kit, where the kit lies beside the repository.

use std::path::Path;

use tidewheel_tck::corpus;

#[test]
fn no_case_is_lost() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/dmn-tck");
    if !folder.exists() {
        eprintln!("SKIPPED: {} is not there, so no case of DMN's kit was run", folder.display());
        return;
    }
    let report = tidewheel_tck::run(&corpus::bundle(&folder).unwrap());
    assert_eq!(corpus::fallen(&report), None, "{}", report.text);
}
