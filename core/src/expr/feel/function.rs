//! Functions as values.

use std::fmt;
use std::sync::Arc;

use super::ast::Lambda;
use super::builtins::Builtin;
use super::types::Type;
use super::value::{Val, depth_over};
use crate::value::{CollectVec, Text};

/// What a host's function does.
type Body = dyn Fn(&[Val]) -> Val + Send + Sync;

/// A function: built in, defined by an expression, or the host's.
#[derive(Clone)]
pub struct Function(pub(super) Arc<Kind>);

pub(super) enum Kind {
    Builtin(&'static Builtin),
    Lambda(Closure),
    Host { params: Vec<(Text, Type)>, body: Box<Body> },
}

/// A function with what its body needs of the place where it was made.
pub(super) struct Closure {
    pub(super) lambda: Arc<Lambda>,
    pub(super) captured: Vec<(Text, Val)>,
    /// The entry of a context that holds it, by which it can call itself.
    pub(super) name: Option<Text>,
    pub(super) depth: u16,
}

impl Function {
    /// A function of the host with parameters of these names.
    #[must_use]
    pub fn new(params: &[&str], body: impl Fn(&[Val]) -> Val + Send + Sync + 'static) -> Self {
        Self::typed(params.iter().map(|name| ((*name).into(), Type::Any)).collect_vec(), body)
    }

    /// A function of the host with parameters of these names and types. Called with anything else, it
    /// is null.
    #[must_use]
    pub fn typed(params: Vec<(Text, Type)>, body: impl Fn(&[Val]) -> Val + Send + Sync + 'static) -> Self {
        Self(Arc::new(Kind::Host { params, body: Box::new(body) }))
    }

    pub(super) fn builtin(builtin: &'static Builtin) -> Self {
        Self(Arc::new(Kind::Builtin(builtin)))
    }

    /// The function of a definition; `None` if it holds what nests too deep.
    pub(super) fn closure(
        lambda: &Arc<Lambda>,
        name: Option<&Text>,
        captured: Vec<(Text, Val)>,
    ) -> Option<Self> {
        let depth = depth_over(captured.iter().map(|(_, value)| value))?;
        let (lambda, name) = (Arc::clone(lambda), name.cloned());
        Some(Self(Arc::new(Kind::Lambda(Closure { lambda, captured, name, depth }))))
    }

    /// The parameters; `None` for a built-in function, which may be called in several ways.
    #[must_use]
    pub fn params(&self) -> Option<&[(Text, Type)]> {
        match &*self.0 {
            Kind::Builtin(_) => None,
            Kind::Lambda(closure) => Some(&closure.lambda.params),
            Kind::Host { params, .. } => Some(params),
        }
    }

    pub(super) fn depth(&self) -> u16 {
        if let Kind::Lambda(closure) = &*self.0 { closure.depth } else { 0 }
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("function")
    }
}
