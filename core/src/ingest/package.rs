//! What a descriptor says of its files: plain data between the descriptor readers and the row reader; nothing to fail.

use super::layout::Layout;
use crate::issue::Issue;
use crate::model::{About, Kind};
use crate::money::{Notation, Unit};
use crate::order::sort_by_key;
use crate::scheme::{Nesting, Scheme};
use daylight_scan::Dialect;

/// A package as its descriptor describes it.
#[derive(Clone, Debug, Default)]
pub struct Package {
    /// What it says of itself.
    pub about: About,
    /// Every axis that its facts may be keyed by.
    pub axes: Vec<AxisPlan>,
    /// How axes make up dimensions.
    pub dimensions: Vec<DimensionPlan>,
    /// Its files.
    pub tables: Vec<Table>,
    /// What is wrong with the descriptor.
    pub issues: Vec<Issue>,
    /// Whether its rows are records of a form, which says itself which cells may be blank.
    pub is_form: bool,
    /// Labels of codes that stand in the descriptor itself: axis, language, code, label.
    pub(super) names: Vec<(usize, String, String, String)>,
    /// The first classification of each kind, which goes by the kind's word.
    pub(super) groups: Vec<(Kind, String)>,
}

/// An axis that facts may be keyed by.
#[derive(Clone, Debug)]
pub struct AxisPlan {
    /// What it is about.
    pub kind: Kind,
    /// Its level, from one.
    pub level: u8,
    /// The header of its column, or the name of the constant field.
    pub header: String,
    /// Whether a model has it unless other axes are asked for: it has a meaning, and it is no free text.
    pub usual: bool,
}

/// A dimension: axes from the top level down.
#[derive(Clone, Debug)]
pub struct DimensionPlan {
    /// What it is about.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Title by language.
    pub titles: Vec<(String, String)>,
    /// Indices of its axes.
    pub axes: Vec<usize>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Its rows carry amounts.
    #[default]
    Facts,
    /// Its rows explain the codes of another file.
    CodeList,
}

/// A file of the package.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The resource's name.
    pub name: String,
    /// Its path beside the descriptor: relative, without `..`.
    pub path: String,
    /// The path of the file that this one goes on, where a resource is in several: it may leave out the header.
    pub continues: Option<String>,
    /// The declared encoding, if any.
    pub encoding: Option<String>,
    /// What it is for.
    pub role: Role,
    /// How cells and records are told apart.
    pub dialect: Dialect,
    /// Whether the dialect states the delimiter; otherwise it is told from the header.
    pub delimiter_stated: bool,
    /// Rows that make up the header, from one; none: the fields stand in the descriptor's order.
    pub header_rows: Vec<u32>,
    /// The declared columns.
    pub fields: Vec<Field>,
    /// Where each axis comes from, as pairs of axis and source.
    pub sources: Vec<(usize, Source)>,
    /// Labels: axis, language and the source of the text.
    pub labels: Vec<(usize, String, Source)>,
    /// The amounts.
    pub measures: Vec<Measure>,
    /// What neither standard has.
    pub layout: Layout,
    /// Fields that together identify a row (`primaryKey`), if declared.
    pub key: Vec<usize>,
    /// Foreign keys: field, table and field there.
    pub references: Vec<(usize, usize, usize)>,
}

/// A declared column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its header.
    pub name: String,
    /// How its numbers are written.
    pub notation: Notation,
    /// What one unit of it is.
    pub unit: Unit,
    /// Texts that mean "blank", beside the empty one.
    pub missing: Vec<String>,
    /// Whether a cell must not be blank.
    pub required: bool,
    /// Starts of years by era: text before the number, and what is added to it.
    pub eras: Vec<(String, i64)>,
}

/// Where the code or the label of an axis comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A column.
    Field(usize),
    /// The same for all rows.
    Constant(String),
    /// The first levels of a code that is written as one string: column, its scheme, level from one.
    Cut(usize, CodeShape, u8),
    /// The year of a date or of an era.
    Year(usize),
    /// Another column of the row of a code list: the column here, the reference to follow, the column there.
    Through(Box<Source>, usize, usize),
}

/// A column of amounts.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The column.
    pub field: usize,
    /// The codes that all its amounts have: axis and code (phase, year, direction, currency).
    pub sets: Vec<(usize, String)>,
}

/// How the codes of a scheme nest, when each is written as one string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeShape {
    /// By length: 213, 21305, 2130599 is `[3, 5, 7]`.
    Prefix(Vec<u8>),
    /// By a mark between the levels: `01.1.1`.
    Separator(char),
}

impl CodeShape {
    /// The part of a code that names its level (from one); blank where the code is shorter than that.
    pub fn cut<'a>(&self, code: &'a str, level: u8) -> &'a str {
        let level = usize::from(level.max(1));
        match self {
            Self::Prefix(lengths) => {
                let Some(length) = lengths.get(level - 1).map(|length| usize::from(*length)) else { return "" };
                let shortest = if level > 1 { usize::from(lengths[level - 2]) } else { 0 };
                if code.len() <= shortest { "" } else { code.get(..length.min(code.len())).unwrap_or(code) }
            }
            Self::Separator(mark) => {
                let mut ends = code.match_indices(*mark).map(|(at, _)| at);
                match ends.nth(level - 1) {
                    Some(end) => &code[..end],
                    None if code.matches(*mark).count() + 1 == level => code,
                    None => "",
                }
            }
        }
    }
}

impl CodeShape {
    /// The shape of a scheme whose codes carry all their levels; `None` where they carry one.
    pub fn of(scheme: &Scheme) -> Option<Self> {
        match &scheme.nesting {
            Nesting::Flat => None,
            Nesting::Lengths(lengths) => {
                Some(Self::Prefix(lengths.iter().filter_map(|length| u8::try_from(*length).ok()).collect()))
            }
            Nesting::Separator(mark) => Some(Self::Separator(*mark)),
        }
    }
}

impl Table {
    /// The index of a field by its header.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

impl Field {
    /// A column of which only the header is known.
    pub fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            notation: Notation::default(),
            unit: Unit::ONE,
            missing: Vec::new(),
            required: false,
            eras: Vec::new(),
        }
    }
}

impl Package {
    /// The files it needs, code lists included.
    pub fn paths(&self) -> Vec<&str> {
        self.tables.iter().map(|table| table.path.as_str()).collect()
    }

    /// The index of an axis, added now if it is new; the same header, kind and level are the same axis.
    pub(super) fn axis(&mut self, plan: AxisPlan) -> usize {
        let same = |axis: &AxisPlan| {
            axis.kind == plan.kind
                && axis.level == plan.level
                && (axis.kind != Kind::Other || axis.header == plan.header)
        };
        match self.axes.iter().position(same) {
            Some(index) => index,
            None => {
                self.axes.push(plan);
                self.axes.len() - 1
            }
        }
    }

    /// The index of the axis of a kind with one level.
    pub(super) fn single(&mut self, kind: Kind) -> usize {
        let header = kind.word().unwrap_or("").to_owned();
        self.axis(AxisPlan { kind, level: 1, header, usual: true })
    }

    /// The axis of a level of a classification, in its dimension. The first classification of a kind goes by the kind's word,
    /// others by their own name.
    pub(super) fn classify(
        &mut self,
        kind: Kind,
        group: &str,
        level: u8,
        header: &str,
        titles: Vec<(String, String)>,
    ) -> usize {
        if kind.is_always_a_key() {
            return self.single(kind);
        }
        let first = match self.groups.iter().find(|(known, _)| *known == kind) {
            Some((_, first)) => first == group,
            None => {
                self.groups.push((kind, group.to_owned()));
                true
            }
        };
        let (kind, name) = match kind.word() {
            Some(word) if first => (kind, word),
            _ => (Kind::Other, group),
        };
        let known = self.dimensions.iter().position(|dimension| dimension.name == name);
        let position = known.unwrap_or(self.dimensions.len());
        if known.is_none() {
            self.dimensions.push(DimensionPlan { kind, name: name.to_owned(), titles: Vec::new(), axes: Vec::new() });
        }
        let same = self.dimensions[position].axes.iter().copied().find(|axis| self.axes[*axis].level == level);
        let axis = same.unwrap_or_else(|| {
            self.axes.push(AxisPlan { kind, level, header: header.to_owned(), usual: true });
            self.axes.len() - 1
        });
        let axes = &self.axes;
        let dimension = &mut self.dimensions[position];
        if dimension.titles.is_empty() {
            dimension.titles = titles;
        }
        if same.is_none() {
            dimension.axes.push(axis);
            sort_by_key(&mut dimension.axes, |index| axes[*index].level);
        }
        axis
    }

    /// Every column that is no amount and has no place of its own can be asked for by its header.
    pub(super) fn offer_columns(&mut self) {
        for index in 0..self.tables.len() {
            for field in 0..self.tables[index].fields.len() {
                let table = &self.tables[index];
                let known = table.sources.iter().any(|(_, source)| *source == Source::Field(field));
                if known || table.measures.is_empty() || table.measures.iter().any(|measure| measure.field == field) {
                    continue;
                }
                let header = table.fields[field].name.clone();
                let axis = self.axis(AxisPlan { kind: Kind::Other, level: 1, header, usual: false });
                self.tables[index].sources.push((axis, Source::Field(field)));
            }
        }
    }

    /// The axis that a word names: `functional` (its deepest level), `functional:1`, `year`, a dimension's name, or a
    /// column's header in any file.
    pub fn find_axis(&self, word: &str) -> Option<usize> {
        let (name, level) = match word.rsplit_once(':') {
            Some((name, level)) if level.parse::<u8>().is_ok() => (name, level.parse().ok()),
            _ => (word, None),
        };
        let of_dimension = |name: &str, level: Option<u8>| {
            let dimension = self.dimensions.iter().find(|dimension| dimension.name == name)?;
            match level {
                None => dimension.axes.last().copied(),
                Some(level) => {
                    let stated = dimension.axes.iter().copied().find(|axis| self.axes[*axis].level == level);
                    stated.or_else(|| dimension.axes.get(usize::from(level).checked_sub(1)?).copied())
                }
            }
        };
        let of_header = || {
            self.tables.iter().find_map(|table| {
                let field = table.field(word)?;
                table.sources.iter().find(|(_, source)| *source == Source::Field(field)).map(|(axis, _)| *axis)
            })
        };
        let of_kind =
            || self.axes.iter().position(|axis| axis.kind.is_always_a_key() && axis.kind.word() == Some(word));
        of_kind()
            .or_else(|| of_dimension(name, level))
            .or_else(|| of_dimension(word, None))
            .or_else(of_header)
            .or_else(|| self.axes.iter().position(|axis| axis.header == word))
    }
}

#[cfg(test)]
mod tests {
    use super::CodeShape;

    #[test]
    fn codes_are_cut_by_length_and_by_mark() {
        let cn = CodeShape::Prefix(vec![3, 5, 7]);
        assert_eq!([1, 2, 3].map(|level| cn.cut("2130599", level)), ["213", "21305", "2130599"]);
        assert_eq!([1, 2, 3].map(|level| cn.cut("213", level)), ["213", "", ""]);
        let cofog = CodeShape::Separator('.');
        assert_eq!([1, 2, 3].map(|level| cofog.cut("01.1.1", level)), ["01", "01.1", "01.1.1"]);
        assert_eq!([1, 2, 3].map(|level| cofog.cut("01", level)), ["01", "", ""]);
        assert_eq!(cn.cut("中文字", 1), "中");
    }
}
