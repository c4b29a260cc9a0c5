//! Flowable's events: of a type in its registry, and with parameters that they must agree with. To the
//! host they are messages.

use std::sync::Arc;

use crate::cx::{Cx, Stuck};
use crate::expr::Expr;
use crate::program::Digest;
use crate::state::WaitKind;
use crate::value::{Text, Value, Vars};

#[derive(Debug)]
pub(crate) struct RegisteredEvent {
    pub(crate) name: Text,
    pub(crate) parameters: Vec<(Text, Expr)>,
}

impl RegisteredEvent {
    pub(super) fn arm(&self, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        let mut values = Vars::new();
        for (name, value) in &self.parameters {
            values.insert(name.clone(), cx.eval(value)?);
        }
        let correlation = (!values.is_empty()).then(|| Value::Map(Arc::new(values)));
        Ok(WaitKind::Message { name: self.name.clone(), correlation })
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.text(&self.name);
        for (name, value) in &self.parameters {
            digest.text(name);
            digest.expr(value);
        }
        digest.number(self.parameters.len() as u64);
    }
}
