//! Call activities: another process runs on their behalf, as an instance of its own that the host
//! starts; or a global task of the same file runs in place (BPMN 13.3.4).

use super::{Element, Exit, JobTask, Move};
use crate::cx::{Cx, Stuck};
use crate::error::IncidentKind;
use crate::expr::Expr;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::{Called, WaitKind};
use crate::value::{Text, Value, Vars};

#[derive(Debug)]
pub(crate) struct CallActivity {
    pub(crate) target: Target,
    pub(crate) binding: Option<Text>,
    pub(crate) version: Option<Text>,
    pub(crate) business_key: BusinessKey,
    pub(crate) inputs: Passing,
    pub(crate) outputs: Passing,
}

/// What is called.
#[derive(Debug)]
pub(crate) enum Target {
    Process {
        id: Source,
        /// Whether the same file has it.
        local: bool,
    },
    /// A global task that opens a job, or one that passes.
    GlobalTask(Option<Box<JobTask>>),
}

/// A text or a variable's value: as written, or computed.
#[derive(Debug)]
pub(crate) enum Source {
    Literal(Text),
    Variable(Text),
    Expression(Expr),
}

#[derive(Debug)]
pub(crate) enum BusinessKey {
    None,
    /// That of the calling instance.
    Inherited,
    Given(Source),
}

/// Which variables cross the border of the call, in one direction.
#[derive(Debug, Default)]
pub(crate) struct Passing {
    /// All of them do.
    pub(crate) all: bool,
    /// Those of the call activity itself only; outwards, they stay with it.
    pub(crate) local: bool,
    /// The names on the other side, and what they get.
    pub(crate) mappings: Vec<(Text, Source)>,
}

impl Source {
    pub(crate) fn value(&self, cx: &Cx<'_>) -> Result<Value, Stuck> {
        use crate::expr::Env;
        Ok(match self {
            Self::Literal(text) => Value::Text(text.clone()),
            Self::Variable(name) => cx.lookup(name).map(std::borrow::Cow::into_owned).unwrap_or_default(),
            Self::Expression(expression) => cx.eval(expression)?,
        })
    }

    /// A text that names something.
    pub(crate) fn name(&self, cx: &Cx<'_>) -> Result<Text, Stuck> {
        match self.value(cx)? {
            Value::Text(text) if matches!(self, Self::Literal(_)) => Ok(text),
            Value::Text(text) if !text.trim().is_empty() => Ok(text),
            Value::Number(number) => Ok(Text::from(number.to_string())),
            other => Err(Stuck::new(
                IncidentKind::ExpressionFailed,
                format!("`{}` of `{}` gave {}, not a text", self.text(), cx.node().id, other.kind_name()),
            )),
        }
    }

    /// Whether it gives a name where there are no variables yet.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Self::Expression(expression) => matches!(expression.eval(&Vars::new()), Ok(Value::Text(_))),
            _ => true,
        }
    }

    pub(crate) fn text(&self) -> &Text {
        match self {
            Self::Literal(text) | Self::Variable(text) => text,
            Self::Expression(expression) => expression.source(),
        }
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        match self {
            Self::Literal(text) => digest.text(text),
            Self::Variable(name) => {
                digest.number(1);
                digest.text(name);
            }
            Self::Expression(expression) => digest.expr(expression),
        }
    }
}

impl Passing {
    /// The variables as the other side gets them; `all` are those that this side has.
    pub(crate) fn pass(&self, cx: &Cx<'_>, all: impl FnOnce() -> Vars) -> Result<Vars, Stuck> {
        let mut passed = if self.all { all() } else { Vars::new() };
        for (target, source) in &self.mappings {
            passed.insert(target.clone(), source.value(cx)?);
        }
        Ok(passed)
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        digest.number(u64::from(self.all) + 2 * u64::from(self.local));
        for (target, source) in &self.mappings {
            digest.text(target);
            source.digest(digest);
        }
        digest.number(self.mappings.len() as u64);
    }
}

impl CallActivity {
    fn call(&self, id: &Source, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        Ok(WaitKind::Call(Box::new(Called {
            process: id.name(cx)?,
            business_key: match &self.business_key {
                BusinessKey::None => None,
                BusinessKey::Inherited => cx.state.business_key.clone(),
                BusinessKey::Given(source) => Some(source.name(cx)?),
            },
            variables: self.inputs.pass(cx, || match cx.state.acts.get(cx.scope) {
                Some(own) if self.inputs.local && own.node == cx.node => own.vars.clone(),
                _ if self.inputs.local => Vars::new(),
                _ => cx.state.variables_seen(cx.scope),
            })?,
        })))
    }

    /// Whether the same file has the process that is called.
    pub(crate) fn is_local(&self) -> bool {
        matches!(self.target, Target::Process { local: true, .. })
    }

    /// Whether it calls a process, rather than running a global task itself.
    pub(crate) fn opens_call(&self) -> bool {
        matches!(self.target, Target::Process { .. })
    }

    /// The job that a called global task opens.
    pub(super) fn job(&self) -> Option<&JobTask> {
        match &self.target {
            Target::GlobalTask(job) => job.as_deref(),
            Target::Process { .. } => None,
        }
    }
}

impl Element for CallActivity {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        reader.call(element)
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        match &self.target {
            Target::GlobalTask(None) => Move::Pass(Exit::All),
            Target::GlobalTask(Some(job)) => job.enter(cx),
            Target::Process { id, .. } => match self.call(id, cx) {
                Ok(call) => Move::Wait(call),
                Err(stuck) => Move::Stuck(stuck),
            },
        }
    }

    fn digest(&self, digest: &mut Digest) {
        match &self.target {
            Target::Process { id, .. } => id.digest(digest),
            Target::GlobalTask(job) => {
                digest.text("globalTask");
                if let Some(job) = job {
                    digest.number(job.kind as u64);
                    job.digest(digest);
                }
            }
        }
        digest.option(self.binding.as_ref());
        digest.option(self.version.as_ref());
        match &self.business_key {
            BusinessKey::None => {}
            BusinessKey::Inherited => digest.number(1),
            BusinessKey::Given(source) => source.digest(digest),
        }
        self.inputs.digest(digest);
        self.outputs.digest(digest);
    }
}
