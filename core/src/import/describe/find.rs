//! Where the table of a sheet is: cells in, the rows of its header, its first row of data and its pages out; a guess.

use super::super::arrange::header as arranged;
use super::super::sheet::Sheet;
use super::super::unit::{heads_with_unit, stated_factor};
use crate::money::Notation;
use std::collections::HashMap;

/// Where the table is.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Rows of the header; none where there is none.
    pub header: Vec<u32>,
    /// Those of them that name the columns of each page alike; all, where there is one page.
    pub names: Vec<u32>,
    /// The first row of data.
    pub data: u32,
    /// Columns that are shown and hold anything below the header.
    pub columns: Vec<u32>,
    /// Runs of columns that repeat the header; one where nothing is repeated.
    pub pages: Vec<(u32, u32)>,
}

/// Rows that are looked at: more than any header has, and enough to see what a column holds.
const ROWS: u32 = 300;
/// Rows that a header may have.
const TALLEST: usize = 5;

/// What a column holds.
#[derive(Default)]
struct Seen {
    numbers: usize,
    texts: usize,
    /// Whether a text stands below a number.
    is_mixed: bool,
}

impl Seen {
    /// A column of numbers holds as many of them as of texts, or nothing else once they begin: of a short table the header may be
    /// taller than what it heads.
    fn is_numeric(&self) -> bool {
        self.numbers > 0 && (self.numbers >= self.texts || !self.is_mixed && self.texts <= TALLEST)
    }
}

/// What each column holds in some rows.
fn columns_of(rows: &[(u32, Vec<(u32, &str)>)]) -> HashMap<u32, Seen> {
    let mut seen: HashMap<u32, Seen> = HashMap::new();
    for (column, text) in rows.iter().flat_map(|(_, cells)| cells) {
        let column = seen.entry(*column).or_default();
        if is_number(text) {
            column.numbers += 1;
        } else if !is_nothing(text) {
            column.texts += 1;
            column.is_mixed |= column.numbers > 0;
        }
    }
    seen
}

/// Whether a cell holds a number and nothing else, or a formula of which the value is missing.
pub fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('=') || text.contains(is_digit) && NOTATIONS.iter().any(|marks| is_decimal(text, *marks))
}

/// Whether a cell says that there is no amount.
pub fn is_nothing(text: &str) -> bool {
    ["-", "–", "—", "--", "——", "－", "―", "…", "..."].contains(&text.trim())
}

/// Digits, plain and of full width.
fn is_digit(char: char) -> bool {
    char.is_ascii_digit() || ('０'..='９').contains(&char)
}

/// The marks that numbers are written with: decimal, and between groups.
pub const NOTATIONS: [(char, char); 4] = [('.', ','), (',', '.'), ('.', '\''), ('.', '’')];

/// Whether a text is a number with these marks.
pub fn is_decimal(text: &str, (decimal, group): (char, char)) -> bool {
    matches!(Notation::new(decimal, Some(group)).decimal(text.as_bytes()), Ok(Some(_)))
}

/// How many cells of a sheet hold a number.
pub fn count_numbers(sheet: &Sheet) -> usize {
    let mut many = 0;
    sheet.visit(|_, _, text, hiding| many += usize::from(hiding.is_none() && is_number(text)));
    many
}

/// The cells of a row that are shown.
fn shown(sheet: &Sheet, row: u32) -> Vec<(u32, &str)> {
    let cells = sheet.row(row).map(|(column, text)| (column, text.trim()));
    cells.filter(|(column, text)| !text.is_empty() && !sheet.is_hidden_column(*column)).collect()
}

/// Finds the table.
pub fn find_shape(sheet: &Sheet) -> Shape {
    let last = sheet.size().0.min(ROWS);
    let rows: Vec<(u32, Vec<(u32, &str)>)> = (1..=last)
        .filter(|row| !sheet.is_hidden_row(*row))
        .map(|row| (row, shown(sheet, row)))
        .filter(|(_, cells)| !cells.is_empty())
        .collect();
    let seen = columns_of(&rows);
    let is_numeric = |column: u32| seen.get(&column).is_some_and(Seen::is_numeric);
    let mut widths: Vec<usize> = rows.iter().map(|(_, cells)| cells.len()).collect();
    widths.sort_unstable();
    let (usual, widest) = (widths.get(widths.len() / 2).copied().unwrap_or(0), widths.last().copied().unwrap_or(0));
    let is_data = |cells: &[(u32, &str)]| {
        let numeric = cells.iter().filter(|(column, _)| is_numeric(*column));
        let (numbers, all) = numeric
            .fold((0, 0), |(many, all), (_, text)| (many + usize::from(is_number(text) || is_nothing(text)), all + 1));
        // What stands in columns of numbers are numbers, and the row is nearly as wide as rows of the table are.
        numbers * 2 > all && cells.len() * 4 >= usual
    };
    // A text above numbers heads them, even if it stands among numbers that head others.
    let heads = |cells: &[(u32, &str)]| {
        cells.iter().any(|(column, text)| is_numeric(*column) && !is_number(text) && !is_nothing(text))
    };
    let top = usize::from(rows.first().is_some_and(|(row, cells)| *row == 1 && cells.len() == widest && heads(cells)));
    let any_numeric = seen.keys().any(|column| is_numeric(*column));
    let years = header_of_years(&rows, &is_numeric);
    let is_row = |at: &usize| Some(*at) != years && is_data(&rows[*at].1);
    let found = |from: usize| (from..rows.len()).find(is_row);
    let first = found(top).unwrap_or(1.min(rows.len()));
    let numbered = numbered(&rows[first..], &is_numeric);
    let at = if numbered > 0 { found(first + numbered).unwrap_or(first) } else { first };
    let (header, at) =
        if any_numeric { (header(&rows[..at], widest, &is_numeric), at) } else { header_of_texts(&rows) };
    // A list of names and values has no header, whatever its first values are.
    let (header, at) = if header.len() > 1 && is_list(&rows[..at], widest) { (Vec::new(), 0) } else { (header, at) };
    let data = rows.get(at).map_or(last + 1, |(row, _)| *row);
    let below = rows.iter().filter(|(row, _)| *row >= data || header.contains(row)).flat_map(|(_, cells)| cells);
    let mut columns: Vec<u32> = below.map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    let pages = pages(sheet, &header, &columns, &is_numeric);
    let names = alike(sheet, &header, &pages);
    Shape { header, names, data, columns, pages }
}

/// The rows of a header that begin every page alike, where not all do: above one stands 收入, above the other 支出.
fn alike(sheet: &Sheet, header: &[u32], pages: &[(u32, u32)]) -> Vec<u32> {
    let first = |row: u32, page: &(u32, u32)| arranged(sheet, &[row], page.0);
    let is_alike = |row: &u32| pages.iter().all(|page| first(*row, page) == first(*row, &pages[0]));
    let rows: Vec<u32> = header.iter().copied().filter(is_alike).collect();
    if rows.is_empty() { header.to_vec() } else { rows }
}

/// The header of a table without a number: its first row, and those below it that name columns which none above names. A table
/// that was published empty may have a header of several rows, in which a title spans the columns to its right.
fn header_of_texts(rows: &[(u32, Vec<(u32, &str)>)]) -> (Vec<u32>, usize) {
    let columns = |at: usize| rows[at].1.iter().map(|(column, _)| *column);
    let Some(first) = rows.iter().position(|(_, cells)| cells.len() > 1).or((!rows.is_empty()).then_some(0)) else {
        return (Vec::new(), 0);
    };
    let mut named: Vec<u32> = columns(first).collect();
    let names_more = |at: &usize, named: &[u32]| {
        // A column without a name stands below a title, that is to the right of the first.
        let is_new = |column: u32| !named.contains(&column) && named.first().is_some_and(|first| column > *first);
        rows[*at].0 == rows[*at - 1].0 + 1 && columns(*at).any(is_new)
    };
    let mut at = first + 1;
    while at < rows.len() && at - first < TALLEST && names_more(&at, &named) {
        named.extend(columns(at));
        at += 1;
    }
    (rows[first..at].iter().map(|(row, _)| *row).collect(), at)
}

/// Whether rows above numbers are no header but a list: pairs of a name and a value, of which some values are numbers.
fn is_list(above: &[(u32, Vec<(u32, &str)>)], widest: usize) -> bool {
    widest == 2 && above.len() > 1 && above.iter().all(|(_, cells)| cells.len() == 2)
}

/// The header among the rows above the data: those straight above it that have more than one text. A title stands alone.
fn header(above: &[(u32, Vec<(u32, &str)>)], widest: usize, is_numeric: &dyn Fn(u32) -> bool) -> Vec<u32> {
    let mut header: Vec<u32> = Vec::new();
    for (row, cells) in above.iter().rev() {
        let is_label = widest > 1 && cells.iter().all(|(_, text)| *text == cells[0].1);
        let follows = header.first().is_none_or(|below| row + 1 == *below);
        if header.is_empty() && is_label {
            // The name of a block of rows.
            continue;
        }
        if is_label || !follows || is_stated(cells, is_numeric) || header.len() >= TALLEST {
            break;
        }
        header.insert(0, *row);
    }
    header
}

/// The row that heads columns of numbers with years, one after the other: 部门, 2022, 2023, 2024.
fn header_of_years(rows: &[(u32, Vec<(u32, &str)>)], is_numeric: &dyn Fn(u32) -> bool) -> Option<usize> {
    let year = |text: &str| text.parse::<u32>().ok().filter(|year| (1900..2100).contains(year));
    let is_of_years = |cells: &[(u32, &str)]| {
        let numeric = cells.iter().filter(|(column, _)| is_numeric(*column));
        let years: Option<Vec<u32>> = numeric.map(|(_, text)| year(text)).collect();
        let years = years.unwrap_or_default();
        let follow = |step: i64| years.windows(2).all(|pair| i64::from(pair[1]) - i64::from(pair[0]) == step);
        years.len() > 1 && (follow(1) || follow(-1)) && cells.iter().any(|(column, _)| !is_numeric(*column))
    };
    let mut found = (0..rows.len()).filter(|at| is_of_years(&rows[*at].1));
    // Several such rows are records of spans of years.
    found.next().filter(|at| *at < 2 * TALLEST && at + 1 < rows.len() && found.next().is_none())
}

/// How many of these rows only number the columns: 1, 2, 3.
fn numbered(rows: &[(u32, Vec<(u32, &str)>)], is_numeric: &dyn Fn(u32) -> bool) -> usize {
    let is_small =
        |text: &str| text.parse::<f64>().is_ok_and(|number| (0.0..100.0).contains(&number) && number.fract() == 0.0);
    let of = |cells: &[(u32, &str)]| {
        let mut numbers = cells.iter().filter(|(column, text)| is_numeric(*column) && is_number(text));
        numbers.clone().count() > 2 && numbers.all(|(_, text)| is_small(text))
    };
    let many = rows.iter().take(TALLEST).take_while(|(_, cells)| of(cells)).count();
    // Where all rows are like this, they are the table.
    if many < TALLEST && many < rows.len() { many } else { 0 }
}

/// Whether a row states a unit rather than heading columns. The name of an amount may state its own: 预算数（万元）.
fn is_stated(cells: &[(u32, &str)], is_numeric: &dyn Fn(u32) -> bool) -> bool {
    let is_head = |column: u32, text: &str| is_numeric(column) && heads_with_unit(text);
    cells.iter().any(|(column, text)| stated_factor(text).is_some() && !is_head(*column, text))
}

/// The runs of columns that begin with the same header as the first. Each says of what its numbers are: numbers alone that repeat
/// their headers, budget and outturn below each of several titles, are columns of one table.
fn pages(sheet: &Sheet, header: &[u32], columns: &[u32], is_numeric: &dyn Fn(u32) -> bool) -> Vec<(u32, u32)> {
    let (Some(first), Some(last)) = (columns.first().copied(), columns.last().copied()) else { return Vec::new() };
    let head = |column: u32| header.iter().map(|row| sheet.text(*row, column).trim()).collect::<Vec<_>>();
    let own = head(first);
    if own.iter().all(|text| text.is_empty()) {
        return vec![(first, last)];
    }
    // The row of the header that repeats is the one with most texts: others have groups.
    let names = header.iter().max_by_key(|row| sheet.row(**row).count()).copied().unwrap_or(1);
    let same = |column: &u32| {
        let text = sheet.text(names, *column).trim();
        !text.is_empty() && text == sheet.text(names, first).trim()
    };
    let starts: Vec<u32> = columns.iter().copied().filter(same).collect();
    let is_of_numbers = |end: &u32| columns.iter().filter(|column| *column < end).all(|column| is_numeric(*column));
    let is_narrow = starts.windows(2).any(|pair| pair[1] - pair[0] < 2);
    if is_narrow || starts.get(1).is_none_or(is_of_numbers) {
        return vec![(first, last)];
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([last]);
    starts.iter().copied().zip(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::file::sheet_of_text;
    use crate::ingest::Table;

    fn header_and_data(text: &str) -> (Vec<u32>, u32) {
        let shape = find_shape(&sheet_of_text(text, &Table::default()).expect("a small table"));
        (shape.header, shape.data)
    }

    #[test]
    fn a_header_may_be_taller_than_what_it_heads() {
        let one_row = "差旅费,,会议费,\n预算数,决算数,预算数,决算数\n3.20,3.10,0.00,0.00\n";
        assert_eq!(header_and_data(one_row), (vec![1, 2], 3));
        let below_a_title = format!("2023年度,,,\n{one_row}");
        assert_eq!(header_and_data(&below_a_title), (vec![2, 3], 4), "a title names no column");
        assert_eq!(find_shape(&sheet_of_text(one_row, &Table::default()).expect("a table")).pages.len(), 1, "no pages");
        let remarks = "Item,Amount,Remark\nPaper,5,\nInk,7,late\n";
        assert_eq!(header_and_data(remarks), (vec![1], 2));
    }

    #[test]
    fn a_table_that_was_published_empty_is_all_header() {
        assert_eq!(
            header_and_data("Item,,Income,Spent,,\nCode,Name,,Total,Staff,Other\n,,,,,\n,,,,,\n"),
            (vec![1, 2], 3)
        );
        assert_eq!(header_and_data("Code,Name,Spent\n,,\n"), (vec![1], 2));
        let texts = "id,name,region\nKZ,Kazakhstan,Asia\nFR,France,Europe\n";
        assert_eq!(header_and_data(texts), (vec![1], 2), "texts below names of all columns are its rows");
        assert_eq!(header_and_data(",name,region\nKZ,Kazakhstan,Asia\n"), (vec![1], 2), "an index needs no name");
    }

    #[test]
    fn a_name_of_an_amount_may_state_its_unit() {
        assert_eq!(header_and_data("项目,预算数（万元）\n教育,100\n卫生,200\n"), (vec![1], 2));
        let titled = "某县2024年支出表,,\n编码,项目,预算数（万元）\n201,教育,100\n202,卫生,200\n";
        assert_eq!(header_and_data(titled), (vec![2], 3));
        let title = "2024年部门预算表,单位：亿元\n科目,金额\n教育,1.2\n卫生,0.5\n";
        assert_eq!(header_and_data(title), (vec![2], 3), "a statement beside a title is no header");
        let title = "支出表（单位：万元）,第1页\n编码,预算数\n201,1.2\n202,0.5\n";
        assert_eq!(header_and_data(title), (vec![2], 3), "neither is a title with a unit");
    }

    #[test]
    fn numbers_are_told_however_they_are_written() {
        for text in ["１，２３４，５６７", "△12,345", "▲500", "1’000.00", "1 234,50", "=B2*2"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["1 市税", "—", "", "2024年", "１号"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn years_may_head_columns() {
        assert_eq!(header_and_data("部门,2022,2023,2024\n教育局,100.5,120.5,130\n卫健局,50,60,70.2\n"), (vec![1], 2));
        assert_eq!(header_and_data("Department,2022,2023\nEdu,10000,12000\nHealth,50000,60000\n"), (vec![1], 2));
        let spans = "Name,From,To\nA,2020,2021\nB,2021,2022\nC,2019,2023\n";
        assert_eq!(header_and_data(spans), (vec![1], 2));
    }

    #[test]
    fn names_and_values_have_no_header() {
        assert_eq!(header_and_data("title,A survey\naddress,https://a.example\nvoters,120\nvotes,9\ngroups,2\n").0, []);
        assert_eq!(header_and_data("Name,Amount\nRoads,120\nSchools,9\n"), (vec![1], 2));
        assert_eq!(header_and_data("Roads,\nName,Amount\nRepair,120\nBridges,9\n"), (vec![2], 3), "a title above");
    }
}
