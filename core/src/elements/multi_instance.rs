//! Multi-instance activities: how many instances there are, what each gets and gives, and when it is
//! enough (BPMN 13.3.7).

use super::Source;
use crate::cx::{Cx, Stuck};
use crate::error::IncidentKind;
use crate::expr::Expr;
use crate::program::{Digest, MappingSource};
use crate::read::{Instances, Reader, XmlElement};
use crate::state::Rounds;
use crate::triggers::{Throw, Trigger};
use crate::value::{CollectVec, Text, Value, Vars};

/// The most instances of one activity.
pub(crate) const MAX_INSTANCES: u32 = 100_000;

#[derive(Debug)]
pub(crate) struct MultiInstance {
    pub(crate) sequential: bool,
    cardinality: Option<Expr>,
    collection: Option<Source>,
    /// Name under which an instance sees its item.
    pub(crate) item: Option<Text>,
    /// Flowable's name for the position of the item, from 0.
    pub(crate) index: Option<Text>,
    pub(crate) outputs: Vec<Output>,
    /// Whether all that an instance writes stays with it, as in Flowable where such are aggregated.
    pub(crate) keeps: bool,
    completion: Option<Expr>,
    behavior: Behavior,
}

/// Where the results of the instances are collected.
#[derive(Debug)]
pub(crate) struct Output {
    /// Name of the list.
    pub(crate) collection: Text,
    /// What an instance adds.
    pub(crate) element: MappingSource,
    /// Whether it is shown while instances run.
    pub(crate) overview: bool,
    /// A variable that each instance has for itself, so that its result does not get into the others.
    pub(crate) local: Option<Text>,
}

/// Which events instances throw when they complete (BPMN table 10.29).
#[derive(Debug)]
enum Behavior {
    /// Each throws the event.
    None(Option<Trigger>),
    /// The first does.
    One(Option<Trigger>),
    /// No event is thrown.
    All,
    /// Each throws the events whose conditions hold.
    Complex(Vec<(Expr, Option<Trigger>)>),
}

impl MultiInstance {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        owner: XmlElement<'_>,
        element: XmlElement<'_>,
    ) -> Option<Self> {
        let Instances { cardinality, collection, item, index, outputs, keeps, completion } =
            reader.instances(owner, element)?;
        Some(Self {
            sequential: reader.flag(element, "isSequential", false),
            cardinality,
            collection,
            item,
            index,
            outputs,
            keeps,
            completion,
            behavior: Behavior::read(reader, owner, element),
        })
    }

    /// How many instances there are to be, and over what.
    pub(crate) fn plan(&self, cx: &Cx<'_>) -> Result<Rounds, Stuck> {
        let id = &cx.node().id;
        let invalid = |message: String| Stuck::new(IncidentKind::InvalidLoop, message);
        let items = match &self.collection {
            None => None,
            Some(collection) => match collection.value(cx)? {
                list @ Value::List(_) => Some(list),
                other => {
                    let source = collection.text();
                    let found = other.kind_name();
                    let message = format!("the collection `{source}` of `{id}` is {found}, not a list");
                    return Err(invalid(message));
                }
            },
        };
        let length = items.as_ref().and_then(Value::as_list).map(<[Value]>::len);
        let total = match (&self.cardinality, length) {
            (Some(cardinality), _) => {
                let value = cx.eval(cardinality)?;
                let number = value.as_number().and_then(crate::value::Number::to_i64);
                let number = number.or_else(|| value.as_text()?.trim().parse().ok());
                let Some(number) = number.filter(|number| *number >= 0) else {
                    let source = cardinality.source();
                    return Err(invalid(format!(
                        "the number of instances `{source}` of `{id}` is not a whole number of at least zero"
                    )));
                };
                usize::try_from(number).unwrap_or(usize::MAX)
            }
            (None, length) => length.unwrap_or(0),
        };
        let total = u32::try_from(total).ok().filter(|total| *total <= MAX_INSTANCES).ok_or_else(|| {
            invalid(format!("`{id}` would have {total} instances; at most {MAX_INSTANCES} are allowed"))
        })?;
        let outputs = if self.outputs.is_empty() { Vec::new() } else { vec![Value::Null; total as usize] };
        Ok(Rounds { total, items, outputs, ..Rounds::default() })
    }

    /// The lists of what the instances gave; of several, an instance gave a list. Where they are aggregated,
    /// those that did not complete have no place.
    pub(crate) fn results(&self, given: &[Value]) -> Vars {
        let mut results = Vars::new();
        let several = self.outputs.len() > 1;
        for (place, output) in self.outputs.iter().enumerate() {
            let aggregates = matches!(output.element, MappingSource::Map(_));
            let mut list = Vec::with_capacity(given.len());
            for value in given {
                let own = match value.as_list() {
                    Some(values) if several => values.get(place).unwrap_or(&Value::Null),
                    _ => value,
                };
                if !(aggregates && own.is_null()) {
                    list.push(own.clone());
                }
            }
            results.insert(output.collection.clone(), list.into());
        }
        results
    }

    /// Whether what has completed is enough.
    pub(crate) fn is_complete(&self, cx: &Cx<'_>) -> Result<bool, Stuck> {
        self.completion.as_ref().map_or(Ok(false), |condition| cx.is_true(condition))
    }

    /// What is thrown now that so many instances have completed.
    pub(crate) fn throws(&self, cx: &Cx<'_>, completed: u32) -> Result<Vec<Throw>, Stuck> {
        let thrown = |trigger: &Option<Trigger>| {
            let thrown = trigger.as_ref().map(|trigger| trigger.throw(cx, &Vars::new()));
            thrown.transpose().map(Option::flatten)
        };
        Ok(match &self.behavior {
            Behavior::None(event) => thrown(event)?.into_iter().collect_vec(),
            Behavior::One(event) if completed == 1 => thrown(event)?.into_iter().collect_vec(),
            Behavior::One(_) | Behavior::All => Vec::new(),
            Behavior::Complex(rules) => {
                let mut all = Vec::new();
                for (condition, event) in rules {
                    if cx.is_true(condition)? {
                        all.extend(thrown(event)?);
                    }
                }
                all
            }
        })
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.text("multiInstance");
        digest.number(u64::from(self.sequential));
        if let Some(collection) = &self.collection {
            collection.digest(digest);
        }
        for expression in [&self.cardinality, &self.completion] {
            digest.number(u64::from(expression.is_some()));
            if let Some(expression) = expression {
                digest.expr(expression);
            }
        }
        digest.option(self.item.as_ref());
        if let Some(index) = &self.index {
            digest.text(index);
        }
        for output in &self.outputs {
            digest.text(&output.collection);
            if output.overview {
                digest.text("overview");
            }
            match &output.element {
                MappingSource::Expr(element) => digest.expr(element),
                members => members.digest(digest),
            }
        }
        self.behavior.digest(digest);
    }
}

impl Behavior {
    fn read(reader: &mut Reader<'_>, owner: XmlElement<'_>, element: XmlElement<'_>) -> Self {
        let mut event = |reference: &str| {
            let reference = element.attr(reference)?;
            reader.thrown_event(owner, reference)
        };
        match element.attr("behavior").map(str::trim) {
            Some("None") => Self::None(event("noneBehaviorEventRef")),
            Some("One") => Self::One(event("oneBehaviorEventRef")),
            Some("Complex") => Self::Complex(reader.complex_behavior(owner, element)),
            None | Some("All") => Self::All,
            Some(other) => {
                reader.warning(
                    owner,
                    "invalidAttribute",
                    format_args!("`behavior` is `{other}`, taken as `All`"),
                    "write `None`, `One`, `All` or `Complex`",
                );
                Self::All
            }
        }
    }

    fn digest(&self, digest: &mut Digest) {
        let mut event = |kind: u64, event: &Option<Trigger>| {
            digest.number(kind);
            if let Some(event) = event {
                event.digest(digest);
            }
        };
        match self {
            Self::All => {}
            Self::None(thrown) => event(1, thrown),
            Self::One(thrown) => event(2, thrown),
            Self::Complex(rules) => {
                for (condition, thrown) in rules {
                    digest.number(3);
                    digest.expr(condition);
                    if let Some(thrown) = thrown {
                        thrown.digest(digest);
                    }
                }
            }
        }
    }
}
