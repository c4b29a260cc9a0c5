//! The diagram: states in layers from left to right, by how many transitions lead to them from the start;
//! in each state what belongs to it, row by row. Flows to the next layer run between the layers, all others
//! below.

use super::parts::{EVENT, Part, Parts};
use super::plan::{Object, Plan};
use super::xml::Xml;

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
/// Between layers, besides the flows there: room for the names of the flows, and a margin.
const BESIDE: usize = LABEL + 40;
/// Width of the names of flows, and of a letter in them.
const LABEL: usize = 80;
const LETTER: usize = 6;
/// Height of a line of them.
const LINE: usize = 14;
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
    state: Object<'m>,
    parts: Parts<'m>,
    layer: usize,
    area: Area,
    /// Where its columns begin, for what is in it.
    columns: [usize; 6],
}

/// A layer, and the flows that run in front of it.
#[derive(Clone, Default)]
struct Layer {
    /// Where the room for the flows begins.
    x: usize,
    /// How many flows there are.
    lanes: usize,
    /// How many of them are drawn.
    drawn: usize,
    /// Of its widest state.
    width: usize,
    /// Of its states, with the room between them.
    height: usize,
}

impl Layer {
    /// Where its states begin.
    fn inside(&self) -> usize {
        self.x + BESIDE + self.lanes * LANE
    }
}

/// Writes the diagram interchange of the whole file.
pub(super) fn write(xml: &mut Xml, plan: &Plan<'_>) {
    let id = plan.machine.id();
    let begin = r#"  <bpmndi:BPMNDiagram id="$0..diagram">
    <bpmndi:BPMNPlane id="$0..plane" bpmnElement="$0">
"#;
    xml.put(begin, &[id]);
    let (depths, beyond) = plan.layers();
    let mut stands = Vec::new();
    for state in &plan.states.all {
        let layer = depths.get(state.id()).copied().unwrap_or(beyond);
        stands.push(Stand::new(plan, *state, layer as usize));
    }
    let mut layers = vec![Layer::default(); beyond as usize + 2];
    place(plan, &mut stands, &mut layers);
    for stand in stands.iter().filter(|stand| stand.state.word("type") == "start") {
        let id = [id, "..start"].concat();
        let begin = event((EDGE.saturating_sub(2 * EVENT), stand.area.middle()));
        shape(xml, &id, begin, false);
        let flow = [&id, "..to..", stand.state.id()].concat();
        edge(xml, &flow, &[begin.right(), stand.area.left()], "");
    }
    for stand in &stands {
        shape(xml, stand.state.id(), stand.area, stand.parts.rows > 0);
        inside(xml, stand);
    }
    transitions(xml, plan, &stands, &mut layers);
    xml.put("    </bpmndi:BPMNPlane>\n  </bpmndi:BPMNDiagram>\n", &[]);
}

impl<'m> Stand<'m> {
    fn new(plan: &Plan<'m>, state: Object<'m>, layer: usize) -> Self {
        let parts = Parts::of(plan, state);
        let mut area = Area { width: EVENT, height: EVENT, ..Area::default() };
        let mut columns = [0; 6];
        if parts.rows > 0 {
            for part in &parts.nodes {
                if let Some(width) = columns.get_mut(part.kind.column) {
                    *width = part.kind.width.max(*width);
                }
            }
            let mut x = PADDING;
            for column in &mut columns {
                let width = std::mem::replace(column, x);
                x += if width > 0 { width + GAP } else { 0 };
            }
            (area.width, area.height) = (x - GAP + PADDING, parts.rows * ROW + PADDING);
        }
        Self { state, parts, layer, area, columns }
    }
}

fn target<'s, 'm>(plan: &Plan<'_>, stands: &'s [Stand<'m>], of: Object<'_>) -> Option<&'s Stand<'m>> {
    stands.get(plan.states.place(of.word("to"))?)
}

/// Finds a place for each state: below one another in its layer, behind the flows in front of that.
fn place(plan: &Plan<'_>, stands: &mut [Stand<'_>], layers: &mut [Layer]) {
    let mut pass = |layer: usize| {
        if let Some(layer) = layers.get_mut(layer) {
            layer.lanes += 1;
        }
    };
    for stand in &*stands {
        for target in plan.leaving(stand.state.id()).iter().filter_map(|flow| target(plan, stands, *flow)) {
            pass(stand.layer + 1);
            if target.layer != stand.layer + 1 {
                pass(target.layer);
            }
        }
    }
    for stand in &mut *stands {
        if let Some(layer) = layers.get_mut(stand.layer) {
            stand.area.y = EDGE + layer.height;
            layer.height += stand.area.height + BELOW;
            layer.width = layer.width.max(stand.area.width);
        }
    }
    let mut x = EDGE;
    for layer in &mut *layers {
        layer.x = x;
        x = layer.inside() + layer.width;
    }
    for stand in stands {
        stand.area.x = layers.get(stand.layer).map_or(0, Layer::inside);
    }
}

fn transitions(xml: &mut Xml, plan: &Plan<'_>, stands: &[Stand<'_>], layers: &mut [Layer]) {
    let bottom = stands.iter().map(|stand| stand.area.y + stand.area.height).max();
    let mut below = bottom.unwrap_or_default() + BELOW;
    let mut lane = |layer: usize| {
        layers.get_mut(layer).map_or(0, |layer| {
            layer.drawn += 1;
            layer.x + LABEL + 20 + layer.drawn * LANE
        })
    };
    for stand in stands {
        let ends = stand.parts.nodes.iter().filter(|part| part.ends());
        for (place, (transition, end)) in plan.leaving(stand.state.id()).iter().zip(ends).enumerate() {
            let Some(target) = target(plan, stands, *transition) else { continue };
            let (mut from, to) = ((stand.area.right().0, row(stand.area, end.row)), target.area.left());
            if place > 0 {
                let border = event(from);
                shape(xml, &[transition.id(), "..event"].concat(), border, false);
                from = border.right();
            }
            let out = lane(stand.layer + 1);
            if target.layer == stand.layer + 1 {
                let way = [from, (out, from.1), (out, to.1), to];
                edge(xml, transition.id(), &way, transition.name());
            } else {
                let back = lane(target.layer);
                let way = [from, (out, from.1), (out, below), (back, below), (back, to.1), to];
                edge(xml, transition.id(), &way, transition.name());
                below += LANE;
            }
        }
    }
}

/// The middle of a row, which is counted in halves.
fn row(area: Area, row: usize) -> usize {
    area.y + PADDING / 2 + ROW / 2 + row * ROW / 2
}

fn inside(xml: &mut Xml, stand: &Stand<'_>) {
    let mut areas = Vec::new();
    for part in &stand.parts.nodes {
        let column = stand.columns.get(part.kind.column).copied().unwrap_or_default();
        let (width, height) = (part.kind.width, part.kind.height);
        let (x, y) = (stand.area.x + column + part.indent(), row(stand.area, part.row) - height / 2);
        let area = Area { x, y, width, height };
        shape(xml, &part.id, area, false);
        areas.push(area);
    }
    for (source, target) in &stand.parts.flows {
        let (Some(from), Some(to)) = (areas.get(*source), areas.get(*target)) else { continue };
        let (from, to) = (from.right(), to.left());
        // Before the column, also where the part is narrower than that.
        let indent = stand.parts.nodes.get(*target).map_or(0, Part::indent);
        let bend = to.0.saturating_sub(indent + GAP / 2);
        let straight = [from, to];
        let bent = [from, (bend, from.1), (bend, to.1), to];
        let way = if from.1 == to.1 { &straight[..] } else { &bent[..] };
        let flow = [stand.parts.id(*source), "..to..", stand.parts.id(*target)].concat();
        edge(xml, &flow, way, "");
    }
}

/// An event around a point.
fn event((x, y): Point) -> Area {
    let half = EVENT / 2;
    Area { x: x.saturating_sub(half), y: y.saturating_sub(half), width: EVENT, height: EVENT }
}

fn shape(xml: &mut Xml, id: &str, area: Area, expanded: bool) {
    xml.put(r#"      <bpmndi:BPMNShape id="$0..shape" bpmnElement="$0""#, &[id]);
    xml.put(if expanded { " isExpanded=\"true\">\n" } else { ">\n" }, &[]);
    let Area { x, y, width, height } = area;
    xml.numbers("        <dc:Bounds", &[("x", x), ("y", y), ("width", width), ("height", height)]);
    xml.put("      </bpmndi:BPMNShape>\n", &[]);
}

/// A flow; its name, if it has one, above its beginning.
fn edge(xml: &mut Xml, id: &str, way: &[Point], name: &str) {
    xml.put("      <bpmndi:BPMNEdge id=\"$0..edge\" bpmnElement=\"$0\">\n", &[id]);
    for (x, y) in way {
        xml.numbers("        <di:waypoint", &[("x", *x), ("y", *y)]);
    }
    if let (Some((x, y)), false) = (way.first(), name.is_empty()) {
        let height = (name.chars().count() * LETTER).div_ceil(LABEL) * LINE;
        xml.put("        <bpmndi:BPMNLabel>\n", &[]);
        let place = [("x", x + 5), ("y", y.saturating_sub(height + 4)), ("width", LABEL), ("height", height)];
        xml.numbers("          <dc:Bounds", &place);
        xml.put("        </bpmndi:BPMNLabel>\n", &[]);
    }
    xml.put("      </bpmndi:BPMNEdge>\n", &[]);
}
