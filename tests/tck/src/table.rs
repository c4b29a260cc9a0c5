//! Decision tables.

use roxmltree::Node;
use tidewheel::feel::{Names, Val};

use crate::evaluate::Cx;
use crate::model::{child, children, text};

#[derive(Debug)]
pub(crate) struct Table {
    policy: char,
    aggregation: String,
    inputs: Vec<Input>,
    outputs: Vec<Output>,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Input {
    expression: String,
    of: Option<String>,
    allowed: Option<String>,
}

#[derive(Debug)]
struct Output {
    name: String,
    of: Option<String>,
    /// In the order of their priority.
    values: Option<String>,
    default: Option<String>,
}

#[derive(Debug)]
struct Rule {
    tests: Vec<String>,
    results: Vec<String>,
}

/// One matching rule: its outputs in order.
type Hit = Vec<Val>;

impl Table {
    pub(crate) fn read(node: Node<'_, '_>) -> Self {
        let texts = |rule: Node<'_, '_>, name: &str| -> Vec<String> {
            let entries =
                rule.children().filter(|entry| entry.is_element() && entry.tag_name().name() == name);
            entries.map(|entry| text(entry, "text").unwrap_or_default()).collect()
        };
        Self {
            policy: node.attribute("hitPolicy").and_then(|policy| policy.chars().next()).unwrap_or('U'),
            aggregation: node.attribute("aggregation").unwrap_or_default().to_owned(),
            inputs: children(node, "input")
                .filter_map(|input| {
                    let expression = child(input, "inputExpression")?;
                    Some(Input {
                        expression: text(expression, "text")?,
                        of: expression.attribute("typeRef").map(str::to_owned),
                        allowed: child(input, "inputValues").and_then(|values| text(values, "text")),
                    })
                })
                .collect(),
            outputs: children(node, "output")
                .map(|output| Output {
                    name: crate::model::name(output),
                    of: output.attribute("typeRef").map(str::to_owned),
                    values: child(output, "outputValues").and_then(|values| text(values, "text")),
                    default: child(output, "defaultOutputEntry").and_then(|entry| text(entry, "text")),
                })
                .collect(),
            rules: children(node, "rule")
                .map(|rule| Rule { tests: texts(rule, "inputEntry"), results: texts(rule, "outputEntry") })
                .collect(),
        }
    }

    pub(crate) fn evaluate(&self, cx: &Cx, names: &Names) -> Val {
        let Some(hits) = self.hits(cx, names) else { return Val::Null };
        if hits.is_empty() {
            return self.default(cx, names);
        }
        match self.policy {
            'U' if hits.len() > 1 => {
                cx.note("several rules match, but the hit policy is UNIQUE");
                Val::Null
            }
            'A' if hits.iter().any(|hit| Some(shown(hit)) != hits.first().map(shown)) => {
                cx.note("rules differ, but the hit policy is ANY");
                Val::Null
            }
            'P' => {
                self.by_priority(cx, names, hits).into_iter().next().map_or(Val::Null, |hit| self.single(hit))
            }
            'O' => self.list(self.by_priority(cx, names, hits)),
            'R' => self.list(hits),
            'C' => self.collect(cx, hits),
            _ => hits.into_iter().next().map_or(Val::Null, |hit| self.single(hit)),
        }
    }

    fn hits(&self, cx: &Cx, names: &Names) -> Option<Vec<Hit>> {
        let mut inputs = Vec::new();
        for input in &self.inputs {
            let value = cx.literal(&input.expression, names);
            let value = cx.conform_or_null(value, input.of.as_deref());
            if let Some(allowed) = &input.allowed
                && !value.is_null()
                && cx.tests(allowed, &value, names) != Some(true)
            {
                cx.note("an input has a value that is not allowed");
                return None;
            }
            inputs.push(value);
        }
        let mut hits = Vec::new();
        for rule in &self.rules {
            let passes = |(test, input): (&String, &Val)| cx.tests(test, input, names) == Some(true);
            if rule.tests.iter().zip(&inputs).all(passes) {
                let results = rule.results.iter().zip(&self.outputs);
                hits.push(
                    results
                        .map(|(text, output)| {
                            cx.conform_or_null(cx.literal(text, names), output.of.as_deref())
                        })
                        .collect(),
                );
                if self.policy == 'F' {
                    break;
                }
            }
        }
        Some(hits)
    }

    /// One output is a value, several are a context.
    fn single(&self, hit: Hit) -> Val {
        match self.outputs.as_slice() {
            [_] => hit.into_iter().next().unwrap_or_default(),
            outputs => {
                Val::context(outputs.iter().map(|output| output.name.as_str().into()).zip(hit).collect())
            }
        }
    }

    fn list(&self, hits: Vec<Hit>) -> Val {
        Val::list(hits.into_iter().map(|hit| self.single(hit)).collect())
    }

    fn default(&self, cx: &Cx, names: &Names) -> Val {
        if self.outputs.iter().all(|output| output.default.is_none()) {
            return Val::Null;
        }
        let value = |output: &Output| {
            let text = output.default.as_deref().unwrap_or("null");
            cx.conform_or_null(cx.literal(text, names), output.of.as_deref())
        };
        let hit = self.outputs.iter().map(value).collect();
        self.single(hit)
    }

    fn by_priority(&self, cx: &Cx, names: &Names, mut hits: Vec<Hit>) -> Vec<Hit> {
        let orders: Vec<Option<Vec<String>>> = self
            .outputs
            .iter()
            .map(|output| {
                let values = output.values.clone().or_else(|| cx.allowed_values(output.of.as_deref()?))?;
                let list = cx.literal(&format!("[{values}]"), names);
                Some(list.as_list()?.iter().map(|value| value.to_string()).collect())
            })
            .collect();
        hits.sort_by_key(|hit| {
            hit.iter()
                .zip(&orders)
                .map(|(value, order)| {
                    let (order, value) = (order.as_ref()?, value.to_string());
                    order.iter().position(|known| *known == value)
                })
                .collect::<Vec<_>>()
        });
        hits
    }

    fn collect(&self, cx: &Cx, hits: Vec<Hit>) -> Val {
        let function = match self.aggregation.as_str() {
            "" => return self.list(hits),
            "COUNT" => return Val::from(hits.len()),
            "SUM" => "sum",
            "MIN" => "min",
            _ => "max",
        };
        let list = self.list(hits);
        cx.literal(&format!("{function}(hits)"), &Names::from([("hits", list)]))
    }
}

fn shown(hit: &Hit) -> Vec<String> {
    hit.iter().map(ToString::to_string).collect()
}
