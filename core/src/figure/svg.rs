//! SVG: a placed figure in, an SVG document out, with geometry and presentation attributes only; cannot fail.
//!
//! No style, no script, no class, no identifier: it may stand inside any page under any policy, several times over. The same
//! picture that the browser draws as HTML; nothing is decided here.

use super::budget::{BudgetFigure, Mark, PictureKind, TextLine};
use super::palette::{Palette, Theme};
use crate::text::wrap;

/// How to write a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SvgOptions {
    /// Its colours.
    pub theme: Theme,
    /// Whether the name stands above and source, status and date below: for pictures that leave their page.
    pub with_credit: bool,
}

/// Size of the name and of the credit, in hundredths of a pixel.
const NAME_SIZE: i32 = 1800;
const CREDIT_SIZE: i32 = 1200;
const MARGIN: i32 = 800;
/// From baseline to baseline, in hundredths of the size.
const LINE: i32 = 135;

/// Writes a figure.
pub fn write_svg(figure: &BudgetFigure, options: SvgOptions) -> String {
    let palette = options.theme.palette();
    let picture = &figure.picture;
    let (mut head, mut foot) = (Vec::new(), Vec::new());
    let (mut top, mut height) = (0, picture.height);
    if options.with_credit {
        head = block(&figure.name, NAME_SIZE, picture.width, MARGIN / 2, true);
        top = block_height(&head, NAME_SIZE);
        let credit: Vec<&str> =
            [figure.unit_line.as_str(), &figure.credit].into_iter().filter(|text| !text.is_empty()).collect();
        foot = block(&credit.join(" · "), CREDIT_SIZE, picture.width, top + picture.height + MARGIN / 2, false);
        height = top + picture.height + block_height(&foot, CREDIT_SIZE);
    }
    let mut svg = Svg { out: String::with_capacity(4096), palette };
    svg.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    svg.attribute("lang", &figure.granted.lang);
    svg.attribute("aria-label", &figure.name);
    svg.length("width", picture.width);
    svg.length("height", height);
    svg.out.push_str(" viewBox=\"0 0 ");
    push_hundredths(&mut svg.out, picture.width);
    svg.out.push(' ');
    push_hundredths(&mut svg.out, height);
    svg.out.push_str("\" font-family=\"Arial, Helvetica, sans-serif\">");
    svg.element("title", &figure.name);
    svg.element("desc", &figure.sentence);
    svg.rect((0, 0, picture.width, height), palette.ground, None);
    for line in &head {
        svg.text(line, palette.ink);
    }
    let moved = top != 0;
    if moved {
        svg.out.push_str("<g transform=\"translate(0 ");
        push_hundredths(&mut svg.out, top);
        svg.out.push_str(")\">");
    }
    for mark in &picture.marks {
        svg.mark(mark, picture.kind);
    }
    if picture.kind == PictureKind::Bars {
        let bottom = picture.marks.iter().map(|mark| mark.y + mark.height).max().unwrap_or(0);
        svg.rect((picture.zero - 50, 0, 100, bottom), palette.ink, None);
    }
    if moved {
        svg.out.push_str("</g>");
    }
    for line in &foot {
        svg.text(line, palette.ink);
    }
    svg.out.push_str("</svg>");
    svg.out
}

/// A paragraph as lines from `top` on.
fn block(text: &str, size: i32, width: i32, top: i32, strong: bool) -> Vec<TextLine> {
    let room = (width - 2 * MARGIN) * 10 / (size / 100);
    let lines = wrap(text, if strong { room * 100 / 114 } else { room }, 12).lines;
    let line = |(index, text): (usize, String)| TextLine {
        text,
        x: MARGIN,
        baseline: top + size + index as i32 * size * LINE / 100,
        size,
        strong,
    };
    lines.into_iter().enumerate().map(line).collect()
}

fn block_height(lines: &[TextLine], size: i32) -> i32 {
    if lines.is_empty() { 0 } else { lines.len() as i32 * size * LINE / 100 + MARGIN }
}

struct Svg {
    out: String,
    palette: &'static Palette,
}

impl Svg {
    fn mark(&mut self, mark: &Mark, kind: PictureKind) {
        let palette = self.palette;
        self.out.push_str("<g>");
        self.element("title", &mark.name);
        let fill = palette.fill(mark.tone);
        match (kind, mark.bar) {
            (PictureKind::Bars, Some(bar)) => {
                self.rect((bar.x, bar.y, bar.width, bar.height), fill, Some(palette.line));
            }
            _ => self.rect((mark.x, mark.y, mark.width, mark.height), fill, Some(palette.line)),
        }
        let ink = if kind == PictureKind::Bars { palette.ink } else { palette.cell_ink };
        for line in &mark.lines {
            self.text(line, ink);
        }
        self.out.push_str("</g>");
    }

    fn rect(&mut self, (x, y, width, height): (i32, i32, i32, i32), fill: &str, stroke: Option<&str>) {
        self.out.push_str("<rect");
        for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
            self.length(name, value);
        }
        self.attribute("fill", fill);
        if let Some(stroke) = stroke {
            self.attribute("stroke", stroke);
        }
        self.out.push_str("/>");
    }

    fn text(&mut self, line: &TextLine, ink: &str) {
        self.out.push_str("<text");
        self.length("x", line.x);
        self.length("y", line.baseline);
        self.length("font-size", line.size);
        if line.strong {
            self.attribute("font-weight", "600");
        }
        self.attribute("fill", ink);
        self.out.push('>');
        push_escaped(&mut self.out, &line.text);
        self.out.push_str("</text>");
    }

    fn element(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            for part in ["<", name, ">"] {
                self.out.push_str(part);
            }
            push_escaped(&mut self.out, text);
            for part in ["</", name, ">"] {
                self.out.push_str(part);
            }
        }
    }

    fn open(&mut self, name: &str) {
        for part in [" ", name, "=\""] {
            self.out.push_str(part);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.open(name);
        push_escaped(&mut self.out, value);
        self.out.push('"');
    }

    fn length(&mut self, name: &str, hundredths: i32) {
        self.open(name);
        push_hundredths(&mut self.out, hundredths);
        self.out.push('"');
    }
}

/// Hundredths as a decimal without needless zeros: 1250 is `12.5`.
fn push_hundredths(out: &mut String, hundredths: i32) {
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    if hundredths < 0 {
        out.push('-');
    }
    out.push_str(&whole.to_string());
    if part > 0 {
        out.push('.');
        out.push(char::from(b'0' + (part / 10) as u8));
        if part % 10 > 0 {
            out.push(char::from(b'0' + (part % 10) as u8));
        }
    }
}

/// Text as XML writes it; characters that XML cannot hold are left out.
fn push_escaped(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::budget::sketch::{Sketch, country};
    use crate::figure::budget::{Wish, place_budget};
    use crate::model::Kind;
    use crate::profile::Profile;
    use crate::words::Words;
    use roxmltree::{Document, Node};

    fn figure(lang: &str) -> BudgetFigure {
        place_budget(&country(), &Wish::default(), &Words::built_in(lang), &Profile::generic())
    }

    fn all<'a>(document: &'a Document, name: &'a str) -> Vec<Node<'a, 'a>> {
        document.descendants().filter(|node| node.tag_name().name() == name).collect()
    }

    #[test]
    fn an_xml_parser_reads_the_picture_with_its_name_sentence_and_every_mark() {
        for (lang, with_credit, theme) in
            [("en", false, Theme::Light), ("zh-Hans", true, Theme::Dark), ("en", true, Theme::Contrast)]
        {
            let figure = figure(lang);
            let svg = write_svg(&figure, SvgOptions { theme, with_credit });
            let document = Document::parse(&svg).unwrap();
            let root = document.root_element();
            assert_eq!(
                (root.attribute("role"), root.attribute("aria-label")),
                (Some("img"), Some(figure.name.as_str()))
            );
            assert_eq!(all(&document, "desc")[0].text(), Some(figure.sentence.as_str()));
            assert_eq!(all(&document, "title").len(), 1 + figure.picture.marks.len());
            assert_eq!(all(&document, "rect").len(), 1 + figure.picture.marks.len());
            for node in document.descendants() {
                for attribute in node.attributes() {
                    assert!(
                        !["style", "class", "id", "href"].contains(&attribute.name())
                            && !attribute.name().starts_with("on")
                    );
                }
            }
            let words: String = all(&document, "text").iter().filter_map(Node::text).collect();
            assert_eq!(words.contains("2025"), with_credit, "source, status and date: {words}");
        }
    }

    #[test]
    fn text_from_data_stays_text() {
        let model = Sketch::new()
            .dimension(Kind::Activity, &[&[("1", "<script>alert(\"1\")</script> & more\u{1}", "x"), ("2", "b", "y")]])
            .rows("1, 500\n2, -100");
        let figure = place_budget(&model, &Wish::default(), &Words::built_in("en"), &Profile::generic());
        let svg = write_svg(&figure, SvgOptions::default());
        let document = Document::parse(&svg).unwrap();
        assert!(all(&document, "script").is_empty());
        assert!(
            all(&document, "title")
                .iter()
                .any(|title| title.text().unwrap().contains("<script>alert(\"1\")</script> & more"))
        );
        assert_eq!(all(&document, "rect").len(), 1 + 2 + 1, "ground, two bars and the zero line");
    }

    #[test]
    fn hundredths_are_written_without_floats() {
        let written = [0, 5, 50, 1250, 100, -1, -205, i32::MIN].map(|value| {
            let mut out = String::new();
            push_hundredths(&mut out, value);
            out
        });
        assert_eq!(written, ["0", "0.05", "0.5", "12.5", "1", "-0.01", "-2.05", "-21474836.48"]);
    }
}
