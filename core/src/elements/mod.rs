//! The elements of BPMN, one file per family. An element decides and returns a [`Move`]; it sees
//! the state through a read-only [`Cx`] and changes nothing.

mod action;
mod activity;
mod ad_hoc;
mod boundary;
mod call;
mod catch;
mod complex;
mod details;
mod end;
mod event_based;
mod exclusive;
mod job;
mod joining;
mod loops;
mod multi_instance;
mod receive;
mod start;
mod subprocess;
mod task;
mod throw;

use crate::coverage::ElementRow;
use crate::cx::{Cx, Stuck};
use crate::key::FlowIx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::triggers::{LinkTrigger, Trigger};
use crate::value::{Text, Value};

pub(crate) use action::{Action, Group, Target as ActionTarget};
pub(crate) use activity::Activity;
pub(crate) use boundary::BoundaryEvent;
pub(crate) use call::{BusinessKey, CallActivity, Passing, Source, Target};
pub(crate) use complex::ComplexGateway;
pub(crate) use details::{Detail, Details, Told};
pub(crate) use exclusive::ExclusiveGateway;
pub(crate) use job::{JobTask, Script};
pub(crate) use loops::Loop;
pub(crate) use multi_instance::{MAX_INSTANCES, MultiInstance, Output};

/// What entering an element leads to.
pub(crate) enum Move {
    /// It is done at once.
    Pass(Exit),
    /// It is a task that is done at once, and has computed this.
    Give(Value),
    /// It stays until this wakes it.
    Wait(WaitKind),
    /// It stays until its own trigger comes.
    Catch,
    /// It stays until the trigger of one of those that it leads to comes.
    Race,
    /// It is a scope: its inside starts.
    Open,
    /// It throws what its trigger says.
    Throw,
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

/// The one list of elements: XML tag, variant, module and type, whether a token can wait there, and
/// what runs, for the documentation.
macro_rules! elements {
    ($($tag:literal => $variant:ident: $module:ident::$spec:ident, $waits:ident, $runs:literal;)*) => {
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

            /// Whether the table has a row for a tag.
            pub(crate) fn has(tag: &str) -> bool {
                matches!(tag, $($tag)|*)
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

        /// Every element that runs, in the order of the specification.
        pub const ELEMENTS: &[ElementRow] =
            &[$(ElementRow { tag: $tag, waits: waits!($waits), runs: $runs },)*];
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
    "process" => Process: subprocess::SubProcess, passes,
        "started by the host or a trigger; ends when no token is left";
    "subProcess" => SubProcess: subprocess::SubProcess, passes,
        "embedded, or an event subprocess, interrupting or not";
    "transaction" => Transaction: subprocess::SubProcess, passes,
        "a subprocess that cancelling undoes by compensation";
    "adHocSubProcess" => AdHocSubProcess: ad_hoc::AdHocSubProcess, waits,
        "parallel or sequential; the host may start more; a condition ends it";
    "callActivity" => CallActivity: call::CallActivity, waits,
        "a process, as an instance of its own, or a global task in place";
    "task" => Task: task::Task, passes,
        "the token passes";
    "manualTask" => ManualTask: task::Task, passes,
        "the token passes";
    "userTask" => UserTask: job::JobTask, waits,
        "a job for the host";
    "serviceTask" => ServiceTask: job::JobTask, waits,
        "a job for the host; a vendor's `expression` in JUEL is run at once";
    "sendTask" => SendTask: job::JobTask, waits,
        "a job for the host";
    "scriptTask" => ScriptTask: job::JobTask, waits,
        "FEEL and JUEL are run at once; in another language, a job for the host";
    "businessRuleTask" => BusinessRuleTask: job::JobTask, waits,
        "a job for the host; a vendor's `expression` in JUEL is run at once";
    "receiveTask" => ReceiveTask: receive::ReceiveTask, waits,
        "waits for its message; may start the process";
    "startEvent" => StartEvent: start::StartEvent, passes,
        "of processes, subprocesses and event subprocesses";
    "endEvent" => EndEvent: end::EndEvent, passes,
        "throws, then the token is consumed; a message may be the job of a worker";
    "intermediateCatchEvent" => IntermediateCatchEvent: catch::CatchEvent, waits,
        "waits for its triggers";
    "intermediateThrowEvent" => IntermediateThrowEvent: throw::ThrowEvent, passes,
        "throws, and the token goes on; a message may be the job of a worker";
    "boundaryEvent" => BoundaryEvent: boundary::BoundaryEvent, passes,
        "armed while its activity runs, interrupting or not";
    "exclusiveGateway" => ExclusiveGateway: exclusive::ExclusiveGateway, passes,
        "the first flow whose condition holds";
    "parallelGateway" => ParallelGateway: joining::JoiningGateway, passes,
        "splits, and joins one token of each flow";
    "inclusiveGateway" => InclusiveGateway: joining::JoiningGateway, passes,
        "splits by conditions, and joins every token that can still come";
    "complexGateway" => ComplexGateway: complex::ComplexGateway, passes,
        "joins by an activation condition, with reset; splits by conditions";
    "eventBasedGateway" => EventBasedGateway: event_based::EventBasedGateway, waits,
        "the first of its events wins; may start the process, exclusively or in parallel";
}

impl Spec {
    /// Whether the element contains others.
    pub(crate) fn is_scope(&self) -> bool {
        matches!(
            self,
            Self::Process(_) | Self::SubProcess(_) | Self::Transaction(_) | Self::AdHocSubProcess(_)
        )
    }

    /// Whether a token can wait in this very element: a link only passes it on, and so does a called
    /// global task that opens no job. An event may wait for whoever sends its message.
    pub(crate) fn can_wait(&self) -> bool {
        let own_script = self.job().is_some_and(|job| job.script.own.is_some());
        let passes = own_script
            || matches!(self, Self::CallActivity(call) if matches!(call.target, Target::GlobalTask(None)));
        (self.waits() || self.job().is_some()) && self.link().is_none() && !passes
    }

    /// Whether it is an event subprocess, which no flow enters or leaves.
    pub(crate) fn is_handler(&self) -> bool {
        matches!(self, Self::SubProcess(sub) if sub.triggered)
    }

    /// Whether it starts with its scope where nothing leads to it and the scope has no start event.
    pub(crate) fn starts_implicitly(&self) -> bool {
        !matches!(self, Self::BoundaryEvent(_)) && !self.is_handler() && self.link().is_none()
    }

    /// Whether a trigger that it stands for can start a process, besides start events (BPMN 13.2).
    pub(crate) fn instantiates(&self) -> bool {
        match self {
            Self::ReceiveTask(task) => task.instantiates,
            Self::EventBasedGateway(gateway) => gateway.instantiates,
            _ => false,
        }
    }

    /// The link that it throws or catches.
    pub(crate) fn link(&self) -> Option<&LinkTrigger> {
        let trigger = match self {
            Self::IntermediateCatchEvent(catch) => &catch.trigger,
            Self::IntermediateThrowEvent(throw) => &throw.trigger,
            _ => return None,
        };
        match trigger {
            Trigger::Link(link) => Some(link),
            _ => None,
        }
    }

    /// Whether boundary events may be attached (BPMN 10.3).
    pub(crate) fn is_activity(&self) -> bool {
        match self {
            Self::SubProcess(sub) => !sub.triggered,
            Self::Transaction(_)
            | Self::AdHocSubProcess(_)
            | Self::CallActivity(_)
            | Self::Task(_)
            | Self::ManualTask(_)
            | Self::ReceiveTask(_) => true,
            Self::IntermediateThrowEvent(_) | Self::EndEvent(_) => false,
            _ => self.job().is_some(),
        }
    }

    /// What the event waits for or reacts to: of catch, boundary and start events.
    pub(crate) fn caught(&self) -> Option<&Trigger> {
        match self {
            Self::IntermediateCatchEvent(catch) => Some(&catch.trigger),
            _ => self.catching_trigger(),
        }
    }

    /// What the messages and signals are called that an event or a receive task waits for.
    pub(crate) fn awaited_names(&self) -> impl Iterator<Item = &Source> {
        let received = match self {
            Self::ReceiveTask(task) => Some(&task.message.name),
            _ => None,
        };
        let parts = self.caught().map_or(&[][..], Trigger::parts);
        received.into_iter().chain(parts.iter().filter_map(Trigger::name))
    }

    /// What the event throws: of throw and end events.
    pub(crate) fn thrown(&self) -> Option<&Trigger> {
        match self {
            Self::IntermediateThrowEvent(throw) => Some(&throw.trigger),
            Self::EndEvent(end) => Some(&end.trigger),
            _ => None,
        }
    }

    /// What a boundary event or the start event of an event subprocess reacts to.
    pub(crate) fn catching_trigger(&self) -> Option<&Trigger> {
        match self {
            Self::BoundaryEvent(boundary) => Some(&boundary.trigger),
            Self::StartEvent(start) => Some(&start.trigger),
            _ => None,
        }
    }

    /// The variable that tells who starts the process, of a start event that names one.
    pub(crate) fn initiator(&self) -> Option<&Text> {
        match self {
            Self::StartEvent(start) => start.initiator.as_ref(),
            _ => None,
        }
    }

    /// Whether such an event ends what it is attached to, or all else in its scope.
    pub(crate) fn interrupts(&self) -> bool {
        match self {
            Self::BoundaryEvent(boundary) => boundary.interrupting,
            Self::StartEvent(start) => start.interrupting,
            _ => false,
        }
    }

    pub(crate) fn job(&self) -> Option<&JobTask> {
        match self {
            Self::UserTask(job)
            | Self::ServiceTask(job)
            | Self::SendTask(job)
            | Self::ScriptTask(job)
            | Self::BusinessRuleTask(job) => Some(job),
            Self::CallActivity(call) => call.job(),
            Self::IntermediateThrowEvent(throw) => throw.job.as_deref(),
            Self::EndEvent(end) => end.job.as_deref(),
            _ => None,
        }
    }

    /// What a person may choose to do here.
    pub(crate) fn action(&self) -> Option<&Action> {
        match self {
            Self::UserTask(job) => job.action.as_deref(),
            _ => None,
        }
    }

    /// The type of the state of a request that it stands for, if it stands for one.
    pub(crate) fn state_type(&self) -> Option<&Text> {
        match self {
            Self::SubProcess(sub) => sub.state.as_ref(),
            Self::EndEvent(end) => end.state.as_ref(),
            _ => None,
        }
    }

    /// The groups that a process defines.
    pub(crate) fn groups(&self) -> &[Group] {
        match self {
            Self::Process(process) => &process.groups,
            _ => &[],
        }
    }

    pub(crate) fn boundary(&self) -> Option<&BoundaryEvent> {
        match self {
            Self::BoundaryEvent(boundary) => Some(boundary),
            _ => None,
        }
    }

    /// Where the process that it calls is to be found.
    pub(crate) fn call(&self) -> Option<&CallActivity> {
        match self {
            Self::CallActivity(call) => Some(call),
            _ => None,
        }
    }
}
