//! Multi-instance characteristics, in BPMN's own words and in those of the vendors, as one form.

use super::vocabulary::is_read;
use super::{BpmnElement, Reader, XmlElement, is_expression};
use crate::elements::{Output, Source};
use crate::expr::{Expr, Lang, compile};
use crate::program::MappingSource;
use crate::triggers::{Position, Trigger};
use crate::value::{CollectVec, Text, Value, Vars};
use crate::xml::Ns;

/// How many instances, over what, and what becomes of their results.
pub(crate) struct Instances {
    pub(crate) cardinality: Option<Expr>,
    pub(crate) collection: Option<Source>,
    pub(crate) item: Option<Text>,
    pub(crate) index: Option<Text>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) keeps: bool,
    pub(crate) completion: Option<Expr>,
}

impl Reader<'_> {
    /// Reads `multiInstanceLoopCharacteristics`; none if it says neither how many nor over what.
    pub(crate) fn instances(&mut self, owner: XmlElement<'_>, element: XmlElement<'_>) -> Option<Instances> {
        let before = self.diagnostics.len();
        let cardinality = self.child_expression(owner, element, "loopCardinality");
        let zeebe = extension(element, "loopCharacteristics");
        let collection = self.collection(owner, element, zeebe);
        let item = vendor(element, "elementVariable")
            .or_else(|| zeebe.and_then(|zeebe| zeebe.attr("inputElement")))
            .map(|name| Text::from(name.trim()))
            .or_else(|| element.bpmn_child("inputDataItem").and_then(item_name));
        if cardinality.is_none() && collection.is_none() && self.diagnostics.len() == before {
            self.error(
                owner,
                "missingCardinality",
                format_args!("the multi-instance activity says neither how many instances there are nor over what they run"),
                "give it a `loopCardinality` or a `loopDataInputRef`",
            );
        }
        if let Some(number) = cardinality.as_ref().and_then(literal).filter(|number| *number < 0) {
            self.error(
                owner,
                "invalidLoop",
                format_args!("`loopCardinality` is `{number}`"),
                "write a whole number of at least zero",
            );
        }
        if cardinality.is_none() && collection.is_none() {
            return None;
        }
        let mut outputs = Vec::new();
        if let Some(output) = self.output(owner, element, zeebe) {
            outputs.push(output);
        }
        let keeps = self.aggregations(element, &mut outputs);
        Some(Instances {
            cardinality,
            collection,
            item: item.filter(|name| !name.is_empty()),
            index: vendor(element, "elementIndexVariable").map(str::trim).map(Text::from),
            outputs,
            keeps,
            completion: self.child_expression(owner, element, "completionCondition"),
        })
    }

    fn child_expression(
        &mut self,
        owner: XmlElement<'_>,
        element: XmlElement<'_>,
        name: &str,
    ) -> Option<Expr> {
        let child = element.bpmn_child(name).filter(|child| !child.trimmed().is_empty())?;
        self.expression(owner, child, child.trimmed())
    }

    /// The collection: a data item of BPMN, or a variable or expression in a vendor's attribute.
    fn collection(
        &mut self,
        owner: XmlElement<'_>,
        element: XmlElement<'_>,
        zeebe: Option<XmlElement<'_>>,
    ) -> Option<Source> {
        if let Some(text) = zeebe.and_then(|zeebe| zeebe.attr("inputCollection")).map(str::trim) {
            return self.source(owner, text, Source::Variable);
        }
        if let Some(text) = vendor(element, "collection").map(str::trim) {
            return self.source(owner, text, Source::Variable);
        }
        if let Some(said) = extension(element, "collection") {
            return self.made_collection(owner, said);
        }
        let reference = element.bpmn_child("loopDataInputRef")?.trimmed();
        if is_expression(reference) {
            return self.source(owner, reference, Source::Variable);
        }
        // A data input of the activity itself is filled from outside by an association.
        let source = association(owner, "dataInputAssociation", "targetRef", "sourceRef", reference);
        Some(Source::Variable(self.data_name(source.unwrap_or(reference))))
    }

    /// The collection of Flowable's extension element, which may name code that makes a list of it.
    fn made_collection(&mut self, owner: XmlElement<'_>, said: XmlElement<'_>) -> Option<Source> {
        let text = said.children().find(|child| child.local() == "expression").unwrap_or(said).trimmed();
        let code = ["class", "delegateExpression"].iter().find_map(|name| vendor(said, name));
        if let Some(code) = code {
            let message = format!("`{code}`, which makes the collection, is not run");
            let remedy = "let a job make the list, and name its variable in `collection`";
            if !is_expression(text) {
                self.error(owner, "invalidLoop", format_args!("{message}"), remedy);
                return None;
            }
            self.warning(owner, "inertExtension", format_args!("{message}"), remedy);
        }
        self.source(owner, text, Source::Variable)
    }

    fn output(
        &mut self,
        owner: XmlElement<'_>,
        element: XmlElement<'_>,
        zeebe: Option<XmlElement<'_>>,
    ) -> Option<Output> {
        if let Some(zeebe) = zeebe {
            let collection = zeebe.said("outputCollection")?;
            let text = zeebe.said("outputElement")?;
            let element = self.variable_or_expression(owner, zeebe, text)?;
            let head = element.source().split(['.', '[']).next().unwrap_or_default().trim();
            let local = is_name(head).then(|| Text::from(head));
            return Some(Output {
                collection: collection.into(),
                element: MappingSource::Expr(element),
                overview: false,
                local,
            });
        }
        let reference = element.bpmn_child("loopDataOutputRef")?.trimmed();
        let item = element.bpmn_child("outputDataItem").and_then(item_name)?;
        let target = association(owner, "dataOutputAssociation", "sourceRef", "targetRef", reference);
        let collection = self.data_name(target.unwrap_or(reference));
        let element = MappingSource::Expr(self.variable(owner, &item)?);
        Some(Output { collection, element, overview: false, local: Some(item) })
    }

    /// The lists of maps that Flowable makes of what instances leave; whether there are such.
    fn aggregations(&mut self, element: XmlElement<'_>, outputs: &mut Vec<Output>) -> bool {
        let before = outputs.len();
        for said in extensions(element, "variableAggregation") {
            let code = said.said("class").or_else(|| said.said("delegateExpression"));
            let Some(target) = said.said("target").filter(|_| code.is_none()) else {
                let (what, why) = code.map_or((said.name(), "has no `target`"), |code| (code, "is not run"));
                self.warning(
                    said,
                    "inertExtension",
                    format_args!("`{what}` {why}, so nothing is aggregated"),
                    "name the variables that the instances leave, and a `target` for their list",
                );
                continue;
            };
            let mut members = Vec::new();
            for variable in said.children().named("variable") {
                if let Some(member) = self.member(variable) {
                    members.push(member);
                }
            }
            let element = MappingSource::Map(members);
            let overview = said.said("createOverviewVariable") == Some("true");
            outputs.push(Output { collection: target.into(), element, overview, local: None });
        }
        outputs.len() > before
    }

    /// An expression, or the name of a variable.
    fn variable_or_expression(
        &mut self,
        owner: XmlElement<'_>,
        holder: XmlElement<'_>,
        text: &str,
    ) -> Option<Expr> {
        if is_expression(text) { self.expression(owner, holder, text) } else { self.variable(owner, text) }
    }

    /// The expression that reads one variable.
    pub(crate) fn variable(&mut self, owner: XmlElement<'_>, name: &str) -> Option<Expr> {
        let found = compile(Lang::Juel, &format!("${{{name}}}")).or_else(|_| compile(Lang::Feel, name));
        if found.is_err() {
            self.error(
                owner,
                "invalidExpression",
                format_args!("`{name}` is not the name of a variable"),
                "use a name of letters, digits and `_`",
            );
        }
        found.ok()
    }

    /// The event that a multi-instance behaviour throws, by the id of its definition.
    pub(crate) fn thrown_event(&mut self, owner: XmlElement<'_>, reference: &str) -> Option<Trigger> {
        let definition = self.event_definition(owner, reference.trim())?;
        Trigger::definition(self, owner, definition, Position::Throw)
    }

    /// The rules of the behaviour `Complex`: conditions, and the events that they throw.
    pub(crate) fn complex_behavior(
        &mut self,
        owner: XmlElement<'_>,
        element: XmlElement<'_>,
    ) -> Vec<(Expr, Option<Trigger>)> {
        let mut rules = Vec::new();
        for rule in element.bpmn_children().named("complexBehaviorDefinition") {
            let condition = self.child_expression(owner, rule, "condition");
            let event = rule.bpmn_child("event").or_else(|| rule.bpmn_child("implicitThrowEvent"));
            let thrown = event.map(|event| Trigger::read(self, event, Position::Throw));
            match condition {
                Some(condition) => rules.push((condition, thrown)),
                None => self.warning(
                    owner,
                    "missingCondition",
                    format_args!("a complex behaviour has no condition, so it never applies"),
                    "give it a `condition`",
                ),
            }
        }
        rules
    }
}

/// The number that an expression of no variables gives.
fn literal(expression: &Expr) -> Option<i64> {
    match expression.eval(&Vars::new()) {
        Ok(Value::Number(number)) => number.to_i64(),
        _ => None,
    }
}

fn item_name(item: XmlElement<'_>) -> Option<Text> {
    let name = item.attr("name").or_else(|| item.attr("id")).map(str::trim);
    name.filter(|name| !name.is_empty()).map(Text::from)
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// The other end of the data association of an activity that has one end at `reference`.
fn association<'d>(
    owner: XmlElement<'d>,
    kind: &str,
    here: &str,
    there: &str,
    reference: &str,
) -> Option<&'d str> {
    owner.bpmn_children().named(kind).find_map(|association| {
        let end = association.bpmn_child(here)?.trimmed();
        (end == reference).then(|| association.bpmn_child(there))?.map(|other| other.trimmed())
    })
}

/// An attribute in the namespace of Camunda or one of its relatives.
pub(super) fn vendor<'d>(element: XmlElement<'d>, name: &str) -> Option<&'d str> {
    let of = |ns: &Ns| element.attr_ns(*ns, name).filter(|_| is_read(true, *ns, name));
    [Ns::Camunda, Ns::Flowable, Ns::Activiti].iter().find_map(of)
}

/// An extension element of any vendor.
pub(super) fn extension<'d>(element: XmlElement<'d>, name: &str) -> Option<XmlElement<'d>> {
    extensions(element, name).into_iter().next()
}

/// The extension elements of that name of any vendor.
pub(super) fn extensions<'d>(element: XmlElement<'d>, name: &str) -> Vec<XmlElement<'d>> {
    let Some(container) = element.bpmn_child("extensionElements") else { return Vec::new() };
    let named = container.children().named(name);
    named.filter(|child| is_read(false, child.ns(), child.local())).collect_vec()
}
