//! The benchmark's file: a seed and a number of rows in, a ledger as CSV out, the same bytes every time; and its sums.
//!
//! The sums are made here by the `csv` crate and 128-bit integers, the slow and plain way, so that the three programs that
//! race each other are held against something none of them shares.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The header of the file.
pub const HEADER: &str = "date,level,unit,functional,economic,programme,recipient,amount";

const LEVELS: [&str; 5] = ["中央", "省级", "市级", "县级", "乡镇"];
const UNITS: [&str; 16] = [
    "财政局",
    "教育局",
    "卫健局",
    "民政局",
    "水务局",
    "农业局",
    "交通局",
    "资源局",
    "环保局",
    "应急局",
    "公安局",
    "档案馆",
    "图书馆",
    "统计局",
    "审计局",
    "文旅局",
];
const ECONOMIC: [&str; 12] =
    ["30101", "30102", "30103", "30107", "30201", "30202", "30205", "30213", "30299", "31002", "31005", "39999"];
const PROGRAMMES: [&str; 10] = [
    "村道养护",
    "school meals",
    "饮水安全",
    "bridge repair",
    "村级运转",
    "rural clinics",
    "森林防火",
    "street lights",
    "危房改造",
    "libraries",
];
/// What people type where a number belongs.
const NO_AMOUNTS: [&str; 5] = ["12O4.50", "1.2.3", "n/a", "3450.125", "--17.00"];

/// SplitMix64: small, well spread, the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `sides`.
    fn below(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    /// One time in `times`.
    fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// Writes the ledger: about 80 bytes a row. Some cells are quoted, some hold commas and quotes, one amount in 5,000 is
/// no number; amounts spread over nine powers of ten, so that sums pass what a double holds exactly.
pub fn write_ledger(rows: usize, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut csv = String::with_capacity(rows * 90 + HEADER.len() + 1);
    csv.push_str(HEADER);
    csv.push('\n');
    for _ in 0..rows {
        write_row(&mut csv, &mut dice);
    }
    csv
}

fn write_row(csv: &mut String, dice: &mut Dice) {
    // Writing into a String cannot fail.
    let (year, month, day) = (2022 + dice.below(3), 1 + dice.below(12), 1 + dice.below(28));
    let _ = write!(csv, "{year}-{month:02}-{day:02},{},{},", dice.pick(&LEVELS), dice.pick(&UNITS));
    let functional = functional_code(dice);
    let quoted = |dice: &mut Dice, csv: &mut String, text: &str| {
        let mark = if dice.once_in(500) { "\"" } else { "" };
        let _ = write!(csv, "{mark}{text}{mark},");
    };
    quoted(dice, csv, &functional);
    let _ = write!(csv, "{},", dice.pick(&ECONOMIC));
    let programme = dice.pick(&PROGRAMMES);
    match dice.below(100) {
        0 => {
            let _ = write!(csv, "\"{programme}, phase {}\",", dice.below(9));
        }
        _ => {
            let _ = write!(csv, "{programme} {},", dice.below(100));
        }
    }
    let number = dice.below(100_000);
    let _ = match dice.below(100) {
        0..4 => write!(csv, "\"Works No. {number}, Qinghe\","),
        4 => write!(csv, "\"The \"\"Stone\"\" Works {number}\","),
        5..40 => write!(csv, "石桥合作社{number},"),
        _ => write!(csv, "Builder {number},"),
    };
    let amount = amount(dice);
    quoted(dice, csv, &amount);
    csv.pop();
    csv.push('\n');
}

/// 类 (3 digits), 款 (5), 项 (7): about 1,300 codes, low numbers more often.
fn functional_code(dice: &mut Dice) -> String {
    let class = 201 + dice.below(25).min(dice.below(25));
    format!("{class}{:02}{:02}", 1 + dice.below(8).min(dice.below(8)), 1 + dice.below(7))
}

fn amount(dice: &mut Dice) -> String {
    if dice.once_in(5000) {
        return dice.pick(&NO_AMOUNTS).to_owned();
    }
    let whole = dice.next() % 10_u64.pow(3 + dice.below(9) as u32);
    let minus = if dice.once_in(100) { "-" } else { "" };
    match dice.below(20) {
        0 => format!("{minus}{whole}"),
        1 => format!("{minus}{whole}.{}", dice.below(10)),
        _ => format!("{minus}{whole}.{:02}", dice.below(100)),
    }
}

/// The answer that every program must give for a ledger, as compact JSON:
/// `{"rows":3,"bad":[3],"sums":[["2022","201","12.00"],["2022","20101","12.00"],["2022","2010101","12.00"]]}`.
///
/// `rows` counts the rows below the header, `bad` names those that have not eight cells or whose amount is no number with
/// two decimals at most, as a spreadsheet counts (the header is row 1), and `sums` has an entry for each year and each prefix of 3, 5 and 7 digits
/// of the functional code under which at least one amount was added, in the order of year and code as texts.
///
/// # Panics
/// Where a year or a code is not as [`write_ledger`] writes them.
pub fn sum_ledger(csv: &str) -> String {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv.as_bytes());
    let mut sums = BTreeMap::<(String, String), i128>::new();
    let mut bad = Vec::new();
    let mut rows = 0;
    for (at, record) in reader.records().enumerate() {
        let record = record.expect("the ledger is UTF-8");
        rows += 1;
        let Some(cents) = Some(&record).filter(|record| record.len() == 8).and_then(|record| cents(&record[7])) else {
            bad.push((at + 2).to_string());
            continue;
        };
        for digits in [3, 5, 7] {
            *sums.entry((record[0][..4].to_owned(), record[3][..digits].to_owned())).or_default() += cents;
        }
    }
    let sums: Vec<_> =
        sums.iter().map(|((year, code), cents)| format!("[\"{year}\",\"{code}\",\"{}\"]", decimal(*cents))).collect();
    format!("{{\"rows\":{rows},\"bad\":[{}],\"sums\":[{}]}}", bad.join(","), sums.join(","))
}

fn cents(amount: &str) -> Option<i128> {
    let (minus, digits) = amount.strip_prefix('-').map_or((1, amount), |digits| (-1, digits));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i128>().ok()).flatten();
    let hundredths = match decimals.len() {
        1 => number(decimals)? * 10,
        2 => number(decimals)?,
        _ => return None,
    };
    Some(minus * (number(whole)? * 100 + hundredths))
}

fn decimal(cents: i128) -> String {
    let minus = if cents < 0 { "-" } else { "" };
    format!("{minus}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}
