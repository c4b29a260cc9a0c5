//! The elements of the model in a file, vendors' elements left out, and who refers to whom.

use crate::map::Map;
use std::cell::OnceCell;

use crate::read::XmlElement;
use crate::value::CollectVec;

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
        self.xml.said(name)
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

    /// Whether it says what an event reacts to or throws.
    fn is_trigger(&self) -> bool {
        self.kind == Kind::Definition || self.tag == "eventDefinitionRef"
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

/// What the rest of the file has to do with an element.
#[derive(Default)]
pub(super) struct Relations {
    /// The element before it that has the same id.
    first: Option<usize>,
    incoming: Vec<usize>,
    outgoing: Vec<usize>,
    /// The other ends of its associations.
    associated: Vec<usize>,
    /// Of a scope: whether it contains a start event, one without a trigger, another node that starts the
    /// process, an end event.
    pub(super) start: bool,
    pub(super) none_start: bool,
    pub(super) instantiating: bool,
    pub(super) end: bool,
    /// Of a flow: whether its ends list it. Of a process: whether any node lists flows.
    pub(super) in_outgoing: bool,
    pub(super) in_incoming: bool,
    pub(super) lists: bool,
}

static UNRELATED: Relations = Relations {
    first: None,
    incoming: Vec::new(),
    outgoing: Vec::new(),
    associated: Vec::new(),
    start: false,
    none_start: false,
    instantiating: false,
    end: false,
    in_outgoing: false,
    in_incoming: false,
    lists: false,
};

pub(super) struct Index<'d> {
    /// In document order; the root is the first.
    items: Vec<Item<'d>>,
    /// By position in `items`.
    relations: Vec<Relations>,
    ids: Map<&'d str, u32>,
    /// Ids of what is not of BPMN.
    foreign: OnceCell<Map<&'d str, u32>>,
    /// Whether some process of the file is meant to run.
    executable: bool,
    /// Whether references may lead into other files.
    pub(super) imports: bool,
}

impl<'d> Index<'d> {
    pub(super) fn of(root: XmlElement<'d>) -> Self {
        let items = collect(root);
        let mut index = Self {
            relations: items.iter().map(|_| Relations::default()).collect_vec(),
            ids: Map::new(),
            foreign: OnceCell::new(),
            executable: items.iter().any(|item| item.kind == Kind::Process && !item.is_false("isExecutable")),
            imports: items.iter().any(|item| item.tag == "import"),
            items,
        };
        index.name();
        for at in 0..index.items.len() {
            index.relate(at);
        }
        index
    }

    fn name(&mut self) {
        for item in self.items.iter().filter(|item| !item.id.is_empty()) {
            let own = u32::try_from(item.at).unwrap_or(u32::MAX);
            let first = self.ids.get(item.id).map(|first| *first as usize);
            let node = first.and_then(|first| self.items.get(first)).is_some_and(Item::is_node);
            if let (Some(_), Some(relations)) = (first, self.relations.get_mut(item.at)) {
                relations.first = first;
            }
            // Flows are to find their nodes whatever else has the same id.
            if first.is_none() || (item.is_node() && !node) {
                self.ids.insert(item.id, own);
            }
        }
    }

    /// Tells the others what this element means for them.
    fn relate(&mut self, at: usize) {
        let Self { items, relations, ids, .. } = self;
        let Some(item) = items.get(at) else { return };
        let find = |reference: &str| find(ids, reference);
        let end = |attribute: &str| item.attr(attribute).and_then(find);
        if item.is_node() {
            let triggered = || items.iter().skip(at + 1).take(item.end - at - 1).any(Item::is_trigger);
            let none = item.kind == Kind::Start && !triggered();
            if let Some(scope) = item.parent.and_then(|scope| relations.get_mut(scope)) {
                scope.start |= item.kind == Kind::Start;
                scope.none_start |= none;
                scope.instantiating |= item.instantiates();
                scope.end |= item.kind == Kind::End;
            }
        } else if item.kind == Kind::Flow || item.tag == "association" {
            let (source, target) = (end("sourceRef"), end("targetRef"));
            let flow = item.kind == Kind::Flow;
            if let Some(source) = source.and_then(|source| relations.get_mut(source)) {
                let list = if flow { &mut source.outgoing } else { &mut source.associated };
                list.extend(if flow { Some(at) } else { target });
            }
            if let Some(target) = target.and_then(|target| relations.get_mut(target)) {
                let list = if flow { &mut target.incoming } else { &mut target.associated };
                list.extend(if flow { Some(at) } else { source });
            }
        } else if matches!(item.tag, "incoming" | "outgoing") {
            if let Some(process) = item.process.and_then(|process| relations.get_mut(process)) {
                process.lists = true;
            }
            let Some(flow) = find(item.xml.trimmed()) else { return };
            let incoming = item.tag == "incoming";
            let end = items
                .get(flow)
                .and_then(|flow| flow.attr(if incoming { "targetRef" } else { "sourceRef" }).and_then(find));
            if end == item.parent
                && let Some(flow) = relations.get_mut(flow)
            {
                flow.in_incoming |= incoming;
                flow.in_outgoing |= !incoming;
            }
        }
    }

    /// What the rest of the file has to do with an element.
    pub(super) fn relations(&self, item: &Item<'d>) -> &Relations {
        self.relations.get(item.at).unwrap_or(&UNRELATED)
    }

    pub(super) fn items(&self) -> &[Item<'d>] {
        &self.items
    }

    /// The element that a reference names, with or without a namespace prefix.
    pub(super) fn find(&self, reference: &str) -> Option<&Item<'d>> {
        self.items.get(find(&self.ids, reference)?)
    }

    /// The element before this one that has the same id.
    pub(super) fn duplicated(&self, item: &Item<'d>) -> Option<&Item<'d>> {
        self.items.get(self.relations(item).first?)
    }

    /// Whether an element that is not of BPMN has this id.
    pub(super) fn has_foreign(&self, id: &str) -> bool {
        let collect = || {
            let mut ids = Map::new();
            let Some(root) = self.items.first().map(|root| root.xml) else { return ids };
            for foreign in root.descendants().filter(|element| element.ns() != root.ns()) {
                if let Some(id) = foreign.attr("id") {
                    ids.insert(id, foreign.ix());
                }
            }
            ids
        };
        self.foreign.get_or_init(collect).contains_key(id)
    }

    pub(super) fn parent(&self, item: &Item<'d>) -> Option<&Item<'d>> {
        self.items.get(item.parent?)
    }

    /// The process around an element, or itself.
    pub(super) fn process(&self, item: &Item<'_>) -> Option<&Item<'d>> {
        self.items.get(item.process?)
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

    /// What associations connect an element with.
    pub(super) fn associated(&self, item: &Item<'d>) -> impl Iterator<Item = &Item<'d>> {
        self.listed(&self.relations(item).associated)
    }

    /// The children of a scope that tokens can reach.
    pub(super) fn nodes(&self, scope: &Item<'d>) -> impl Iterator<Item = &Item<'d>> {
        self.children(scope).filter(|child| child.is_node())
    }

    /// The sequence flows that enter a node.
    pub(super) fn incoming(&self, node: &Item<'d>) -> impl ExactSizeIterator<Item = &Item<'d>> {
        self.listed(&self.relations(node).incoming)
    }

    /// The sequence flows that leave a node.
    pub(super) fn outgoing(&self, node: &Item<'d>) -> impl ExactSizeIterator<Item = &Item<'d>> {
        self.listed(&self.relations(node).outgoing)
    }

    #[expect(clippy::indexing_slicing, reason = "the positions were taken from the items themselves")]
    fn listed<'i>(&'i self, positions: &'i [usize]) -> impl ExactSizeIterator<Item = &'i Item<'d>> {
        positions.iter().map(|at| &self.items[*at])
    }

    /// The event definitions of an event, its own and those it refers to.
    pub(super) fn triggers<'i>(&'i self, event: &Item<'d>) -> Vec<&'i Item<'d>> {
        let own = self.children(event);
        own.filter_map(|child| match child.tag {
            "eventDefinitionRef" => {
                self.find(child.xml.trimmed()).filter(|found| found.kind == Kind::Definition)
            }
            _ => Some(child).filter(|child| child.kind == Kind::Definition),
        })
        .collect_vec()
    }

    /// Whether it belongs to what is meant to run.
    pub(super) fn executable(&self, item: &Item<'_>) -> bool {
        match self.process(item) {
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

fn find(ids: &Map<&str, u32>, reference: &str) -> Option<usize> {
    let local = || ids.get(crate::value::behind(reference, b':'));
    ids.get(reference).or_else(local).map(|at| *at as usize)
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
