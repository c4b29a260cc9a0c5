//! Block-structured models: whatever opens in a block closes in it, so every instance must end once
//! all its obligations are answered.

/// A piece of a process that is entered at one place and left at one place.
#[derive(Clone, Debug)]
pub enum Block {
    /// A task that no engine takes part in, or a throwing event: 0 to 4, by [`PASSING`].
    Pass(usize),
    /// An intermediate catch event.
    Catch(Trigger),
    /// An activity that waits.
    Activity(Activity),
    /// One after the other.
    Sequence(Vec<Block>),
    /// An exclusive choice; the last branch is the default and always goes on.
    Choice(Vec<Branch>),
    /// A parallel fork and join; the first branch always goes on.
    Fork(Vec<Branch>),
    /// A split whose paths an inclusive gateway joins: an inclusive one, of which the last branch is the
    /// default, or a parallel one. The last branch always goes on.
    Inclusive { branches: Vec<Branch>, parallel: bool },
    /// An event-based gateway; the first branch always goes on.
    Race(Vec<(Alternative, Branch)>),
    /// A jump by a link, from wherever the block is entered.
    Link,
    /// An intermediate event that throws an escalation.
    Escalate(usize),
    /// A loop with a job in it.
    Loop { body: Box<Block>, language: usize },
    /// An activity that also leaves by flows with conditions.
    Split { activity: Activity, extras: Vec<Branch> },
}

impl Block {
    /// Whether more tokens may leave it than enter it.
    #[must_use]
    pub fn multiplies(&self) -> bool {
        match self {
            Self::Pass(_) | Self::Catch(_) | Self::Link | Self::Escalate(_) => false,
            Self::Activity(activity) => activity.multiplies(),
            Self::Sequence(blocks) => blocks.iter().any(Self::multiplies),
            Self::Choice(branches) | Self::Fork(branches) | Self::Inclusive { branches, .. } => {
                branches.iter().any(|branch| branch.block.multiplies())
            }
            Self::Race(ways) => ways.iter().any(|(_, branch)| branch.block.multiplies()),
            Self::Loop { body, .. } => body.multiplies(),
            Self::Split { .. } => true,
        }
    }
}

/// Tags of nodes that let every token pass at once.
pub const PASSING: [&str; 5] = ["task", "manualTask", "none", "message", "signal"];

/// What an event-based gateway leads to; the numbers are positions in the lists of `words`.
#[derive(Clone, Copy, Debug)]
pub enum Alternative {
    /// A catch event.
    Catch(Trigger),
    /// A receive task.
    Receive(usize),
}

/// One way through a block.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Position in [`CONDITIONS`](super::words::CONDITIONS).
    pub condition: usize,
    /// What it does.
    pub block: Block,
    /// How it ends, where it does not go on.
    pub end: Option<End>,
}

/// What ends a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// An end event without a trigger.
    Plain,
    /// No end event at all.
    Implicit,
    /// An end event that sends a message.
    Message,
    /// An end event that broadcasts a signal.
    Signal(usize),
    /// An end event that throws an error.
    Error(usize),
    /// An end event that throws an escalation.
    Escalation(usize),
    /// An end event that ends its scope.
    Terminate,
}

/// What an event waits for; the numbers are positions in the lists of `words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A timer.
    Timer(usize),
    /// A message.
    Message(usize),
    /// A signal.
    Signal(usize),
    /// An error; only on a boundary or at the start of an event subprocess.
    Error(usize),
    /// An escalation; only where an error may be.
    Escalation(usize),
}

/// An activity with its boundary events.
#[derive(Clone, Debug)]
pub struct Activity {
    /// What it is.
    pub kind: Kind,
    /// What is attached to it.
    pub boundaries: Vec<Boundary>,
}

impl Activity {
    fn multiplies(&self) -> bool {
        self.boundaries.iter().any(|boundary| boundary.handler.multiplies())
    }
}

/// A kind of activity.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A task that is a job: a position in [`JOBS`].
    Job(usize),
    /// A receive task.
    Receive(usize),
    /// A subprocess.
    Sub(Box<Body>),
}

/// Tags of tasks that are jobs.
pub const JOBS: [&str; 5] = ["userTask", "serviceTask", "sendTask", "scriptTask", "businessRuleTask"];

/// A boundary event and what it leads to.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// What it catches.
    pub trigger: Trigger,
    /// Whether it ends its activity.
    pub interrupting: bool,
    /// What it leads to.
    pub handler: Block,
    /// How that ends; an interrupting one may go on behind the activity instead.
    pub end: Option<End>,
}

/// The inside of a process or subprocess.
#[derive(Clone, Debug)]
pub struct Body {
    /// What it does.
    pub block: Block,
    /// How it ends.
    pub end: End,
    /// Whether it begins with a start event.
    pub start_event: bool,
    /// Its event subprocesses.
    pub handlers: Vec<Handler>,
}

/// An event subprocess.
#[derive(Clone, Debug)]
pub struct Handler {
    /// What starts it.
    pub trigger: Trigger,
    /// Whether it ends all else in its scope.
    pub interrupting: bool,
    /// What it does.
    pub body: Body,
}
