//! Reading a snapshot's document, member by member. Whether it fits the definition is asked later.

use super::{SavedActivation, SavedFlow, SavedJoin, SavedRepeat, SavedWait, Snapshot};
use crate::value::{Fields, Value, Vars, read_from_value};

read_from_value!(Snapshot);

impl Snapshot {
    pub(crate) fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the snapshot")?;
        let format = fields.small("format")?;
        let format = fields.need(format, "format")?;
        if format != super::FORMAT {
            // Nothing else can be known about another format.
            return Ok(Self::of_format(format));
        }
        let definition = fields.word("definition")?;
        let (process, id) = (fields.text("process")?, fields.text("id")?);
        let (status, at) = (fields.word("status")?, fields.instant("at")?);
        let (steps, next_key) = (fields.count("steps")?, fields.small("nextKey")?);
        let snapshot = Self {
            format,
            definition: fields.need(definition, "definition")?,
            process: fields.need(process, "process")?,
            id: fields.need(id, "id")?,
            status: fields.need(status, "status")?,
            at: fields.need(at, "at")?,
            steps: fields.need(steps, "steps")?,
            next_key: fields.need(next_key, "nextKey")?,
            activations: each(fields.list("activations")?, SavedActivation::from_value)?,
            waits: each(fields.list("waits")?, SavedWait::from_value)?,
            joins: each(fields.list("joins")?, SavedJoin::from_value)?,
            correlation: fields.vars("correlation")?.unwrap_or_default(),
            spared: each(fields.list("spared")?, SavedFlow::from_value)?,
        };
        fields.end()?;
        Ok(snapshot)
    }
}

fn each<T>(values: Vec<Value>, read: fn(Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    let mut rows = Vec::with_capacity(values.len());
    for value in values {
        rows.push(read(value)?);
    }
    Ok(rows)
}

impl SavedActivation {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the activation")?;
        let (key, node) = (fields.key("key")?, fields.text("node")?);
        let saved = Self {
            key: fields.need(key, "key")?,
            node: fields.need(node, "node")?,
            scope: fields.key("scope")?,
            variables: fields.vars("variables")?.unwrap_or_default(),
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedWait {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the wait")?;
        let (key, owner, kind) = (fields.key("key")?, fields.key("owner")?, fields.word("kind")?);
        let saved = Self {
            key: fields.need(key, "key")?,
            owner: fields.need(owner, "owner")?,
            node: fields.text("node")?,
            kind: fields.need(kind, "kind")?,
            retries: fields.small("retries")?,
            due: fields.instant("due")?,
            repeat: fields.take("repeat").map(SavedRepeat::from_value).transpose()?,
            name: fields.text("name")?,
            correlation: fields.take("correlation"),
            code: fields.word("code")?,
            message: fields.text("message")?,
            retry: fields.word("retry")?,
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedRepeat {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the repeat")?;
        let every = fields.text("every")?;
        let saved = Self {
            every: fields.need(every, "every")?,
            left: fields.small("left")?,
            end: fields.instant("end")?,
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedFlow {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the spared flow")?;
        let (scope, flow) = (fields.key("scope")?, fields.text("flow")?);
        let saved = Self { scope: fields.need(scope, "scope")?, flow: fields.need(flow, "flow")? };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedJoin {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the join")?;
        let (scope, node) = (fields.key("scope")?, fields.text("node")?);
        let saved = Self {
            scope: fields.need(scope, "scope")?,
            node: fields.need(node, "node")?,
            tokens: counts(fields.vars("tokens")?.unwrap_or_default())?,
        };
        fields.end()?;
        Ok(saved)
    }
}

fn counts(tokens: Vars) -> Result<std::collections::BTreeMap<crate::value::Text, u32>, String> {
    let mut counts = std::collections::BTreeMap::new();
    for (flow, count) in tokens {
        let number = count.as_number().and_then(crate::value::Number::to_i64);
        let count = number.and_then(|number| u32::try_from(number).ok());
        let count = count.ok_or_else(|| format!("the count of `{flow}` is not a whole number"))?;
        counts.insert(flow, count);
    }
    Ok(counts)
}
