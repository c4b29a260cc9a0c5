//! From blocks to BPMN XML.

use super::block::{Activity, Alternative, Block, Body, Boundary, Branch, End, Handler, JOBS, Kind, Trigger};
use super::words::{AGAIN, CONDITIONS};
use super::xml::{Loose, Xml, definition, end_definition, link, passing};

/// Positions in [`PASSING`](super::block::PASSING).
const NOTHING: usize = 2;
const SIGNAL: usize = 4;

/// The file of a block-structured process.
#[must_use]
pub fn write(body: &Body) -> String {
    let mut xml = Xml::default();
    write_body(&mut xml, body, Manners::default());
    xml.file()
}

/// What a path beside the one that started it must leave alone, so that it cannot start itself again
/// for ever.
#[derive(Clone, Copy, Default)]
struct Manners {
    /// Throws no signals and no escalations.
    quiet: bool,
    /// Waits for no signals.
    deaf: bool,
}

impl Manners {
    /// Those of what the trigger starts, beside what else there is unless it interrupts that.
    fn beside(self, trigger: Trigger, interrupting: bool) -> Self {
        let loud = matches!(trigger, Trigger::Signal(_) | Trigger::Escalation(_));
        let signal = matches!(trigger, Trigger::Signal(_));
        Self { quiet: self.quiet || (loud && !interrupting), deaf: self.deaf || (signal && !interrupting) }
    }

    fn hears(self, trigger: Trigger) -> Trigger {
        match trigger {
            Trigger::Signal(n) if self.deaf => Trigger::Message(n),
            trigger => trigger,
        }
    }
}

fn write_body(xml: &mut Xml, body: &Body, manners: Manners) {
    // Without a start event, the first node must be the only one that no flow leads to.
    let tag = if body.start_event { "startEvent" } else { "task" };
    let start = xml.node(tag, "", "", Vec::new());
    write_inside(xml, body, &start, manners);
}

fn write_inside(xml: &mut Xml, body: &Body, start: &str, manners: Manners) {
    let from = vec![xml.leave(start, None)];
    let mut writer = Writer { xml, parallel: false, crowded: body.block.multiplies(), manners };
    let exits = writer.block(&body.block, from);
    writer.finish(body.end, exits);
    for handler in &body.handlers {
        write_handler(xml, handler, manners);
    }
}

fn write_handler(xml: &mut Xml, handler: &Handler, manners: Manners) {
    let trigger = manners.hears(handler.trigger);
    let interrupting = handler.interrupting || matches!(trigger, Trigger::Error(_));
    xml.open();
    let attribute = if interrupting { "" } else { r#"isInterrupting="false""# };
    let start = xml.node("startEvent", attribute, &definition(trigger), Vec::new());
    write_inside(xml, &handler.body, &start, manners.beside(trigger, interrupting));
    let inside = xml.close();
    xml.node("subProcess", r#"triggeredByEvent="true""#, &format!("\n{inside}    "), Vec::new());
}

struct Writer<'x> {
    xml: &'x mut Xml,
    /// Inside a branch whose token a join of the same scope waits for.
    parallel: bool,
    /// Several tokens may come along, of which an inclusive join makes one and a fork makes pairs.
    crowded: bool,
    manners: Manners,
}

impl Writer<'_> {
    fn finish(&mut self, end: End, from: Vec<Loose>) {
        let loud = matches!(end, End::Signal(_) | End::Escalation(_));
        let end = if self.manners.quiet && loud { End::Plain } else { end };
        let tag = if end == End::Implicit { "task" } else { "endEvent" };
        self.xml.node(tag, "", &end_definition(end), from);
    }

    /// Writes a block behind the loose flows and returns the flows that leave it.
    fn block(&mut self, block: &Block, from: Vec<Loose>) -> Vec<Loose> {
        match block {
            Block::Pass(kind) => {
                let (tag, body) =
                    passing(if self.manners.quiet && *kind == SIGNAL { NOTHING } else { *kind });
                let id = self.xml.node(tag, "", &body, from);
                vec![self.xml.leave(&id, None)]
            }
            Block::Catch(trigger) => {
                let id = self.catch(*trigger, from);
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
        }
    }

    fn catch(&mut self, trigger: Trigger, from: Vec<Loose>) -> String {
        self.xml.node("intermediateCatchEvent", "", &definition(self.manners.hears(trigger)), from)
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
            let caught = match alternative {
                Alternative::Catch(trigger) => self.catch(*trigger, flow),
                Alternative::Receive(n) => self.receive(*n, flow),
            };
            let from = vec![self.xml.leave(&caught, None)];
            exits.extend(self.branch(&branch.block, branch.end.filter(|_| n > 0), from));
        }
        exits
    }

    fn receive(&mut self, message: usize, from: Vec<Loose>) -> String {
        self.xml.node("receiveTask", &format!(r#"messageRef="message{message}""#), "", from)
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
                // One flow for each branch, whatever it does.
                let merge = self.xml.node("exclusiveGateway", "", "", exits);
                arriving.push(self.xml.leave(&merge, None));
            }
        }
        self.parallel = outside;
        let join = self.xml.node("parallelGateway", "", "", arriving);
        vec![self.xml.leave(&join, None)]
    }

    /// A branch; a plain end would leave a join waiting for ever, so there it goes on instead.
    fn branch(&mut self, block: &Block, end: Option<End>, from: Vec<Loose>) -> Vec<Loose> {
        let exits = self.block(block, from);
        match end {
            Some(end) if !self.parallel || matches!(end, End::Error(_) | End::Terminate) => {
                self.finish(end, exits);
                Vec::new()
            }
            _ => exits,
        }
    }

    fn repeat(&mut self, body: &Block, language: usize, from: Vec<Loose>) -> Vec<Loose> {
        let head = self.xml.node("exclusiveGateway", "", "", from);
        let from = vec![self.xml.leave(&head, None)];
        let job = self.xml.node("serviceTask", "", "", from);
        let from = vec![self.xml.leave(&job, None)];
        let exits = self.block(body, from);
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

    fn activity(&mut self, activity: &Activity, from: Vec<Loose>) -> (String, Vec<Loose>) {
        let id = match &activity.kind {
            Kind::Job(n) => self.xml.node(JOBS.get(*n).copied().unwrap_or("userTask"), "", "", from),
            Kind::Receive(n) => self.receive(*n, from),
            Kind::Sub(body) => {
                self.xml.open();
                write_body(self.xml, body, self.manners);
                let inside = self.xml.close();
                self.xml.node("subProcess", "", &format!("\n{inside}    "), from)
            }
        };
        let mut exits = vec![self.xml.leave(&id, None)];
        for boundary in &activity.boundaries {
            exits.extend(self.boundary(&id, boundary));
        }
        (id, exits)
    }

    fn boundary(&mut self, host: &str, boundary: &Boundary) -> Vec<Loose> {
        let attributes = format!(r#"attachedToRef="{host}" cancelActivity="{}""#, boundary.interrupting);
        let trigger = self.manners.hears(boundary.trigger);
        let id = self.xml.node("boundaryEvent", &attributes, &definition(trigger), Vec::new());
        let from = vec![self.xml.leave(&id, None)];
        let interrupting = boundary.interrupting || matches!(trigger, Trigger::Error(_));
        if interrupting {
            return self.branch(&boundary.handler, boundary.end, from);
        }
        // Its token comes on top, so it ends by itself.
        let manners = self.manners.beside(trigger, false);
        let mut writer = Writer { xml: self.xml, parallel: false, crowded: true, manners };
        let exits = writer.block(&boundary.handler, from);
        writer.finish(boundary.end.unwrap_or(End::Plain), exits);
        Vec::new()
    }
}
