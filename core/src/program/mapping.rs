//! Data mappings: what goes into an activity and what comes out of it, whichever vendor's words the file
//! says it in.

use super::{Digest, literal};
use crate::elements::Passing;
use crate::expr::Expr;
use crate::value::{Text, Value};

/// The data of one node.
#[derive(Debug, Default)]
pub(crate) struct Mappings {
    /// Variables that it has from its beginning on, without a value.
    pub(crate) declared: Vec<Text>,
    /// Evaluated in order when it is entered, each into a variable of its own.
    pub(crate) inputs: Vec<Mapping>,
    /// Evaluated in order when it is left, each into a variable outside.
    pub(crate) outputs: Vec<Mapping>,
    /// Whether only the outputs leave it; else what its job returns does, too.
    pub(crate) closed: bool,
    /// Of a throwing event: what goes with what it throws, besides its inputs.
    pub(crate) payload: Option<Box<Passing>>,
}

/// One variable and where its value comes from.
#[derive(Debug)]
pub(crate) struct Mapping {
    pub(crate) target: Text,
    /// Members inside the variable, from the outermost, where the value goes to one.
    pub(crate) path: Vec<Text>,
    pub(crate) source: MappingSource,
    pub(crate) written: Option<Box<Written>>,
}

/// What others are told when a mapping has written its variable.
#[derive(Debug)]
pub(crate) struct Written {
    /// The state in which the data is then (BPMN 10.4.1).
    pub(crate) state: Option<Text>,
    /// Whether the variable stands for a data store, which lies outside.
    pub(crate) store: bool,
}

/// Where a value comes from.
#[derive(Debug)]
pub(crate) enum MappingSource {
    /// A variable. Where there is none, nothing is mapped.
    Name(Text),
    Literal(Value),
    Expr(Expr),
    List(Vec<MappingSource>),
    /// Names, which may be computed, and values; what is not there is no member.
    Map(Vec<(MappingSource, MappingSource)>),
}

impl Mapping {
    pub(crate) fn new(target: Text, source: MappingSource) -> Self {
        Self { target, path: Vec::new(), source, written: None }
    }

    /// Whether it only says that a variable is written, and not from what.
    pub(crate) fn keeps_its_name(&self) -> bool {
        self.path.is_empty() && matches!(&self.source, MappingSource::Name(name) if *name == self.target)
    }

    fn digest(&self, digest: &mut Digest) {
        digest.text(&self.target);
        self.path.iter().for_each(|member| digest.text(member));
        digest.number(self.path.len() as u64);
        self.source.digest(digest);
        if let Some(Written { state, store }) = self.written.as_deref() {
            digest.option(state.as_ref());
            digest.number(u64::from(*store));
        }
    }
}

impl MappingSource {
    pub(crate) fn digest(&self, digest: &mut Digest) {
        match self {
            Self::Name(name) => {
                digest.number(1);
                digest.text(name);
            }
            // Literals of files are texts, truth values, numbers or nothing; all of them print apart.
            Self::Literal(value) => {
                digest.number(2);
                digest.text(&literal(value));
            }
            Self::Expr(expr) => {
                digest.number(3);
                digest.expr(expr);
            }
            Self::List(items) => {
                digest.number(4);
                items.iter().for_each(|item| item.digest(digest));
                digest.number(items.len() as u64);
            }
            Self::Map(members) => {
                digest.number(5);
                for (name, source) in members {
                    match name {
                        Self::Literal(Value::Text(name)) => digest.text(name),
                        computed => computed.digest(digest),
                    }
                    source.digest(digest);
                }
                digest.number(members.len() as u64);
            }
        }
    }
}

impl Mappings {
    pub(crate) fn digest(&self, digest: &mut Digest) {
        if let Some(payload) = &self.payload {
            payload.digest(digest);
        }
        if self.declared.is_empty() && self.inputs.is_empty() && self.outputs.is_empty() {
            return;
        }
        self.declared.iter().for_each(|name| digest.text(name));
        digest.number(self.declared.len() as u64);
        for list in [&self.inputs, &self.outputs] {
            list.iter().for_each(|mapping| mapping.digest(digest));
            digest.number(list.len() as u64);
        }
        digest.number(u64::from(self.closed));
    }
}
