//! Charts with axes: exact amounts with their words in (`Plan`), a drawn figure out (`Chart`); nothing here fails.
//!
//! What is drawn and every word of it is decided when a plan is made. `daylight_widgets::chart` draws a plan; the SVG writer and
//! the view write down what was drawn.

mod scale;

pub use scale::{Scale, Tick};

use super::budget::{TextLine, Wish};
use super::layout::Rect;
use crate::money::{Amount, Currency};
use crate::profile::UnitScale;

/// What is to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// As which kind of chart.
    pub kind: ChartKind,
    /// Its name: "Budget and outturn 2024".
    pub name: String,
    /// One sentence that says what it shows.
    pub sentence: String,
    /// The language of all words.
    pub lang: String,
    /// The unit, printed once above the axis: "Unit: 10,000 yuan".
    pub unit_line: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The unit of the axis.
    pub unit: UnitScale,
    /// What each group has a value of, in order. Of a slope, the two years.
    pub series: Vec<Series>,
    /// One panel; of small multiples, one a part, all with the same scale.
    pub panels: Vec<Panel>,
    /// What a [`Group::note`] refers to, in order; printed beneath the chart.
    pub notes: Vec<Note>,
    /// The room there is.
    pub frame: Frame,
}

/// A kind of chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChartKind {
    /// Groups beneath each other, a horizontal bar a series, from a common zero to both sides.
    #[default]
    Bars,
    /// Groups are years, side by side; bars or lines upwards and downwards from zero.
    Years,
    /// Two series, the years; a line a group from the one to the other.
    Slope,
    /// Small multiples: a little chart of years a panel.
    Panels,
    /// Two panels, the sides of a balance: a stack a panel, a part of it a group.
    Stacks,
    /// Groups are days, as far from each other as they are; two lines, what was measured and what was to be by then.
    Path,
}

/// Values that belong together across the groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// "Budget", "Outturn"; of a slope, the year.
    pub label: String,
    /// Which of the quiet colours: 0 to 9, as a treemap's mark has it.
    pub tone: u8,
    /// Whether its values were only intended, so that its marks are hollow; what was spent is full.
    pub is_hollow: bool,
    /// Whether it is drawn as a line over the years instead of bars.
    pub is_line: bool,
}

/// A chart beside others of the same scale.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Its title; blank where there is one panel only.
    pub label: String,
    /// Its groups, in order.
    pub groups: Vec<Group>,
}

/// A part, or a year.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Its words.
    pub label: String,
    /// Its own path: codes joined by `/`; `None` for "others" and for a year.
    pub path: Option<String>,
    /// The path it opens, if there is anything below.
    pub opens: Option<String>,
    /// A value for each series, in their order.
    pub values: Vec<Value>,
    /// The sign of a [`Note`]: from this group on, what the figures count is not what it was before it. Of parts, only for this
    /// one. No line is drawn across it.
    pub note: String,
    /// Its tone where groups have one each: the lines of a slope, the parts of a stack.
    pub tone: u8,
    /// Of a path, its day, counted from that of the first group.
    pub days: i32,
}

/// One amount, or why there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The exact amount; `None` where the data states nothing, which is a gap and never zero.
    pub amount: Option<Amount>,
    /// What stands at the mark: the amount in the plan's unit, or "not stated".
    pub label: String,
    /// Its name in full: group, series, amount with unit.
    pub name: String,
}

/// A numbered remark: what changed between two groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Its sign: "1".
    pub sign: String,
    /// What it says.
    pub text: String,
}

/// The room for a chart, in hundredths of a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its width.
    pub width: i32,
    /// The height that is wished for. A chart is as high as its rows need, and as wished for where they leave that open.
    pub height: i32,
    /// The size of the type.
    pub font: i32,
    /// The least side of what can be hit.
    pub least: i32,
}

impl Frame {
    /// The room that was wished for.
    pub(super) fn of(wish: &Wish) -> Self {
        Self {
            width: wish.width_px as i32 * 100,
            height: if wish.height_px == 0 { 40_000 } else { wish.height_px as i32 * 100 },
            font: (wish.font_px.clamp(8, 64) * 100) as i32,
            least: wish.least_px as i32 * 100,
        }
    }
}

impl Default for Frame {
    fn default() -> Self {
        Self { width: 72_000, height: 40_000, font: 1600, least: 2400 }
    }
}

/// A chart as it is drawn. All lengths are in hundredths of a pixel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chart {
    /// What it is.
    pub kind: ChartKind,
    /// Its name.
    pub name: String,
    /// One sentence that says what it shows.
    pub sentence: String,
    /// The language of its words.
    pub lang: String,
    /// Width of the frame.
    pub width: i32,
    /// Height of the frame.
    pub height: i32,
    /// The marks, in reading order.
    pub marks: Vec<ChartMark>,
    /// Axes, grid and the lines at breaks; behind the marks.
    pub rules: Vec<Rule>,
    /// The lines of a series from mark to mark, behind the marks.
    pub strokes: Vec<Stroke>,
    /// What stands for each series, beside its name.
    pub keys: Vec<Key>,
    /// Titles, names of groups and series, numbers of the axis, the unit and the notes.
    pub lines: Vec<TextLine>,
    /// The notes once more, for who cannot see where they stand.
    pub notes: Vec<Note>,
}

/// What stands for a value; of a slope, for a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChartMark {
    /// Its name in full.
    pub name: String,
    /// The path of its group.
    pub path: Option<String>,
    /// The path that it opens.
    pub opens: Option<String>,
    /// Which panel, group and series it is of.
    pub of: (usize, usize, usize),
    /// Which of the quiet colours.
    pub tone: u8,
    /// Whether it is hollow: intended, not spent.
    pub is_hollow: bool,
    /// What is drawn.
    pub shape: Shape,
    /// What is pressed and pointed at; no two overlap.
    pub hit: Rect,
    /// Its words.
    pub lines: Vec<TextLine>,
}

/// The geometry of a mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Nothing: the value is not stated.
    #[default]
    Gap,
    /// A bar.
    Bar(Rect),
    /// A point.
    Point(i32, i32),
    /// A line with its ends marked, or one end alone.
    Line(Vec<(i32, i32)>),
    /// Two points that no line joins.
    Ends((i32, i32), (i32, i32)),
}

/// What a straight line is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleKind {
    /// At a number of the axis.
    #[default]
    Grid,
    /// At zero.
    Zero,
    /// Where what is counted changes.
    Break,
    /// From a mark to its words.
    Leader,
}

/// A straight line that is no mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// What for.
    pub kind: RuleKind,
    /// Where it begins.
    pub from: (i32, i32),
    /// Where it ends.
    pub to: (i32, i32),
}

/// A line through several marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stroke {
    /// Its corners, two at least.
    pub points: Vec<(i32, i32)>,
    /// Which of the quiet colours.
    pub tone: u8,
    /// Whether it is hollow.
    pub is_hollow: bool,
}

/// A sample of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// Where it is.
    pub place: Rect,
    /// Which of the quiet colours.
    pub tone: u8,
    /// Whether it is hollow.
    pub is_hollow: bool,
    /// Whether it is of a line.
    pub is_line: bool,
}

/// The radius of a point.
pub const POINT: i32 = 450;
/// The thickness of a line, of which an edge on each side is in the ink of words.
pub const STROKE: i32 = 400;
/// The thickness of those edges.
pub const EDGE: i32 = 100;

impl Plan {
    /// The least and the largest amount, with zero among them.
    pub fn extent(&self) -> (Amount, Amount) {
        let groups = self.panels.iter().flat_map(|panel| &panel.groups);
        let amounts = groups.flat_map(|group| &group.values).filter_map(|value| value.amount);
        amounts.fold((Amount::ZERO, Amount::ZERO), |(least, most), amount| (least.min(amount), most.max(amount)))
    }
}
