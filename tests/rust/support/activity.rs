//! From activities to BPMN XML: what they are, how often they run, what sits on their border and what
//! undoes them.

use super::block::{Activity, AdHoc, Boundary, End, Kind, Trigger};
use super::words::{CALLS, JOBS, WATCHED};
use super::write::{Manners, Writer, write_body};
use super::xml::{Loose, definition, definition_inside, expression, multiple, repeats};

/// Tokens that an activity needs, and sends.
#[derive(Clone, Copy)]
pub(super) struct Quantities(pub(super) usize, pub(super) usize);

impl Writer<'_> {
    /// Writes an activity; its id and the flows that leave it and its border.
    pub(super) fn activity(&mut self, activity: &Activity, from: Vec<Loose>) -> (String, Vec<Loose>) {
        self.activity_of(activity, Quantities(1, 1), from)
    }

    pub(super) fn batch(&mut self, count: usize, activity: &Activity, from: Vec<Loose>) -> Vec<Loose> {
        let attributes = format!(r#"completionQuantity="{count}""#);
        let sender = self.xml.node("serviceTask", &attributes, "", from);
        let flow = vec![self.xml.leave(&sender, None)];
        self.activity_of(activity, Quantities(count, 1), flow).1
    }

    fn activity_of(
        &mut self,
        activity: &Activity,
        quantities: Quantities,
        from: Vec<Loose>,
    ) -> (String, Vec<Loose>) {
        let id = self.element(activity, quantities, "", from);
        let mut exits = vec![self.xml.leave(&id, None)];
        for boundary in &activity.boundaries {
            exits.extend(self.boundary(&id, activity, boundary));
        }
        if let Some(undo) = &activity.undo {
            self.undone_by(&id, undo);
        }
        (id, exits)
    }

    fn element(
        &mut self,
        activity: &Activity,
        Quantities(start, completion): Quantities,
        attributes: &str,
        from: Vec<Loose>,
    ) -> String {
        let quantity = |name: &str, value: usize| match value {
            1 => String::new(),
            _ => format!(r#" {name}="{value}""#),
        };
        let (tag, own, body) = self.kind(&activity.kind);
        let attributes = format!(
            "{own} {attributes}{}{}",
            quantity("startQuantity", start),
            quantity("completionQuantity", completion)
        );
        let body = repeats(activity.repeats, self.manners.quiet) + &body;
        self.xml.node(tag, attributes.trim(), &body, from)
    }

    fn kind(&mut self, kind: &Kind) -> (&'static str, String, String) {
        let inside = |manners: Manners| Manners { embedded: true, ..manners };
        match kind {
            Kind::Job(n) => {
                let (tag, attributes, body) = JOBS.get(*n).copied().unwrap_or(("userTask", "", ""));
                (tag, attributes.to_owned(), body.to_owned())
            }
            Kind::Receive(n) => ("receiveTask", format!(r#"messageRef="message{n}""#), String::new()),
            Kind::Task => ("task", String::new(), String::new()),
            Kind::Call(n) => {
                let (attributes, body) = CALLS.get(*n).copied().unwrap_or_default();
                ("callActivity", attributes.to_owned(), body.to_owned())
            }
            Kind::Sub(body) => {
                self.xml.open();
                write_body(self.xml, body, inside(self.manners));
                ("subProcess", String::new(), format!("\n{}    ", self.xml.close()))
            }
            Kind::Transaction(body) => {
                self.xml.open();
                write_body(self.xml, body, Manners { cancels: true, ..inside(self.manners) });
                ("transaction", String::new(), format!("\n{}    ", self.xml.close()))
            }
            Kind::AdHoc(ad_hoc) => self.ad_hoc(ad_hoc),
        }
    }

    fn ad_hoc(&mut self, ad_hoc: &AdHoc) -> (&'static str, String, String) {
        self.xml.open();
        let mut writer = Writer {
            parallel: false,
            crowded: true,
            again: false,
            manners: Manners { embedded: true, ..self.manners },
            xml: self.xml,
        };
        for activity in &ad_hoc.activities {
            writer.activity_beside(activity);
        }
        let inside = self.xml.close();
        let enough = ad_hoc.enough.map_or(String::new(), |n| {
            let condition = WATCHED.get(n).copied().filter(|_| n % 3 != 1);
            expression("completionCondition", condition.unwrap_or("host:enough"))
        });
        let ordering = if ad_hoc.sequential { "Sequential" } else { "Parallel" };
        let attributes = format!(r#"ordering="{ordering}" cancelRemainingInstances="{}""#, ad_hoc.cancels);
        ("adHocSubProcess", attributes, format!("{enough}\n{inside}    "))
    }

    /// An activity to which no flow leads and that none leaves; what its border leads to ends by itself.
    fn activity_beside(&mut self, activity: &Activity) {
        let id = self.element(activity, Quantities(1, 1), "", Vec::new());
        for boundary in &activity.boundaries {
            let exits = self.boundary(&id, activity, boundary);
            if !exits.is_empty() {
                self.finish(End::Plain, exits);
            }
        }
        if let Some(undo) = &activity.undo {
            self.undone_by(&id, undo);
        }
    }

    /// The compensation boundary event of an activity, and what it leads to.
    fn undone_by(&mut self, host: &str, undo: &Activity) {
        let event = self.xml.node(
            "boundaryEvent",
            &format!(r#"attachedToRef="{host}""#),
            &definition(Trigger::Compensation),
            Vec::new(),
        );
        let handler = self.element(undo, Quantities(1, 1), r#"isForCompensation="true""#, Vec::new());
        for boundary in &undo.boundaries {
            let exits = self.boundary(&handler, undo, boundary);
            if !exits.is_empty() {
                self.finish(End::Plain, exits);
            }
        }
        let id = self.xml.id("a");
        let ends = format!(r#"sourceRef="{event}" targetRef="{handler}""#);
        self.xml.named(&id, "association", &ends, "");
        self.xml.note_undoable(host);
    }

    fn boundary(&mut self, host: &str, activity: &Activity, boundary: &Boundary) -> Vec<Loose> {
        let trigger = match self.manners.hears(boundary.trigger) {
            Trigger::Cancel if !matches!(activity.kind, Kind::Transaction(_)) => Trigger::Error(0),
            trigger => trigger,
        };
        let attributes = format!(
            r#"attachedToRef="{host}" cancelActivity="{}" {}"#,
            boundary.interrupting,
            multiple(trigger)
        );
        let id = self.xml.node("boundaryEvent", attributes.trim(), &definition_inside(trigger), Vec::new());
        let from = vec![self.xml.leave(&id, None)];
        if boundary.interrupting || trigger.always_interrupts() {
            return self.branch(&boundary.handler, boundary.end, from);
        }
        // Its token comes on top, so it ends by itself.
        let manners = self.manners.beside(trigger, false);
        let mut writer = Writer { xml: self.xml, parallel: false, crowded: true, again: true, manners };
        let exits = writer.block(&boundary.handler, from);
        writer.finish(boundary.end.unwrap_or(End::Plain), exits);
        Vec::new()
    }
}
