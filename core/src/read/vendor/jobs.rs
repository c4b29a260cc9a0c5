//! What vendors and BPMN itself say of the work of a task.

use super::roles::parts;
use super::{Reader, XmlElement, understood};
use crate::elements::{Detail, Details, Told};
use crate::error::Severity;
use crate::expr::Expr;
use crate::read::instances::{extension, vendor};
use crate::read::vocabulary::JOBS;
use crate::read::{BpmnElement, Coded, is_expression};
use crate::time::Timestamp;
use crate::value::{Text, Value};
use crate::xml::Ns;

/// Flowable's condition under which a task is passed over, or a flow taken.
const SKIP: &str = "skipExpression";

/// The variable that Flowable writes the id of a user task to.
const KEY_VARIABLE: &str = "taskIdVariableName";

/// Camunda's error of an external task.
const ERROR: &str = "errorEventDefinition";

/// The attributes of user tasks.
const OF_PEOPLE: &[(&str, Detail)] = &[
    ("assignee", Detail::Assignee),
    ("candidateUsers", Detail::CandidateUsers),
    ("candidateGroups", Detail::CandidateGroups),
    ("dueDate", Detail::DueDate),
    ("followUpDate", Detail::FollowUpDate),
    ("priority", Detail::Priority),
    ("category", Detail::Category),
    ("formKey", Detail::FormKey),
    ("formRef", Detail::FormKey),
    ("formRefBinding", Detail::Binding),
    ("formRefVersion", Detail::Version),
];

/// The attributes of all other tasks, and of events whose message somebody else sends.
const OF_SERVICES: &[(&str, Detail)] = &[
    ("topic", Detail::Topic),
    ("type", Detail::Topic),
    ("class", Detail::Implementation),
    ("delegateExpression", Detail::Implementation),
    ("expression", Detail::Implementation),
    ("taskPriority", Detail::Priority),
    ("decisionRef", Detail::Decision),
    ("decisionRefBinding", Detail::Binding),
    ("decisionRefVersion", Detail::Version),
    ("decisionRefVersionTag", Detail::Version),
    ("mapDecisionResult", Detail::MapDecisionResult),
    ("resultVariable", Detail::ResultVariable),
    ("resultVariableName", Detail::ResultVariable),
];

/// What Zeebe and our own words say in attributes of extension elements.
const OF_ELEMENTS: &[(&str, &str, Detail)] = &[
    ("action", "group", Detail::CandidateGroups),
    ("assignmentDefinition", "assignee", Detail::Assignee),
    ("assignmentDefinition", "candidateUsers", Detail::CandidateUsers),
    ("assignmentDefinition", "candidateGroups", Detail::CandidateGroups),
    ("calledDecision", "decisionId", Detail::Decision),
    ("calledDecision", "bindingType", Detail::Binding),
    ("calledDecision", "versionTag", Detail::Version),
    ("calledDecision", "resultVariable", Detail::ResultVariable),
    ("formDefinition", "formKey", Detail::FormKey),
    ("formDefinition", "formId", Detail::FormKey),
    ("formDefinition", "externalReference", Detail::FormKey),
    ("formDefinition", "bindingType", Detail::Binding),
    ("formDefinition", "versionTag", Detail::Version),
    ("priorityDefinition", "priority", Detail::Priority),
    ("taskDefinition", "type", Detail::Topic),
    ("taskDefinition", "retries", Detail::Retries),
    ("taskSchedule", "dueDate", Detail::DueDate),
    ("taskSchedule", "followUpDate", Detail::FollowUpDate),
];

/// How often Zeebe lets a job be tried where the model does not say.
const RETRIES: &str = "3";

/// How Camunda and Flowable say that a worker fetches the job by its topic.
const EXTERNAL: &[&str] = &["external", "external-worker"];

/// The attributes of an element that are read as details.
fn attributes(tag: &str) -> &'static [(&'static str, Detail)] {
    match tag {
        "userTask" | "globalUserTask" => OF_PEOPLE,
        "messageEventDefinition" => OF_SERVICES,
        tag if JOBS.contains(&tag) => OF_SERVICES,
        _ => &[],
    }
}

impl Reader<'_> {
    pub(crate) fn skip_expression(&mut self, element: XmlElement<'_>) -> Option<Expr> {
        let text = [Ns::Flowable, Ns::Activiti].iter().find_map(|ns| element.attr_ns(*ns, SKIP))?.trim();
        if text.is_empty() { None } else { self.expression(element, element, text) }
    }

    /// The variable that is told which job is open, of a user task of Flowable.
    pub(crate) fn key_variable(&mut self, task: XmlElement<'_>) -> Option<Text> {
        let text = vendor(task, KEY_VARIABLE).filter(|_| task.local() == "userTask")?.trim();
        if is_expression(text) {
            self.warning(
                task,
                "inertExtension",
                format_args!("`{KEY_VARIABLE}` is an expression, and has no effect"),
                "write the name of a variable",
            );
        }
        (!text.is_empty() && !is_expression(text)).then(|| text.into())
    }

    /// Errors that an external task of Camunda throws where what its worker returned says so.
    pub(crate) fn thrown_on_completion(&mut self, task: XmlElement<'_>) -> Vec<(Expr, Text)> {
        let mut throws = Vec::new();
        let Some(container) = task.bpmn_child("extensionElements") else { return throws };
        for definition in container.children().of(Ns::Camunda).named(ERROR) {
            let text = definition.said("expression").unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            if let Some(condition) = self.expression(task, definition, text) {
                throws.push((condition, self.code(definition, &Coded::ERROR).unwrap_or_default()));
            }
        }
        throws
    }

    /// The message definition of a throw or end event for which the model names a worker, as Camunda does
    /// on the definition and Zeebe on the event. It is the event's only definition.
    pub(crate) fn sent_by_a_worker<'d>(&self, event: XmlElement<'d>) -> Option<XmlElement<'d>> {
        let mut definitions = event.bpmn_children().filter(|child| child.local().ends_with("Definition"));
        let (definition, None) = (definitions.next()?, definitions.next()) else { return None };
        let (is_message, throws) =
            (definition.local() == "messageEventDefinition", !event.local().ends_with("tchEvent"));
        let named = ["type", "class", "delegateExpression", "expression"];
        let worker = named.iter().any(|name| vendor(definition, name).is_some())
            || extension(event, "taskDefinition").is_some_and(|found| found.ns() == Ns::Zeebe);
        (is_message && throws && worker).then_some(definition)
    }

    /// What the worker of a task is told. `holder` has the attributes: the task, or the definition of an
    /// event's message.
    pub(crate) fn details(&mut self, owner: XmlElement<'_>, holder: XmlElement<'_>) -> Option<Box<Details>> {
        let mut details = Details::default();
        for (name, detail) in attributes(holder.local()) {
            if let Some(text) =
                vendor(holder, name).filter(|text| *name != "type" || !EXTERNAL.contains(text))
            {
                self.detail(owner, detail.clone(), text, &mut details);
            }
        }
        let apart = (holder != owner).then_some(holder);
        for extension in [owner].into_iter().chain(apart).flat_map(understood) {
            self.work(owner, extension, &mut details);
        }
        self.roles(owner, &mut details);
        // Whatever is told by a more special word goes first.
        for properties in super::super::instances::extensions(owner, "properties") {
            headers(properties, "property", "name", &mut details);
        }
        if let Some(implementation) = owner.attr("implementation") {
            self.detail(owner, Detail::Implementation, implementation, &mut details);
        }
        (!details.is_empty()).then(|| Box::new(details))
    }

    /// The name of the message that a job sends; one that is computed is a detail of the job.
    pub(crate) fn told_message(
        &mut self,
        owner: XmlElement<'_>,
        name: Text,
        details: &mut Option<Box<Details>>,
    ) -> Option<Text> {
        if !is_expression(&name) {
            return Some(name);
        }
        self.detail(owner, Detail::Message, &name, details.get_or_insert_default());
        None
    }

    /// One extension element.
    fn work(&mut self, owner: XmlElement<'_>, extension: XmlElement<'_>, details: &mut Details) {
        let tag = extension.local();
        for (_, name, detail) in OF_ELEMENTS.iter().filter(|(element, _, _)| *element == tag) {
            let default = (*detail == Detail::Retries).then_some(RETRIES);
            if let Some(text) = extension.attr(name).or(default) {
                self.detail(owner, detail.clone(), text, details);
            }
        }
        match tag {
            "taskHeaders" => headers(extension, "header", "key", details),
            "failedJobRetryTimeCycle" => {
                self.detail(owner, Detail::RetryCycle, extension.trimmed(), details);
            }
            "field" => self.field(owner, extension, details),
            "formData" => {
                for field in extension.children().named("formField") {
                    self.form_field(owner, field, details);
                }
            }
            "formProperty" => self.form_field(owner, extension, details),
            _ => {}
        }
    }

    /// Something that is injected: a text, or an expression.
    fn field(&mut self, owner: XmlElement<'_>, field: XmlElement<'_>, details: &mut Details) {
        let name = field.said("name").unwrap_or_default();
        let said = |attribute: &str, child: &str| {
            let child = || field.children().named(child).next().map(|found| found.text());
            field.attr(attribute).map(str::to_owned).or_else(|| child().map(|text| text.to_string()))
        };
        if name.is_empty() {
            return;
        }
        if let Some(text) = said("stringValue", "string") {
            details.add(Detail::Header(name.into()), Told::Given(text.into()));
        } else if let Some(text) = said("expression", "expression") {
            self.detail(owner, Detail::Header(name.into()), &text, details);
        }
    }

    /// A detail as a text that may be an expression.
    pub(super) fn detail(
        &mut self,
        owner: XmlElement<'_>,
        detail: Detail,
        text: &str,
        details: &mut Details,
    ) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let computed = !detail.is_literal() && is_expression(text);
        if computed && detail.is_list() && !text.starts_with('=') {
            let parts = parts(text);
            if parts.len() > 1 {
                return parts.into_iter().for_each(|part| self.detail(owner, detail.clone(), part, details));
            }
        }
        let told = if computed {
            match self.computed(owner, text) {
                Some(expression) => Told::Expr(expression),
                // Whoever reads it may know what it means.
                None if matches!(detail, Detail::Header(_)) => Told::Given(text.into()),
                None => return,
            }
        } else if detail.is_span(text) {
            Told::Span(text.into())
        } else {
            Told::Given(text.into())
        };
        let literal = match &told {
            Told::Given(value) => value.clone(),
            Told::Span(text) => Value::Text(text.clone()),
            Told::Expr(_) => Value::Null,
        };
        match (detail.fit(literal, Timestamp::default()), told) {
            (Ok(value), Told::Given(_)) => details.add(detail, Told::Given(value)),
            (Ok(_), told) => details.add(detail, told),
            (Err(wanted), _) => self.warning(
                owner,
                "invalidAttribute",
                format_args!("`{text}` is not {wanted}; the job does not have it"),
                "correct it, or let the host decide",
            ),
        }
    }

    /// An expression without which the process can do: a job lacks what it was to say.
    fn computed(&mut self, owner: XmlElement<'_>, text: &str) -> Option<Expr> {
        let before = self.diagnostics.len();
        let found = self.expression(owner, owner, text);
        for diagnostic in self.diagnostics.iter_mut().skip(before) {
            diagnostic.severity = Severity::Warning;
        }
        found
    }
}

/// Names and texts.
fn headers(element: XmlElement<'_>, tag: &str, name: &str, details: &mut Details) {
    for header in element.children().named(tag) {
        if let Some(name) = header.said(name) {
            let value = header.attr("value").unwrap_or_default();
            details.add(Detail::Header(name.into()), Told::Given(value.into()));
        }
    }
}
