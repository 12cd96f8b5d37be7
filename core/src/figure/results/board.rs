//! Promises as tiles by kind: a scene in, places in a frame with their names out; nothing where there are too many for tiles.

use super::scene::Scene;
use super::{Board, Tile};
use crate::figure::budget::TextLine;
use crate::figure::layout::Rect;
use crate::model::results::Of;
use crate::order::sort_by_key;
use crate::summary::results::Status;
use crate::text::{Em, truncate};

/// More tiles than anyone walks.
const MOST: usize = 400;
/// Between tiles, in hundredths of a pixel.
const GAP: i32 = 400;
/// The largest side of a tile.
const LARGEST: i32 = 4400;

/// Places the promises: a line of words for each kind, beneath it its tiles, the farthest first.
pub(super) fn place(scene: &Scene<'_>, is_asked: &dyn Fn(Of) -> bool) -> Option<Board> {
    let mut promises = scene.promises();
    if promises.is_empty() || promises.len() > MOST {
        return None;
    }
    let granted = &scene.granted;
    let width = i32::try_from(granted.width_px.clamp(200, 2000)).unwrap_or(2000) * 100;
    let font = i32::try_from(granted.font_px.clamp(8, 64)).unwrap_or(16) * 100;
    let least = i32::try_from(granted.least_px.max(24)).unwrap_or(24) * 100;
    // A few are large, many are as small as a finger allows.
    let side = (width / 12 - GAP).clamp(least, LARGEST.max(least));
    let in_row = ((width + GAP) / (side + GAP)).max(1);
    let mut kinds: Vec<String> = scene.kinds();
    kinds.push(String::new());
    let place_of = |of: &Of| kinds.iter().position(|kind| kind == scene.kind(*of)).unwrap_or(kinds.len() - 1);
    let rank = |of: &Of| Status::ALL.iter().position(|status| *status == scene.standing(*of).status);
    sort_by_key(&mut promises, |of| (place_of(of), rank(of)));
    let mut board = Board { label: scene.words.text("results.board").to_owned(), width, ..Board::default() };
    let mut top = 0;
    for (at, kind) in kinds.iter().enumerate() {
        let tiles: Vec<Of> = promises.iter().copied().filter(|of| place_of(of) == at).collect();
        if tiles.is_empty() {
            continue;
        }
        let name = match kind.as_str() {
            "" if kinds.len() == 1 => String::new(),
            "" => scene.words.text("results.other-kind").to_owned(),
            kind => scene.kind_name(kind),
        };
        if !name.is_empty() {
            let n = scene.words.integer(tiles.len() as u64);
            let said = scene.words.fill("results.kind-count", &[("name", &name), ("n", &n)]);
            let room = Em::from(width) * 1000 / Em::from(font.max(1));
            let text = truncate(&said, room).unwrap_or(said);
            board.lines.push(TextLine { text, x: 0, baseline: top + font * 9 / 10, size: font, strong: true });
            top += font * 3 / 2;
        }
        for (number, of) in tiles.into_iter().enumerate() {
            let (column, row) = (number as i32 % in_row, number as i32 / in_row);
            let rect = Rect { x: column * (side + GAP), y: top + row * (side + GAP), width: side, height: side };
            let standing = scene.standing(of);
            let name = [scene.name(of).as_str(), &scene.status_words(standing)].join(scene.words.text("join.colon"));
            let is_dim = !is_asked(of);
            board.tiles.push(Tile { rect, status: standing.status, name, goal: scene.goal(of), is_dim });
            board.height = board.height.max(rect.y + rect.height);
        }
        top = board.height + font;
    }
    for status in Status::ALL {
        let count = board.tiles.iter().filter(|tile| tile.status == status).count() as u64;
        if count > 0 {
            let n = scene.words.integer(count);
            let values = [("name", scene.status_name(status)), ("n", n.as_str())];
            board.keys.push((status, scene.words.fill("results.kind-count", &values)));
        }
    }
    Some(board)
}
