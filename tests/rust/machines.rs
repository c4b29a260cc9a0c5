//! Requests of random state machines, against a reading of the rules of their own that knows neither BPMN nor
//! the engine: what each person may do, what is refused, and in which state the request is.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use tidewheel::machine::to_bpmn;
use tidewheel::{
    Definition, Event, Instance, ParseOptions, Person, RejectionCode, Snapshot, Start, Timestamp, Vars,
    start, step,
};

const PEOPLE: [&str; 4] = ["ann", "ben", "cas", "dan"];
const TARGETS: [&str; 3] = ["requester", "stakeholders", "everyone"];

/// A machine in the words of the rules.
#[derive(Clone, Debug)]
struct Machine {
    /// Of each group, which of the people are its members.
    groups: Vec<Vec<usize>>,
    /// The group, if any, and the target of each action.
    actions: Vec<(Option<usize>, usize)>,
    states: usize,
    transitions: Vec<Transition>,
}

#[derive(Clone, Debug)]
struct Transition {
    from: usize,
    to: usize,
    actions: BTreeSet<usize>,
}

fn machines() -> impl Strategy<Value = Machine> {
    let groups = prop::collection::vec(prop::collection::vec(0..PEOPLE.len(), 0..4), 1..4);
    let actions = prop::collection::vec((prop::option::of(0..3_usize), 0..3_usize), 1..6);
    let transition = (0..5_usize, 0..5_usize, prop::collection::btree_set(0..6_usize, 1..4));
    (groups, actions, 2..6_usize, prop::collection::vec(transition, 1..9)).prop_map(
        |(groups, mut actions, states, transitions)| {
            for (group, _) in &mut actions {
                *group = group.map(|group| group % groups.len());
            }
            let transitions = transitions.into_iter().enumerate();
            let transitions = transitions.map(|(place, (from, to, wanted))| Transition {
                // The start must be left.
                from: if place == 0 { 0 } else { from % states },
                to: to % states,
                actions: wanted.into_iter().map(|action| action % actions.len()).collect(),
            });
            let transitions = transitions.collect();
            Machine { groups, actions, states, transitions }
        },
    )
}

impl Machine {
    fn is_final(&self, state: usize) -> bool {
        self.transitions.iter().all(|transition| transition.from != state)
    }

    fn json(&self) -> String {
        let groups = self.groups.iter().enumerate().map(|(place, members)| {
            let members: Vec<_> = members.iter().map(|member| PEOPLE[*member]).collect();
            json!({"id": format!("g{place}"), "members": members})
        });
        let actions = self.actions.iter().enumerate().map(|(place, (group, target))| {
            let group = group.map(|group| format!("g{group}"));
            json!({"id": format!("a{place}"), "group": group, "target": TARGETS[*target]})
        });
        let states = (0..self.states).map(|state| {
            let kind = match state {
                0 => "start",
                state if self.is_final(state) => "complete",
                _ => "normal",
            };
            json!({"id": format!("s{state}"), "type": kind})
        });
        let transitions = self.transitions.iter().enumerate().map(|(place, transition)| {
            let actions: Vec<_> = transition.actions.iter().map(|action| format!("a{action}")).collect();
            let (from, to) = (format!("s{}", transition.from), format!("s{}", transition.to));
            json!({"id": format!("t{place}"), "from": from, "to": to, "actions": actions})
        });
        json!({
            "id": "m",
            "groups": groups.collect::<Value>(),
            "actions": actions.collect::<Value>(),
            "states": states.collect::<Value>(),
            "transitions": transitions.collect::<Value>(),
        })
        .to_string()
    }
}

/// What somebody does.
#[derive(Clone, Debug)]
enum Deed {
    Choose {
        who: usize,
        transition: usize,
        action: usize,
    },
    /// One of those that the person may choose.
    ChooseAllowed {
        who: usize,
        which: usize,
    },
    Complete {
        who: usize,
    },
    Release {
        who: Option<usize>,
    },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let who = 0..PEOPLE.len();
    let deed = prop_oneof![
        2 => (who.clone(), 0..9_usize, 0..6_usize)
            .prop_map(|(who, transition, action)| Deed::Choose { who, transition, action }),
        6 => (who.clone(), 0..6_usize).prop_map(|(who, which)| Deed::ChooseAllowed { who, which }),
        6 => who.clone().prop_map(|who| Deed::Complete { who }),
        1 => prop::option::of(who).prop_map(|who| Deed::Release { who }),
    ];
    prop::collection::vec(deed, 1..60)
}

/// A request by the rules alone.
struct Rules<'m> {
    machine: &'m Machine,
    stakeholders: Vec<usize>,
    state: usize,
    /// What has been done in this state: transition and action.
    done: BTreeSet<(usize, usize)>,
    blocked: Option<(usize, usize, usize)>,
}

impl Rules<'_> {
    fn may(&self, who: usize, action: usize) -> bool {
        let (group, target) = self.machine.actions[action];
        group.is_none_or(|group| self.machine.groups[group].contains(&who))
            && match TARGETS[target] {
                "requester" => who == 0,
                "stakeholders" => self.stakeholders.contains(&who),
                _ => true,
            }
    }

    fn is_open(&self, transition: usize, action: usize) -> bool {
        let found = self.machine.transitions.get(transition);
        let leaves = found.is_some_and(|found| found.from == self.state && found.actions.contains(&action));
        leaves && !self.done.contains(&(transition, action))
    }

    /// What a person may choose now.
    fn allowed(&self, who: usize) -> BTreeSet<(usize, usize)> {
        let all = self.machine.transitions.iter().enumerate();
        let all = all.flat_map(|(place, found)| found.actions.iter().map(move |action| (place, *action)));
        let open = all.filter(|(place, action)| self.is_open(*place, *action) && self.may(who, *action));
        if self.blocked.is_some() { BTreeSet::new() } else { open.collect() }
    }

    fn complete(&mut self, transition: usize, action: usize) {
        self.blocked = None;
        self.done.insert((transition, action));
        let found = &self.machine.transitions[transition];
        if found.actions.iter().all(|action| self.done.contains(&(transition, *action))) {
            self.state = found.to;
            self.done.clear();
        }
    }
}

/// The engine beside the rules.
struct Trial<'m> {
    definition: Definition,
    instance: Instance,
    rules: Rules<'m>,
}

type Checked = Result<(), TestCaseError>;

impl Trial<'_> {
    /// Everybody may do in the engine what the rules say; the open jobs by transition and action.
    fn look(&self) -> Result<BTreeMap<(usize, usize), tidewheel::Key>, TestCaseError> {
        let mut jobs = BTreeMap::new();
        for (who, name) in PEOPLE.iter().enumerate() {
            let found =
                self.instance.actions(&self.definition, &Person { user: (*name).into(), groups: Vec::new() });
            let state = found.state.map(|state| state.id.to_string());
            prop_assert_eq!(state, Some(format!("s{}", self.rules.state)));
            let allowed: BTreeSet<_> = found.actions.iter().map(|one| place(&one.element)).collect();
            prop_assert_eq!(allowed, self.rules.allowed(who), "{} in {:?}", name, self.rules.done);
            let blocked = found.chosen.map(|chosen| (place(&chosen.element), chosen.by.to_string()));
            let expected = self
                .rules
                .blocked
                .map(|(who, transition, action)| ((transition, action), PEOPLE[who].to_owned()));
            prop_assert_eq!(blocked, expected);
        }
        for open in self.instance.obligations(&self.definition) {
            jobs.insert(place(open.element()), open.key());
        }
        Ok(jobs)
    }

    fn deed(&mut self, deed: &Deed) -> Checked {
        let jobs = self.look()?;
        let over = self.rules.machine.is_final(self.rules.state);
        prop_assert_eq!(self.instance.status().is_over(), over);
        match *deed {
            Deed::ChooseAllowed { who, which } => {
                let allowed: Vec<_> = self.rules.allowed(who).into_iter().collect();
                if let Some((transition, action)) = allowed.get(which % allowed.len().max(1)).copied() {
                    self.choose(who, transition, action, &jobs)?;
                }
            }
            Deed::Choose { who, transition, action } => self.choose(who, transition, action, &jobs)?,
            Deed::Complete { who } => {
                let Some((holder, transition, action)) = self.rules.blocked else { return Ok(()) };
                let (job, by) = (jobs[&(transition, action)], PEOPLE[who].into());
                let variables: Vars = [("n".into(), Value::from(1).to_string().into())].into();
                let event = Event::ActionCompleted { job, by, variables };
                self.apply(&event, (holder != who).then_some(RejectionCode::NotChosen))?;
                if holder == who {
                    self.rules.complete(transition, action);
                }
            }
            Deed::Release { who } => {
                let Some((holder, transition, action)) = self.rules.blocked else { return Ok(()) };
                let by = who.map(|who| PEOPLE[who].into());
                let event = Event::ActionReleased { job: jobs[&(transition, action)], by };
                let refused = who.is_some_and(|who| who != holder);
                self.apply(&event, refused.then_some(RejectionCode::NotChosen))?;
                if !refused {
                    self.rules.blocked = None;
                }
            }
        }
        self.look().map(drop)
    }

    fn choose(
        &mut self,
        who: usize,
        transition: usize,
        action: usize,
        jobs: &BTreeMap<(usize, usize), tidewheel::Key>,
    ) -> Checked {
        let open = jobs.get(&(transition, action)).copied();
        let refused = match open {
            _ if self.instance.status().is_over() => Some(RejectionCode::InstanceEnded),
            None => Some(RejectionCode::UnknownKey),
            Some(_) if !self.rules.may(who, action) => Some(RejectionCode::NotAllowed),
            Some(_) if self.rules.blocked.is_some() => Some(RejectionCode::AlreadyChosen),
            Some(_) => None,
        };
        let job = open.unwrap_or(tidewheel::Key(1_000_000));
        let event = Event::ActionChosen { job, by: PEOPLE[who].into(), groups: Vec::new() };
        self.apply(&event, refused)?;
        if refused.is_none() {
            self.rules.blocked = Some((who, transition, action));
        }
        Ok(())
    }

    /// Applies an event that must be refused in this way, or admitted; save and load change nothing.
    fn apply(&mut self, event: &Event, refused: Option<RejectionCode>) -> Checked {
        let before = self.instance.save(&self.definition).to_json();
        let stored = Snapshot::from_json(&before).unwrap();
        let loaded = Instance::load(&self.definition, &stored).unwrap();
        match step(&self.definition, &loaded, event, Timestamp::default()) {
            Ok((next, _)) => {
                prop_assert_eq!(refused, None, "{:?} was admitted", event);
                self.instance = next;
            }
            Err(rejection) => {
                prop_assert_eq!(Some(rejection.code), refused, "{:?}: {}", event, rejection);
                prop_assert_eq!(before, loaded.save(&self.definition).to_json());
            }
        }
        Ok(())
    }
}

/// The transition and the action of a task: `t1.a2`.
fn place(element: &str) -> (usize, usize) {
    let (transition, action) = element.split_once('.').unwrap();
    (transition[1..].parse().unwrap(), action[1..].parse().unwrap())
}

fn follows(machine: &Machine, stakeholders: &[usize], deeds: &[Deed]) -> Checked {
    let text = machine.json();
    let (definition, doubts) = Definition::parse(&text, &ParseOptions::default()).unwrap();
    let xml = to_bpmn(&text).unwrap();
    // What is exported keeps to the specification, unless no way leads to a state, or to an end.
    let doubtful = doubts.iter().any(|doubt| ["unreachable", "noEnd"].contains(&&*doubt.code));
    let strict = ParseOptions { strict: !doubtful, ..ParseOptions::default() };
    let (exported, found) = Definition::parse(&xml, &strict).unwrap();
    prop_assert_eq!(definition.fingerprint(), exported.fingerprint(), "{:?}", found);
    let begin = Start {
        id: "r".into(),
        requester: Some(PEOPLE[0].into()),
        stakeholders: stakeholders.iter().map(|who| PEOPLE[*who].into()).collect(),
        ..Start::default()
    };
    let (instance, _) = start(&definition, &begin, Timestamp::default()).unwrap();
    let mut all = stakeholders.to_vec();
    all.push(0);
    let rules = Rules { machine, stakeholders: all, state: 0, done: BTreeSet::new(), blocked: None };
    let mut trial = Trial { definition, instance, rules };
    deeds.iter().try_for_each(|deed| trial.deed(deed))
}

/// A chain of states with an action each.
fn chain(states: usize) -> String {
    let action = json!({"id": "go"});
    let states: Vec<_> = (0..=states)
        .map(|state| json!({"id": format!("s{state}"), "type": if state == 0 { "start" } else { "stop" }}))
        .collect();
    let transitions: Vec<_> = (1..states.len())
        .map(|to| json!({"id": format!("t{to}"), "from": format!("s{}", to - 1), "to": format!("s{to}"), "actions": ["go"]}))
        .collect();
    json!({"id": "m", "actions": [action], "states": states, "transitions": transitions}).to_string()
}

#[test]
fn machines_are_bounded() {
    let codes = |text: &str| -> Vec<String> {
        let found = to_bpmn(text).err().unwrap_or_default();
        found.into_iter().map(|found| found.code.to_string()).collect()
    };
    assert!(codes(&chain(6_000)).is_empty());
    assert_eq!(codes(&chain(7_000)), ["machineLimit"]);
    // Nothing in a text makes more of it than some times its length.
    let many = "0,".repeat(200_000) + "0";
    let name = "x".repeat(200_000);
    for text in [
        format!("{{\"{name}\": [{many}]}}"),
        format!("{{\"states\": [{many}]}}"),
        format!("{{\"states\": {}{many}{}}}", "[".repeat(100), "]".repeat(100)),
        format!("{{\"name\": \"{name}\", \"actions\": [{many}]}}"),
    ] {
        assert!((1..=200).contains(&codes(&text).len()), "{:.60}", text);
    }
    assert_eq!(codes(&format!("{{\"name\": \"{}\"}}", "x".repeat(2 << 20))), ["machineLimit"]);
}

/// Cases; `PROPTEST_CASES` asks for so many others.
fn config() -> ProptestConfig {
    let chosen = std::env::var_os("PROPTEST_CASES").and_then(|text| text.to_str()?.parse().ok());
    ProptestConfig {
        cases: chosen.unwrap_or(300),
        rng_seed: if chosen.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) },
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn requests_follow_the_rules(
        machine in machines(),
        stakeholders in prop::collection::vec(0..PEOPLE.len(), 0..3),
        deeds in deeds(),
    ) {
        follows(&machine, &stakeholders, &deeds)?;
    }
}
