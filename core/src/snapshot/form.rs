//! Reading a snapshot's document, member by member. Whether it fits the definition is asked later.

use super::{
    SavedActivation, SavedAnswer, SavedCompleted, SavedJoin, SavedRepeat, SavedRounds, SavedSpared,
    SavedWait, Snapshot,
};
use crate::value::{Fields, Text, Value, Vars, read_from_value};

read_from_value!(Snapshot);

impl Snapshot {
    pub(crate) fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the snapshot")?;
        let format = fields.small("format")?;
        let format = fields.must(format, "format")?;
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
            activations: fields.parts("activations", SavedActivation::from_value)?,
            waits: fields.parts("waits", SavedWait::from_value)?,
            joins: fields.parts("joins", SavedJoin::from_value)?,
            business_key: fields.text("businessKey")?,
            completed: fields.parts("completed", SavedCompleted::from_value)?,
            correlation: fields.vars("correlation")?.unwrap_or_default(),
            spared: fields.parts("spared", SavedSpared::from_value)?,
            requester: fields.text("requester")?,
            stakeholders: fields.texts("stakeholders")?,
            state: fields.text("state")?,
        };
        fields.end()?;
        Ok(snapshot)
    }
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
            index: fields.small("index")?,
            rounds: fields.part("rounds", SavedRounds::from_value)?,
            compensates: fields.key("compensates")?,
            undoing: fields.flag("undoing")?.unwrap_or(false),
            pending: fields.texts("pending")?,
            closing: fields.flag("closing")?.unwrap_or(false),
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedRounds {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the rounds")?;
        let (total, started) = (fields.small("total")?, fields.small("started")?);
        let (completed, terminated) = (fields.small("completed")?, fields.small("terminated")?);
        let saved = Self {
            total: fields.need(total, "total")?,
            started: fields.need(started, "started")?,
            completed: fields.need(completed, "completed")?,
            terminated: fields.need(terminated, "terminated")?,
            items: fields.take("items"),
            outputs: fields.list("outputs")?,
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedCompleted {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the completed activity")?;
        let (key, scope) = (fields.key("key")?, fields.key("scope")?);
        let (activation, node) = (fields.key("activation")?, fields.text("node")?);
        let saved = Self {
            key: fields.need(key, "key")?,
            scope: fields.need(scope, "scope")?,
            activation: fields.need(activation, "activation")?,
            node: fields.need(node, "node")?,
            index: fields.small("index")?,
            variables: fields.vars("variables")?.unwrap_or_default(),
            claimed: fields.key("claimed")?,
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedSpared {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the spared flow")?;
        let (scope, flow) = (fields.key("scope")?, fields.text("flow")?);
        let saved = Self { scope: fields.need(scope, "scope")?, flow: fields.need(flow, "flow")? };
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
            kind: fields.must(kind, "kind")?,
            part: fields.small("part")?,
            retries: fields.small("retries")?,
            details: fields.list("details")?,
            inputs: fields.vars("inputs")?,
            chosen: fields.text("chosen")?,
            release: fields.flag("release")?.unwrap_or(false),
            due: fields.instant("due")?,
            repeat: fields.part("repeat", SavedRepeat::from_value)?,
            name: fields.text("name")?,
            correlation: fields.take("correlation"),
            held: fields.flag("held")?.unwrap_or(false),
            business_key: fields.text("businessKey")?,
            variables: fields.vars("variables")?.unwrap_or_default(),
            code: fields.word("code")?,
            message: fields.text("message")?,
            retry: fields.word("retry")?,
            language: fields.text("language")?,
            declared_language: fields.text("declaredLanguage")?,
            answers: fields.parts("answers", SavedAnswer::from_value)?,
        };
        fields.end()?;
        Ok(saved)
    }
}

impl SavedAnswer {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the answer")?;
        let source = fields.text("source")?;
        let saved =
            Self { source: fields.need(source, "source")?, value: fields.take("value").unwrap_or_default() };
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

impl SavedJoin {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the join")?;
        let (scope, node) = (fields.key("scope")?, fields.text("node")?);
        let saved = Self {
            scope: fields.need(scope, "scope")?,
            node: fields.need(node, "node")?,
            tokens: counts(fields.vars("tokens")?.unwrap_or_default())?,
            used: fields.texts("used")?,
        };
        fields.end()?;
        Ok(saved)
    }
}

fn counts(tokens: Vars) -> Result<crate::map::Map<Text, u32>, String> {
    let mut counts = crate::map::Map::new();
    for (flow, count) in tokens {
        let number = count.as_number().and_then(crate::value::Number::to_i64);
        let count = number.and_then(|number| u32::try_from(number).ok());
        let count = count.ok_or_else(|| format!("the count of `{flow}` is not a whole number"))?;
        counts.insert(flow, count);
    }
    Ok(counts)
}
