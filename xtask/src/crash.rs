//! `crash`: durable hosts are killed at random moments while they run many processes; afterwards every
//! process has ended as its model demands, and the stored events replay to the stored state.
//!
//! What a host must do is in `tests/crash`, once for each language: `work` until killed, `finish` what
//! was begun, `check` all of it.

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::postgres::Cluster;
use crate::step::{Done, Failure, Step};
use crate::{node, paths, python};

/// How often a host is killed in each store, where nothing is said.
const KILLS: u32 = 500;
/// How long a host lives at most after it has begun to work, in milliseconds.
const LIFE: u64 = 600;
/// How long it may take to begin, and to finish all that is left.
const PATIENCE: Duration = Duration::from_secs(300);

const LANGUAGES: [&str; 2] = ["python", "node"];
const STORES: [&str; 2] = ["sqlite", "postgres"];

/// What is to be killed, and how often.
struct Plan {
    languages: Vec<&'static str>,
    stores: Vec<&'static str>,
    kills: u32,
}

pub(crate) fn run(arguments: &[String]) -> Done {
    let plan = read(arguments)?;
    for language in &plan.languages {
        match *language {
            "python" => drop(python::build()?),
            _ => drop(node::install_host(&node::archives()?)?),
        }
    }
    let cluster = if plan.stores.contains(&"postgres") { Some(Cluster::start()?) } else { None };
    for language in &plan.languages {
        for store in &plan.stores {
            let folder = paths::target("crash").join(format!("{language}-{store}"));
            paths::fresh_folder(&folder)?;
            let place = match (*store, &cluster) {
                ("postgres", Some(cluster)) => cluster.database(&format!("crash_{language}"))?,
                _ => folder.join("processes.db").display().to_string(),
            };
            Trial { language, store, place, began: millis() }.run(plan.kills)?;
        }
    }
    Ok(())
}

fn read(arguments: &[String]) -> Result<Plan, Failure> {
    let mut plan = Plan { languages: Vec::new(), stores: Vec::new(), kills: KILLS };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        let language = LANGUAGES.into_iter().find(|language| *language == argument);
        let store = STORES.into_iter().find(|store| *store == argument);
        match (argument, language, store) {
            ("--kills", ..) => {
                let kills = rest.next().and_then(|kills| kills.parse().ok());
                plan.kills = kills.ok_or_else(|| Failure::new("`--kills` needs a number", "--kills 500"))?;
            }
            (_, Some(language), _) => plan.languages.push(language),
            (_, _, Some(store)) => plan.stores.push(store),
            _ => {
                return Err(Failure::new(
                    format!("`{argument}` is not understood here"),
                    "cargo xtask --help",
                ));
            }
        }
    }
    if plan.languages.is_empty() {
        plan.languages.extend(LANGUAGES);
    }
    if plan.stores.is_empty() {
        plan.stores.extend(STORES);
    }
    Ok(plan)
}

/// One language on one store.
struct Trial {
    language: &'static str,
    store: &'static str,
    place: String,
    /// Where the fast clock of all its hosts begins.
    began: u64,
}

impl Trial {
    fn run(&self, kills: u32) -> Done {
        eprintln!("\n{} on {}: {kills} kills", self.language, self.store);
        let mut chance = Chance(self.began | 1);
        let mut living = Vec::new();
        for kill in 1..=kills {
            while living.len() < self.together() {
                living.push(Life::begin(self.host("work"))?);
            }
            std::thread::sleep(Duration::from_millis(chance.below(LIFE)));
            let victim = usize::try_from(chance.below(living.len() as u64)).unwrap_or_default();
            living.swap_remove(victim).end()?;
            if kill % 50 == 0 {
                eprintln!("  {kill} kills");
            }
        }
        for life in living {
            life.end()?;
        }
        let finished = self.host("finish").run_within(PATIENCE);
        // What is left undone says why it does not end.
        self.host("check").run_within(PATIENCE).and(finished)
    }

    /// How many hosts share the store: where one is killed, the other takes over what it had leased.
    fn together(&self) -> usize {
        if self.store == "postgres" { 2 } else { 1 }
    }

    fn host(&self, what: &str) -> Step {
        let program = match self.language {
            "python" => python::tool("python").arg(paths::at("tests/crash/host.py")),
            _ => Step::new("node").arg(paths::at("tests/crash/host.mjs")),
        };
        program.args([what, self.store, &self.place]).arg(self.began.to_string()).muted()
    }
}

/// A host at work.
struct Life(Child);

impl Life {
    /// Starts a host, and returns when it says that it works.
    fn begin(step: Step) -> Result<Self, Failure> {
        let mut host = step.spawn()?;
        let mut said = host.stdout.take().map(|output| BufReader::new(output).lines());
        match said.as_mut().and_then(Iterator::next) {
            Some(Ok(_)) => Ok(Self(host)),
            _ => Err(Self(host).died()),
        }
    }

    /// Kills it; it must have lived until then.
    fn end(mut self) -> Done {
        match self.0.try_wait() {
            Ok(None) => Ok(()),
            _ => Err(self.died()),
        }
    }

    fn died(&mut self) -> Failure {
        let status = self.0.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        Failure::new(format!("a host has ended by itself: {status}"), "what it has said is above")
    }
}

impl Drop for Life {
    /// SIGKILL: nothing in the host gets to know of it.
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn millis() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}

/// Random enough to fall anywhere in a step (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
