//! The diagram: states in layers from left to right, by how many transitions lead to them from the start;
//! in each state what belongs to it, row by row. Flows to the next layer run between the layers, all others
//! below.

use super::bpmn::flow_id;
use super::parts::{PartKind, Parts, Plan};
use super::xml::Xml;
use super::{MachineState, MachineTransition};
use crate::map::Map;
use crate::value::Text;

/// Height of a row of tasks.
const ROW: usize = 100;
/// Room around what is in a state.
const PADDING: usize = 40;
/// Between what stands side by side in a state.
const GAP: usize = 40;
/// Between states of one layer.
const BELOW: usize = 60;
/// Between flows that run side by side.
const LANE: usize = 15;
/// Between layers, besides the flows there.
const BESIDE: usize = 60;
/// Diameter of events.
const EVENT: usize = 36;
/// Where the drawing begins.
const EDGE: usize = 160;

#[derive(Clone, Copy, Default)]
struct Area {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
}

impl Area {
    fn middle(self) -> usize {
        self.y + self.height / 2
    }

    fn left(self) -> Point {
        (self.x, self.middle())
    }

    fn right(self) -> Point {
        (self.x + self.width, self.middle())
    }
}

type Point = (usize, usize);

/// A state in its place.
struct Stand<'m> {
    state: &'m MachineState,
    parts: Option<Parts<'m>>,
    layer: usize,
    area: Area,
    /// Where its columns begin, for what is in it.
    columns: [usize; 6],
}

/// Writes the diagram interchange of the whole file.
pub(super) fn write(xml: &mut Xml, plan: &Plan<'_>) {
    let id = &plan.machine.id;
    xml.open("bpmndi:BPMNDiagram", &[("id", &format!("{id}..diagram"))]);
    xml.open("bpmndi:BPMNPlane", &[("id", &format!("{id}..plane")), ("bpmnElement", id)]);
    let mut drawing = Drawing::new(plan);
    drawing.place();
    drawing.write(xml);
    xml.close("bpmndi:BPMNPlane");
    xml.close("bpmndi:BPMNDiagram");
}

struct Drawing<'p, 'm> {
    plan: &'p Plan<'m>,
    stands: Vec<Stand<'m>>,
    /// Places in `stands` by the ids of the states.
    places: Map<&'m Text, usize>,
    /// How many flows run in front of each layer, and behind the last.
    lanes: Vec<usize>,
    /// Where the room in front of each layer begins.
    channels: Vec<usize>,
}

impl<'p, 'm> Drawing<'p, 'm> {
    fn new(plan: &'p Plan<'m>) -> Self {
        let layers = layers(plan);
        let states = plan.machine.states.iter();
        let stands: Vec<_> = states
            .map(|state| {
                let layer = layers.get(&state.id).copied().unwrap_or_default();
                let parts = (!plan.leaving(state).is_empty()).then(|| plan.parts(state));
                let (width, columns) = parts.as_ref().map_or((EVENT, [0; 6]), columns);
                let height = parts.as_ref().map_or(EVENT, |parts| parts.rows * ROW + PADDING);
                Stand { state, parts, layer, area: Area { width, height, ..Area::default() }, columns }
            })
            .collect();
        let places = stands.iter().enumerate().map(|(place, stand)| (&stand.state.id, place)).collect();
        Self { plan, stands, places, lanes: Vec::new(), channels: Vec::new() }
    }

    fn place(&mut self) {
        let last = self.stands.iter().map(|stand| stand.layer).max().unwrap_or_default();
        self.lanes = vec![0; last + 2];
        for (source, transition) in self.flows() {
            let Some(target) = self.target(transition) else { continue };
            let (from, to) = (self.layer(source), self.layer(target));
            let next = [Some(from + 1), (to != from + 1).then_some(to)];
            for layer in next.into_iter().flatten() {
                if let Some(lanes) = self.lanes.get_mut(layer) {
                    *lanes += 1;
                }
            }
        }
        let mut x = EDGE;
        for layer in 0..=last {
            let lanes = self.lanes.get(layer).copied().unwrap_or_default();
            self.channels.push(x);
            x += BESIDE + lanes * LANE;
            let mut y = EDGE;
            let own = || self.stands.iter().filter(|stand| stand.layer == layer);
            let width = own().map(|stand| stand.area.width).max().unwrap_or_default();
            for stand in self.stands.iter_mut().filter(|stand| stand.layer == layer) {
                (stand.area.x, stand.area.y) = (x, y);
                y += stand.area.height + BELOW;
            }
            x += width;
        }
        self.channels.push(x);
    }

    /// Every transition, with the place of the state that it leaves.
    fn flows(&self) -> Vec<(usize, &'m MachineTransition)> {
        let mut flows = Vec::new();
        for (place, stand) in self.stands.iter().enumerate() {
            flows.extend(self.plan.leaving(stand.state).iter().map(|transition| (place, *transition)));
        }
        flows
    }

    fn target(&self, transition: &MachineTransition) -> Option<usize> {
        self.places.get(&transition.to).copied()
    }

    fn layer(&self, place: usize) -> usize {
        self.stands.get(place).map_or(0, |stand| stand.layer)
    }

    fn write(&self, xml: &mut Xml) {
        if let Some(start) = self.plan.start().and_then(|start| self.places.get(&start.id)) {
            let id = format!("{}..start", self.plan.machine.id);
            let area = self.area(*start);
            let event = event((EDGE.saturating_sub(2 * EVENT), area.middle()));
            shape(xml, &id, event, false);
            let target = self.stands.get(*start).map_or("", |stand| &stand.state.id);
            edge(xml, &flow_id(&id, target), &[event.right(), area.left()]);
        }
        for stand in &self.stands {
            shape(xml, &stand.state.id, stand.area, stand.parts.is_some());
            if let Some(parts) = &stand.parts {
                inside(xml, stand, parts);
            }
        }
        self.transitions(xml);
    }

    fn transitions(&self, xml: &mut Xml) {
        let bottom = self.stands.iter().map(|stand| stand.area.y + stand.area.height).max();
        let mut below = bottom.unwrap_or_default() + BELOW;
        let mut used = vec![0; self.lanes.len()];
        let mut channel = |layer: usize| {
            let begin = self.channels.get(layer).copied().unwrap_or_default();
            let lane = used.get_mut(layer).map_or(0, |lane| {
                *lane += 1;
                *lane
            });
            begin + BESIDE / 2 + lane * LANE
        };
        for (source, transition) in self.flows() {
            let Some(target) = self.target(transition) else { continue };
            let border = event((self.area(source).right().0, self.exit(source, transition)));
            shape(xml, &transition.id, border, false);
            let (from, to) = (border.right(), self.area(target).left());
            let out = channel(self.layer(source) + 1);
            let id = flow_id(&transition.id, &transition.to);
            if self.layer(target) == self.layer(source) + 1 {
                edge(xml, &id, &[from, (out, from.1), (out, to.1), to]);
            } else {
                let back = channel(self.layer(target));
                let way = [from, (out, from.1), (out, below), (back, below), (back, to.1), to];
                edge(xml, &id, &way);
                below += LANE;
            }
        }
    }

    fn area(&self, place: usize) -> Area {
        self.stands.get(place).map(|stand| stand.area).unwrap_or_default()
    }

    /// How far down the end of a transition lies in its state.
    fn exit(&self, place: usize, transition: &MachineTransition) -> usize {
        let Some(stand) = self.stands.get(place) else { return 0 };
        let parts = stand.parts.iter().flat_map(|parts| &parts.nodes);
        let mut ends = parts.filter(|part| matches!(&part.kind, PartKind::End(of) if of.id == transition.id));
        ends.next().map_or(stand.area.middle(), |end| row(stand.area, end.row))
    }
}

/// How many transitions lead to each state from the start; those that none leads to come last.
fn layers<'m>(plan: &Plan<'m>) -> Map<&'m Text, usize> {
    let states: Map<&Text, &MachineState> =
        plan.machine.states.iter().map(|state| (&state.id, state)).collect();
    let mut layers = Map::new();
    let mut ring: Vec<&MachineState> = plan.start().into_iter().collect();
    let mut depth = 0;
    while !ring.is_empty() {
        ring.retain(|state| !layers.contains_key(&state.id));
        for state in &ring {
            layers.insert(&state.id, depth);
        }
        let next = ring.iter().flat_map(|state| plan.leaving(state)).map(|transition| &transition.to);
        ring = next.filter_map(|id| states.get(id).copied()).collect();
        depth += 1;
    }
    for state in &plan.machine.states {
        layers.or_insert(&state.id, depth);
    }
    layers
}

/// The width of a state, and where its columns begin.
fn columns(parts: &Parts<'_>) -> (usize, [usize; 6]) {
    let mut widths = [0; 6];
    for part in &parts.nodes {
        if let Some(width) = widths.get_mut(part.kind.column()) {
            *width = size(&part.kind).0.max(*width);
        }
    }
    let mut x = PADDING;
    let columns = widths.map(|width| {
        let begin = x;
        x += if width > 0 { width + GAP } else { 0 };
        begin
    });
    (x - GAP + PADDING, columns)
}

fn size(kind: &PartKind<'_>) -> Point {
    match kind {
        PartKind::Action(..) => (100, 80),
        PartKind::Fork | PartKind::Join => (50, 50),
        _ => (EVENT, EVENT),
    }
}

/// The middle of a row, which is counted in halves.
fn row(area: Area, row: usize) -> usize {
    area.y + PADDING / 2 + ROW / 2 + row * ROW / 2
}

fn inside(xml: &mut Xml, stand: &Stand<'_>, parts: &Parts<'_>) {
    let mut areas = Vec::new();
    for part in &parts.nodes {
        let (width, height) = size(&part.kind);
        let column = stand.columns.get(part.kind.column()).copied().unwrap_or_default();
        // An event that stands among tasks stands in their middle.
        let indent = if matches!(part.kind, PartKind::Timer(_)) { (100 - EVENT) / 2 } else { 0 };
        let (x, y) = (stand.area.x + column + indent, row(stand.area, part.row) - height / 2);
        let area = Area { x, y, width, height };
        shape(xml, &part.id, area, false);
        areas.push(area);
    }
    let place = |place: &usize| parts.nodes.get(*place).map(|part| &*part.id).zip(areas.get(*place));
    for (source, target) in &parts.flows {
        let (Some((source, from)), Some((target, to))) = (place(source), place(target)) else { continue };
        let (from, to) = (from.right(), to.left());
        let bend = to.0.saturating_sub(GAP / 2);
        let straight = [from, to];
        let bent = [from, (bend, from.1), (bend, to.1), to];
        let way = if from.1 == to.1 { &straight[..] } else { &bent[..] };
        edge(xml, &flow_id(source, target), way);
    }
}

/// An event around a point.
fn event((x, y): Point) -> Area {
    let half = EVENT / 2;
    Area { x: x.saturating_sub(half), y: y.saturating_sub(half), width: EVENT, height: EVENT }
}

fn shape(xml: &mut Xml, id: &str, area: Area, expanded: bool) {
    let name = format!("{id}..shape");
    let mut attributes = vec![("id", &*name), ("bpmnElement", id)];
    if expanded {
        attributes.push(("isExpanded", "true"));
    }
    xml.open("bpmndi:BPMNShape", &attributes);
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(|number| number.to_string());
    xml.leaf("dc:Bounds", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)]);
    xml.close("bpmndi:BPMNShape");
}

fn edge(xml: &mut Xml, id: &str, way: &[Point]) {
    xml.open("bpmndi:BPMNEdge", &[("id", &format!("{id}..edge")), ("bpmnElement", id)]);
    for (x, y) in way {
        xml.leaf("di:waypoint", &[("x", &x.to_string()), ("y", &y.to_string())]);
    }
    xml.close("bpmndi:BPMNEdge");
}
