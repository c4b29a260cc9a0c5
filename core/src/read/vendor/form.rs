//! The fields of a form, as Camunda, Flowable and Activiti describe them.

use super::{Reader, XmlElement};
use crate::effect::{FormChoice, FormField};
use crate::elements::{Detail, Details};
use crate::value::{Text, Value, Vars};

impl Reader<'_> {
    /// Camunda's `formField`, or the `formProperty` of all three.
    pub(super) fn form_field(
        &mut self,
        owner: XmlElement<'_>,
        element: XmlElement<'_>,
        details: &mut Details,
    ) {
        let said = |name: &str| element.attr(name).filter(|text| !text.is_empty()).map(Text::from);
        let mut field = FormField {
            id: said("id").unwrap_or_default(),
            label: said("label").or_else(|| said("name")),
            kind: said("type"),
            variable: said("variable"),
            date_pattern: said("datePattern"),
            ..FormField::default()
        };
        for child in element.children() {
            let attr = |name: &str| child.said(name);
            match (child.local(), attr("id"), attr("name")) {
                ("value", Some(id), name) => {
                    field.values.push(FormChoice { id: id.into(), name: name.map(Text::from) });
                }
                ("validation", _, _) => pairs(child, "name", "config", &mut field.validation),
                ("properties", _, _) => pairs(child, "id", "value", &mut field.properties),
                _ => {}
            }
        }
        for (name, said, constraint) in [
            ("required", "true", "required"),
            ("writable", "false", "readonly"),
            ("readable", "false", "hidden"),
        ] {
            if element.attr(name).map(str::trim) == Some(said) {
                field.validation.insert(constraint.into(), true.into());
            }
        }
        let begins = ["defaultValue", "expression", "default"].iter().find_map(|name| element.attr(name));
        let place = details.form.len();
        details.form.push(field);
        if let Some(text) = begins {
            self.detail(owner, Detail::DefaultValue(place), text, details);
        }
    }
}

/// What each child has a name for; true where it says no more.
fn pairs(element: XmlElement<'_>, name: &str, value: &str, into: &mut Vars) {
    for child in element.children() {
        if let Some(name) = child.attr(name) {
            into.insert(name.into(), child.attr(value).map_or(Value::Bool(true), Value::from));
        }
    }
}
