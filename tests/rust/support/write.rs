//! From blocks to BPMN XML.

use super::block::{Activity, Alternative, Block, Body, Branch, End, Entrance, Handler, Trigger};
use super::words::{AGAIN, CONDITIONS};
use super::xml::{
    Loose, Xml, compensation, definition, definition_inside, end_definition, link, multiple, passing,
};

/// Positions in [`PASSING`](super::block::PASSING).
const NOTHING: usize = 2;
const SIGNAL: usize = 4;

/// The file of a block-structured process.
#[must_use]
pub fn write(body: &Body) -> String {
    let mut xml = Xml::default();
    if body.entrances.is_empty() {
        write_body(&mut xml, body, Manners::default());
    } else {
        write_entrances(&mut xml, body);
    }
    xml.file()
}

/// What a path beside the one that started it must leave alone, so that it cannot start itself again
/// for ever; and what is around it.
#[derive(Clone, Copy, Default)]
pub(super) struct Manners {
    /// Throws no signals and no escalations.
    pub(super) quiet: bool,
    /// Waits for no signals.
    pub(super) deaf: bool,
    /// Lies in a transaction.
    pub(super) cancels: bool,
    /// Lies in a subprocess.
    pub(super) embedded: bool,
}

impl Manners {
    /// Those of what the trigger starts, beside what else there is unless it interrupts that.
    pub(super) fn beside(self, trigger: Trigger, interrupting: bool) -> Self {
        Self {
            quiet: self.quiet || (trigger.hears_throws() && !interrupting),
            deaf: self.deaf || (trigger.hears_signals() && !interrupting),
            ..self
        }
    }

    pub(super) fn hears(self, trigger: Trigger) -> Trigger {
        match trigger {
            Trigger::Signal(n) if self.deaf => Trigger::Message(n),
            other if self.deaf && other.hears_signals() => Trigger::Message(0),
            trigger => trigger,
        }
    }
}

fn write_entrances(xml: &mut Xml, body: &Body) {
    let mut from = Vec::new();
    if body.start_event {
        let start = xml.node("startEvent", "", "", Vec::new());
        from.push(xml.leave(&start, None));
    }
    let mut several = false;
    for entrance in &body.entrances {
        match entrance {
            Entrance::Event(trigger) => {
                let start = xml.node("startEvent", multiple(*trigger), &definition(*trigger), Vec::new());
                from.push(xml.leave(&start, None));
            }
            Entrance::Receive(n) => {
                let attributes = format!(r#"messageRef="message{n}" instantiate="true""#);
                let task = xml.node("receiveTask", &attributes, "", Vec::new());
                from.push(xml.leave(&task, None));
            }
            Entrance::Gateway { ways, parallel } => {
                several |= *parallel;
                let kind = if *parallel { "Parallel" } else { "Exclusive" };
                let attributes = format!(r#"instantiate="true" eventGatewayType="{kind}""#);
                let id = xml.node("eventBasedGateway", &attributes, "", Vec::new());
                for way in ways {
                    let flow = vec![xml.leave(&id, None)];
                    let caught = alternative(xml, *way, Manners::default(), flow);
                    from.push(xml.leave(&caught, None));
                }
            }
        }
    }
    let merge = xml.node("exclusiveGateway", "", "", from);
    write_inside(xml, body, &merge, Manners::default(), several);
}

pub(super) fn write_body(xml: &mut Xml, body: &Body, manners: Manners) {
    // Without a start event, the first node must be the only one that no flow leads to.
    let tag = if body.start_event { "startEvent" } else { "task" };
    let start = xml.node(tag, "", "", Vec::new());
    write_inside(xml, body, &start, manners, false);
}

fn write_inside(xml: &mut Xml, body: &Body, start: &str, manners: Manners, several: bool) {
    let from = vec![xml.leave(start, None)];
    let crowded = several || body.block.multiplies();
    let mut writer = Writer { xml, parallel: false, crowded, again: false, manners };
    let exits = writer.block(&body.block, from);
    writer.finish(body.end, exits);
    let mut undone = false;
    for handler in &body.handlers {
        match handler.trigger {
            Trigger::Compensation if undone || !manners.embedded => {}
            trigger => {
                undone |= trigger == Trigger::Compensation;
                write_handler(xml, handler, manners);
            }
        }
    }
}

fn write_handler(xml: &mut Xml, handler: &Handler, manners: Manners) {
    let trigger = match manners.hears(handler.trigger) {
        Trigger::Cancel => Trigger::Error(0),
        trigger => trigger,
    };
    let interrupting =
        handler.interrupting || trigger.always_interrupts() || trigger == Trigger::Compensation;
    xml.open();
    let attribute = if interrupting { "" } else { r#"isInterrupting="false" "# };
    let attributes = format!("{attribute}{}", multiple(trigger));
    let start = xml.node("startEvent", attributes.trim(), &definition_inside(trigger), Vec::new());
    let manners = Manners { embedded: true, ..manners.beside(trigger, interrupting) };
    write_inside(xml, &handler.body, &start, manners, false);
    let inside = xml.close();
    xml.node("subProcess", r#"triggeredByEvent="true""#, &format!("\n{inside}    "), Vec::new());
}

/// An event or receive task behind an event-based gateway.
fn alternative(xml: &mut Xml, way: Alternative, manners: Manners, from: Vec<Loose>) -> String {
    match way {
        // A race is for the first event.
        Alternative::Catch(Trigger::All(n)) => catch(xml, manners.hears(Trigger::Any(n)), from),
        Alternative::Catch(trigger) => catch(xml, manners.hears(trigger), from),
        Alternative::Receive(n) => xml.node("receiveTask", &format!(r#"messageRef="message{n}""#), "", from),
    }
}

fn catch(xml: &mut Xml, trigger: Trigger, from: Vec<Loose>) -> String {
    xml.node("intermediateCatchEvent", multiple(trigger), &definition_inside(trigger), from)
}

pub(super) struct Writer<'x> {
    pub(super) xml: &'x mut Xml,
    /// Inside a branch whose token a join of the same scope waits for.
    pub(super) parallel: bool,
    /// Several tokens may come along, of which an inclusive join makes one and a fork makes pairs.
    pub(super) crowded: bool,
    /// A loop may bring the token back.
    pub(super) again: bool,
    pub(super) manners: Manners,
}

impl Writer<'_> {
    pub(super) fn finish(&mut self, end: End, from: Vec<Loose>) {
        let loud = matches!(end, End::Signal(_) | End::Escalation(_) | End::Several);
        let misplaced = end == End::Cancel && !self.manners.cancels;
        let end = if misplaced || (self.manners.quiet && loud) { End::Plain } else { end };
        let tag = if end == End::Implicit { "task" } else { "endEvent" };
        self.xml.node(tag, "", &end_definition(end), from);
    }

    /// Writes a block behind the loose flows and returns the flows that leave it.
    pub(super) fn block(&mut self, block: &Block, from: Vec<Loose>) -> Vec<Loose> {
        match block {
            Block::Pass(kind) => {
                let (tag, body) =
                    passing(if self.manners.quiet && *kind == SIGNAL { NOTHING } else { *kind });
                let id = self.xml.node(tag, "", &body, from);
                vec![self.xml.leave(&id, None)]
            }
            Block::Catch(trigger) => {
                let id = catch(self.xml, self.manners.hears(*trigger), from);
                vec![self.xml.leave(&id, None)]
            }
            Block::Activity(activity) => self.activity(activity, from).1,
            Block::Sequence(blocks) => blocks.iter().fold(from, |from, block| self.block(block, from)),
            Block::Choice(branches) => self.choice(branches, from),
            Block::Fork(branches) => self.fork(branches, from),
            Block::Inclusive { branches, .. } if self.parallel && self.crowded => self.choice(branches, from),
            Block::Inclusive { branches, parallel } => self.inclusive(branches, *parallel, from),
            Block::Race(ways) => self.race(ways, from),
            Block::Link => self.link(from),
            Block::Escalate(n) => self.escalate(*n, from),
            Block::Loop { body, language } => self.repeat(body, *language, from),
            Block::Split { activity, extras } => self.split(activity, extras, from),
            // Tokens of two rounds cannot be told apart where some of each are enough.
            Block::Enough { branches, .. } if self.crowded || self.again => self.fork(branches, from),
            Block::Enough { branches, needed, late } => self.enough(branches, *needed, *late, from),
            Block::Batch { count, activity } => self.batch(*count, activity, from),
            Block::Compensate { activity, waits } => {
                let activity = activity.and_then(|pick| self.xml.undoable(pick)).map(str::to_owned);
                let body = compensation(activity.as_deref(), *waits);
                let id = self.xml.node("intermediateThrowEvent", "", &body, from);
                vec![self.xml.leave(&id, None)]
            }
        }
    }

    fn escalate(&mut self, code: usize, from: Vec<Loose>) -> Vec<Loose> {
        let body = if self.manners.quiet { String::new() } else { definition(Trigger::Escalation(code)) };
        let id = self.xml.node("intermediateThrowEvent", "", &body, from);
        vec![self.xml.leave(&id, None)]
    }

    fn link(&mut self, from: Vec<Loose>) -> Vec<Loose> {
        let name = self.xml.id("link");
        for flow in from {
            self.xml.node("intermediateThrowEvent", "", &link(&name), vec![flow]);
        }
        let id = self.xml.node("intermediateCatchEvent", "", &link(&name), Vec::new());
        vec![self.xml.leave(&id, None)]
    }

    fn race(&mut self, ways: &[(Alternative, Branch)], from: Vec<Loose>) -> Vec<Loose> {
        let id = self.xml.node("eventBasedGateway", "", "", from);
        let mut exits = Vec::new();
        for (n, (alternative, branch)) in ways.iter().enumerate() {
            let flow = vec![self.xml.leave(&id, None)];
            let caught = self::alternative(self.xml, *alternative, self.manners, flow);
            let from = vec![self.xml.leave(&caught, None)];
            exits.extend(self.branch(&branch.block, branch.end.filter(|_| n > 0), from));
        }
        exits
    }

    /// Unlike at a parallel join, several flows may come from one branch, and none at all.
    fn inclusive(&mut self, branches: &[Branch], parallel: bool, from: Vec<Loose>) -> Vec<Loose> {
        let merge = self.xml.node("exclusiveGateway", "", "", from);
        let id = self.xml.id("n");
        let into = self.xml.leave(&merge, None);
        self.xml.connect(vec![into], &id);
        let mut arriving = Vec::new();
        let mut default = String::new();
        for (n, branch) in branches.iter().enumerate() {
            let last = n + 1 == branches.len();
            let condition = CONDITIONS.get(branch.condition).copied().filter(|_| !last && !parallel);
            let flow = self.xml.leave(&id, condition);
            default = format!(r#"default="{}""#, flow.id());
            arriving.extend(self.branch(&branch.block, branch.end.filter(|_| !last), vec![flow]));
        }
        match parallel {
            true => self.xml.named(&id, "parallelGateway", "", ""),
            false => self.xml.named(&id, "inclusiveGateway", &default, ""),
        }
        let join = self.xml.node("inclusiveGateway", "", "", arriving);
        vec![self.xml.leave(&join, None)]
    }

    fn choice(&mut self, branches: &[Branch], from: Vec<Loose>) -> Vec<Loose> {
        let id = self.xml.id("n");
        self.xml.connect(from, &id);
        let mut exits = Vec::new();
        let mut default = String::new();
        for (n, branch) in branches.iter().enumerate() {
            let last = n + 1 == branches.len();
            let condition = CONDITIONS.get(branch.condition).copied().filter(|_| !last);
            let flow = self.xml.leave(&id, condition);
            default = flow.id().to_owned();
            let end = branch.end.filter(|_| !last);
            exits.extend(self.branch(&branch.block, end, vec![flow]));
        }
        self.xml.named(&id, "exclusiveGateway", &format!(r#"default="{default}""#), "");
        exits
    }

    fn fork(&mut self, branches: &[Branch], from: Vec<Loose>) -> Vec<Loose> {
        let arriving = self.branches(branches, from);
        let join = self.xml.node("parallelGateway", "", "", arriving);
        vec![self.xml.leave(&join, None)]
    }

    fn enough(&mut self, branches: &[Branch], needed: usize, late: bool, from: Vec<Loose>) -> Vec<Loose> {
        let arriving = self.branches(branches, from);
        let needed = needed.min(arriving.len());
        let id = self.xml.id("n");
        self.xml.connect(arriving, &id);
        let body = format!("<activationCondition>= activationCount &gt;= {needed}</activationCondition>");
        self.xml.named(&id, "complexGateway", "", &body);
        if late {
            let flow = self.xml.leave(&id, Some("= not(waitingForStart)"));
            self.finish(End::Plain, vec![flow]);
        }
        vec![self.xml.leave(&id, None)]
    }

    /// Parallel branches: one flow for each, whatever it does.
    fn branches(&mut self, branches: &[Branch], from: Vec<Loose>) -> Vec<Loose> {
        // A gateway with several incoming flows would join them.
        let merge = self.xml.node("exclusiveGateway", "", "", from);
        let from = vec![self.xml.leave(&merge, None)];
        let fork = self.xml.node("parallelGateway", "", "", from);
        let outside = std::mem::replace(&mut self.parallel, true);
        let mut arriving = Vec::new();
        for (n, branch) in branches.iter().enumerate() {
            let flow = self.xml.leave(&fork, None);
            let exits = self.branch(&branch.block, branch.end.filter(|_| n > 0), vec![flow]);
            if !exits.is_empty() {
                let merge = self.xml.node("exclusiveGateway", "", "", exits);
                arriving.push(self.xml.leave(&merge, None));
            }
        }
        self.parallel = outside;
        arriving
    }

    /// A branch; a plain end would leave a join waiting for ever, so there it goes on instead.
    pub(super) fn branch(&mut self, block: &Block, end: Option<End>, from: Vec<Loose>) -> Vec<Loose> {
        let exits = self.block(block, from);
        match end {
            Some(end) if !self.parallel || self.ends_all(end) => {
                self.finish(end, exits);
                Vec::new()
            }
            _ => exits,
        }
    }

    fn ends_all(&self, end: End) -> bool {
        matches!(end, End::Error(_) | End::Terminate) || (end == End::Cancel && self.manners.cancels)
    }

    fn repeat(&mut self, body: &Block, language: usize, from: Vec<Loose>) -> Vec<Loose> {
        let head = self.xml.node("exclusiveGateway", "", "", from);
        let from = vec![self.xml.leave(&head, None)];
        let job = self.xml.node("serviceTask", "", "", from);
        let from = vec![self.xml.leave(&job, None)];
        let outside = std::mem::replace(&mut self.again, true);
        let exits = self.block(body, from);
        self.again = outside;
        let id = self.xml.id("n");
        self.xml.connect(exits, &id);
        let back = self.xml.leave(&id, AGAIN.get(language).copied());
        let on = self.xml.leave(&id, None);
        self.xml.named(&id, "exclusiveGateway", &format!(r#"default="{}""#, on.id()), "");
        self.xml.connect(vec![back], &head);
        vec![on]
    }

    fn split(&mut self, activity: &Activity, extras: &[Branch], from: Vec<Loose>) -> Vec<Loose> {
        let (id, mut exits) = self.activity(activity, from);
        for extra in extras {
            let flow = self.xml.leave(&id, CONDITIONS.get(extra.condition).copied());
            let paths = self.block(&extra.block, vec![flow]);
            // A second token on the way to a join would stay there for ever.
            match extra.end {
                None if !self.parallel => exits.extend(paths),
                end => self.finish(end.unwrap_or(End::Plain), paths),
            }
        }
        exits
    }
}
