//! What plotters draws on: its lines, rectangles, circles and texts in, the parts of a `Chart` out; cannot fail.
//!
//! Colours that plotters passes are not looked at, except that nothing is drawn where one is clear. What a shape stands for is
//! said before it is drawn ([`Record::begin`]).

use daylight_core::figure::budget::TextLine;
use daylight_core::figure::chart::{Chart, ChartMark, Rule, RuleKind, Shape, Stroke};
use daylight_core::figure::layout::Rect;
use daylight_core::text::length;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::cell::RefCell;
use std::convert::Infallible;

/// What the next shapes stand for.
#[derive(Clone, Debug, Default)]
pub enum Role {
    /// Axis and grid.
    #[default]
    Grid,
    /// A mark, which is the last of the chart's.
    Mark,
    /// A line through marks of this tone, hollow or not.
    Stroke(u8, bool),
}

/// A chart that is being drawn.
pub struct Record {
    /// What there is of it.
    pub chart: Chart,
    role: Role,
    height: i32,
    /// Between which words stay that plotters writes.
    sides: (i32, i32),
}

impl Record {
    /// Nothing drawn yet.
    pub fn new(chart: Chart) -> Self {
        let sides = (0, chart.width);
        Self { chart, role: Role::Grid, height: 0, sides }
    }

    /// Makes room for a drawing that ends at `bottom`, with its words between two sides.
    pub fn reach(&mut self, bottom: i32, sides: (i32, i32)) {
        self.height = self.height.max(bottom);
        self.sides = sides;
    }

    /// Says what the next shapes stand for.
    pub fn begin(&mut self, role: Role) {
        self.role = role;
    }

    /// Adds a mark; the next shapes are its.
    pub fn begin_mark(&mut self, mark: ChartMark) {
        self.chart.marks.push(mark);
        self.role = Role::Mark;
    }

    fn path(&mut self, points: Vec<BackendCoord>) {
        match (&self.role, points.as_slice()) {
            (Role::Grid, [from, .., to]) => {
                self.chart.rules.push(Rule { kind: RuleKind::Grid, from: *from, to: *to });
            }
            (Role::Stroke(tone, is_hollow), [_, _, ..]) => {
                self.chart.strokes.push(Stroke { tone: *tone, is_hollow: *is_hollow, points });
            }
            (Role::Mark, [_, ..]) => self.shape(Shape::Line(points)),
            _ => {}
        }
    }

    fn shape(&mut self, shape: Shape) {
        if let (Role::Mark, Some(mark)) = (&self.role, self.chart.marks.last_mut()) {
            mark.shape = shape;
        }
    }
}

/// The backend of one drawing.
pub struct Recorder<'a>(pub &'a RefCell<Record>);

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Whether a style is one of those that stand for "nothing".
fn is_clear(style: &impl BackendStyle) -> bool {
    style.color().alpha <= 0.0
}

fn font_size(style: &impl BackendTextStyle) -> i32 {
    style.size() as i32
}

impl DrawingBackend for Recorder<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let record = self.0.borrow();
        (record.chart.width.unsigned_abs(), record.height.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        if !is_clear(style) {
            self.0.borrow_mut().path(vec![from, to]);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        if !is_clear(style) {
            self.0.borrow_mut().path(path.into_iter().collect());
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, _: &S, _: bool) -> Drawn {
        let (x, y) = (a.0.min(b.0), a.1.min(b.1));
        let rect = Rect { x, y, width: (a.0 - b.0).abs(), height: (a.1 - b.1).abs() };
        self.0.borrow_mut().shape(Shape::Bar(rect));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, _: u32, _: &S, _: bool) -> Drawn {
        self.0.borrow_mut().shape(Shape::Point(x, y));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, _: I, _: &S) -> Drawn {
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        if text.is_empty() {
            return Ok(());
        }
        let size = font_size(style);
        let width = length(text, size);
        let mut record = self.0.borrow_mut();
        let x = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - width / 2,
            HPos::Right => x - width,
        };
        let line = TextLine {
            text: text.to_owned(),
            // A number at the end of an axis stays in the picture, a year in its panel.
            x: x.min(record.sides.1 - width).max(record.sides.0),
            baseline: match style.anchor().v_pos {
                VPos::Top => y + size * 95 / 100,
                VPos::Center => y + size * 35 / 100,
                VPos::Bottom => y - size * 25 / 100,
            },
            size,
            strong: false,
        };
        record.chart.lines.push(line);
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let size = font_size(style);
        Ok((length(text, size).unsigned_abs(), (size * super::LINE / 100).unsigned_abs()))
    }
}
