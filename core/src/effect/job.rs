//! Jobs: what they carry.

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::key::Key;
use crate::time::Timestamp;
use crate::value::{Text, Value, Vars};

/// Which kind of work a [`Job`] is: the BPMN task it comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum JobKind {
    /// Work of a person (BPMN 10.3.3).
    #[default]
    UserTask,
    /// Work of a service.
    ServiceTask,
    /// Sending a message, where the host does the sending: a send task, or a throw or end event for
    /// which the model names a worker.
    SendTask,
    /// A script for the host to run.
    ScriptTask,
    /// A decision for the host to take.
    BusinessRuleTask,
    /// An ad-hoc subprocess in which nothing runs and whose completion condition does not hold yet:
    /// start more of its activities by `modify`, or complete the job to end it (BPMN 13.3.5).
    AdHocSubProcess,
}

/// Work for the outside; answered by `jobCompleted`, `jobFailed` or `jobThrew`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Key of the job.
    pub key: Key,
    /// Which kind of task it comes from.
    pub kind: JobKind,
    /// Id of the task.
    pub element: Text,
    /// Name of the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Key of the task's activation: ask for `variables(activation)` to see what the task sees.
    pub activation: Key,
    /// Name of the lane that the task lies in, else the lane's id (BPMN 10.8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Text>,
    /// Which instance of a multi-instance activity, or which round of a loop, from 1 (BPMN 13.3.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loop_counter: Option<u32>,
    /// How often the job may still be tried, this time included: as the model says, or as the last
    /// failure left it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
    /// By what workers find it: Zeebe's job type, the topic of Camunda and Flowable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Text>,
    /// What does the work, as the model has it: a class, an expression, BPMN's `implementation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implementation: Option<Text>,
    /// What the model tells the worker: Zeebe's headers, injected fields, properties.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub headers: Vars,
    /// The variables that the input mappings gave.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub inputs: Vars,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Text>,
    /// Users who may take it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidate_users: Vec<Text>,
    /// Groups whose members may take it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidate_groups: Vec<Text>,
    /// Of an action of a request, its id: it is chosen (`actionChosen`) before it is completed
    /// (`actionCompleted`), and answered by nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Text>,
    /// When it should be done. The engine does nothing about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Timestamp>,
    /// When somebody should look after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up_date: Option<Timestamp>,
    /// The higher, the more urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// Which sort of task it is, in the words of the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Text>,
    /// Key, id or reference of the form to fill in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form_key: Option<Text>,
    /// The fields of the form that the model itself has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<FormField>,
    /// Id of the decision to take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Text>,
    /// In which form Camunda wants the decision's result: `singleEntry`, `singleResult`,
    /// `collectEntries` or `resultList`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map_decision_result: Option<Text>,
    /// Which version of the form or the decision, in the words of the model (`latest`, `deployment`,
    /// `version`, `versionTag`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<Text>,
    /// The version or version tag that the binding names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// The variable that gets the result: what the worker returns as `result`, unless it returns this
    /// variable itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_variable: Option<Text>,
    /// Name of the message that a send task sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
    /// The script of a script task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<Text>,
    /// The script's language, as the model names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script_format: Option<Text>,
}

/// A field of a form, as the model describes it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FormField {
    /// Id of the field: the variable that it is about, unless there is one of another name.
    pub id: Text,
    /// What people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
    /// Type of its values, in the words of the model: `string`, `long`, `boolean`, `date`, `enum`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Text>,
    /// The value that it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// The variable that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variable: Option<Text>,
    /// How dates are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_pattern: Option<Text>,
    /// What there is to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<FormChoice>,
    /// What an answer must fulfil, by the name of the constraint: `required`, `readonly`, `min`; true
    /// where it has no configuration.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub validation: Vars,
    /// Whatever else the model says of it.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub properties: Vars,
}

/// One of the values of a form's field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FormChoice {
    /// The value.
    pub id: Text,
    /// What people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
}

/// What has a value, in the order in which it is declared. Written by hand: derived for so many members, it
/// is several times as much code. The attributes of the members are for the schema.
impl Serialize for Job {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("key", &self.key)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("element", &self.element)?;
        texts(&mut map, &[("name", &self.name)])?;
        map.serialize_entry("activation", &self.activation)?;
        texts(&mut map, &[("lane", &self.lane)])?;
        for (name, count) in [("loopCounter", self.loop_counter), ("retries", self.retries)] {
            number(&mut map, name, count.map(i64::from))?;
        }
        texts(&mut map, &[("topic", &self.topic), ("implementation", &self.implementation)])?;
        members(&mut map, &[("headers", &self.headers), ("inputs", &self.inputs)])?;
        texts(&mut map, &[("assignee", &self.assignee)])?;
        for (name, names) in
            [("candidateUsers", &self.candidate_users), ("candidateGroups", &self.candidate_groups)]
        {
            if !names.is_empty() {
                map.serialize_entry(name, names)?;
            }
        }
        texts(&mut map, &[("action", &self.action)])?;
        for (name, whole) in [
            ("dueDate", self.due_date.map(Timestamp::millis)),
            ("followUpDate", self.follow_up_date.map(Timestamp::millis)),
            ("priority", self.priority),
        ] {
            number(&mut map, name, whole)?;
        }
        texts(&mut map, &[("category", &self.category), ("formKey", &self.form_key)])?;
        if !self.form.is_empty() {
            map.serialize_entry("form", &self.form)?;
        }
        texts(
            &mut map,
            &[
                ("decision", &self.decision),
                ("mapDecisionResult", &self.map_decision_result),
                ("binding", &self.binding),
                ("version", &self.version),
                ("resultVariable", &self.result_variable),
                ("message", &self.message),
                ("script", &self.script),
                ("scriptFormat", &self.script_format),
            ],
        )?;
        map.end()
    }
}

impl Serialize for FormField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.id)?;
        texts(&mut map, &[("label", &self.label), ("type", &self.kind)])?;
        if let Some(value) = &self.default_value {
            map.serialize_entry("defaultValue", value)?;
        }
        texts(&mut map, &[("variable", &self.variable), ("datePattern", &self.date_pattern)])?;
        if !self.values.is_empty() {
            map.serialize_entry("values", &self.values)?;
        }
        members(&mut map, &[("validation", &self.validation), ("properties", &self.properties)])?;
        map.end()
    }
}

fn texts<M: SerializeMap>(map: &mut M, texts: &[(&str, &Option<Text>)]) -> Result<(), M::Error> {
    for (name, text) in texts {
        if let Some(text) = text {
            map.serialize_entry(name, text)?;
        }
    }
    Ok(())
}

fn members<M: SerializeMap>(map: &mut M, members: &[(&str, &Vars)]) -> Result<(), M::Error> {
    for (name, members) in members {
        if !members.is_empty() {
            map.serialize_entry(name, members)?;
        }
    }
    Ok(())
}

fn number<M: SerializeMap>(map: &mut M, name: &str, number: Option<i64>) -> Result<(), M::Error> {
    match number {
        Some(number) => map.serialize_entry(name, &number),
        None => Ok(()),
    }
}
