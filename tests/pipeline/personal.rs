//! Personal data: what real files have of it, and that none of what is planted is missed.

use daylight_core::check::personal::{Hiding, Search, Sheet, search_package};
use daylight_core::import::describe::{Told, describe_workbook};
use daylight_core::import::load_package;
use daylight_core::ingest::read_package;
use daylight_core::issue::Issue;
use daylight_core::place::Place;
use daylight_core::words::Words;
use daylight_tests::fuzzing::NoDecoder;
use daylight_tests::personal::case::{Dice, KINDS, Kind, WAYS};
use daylight_tests::{personal, place};
use rust_xlsxwriter::{DocProperties, Note, Workbook};

/// Of cells that look like numbers, fewer than one in so many may be taken for a person's: DOMAIN's promise of 0.5 %.
const ONE_IN: u64 = 200;

#[test]
fn few_of_the_numbers_of_real_files_are_taken_for_personal() {
    let Some(data) = place::data() else { return place::skip("no published data") };
    let (rules, words) = (personal::all_rules(), Words::built_in("en"));
    let (mut texts, mut numbers, mut alarms, mut unread) = (0, 0, 0, 0);
    for path in personal::files(&data) {
        let mut search = Search::new(&rules, &words);
        if !personal::search_file(&mut search, &path) {
            unread += 1;
            continue;
        }
        (texts, numbers) = (texts + search.texts, numbers + search.numbers);
        let found = search.finish();
        let of = |rule: &str| found.iter().filter(|issue| issue.facts[0].1 == rule).count();
        let mut kinds: Vec<&str> = found.iter().map(|issue| issue.facts[0].1.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let places: Vec<String> = found
                .iter()
                .filter(|issue| issue.facts[0].1 == kind)
                .take(4)
                .map(|issue| {
                    format!("{}{}", issue.place.row.unwrap_or(0), issue.facts.get(1).map_or("", |fact| &fact.1))
                })
                .collect();
            println!("{}: {} × {kind}, at {}", path.strip_prefix(&data).unwrap().display(), of(kind), places.join(" "));
        }
        alarms += found.len() as u64;
    }
    println!("{texts} cells and values, {numbers} look like numbers, {alarms} alarms; {unread} files of other kinds");
    assert!(numbers > 100_000, "hardly anything was read");
    assert!(alarms * ONE_IN < numbers, "{alarms} of {numbers}");
}

/// Where a number is put in a CSV file.
#[derive(Clone, Copy, Debug)]
enum Spot {
    /// A column that the descriptor names.
    Named,
    /// One that it does not name.
    Unnamed,
    /// One whose header says what it is.
    Labelled,
    /// A row that is marked as a note.
    Note,
    /// A row that is marked to be skipped.
    Skipped,
    /// Below the last row of figures.
    Below,
    /// Above the header.
    Above,
    /// The header itself.
    Header,
}

const SPOTS: [Spot; 8] =
    [Spot::Named, Spot::Unnamed, Spot::Labelled, Spot::Note, Spot::Skipped, Spot::Below, Spot::Above, Spot::Header];

/// Columns: code, amount, a named remark, then others; rows: a title, the header, four rows of figures, a note, a skipped row, a
/// remark at the end.
fn table(spot: Spot, cells: &[String], label: &str) -> (String, u32, u32) {
    let width = 4 + cells.len();
    let mut rows: Vec<Vec<String>> = vec![vec![String::new(); width]; 9];
    let set = |rows: &mut Vec<Vec<String>>, row: usize, texts: &[&str]| {
        rows[row].iter_mut().zip(texts).for_each(|(cell, text)| (*text).clone_into(cell));
    };
    set(&mut rows, 0, &["清河县支出明细"]);
    set(&mut rows, 1, &["科目", "金额", "摘要", "经手"]);
    for row in 2..6 {
        set(&mut rows, row, &[&format!("20101{row:02}"), &format!("{}.50", row * 1_234_567), "办公费", "一科"]);
    }
    set(&mut rows, 6, &["注", "", "说明"]);
    set(&mut rows, 7, &["略"]);
    set(&mut rows, 8, &["# 制表"]);
    let (row, column) = match spot {
        Spot::Named => (3, 2),
        Spot::Unnamed => (4, 4),
        Spot::Labelled => {
            label.clone_into(&mut rows[1][4]);
            (5, 4)
        }
        Spot::Note => (6, 3),
        Spot::Skipped => (7, 4),
        Spot::Below => (8, 4),
        Spot::Above => (0, 4),
        Spot::Header => (1, 4),
    };
    rows[row][column..column + cells.len()].clone_from_slice(cells);
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).expect("memory"));
    let text = String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8");
    (text, row as u32 + 1, column as u32 + 1)
}

const DESCRIPTOR: &str = r##"{"name": "case", "daylight:profile": "PROFILE", "resources": [{"name": "a", "path": "a.csv",
    "dialect": {"headerRows": [2]},
    "schema": {"fields": [{"name": "科目", "columnType": "functional-classification:generic:code"},
        {"name": "金额", "type": "number", "columnType": "value"}, {"name": "摘要"}],
        "extraFields": [{"name": "currency", "columnType": "value-currency:code", "constant": "CNY"}]},
    "daylight:layout": {"rows": [{"when": {"field": "科目", "is": "注"}, "as": "note"},
        {"when": {"field": "科目", "is": ["略", "标题"]}, "as": "skip"}, {"when": {"field": "科目", "matches": "#*"}, "as": "note"}]}}]}"##;

/// The rules as the command has them for a package of a profile.
fn issues(profile: &str, text: &str) -> Vec<Issue> {
    let descriptor = DESCRIPTOR.replace("PROFILE", profile);
    let package = read_package(&descriptor, &|_| Vec::new()).expect("a descriptor");
    let files = vec![("a.csv".to_owned(), text.as_bytes().to_vec())];
    search_package(&package, &descriptor, &files, &personal::rules_of(profile), &Words::built_in("en"))
}

/// The profile whose rules know a kind.
fn profile(kind: Kind) -> &'static str {
    match kind {
        Kind::Insurance | Kind::Nhs => "gb",
        Kind::PaymentCard | Kind::Iban | Kind::Email => "generic",
        _ => "cn",
    }
}

#[test]
fn none_of_what_is_planted_in_files_is_missed() {
    let mut dice = Dice::new(20_251_124);
    let (mut cases, mut missed) = (0, Vec::new());
    for kind in KINDS {
        for disguise in kind.disguises() {
            for spot in SPOTS {
                if kind.needs_label() && !matches!(spot, Spot::Labelled) {
                    continue;
                }
                let cells = disguise.write(&kind.number(&mut dice), &mut dice);
                let (text, row, column) = table(spot, &cells, kind.label());
                let found = issues(profile(kind), &text);
                let is_there = |issue: &Issue| (issue.place.row, issue.place.column) == (Some(row), Some(column));
                cases += 1;
                // A piece may be a number of another kind, too; nothing else of the file is.
                let is_in_row = |issue: &Issue| issue.place.row == Some(row);
                if !found.iter().any(is_there) || !found.iter().all(is_in_row) {
                    missed.push(format!("{kind:?} {disguise:?} {spot:?} {cells:?}: {found:?}"));
                }
            }
        }
    }
    println!("{cases} cases in files");
    assert!(cases >= 500, "{cases} cases");
    assert!(missed.is_empty(), "{} of {cases} missed:\n{}", missed.len(), missed.join("\n"));
}

/// What is not found: a kind of number and the ways to write it. Nothing else is missed, and nothing here is found.
const MISSES: [(Kind, &[&str]); 11] = [
    (Kind::Identity, &["reversed", "O for 0"]),
    (Kind::IdentityWrong, &["reversed", "O for 0", "columns", "columns and dashes", "columns and words"]),
    (Kind::IdentityOld, &["reversed", "O for 0"]),
    (Kind::BankCard, &["reversed", "O for 0"]),
    (Kind::Phone, &["reversed", "O for 0", "columns", "columns and dashes", "columns and words"]),
    (Kind::PaymentCard, &["reversed", "O for 0", "columns", "columns and dashes", "columns and words"]),
    (
        Kind::Iban,
        &["spoken", "capital", "stars", "reversed", "O for 0", "columns", "columns and dashes", "columns and words"],
    ),
    (
        Kind::Insurance,
        &["spoken", "capital", "stars", "reversed", "O for 0", "columns", "columns and dashes", "columns and words"],
    ),
    (Kind::Nhs, &["spoken", "capital", "O for 0", "columns", "columns and dashes", "columns and words"]),
    (
        Kind::Passport,
        &["spoken", "capital", "reversed", "O for 0", "columns", "columns and dashes", "columns and words"],
    ),
    (Kind::Email, &["spoken", "capital", "reversed"]),
];

#[test]
fn every_kind_written_in_every_way_is_found_or_listed() {
    let mut dice = Dice::new(20_261_130);
    let (mut cases, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for (kind, misses) in MISSES {
        for (way, write) in WAYS {
            let spot = if kind.needs_label() { Spot::Labelled } else { Spot::Named };
            // What `describe` proposes for a file of yuan, and for one that says nothing of its money.
            for profile in ["cn", "generic"] {
                if profile == "cn" && self::profile(kind) == "gb" {
                    continue;
                }
                let mut is_missed = false;
                for _ in 0..3 {
                    let mut number = kind.number(&mut dice);
                    // So that every way changes it.
                    while !number.contains('0') {
                        number = kind.number(&mut dice);
                    }
                    let cells = write(&kind.groups(&number));
                    let (text, row, _) = table(spot, &cells, kind.label());
                    is_missed |= !issues(profile, &text).iter().any(|issue| issue.place.row == Some(row));
                    cases += 1;
                }
                if is_missed {
                    missed.push((kind, way, profile));
                }
                if is_missed != misses.contains(&way) {
                    wrong.push(format!("{kind:?} {way} {profile}: {}", if is_missed { "missed" } else { "found" }));
                }
            }
        }
    }
    println!("{cases} cases of every kind in every way, {} of {} pairs missed", missed.len(), cases / 3);
    assert!(cases >= 500, "{cases} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The road of a clerk: a workbook is described, and the proposal is checked as it is.
#[test]
fn what_describe_proposes_is_refused_with_telephones_and_old_numbers_in_it() {
    for header in ["预算数（元）", "预算数", "Budget (GBP)"] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in ["项目", "补助对象", "联系电话", "老身份证", "备注", header].iter().enumerate()
        {
            sheet.write(0, column as u16, *text).unwrap();
        }
        for (row, (phone, number)) in
            [("13900000000", "119999800101001"), ("15900000001", "119999750203002")].iter().enumerate()
        {
            let row = row as u32 + 1;
            sheet.write(row, 0, "教育").unwrap().write(row, 1, "甲").unwrap().write(row, 2, *phone).unwrap();
            sheet.write(row, 3, *number).unwrap().write(row, 4, format!("手机{phone}")).unwrap();
            sheet.write(row, 5, 1000.5 * f64::from(row)).unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        let proposal = describe_workbook("b.xlsx", &bytes, &Told::default()).expect("a proposal");
        let loaded = load_package(&proposal.descriptor, &|_| Some(bytes.clone()), &NoDecoder).expect("a package");
        let found = loaded.search(&Words::built_in("en"));
        let cells: Vec<String> = found
            .iter()
            .filter(|issue| issue.rule == "personal-data")
            .filter_map(|issue| issue.place.address())
            .collect();
        for cell in ["C2", "D2", "E2", "C3", "D3", "E3"] {
            assert!(cells.iter().any(|known| known.ends_with(cell)), "{header} {cell}: {cells:?}");
        }
    }
}

/// Numbers in parts of a workbook that no cell shows: each is told with the name of its part.
#[test]
fn nothing_that_stands_beside_the_cells_of_a_workbook_is_missed() {
    use rust_xlsxwriter::{Chart, ConditionalFormatFormula, DataValidation, Format, Formula, Shape, Url};
    let (rules, words) = (personal::all_rules(), Words::built_in("en"));
    let number = "119999199001010012";
    type Plant<'a> = (&'a str, &'a dyn Fn(&mut Workbook));
    let plant: [Plant; 9] = [
        ("xl/workbook.xml", &|book| _ = book.define_name("kept", &format!("=\"{number}\"")).unwrap()),
        ("xl/worksheets/sheet1.xml", &|book| {
            _ = book.worksheet_from_index(0).unwrap().set_header(format!("&C证件{number}"));
        }),
        ("xl/worksheets/sheet1.xml", &|book| {
            let validation = DataValidation::new().allow_list_strings(&[number]).unwrap();
            _ = book.worksheet_from_index(0).unwrap().add_data_validation(1, 0, 1, 0, &validation).unwrap();
        }),
        ("xl/worksheets/sheet1.xml", &|book| {
            let formula = Formula::new(format!("=IF(A2=\"{}\"&\"{}\",1,0)", &number[..9], &number[9..]));
            _ = book.worksheet_from_index(0).unwrap().write_formula(1, 5, formula).unwrap();
        }),
        ("xl/worksheets/sheet1.xml", &|book| {
            let rule = ConditionalFormatFormula::new().set_rule(format!("=A1=\"{number}\"").as_str());
            _ = book.worksheet_from_index(0).unwrap().add_conditional_format(0, 0, 0, 0, &rule).unwrap();
        }),
        ("xl/worksheets/_rels/sheet1.xml.rels", &|book| {
            let url = Url::new(format!("https://a.example/?id={number}")).set_text("页");
            _ = book.worksheet_from_index(0).unwrap().write_url(3, 0, url).unwrap();
        }),
        ("xl/styles.xml", &|book| {
            let format = Format::new().set_num_format(format!("\"{number}\"0"));
            _ = book.worksheet_from_index(0).unwrap().write_with_format(1, 4, 5, &format).unwrap();
        }),
        ("xl/charts/chart1.xml", &|book| {
            let mut chart = Chart::new_bar();
            chart.add_series().set_values("支出!$B$2:$B$3");
            chart.title().set_name(number);
            _ = book.worksheet_from_index(0).unwrap().insert_chart(8, 0, &chart).unwrap();
        }),
        ("xl/drawings/drawing1.xml", &|book| {
            let shape = Shape::textbox().set_text(number);
            _ = book.worksheet_from_index(0).unwrap().insert_shape(8, 0, &shape).unwrap();
        }),
    ];
    for (part, plant) in plant {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("支出").unwrap();
        sheet.write(0, 0, "科目").unwrap().write(1, 0, "教育").unwrap().write(1, 1, 1234.5).unwrap();
        plant(&mut book);
        let bytes = book.save_to_buffer().unwrap();
        let mut search = Search::new(&rules, &words);
        search.workbook("a.xlsx", &bytes, &[]).expect("a workbook");
        let found = search.finish();
        let names = |issue: &Issue| issue.facts.iter().any(|(name, text)| *name == "where" && text.ends_with(part));
        assert!(found.iter().any(names), "{part}: {found:?}");
    }
}

#[test]
fn none_of_what_is_planted_in_hidden_places_is_missed() {
    let hidings = [
        Hiding::Row,
        Hiding::Column,
        Hiding::Sheet,
        Hiding::Comment,
        Hiding::Property,
        Hiding::FileName,
        Hiding::Descriptor,
    ];
    let (mut dice, words) = (Dice::new(7), Words::built_in("zh-Hans"));
    let mut cases = 0;
    for kind in KINDS {
        let rules = personal::rules_of(profile(kind));
        for disguise in kind.disguises().iter().filter(|disguise| !disguise.is_split()) {
            for hiding in hidings {
                let number = kind.number(&mut dice);
                let cell = disguise.write(&number, &mut dice).remove(0);
                let text = if kind.needs_label() { format!("{}：{cell}", kind.label()) } else { cell };
                let place = Place::cell("a.xlsx", 12, 3);
                let mut search = Search::new(&rules, &words);
                search.visit(&place, hiding, &text);
                let found = search.finish();
                assert_eq!(found.len(), 1, "{kind:?} {disguise:?} {hiding:?} {text}");
                assert_eq!(found[0].place, place);
                let told = found[0].message(&words);
                assert!(!told.contains(&number[..6]), "a report repeats what it found: {told}");
                assert!(told.contains("位于"), "where it is hidden is told: {told}");
                cases += 1;
            }
        }
    }
    println!("{cases} cases in hidden places");
    assert!(cases >= 500, "{cases} cases");
}

/// Where a number is put in a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Corner {
    Open,
    HiddenRow,
    HiddenColumn,
    HiddenSheet,
    Note,
    Property,
}

/// A workbook of figures with cells in a corner, and where the first of them stands: sheet, row and column.
fn workbook(corner: Corner, cells: &[String]) -> (Vec<u8>, Place) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("支出").unwrap();
    for (column, text) in ["科目", "金额", "摘要"].iter().enumerate() {
        sheet.write(1, column as u16, *text).unwrap();
    }
    for row in 2..8 {
        sheet.write(row, 0, format!("20101{row:02}")).unwrap().write(row, 1, f64::from(row) * 1_234_567.5).unwrap();
    }
    let mut place = Place { sheet: Some("支出".to_owned()), ..Place::cell("a.xlsx", 5, 6) };
    match corner {
        Corner::Note => _ = sheet.insert_note(4, 5, &Note::new(cells[0].as_str()).add_author_prefix(false)).unwrap(),
        Corner::Property => place = Place::file("a.xlsx"),
        Corner::HiddenRow => _ = sheet.set_row_hidden(4).unwrap(),
        Corner::HiddenColumn => (5..5 + cells.len() as u16).for_each(|at| _ = sheet.set_column_hidden(at).unwrap()),
        Corner::Open | Corner::HiddenSheet => {}
    }
    let sheet = if corner == Corner::HiddenSheet {
        place.sheet = Some("底稿".to_owned());
        let hidden = book.add_worksheet().set_name("底稿").unwrap();
        hidden.set_hidden(true)
    } else {
        sheet
    };
    match corner {
        Corner::Note => {}
        Corner::Property => _ = book.set_properties(&DocProperties::new().set_comment(cells[0].as_str())),
        _ => cells.iter().zip(5..).for_each(|(cell, column)| _ = sheet.write(4, column, cell.as_str()).unwrap()),
    }
    (book.save_to_buffer().unwrap(), place)
}

#[test]
fn none_of_what_is_planted_in_workbooks_is_missed() {
    let corners =
        [Corner::Open, Corner::HiddenRow, Corner::HiddenColumn, Corner::HiddenSheet, Corner::Note, Corner::Property];
    let (mut dice, words) = (Dice::new(11), Words::built_in("en"));
    let (mut cases, mut missed) = (0, Vec::new());
    for kind in KINDS.into_iter().filter(|kind| !kind.needs_label()) {
        let rules = personal::rules_of(profile(kind));
        for disguise in kind.disguises() {
            let is_text = |corner: &Corner| matches!(corner, Corner::Note | Corner::Property);
            for corner in corners.into_iter().filter(|corner| !disguise.is_split() || !is_text(corner)) {
                let cells = disguise.write(&kind.number(&mut dice), &mut dice);
                // What XML cannot hold is in no workbook.
                if cells.iter().any(|cell| cell.chars().any(|char| char.is_control() && char != '\n')) {
                    continue;
                }
                let (bytes, place) = workbook(corner, &cells);
                let mut search = Search::new(&rules, &words);
                search.workbook("a.xlsx", &bytes, &["金额"]).expect("a workbook");
                let found = search.finish();
                cases += 1;
                if !found.iter().any(|issue| issue.place == place) {
                    missed.push(format!("{kind:?} {disguise:?} {corner:?} {cells:?}: {found:?}"));
                }
            }
        }
    }
    println!("{cases} cases in workbooks");
    assert!(cases >= 500, "{cases} cases");
    assert!(missed.is_empty(), "{} of {cases} missed:\n{}", missed.len(), missed.join("\n"));
}

/// Numbers that are nobody's: what each is, and a number.
fn others(dice: &mut Dice) -> Vec<(&'static str, String)> {
    let many = |dice: &mut Dice, digits: u32| 10_u64.pow(digits - 1) + dice.below(9 * 10_u64.pow(digits - 1));
    let mut others = vec![
        ("organisation code", "91350100M000100Y43".to_owned()),
        ("organisation code of digits that could be a bank card", "621101020000000454".to_owned()),
        ("project code", "P24119999-0001".to_owned()),
        ("project code of 21 characters", "119999241000000000123".to_owned()),
        ("functional code", "2010101".to_owned()),
        ("time", "2024-01-31 12:30:00".to_owned()),
        ("time stamp", "20240131123000123".to_owned()),
        ("seconds since 1970", "1706704200".to_owned()),
        ("milliseconds since 1970", "1706704200123".to_owned()),
        ("landline", "0571-00000000".to_owned()),
        ("masked identity number", "119999********0012".to_owned()),
        ("masked phone", "139****0000".to_owned()),
        ("masked card", "6217 **** **** 0000".to_owned()),
        ("float", "0.119999199001010018".to_owned()),
        ("float in powers of ten", "1.19999E+10".to_owned()),
        ("web page", "https://a.example/2024/01/31/123456.html".to_owned()),
        ("digest", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned()),
    ];
    for _ in 0..200 {
        others.push(("amount", format!("{}.{:02}", many(dice, 11), dice.below(100))));
        others.push(("long amount", many(dice, 14).to_string()));
        others.push((
            "grouped amount",
            format!("{},{:03},{:03},{:03}.00", many(dice, 2), dice.below(1000), dice.below(1000), dice.below(1000)),
        ));
        others.push(("date", format!("{}{:02}{:02}", 1990 + dice.below(40), 1 + dice.below(12), 1 + dice.below(28))));
        others.push(("years", format!("{} {}-{} {}", 2020, 2021, 2022, 2023 + dice.below(5))));
    }
    others
}

#[test]
fn what_is_nobodys_is_let_through() {
    let mut dice = Dice::new(99);
    let rules = personal::rules_of("cn");
    let words = Words::built_in("en");
    for (what, text) in others(&mut dice) {
        let mut search = Search::new(&rules, &words);
        let mut sheet = Sheet::new(&mut search, "a.csv");
        sheet.row(40, Hiding::Open, &["办公费", &text, "一科"]);
        sheet.finish();
        assert_eq!(search.finish(), [], "{what} {text}");
    }
}

#[test]
fn a_role_lets_an_office_have_a_telephone_and_nobody_an_identity_number() {
    let rows = "科目,金额,摘要\n\n1,5,13900000000\n2,6,119999199001010012\n";
    let text = format!("标题,,\n{}", rows.replace("\n\n", "\n"));
    let cells = |descriptor: &str| {
        let package = read_package(descriptor, &|_| Vec::new()).expect("a descriptor");
        let files = vec![("a.csv".to_owned(), text.as_bytes().to_vec())];
        let found = search_package(&package, descriptor, &files, &personal::rules_of("cn"), &Words::built_in("en"));
        found.iter().filter_map(|issue| issue.place.address()).collect::<Vec<_>>()
    };
    let plain = DESCRIPTOR.replace("PROFILE", "cn");
    let contact = plain.replace(r#"{"name": "摘要"}"#, r#"{"name": "摘要", "daylight:role": "official-contact"}"#);
    assert_eq!(cells(&plain), ["C3", "C4"]);
    assert_eq!(cells(&contact), ["C4"]);
}
