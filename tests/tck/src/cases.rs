//! The cases of a file: what is given, what is asked, what is expected.

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::Node;
use tidewheel::feel::{Names, Val};

use crate::compare::same;
use crate::evaluate::Cx;
use crate::model::{Model, child, children, local, name, text};
use crate::world::{Place, World};

/// What became of a case.
pub(crate) enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

/// Runs all cases of a file. The models are those of its folder, by the name of their file.
pub(crate) fn run(root: Node<'_, '_>, files: &[(String, Arc<Model>)]) -> Vec<(String, Verdict)> {
    let wanted = text(root, "modelName").unwrap_or_default();
    let main = files.iter().position(|(file, _)| file.trim() == wanted.trim());
    let models: Vec<Arc<Model>> = files.iter().map(|(_, model)| Arc::clone(model)).collect();
    children(root, "testCase")
        .map(|case| {
            let id = case.attribute("id").unwrap_or_default().to_owned();
            let verdict = match main {
                Some(main) => one(case, main, &models),
                None => Verdict::Skipped(format!("there is no model {wanted}")),
            };
            (id, verdict)
        })
        .collect()
}

fn one(case: Node<'_, '_>, main: usize, models: &[Arc<Model>]) -> Verdict {
    let mut world = World { models: models.to_vec(), given: BTreeMap::new() };
    for input in children(case, "inputNode") {
        give(&mut world, main, &name(input), input.attribute("namespace"), value(input));
    }
    let given = world.given.clone();
    let world = Arc::new(world);
    for result in children(case, "resultNode") {
        let cx = Cx::new(Arc::clone(&world), main);
        let expected = child(result, "expected").map(value).unwrap_or_default();
        let Some(found) = result_of(&cx, case, &name(result), &given) else {
            return Verdict::Skipped(format!("there is no decision {}", name(result)));
        };
        if !same(&expected, &found) {
            let notes = cx.notes.lock().map(|notes| notes.join("; ")).unwrap_or_default();
            if notes.contains("external function") || notes.contains("functions of Java") {
                return Verdict::Skipped("it calls Java".to_owned());
            }
            return Verdict::Failed(format!("{}: expected {expected}, found {found}; {notes}", name(result)));
        }
    }
    Verdict::Passed
}

/// The result of the decision or service that a case asks for.
fn result_of(cx: &Cx, case: Node<'_, '_>, name: &str, given: &BTreeMap<Place, Val>) -> Option<Val> {
    let model = cx.world.models.get(cx.model)?;
    let invoked = case.attribute("invocableName");
    if case.attribute("type") == Some("decisionService") {
        let called =
            |(_, service): &(&String, &crate::model::Service)| Some(&*service.variable.name) == invoked;
        let (id, service) = model.services.iter().find(called)?;
        let value = cx.service(&(cx.model, id.clone()), given.clone());
        let several = service.outputs.len() > 1;
        return Some(match value.as_context().filter(|_| several).and_then(|context| context.get(name)) {
            Some(member) => member,
            None => value,
        });
    }
    let decision = model.decisions.iter().find(|(_, decision)| decision.variable.name == name);
    let id = decision.map(|(id, _)| id)?;
    cx.value(&(cx.model, id.clone())).map(|(_, value)| value)
}

/// Sets an input; one that bears the name of an import gives what is in it.
fn give(world: &mut World, main: usize, name: &str, namespace: Option<&str>, value: Val) {
    let places = world.places(main, name, namespace);
    if let (true, Some(context)) = (places.is_empty(), value.as_context()) {
        let imports = world.models.get(main).map(|model| model.imports.clone()).unwrap_or_default();
        for (namespace, _) in imports.iter().filter(|(_, import)| *import == name) {
            for (member, value) in context.entries() {
                give(world, main, &member, Some(namespace), value);
            }
        }
    }
    for place in places {
        world.given.insert(place, value.clone());
    }
}

/// The value that an element of a case holds.
fn value(node: Node<'_, '_>) -> Val {
    let parts: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let components = parts.iter().filter(|part| local(part) == "component");
    let members: Vec<_> = components.map(|part| (name(*part).as_str().into(), value(*part))).collect();
    if !members.is_empty() {
        return Val::context(members);
    }
    let Some(part) = parts.first() else { return Val::Null };
    let nil = part.attributes().any(|attribute| attribute.name() == "nil" && attribute.value() == "true");
    if nil {
        return Val::Null;
    }
    if local(part) == "list" {
        return Val::list(children(*part, "item").map(value).collect());
    }
    let written: String = part.children().filter_map(|part| part.text()).collect();
    let of = part.attributes().find(|attribute| attribute.name() == "type").map(|of| of.value());
    simple(&written, of.map(|of| of.rsplit(':').next().unwrap_or(of)).unwrap_or("string"))
}

fn simple(written: &str, of: &str) -> Val {
    let names = Names::default();
    let feel = match of {
        "boolean" => return Val::Bool(written.trim() == "true"),
        "decimal" | "double" | "integer" | "int" | "long" | "float" => {
            return tidewheel::Number::parse(written.trim()).map_or(Val::Null, Val::from);
        }
        "date" | "time" | "dateTime" | "duration" => format!("@\"{}\"", written.trim()),
        _ => return Val::from(written),
    };
    let expression = tidewheel::feel::Expression::compile(&feel, &[]).ok();
    expression
        .and_then(|expression| expression.evaluate(&names).ok())
        .map(|found| found.value)
        .unwrap_or_default()
}
