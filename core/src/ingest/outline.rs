//! Outlines of places: a text of GeoJSON's form (RFC 7946) and the units in, rings of points by unit out; what is no outline is told
//! and left out.
//!
//! A feature names its unit by `id`, or in its properties by `id` or `unit`. A descriptor names the file by `daylight:outlines`.

use crate::issue::Issue;
use crate::json::{self, Node, Value};
use crate::model::funds::{Ledger, Outline, Point};
use crate::place::{Place, is_beside};

/// The member of a descriptor.
const OUTLINES: &str = "daylight:outlines";

/// More points than a picture of places has; what comes after them is left out.
const MOST_POINTS: usize = 100_000;

/// The path of the file with the outlines, if a package has one.
pub fn outlines_path(descriptor: &str) -> Option<String> {
    let root = json::read(descriptor).ok()?;
    root.text_of(OUTLINES).filter(|path| !path.is_empty() && is_beside(path)).map(str::to_owned)
}

/// Gives units their outlines; the answer is what cannot be read of them.
pub fn put_outlines(path: &str, bytes: &[u8], ledger: &mut Ledger) -> Vec<Issue> {
    let (outlines, issues) = read_outlines(path, &String::from_utf8_lossy(bytes), ledger);
    ledger.outlines = outlines;
    issues
}

/// The outlines of units, and what cannot be read of them.
fn read_outlines(path: &str, text: &str, ledger: &Ledger) -> (Vec<Outline>, Vec<Issue>) {
    let root = match json::read(text) {
        Ok(root) => root,
        Err(fault) => {
            let (line, column) = fault.line_and_column(text);
            let issue = Issue::warning("form-outlines-unread", Place::cell(path, line, column));
            return (Vec::new(), vec![issue.with("what", fault.expected)]);
        }
    };
    let (mut outlines, mut issues, mut left) = (Vec::<Outline>::new(), Vec::new(), MOST_POINTS);
    for feature in root.get("features").map(Node::list).unwrap_or_default() {
        let id = id_of(feature).unwrap_or_default();
        let rings = feature.get("geometry").map(|geometry| rings(geometry, &mut left)).unwrap_or_default();
        let (line, column) = json::Fault { at: feature.at, expected: "" }.line_and_column(text);
        let place = Place::cell(path, line, column);
        match ledger.unit(&id) {
            None => issues.push(Issue::warning("unit-unlisted", place).with("header", "id").with("code", id)),
            Some(_) if rings.is_empty() => {
                issues.push(Issue::warning("form-outlines-unread", place).with("what", "coordinates"));
            }
            Some(unit) => match outlines.iter_mut().find(|outline| outline.unit == unit) {
                Some(outline) => outline.rings.extend(rings),
                None => outlines.push(Outline { unit, rings }),
            },
        }
    }
    (outlines, issues)
}

fn id_of(feature: &Node) -> Option<String> {
    let own = |node: &Node, key: &str| node.get(key).and_then(Node::plain);
    let properties = feature.get("properties");
    own(feature, "id").or_else(|| own(properties?, "id")).or_else(|| own(properties?, "unit"))
}

/// The rings of a polygon or of several; holes are rings too.
fn rings(geometry: &Node, left: &mut usize) -> Vec<Vec<Point>> {
    let coordinates = geometry.get("coordinates").map(Node::list).unwrap_or_default();
    let polygons: Vec<&[Node]> = match geometry.text_of("type") {
        Some("Polygon") => vec![coordinates],
        Some("MultiPolygon") => coordinates.iter().map(Node::list).collect(),
        _ => Vec::new(),
    };
    let mut rings = Vec::new();
    for ring in polygons.into_iter().flatten() {
        let points: Vec<Point> = ring.list().iter().take(*left).filter_map(point).collect();
        *left -= points.len();
        // Two points have no inside.
        if points.len() > 2 {
            rings.push(points);
        }
    }
    rings
}

fn point(node: &Node) -> Option<Point> {
    let [longitude, latitude, ..] = node.list() else { return None };
    let point = [degrees(longitude)?, degrees(latitude)?];
    (point[0].abs() <= 180_000_000 && point[1].abs() <= 90_000_000).then_some(point)
}

/// A decimal number in millionths; digits beyond them, about a decimetre on the ground, are dropped.
fn degrees(node: &Node) -> Option<i32> {
    let Value::Number(text) = &node.value else { return None };
    let (sign, text) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() > 3 || !whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digit = |at: usize| part.as_bytes().get(at).map_or(0, |byte| i32::from(byte - b'0'));
    let millionths = (0..6).fold(0, |sum, at| sum * 10 + digit(at));
    Some(sign * (whole.parse::<i32>().ok()? * 1_000_000 + millionths))
}

#[cfg(test)]
mod tests {
    use super::{outlines_path, read_outlines};
    use crate::model::funds::{Ledger, Unit};

    fn ledger() -> Ledger {
        let unit = |id: &str| Unit { id: id.to_owned(), ..Unit::default() };
        Ledger { units: vec![unit("a"), unit("b")], ..Ledger::default() }
    }

    fn feature(id: &str, kind: &str, coordinates: &str) -> String {
        format!("{{\"type\":\"Feature\",{id},\"geometry\":{{\"type\":\"{kind}\",\"coordinates\":{coordinates}}}}}")
    }

    #[test]
    fn polygons_are_rings_of_millionths_by_unit() {
        let one = feature("\"id\":\"b\"", "Polygon", "[[[0.5,-1.25],[1,0],[103.1234567,0],[0.5,-1.25]]]");
        let two =
            feature("\"properties\":{\"unit\":\"b\"}", "MultiPolygon", "[[[[0,0],[1,0],[1,1]]],[[[2,2],[3,2],[3,3]]]]");
        let text = format!("{{\"features\":[{one},{two}]}}");
        let (outlines, issues) = read_outlines("o.json", &text, &ledger());
        assert!(issues.is_empty(), "{issues:?}");
        assert_eq!((outlines.len(), outlines[0].unit, outlines[0].rings.len()), (1, 1, 3));
        assert_eq!(outlines[0].rings[0][0], [500_000, -1_250_000]);
        assert_eq!(outlines[0].rings[0][2], [103_123_456, 0]);
    }

    #[test]
    fn what_is_no_outline_is_told() {
        let told = |feature: String| {
            let (outlines, issues) = read_outlines("o.json", &format!("{{\"features\":[{feature}]}}"), &ledger());
            assert!(outlines.is_empty(), "{outlines:?}");
            issues.iter().map(|issue| issue.rule).collect::<Vec<_>>()
        };
        assert_eq!(told(feature("\"id\":\"x\"", "Polygon", "[[[0,0],[1,0],[1,1]]]")), ["unit-unlisted"]);
        assert_eq!(told(feature("\"id\":\"a\"", "Point", "[0,0]")), ["form-outlines-unread"]);
        assert_eq!(told(feature("\"id\":\"a\"", "Polygon", "[[[0,0],[1e2,0],[1,91]]]")), ["form-outlines-unread"]);
        let (_, issues) = read_outlines("o.json", "{\"features\":[", &ledger());
        assert_eq!((issues[0].rule, issues[0].place.row), ("form-outlines-unread", Some(1)));
    }

    #[test]
    fn the_file_stands_beside_its_descriptor() {
        assert_eq!(outlines_path("{\"daylight:outlines\":\"outlines.json\"}").as_deref(), Some("outlines.json"));
        assert_eq!(outlines_path("{\"daylight:outlines\":\"https://a.example/o.json\"}"), None);
        assert_eq!(outlines_path("{}"), None);
    }
}
