//! Tables of the form "daylight-funds" while a reader fills them: rows of cells with their places in; CSV, the place of every cell
//! and a descriptor out; fails where a table grows too large.

use super::cell::{At, Cell, places};
use crate::graph::{Edge, order_acyclic};
use crate::import::fault::Fault;
use crate::import::origin::Cells;
use crate::import::table::Writer;
use crate::json;
use std::collections::{BTreeMap, BTreeSet};

/// A table of the form that readers fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Units,
    Transfers,
    Projects,
    Commitments,
    Payments,
}

/// A table: its id, its columns, and how many of them every row has. The others are left out where no row has anything there.
struct Shape {
    id: &'static str,
    columns: &'static [&'static str],
    required: &'static [&'static str],
}

/// In the order of [`Of`].
const SHAPES: [Shape; 5] = [
    Shape { id: "units", columns: &["id", "name", "tier", "role"], required: &["id", "name", "tier"] },
    Shape {
        id: "transfers",
        columns: &["id", "year", "from", "to", "amount", "decided", "document", "currency"],
        required: &["to", "amount"],
    },
    Shape {
        id: "projects",
        columns: &["id", "name", "unit", "year", "content", "planned", "parent", "level", "currency"],
        required: &["id", "name", "unit"],
    },
    Shape {
        id: "commitments",
        columns: &["id", "kind", "unit", "project", "fund", "year", "amount", "decided", "payee", "currency"],
        required: &["kind", "amount"],
    },
    Shape {
        id: "payments",
        columns: &["id", "unit", "project", "year", "amount", "paid", "payee", "currency"],
        required: &["unit", "amount"],
    },
];

/// Names, each with what was taken instead: how often, and where first.
pub type Counts = BTreeMap<(String, &'static str), (usize, At)>;

/// What a reader has read so far.
#[derive(Debug, Default)]
pub struct Draft {
    /// Cells of each table, row after row.
    cells: [Vec<Cell>; 5],
    units: BTreeSet<String>,
    /// What was not taken over.
    pub left: Counts,
    /// What is not said, and what was taken instead.
    pub assumed: Counts,
    /// What two reports tell and counts once: the amount, where it was taken from, and the other place.
    pub twice: Vec<(String, At, At)>,
}

/// A finished table.
pub struct Finished {
    /// The name of its resource.
    pub id: &'static str,
    /// CSV.
    pub bytes: Vec<u8>,
    /// Where its cells stand in the file.
    pub cells: Cells,
}

impl Finished {
    /// The path of the table in the package that is made.
    pub fn path(&self) -> String {
        format!("{}.csv", self.id)
    }
}

impl Draft {
    /// Adds a row with a cell for each column of its table.
    pub fn row<const N: usize>(&mut self, of: Of, cells: [Cell; N]) {
        debug_assert_eq!(N, SHAPES[of as usize].columns.len(), "a cell for each column");
        self.cells[of as usize].extend(cells);
    }

    /// Adds a unit unless it is there, and returns its id. One without an id goes by its name, one without a name by its id; one
    /// that has neither is none.
    pub fn unit(&mut self, id: &str, name: &str, tier: &str, at: At) -> Cell {
        let [id, name] = [id.trim(), name.trim()];
        let id = if id.is_empty() { name } else { id };
        if !id.is_empty() && self.units.insert(id.to_owned()) {
            let cells = [id, if name.is_empty() { id } else { name }, tier, ""].map(|text| Cell::new(text, at));
            self.row(Of::Units, cells);
        }
        Cell::new(id, at)
    }

    /// Says that something was not taken over.
    pub fn leave(&mut self, what: &str, at: At) {
        count(&mut self.left, (what, ""), at);
    }

    /// Says that something is not said, and what was taken instead.
    pub fn assume(&mut self, what: &str, instead: &'static str, at: At) {
        count(&mut self.assumed, (what, instead), at);
    }

    /// Says that an amount is told a second time elsewhere.
    pub fn both(&mut self, amount: &Cell, elsewhere: At) {
        self.twice.push((amount.text.clone(), amount.at, elsewhere));
    }

    fn column<'a>(&'a self, of: Of, column: &str) -> impl Iterator<Item = &'a str> {
        let columns = SHAPES[of as usize].columns;
        let at = columns.iter().position(|known| *known == column).unwrap_or(0);
        self.cells[of as usize].iter().skip(at).step_by(columns.len()).map(|cell| cell.text.as_str())
    }

    /// The currency that most rows have; of several the first by its code.
    fn currency(&self) -> Option<&str> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for of in [Of::Transfers, Of::Commitments, Of::Payments, Of::Projects] {
            for code in self.column(of, "currency").filter(|code| !code.is_empty()) {
                *counts.entry(code).or_default() += 1;
            }
        }
        counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(code, _)| code)
    }

    /// Says of each unit whether money begins or ends there, and puts the units in the order of their tiers: those first that
    /// pass money on to the others.
    fn settle_units(&mut self) {
        let tiers: Vec<&str> = self.column(Of::Units, "tier").collect();
        let ids: BTreeMap<&str, usize> = self.column(Of::Units, "id").zip(0..).collect();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut tier = Vec::with_capacity(tiers.len());
        for name in tiers {
            let next = numbers.len();
            tier.push(*numbers.entry(name).or_insert(next));
        }
        let (mut gives, mut receives) = (vec![false; tier.len()], vec![false; tier.len()]);
        let mut links: BTreeMap<(usize, usize), i128> = BTreeMap::new();
        for (from, to) in self.column(Of::Transfers, "from").zip(self.column(Of::Transfers, "to")) {
            let [from, to] = [from, to].map(|id| ids.get(id).copied());
            from.into_iter().for_each(|unit| gives[unit] = true);
            to.into_iter().for_each(|unit| receives[unit] = true);
            if let (Some(from), Some(to)) = (from, to)
                && tier[from] != tier[to]
            {
                *links.entry((tier[from], tier[to])).or_default() += 1;
            }
        }
        for unit in self.column(Of::Payments, "unit").filter_map(|id| ids.get(id)) {
            gives[*unit] = true;
        }
        let edges: Vec<Edge> = links.into_iter().map(|((from, to), weight)| Edge { from, to, weight }).collect();
        let order = order_acyclic(numbers.len(), &edges, &|_| 0).order;
        let mut rank = vec![0; order.len()];
        order.iter().enumerate().for_each(|(place, tier)| rank[*tier] = place);
        let width = SHAPES[Of::Units as usize].columns.len();
        let mut rows: Vec<(usize, Vec<Cell>)> = Vec::with_capacity(tier.len());
        let mut cells = std::mem::take(&mut self.cells[Of::Units as usize]).into_iter();
        for (unit, tier) in tier.into_iter().enumerate() {
            let mut row: Vec<Cell> = cells.by_ref().take(width).collect();
            let role = match (receives[unit], gives[unit]) {
                (false, true) => "source",
                (true, false) => "recipient",
                _ => "",
            };
            row[width - 1].text.push_str(role);
            rows.push((rank[tier], row));
        }
        rows.sort_by_key(|(rank, _)| *rank);
        self.cells[Of::Units as usize] = rows.into_iter().flat_map(|(_, row)| row).collect();
    }

    /// The tables, and the descriptor of the package that they make under the name of the file.
    pub fn finish(&mut self, file: &str, text: &str) -> Result<(String, Vec<Finished>), Fault> {
        self.settle_units();
        let mut out = json::Writer::default();
        out.open('{').key("name").text(file).key("title").text(file).key("profile").text("daylight-funds");
        out.key("daylight:profile").text("generic");
        if let Some(code) = self.currency() {
            out.key("daylight:currency").text(code);
        }
        out.key("resources").open('[');
        let mut finished = Vec::new();
        for (shape, cells) in SHAPES.iter().zip(&self.cells) {
            // A package has these two even where they have no rows.
            if cells.is_empty() && !["units", "transfers"].contains(&shape.id) {
                continue;
            }
            let table = finish_table(shape, cells, text, &mut out)?;
            finished.push(table);
        }
        Ok((out.close(']').close('}').finish(), finished))
    }
}

fn count(counts: &mut Counts, (name, instead): (&str, &'static str), at: At) {
    counts.entry((name.to_owned(), instead)).or_insert((0, at)).0 += 1;
}

/// Writes a table, and its resource into the descriptor.
fn finish_table(shape: &Shape, cells: &[Cell], text: &str, out: &mut json::Writer) -> Result<Finished, Fault> {
    let width = shape.columns.len();
    let is_kept = |at: &usize| {
        shape.required.contains(&shape.columns[*at])
            || cells.iter().skip(*at).step_by(width).any(|cell| !cell.text.is_empty())
    };
    let kept: Vec<usize> = (0..width).filter(is_kept).collect();
    out.open('{').key("name").text(shape.id).key("path").text(&format!("{}.csv", shape.id));
    out.key("dialect").open('{').key("delimiter").text(",").close('}');
    out.key("schema").open('{').key("fields").open('[');
    for at in &kept {
        out.open('{').key("name").text(shape.columns[*at]).key("type").text("string").close('}');
    }
    out.close(']').close('}').close('}');
    let mut table = Writer::default();
    table.row(kept.iter().map(|at| shape.columns[*at]))?;
    let mut stood = vec![At::Byte(0); kept.len()];
    for row in cells.chunks(width) {
        table.row(kept.iter().map(|at| row[*at].text.as_str()))?;
        stood.extend(kept.iter().map(|at| row[*at].at));
    }
    let cells = Cells::Text { width: kept.len(), at: places(text, &stood) };
    Ok(Finished { id: shape.id, bytes: table.bytes, cells })
}
