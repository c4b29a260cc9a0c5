//! The state of one running process as plain data, and the questions it answers about itself. Only
//! `engine` changes it.

mod check;
mod completions;
mod obligation;
mod question;
mod request;
mod watched;

use crate::map::{Map, Set};
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::effect::Status;
use crate::error::IncidentKind;
use crate::key::{FlowIx, Key, NodeIx, Table};
use crate::program::Program;
use crate::time::{Every, Timestamp};
use crate::value::{CollectVec, Text, Value, Vars, vars};

pub(crate) use completions::Completions;
pub(crate) use question::{Question, Told};
pub(crate) use request::{MAX_PERSON, Request, is_person};
pub(crate) use watched::Watched;

/// Everything that a snapshot holds, and the caches that follow from it.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) id: Text,
    pub(crate) business_key: Option<Text>,
    pub(crate) process: NodeIx,
    pub(crate) at: Timestamp,
    /// Steps taken, the start included.
    pub(crate) steps: u64,
    pub(crate) next_key: u32,
    pub(crate) status: Status,
    /// The live activations: a tree, the process itself first.
    pub(crate) acts: Table<Act>,
    pub(crate) waits: Table<Wait>,
    /// Tokens that wait at joining gateways, and at activities that need several to start.
    pub(crate) joins: Map<(Key, NodeIx), Join>,
    /// Completed activities that can be compensated, by the order of their completion.
    pub(crate) completed: Completions,
    /// What the messages of this instance must agree with: correlation properties by their names.
    pub(crate) correlation: Vars,
    /// Flows that the next token does not take, for the branch behind it need not run again.
    pub(crate) spared: Set<(Key, FlowIx)>,
    /// What it has as a request that people move on.
    pub(crate) request: Option<Box<Request>>,
    /// Cache, for models with inclusive joins: how many activations there are by scope and node.
    pub(crate) live: Map<(Key, NodeIx), u32>,
    /// Cache: what lives directly in activations other than the process, by these.
    children: Set<(Key, Key)>,
    /// Cache: the open timers by the order in which they fire.
    pub(crate) timers: Set<(Timestamp, Key)>,
    /// Cache: the conditions that are watched.
    pub(crate) conditions: Watched,
}

/// One live activation: the process, a subprocess, or an activity or event that waits.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) parent: Key,
    pub(crate) node: NodeIx,
    pub(crate) vars: Vars,
    /// Cache: live activations and waiting tokens directly inside.
    pub(crate) tokens: u32,
    /// Cache: first of the activation's own waits, which are chained by `Wait::next`.
    pub(crate) first_wait: Key,
    /// Cache: the last of them.
    pub(crate) last_wait: Key,
    /// What few activations have.
    pub(crate) extra: Option<Box<Extra>>,
}

impl Act {
    /// A local variable, or an attribute of a loop that is read like one (BPMN tables 10.27, 10.29).
    pub(crate) fn lookup(&self, name: &str) -> Option<Cow<'_, Value>> {
        if let Some(value) = self.vars.get(name) {
            return Some(Cow::Borrowed(value));
        }
        let extra = self.extra.as_ref()?;
        extra.attributes().find(|(own, _)| *own == name).map(|(_, value)| Cow::Owned(value.into()))
    }

    pub(crate) fn extra_mut(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }

    /// Which instance or round it is, from 1; 0 for none.
    pub(crate) fn index(&self) -> u32 {
        self.extra.as_ref().map_or(0, |extra| extra.index)
    }

    /// The activation that it compensates something for; none where it is ordinary work.
    pub(crate) fn compensates(&self) -> Key {
        self.extra.as_ref().map_or(Key::NONE, |extra| extra.compensates)
    }

    /// Whether it is a scope that is being undone.
    pub(crate) fn is_undoing(&self) -> bool {
        self.extra.as_ref().is_some_and(|extra| extra.undoing)
    }

    /// What a process begins with, if not at its usual starts.
    pub(crate) fn take_pending(&mut self) -> Option<NodeIx> {
        let entry = self.extra.as_mut()?.pending.pop()?;
        self.extra = self.extra.take().filter(|extra| **extra != Extra::default());
        Some(entry)
    }

    /// How far its instances or rounds have come, where it is the body of such.
    pub(crate) fn rounds(&self) -> Option<&Rounds> {
        self.extra.as_ref()?.rounds.as_ref()
    }

    pub(crate) fn rounds_mut(&mut self) -> Option<&mut Rounds> {
        self.extra.as_mut()?.rounds.as_mut()
    }
}

/// What only loops, compensation and ad-hoc subprocesses need.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Extra {
    /// Of an instance of a multi-instance activity, or a round of a loop: which, from 1.
    pub(crate) index: u32,
    /// Of the body that such instances or rounds run in: how far it has come.
    pub(crate) rounds: Option<Rounds>,
    /// Of what compensates: the activation that waits for it to end.
    pub(crate) compensates: Key,
    /// Whether it is a scope that is being undone: a completed subprocess entered again to be
    /// compensated, or a transaction that is being cancelled.
    pub(crate) undoing: bool,
    /// Of an ad-hoc subprocess: the activities that are to start next. Of a process that has not begun:
    /// where it begins, if not at its usual starts.
    pub(crate) pending: Vec<NodeIx>,
    /// Of an ad-hoc subprocess whose completion condition holds: it waits for what still runs.
    pub(crate) closing: bool,
}

impl WaitKind {
    /// What is tried again after it.
    pub(crate) fn retry(&self) -> Option<Retry> {
        match self {
            Self::Incident { retry, .. } => Some(*retry),
            Self::Evaluation(question) => Some(question.retry),
            _ => None,
        }
    }
}

impl Extra {
    /// Whether it says nothing but what is to start next.
    pub(crate) fn is_only_pending(&self) -> bool {
        *self == Self { pending: self.pending.clone(), ..Self::default() }
    }

    /// The attributes that expressions can read, by BPMN's names and by those that Camunda and
    /// Flowable give them.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'static str, u32)> {
        let own = (self.index > 0).then_some(("loopCounter", self.index));
        let counts = self.rounds.as_ref().map(|rounds| {
            [
                ("numberOfInstances", rounds.total),
                ("numberOfActiveInstances", rounds.active()),
                ("numberOfCompletedInstances", rounds.completed),
                ("numberOfTerminatedInstances", rounds.terminated),
                ("nrOfInstances", rounds.total),
                ("nrOfActiveInstances", rounds.active()),
                ("nrOfCompletedInstances", rounds.completed),
            ]
        });
        own.into_iter().chain(counts.into_iter().flatten())
    }
}

impl Rounds {
    /// How many run now.
    pub(crate) fn active(&self) -> u32 {
        self.started.saturating_sub(self.completed).saturating_sub(self.terminated)
    }
}

/// How far the instances of a multi-instance activity or the rounds of a loop have come (BPMN 13.3.6, 13.3.7).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rounds {
    /// How many there are to be; of a loop, the most that there may be.
    pub(crate) total: u32,
    pub(crate) started: u32,
    pub(crate) completed: u32,
    pub(crate) terminated: u32,
    /// The collection, where the instances run over one.
    pub(crate) items: Option<Value>,
    /// What the instances gave, by their numbers, where that is collected.
    pub(crate) outputs: Vec<Value>,
}

/// A completed activity that can be compensated (BPMN 13.5.5).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Completed {
    /// The scope that it completed in: a live activation, or one that has completed itself.
    pub(crate) scope: Key,
    /// The key that its activation had.
    pub(crate) activation: Key,
    pub(crate) node: NodeIx,
    /// Which instance of a multi-instance activity, or round of a loop, it was; 0 for none.
    pub(crate) index: u32,
    /// Its local variables when it completed.
    pub(crate) vars: Vars,
    /// The activation that is compensating it or will do so next; none until it is asked for.
    pub(crate) claimed: Key,
}

impl Act {
    pub(crate) fn new(parent: Key, node: NodeIx, vars: Vars) -> Self {
        Self { parent, node, vars, tokens: 0, first_wait: Key::NONE, last_wait: Key::NONE, extra: None }
    }
}

/// Something that an activation waits for.
#[derive(Clone, Debug)]
pub(crate) struct Wait {
    pub(crate) owner: Key,
    /// The owner's own node, or one of its boundary events.
    pub(crate) node: NodeIx,
    pub(crate) kind: WaitKind,
    /// Which of the node's event definitions it is for, where it has several.
    pub(crate) part: u32,
    /// Cache: the owner's wait before it.
    pub(crate) prev: Key,
    /// Cache: the owner's next wait.
    pub(crate) next: Key,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum WaitKind {
    Job(Work),
    Timer {
        due: Timestamp,
        repeat: Option<Repeat>,
        then: Then,
    },
    Message {
        name: Text,
        correlation: Option<Value>,
    },
    Signal {
        name: Text,
    },
    /// `held`: what it gave when it was last asked; it fires when it turns true.
    Condition {
        source: Text,
        held: bool,
    },
    Call(Box<Called>),
    Evaluation(Box<Question>),
    Incident {
        code: IncidentKind,
        message: Text,
        retry: Retry,
    },
}

/// What a timer is for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Then {
    /// The event that carries it.
    Fire,
    /// The job is tried again.
    TryAgain(Box<Work>),
    /// The action that somebody has chosen is given back.
    Release,
}

/// What belongs to one job, besides what the model says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Work {
    pub(crate) retries: Option<u32>,
    /// What the expressions of its details gave, in the order of the model.
    pub(crate) details: Vec<Value>,
    /// What the input mappings have given when it was opened.
    pub(crate) inputs: Vars,
    /// Who has chosen the action that it is.
    pub(crate) chosen: Option<Text>,
}

/// What a call activity has asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Called {
    pub(crate) process: Text,
    pub(crate) business_key: Option<Text>,
    pub(crate) variables: Vars,
}

/// The rest of a timer cycle.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Repeat {
    /// Firings after the next one; none for no limit.
    pub(crate) left: Option<u32>,
    pub(crate) every: Every,
    pub(crate) end: Option<Timestamp>,
}

/// What is tried again when an incident is resolved, or when the host has evaluated an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(crate) enum Retry {
    /// Entering the node.
    Enter,
    /// The same, once its inputs are there.
    Work,
    /// The same, where what the node waits for has come.
    Decided,
    /// Ending the activation, before its outputs.
    End,
    /// Leaving the node.
    Leave,
    /// The same, once its outputs are written.
    Exit,
    /// What the completion of the job comes to.
    Completion,
    /// The job.
    Job,
    /// The call.
    Call,
    /// Writing what a called process has handed back.
    Return,
    /// Asking whether an ad-hoc subprocess is complete.
    Ask,
    /// The next round of a loop.
    Round,
    /// Resetting a complex gateway.
    Reset,
    /// Asking the conditions that the activation watches.
    Watch,
    /// Nothing: the instance has failed, and somebody has seen it.
    Nothing,
}

/// Tokens waiting at one joining gateway in one scope.
#[derive(Clone, Debug)]
pub(crate) struct Join {
    /// How many came by each incoming flow.
    pub(crate) arrived: Vec<u32>,
    /// Cache: on how many incoming flows at least one waits.
    pub(crate) filled: usize,
    /// Cache: how many wait in all.
    pub(crate) total: u32,
    /// Of a complex gateway that has started and is not reset yet: the flows whose tokens it has used.
    pub(crate) used: Vec<bool>,
}

impl Join {
    pub(crate) fn new(incoming: usize) -> Self {
        Self { arrived: vec![0; incoming], filled: 0, total: 0, used: Vec::new() }
    }
}

impl State {
    /// The process's own activation.
    pub(crate) const ROOT: Key = Key(1);

    pub(crate) fn new(id: Text, process: NodeIx, at: Timestamp) -> Self {
        Self {
            id,
            business_key: None,
            process,
            at,
            steps: 0,
            next_key: Self::ROOT.0,
            status: Status::Active,
            acts: Table::default(),
            waits: Table::default(),
            joins: Map::new(),
            completed: Completions::default(),
            correlation: Vars::new(),
            spared: Set::new(),
            request: None,
            live: Map::new(),
            children: Set::new(),
            timers: Set::new(),
            conditions: Watched::default(),
        }
    }

    /// An activation and the scopes around it, innermost first.
    pub(crate) fn scopes(&self, from: Key) -> impl Iterator<Item = (Key, &Act)> {
        let mut next = from;
        std::iter::from_fn(move || {
            let key = next;
            let act = self.acts.get(key)?;
            next = act.parent;
            Some((key, act))
        })
    }

    /// Notes that an activation lives in another.
    pub(crate) fn note_child(&mut self, parent: Key, child: Key) {
        // All that lives is inside the process.
        if parent > Self::ROOT {
            self.children.insert((parent, child));
        }
    }

    /// Notes that an activation is gone.
    pub(crate) fn forget_child(&mut self, parent: Key, child: Key) {
        if parent > Self::ROOT {
            self.children.remove(&(parent, child));
        }
    }

    /// An activation and all that lives inside, by key.
    pub(crate) fn subtree(&self, root: Key) -> Vec<Key> {
        let mut found = vec![root];
        if root == Self::ROOT {
            found.extend(self.acts.after(root).map(|(key, _)| key));
            return found;
        }
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            let inside = self.children.range((parent, Key::NONE)..=(parent, Key(u32::MAX)));
            found.extend(inside.map(|(_, child)| *child));
            next += 1;
        }
        found.sort_unstable();
        found
    }

    /// All variables that can be seen from an activation.
    pub(crate) fn variables_seen(&self, from: Key) -> Vars {
        let mut seen = Vars::new();
        for (_, act) in self.scopes(from) {
            seen = act.vars.clone().merge(seen);
        }
        seen
    }

    /// All that expressions can read from an activation: variables, and the attributes of loops.
    pub(crate) fn visible(&self, from: Key) -> Vars {
        let mut seen = self.variables_seen(from);
        let loops = self.scopes(from).filter_map(|(_, act)| act.extra.as_ref());
        for (name, value) in loops.flat_map(|extra| extra.attributes()) {
            seen.or_insert(&Text::from(name), &value.into());
        }
        seen
    }

    /// What the input mappings of an activity have given it, as it is now.
    pub(crate) fn inputs(&self, program: &Program, key: Key) -> Vars {
        let Some(act) = self.acts.get(key) else { return Vars::new() };
        let targets = program.node(act.node).data.inputs.iter().map(|mapping| &mapping.target);
        vars(targets.filter_map(|target| Some((target.clone(), act.vars.get(target)?.clone()))))
    }

    /// Whether an activation is one instance of a multi-instance activity, or one round of a loop: it
    /// runs inside a body of the same element.
    pub(crate) fn is_instance(&self, node: NodeIx, scope: Key) -> bool {
        self.acts.get(scope).is_some_and(|body| body.node == node)
    }

    /// The waits of one activation, oldest first.
    pub(crate) fn waits_of(&self, owner: Key) -> impl Iterator<Item = (Key, &Wait)> {
        let mut next = self.acts.get(owner).map_or(Key::NONE, |act| act.first_wait);
        std::iter::from_fn(move || {
            let key = next;
            let wait = self.waits.get(key)?;
            next = wait.next;
            Some((key, wait))
        })
    }

    /// The waits for a signal of that name, oldest first.
    pub(crate) fn listeners(&self, signal: &str) -> Vec<Key> {
        let hears = |wait: &Wait| matches!(&wait.kind, WaitKind::Signal { name } if **name == *signal);
        self.waits.iter().filter(|(_, wait)| hears(wait)).map(|(key, _)| key).collect_vec()
    }

    /// Whether every token in a scope waits at a join, for siblings that can no longer come.
    pub(crate) fn is_stranded(&self, scope: Key) -> bool {
        let Some(act) = self.acts.get(scope) else { return false };
        let joins = self.joins.range((scope, NodeIx(0))..=(scope, NodeIx(u32::MAX)));
        let waiting = joins.fold(0_u32, |sum, (_, join)| sum.saturating_add(join.total));
        waiting > 0 && waiting == act.tokens
    }

    /// The open timers that are due, in the order of (due, key).
    pub(crate) fn due(&self, at: Timestamp) -> Vec<Key> {
        self.timers.iter().take_while(|(due, _)| *due <= at).map(|(_, key)| *key).collect_vec()
    }
}
