//! Call activities: what they call, in BPMN's own words and in those of the vendors.

use super::instances::{extension, extensions, vendor};
use super::{Reader, XmlElement, is_expression, local_part};
use crate::elements::{BusinessKey, CallActivity, Element as _, JobTask, Passing, Source, Target};
use crate::value::Text;
use crate::xml::Ns;

/// How vendors write that the caller's business key is passed on.
const INHERITED: &[&str] =
    &["execution.businessKey", "execution.processBusinessKey", "execution.processInstanceBusinessKey"];

/// The vendors in whose engines a call passes only what it says.
const EXPLICIT: &[Ns] = &[Ns::Camunda, Ns::Flowable, Ns::Activiti];

impl Reader<'_> {
    pub(crate) fn call(&mut self, element: XmlElement<'_>) -> CallActivity {
        let zeebe = extension(element, "calledElement");
        let written =
            zeebe.and_then(|zeebe| zeebe.attr("processId")).or_else(|| element.attr("calledElement"));
        // Where a case is called, the host knows what goes by its id.
        let written = written.or_else(|| vendor(element, "caseRef"));
        let target = match written.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => self.target(element, text),
            None => {
                self.error(
                    element,
                    "missingCalledElement",
                    format_args!("the call activity does not say what it calls"),
                    "give it a `calledElement`",
                );
                Target::GlobalTask(None)
            }
        };
        let own = |name: &str| vendor(element, name).map(str::trim).filter(|text| !text.is_empty());
        let binding = own("calledElementBinding")
            .or_else(|| own("caseBinding"))
            .or_else(|| own("sameDeployment").filter(|same| *same == "true").map(|_| "deployment"))
            .or_else(|| zeebe.and_then(|zeebe| zeebe.attr("bindingType")));
        let version = own("calledElementVersion")
            .or_else(|| own("caseVersion"))
            .or_else(|| own("calledElementVersionTag"))
            .or_else(|| zeebe.and_then(|zeebe| zeebe.attr("versionTag")));
        CallActivity {
            target,
            binding: binding.map(Text::from),
            version: version.map(Text::from),
            business_key: self.business_key(element),
            inputs: self.passing(element, "in", zeebe),
            outputs: self.passing(element, "out", zeebe),
        }
    }

    fn target(&mut self, element: XmlElement<'_>, text: &str) -> Target {
        if is_expression(text) {
            return match self.expression(element, element, text) {
                Some(expression) => Target::Process { id: Source::Expression(expression), local: false },
                None => Target::GlobalTask(None),
            };
        }
        let id = local_part(text);
        match self.callable(&id) {
            Some(global) if global.local() != "process" => {
                let passes = matches!(global.local(), "globalTask" | "globalManualTask");
                Target::GlobalTask((!passes).then(|| Box::new(JobTask::read(self, global))))
            }
            found => Target::Process { local: found.is_some(), id: Source::Literal(id) },
        }
    }

    fn business_key(&mut self, element: XmlElement<'_>) -> BusinessKey {
        if vendor(element, "inheritBusinessKey").is_some_and(|text| text.trim() == "true") {
            return BusinessKey::Inherited;
        }
        let attribute = vendor(element, "businessKey");
        let inner = || extensions(element, "in").iter().find_map(|item| item.attr("businessKey"));
        let given = attribute.or_else(inner);
        let given = given.or_else(|| extension(element, "calledElement")?.attr("businessId"));
        let Some(text) = given.map(str::trim).filter(|text| !text.is_empty()) else {
            return BusinessKey::None;
        };
        let inside = text.trim_start_matches(['$', '#', '{', ' ']).trim_end_matches(['}', ' ']);
        if INHERITED.contains(&inside) {
            return BusinessKey::Inherited;
        }
        match self.source(element, text, Source::Literal) {
            Some(source) => BusinessKey::Given(source),
            None => BusinessKey::None,
        }
    }

    fn passing(&mut self, element: XmlElement<'_>, name: &str, zeebe: Option<XmlElement<'_>>) -> Passing {
        let inwards = name == "in";
        if let Some(zeebe) = zeebe {
            let said = if inwards { "propagateAllParentVariables" } else { "propagateAllChildVariables" };
            let all = zeebe.attr(said).is_none_or(|text| text.trim() != "false");
            // Otherwise inputs are what is passed, and outputs take what they want of what comes back.
            let mapping = extension(element, "ioMapping");
            let maps = mapping.is_some_and(|mapping| mapping.children().named("output").next().is_some());
            return Passing { all: all || inwards || maps, local: inwards && !all, mappings: Vec::new() };
        }
        let mut passing = Passing::default();
        self.pass(element, &extensions(element, name), &mut passing);
        let own = |attribute: &str| vendor(element, attribute).is_some_and(|text| text.trim() == "true");
        passing.all |= inwards && own("inheritVariables");
        passing.local |= !inwards && own("useLocalScopeForOutParameters");
        // Where nothing can be said, everything is passed, as to a subprocess.
        let document = element.document();
        passing.all |= !EXPLICIT.iter().any(|ns| document.mentions(*ns));
        passing
    }

    /// Variables that cross a border as Camunda and its relatives write them.
    pub(super) fn pass(&mut self, owner: XmlElement<'_>, items: &[XmlElement<'_>], passing: &mut Passing) {
        for item in items.iter().filter(|item| item.attr("businessKey").is_none()) {
            passing.local |= item.attr("local").is_some_and(|text| text.trim() == "true");
            if item.attr("variables").is_some_and(|text| text.trim() == "all") {
                passing.all = true;
                continue;
            }
            let source = match (item.attr("source"), item.attr("sourceExpression")) {
                (Some(name), _) => self.source(owner, name.trim(), Source::Variable),
                (None, Some(text)) => self.source(owner, text.trim(), Source::Literal),
                (None, None) => None,
            };
            let target = item.said("target");
            match (target, source) {
                (Some(target), Some(source)) => passing.mappings.push((Text::from(target), source)),
                _ => self.warning(
                    owner,
                    "invalidMapping",
                    format_args!("`{}` lacks its source or its target, and has no effect", item.name()),
                    "give it a `source` or `sourceExpression`, and a `target`",
                ),
            }
        }
    }

    pub(super) fn source(
        &mut self,
        owner: XmlElement<'_>,
        text: &str,
        plain: fn(Text) -> Source,
    ) -> Option<Source> {
        if is_expression(text) {
            self.expression(owner, owner, text).map(Source::Expression)
        } else {
            Some(plain(Text::from(text)))
        }
    }
}
