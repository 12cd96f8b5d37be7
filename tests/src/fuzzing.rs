//! What the fuzzer and its replay run: any bytes in, read as a descriptor and a file; panics only where the core is wrong.

use crate::container;
use daylight_core::check::personal::{Rules, search_package};
use daylight_core::check::{Depth, check_disclosure, check_package};
use daylight_core::figure::budget::{Wish, place_budget};
use daylight_core::import::describe::{Told, describe_text, describe_workbook};
use daylight_core::import::{
    Anew, Decoder, Loaded, Workbook, import_workbook, load_foreign, load_indicators, load_package, plain, read_plans,
};
use daylight_core::ingest::{Selection, read_lone, read_package};
use daylight_core::money::Amount;
use daylight_core::profile::Profile;
use daylight_core::scheme::Scheme;
use daylight_core::summary::{is_outline_of, read_slice, read_summary, sums_agree, write_outline};
use daylight_core::words::Words;
use std::sync::LazyLock;

/// The generic profile's text.
const GENERIC: &str = include_str!("../../profiles/generic/profile.json");

/// The rules of personal data.
const PERSONAL: [&str; 3] = [
    include_str!("../../profiles/cn/personal.json"),
    include_str!("../../profiles/gb/personal.json"),
    include_str!("../../profiles/generic/personal.json"),
];

// Read once: nearly all of a run's time went into reading them again for each issue.
static PROFILE: LazyLock<Profile> = LazyLock::new(Profile::generic);
static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::built_in("en"));
static CHINESE: LazyLock<Words> = LazyLock::new(|| Words::built_in("zh-Hans"));
static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::read(&PERSONAL.map(|text| (text, true))).expect("every rule reads"));
static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(|| Scheme::of_profile(GENERIC));

/// Decodes nothing but UTF-8, which needs no decoder.
pub struct NoDecoder;

impl Decoder for NoDecoder {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }
}

/// Between the descriptor and the file.
pub const BETWEEN: &[u8] = b"\n\x00\n";

/// Reads, checks, adds up and places whatever the bytes describe. A corpus entry is a descriptor, [`BETWEEN`] and a file that
/// stands for every path the descriptor names; without [`BETWEEN`] it is a lone CSV.
///
/// # Panics
/// Where a place is not counted from one, the parts of a model do not add up to its rows, or its summary is another model.
pub fn read_anything(bytes: &[u8]) {
    let _ = Rules::read(&[(&String::from_utf8_lossy(bytes), true)]);
    if let Some(summary) = read_summary(&String::from_utf8_lossy(bytes)) {
        let _ = place_budget(&summary.model, &Wish::default(), &ENGLISH, &PROFILE);
    }
    let split = bytes.windows(BETWEEN.len()).position(|window| window == BETWEEN);
    let (package, file) = match split {
        Some(at) => {
            let text = String::from_utf8_lossy(&bytes[..at]);
            match read_package(&text, &|_| SCHEMES.clone()) {
                Ok(package) => (package, &bytes[at + BETWEEN.len()..]),
                Err(issue) => {
                    assert!(issue.place.row >= Some(1));
                    return;
                }
            }
        }
        None => (read_lone("a.csv", bytes, ""), bytes),
    };
    let files: Vec<(String, Vec<u8>)> =
        package.paths().iter().map(|path| ((*path).to_owned(), file.to_vec())).collect();
    let (model, report) = check_package(&package, &Selection::usual(&package), &files, Depth::Notes);
    let (quick, _) = check_package(&package, &Selection::usual(&package), &files, Depth::Warnings);
    assert!(is_outline_of(&model, &quick), "what a reader gets differs from what a publisher gets");
    let descriptor = String::from_utf8_lossy(&bytes[..split.unwrap_or(0)]);
    let searched = search_package(&package, &descriptor, &files, &RULES, &ENGLISH);
    let disclosed = check_disclosure(&package, &descriptor, &files, &RULES);
    for issue in report.issues.iter().chain(&searched).chain(&disclosed) {
        assert!(issue.place.row != Some(0) && issue.place.column != Some(0), "{issue:?}");
        assert!(!issue.message(&ENGLISH).is_empty());
    }
    let counted: u64 = model.facts().map(|fact| u64::from(fact.count)).sum();
    let measures = package.tables.iter().map(|table| table.measures.len() as u64).max().unwrap_or(0);
    assert!(counted <= model.rows * measures, "{counted} amounts of {} rows", model.rows);
    // With much room and with none.
    for room in [usize::MAX, 0] {
        let written = write_outline(&model, &package.paths(), 0, "", room);
        let mut outline = read_summary(&written.summary).expect("what was written is read").model;
        assert!(sums_agree(&outline) && is_outline_of(&outline, &model), "other figures: {}", written.summary);
        for slice in &written.slices {
            outline = read_slice(&outline, slice).expect("a slice of this summary");
        }
        assert!(!outline.has_slices() && is_outline_of(&outline, &model), "other figures in slices");
    }
    // As the command and the studio load it, and as they publish it.
    if split.is_some()
        && let Ok(loaded) = load_package(&descriptor, &|_| Some(file.to_vec()), &NoDecoder)
    {
        for issue in loaded.issues.iter().chain(&loaded.search(&ENGLISH)) {
            assert!(issue.place.row != Some(0) && issue.place.column != Some(0), "{issue:?}");
        }
        if let Ok(Some(made)) = plain(&loaded, Anew::All) {
            assert!(read_package(&made.descriptor, &|_| SCHEMES.clone()).is_ok(), "{}", made.descriptor);
        }
    }
    let figure = place_budget(&model, &Wish { width_px: 360, ..Wish::default() }, &CHINESE, &PROFILE);
    let inside = figure.picture.marks.iter().all(|mark| mark.x >= 0 && mark.x + mark.width <= figure.picture.width);
    assert!(inside, "a mark leaves the picture");
    let _: Amount = figure.picture.marks.iter().map(|mark| mark.amount).sum();
}

/// Opens whatever the bytes are as a workbook, shows every text of it and proposes a descriptor for it. The first byte says in
/// which container the others are put, so that what lies behind the containers is reached: 1 a sheet of an XLSX workbook,
/// 2 its strings, 3 an ODS document, 4 the records of an XLS workbook, 5 a JSON table; any other: none.
///
/// # Panics
/// Where a place is not counted from one.
pub fn read_any_workbook(bytes: &[u8]) {
    let (kind, rest) = bytes.split_first().map_or((0, bytes), |(kind, rest)| (*kind, rest));
    let plain = <[u8]>::to_vec;
    let one = b"<worksheet><sheetData><c r='B2' t='s'><v>0</v></c></sheetData></worksheet>";
    let file = match kind {
        1 => container::workbook(0, rest.to_vec(), b"<sst><si><t>a</t></si></sst>".to_vec(), plain),
        2 => container::workbook(0, one.to_vec(), rest.to_vec(), plain),
        3 => container::zip(&[("content.xml", 0, rest.to_vec())]),
        4 => container::compound_file("Workbook", rest),
        5 => {
            let text = String::from_utf8_lossy(rest);
            let _ = describe_text("a.json", &text, "utf-8", true, &Told::default());
            return;
        }
        _ => bytes.to_vec(),
    };
    let Ok(book) = Workbook::open(&file) else { return };
    let _ = book.visit(|found| assert!(found.cell.is_none_or(|(row, column)| row > 0 && column > 0), "{found:?}"));
    let _ = describe_workbook("a", &file, &Told::default());
    let layout = r#"{"areas": [{"at": "A1:C3"}, {"at": {"from": "a*"}, "header": 0}], "fill": ["a", "amount"]}"#;
    let fields = r#"[{"name": "a", "columnType": "functional-classification:generic:code"}, {"name": "amount", "columnType": "value"}]"#;
    for layout in [layout, "{}"] {
        let text = format!(
            r#"{{"resources": [{{"path": "a", "daylight:layout": {layout}, "schema": {{"fields": {fields}}}}}]}}"#
        );
        let package = read_package(&text, &|_| Vec::new()).expect("a descriptor");
        let plan = read_plans(&text, &mut Vec::new()).remove(0);
        if let Ok(imported) = import_workbook(&file, &plan, &package.tables[0]) {
            assert!(std::str::from_utf8(&imported.bytes).is_ok());
            for issue in imported.issues {
                assert!(issue.place.row != Some(0) && issue.place.column != Some(0), "{issue:?}");
            }
        }
    }
}

/// Reads whatever the bytes are as funds or results in a form of others, and checks what becomes of it.
///
/// # Panics
/// Where a place is not counted from one, or the descriptor that is made is none.
pub fn read_any_flow(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(Ok(loaded)) = load_foreign("a.json", &text, &NoDecoder) else { return };
    check_foreign(&loaded);
}

/// Reads whatever the bytes are as the values of an indicator, and as its metadata, beside usual ones of the other.
///
/// # Panics
/// As above.
pub fn read_any_indicator(bytes: &[u8]) {
    const VALUES: &[u8] = b"Year,Sex,Value\n2015,,1\n2020,f,..\n2020,,3\n";
    const META: &[u8] = b"---\nindicator_name: a\nprogress_calculation_options: [{target: 2}]\n---\n";
    let paths = ["indicator_a.csv", "meta_a.md"].map(str::to_owned);
    for (values, meta) in [(bytes, META), (VALUES, bytes), (bytes, bytes)] {
        let read = |path: &str| Some(if path == paths[0] { values } else { meta }.to_vec());
        if let Some(Ok(loaded)) = load_indicators("a", &paths, &read, &NoDecoder) {
            check_foreign(&loaded);
        }
    }
}

fn check_foreign(loaded: &Loaded) {
    assert!(read_package(&loaded.descriptor, &|_| Vec::new()).is_ok(), "{}", loaded.descriptor);
    let (_, report) = loaded.check(&Selection::usual(&loaded.package));
    let issues = match loaded.funds() {
        Some((ledger, issues)) => {
            let whole = ledger.transfers.iter().all(|transfer| transfer.to < ledger.units.len());
            assert!(whole && ledger.projects.iter().all(|project| project.unit < ledger.units.len()));
            issues
        }
        None => loaded.results().expect("a package of funds or of results").1,
    };
    for issue in report.issues.iter().chain(&issues).chain(&loaded.search(&ENGLISH)) {
        assert!(issue.place.row != Some(0) && issue.place.column != Some(0), "{issue:?}");
        assert!(!issue.message(&ENGLISH).is_empty());
    }
}
