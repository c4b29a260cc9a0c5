//! Block-structured models: whatever opens in a block closes in it, so every instance must end once
//! all its obligations are answered.

/// A piece of a process that is entered at one place and left at one place.
#[derive(Clone, Debug)]
pub enum Block {
    /// A task that no engine takes part in, or a throwing event: 0 to 5, by [`PASSING`].
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
    /// Branches of which so many are enough for a complex gateway; with `late`, it takes a way of its own
    /// when it is reset.
    Enough { branches: Vec<Branch>, needed: usize, late: bool },
    /// A task that sends several tokens, and an activity that needs as many to start.
    Batch { count: usize, activity: Activity },
    /// An intermediate event that throws compensation, of one of the activities before it or of all.
    Compensate { activity: Option<usize>, waits: bool },
}

impl Block {
    /// Whether more tokens may leave it than enter it.
    #[must_use]
    pub fn multiplies(&self) -> bool {
        match self {
            Self::Pass(_) | Self::Catch(_) | Self::Link | Self::Escalate(_) | Self::Compensate { .. } => {
                false
            }
            Self::Activity(activity) | Self::Batch { activity, .. } => activity.multiplies(),
            Self::Sequence(blocks) => blocks.iter().any(Self::multiplies),
            Self::Choice(branches)
            | Self::Fork(branches)
            | Self::Inclusive { branches, .. }
            | Self::Enough { branches, .. } => branches.iter().any(|branch| branch.block.multiplies()),
            Self::Race(ways) => ways.iter().any(|(_, branch)| branch.block.multiplies()),
            Self::Loop { body, .. } => body.multiplies(),
            Self::Split { .. } => true,
        }
    }
}

/// Tags of nodes that let every token pass at once.
pub const PASSING: [&str; 6] = ["task", "manualTask", "none", "message", "signal", "posted"];

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
    /// An end event that cancels the transaction around it.
    Cancel,
    /// An end event that throws compensation.
    Compensation,
    /// An end event that does several things.
    Several,
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
    /// The cancellation of a transaction; only on its boundary.
    Cancel,
    /// Compensation; only at the start of an event subprocess.
    Compensation,
    /// A condition, by [`WATCHED`](super::words::WATCHED).
    Condition(usize),
    /// Any of several, by [`TOGETHER`].
    Any(usize),
    /// All of several, by [`TOGETHER`].
    All(usize),
    /// One of the definitions that stand at the root of the file, by [`SHARED`].
    Shared(usize),
}

/// Triggers that stand together on one event; only boundary events and event subprocesses know those
/// from [`MIXED`] on.
pub const TOGETHER: &[&[Trigger]] = &[
    &[Trigger::Message(0), Trigger::Signal(0)],
    &[Trigger::Timer(1), Trigger::Condition(0)],
    &[Trigger::Signal(1), Trigger::Condition(2), Trigger::Message(1)],
    &[Trigger::Error(1), Trigger::Escalation(0)],
    &[Trigger::Escalation(2), Trigger::Timer(7)],
];

/// How many of [`TOGETHER`] fit everywhere.
pub const MIXED: usize = 3;

/// Definitions at the root of the file, which events refer to.
pub const SHARED: [Trigger; 4] =
    [Trigger::Message(1), Trigger::Signal(0), Trigger::Timer(1), Trigger::Condition(1)];

impl Trigger {
    /// The single triggers that it is made of.
    #[must_use]
    pub fn parts(self) -> Vec<Self> {
        match self {
            Self::Any(n) | Self::All(n) => TOGETHER.get(n).map(|parts| parts.to_vec()).unwrap_or_default(),
            Self::Shared(n) => SHARED.get(n).copied().into_iter().collect(),
            one => vec![one],
        }
    }

    /// Whether it ends what it is attached to, whatever the model says.
    #[must_use]
    pub fn always_interrupts(self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Error(_) | Self::Cancel))
    }

    /// Whether it reacts to signals.
    #[must_use]
    pub fn hears_signals(self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Signal(_)))
    }

    /// Whether it reacts to what a process can throw by itself.
    #[must_use]
    pub fn hears_throws(self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Signal(_) | Self::Escalation(_)))
    }
}

/// An activity with its boundary events.
#[derive(Clone, Debug)]
pub struct Activity {
    /// What it is.
    pub kind: Kind,
    /// What is attached to it.
    pub boundaries: Vec<Boundary>,
    /// How often it runs, if not once.
    pub repeats: Option<Repeats>,
    /// What undoes it.
    pub undo: Option<Box<Activity>>,
}

/// How often an activity runs; the numbers are positions in the lists of `words`.
#[derive(Clone, Copy, Debug)]
pub enum Repeats {
    /// In rounds.
    Rounds { before: bool, maximum: u32, condition: Option<usize> },
    /// In several instances.
    Instances { sequential: bool, over: usize, enough: Option<usize>, collects: bool, behavior: usize },
}

impl Activity {
    fn multiplies(&self) -> bool {
        self.boundaries.iter().any(|boundary| boundary.handler.multiplies())
    }
}

/// A kind of activity.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A task that is a job: a position in [`JOBS`](super::words::JOBS).
    Job(usize),
    /// A receive task.
    Receive(usize),
    /// A subprocess.
    Sub(Box<Body>),
    /// A task that passes at once.
    Task,
    /// A call activity: a position in [`CALLS`](super::words::CALLS).
    Call(usize),
    /// A transaction.
    Transaction(Box<Body>),
    /// An ad-hoc subprocess.
    AdHoc(AdHoc),
}

/// An ad-hoc subprocess.
#[derive(Clone, Debug)]
pub struct AdHoc {
    /// What starts without flows.
    pub activities: Vec<Activity>,
    /// One after the other.
    pub sequential: bool,
    /// When it is enough: a position in [`WATCHED`](super::words::WATCHED).
    pub enough: Option<usize>,
    /// Whether what still runs then is withdrawn.
    pub cancels: bool,
}

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
    /// Of a process: where triggers from outside start it.
    pub entrances: Vec<Entrance>,
}

/// Where a trigger starts a process.
#[derive(Clone, Debug)]
pub enum Entrance {
    /// A start event.
    Event(Trigger),
    /// A receive task.
    Receive(usize),
    /// An event-based gateway.
    Gateway { ways: Vec<Alternative>, parallel: bool },
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
