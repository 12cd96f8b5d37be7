//! The board of promises as SVG: tiles and words as they were placed in, the same look as on the page out; cannot fail.

use super::{CREDIT_SIZE, MARGIN, NAME_SIZE, SENTENCE_SIZE, Svg, SvgOptions, Use, push_block, push_hundredths};
use crate::figure::budget::TextLine;
use crate::figure::results::{Board, ResultsFigure, sign};
use crate::summary::results::Status;

/// Side of a sample of a status, and the height of its line.
const SAMPLE: i32 = 1600;
const KEY_LINE: i32 = 2200;

/// Tones of statuses; what is not measurable has none.
const fn tone(status: Status) -> Option<u8> {
    match status {
        Status::Done => Some(4),
        Status::OnTrack => Some(0),
        Status::Late => Some(9),
        Status::NotMeasurable => None,
    }
}

/// Writes the board of a figure in a language. A part of a page is not stretched: signs keep their proportions.
pub fn write_board(board: &Board, figure: &ResultsFigure, lang: &str, options: SvgOptions) -> String {
    let palette = options.theme.palette();
    let is_file = options.use_as == Use::File;
    let (mut words, mut top) = (Vec::new(), 0);
    if is_file {
        top = push_block(&mut words, &figure.page.name, NAME_SIZE, board.width, top);
        top = push_block(&mut words, &figure.page.sentence, SENTENCE_SIZE, board.width, top) + MARGIN;
    }
    let keys = top + board.height + MARGIN;
    let mut height = keys + KEY_LINE * board.keys.len() as i32;
    if is_file {
        for paragraph in figure.page.credit() {
            height = push_block(&mut words, &paragraph, CREDIT_SIZE, board.width, height);
        }
    }
    let mut svg = Svg { out: String::with_capacity(8192), palette, fluid_width: None };
    svg.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    svg.attribute("lang", lang);
    svg.attribute("aria-label", &board.label);
    svg.length("width", board.width);
    svg.length("height", height);
    svg.out.push_str(" viewBox=\"0 0 ");
    push_hundredths(&mut svg.out, board.width);
    svg.out.push(' ');
    push_hundredths(&mut svg.out, height);
    svg.out.push_str("\" direction=\"ltr\" font-family=\"Arial, Helvetica, sans-serif\">");
    svg.element("title", &board.label);
    svg.element("desc", &figure.page.sentence);
    svg.rect((0, 0, board.width, height), palette.ground, None);
    words.iter().for_each(|line| svg.text(line, 0, palette.ink));
    for line in &board.lines {
        svg.text(&TextLine { baseline: line.baseline + top, ..line.clone() }, 0, palette.ink);
    }
    for tile in &board.tiles {
        let rect = (tile.rect.x, tile.rect.y + top, tile.rect.width, tile.rect.height);
        svg.tile(rect, tile.status, &tile.name);
    }
    for (at, (status, said)) in board.keys.iter().enumerate() {
        let y = keys + KEY_LINE * at as i32;
        svg.tile((0, y, SAMPLE, SAMPLE), *status, "");
        let line = TextLine {
            text: said.clone(),
            x: SAMPLE + MARGIN,
            baseline: y + SAMPLE * 3 / 4,
            size: CREDIT_SIZE,
            strong: false,
        };
        svg.text(&line, 0, palette.ink);
    }
    svg.out.push_str("</svg>");
    svg.out
}

impl Svg {
    /// A tile with the sign of its status.
    fn tile(&mut self, (x, y, width, height): (i32, i32, i32, i32), status: Status, name: &str) {
        self.out.push_str("<g>");
        self.element("title", name);
        let fill = tone(status).map_or(self.palette.ground, |tone| self.palette.fill(tone));
        self.rect((x, y, width, height), fill, Some(self.palette.ink));
        let size = height / 2;
        let text = sign(status).to_owned();
        let x = x + (width - crate::text::length(&text, size)) / 2;
        let line = TextLine { text, x, baseline: y + height / 2 + size / 3, size, strong: true };
        let palette = self.palette;
        let ink = match status {
            Status::Late => palette.negative_ink,
            Status::Done | Status::OnTrack => palette.cell_ink,
            Status::NotMeasurable => palette.ink,
        };
        self.text(&line, 0, ink);
        self.out.push_str("</g>");
    }
}
