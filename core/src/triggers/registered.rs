//! Flowable's events: of a type in its registry, and with parameters that they must agree with. To the
//! host they are messages.

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
    /// What to wait for where the event starts an instance: nothing is known yet to agree with.
    pub(crate) fn announce(&self) -> WaitKind {
        WaitKind::Message { name: self.name.clone(), correlation: None }
    }

    /// What to wait for. The key is the one parameter, or several as the text of a JSON object.
    pub(super) fn arm(&self, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        let mut values = Vars::new();
        for (name, value) in &self.parameters {
            values.insert(name.clone(), cx.eval(value)?);
        }
        let mut only = values.values();
        let correlation = match (only.next(), only.next()) {
            (None, _) => None,
            (Some(key @ (Value::Text(_) | Value::Number(_))), None) => Some(key.clone()),
            _ => Some(crate::value::to_json(&values).unwrap_or_default().into()),
        };
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
