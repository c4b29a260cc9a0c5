//! The host's worker: it does the jobs of all instances, the oldest first, and takes its virtual time.

use std::collections::VecDeque;

use tidewheel::{Event, Job, JobKind, Key, Number, Text, Timestamp, Value, Vars};

use super::script::{Instruction, parse};
use crate::trial::Broken;

/// A job on the desk.
#[derive(Debug)]
struct Task {
    /// Whose job it is.
    owner: usize,
    job: Job,
    rest: VecDeque<Instruction>,
    /// When the work goes on.
    at: Timestamp,
    started: bool,
    results: Vars,
}

/// The jobs that are open.
#[derive(Debug, Default)]
pub(super) struct Desk {
    tasks: Vec<Task>,
    /// The labels that scripts have logged.
    pub(super) log: Vec<String>,
}

/// What a piece of work leads to.
pub(super) enum Done {
    /// The job is not done yet.
    Later,
    /// The answer, and the message to send, where it is a send task.
    Answer { owner: usize, event: Event, message: Option<Text> },
}

impl Desk {
    pub(super) fn open(&mut self, owner: usize, job: Job, at: Timestamp) -> Result<(), Broken> {
        let rest = parse(job.script.as_deref().unwrap_or_default())?;
        self.tasks.push(Task { owner, job, rest, at, started: false, results: Vars::new() });
        Ok(())
    }

    pub(super) fn close(&mut self, owner: usize, key: Key) {
        self.tasks.retain(|task| task.owner != owner || task.job.key != key);
    }

    /// When there is something to do next.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.tasks.iter().map(|task| task.at).min()
    }

    /// Does what is due of the first job that is due. `see` gives the variables that an activation
    /// of an instance sees.
    pub(super) fn work(
        &mut self,
        now: Timestamp,
        see: impl Fn(usize, Key) -> Vars,
    ) -> Result<Option<Done>, Broken> {
        let Some(position) = self.tasks.iter().position(|task| task.at <= now) else { return Ok(None) };
        let beside = self.tasks.iter().enumerate().any(|(other, task)| other != position && task.started);
        let Some(task) = self.tasks.get_mut(position) else { return Ok(None) };
        while let Some(instruction) = task.rest.pop_front() {
            let mut seen = see(task.owner, task.job.activation);
            seen.extend(task.results.clone());
            match instruction {
                Instruction::Log { label, only_if } => {
                    let holds = |(name, text): &(Text, Text)| {
                        seen.get(name).and_then(Value::as_text).is_some_and(|value| value == text)
                    };
                    if only_if.as_ref().is_none_or(holds) {
                        self.log.push(label);
                    }
                }
                Instruction::Set(name, value) => {
                    task.results.insert(name, value);
                }
                Instruction::Add(name, number) => {
                    let sum = seen.get(&name).and_then(Value::as_number);
                    let sum = sum.and_then(|before: Number| before.checked_add(number));
                    let sum = sum.ok_or_else(|| format!("`{}` sees no number `{name}`", task.job.element))?;
                    task.results.insert(name, Value::from(sum));
                }
                Instruction::Work(seconds) => {
                    if beside {
                        self.log.push("overlap".to_owned());
                    }
                    task.started = true;
                    task.at = Timestamp::from_millis(now.millis() + seconds * 1_000)
                        .ok_or("the work takes too long")?;
                    return Ok(Some(Done::Later));
                }
                Instruction::Throw(code) => {
                    let task = self.tasks.remove(position);
                    let event =
                        Event::JobThrew { job: task.job.key, code, message: None, variables: task.results };
                    return Ok(Some(Done::Answer { owner: task.owner, event, message: None }));
                }
            }
        }
        let Task { owner, job, results, .. } = self.tasks.remove(position);
        let message = job.message.filter(|_| job.kind == JobKind::SendTask);
        let event = Event::JobCompleted { job: job.key, variables: results };
        Ok(Some(Done::Answer { owner, event, message }))
    }
}
