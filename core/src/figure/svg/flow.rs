//! The picture of flows as SVG: boxes, ribbons and words as they were placed in, the same look as on the page out; cannot fail.

use super::{CREDIT_SIZE, MARGIN, NAME_SIZE, SENTENCE_SIZE, Svg, SvgOptions, Use, push_block, push_hundredths};
use crate::figure::budget::TextLine;
use crate::figure::funds::{Flow, FlowKind, FundsFigure};

/// Tones of what ribbons carry, as the style sheet of the element has them.
const fn tone(kind: FlowKind) -> u8 {
    match kind {
        FlowKind::Passed => 0,
        FlowKind::Pending | FlowKind::Sent => 1,
        FlowKind::Spent => 4,
        FlowKind::Retained => 5,
        FlowKind::Gap => 9,
    }
}

/// Tone of a unit's box.
const BOX: u8 = 6;
/// Side of a sample of a colour, and the height of its line.
const SAMPLE: i32 = 1200;
const KEY_LINE: i32 = 2000;

/// Writes the picture of a figure in a language. A part of a page is not stretched: type keeps its proportions.
pub fn write_flow(flow: &Flow, figure: &FundsFigure, lang: &str, options: SvgOptions) -> String {
    let palette = options.theme.palette();
    let is_file = options.use_as == Use::File;
    let (mut words, mut top) = (Vec::new(), 0);
    if is_file {
        top = push_block(&mut words, &figure.page.name, NAME_SIZE, flow.width, top);
        top = push_block(&mut words, &figure.page.sentence, SENTENCE_SIZE, flow.width, top) + MARGIN;
    }
    let keys = top + flow.height + MARGIN;
    let mut height = keys + KEY_LINE * flow.keys.len() as i32;
    if is_file {
        for paragraph in figure.page.credit() {
            height = push_block(&mut words, &paragraph, CREDIT_SIZE, flow.width, height);
        }
    }
    let mut svg = Svg { out: String::with_capacity(8192), palette, fluid_width: None };
    svg.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    svg.attribute("lang", lang);
    svg.attribute("aria-label", &flow.label);
    svg.length("width", flow.width);
    svg.length("height", height);
    svg.out.push_str(" viewBox=\"0 0 ");
    push_hundredths(&mut svg.out, flow.width);
    svg.out.push(' ');
    push_hundredths(&mut svg.out, height);
    svg.out.push_str("\" direction=\"ltr\" font-family=\"Arial, Helvetica, sans-serif\">");
    svg.element("title", &flow.label);
    svg.element("desc", &figure.page.sentence);
    svg.rect((0, 0, flow.width, height), palette.ground, None);
    words.iter().for_each(|line| svg.text(line, 0, palette.ink));
    svg.out.push_str("<g transform=\"translate(0 ");
    push_hundredths(&mut svg.out, top);
    svg.out.push_str(")\">");
    svg.flow(flow);
    svg.out.push_str("</g>");
    for (at, (kind, words)) in flow.keys.iter().enumerate() {
        let y = keys + KEY_LINE * at as i32;
        svg.rect((MARGIN, y, SAMPLE, SAMPLE), palette.fill(tone(*kind)), Some(palette.ink));
        let x = MARGIN * 2 + SAMPLE;
        let line =
            TextLine { text: words.clone(), x, baseline: y + SAMPLE * 85 / 100, size: CREDIT_SIZE, strong: false };
        svg.text(&line, 0, palette.ink);
    }
    svg.out.push_str("</svg>");
    svg.out
}

impl Svg {
    /// Ribbons under boxes, words on top.
    fn flow(&mut self, flow: &Flow) {
        let palette = self.palette;
        // Outlines are written in hundredths of a pixel.
        self.out.push_str("<g transform=\"scale(.01)\">");
        for ribbon in &flow.ribbons {
            self.out.push_str("<path");
            self.attribute("d", &ribbon.outline);
            self.attribute("fill", palette.fill(tone(ribbon.kind)));
            match (ribbon.is_dim, ribbon.kind) {
                (true, _) => self.attribute("fill-opacity", "0.12"),
                (false, FlowKind::Passed) => self.attribute("fill-opacity", "0.6"),
                // What ends somewhere is seen, however little it is.
                (false, kind) => {
                    self.attribute("stroke", palette.fill(tone(kind)));
                    self.attribute("stroke-width", "150");
                }
            }
            self.out.push_str("/>");
        }
        self.out.push_str("</g>");
        for placed in &flow.boxes {
            self.out.push_str("<g>");
            self.element("title", &placed.name);
            let rect = (placed.rect.x, placed.rect.y, placed.rect.width, placed.rect.height);
            let fill = if placed.is_chosen { palette.ink } else { palette.fill(BOX) };
            self.rect(rect, fill, Some(palette.ground));
            for line in &placed.lines {
                let ink = match (line.strong, placed.is_chosen) {
                    (true, true) => palette.ground,
                    (true, false) => palette.cell_ink,
                    (false, _) => palette.ink,
                };
                self.text(line, 0, ink);
            }
            self.out.push_str("</g>");
        }
    }
}
