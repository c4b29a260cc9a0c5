//! A BPMN 2.0 engine as a pure function.
//!
//! The host brings events and the time; the engine makes one exact step:
//!
//! ```
//! use tidewheel::{Definition, Effect, Event, ParseOptions, Start, Timestamp, start, step};
//!
//! let xml = r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:doc">
//!   <process id="order"><startEvent id="begin"/>
//!     <sequenceFlow id="f1" sourceRef="begin" targetRef="ship"/><serviceTask id="ship"/>
//!     <sequenceFlow id="f2" sourceRef="ship" targetRef="end"/><endEvent id="end"/></process>
//! </definitions>"#;
//! let (definition, _) = Definition::parse(xml, &ParseOptions::default()).expect("a sound model");
//! let now = Timestamp::from_millis(1_700_000_000_000).expect("in range");
//!
//! let begin = Start { id: "order-17".into(), ..Start::default() };
//! let (waiting, outcome) = start(&definition, &begin, now).expect("admitted");
//! let [Effect::OpenJob(job)] = outcome.effects.as_slice() else { panic!("one job") };
//! assert_eq!(&*job.element, "ship");
//!
//! let done = Event::JobCompleted { job: job.key, variables: Default::default() };
//! let (ended, _) = step(&definition, &waiting, &done, now).expect("admitted");
//! assert_eq!(ended.status(), tidewheel::Status::Completed);
//! ```
//!
//! `step` is pure: it does no IO, reads no clock, and gives the same bytes on every platform. What a
//! host must do comes back as [`Effect`]s; what it still owes is always in [`Instance::obligations`].

mod actions;
pub mod coverage;
mod cx;
mod definition;
mod effect;
mod elements;
mod engine;
mod error;
mod event;
mod expr;
mod expression;
mod history;
pub mod host;
mod instance;
mod key;
mod lint;
pub mod machine;
mod map;
mod program;
mod read;
mod refusal;
#[cfg(feature = "sim")]
pub mod sim;
mod snapshot;
mod starts;
mod state;
mod time;
mod triggers;
mod value;
mod xml;

pub use actions::{Actions, AllowedAction, ChosenAction, Person, StateInfo};
pub use definition::{Definition, ElementInfo, ParseOptions, ProcessInfo};
pub use effect::{
    Call, Effect, Evaluation, FormChoice, FormField, Incident, Job, JobKind, Listener, ListenerKind, Message,
    Obligation, Signal, Status, Subscription, SubscriptionKind, Timer,
};
pub use error::{Diagnostic, IncidentKind, LoadError, LoadErrorCode, Rejection, RejectionCode, Severity};
pub use event::{Event, Instruction, Policy, Start};
pub use expr::feel;
pub use expression::{Expression, ExpressionError, ExpressionErrorCode};
pub use history::{Entry, Outcome};
pub use instance::{Activation, Instance, MAX_ID, start, step};
pub use key::Key;
pub use program::Fingerprint;
pub use read::{MessageFlowInfo, ParticipantInfo};
pub use refusal::Refusal;
pub use snapshot::Snapshot;
pub use starts::{StartKind, StartSubscription};
pub use time::Timestamp;
pub use value::{FromJson, MAX_DEPTH, MAX_TEXT, MAX_VALUES, Number, Text, Value, Vars, to_json};
pub use xml::{decode, normalize};
