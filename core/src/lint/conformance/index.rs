//! The elements of the model in a file, vendors' elements left out, and who refers to whom.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::read::XmlElement;

/// What an element is, as far as the rules ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Process,
    Activity,
    Gateway,
    Start,
    End,
    Catch,
    Throw,
    Boundary,
    Flow,
    Definition,
    Other,
}

impl Kind {
    fn of(tag: &str) -> Self {
        match tag {
            "process" => Self::Process,
            "sequenceFlow" => Self::Flow,
            "startEvent" => Self::Start,
            "endEvent" => Self::End,
            "intermediateCatchEvent" => Self::Catch,
            "intermediateThrowEvent" => Self::Throw,
            "boundaryEvent" => Self::Boundary,
            "task" | "subProcess" | "transaction" | "adHocSubProcess" | "callActivity" => Self::Activity,
            _ if tag.ends_with("EventDefinition") => Self::Definition,
            _ if tag.ends_with("Gateway") => Self::Gateway,
            _ if tag.ends_with("Task") && !tag.starts_with("global") && tag != "choreographyTask" => {
                Self::Activity
            }
            _ => Self::Other,
        }
    }
}

/// One element of the model.
pub(super) struct Item<'d> {
    pub(super) xml: XmlElement<'d>,
    pub(super) tag: &'d str,
    /// Empty where it has none.
    pub(super) id: &'d str,
    pub(super) kind: Kind,
    pub(super) at: usize,
    parent: Option<usize>,
    process: Option<usize>,
    /// One past the last element inside it.
    end: usize,
}

impl<'d> Item<'d> {
    pub(super) fn attr(&self, name: &str) -> Option<&'d str> {
        self.xml.attr(name).map(str::trim).filter(|value| !value.is_empty())
    }

    pub(super) fn is_true(&self, name: &str) -> bool {
        matches!(self.attr(name), Some("true" | "1"))
    }

    pub(super) fn is_false(&self, name: &str) -> bool {
        matches!(self.attr(name), Some("false" | "0"))
    }

    pub(super) fn is_node(&self) -> bool {
        !matches!(self.kind, Kind::Process | Kind::Flow | Kind::Definition | Kind::Other)
    }

    pub(super) fn is_event(&self) -> bool {
        matches!(self.kind, Kind::Start | Kind::End | Kind::Catch | Kind::Throw | Kind::Boundary)
    }

    pub(super) fn is_scope(&self) -> bool {
        matches!(self.tag, "process" | "subProcess" | "transaction" | "adHocSubProcess")
    }

    /// Whether it is an event subprocess.
    pub(super) fn is_handler(&self) -> bool {
        self.tag == "subProcess" && self.is_true("triggeredByEvent")
    }

    /// Whether a receive task or gateway starts its process.
    pub(super) fn instantiates(&self) -> bool {
        matches!(self.tag, "receiveTask" | "eventBasedGateway") && self.is_true("instantiate")
    }

    /// For messages to people: its id, else its tag.
    pub(super) fn label(&self) -> &'d str {
        if self.id.is_empty() { self.tag } else { self.id }
    }
}

/// By what a scope begins and ends.
#[derive(Clone, Copy, Default)]
pub(super) struct Contents {
    pub(super) start: bool,
    /// A start event without a trigger.
    pub(super) none_start: bool,
    /// A receive task or gateway that starts the process.
    pub(super) instantiating: bool,
    pub(super) end: bool,
}

pub(super) struct Index<'d> {
    /// In document order; the root is the first.
    items: Vec<Item<'d>>,
    ids: BTreeMap<&'d str, usize>,
    /// Elements whose id an earlier one has, with that one.
    duplicates: BTreeMap<usize, usize>,
    incoming: Vec<Vec<usize>>,
    outgoing: Vec<Vec<usize>>,
    /// What each element is connected with by associations.
    associated: BTreeMap<usize, Vec<usize>>,
    /// What each scope has in it.
    contents: BTreeMap<usize, Contents>,
    /// Ids of what is not of BPMN.
    foreign: OnceCell<BTreeSet<&'d str>>,
    /// Whether some process of the file is meant to run.
    executable: bool,
    /// Whether references may lead into other files.
    pub(super) imports: bool,
}

impl<'d> Index<'d> {
    pub(super) fn of(root: XmlElement<'d>) -> Self {
        let items = collect(root);
        let (mut ids, mut duplicates) = (BTreeMap::new(), BTreeMap::new());
        for item in items.iter().filter(|item| !item.id.is_empty()) {
            let first = *ids.entry(item.id).or_insert(item.at);
            if first != item.at {
                duplicates.insert(item.at, first);
            }
            // Flows are to find their nodes whatever else has the same id.
            if item.is_node() && items.get(first).is_some_and(|first| !first.is_node()) {
                ids.insert(item.id, item.at);
            }
        }
        let mut index = Self {
            incoming: vec![Vec::new(); items.len()],
            outgoing: vec![Vec::new(); items.len()],
            associated: BTreeMap::new(),
            contents: BTreeMap::new(),
            foreign: OnceCell::new(),
            executable: items.iter().any(|item| item.kind == Kind::Process && !item.is_false("isExecutable")),
            imports: items.iter().any(|item| item.tag == "import"),
            items,
            ids,
            duplicates,
        };
        index.connect();
        index.fill();
        index
    }

    fn connect(&mut self) {
        for at in 0..self.items.len() {
            let Some(item) = self.items.get(at) else { return };
            if item.kind != Kind::Flow && item.tag != "association" {
                continue;
            }
            let end = |attribute: &str| item.attr(attribute).and_then(|id| self.find(id)).map(|end| end.at);
            let (source, target) = (end("sourceRef"), end("targetRef"));
            if item.kind == Kind::Flow {
                if let Some(flows) = source.and_then(|source| self.outgoing.get_mut(source)) {
                    flows.push(at);
                }
                if let Some(flows) = target.and_then(|target| self.incoming.get_mut(target)) {
                    flows.push(at);
                }
            } else if let (Some(source), Some(target)) = (source, target) {
                self.associated.entry(source).or_default().push(target);
                self.associated.entry(target).or_default().push(source);
            }
        }
    }

    fn fill(&mut self) {
        let mut contents: BTreeMap<usize, Contents> = BTreeMap::new();
        for item in self.items.iter().filter(|item| item.is_node()) {
            let Some(parent) = item.parent else { continue };
            let scope = contents.entry(parent).or_default();
            scope.start |= item.kind == Kind::Start;
            scope.none_start |= item.kind == Kind::Start && self.triggers(item).is_empty();
            scope.instantiating |= item.instantiates();
            scope.end |= item.kind == Kind::End;
        }
        self.contents = contents;
    }

    pub(super) fn items(&self) -> &[Item<'d>] {
        &self.items
    }

    /// The element that a reference names, with or without a namespace prefix.
    pub(super) fn find(&self, reference: &str) -> Option<&Item<'d>> {
        let local = || reference.rsplit_once(':').and_then(|(_, local)| self.ids.get(local));
        self.items.get(*self.ids.get(reference).or_else(local)?)
    }

    /// The element before this one that has the same id.
    pub(super) fn duplicated(&self, item: &Item<'d>) -> Option<&Item<'d>> {
        self.items.get(*self.duplicates.get(&item.at)?)
    }

    /// Whether an element that is not of BPMN has this id.
    pub(super) fn has_foreign(&self, id: &str) -> bool {
        let collect = || {
            let root = self.root().xml;
            let foreign = root.descendants().filter(|element| element.ns() != root.ns());
            foreign.filter_map(|element| element.attr("id")).collect()
        };
        self.foreign.get_or_init(collect).contains(id)
    }

    pub(super) fn parent(&self, item: &Item<'d>) -> Option<&Item<'d>> {
        self.items.get(item.parent?)
    }

    /// The element and those around it, from the inside out.
    pub(super) fn around<'i>(&'i self, item: &'i Item<'d>) -> impl Iterator<Item = &'i Item<'d>> {
        std::iter::successors(Some(item), |item| self.parent(item))
    }

    pub(super) fn children(&self, item: &Item<'d>) -> impl Iterator<Item = &Item<'d>> {
        let first = self.items.get(item.at + 1);
        let end = item.end;
        std::iter::successors(first, |child| self.items.get(child.end))
            .take_while(move |child| child.at < end)
    }

    /// Every element inside another one, at every depth.
    pub(super) fn inside(&self, item: &Item<'d>) -> impl Iterator<Item = &Item<'d>> {
        self.items.get(item.at + 1..item.end).unwrap_or_default().iter()
    }

    /// What associations connect an element with.
    pub(super) fn associated(&self, item: &Item<'d>) -> impl Iterator<Item = &Item<'d>> {
        let others = self.associated.get(&item.at).map_or(&[][..], Vec::as_slice);
        others.iter().filter_map(|other| self.items.get(*other))
    }

    /// By what a scope begins and ends.
    pub(super) fn contents(&self, scope: &Item<'d>) -> Contents {
        self.contents.get(&scope.at).copied().unwrap_or_default()
    }

    /// The sequence flows that the nodes in a process list as theirs: node, list and flow.
    pub(super) fn listed_flows(&self, process: &Item<'d>) -> BTreeSet<(usize, &'d str, usize)> {
        let lists = self.inside(process).filter(|inside| matches!(inside.tag, "incoming" | "outgoing"));
        lists.filter_map(|list| Some((list.parent?, list.tag, self.find(list.xml.trimmed())?.at))).collect()
    }

    /// The children of a scope that tokens can reach.
    pub(super) fn nodes(&self, scope: &Item<'d>) -> impl Iterator<Item = &Item<'d>> {
        self.children(scope).filter(|child| child.is_node())
    }

    /// The sequence flows that enter a node.
    pub(super) fn incoming(&self, node: &Item<'d>) -> impl ExactSizeIterator<Item = &Item<'d>> {
        self.listed(&self.incoming, node)
    }

    /// The sequence flows that leave a node.
    pub(super) fn outgoing(&self, node: &Item<'d>) -> impl ExactSizeIterator<Item = &Item<'d>> {
        self.listed(&self.outgoing, node)
    }

    fn listed<'i>(
        &'i self,
        lists: &'i [Vec<usize>],
        node: &Item<'d>,
    ) -> impl ExactSizeIterator<Item = &'i Item<'d>> {
        let list = lists.get(node.at).map_or(&[][..], Vec::as_slice);
        // The positions were taken from the items themselves.
        list.iter().map(|flow| self.items.get(*flow).unwrap_or(self.root()))
    }

    #[expect(clippy::indexing_slicing, reason = "the root of the file is always there")]
    fn root(&self) -> &Item<'d> {
        &self.items[0]
    }

    /// The event definitions of an event, its own and those it refers to.
    pub(super) fn triggers<'i>(&'i self, event: &Item<'d>) -> Vec<&'i Item<'d>> {
        let own = self.children(event);
        own.filter_map(|child| match child.tag {
            "eventDefinitionRef" => {
                self.find(child.xml.trimmed()).filter(|found| found.kind == Kind::Definition)
            }
            _ => (child.kind == Kind::Definition).then_some(child),
        })
        .collect()
    }

    /// Whether it belongs to what is meant to run.
    pub(super) fn executable(&self, item: &Item<'_>) -> bool {
        match item.process.and_then(|process| self.items.get(process)) {
            Some(process) => !process.is_false("isExecutable"),
            None => self.executable,
        }
    }

    /// Its id, or that of the nearest element around it that has one.
    pub(super) fn nearest_id(&self, item: &Item<'_>) -> Option<&'d str> {
        let mut at = Some(item.at);
        while let Some(item) = at.and_then(|at| self.items.get(at)) {
            if !item.id.is_empty() {
                return Some(item.id);
            }
            at = item.parent;
        }
        None
    }
}

fn collect(root: XmlElement<'_>) -> Vec<Item<'_>> {
    let mut items = vec![item(root, 0, None, None)];
    let mut open = vec![(0, root.children())];
    while let Some((parent, children)) = open.last_mut() {
        let parent = *parent;
        let Some(child) = children.next() else {
            open.pop();
            let end = items.len();
            if let Some(item) = items.get_mut(parent) {
                item.end = end;
            }
            continue;
        };
        if child.ns() == root.ns() && child.local() != "extensionElements" {
            let at = items.len();
            let process = items.get(parent).and_then(|parent| parent.process);
            items.push(item(child, at, Some(parent), process));
            open.push((at, child.children()));
        }
    }
    items
}

fn item(xml: XmlElement<'_>, at: usize, parent: Option<usize>, process: Option<usize>) -> Item<'_> {
    let tag = xml.local();
    let kind = Kind::of(tag);
    let process = if kind == Kind::Process { Some(at) } else { process };
    Item { xml, tag, id: xml.attr("id").unwrap_or_default(), kind, at, parent, process, end: at + 1 }
}
