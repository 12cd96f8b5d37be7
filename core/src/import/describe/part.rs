//! A table of funds on a sheet: a sheet and its name in, which table it is, where its header stands and what its columns are out;
//! none where it is no such table.

use super::super::arrange::header;
use super::super::form::{FormWords, TableWords, Wording, plain};
use super::super::sheet::Sheet;
use super::super::unit::stated_units;
use crate::ingest::header_unit;

/// A table that was told by its header.
#[derive(Clone, Debug)]
pub struct Part {
    /// Which it is.
    pub table: &'static TableWords,
    /// The rows of its header.
    pub header: Vec<u32>,
    /// The columns that the form knows.
    pub columns: Vec<Known>,
    /// Headers that it does not know.
    pub others: Vec<String>,
    /// Whether anything stands below its header.
    pub is_filled: bool,
    /// Whether the unit of an amount is said nowhere.
    pub lacks_unit: bool,
}

/// A column that the form knows.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its header as it stands in the file.
    pub name: String,
    /// Where it stands, from one.
    pub column: u32,
    /// Which it is.
    pub wording: &'static Wording,
    /// The currency that is stated for it.
    pub currency: Option<String>,
    /// How many of the currency one is.
    pub factor: Option<u64>,
}

/// Rows among which a header is looked for.
const ROWS: u32 = 15;
/// Columns that are looked at: more than any table of the form has.
const COLUMNS: u32 = 200;
/// The column that says in which currency a row is.
const CURRENCY: &str = "currency";
/// Columns of a table as counties print it, by which it is told where it lacks one that the form needs.
const MANY: usize = 5;

/// Finds the table; `told` are the rows of its header, where a person has said them.
pub fn find_part(sheet: &Sheet, name: &str, told: Option<&[u32]>) -> Option<Part> {
    let last = sheet.size().0.min(ROWS);
    let rows: Vec<Vec<u32>> = match told {
        Some(rows) => vec![rows.to_vec()],
        // What stands above a header explains it, and is none: two rows must know more than one does.
        None => (1..=last).map(|row| vec![row]).chain((1..=last).map(|row| vec![row, row + 1])).collect(),
    };
    let name = plain(name);
    let mut best: Option<Part> = None;
    for rows in rows.iter().filter(|rows| !rows.is_empty()) {
        let heads: Vec<Head> =
            (1..=sheet.size().1.min(COLUMNS)).filter_map(|column| Head::read(sheet, rows, column)).collect();
        for table in &FormWords::all().tables {
            let part = know(table, rows, &heads);
            let is_named = || Wording::new(table.form.id, table.titles.clone()).is_called(&name);
            // Of several the one that knows most, and of these the first.
            let is_better = best.as_ref().is_none_or(|known| part.columns.len() > known.columns.len());
            if is_better && part.is_accepted(&is_named) {
                best = Some(part);
            }
        }
    }
    let mut part = best?;
    part.find_units(sheet);
    let below = part.header.iter().copied().max().unwrap_or(0) + 1..=sheet.size().0;
    let is_filled = |text: &str| !text.trim().is_empty();
    part.is_filled = below.clone().any(|row| sheet.row(row).any(|(_, text)| is_filled(text)));
    // A column of currencies without any says nothing.
    part.columns.retain(|known| {
        known.wording.id != CURRENCY || below.clone().any(|row| is_filled(sheet.text(row, known.column)))
    });
    Some(part)
}

impl Part {
    /// Whether so many headers are a table's that it can be no other. A name helps; what is not named has all columns that the form
    /// needs, or many.
    fn is_accepted(&self, is_named: &dyn Fn() -> bool) -> bool {
        let known = self.columns.len();
        let has = |id: &str| self.columns.iter().any(|column| column.wording.id.split(':').next() == Some(id));
        let is_whole = self.table.form.columns.iter().all(|column| !column.required || has(column.id));
        let telling = self.columns.iter().filter(|column| column.wording.tells).count();
        known >= 2
            && known >= self.others.len()
            && (is_whole && telling > 0 || known >= MANY && telling > 1 || is_named())
    }

    /// The unit of each amount: as its own header says it, else a title line, else as the other amounts of the table all say.
    fn find_units(&mut self, sheet: &Sheet) {
        let first = self.header.iter().copied().min().unwrap_or(1);
        let above = stated_units(sheet).into_iter().find(|(row, ..)| *row < first).map(|(.., text, factor)| {
            let unit = text.rsplit([':', '：']).next().unwrap_or("").trim_matches(['(', ')', '（', '）', ' ']);
            (header_unit(&format!("({unit})")).0, factor)
        });
        let own: Vec<(Option<String>, u64)> =
            self.columns.iter().filter_map(|column| Some((column.currency.clone(), column.factor?))).collect();
        let agreed = own.first().filter(|one| own.iter().all(|other| other.1 == one.1)).cloned();
        let table = self.table;
        for column in self.columns.iter_mut().filter(|column| column.wording.is_money(table)) {
            if column.factor.is_some() {
                continue;
            }
            let stated = above.clone().or_else(|| agreed.clone());
            column.factor = stated.as_ref().map(|(_, factor)| *factor);
            column.currency = column.currency.take().or(stated.and_then(|(currency, _)| currency));
            self.lacks_unit |= column.factor.is_none() && column.currency.is_none();
        }
    }
}

/// The header of a column.
struct Head {
    column: u32,
    name: String,
    /// What of it may be the header of a column of the form: all of it, all without units, and its lowest row without one.
    plain: [String; 3],
    currency: Option<String>,
    factor: Option<u64>,
}

impl Head {
    fn read(sheet: &Sheet, rows: &[u32], column: u32) -> Option<Self> {
        let texts: Vec<String> = rows.iter().map(|row| header(sheet, &[*row], column)).collect();
        if texts.iter().all(String::is_empty) || sheet.is_hidden_column(column) {
            return None;
        }
        let name = texts.iter().flat_map(|text| text.split_whitespace()).collect::<Vec<_>>().join(" ");
        let units: Vec<(Option<String>, Option<u64>, String)> = texts.iter().map(|text| unit_of(text)).collect();
        let bare: String = units.iter().map(|(.., text)| text.as_str()).collect();
        let lowest = units.iter().map(|(.., text)| text).rfind(|text| !text.is_empty()).map_or("", String::as_str);
        let plain = [plain(&name), plain(&bare), plain(lowest)];
        let stated = units.iter().rfind(|(currency, factor, _)| currency.is_some() || factor.is_some());
        let (currency, factor) = stated.map(|(currency, factor, _)| (currency.clone(), *factor)).unwrap_or_default();
        // A header that names a currency alone says that one is one.
        let factor = factor.or(currency.as_ref().map(|_| 1));
        Some(Self { column, name, plain, currency, factor })
    }
}

/// What a table of the form knows of a header.
fn know(table: &'static TableWords, rows: &[u32], heads: &[Head]) -> Part {
    let mut part = Part {
        table,
        header: rows.to_vec(),
        columns: Vec::new(),
        others: Vec::new(),
        is_filled: false,
        lacks_unit: false,
    };
    for head in heads {
        let is = |wording: &&Wording| head.plain.iter().any(|text| wording.is_called(text));
        match table.columns.iter().find(is) {
            Some(wording) if !part.columns.iter().any(|known| known.wording.id == wording.id) => {
                let (currency, factor) =
                    if wording.is_money(table) { (head.currency.clone(), head.factor) } else { (None, None) };
                part.columns.push(Known { name: head.name.clone(), column: head.column, wording, currency, factor });
            }
            _ => part.others.push(head.name.clone()),
        }
    }
    part
}

/// The unit that a header states in parentheses, and the header without it.
fn unit_of(text: &str) -> (Option<String>, Option<u64>, String) {
    let mut open = None;
    for (at, char) in text.char_indices() {
        match (char, open) {
            ('(' | '（', _) => open = Some(at),
            (')' | '）', Some(start)) => {
                let (currency, factor) = header_unit(&text[start..at]);
                if currency.is_some() || factor.is_some() {
                    return (currency, factor, [&text[..start], &text[at + char.len_utf8()..]].concat());
                }
                open = None;
            }
            _ => {}
        }
    }
    (None, None, text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{find_part, unit_of};
    use crate::import::file::sheet_of_text;
    use crate::ingest::Table;

    /// The id of a table, and its columns with their factors.
    type Told = (&'static str, Vec<(String, Option<u64>)>);

    fn part(text: &str, name: &str) -> Option<Told> {
        let sheet = sheet_of_text(text, &Table::default()).expect("a sheet");
        let part = find_part(&sheet, name, None)?;
        Some((
            part.table.form.id,
            part.columns.into_iter().map(|known| (known.wording.id.clone(), known.factor)).collect(),
        ))
    }

    #[test]
    fn a_notice_as_counties_print_it_is_told_with_its_unit() {
        let text = "2025年衔接资金项目公示,,,,,,,,,,,,,,\n项目名称,项目类型,建设内容,计划资金(万元),中央,省级,市级,县级,其他,实施期限,绩效目标,联农带农机制,责任单位,责任人,备注\n村道,基础设施,硬化,241.3,125.5,91.2,24.6,,,2025年,通行,务工,交通局,某科,\n";
        let (id, columns) = part(text, "Sheet1").expect("a table");
        let ids: Vec<&str> = columns.iter().map(|(id, _)| id.as_str()).collect();
        let expected = "name type content planned source:central source:province source:city source:county source:other period performance benefit responsible contact remark";
        assert_eq!((id, ids.join(" ")), ("projects", expected.to_owned()));
        let factors: Vec<Option<u64>> = columns.iter().filter_map(|(_, factor)| factor.map(Some)).collect();
        assert_eq!(factors, [Some(10_000); 6], "what one amount says holds for its parts");
        // As a group above its parts, the unit in a title line.
        let groups = "单位：万元,,,,,,\n项目名称,建设内容,资金来源,,,绩效目标,责任单位\n,,中央,省级,县级,,\n村道,硬化,1.5,2,3,通行,交通局\n";
        let (id, columns) = part(groups, "Sheet1").expect("a table");
        assert_eq!((id, columns.len(), columns[2].clone()), ("projects", 7, ("source:central".into(), Some(10_000))));
    }

    #[test]
    fn what_explains_a_header_is_no_part_of_it() {
        let text =
            "拨付,,\n谁拨出,谁收到,多少钱\n拨出单位编号 From (id of the unit),收到单位编号,拨付金额（元）\na,b,5\n";
        let sheet = sheet_of_text(text, &Table::default()).expect("a sheet");
        assert_eq!(find_part(&sheet, "Sheet1", None).map(|part| part.header), Some(vec![3]));
    }

    #[test]
    fn other_tables_are_no_tables_of_funds() {
        for text in [
            "项目名称,金额,备注,年度\n办公用品,5,,2025\n",
            "id,name,amount\n1,Roads,5\n",
            "科目编码,科目名称,预算数\n201,一般公共服务,5\n",
            "Department,Project,Year,Amount,Payee\nRoads,Bridge,2025,5,Firm\n",
        ] {
            assert_eq!(part(text, "Sheet1"), None, "{text}");
        }
        let edges = part("from,to,amount\na,b,5\n", "Sheet1").expect("a table");
        assert_eq!(edges.0, "transfers");
        assert_eq!(part("id,name\na,Roads\n", "资金 Funds").map(|found| found.0), Some("funds"), "its sheet is named");
    }

    #[test]
    fn units_are_taken_out_of_headers() {
        let of = |text: &str| {
            let (currency, factor, rest) = unit_of(text);
            (currency.unwrap_or_default(), factor.unwrap_or(0), rest)
        };
        assert_eq!(of("计划资金(万元)"), ("CNY".into(), 10_000, "计划资金".into()));
        assert_eq!(of("拨付金额 Amount passed on（元）"), ("CNY".into(), 1, "拨付金额 Amount passed on".into()));
        assert_eq!(of("From (id of the unit)"), (String::new(), 0, "From (id of the unit)".into()));
        assert_eq!(of("Amount (EUR thousands) （含税）"), ("EUR".into(), 1_000, "Amount  （含税）".into()));
    }
}
