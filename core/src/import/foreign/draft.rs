//! Tables of a form while a reader fills them: rows of cells with their places in; CSV, the place of every cell and a descriptor
//! out; fails where a table grows too large. A form's table may be in several parts, each with further columns of its own.

use super::cell::{At, Cell, places};
use super::shape::Of;
use crate::graph::{Edge, order_acyclic};
use crate::import::fault::Fault;
use crate::import::origin::Cells;
use crate::import::table::Writer;
use crate::json;
use std::collections::{BTreeMap, BTreeSet};

/// Names, each with what was taken instead: how often, and where first.
pub type Counts = BTreeMap<(String, String), (usize, At)>;

/// A table, or a part of one that has columns of its own.
#[derive(Debug)]
struct Part {
    of: Of,
    /// The name of its resource.
    name: String,
    /// Its columns after those of its shape.
    further: Vec<String>,
    /// Its cells, row after row.
    cells: Vec<Cell>,
}

impl Part {
    fn new(of: Of, name: &str, further: Vec<String>) -> Self {
        Self { of, name: name.to_owned(), further, cells: Vec::new() }
    }

    fn width(&self) -> usize {
        self.of.shape().columns.len() + self.further.len()
    }

    fn columns(&self) -> impl Iterator<Item = &str> {
        let further = self.further.iter().map(String::as_str);
        self.of.shape().columns.iter().copied().chain(further)
    }
}

/// What a reader has read so far.
#[derive(Debug, Default)]
pub struct Draft {
    /// The name of what is read: of the file, or of the folder.
    pub name: String,
    /// The files by the numbers that places have; none where there is only one.
    pub files: Vec<String>,
    parts: Vec<Part>,
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
    pub name: String,
    /// CSV.
    pub bytes: Vec<u8>,
    /// Where its cells stand in the file.
    pub cells: Cells,
}

impl Finished {
    /// The path of the table in the package that is made.
    pub fn path(&self) -> String {
        format!("{}.csv", self.name)
    }
}

impl Draft {
    /// Nothing yet of a file or a folder.
    pub fn of(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Begins a part of a table, under a name and with columns beyond those of its shape.
    pub fn begin(&mut self, of: Of, name: &str, further: Vec<String>) {
        self.parts.push(Part::new(of, name, further));
    }

    /// Adds a row with a cell for each column of its table.
    pub fn row<const N: usize>(&mut self, of: Of, cells: [Cell; N]) {
        self.row_with(of, cells, Vec::new());
    }

    /// Adds a row with further cells to the part of its table that was begun last.
    pub fn row_with<const N: usize>(&mut self, of: Of, cells: [Cell; N], further: Vec<Cell>) {
        debug_assert_eq!(N, of.shape().columns.len(), "a cell for each column");
        let part = self.parts.iter().rposition(|part| part.of == of).unwrap_or_else(|| {
            self.begin(of, of.shape().id, Vec::new());
            self.parts.len() - 1
        });
        let part = &mut self.parts[part];
        debug_assert_eq!(further.len(), part.further.len(), "a cell for each further column");
        part.cells.extend(cells.into_iter().chain(further));
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
    pub fn assume(&mut self, what: &str, instead: &str, at: At) {
        count(&mut self.assumed, (what, instead), at);
    }

    /// Says that an amount is told a second time elsewhere.
    pub fn both(&mut self, amount: &Cell, elsewhere: At) {
        self.twice.push((amount.text.clone(), amount.at, elsewhere));
    }

    fn column<'a>(&'a self, of: Of, column: &str) -> impl Iterator<Item = &'a str> {
        let at = of.shape().columns.iter().position(|known| *known == column).unwrap_or(0);
        let parts = self.parts.iter().filter(move |part| part.of == of);
        parts.flat_map(move |part| part.cells.iter().skip(at).step_by(part.width())).map(|cell| cell.text.as_str())
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
        let width = Of::Units.shape().columns.len();
        let mut rows: Vec<(usize, Vec<Cell>)> = Vec::with_capacity(tier.len());
        let Some(part) = self.parts.iter_mut().find(|part| part.of == Of::Units) else { return };
        let mut cells = std::mem::take(&mut part.cells).into_iter();
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
        part.cells = rows.into_iter().flat_map(|(_, row)| row).collect();
    }

    /// The tables, and the descriptor of the package that they make under the name of the file.
    pub fn finish(&mut self, file: &str, text: &str) -> Result<(String, Vec<Finished>), Fault> {
        self.settle_units();
        let form = self.parts.first().map_or(Of::Units, |part| part.of).form();
        // A package of funds has these two even where they have no rows.
        for of in [Of::Units, Of::Transfers].into_iter().filter(|of| of.form() == form) {
            if self.parts.iter().all(|part| part.of != of) {
                self.begin(of, of.shape().id, Vec::new());
            }
        }
        self.parts.sort_by_key(|part| part.of);
        let mut out = json::Writer::default();
        out.open('{').key("name").text(file).key("title").text(file).key("profile").text(form);
        out.key("daylight:profile").text("generic");
        if let Some(code) = self.currency() {
            out.key("daylight:currency").text(code);
        }
        out.key("resources").open('[');
        let mut finished = Vec::new();
        for part in &self.parts {
            let table = finish_part(part, &self.files, text, &mut out)?;
            finished.push(table);
        }
        Ok((out.close(']').close('}').finish(), finished))
    }
}

fn count(counts: &mut Counts, (name, instead): (&str, &str), at: At) {
    counts.entry((name.to_owned(), instead.to_owned())).or_insert((0, at)).0 += 1;
}

/// Writes a part of a table, and its resource into the descriptor.
fn finish_part(part: &Part, files: &[String], text: &str, out: &mut json::Writer) -> Result<Finished, Fault> {
    let (shape, width) = (part.of.shape(), part.width());
    let columns: Vec<&str> = part.columns().collect();
    let is_kept = |at: &usize| {
        shape.required.contains(&columns[*at])
            || part.cells.iter().skip(*at).step_by(width).any(|cell| !cell.text.is_empty())
    };
    let kept: Vec<usize> = (0..width).filter(is_kept).collect();
    out.open('{').key("name").text(&part.name).key("path").text(&format!("{}.csv", part.name));
    if part.name != shape.id {
        out.key("daylight:table").text(shape.id);
    }
    out.key("dialect").open('{').key("delimiter").text(",").close('}');
    out.key("schema").open('{').key("fields").open('[');
    for at in &kept {
        out.open('{').key("name").text(columns[*at]).key("type").text("string").close('}');
    }
    out.close(']').close('}').close('}');
    let mut table = Writer::default();
    table.row(kept.iter().map(|at| columns[*at]))?;
    let mut stood = vec![part.cells.first().map_or(At::Byte(0), |cell| cell.at); kept.len()];
    for row in part.cells.chunks(width) {
        table.row(kept.iter().map(|at| row[*at].text.as_str()))?;
        stood.extend(kept.iter().map(|at| row[*at].at));
    }
    let at = places(text, &stood);
    let cells = if files.is_empty() {
        Cells::Text { width: kept.len(), at }
    } else {
        let of = stood.iter().map(|at| at.file());
        Cells::Files { width: kept.len(), files: files.to_vec(), of: of.collect(), at }
    };
    Ok(Finished { name: part.name.clone(), bytes: table.bytes, cells })
}
