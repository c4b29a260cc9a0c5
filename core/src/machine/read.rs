//! From JSON to the machine. Each problem is told, with the path to it; what is wrong counts as left out.

use std::sync::Arc;

use super::{
    MAX_BYTES, MachineAction, MachineActivity, MachineGroup, MachineState, MachineTimer, MachineTransition,
    StateMachine,
};
use crate::error::{Diagnostic, Severity};
use crate::map::Map;
use crate::value::{Place, Text, Value, Vars, clip, parse_placed, pointer};
use crate::xml::is_name;

/// More problems than that help nobody.
const MOST: usize = 200;

/// A text that is read, and what is wrong with it.
pub(super) struct Reading<'t> {
    json: &'t str,
    places: Map<String, Place>,
    diagnostics: Vec<Diagnostic>,
    lines: Map<Text, u32>,
}

/// The members of one object, taken out one by one.
struct Object<'r, 't> {
    reading: &'r mut Reading<'t>,
    members: Vars,
    path: String,
    /// Id of the state, transition, action or group that it is or belongs to.
    owner: Option<Text>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(json: &'t str) -> Self {
        Self { json, places: Map::new(), diagnostics: Vec::new(), lines: Map::new() }
    }

    /// Whether anything keeps it from running, the lines of what has an id, and all that was found.
    pub(super) fn end(self) -> (bool, Map<Text, u32>, Vec<Diagnostic>) {
        let failed = self.diagnostics.iter().any(|found| found.severity == Severity::Error);
        (failed, self.lines, self.diagnostics)
    }

    /// The machine as far as it can be made out; none where the text is no object of JSON.
    pub(super) fn machine(&mut self) -> Option<StateMachine> {
        if self.json.len() > MAX_BYTES {
            let message = format!("the text has {} bytes; at most {MAX_BYTES} are read", self.json.len());
            self.error("", None, "machineLimit", message, "split the process");
            return None;
        }
        let value = match parse_placed(self.json) {
            Ok((value, places)) => {
                self.places = places;
                value
            }
            Err((error, place)) => {
                self.places.insert(String::new(), place);
                self.error("", None, "invalidJson", error, "correct the JSON");
                return None;
            }
        };
        let mut object = self.object("", value, None)?;
        let id = object.id();
        let machine = StateMachine {
            name: object.text("name"),
            timeout: object.text("timeout"),
            groups: object.items("groups", false, group),
            actions: object.items("actions", false, action),
            states: object.items("states", true, state),
            transitions: object.items("transitions", true, transition),
            id,
        };
        object.ignore("$schema");
        object.end();
        Some(machine)
    }

    fn object(&mut self, path: &str, value: Value, owner: Option<&Text>) -> Option<Object<'_, 't>> {
        match value {
            Value::Map(members) => Some(Object {
                reading: self,
                members: Arc::unwrap_or_clone(members),
                path: path.to_owned(),
                owner: owner.cloned(),
            }),
            other => {
                let message = format!("this is {}, not an object", other.kind_name());
                self.error(path, owner, "wrongType", message, "write an object with the members it has");
                None
            }
        }
    }

    pub(super) fn error(
        &mut self,
        path: &str,
        owner: Option<&Text>,
        code: &str,
        message: String,
        help: &str,
    ) {
        self.report(path, owner, code, Severity::Error, message, help);
    }

    pub(super) fn warning(
        &mut self,
        path: &str,
        owner: Option<&Text>,
        code: &str,
        message: String,
        help: &str,
    ) {
        self.report(path, owner, code, Severity::Warning, message, help);
    }

    fn report(
        &mut self,
        path: &str,
        owner: Option<&Text>,
        code: &str,
        severity: Severity,
        message: String,
        help: &str,
    ) {
        if self.diagnostics.len() >= MOST {
            return;
        }
        let place = self.places.get(path).copied().unwrap_or_default();
        self.diagnostics.push(Diagnostic {
            code: Text::from(code),
            severity,
            message,
            help: Some(help.to_owned()),
            element: owner.filter(|id| !id.is_empty()).cloned(),
            path: Some(Text::from(path)),
            line: place.line,
            column: place.column,
        });
    }
}

impl Object<'_, '_> {
    fn error(&mut self, name: &str, code: &str, message: String, help: &str) {
        let path = self.at(name);
        let owner = self.owner.clone();
        self.reading.error(&path, owner.as_ref(), code, message, help);
    }

    fn at(&self, name: &str) -> String {
        match self.members.contains_key(name) || self.reading.places.contains_key(&pointer(&self.path, name))
        {
            true => pointer(&self.path, name),
            false => self.path.clone(),
        }
    }

    /// A member; null counts as left out.
    fn take(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name).filter(|value| !value.is_null())
    }

    fn ignore(&mut self, name: &str) {
        self.members.remove(name);
    }

    fn text(&mut self, name: &str) -> Option<Text> {
        let value = self.take(name)?;
        let Value::Text(text) = value else {
            let message = format!("`{name}` is {}, not a text", value.kind_name());
            self.error(name, "wrongType", message, "write it in quotation marks");
            return None;
        };
        if let Some(wrong) = unsayable(&text) {
            self.error(name, "invalidText", wrong, UNSAYABLE);
            return None;
        }
        Some(text)
    }

    /// A text that must be there.
    fn need(&mut self, name: &str) -> Text {
        let given = self.members.get(name).filter(|value| !value.is_null());
        // An empty text says as little as none.
        if given.is_none_or(|value| value.as_text().is_some_and(|text| text.is_empty())) {
            let message = format!("`{name}` is missing");
            self.error(name, "missingMember", message, "add it");
        }
        self.text(name).unwrap_or_default()
    }

    /// The id, by which it is called in what is told of it from here on.
    fn id(&mut self) -> Text {
        let id = self.need("id");
        if !id.is_empty() {
            if !is_id(&id) {
                let message = format!("`{}` is no id", clip(&id));
                let help = "begin with a letter or `_`, and go on with letters, digits, `_` and `-`";
                self.error("id", "invalidId", message, help);
                return Text::default();
            }
            self.owner = Some(id.clone());
            let line = self.reading.places.get(&self.path).map_or(1, |place| place.line);
            self.reading.lines.or_insert(id.clone(), line);
        }
        id
    }

    /// The texts of a list.
    fn texts(&mut self, name: &str) -> Vec<Text> {
        let items = self.list(name, false).into_iter().enumerate();
        let mut texts = Vec::new();
        for (place, item) in items {
            match item {
                Value::Text(text) if unsayable(&text).is_none() => texts.push(text),
                other => {
                    let path = pointer(&pointer(&self.path, name), &place.to_string());
                    let owner = self.owner.clone();
                    let message = format!("this is {}, not a text that XML can say", other.kind_name());
                    self.reading.error(&path, owner.as_ref(), "wrongType", message, "write a text");
                    texts.push(Text::default());
                }
            }
        }
        texts
    }

    fn list(&mut self, name: &str, needed: bool) -> Vec<Value> {
        match self.take(name) {
            Some(Value::List(items)) => Arc::unwrap_or_clone(items),
            Some(other) => {
                let message = format!("`{name}` is {}, not a list", other.kind_name());
                self.error(name, "wrongType", message, "write a list: `[…]`");
                Vec::new()
            }
            None => {
                if needed {
                    self.error(name, "missingMember", format!("`{name}` is missing"), "add the list");
                }
                Vec::new()
            }
        }
    }

    /// The objects of a list; one that is no object keeps its place, so that paths stay right.
    fn items<T: Default>(&mut self, name: &str, needed: bool, read: fn(&mut Object<'_, '_>) -> T) -> Vec<T> {
        let path = pointer(&self.path, name);
        let items = self.list(name, needed).into_iter().enumerate();
        let mut found = Vec::new();
        for (place, item) in items {
            let path = pointer(&path, &place.to_string());
            let owner = self.owner.clone();
            let item = self.reading.object(&path, item, owner.as_ref()).map(|mut object| {
                let item = read(&mut object);
                object.end();
                item
            });
            found.push(item.unwrap_or_default());
        }
        found
    }

    /// Tells of members that nobody took.
    fn end(&mut self) {
        for (name, _) in std::mem::take(&mut self.members) {
            let path = pointer(&self.path, &name);
            let owner = self.owner.clone();
            let message = format!("there is no member `{}` here", clip(&name));
            self.reading.error(
                &path,
                owner.as_ref(),
                "unknownMember",
                message,
                "correct its name, or remove it",
            );
        }
    }
}

fn group(object: &mut Object<'_, '_>) -> MachineGroup {
    MachineGroup { id: object.id(), name: object.text("name"), members: object.texts("members") }
}

fn action(object: &mut Object<'_, '_>) -> MachineAction {
    MachineAction {
        id: object.id(),
        name: object.text("name"),
        group: object.text("group"),
        target: object.text("target"),
        timeout: object.text("timeout"),
    }
}

fn state(object: &mut Object<'_, '_>) -> MachineState {
    MachineState {
        id: object.id(),
        name: object.text("name"),
        r#type: object.need("type"),
        activities: object.items("activities", false, activity),
    }
}

fn transition(object: &mut Object<'_, '_>) -> MachineTransition {
    MachineTransition {
        id: object.id(),
        name: object.text("name"),
        from: object.need("from"),
        to: object.need("to"),
        actions: object.texts("actions"),
        condition: object.text("condition"),
        timer: timer(object),
        activities: object.items("activities", false, activity),
    }
}

fn timer(object: &mut Object<'_, '_>) -> Option<MachineTimer> {
    let value = object.take("timer")?;
    let (path, owner) = (pointer(&object.path, "timer"), object.owner.clone());
    let mut timer = object.reading.object(&path, value, owner.as_ref())?;
    let read = MachineTimer { duration: timer.text("duration"), date: timer.text("date") };
    timer.end();
    Some(read)
}

fn activity(object: &mut Object<'_, '_>) -> MachineActivity {
    let id = object.need("id");
    let fields = match object.take("fields") {
        None => Vars::new(),
        Some(Value::Map(fields)) => Arc::unwrap_or_clone(fields),
        Some(other) => {
            let message = format!("`fields` is {}, not an object", other.kind_name());
            object.error("fields", "wrongType", message, "write an object: `{…}`");
            Vars::new()
        }
    };
    for (name, value) in &fields {
        let (path, owner) = (pointer(&pointer(&object.path, "fields"), name), object.owner.clone());
        let mut error = |code, message, help| {
            object.reading.error(&path, owner.as_ref(), code, message, help);
        };
        match value {
            Value::Text(text) => {
                if let Some(wrong) = unsayable(name).or_else(|| unsayable(text)) {
                    error("invalidText", wrong, UNSAYABLE);
                }
            }
            other => {
                let message = format!("the field is {}, not a text", other.kind_name());
                error("wrongType", message, "write a text, or an expression such as `= amount`");
            }
        }
    }
    MachineActivity { id, fields }
}

/// What to do about characters that XML does not have.
const UNSAYABLE: &str = "remove it: XML cannot say it";

/// Says which character of a text XML does not have, if there is one.
fn unsayable(text: &str) -> Option<String> {
    let plain = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let wrong = text.chars().find(|letter| !plain(letter))?;
    Some(format!("there is the character U+{:04X} in it", u32::from(wrong)))
}

fn is_id(id: &str) -> bool {
    id.len() <= MAX_ID_BYTES
        && is_name(id)
        // These mean something in the file: a prefix, a part.
        && !id.contains([':', '.'])
}

/// As long as ids of instances.
const MAX_ID_BYTES: usize = crate::instance::MAX_ID;
