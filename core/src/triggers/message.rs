//! Messages: one sender, one receiver (BPMN 10.5.1). Which instance receives is the host's part.

use crate::cx::{Cx, Stuck};
use crate::elements::Source;
use crate::error::IncidentKind;
use crate::expr::Expr;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::{State, WaitKind};
use crate::value::{Value, Vars};

#[derive(Debug)]
pub(crate) struct MessageTrigger {
    pub(crate) name: Source,
    /// A vendor's correlation key.
    pub(crate) key: Option<Expr>,
}

impl MessageTrigger {
    pub(crate) fn read(reader: &mut Reader<'_>, event: XmlElement<'_>, holder: XmlElement<'_>) -> Self {
        let name = reader.message_name(holder);
        Self { name: reader.event_name(event, holder, name), key: reader.message_key(holder) }
    }

    /// What to wait for where the message starts an instance: nothing is known yet to agree with.
    pub(crate) fn announce(&self, cx: &Cx<'_>) -> Option<WaitKind> {
        Some(WaitKind::Message { name: self.name.name(cx).ok()?, correlation: None })
    }

    /// What to wait for, and what a message must agree with to be meant (BPMN 8.4.2).
    pub(crate) fn arm(&self, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        let name = self.name.name(cx)?;
        let correlation = match &self.key {
            Some(key) => Some(key_value(key, cx.eval(key)?)?),
            None => Self::properties(cx, &name)?,
        };
        Ok(WaitKind::Message { name, correlation })
    }

    /// What a message must agree with in the correlation properties that the instance knows: from its own
    /// data as far as the process says so, else from the messages that it has received.
    pub(crate) fn properties(cx: &Cx<'_>, message: &str) -> Result<Option<Value>, Stuck> {
        if !cx.program.correlation.is_used() {
            return Ok(None);
        }
        Ok(cx.program.correlation.wanted(message, &Self::known(cx)?))
    }

    /// What tells whom a message is for that is sent with this payload. A key that the sender does not
    /// know is the receiver's alone.
    pub(super) fn addressed(&self, cx: &Cx<'_>, name: &str, payload: &Vars) -> Option<Value> {
        if let Some(key) = &self.key {
            let cx = Cx { names: Some(payload), ..*cx };
            return key_value(key, cx.eval(key).ok()?).ok();
        }
        let correlation = &cx.program.correlation;
        if !correlation.is_used() {
            return None;
        }
        let mut values = Self::known(cx).unwrap_or_default();
        values.extend(correlation.read(name, payload));
        correlation.wanted(name, &values)
    }

    fn known(cx: &Cx<'_>) -> Result<Vars, Stuck> {
        let correlation = &cx.program.correlation;
        let mut values = cx.state.correlation.clone();
        let data = Cx { scope: State::ROOT, ..*cx };
        for (property, path) in correlation.bindings(&cx.program.node(cx.state.process).id) {
            let value = data.eval(path)?;
            if !value.is_null() {
                values.insert(property.clone(), value);
            }
        }
        Ok(values)
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        self.name.digest(digest);
        if let Some(key) = &self.key {
            digest.expr(key);
        }
    }
}

/// A vendor's key is one text or number, or there is nothing to find the subscription by.
fn key_value(key: &Expr, value: Value) -> Result<Value, Stuck> {
    match value {
        Value::Text(_) | Value::Number(_) => Ok(value),
        other => Err(Stuck::new(
            IncidentKind::ExpressionFailed,
            format!(
                "the correlation key `{}` gave {}, not a text or a number",
                key.source(),
                other.kind_name()
            ),
        )),
    }
}
