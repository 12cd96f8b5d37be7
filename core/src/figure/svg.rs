//! SVG: a placed figure in, an SVG document out, with geometry and presentation attributes only; cannot fail.
//!
//! No style, no script, no class, no identifier: it may stand inside any page under any policy, several times over. The same
//! picture that the browser draws as HTML; nothing is decided here.

mod board;
mod chart;
mod flow;

pub use board::write_board;
pub use chart::write_chart;
pub use flow::write_flow;

use super::budget::{BudgetFigure, Mark, PictureKind, TextLine};
use super::palette::{Palette, Theme};
use crate::text::wrap;

/// How to write a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SvgOptions {
    /// Its colours.
    pub theme: Theme,
    /// What it is for.
    pub use_as: Use,
}

/// What a picture is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Use {
    /// Part of a page of its own width: lengths from left to right are parts of the width there is, and type keeps its size.
    #[default]
    Part,
    /// A file that a page shows beside words of its own: it is scaled as a whole.
    Image,
    /// A file that leaves its page: name and sentence stand above, and below what is not in it and where it comes from.
    File,
}

/// Width of a file in CSS pixels, whatever the screen that it was asked for on.
pub const FILE_WIDTH_PX: u32 = 960;

/// Size of the name, the sentence and the credit, in hundredths of a pixel.
const NAME_SIZE: i32 = 1800;
const SENTENCE_SIZE: i32 = 1400;
const CREDIT_SIZE: i32 = 1200;
const MARGIN: i32 = 800;
/// From baseline to baseline, in hundredths of the size.
const LINE: i32 = 135;
/// Of a paragraph.
const MOST_LINES: usize = 24;

/// Writes a figure.
pub fn write_svg(figure: &BudgetFigure, options: SvgOptions) -> String {
    let palette = options.theme.palette();
    let picture = &figure.picture;
    // The lines of a chart are as long as they are: their corners cannot be parts of a width.
    let is_fluid = options.use_as == Use::Part && picture.chart.is_none();
    let is_file = options.use_as == Use::File;
    let (mut words, mut top, mut height) = (Vec::new(), 0, picture.height);
    if is_file {
        let name = match figure.status.as_str() {
            "" => figure.name.clone(),
            status => [figure.name.as_str(), status].join(" · "),
        };
        top = push_block(&mut words, &name, NAME_SIZE, picture.width, top);
        top = push_block(&mut words, &figure.sentence, SENTENCE_SIZE, picture.width, top);
        height += top;
        for paragraph in &figure.credit {
            height = push_block(&mut words, paragraph, CREDIT_SIZE, picture.width, height);
        }
    }
    let mut svg = Svg { out: String::with_capacity(4096), palette, fluid_width: is_fluid.then_some(picture.width) };
    svg.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    svg.attribute("lang", &figure.granted.lang);
    svg.attribute("aria-label", &figure.name);
    svg.across("width", picture.width);
    svg.length("height", height);
    if !is_fluid {
        svg.out.push_str(" viewBox=\"0 0 ");
        push_hundredths(&mut svg.out, picture.width);
        svg.out.push(' ');
        push_hundredths(&mut svg.out, height);
        svg.out.push('"');
    }
    // Lines are placed by their left ends, also in a page whose lines run the other way.
    svg.out.push_str(" direction=\"ltr\" font-family=\"Arial, Helvetica, sans-serif\">");
    svg.element("title", &figure.name);
    svg.element("desc", &figure.sentence);
    svg.rect((0, 0, picture.width, height), palette.ground, None);
    for line in &words {
        svg.text(line, 0, palette.ink);
    }
    let moved = top != 0;
    if moved {
        svg.out.push_str("<g transform=\"translate(0 ");
        push_hundredths(&mut svg.out, top);
        svg.out.push_str(")\">");
    }
    match &picture.chart {
        Some(chart) => svg.chart(chart),
        None => picture.marks.iter().for_each(|mark| svg.mark(mark, picture.kind)),
    }
    if picture.kind == PictureKind::Bars {
        let bottom = picture.marks.iter().map(|mark| mark.y + mark.height).max().unwrap_or(0);
        svg.out.push_str("<line");
        svg.across("x1", picture.zero);
        svg.across("x2", picture.zero);
        svg.length("y2", bottom);
        svg.attribute("stroke", palette.ink);
        svg.out.push_str("/>");
    }
    if moved {
        svg.out.push_str("</g>");
    }
    svg.out.push_str("</svg>");
    svg.out
}

/// Adds a paragraph from `top` on; returns where it ends.
fn push_block(lines: &mut Vec<TextLine>, text: &str, size: i32, width: i32, top: i32) -> i32 {
    let strong = size == NAME_SIZE;
    let room = (width - 2 * MARGIN) * 10 / (size / 100);
    let mut baseline = top + MARGIN / 2 + size;
    for text in wrap(text, if strong { room * 100 / 114 } else { room }, MOST_LINES).lines {
        lines.push(TextLine { text, x: MARGIN, baseline, size, strong });
        baseline += size * LINE / 100;
    }
    if baseline == top + MARGIN / 2 + size { top } else { baseline - size + MARGIN / 2 }
}

struct Svg {
    out: String,
    palette: &'static Palette,
    /// The width that lengths from left to right are parts of, if they are.
    fluid_width: Option<i32>,
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
        // Words stand at a distance from the edge of their cell; in a row of bars each has its column.
        let is_row = kind == PictureKind::Bars;
        for line in &mark.lines {
            let (left, ink) = if is_row { (line.x, palette.ink) } else { (mark.x, palette.cell_ink) };
            self.text(line, left, ink);
        }
        self.out.push_str("</g>");
    }

    fn rect(&mut self, (x, y, width, height): (i32, i32, i32, i32), fill: &str, stroke: Option<&str>) {
        self.out.push_str("<rect");
        self.across("x", x);
        self.length("y", y);
        self.across("width", width);
        self.length("height", height);
        self.attribute("fill", fill);
        if let Some(stroke) = stroke {
            self.attribute("stroke", stroke);
        }
        self.out.push_str("/>");
    }

    /// Writes a line that begins so far from the edge `left`.
    fn text(&mut self, line: &TextLine, left: i32, ink: &str) {
        self.out.push_str("<text");
        if self.fluid_width.is_some() {
            self.across("x", left);
            self.length("dx", line.x - left);
        } else {
            self.length("x", line.x);
        }
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

    /// A length from left to right.
    fn across(&mut self, name: &str, hundredths: i32) {
        let Some(width) = self.fluid_width else { return self.length(name, hundredths) };
        self.open(name);
        let percent = i64::from(hundredths) * 10_000 / i64::from(width.max(1));
        push_hundredths(&mut self.out, percent as i32);
        self.out.push_str("%\"");
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
pub(super) fn push_escaped(out: &mut String, text: &str) {
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
        for (lang, use_as, theme) in
            [("en", Use::Part, Theme::Light), ("zh-Hans", Use::File, Theme::Dark), ("en", Use::File, Theme::Contrast)]
        {
            let figure = figure(lang);
            let svg = write_svg(&figure, SvgOptions { theme, use_as });
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
            assert_eq!(words.contains("2025"), use_as == Use::File, "source, status and date: {words}");
        }
    }

    /// The words that a file of a model shows, and the titles of its marks.
    fn file_of(model: &crate::model::Model, width_px: u32) -> (String, String) {
        let wish = Wish { width_px, height_px: 200, font_px: 30, ..Wish::default() };
        let figure = place_budget(model, &wish, &Words::built_in("en"), &Profile::generic());
        let svg = write_svg(&figure, SvgOptions { use_as: Use::File, ..SvgOptions::default() });
        let document = Document::parse(&svg).unwrap();
        ["text", "title"]
            .map(|name| all(&document, name).iter().filter_map(Node::text).collect::<Vec<_>>().join(" "))
            .into()
    }

    #[test]
    fn a_file_says_what_it_shows_what_it_leaves_out_and_where_it_comes_from() {
        let mut model = country();
        model.about.licence = vec![(String::new(), "CC0".into())];
        model.about.illustrative = true;
        let (text, titles) = file_of(&model, 240);
        for said in [
            "2014 · Executed",
            "648.0 million lei in total",
            "Not named in full in the picture, largest first: ",
            "Health: 39.0 million lei, 6.0%.",
            "invented for demonstration",
            "Unit: million lei",
            "Licence: CC0",
        ] {
            assert!(text.contains(said), "{said:?} is not in:\n{text}");
        }
        assert!(titles.contains("Education: ") && !titles.contains("opens"), "nothing opens in a file: {titles}");
        let few = Sketch::new().dimension(Kind::Activity, &[&[]]).rows("big, 1000000\nsmall, 100\nsmaller, 1");
        let (text, _) = file_of(&few, 720);
        assert!(text.contains("Too small for the picture: 2 smaller parts together: <0.01 thousand, <0.1%."), "{text}");
    }

    #[test]
    fn a_part_of_a_page_is_as_wide_as_there_is_room() {
        let figure = figure("en");
        let svg = write_svg(&figure, SvgOptions::default());
        let document = Document::parse(&svg).unwrap();
        assert_eq!(document.root_element().attribute("width"), Some("100%"));
        assert_eq!(document.root_element().attribute("viewBox"), None);
        let right = |node: &Node| {
            let part =
                |name| node.attribute(name).and_then(|value| value.strip_suffix('%')?.parse::<f64>().ok()).unwrap();
            part("x") + part("width")
        };
        assert!(all(&document, "rect").iter().all(|rect| right(rect) <= 100.0));
        assert!(all(&document, "text").iter().all(|text| text.attribute("dx") == Some("6")));
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
        assert_eq!(
            (all(&document, "rect").len(), all(&document, "line").len()),
            (1 + 2, 1),
            "ground, two bars and zero"
        );
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
