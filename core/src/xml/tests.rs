//! Text in, tree or diagnostic out.

mod corpus;
mod decoding;
mod limits;
mod malformed;
mod namespaces;
mod normalizing;
mod positions;
mod reading;

use super::{Document, parse};
use crate::error::Diagnostic;

fn good(xml: &str) -> Document<'_> {
    match parse(xml) {
        Ok(doc) => doc,
        Err(diagnostic) => panic!("{diagnostic:?} in {xml}"),
    }
}

fn bad(xml: &str) -> Diagnostic {
    match parse(xml) {
        Ok(doc) => panic!("{:?} from {xml}", doc.root()),
        Err(diagnostic) => diagnostic,
    }
}
