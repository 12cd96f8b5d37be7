//! A table of a form on a sheet: a form, a sheet and its name in, which table it is, where its header stands and what its columns are
//! out; none where it is no such table.

use super::super::arrange::header;
use super::super::form::{FormWords, TableWords, Wording, plain};
use super::super::sheet::Sheet;
use super::super::unit::stated_units;
use crate::ingest::{StatusWords, header_unit};
use std::sync::LazyLock;

static STATUS: LazyLock<StatusWords> = LazyLock::new(StatusWords::built_in);

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
    /// Headers of what is computed and not read, with their columns.
    pub status: Vec<(u32, String)>,
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
    /// The form's name of it, with what stands after the colon.
    pub id: String,
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

/// How much speaks for a table: columns that are known, whether the sheet goes by its name, columns that it needs and that tell it.
type Rank = (usize, bool, [usize; 2]);

/// Finds the table; `told` are the rows of its header, where a person has said them.
pub fn find_part(words: &'static FormWords, sheet: &Sheet, name: &str, told: Option<&[u32]>) -> Option<Part> {
    let last = sheet.size().0.min(ROWS);
    let rows: Vec<Vec<u32>> = match told {
        Some(rows) => vec![rows.to_vec()],
        // What stands above a header explains it, and is none: two rows must know more than one does.
        None => (1..=last).map(|row| vec![row]).chain((1..=last).map(|row| vec![row, row + 1])).collect(),
    };
    let name = plain(name);
    let mut best: Option<(Part, Rank)> = None;
    for rows in rows.iter().filter(|rows| !rows.is_empty()) {
        let heads: Vec<Head> =
            (1..=sheet.size().1.min(COLUMNS)).filter_map(|column| Head::read(sheet, rows, column)).collect();
        for table in &words.tables {
            let part = know(table, rows, &heads);
            let is_named = Wording::new(table.form.id, table.titles.clone()).is_called(&name);
            // Of several the one that knows most, of these the one that is named, has most of what it needs and of what tells it,
            // and then the first.
            let rank = (part.columns.len(), is_named, [part.count_needed(), part.count_telling()]);
            if best.as_ref().is_none_or(|(_, known)| rank > *known) && part.is_accepted(is_named) {
                best = Some((part, rank));
            }
        }
    }
    let (mut part, _) = best?;
    part.find_units(sheet);
    let below = part.header.iter().copied().max().unwrap_or(0) + 1..=sheet.size().0;
    let is_filled = |text: &str| !text.trim().is_empty();
    part.is_filled = below.clone().any(|row| sheet.row(row).any(|(_, text)| is_filled(text)));
    // A column of currencies without any says nothing.
    part.columns
        .retain(|known| known.id != CURRENCY || below.clone().any(|row| is_filled(sheet.text(row, known.column))));
    Some(part)
}

impl Part {
    /// Whether so many headers are a table's that it can be no other. A name helps; what is not named has all columns that the form
    /// needs, or many.
    fn is_accepted(&self, is_named: bool) -> bool {
        let known = self.columns.len();
        let needed = self.table.form.columns.iter().filter(|column| column.required).count();
        let is_whole = self.count_needed() == needed;
        let telling = self.count_telling();
        known >= 2
            && known >= self.others.len()
            && (is_whole && telling > 0 || known >= MANY && telling > 1 || is_named)
    }

    /// How many of its columns no other table has.
    fn count_telling(&self) -> usize {
        self.columns.iter().filter(|column| column.wording.tells).count()
    }

    /// How many of the columns that the form needs are there.
    fn count_needed(&self) -> usize {
        let has = |id: &str| self.columns.iter().any(|column| column.id.split(':').next() == Some(id));
        self.table.form.columns.iter().filter(|column| column.required && has(column.id)).count()
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
    /// It without units.
    bare: String,
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
        let bare = units.iter().flat_map(|(.., text)| text.split_whitespace()).collect::<Vec<_>>().join(" ");
        let stated = units.iter().rfind(|(currency, factor, _)| currency.is_some() || factor.is_some());
        let (currency, factor) = stated.map(|(currency, factor, _)| (currency.clone(), *factor)).unwrap_or_default();
        // A header that names a currency alone says that one is one.
        let factor = factor.or(currency.as_ref().map(|_| 1));
        Some(Self { column, name, bare, plain, currency, factor })
    }

    /// The column of a table that it heads, and the form's name of it.
    fn column_of(&self, table: &'static TableWords) -> Option<(&'static Wording, String)> {
        let is = |wording: &&Wording| self.plain.iter().any(|text| wording.is_called(text));
        let one_of_several = |wording: &'static Wording| {
            let word = wording.variant(table.column(&wording.id)?.holds, &self.bare)?;
            Some((wording, [wording.id.as_str(), ":", &word].concat()))
        };
        let whole = table.columns.iter().find(is).map(|wording| (wording, wording.id.clone()));
        whole.or_else(|| table.columns.iter().find_map(one_of_several))
    }
}

/// What a table of the form knows of a header.
fn know(table: &'static TableWords, rows: &[u32], heads: &[Head]) -> Part {
    let mut part = Part {
        table,
        header: rows.to_vec(),
        columns: Vec::new(),
        others: Vec::new(),
        status: Vec::new(),
        is_filled: false,
        lacks_unit: false,
    };
    for head in heads {
        match head.column_of(table) {
            Some((wording, id)) if !part.columns.iter().any(|known| known.id == id) => {
                let (currency, factor) =
                    if wording.is_money(table) { (head.currency.clone(), head.factor) } else { (None, None) };
                let (name, column) = (head.name.clone(), head.column);
                part.columns.push(Known { name, column, id, wording, currency, factor });
            }
            None if STATUS.is_status(table.form.id, &head.name) => part.status.push((head.column, head.name.clone())),
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
    use super::{FormWords, Part, Sheet, unit_of};
    use crate::import::file::sheet_of_text;
    use crate::ingest::form::Form;
    use crate::ingest::{Table, funds, results};

    /// The id of a table, and its columns with their factors.
    type Told = (&'static str, Vec<(String, Option<u64>)>);

    fn find_part(form: &Form, sheet: &Sheet, name: &str) -> Option<Part> {
        super::find_part(FormWords::of(form).expect("words"), sheet, name, None)
    }

    fn part_of(form: &Form, text: &str, name: &str) -> Option<Told> {
        let sheet = sheet_of_text(text, &Table::default()).expect("a sheet");
        let part = find_part(form, &sheet, name)?;
        Some((part.table.form.id, part.columns.into_iter().map(|known| (known.id, known.factor)).collect()))
    }

    fn part(text: &str, name: &str) -> Option<Told> {
        part_of(&funds::FORM, text, name)
    }

    /// Table and columns of a list of results, as one text.
    fn result(text: &str) -> String {
        let (table, columns) = part_of(&results::FORM, text, "Sheet1").expect("a table");
        let ids: Vec<String> = columns.into_iter().map(|(id, _)| id).collect();
        format!("{table}: {}", ids.join(" "))
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
        assert_eq!(find_part(&funds::FORM, &sheet, "Sheet1").map(|part| part.header), Some(vec![3]));
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
            assert_eq!(part_of(&results::FORM, text, "Sheet1"), None, "{text}");
        }
        let edges = part("from,to,amount\na,b,5\n", "Sheet1").expect("a table");
        assert_eq!(edges.0, "transfers");
        assert_eq!(part("id,name\na,Roads\n", "资金 Funds").map(|found| found.0), Some("funds"), "its sheet is named");
    }

    #[test]
    fn lists_of_tasks_findings_and_indicators_as_offices_print_them_are_told() {
        let tasks = "某县2025年重点工作任务清单,,,,,,,\n序号,重点任务,工作措施,牵头单位,责任人,完成时限,进展情况,备注\n1,村道,硬化,交通局,,2025-12-31,正常,\n";
        assert_eq!(result(tasks), "tasks: id name measure office due");
        let sheet = sheet_of_text(tasks, &Table::default()).expect("a sheet");
        let found = find_part(&results::FORM, &sheet, "Sheet1").expect("a table");
        let status: Vec<&str> = found.status.iter().map(|(_, header)| header.as_str()).collect();
        assert_eq!((status, found.others), (vec!["进展情况"], vec!["责任人".into(), "备注".into()]));
        let ledger = "序号,审计发现问题,问题金额(万元),整改责任单位,整改时限\n1,滞留资金,12,县财政局,2026-03-31\n";
        assert_eq!(result(ledger), "findings: id name amount office due");
        let (_, columns) = part_of(&results::FORM, ledger, "Sheet1").expect("a table");
        assert_eq!(columns[2].1, Some(10_000));
        let indicators = "序号,指标名称,单位,基期值,基期,数据来源\n1,村道里程,公里,20,2020,交通局\n";
        assert_eq!(result(indicators), "indicators: id name unit baseline baseline-period source");
        let parts = "问题编号,整改情况,整改金额（元）,整改完成时间,佐证材料\nf1,整改中,5,,\n";
        assert_eq!(result(parts), "rectifications: finding state amount day evidence");
        let values = "指标编号,报告期,实际完成值,分组:性别,分组：年龄\ni1,2025,5,女,\n";
        assert_eq!(result(values), "values: indicator period value group:性别 group:年龄");
        assert_eq!(result("indicator,period,value\ni1,2025,5\n"), "values: indicator period value");
        assert_eq!(result("指标编号,目标值,时期\ni1,5,2025\n"), "targets: indicator value");
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
