//! The elements of BPMN, one file per family. An element decides and returns a [`Move`]; it sees
//! the state through a read-only [`Cx`] and changes nothing.

mod boundary;
mod catch;
mod end;
mod exclusive;
mod job;
mod parallel;
mod receive;
mod start;
mod subprocess;
mod task;
mod throw;

use crate::cx::{Cx, Stuck};
use crate::key::FlowIx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::triggers::Throw;

pub(crate) use boundary::BoundaryEvent;
pub(crate) use job::JobTask;

/// What entering an element leads to.
pub(crate) enum Move {
    /// It is done at once.
    Pass(Exit),
    /// It stays until this wakes it.
    Wait(WaitKind),
    /// It is a scope: its inside starts.
    Open,
    /// It throws, and the token ends here.
    End(Throw),
    /// It throws and goes on.
    Throw(Throw),
    /// It is a join: the token waits for its siblings.
    Arrive,
    /// It cannot go on.
    Stuck(Stuck),
}

/// How a token leaves a node.
#[derive(Clone, Copy)]
pub(crate) enum Exit {
    /// By every outgoing flow whose condition holds (BPMN 13.3.1).
    All,
    /// By this flow.
    One(FlowIx),
}

/// What one family of elements knows about itself.
pub(crate) trait Element: Sized {
    /// Reads the attributes and children of this kind; reports what it cannot make sense of.
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self;

    /// Decides what happens when a token enters.
    fn enter(&self, cx: &Cx<'_>) -> Move;

    /// Adds everything that decides the element's behaviour to the definition's fingerprint.
    fn digest(&self, _digest: &mut Digest) {}
}

/// The one list of elements: XML tag, variant, module and type, and whether a token can wait there.
macro_rules! elements {
    ($($tag:literal => $variant:ident: $module:ident::$spec:ident, $waits:ident;)*) => {
        /// An element as compiled: its kind and what its attributes say.
        #[derive(Debug)]
        pub(crate) enum Spec {
            $($variant($module::$spec),)*
        }

        impl Spec {
            /// Reads an element; none if the table has no row for its tag.
            pub(crate) fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Option<Self> {
                Some(match element.local() {
                    $($tag => Self::$variant(Element::read(reader, element)),)*
                    _ => return None,
                })
            }

            /// The XML tag.
            pub(crate) fn tag(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $tag,)*
                }
            }

            /// Whether a token can wait in the element itself; a scope waits by what is in it.
            pub(crate) fn waits(&self) -> bool {
                match self {
                    $(Self::$variant(_) => waits!($waits),)*
                }
            }

            pub(crate) fn enter(&self, cx: &Cx<'_>) -> Move {
                match self {
                    $(Self::$variant(spec) => spec.enter(cx),)*
                }
            }

            pub(crate) fn digest(&self, digest: &mut Digest) {
                match self {
                    $(Self::$variant(spec) => spec.digest(digest),)*
                }
            }
        }

        /// Every element that runs: its XML tag, and whether a token can wait there.
        pub const ELEMENTS: &[(&str, bool)] = &[$(($tag, waits!($waits)),)*];
    };
}

macro_rules! waits {
    (waits) => {
        true
    };
    (passes) => {
        false
    };
}

elements! {
    "process"                => Process: subprocess::SubProcess, passes;
    "subProcess"             => SubProcess: subprocess::SubProcess, passes;
    "task"                   => Task: task::Task, passes;
    "manualTask"             => ManualTask: task::Task, passes;
    "userTask"               => UserTask: job::JobTask, waits;
    "serviceTask"            => ServiceTask: job::JobTask, waits;
    "sendTask"               => SendTask: job::JobTask, waits;
    "scriptTask"             => ScriptTask: job::JobTask, waits;
    "businessRuleTask"       => BusinessRuleTask: job::JobTask, waits;
    "receiveTask"            => ReceiveTask: receive::ReceiveTask, waits;
    "startEvent"             => StartEvent: start::StartEvent, passes;
    "endEvent"               => EndEvent: end::EndEvent, passes;
    "intermediateCatchEvent" => IntermediateCatchEvent: catch::CatchEvent, waits;
    "intermediateThrowEvent" => IntermediateThrowEvent: throw::ThrowEvent, passes;
    "boundaryEvent"          => BoundaryEvent: boundary::BoundaryEvent, passes;
    "exclusiveGateway"       => ExclusiveGateway: exclusive::ExclusiveGateway, passes;
    "parallelGateway"        => ParallelGateway: parallel::ParallelGateway, passes;
}

impl Spec {
    /// Whether the element contains others.
    pub(crate) fn is_scope(&self) -> bool {
        matches!(self, Self::Process(_) | Self::SubProcess(_))
    }

    /// Whether boundary events may be attached (BPMN 10.3).
    pub(crate) fn is_activity(&self) -> bool {
        matches!(self, Self::SubProcess(_) | Self::Task(_) | Self::ManualTask(_) | Self::ReceiveTask(_))
            || self.job().is_some()
    }

    pub(crate) fn job(&self) -> Option<&JobTask> {
        match self {
            Self::UserTask(job)
            | Self::ServiceTask(job)
            | Self::SendTask(job)
            | Self::ScriptTask(job)
            | Self::BusinessRuleTask(job) => Some(job),
            _ => None,
        }
    }

    pub(crate) fn boundary(&self) -> Option<&BoundaryEvent> {
        match self {
            Self::BoundaryEvent(boundary) => Some(boundary),
            _ => None,
        }
    }
}
