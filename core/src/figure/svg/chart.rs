//! A drawn chart as SVG: marks, axes and words as they were placed in, the same look as a treemap's out; cannot fail.

use super::{MARGIN, NAME_SIZE, SENTENCE_SIZE, Svg, SvgOptions, Use, push_block, push_hundredths};
use crate::figure::chart::{Chart, ChartMark, EDGE, Key, POINT, Rule, RuleKind, STROKE, Shape};

/// Writes a chart. A part of a page is not stretched: type and lines keep their proportions.
pub fn write_chart(chart: &Chart, options: SvgOptions) -> String {
    let palette = options.theme.palette();
    let (mut words, mut top) = (Vec::new(), 0);
    if options.use_as == Use::File {
        top = push_block(&mut words, &chart.name, NAME_SIZE, chart.width, top);
        top = push_block(&mut words, &chart.sentence, SENTENCE_SIZE, chart.width, top) + MARGIN;
    }
    let mut svg = Svg { out: String::with_capacity(8192), palette, fluid_width: None };
    svg.out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    svg.attribute("lang", &chart.lang);
    svg.attribute("aria-label", &chart.name);
    svg.length("width", chart.width);
    svg.length("height", chart.height + top);
    svg.out.push_str(" viewBox=\"0 0 ");
    push_hundredths(&mut svg.out, chart.width);
    svg.out.push(' ');
    push_hundredths(&mut svg.out, chart.height + top);
    svg.out.push_str("\" direction=\"ltr\" font-family=\"Arial, Helvetica, sans-serif\">");
    svg.element("title", &chart.name);
    svg.element("desc", &chart.sentence);
    svg.rect((0, 0, chart.width, chart.height + top), palette.ground, None);
    for line in &words {
        svg.text(line, 0, palette.ink);
    }
    svg.out.push_str("<g transform=\"translate(0 ");
    push_hundredths(&mut svg.out, top);
    svg.out.push_str(")\">");
    svg.chart(chart);
    svg.out.push_str("</g></svg>");
    svg.out
}

impl Svg {
    /// The chart without what is around it.
    pub(super) fn chart(&mut self, chart: &Chart) {
        chart.rules.iter().for_each(|rule| self.rule(rule));
        // Bars lie below lines and their points, or a bar would hide the limit that it reaches.
        let (bars, others): (Vec<&ChartMark>, Vec<&ChartMark>) =
            chart.marks.iter().partition(|mark| matches!(mark.shape, Shape::Bar(_)));
        bars.into_iter().for_each(|mark| self.chart_mark(mark));
        for stroke in &chart.strokes {
            self.stroke(&stroke.points, stroke.tone, stroke.is_hollow);
        }
        chart.keys.iter().for_each(|key| self.key(key));
        for line in &chart.lines {
            self.text(line, 0, self.palette.ink);
        }
        others.into_iter().for_each(|mark| self.chart_mark(mark));
    }

    fn chart_mark(&mut self, mark: &ChartMark) {
        self.out.push_str("<g>");
        self.element("title", &mark.name);
        match &mark.shape {
            Shape::Gap => {}
            Shape::Bar(bar) => {
                let fill = self.inside(mark.tone, mark.is_hollow);
                self.rect((bar.x, bar.y, bar.width, bar.height), fill, Some(self.palette.ink));
            }
            Shape::Point(x, y) => self.point(*x, *y, mark.tone, mark.is_hollow),
            Shape::Ends(from, to) => {
                for (x, y) in [from, to] {
                    self.point(*x, *y, mark.tone, mark.is_hollow);
                }
            }
            Shape::Line(points) => {
                if points.len() > 1 {
                    self.stroke(points, mark.tone, mark.is_hollow);
                }
                for (x, y) in points {
                    self.point(*x, *y, mark.tone, mark.is_hollow);
                }
            }
        }
        for line in &mark.lines {
            self.text(line, 0, self.palette.ink);
        }
        self.out.push_str("</g>");
    }

    /// What is hollow has the colour of the ground inside of its edge.
    fn inside(&self, tone: u8, is_hollow: bool) -> &'static str {
        if is_hollow { self.palette.ground } else { self.palette.fill(tone) }
    }

    fn point(&mut self, x: i32, y: i32, tone: u8, is_hollow: bool) {
        self.out.push_str("<circle");
        self.length("cx", x);
        self.length("cy", y);
        self.length("r", POINT);
        self.attribute("fill", self.inside(tone, is_hollow));
        self.attribute("stroke", self.palette.ink);
        self.out.push_str("/>");
    }

    /// A line with an edge in the ink of words: tones alone are too pale for a line on the ground.
    fn stroke(&mut self, points: &[(i32, i32)], tone: u8, is_hollow: bool) {
        for (width, colour) in [(STROKE, self.palette.ink), (STROKE - 2 * EDGE, self.inside(tone, is_hollow))] {
            self.out.push_str("<polyline points=\"");
            for (at, (x, y)) in points.iter().enumerate() {
                if at > 0 {
                    self.out.push(' ');
                }
                push_hundredths(&mut self.out, *x);
                self.out.push(',');
                push_hundredths(&mut self.out, *y);
            }
            self.out.push_str("\" fill=\"none\" stroke-linejoin=\"round\"");
            self.length("stroke-width", width);
            self.attribute("stroke", colour);
            self.out.push_str("/>");
        }
    }

    fn rule(&mut self, rule: &Rule) {
        self.out.push_str("<line");
        for (name, length) in [("x1", rule.from.0), ("y1", rule.from.1), ("x2", rule.to.0), ("y2", rule.to.1)] {
            self.length(name, length);
        }
        self.attribute("stroke", self.palette.ink);
        match rule.kind {
            RuleKind::Grid => self.attribute("stroke-opacity", "0.2"),
            RuleKind::Leader => self.attribute("stroke-opacity", "0.5"),
            RuleKind::Break => self.attribute("stroke-dasharray", "4 3"),
            RuleKind::Zero => {}
        }
        self.out.push_str("/>");
    }

    fn key(&mut self, key: &Key) {
        let place = key.place;
        if key.is_line {
            let y = place.y + place.height / 2;
            self.stroke(&[(place.x, y), (place.x + place.width, y)], key.tone, key.is_hollow);
        } else {
            let fill = self.inside(key.tone, key.is_hollow);
            self.rect((place.x, place.y, place.width, place.height), fill, Some(self.palette.ink));
        }
    }
}
