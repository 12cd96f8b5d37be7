//! The distribution: everything that a page loads, made from the widgets, the words and the profiles. Each step's input is
//! the output of the one before; any failure stops it and leaves the last distribution unmarked, so that it is made anew.

mod compile;
mod data;
mod frame;
mod glue;
mod kind;
mod later;
mod npm;
mod pack;
mod plain;
mod shrink;
mod single;
mod split;
mod studio;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use compile::Address;
use data::Symbols;
use glue::Glue;
use later::Later;
use pack::Pack;
use shrink::Kind;
use single::Single;

use crate::inputs;
use crate::place;
use crate::process::{self, About, Outcome, failed};
use crate::product;
use crate::setup::target::{self, Toolchain};
use crate::size::module;

/// The package whose library is the module that pages load.
const PACKAGE: &str = "daylight-widgets";

/// The package whose library is the module of the benchmark's race, and the name of its files.
const RACE: (&str, &str) = ("daylight-bench-module", "daylight_bench");

/// Where the loader's source says which files belong to it.
const PLACEHOLDER: &str = "__DAYLIGHT_MANIFEST__";

/// Makes `target/dist` anew.
pub fn dist(quick: bool) -> Outcome {
    let toolchain = toolchain()?;
    let stamp = inputs::stamp(quick)?;
    inputs::forget()?;
    let version = env!("CARGO_PKG_VERSION");
    let linked = compile::module(&toolchain, PACKAGE, if quick { compile::QUICK } else { compile::WEB }, None)?;
    let bound = compile::bind(&linked, "daylight", Address::Given)?;
    let mut glue = Glue::new(&fs::read_to_string(&bound.glue).about(bound.glue.display())?)?;
    let module = glue.fit(&fs::read(&bound.wasm).about(bound.wasm.display())?)?;
    let parts = parts(&module, &Symbols::read(&fs::read(&linked).about(linked.display())?)?, quick)?;
    let slim = place::web_target().join("glue.js");
    let glue_text = glue.finish(&parts.first)?;
    fs::write(&slim, &glue_text).about(slim.display())?;

    let mut pack = Pack::new(place::dist())?;
    let wasm = add_module(&mut pack, &parts.first, ("daylight", "_bg.wasm"), place::named_module())?;
    let rest = add_module(&mut pack, &parts.rest, ("rest", ".wasm"), place::named_rest())?;
    let charts = add_module(&mut pack, &parts.charts, ("charts", ".wasm"), place::named_charts())?;
    let sets = add_module(&mut pack, &parts.sets, ("sets", ".wasm"), place::named_sets())?;
    let glue = shrink::text(&slim, "daylight.js", Kind::Module)?;
    let glue = pack.add_named("daylight", &glue, ".js")?;
    let mut names = vec![("version".to_owned(), quoted(version)), ("glue".to_owned(), quoted(&glue))];
    names.push(("wasm".to_owned(), quoted(&wasm)));
    names.push(("rest".to_owned(), quoted(&rest)));
    names.push(("charts".to_owned(), quoted(&charts)));
    names.push(("sets".to_owned(), quoted(&sets)));
    let plain = plain::module(&shrink::script(&parts.whole, "plain")?)?;
    names.push(("plain".to_owned(), quoted(&add_plain(&mut pack, &plain, "plain")?)));
    names.push(("sheet".to_owned(), quoted(&add_sheet(&mut pack, "daylight")?)));
    names.push(("later".to_owned(), quoted(&add_sheet(&mut pack, "later")?)));
    names.extend(add_modules_of_loader(&mut pack)?);
    let kinds = SAYINGS
        .map(|saying| kind::add(&mut pack, &toolchain, saying.id, quick))
        .into_iter()
        .collect::<Outcome<Vec<_>>>()?;
    kinds.iter().for_each(|kind| names.extend(kind.names.clone()));
    let Words { languages, trouble, frame } = add_words(&mut pack)?;
    names.push(("words".to_owned(), list(&languages)));
    names.push(("trouble".to_owned(), quoted(&pack.add_named("trouble", trouble.as_bytes(), ".js")?)));
    names.push(("profiles".to_owned(), list(&add_profiles(&mut pack)?)));
    let names = names.iter().map(|(name, value)| format!("{}:{value}", quoted(name)));
    let names = format!("{{{}}}", names.collect::<Vec<_>>().join(","));
    add_loader(&mut pack, &names)?;
    frame::add(&mut pack, &frame)?;
    if !quick {
        let texts = pack.texts(
            &["words", "words/more", "words/consultation", "words/funds", "words/results", "profiles", "tables", ""],
            &["json", "css"],
        )?;
        let loader = fs::read_to_string(loader_source()).about("the loader")?.replace(PLACEHOLDER, &names);
        let single = |loader| {
            Single { loader, glue: &glue_text, plain: &plain, kinds: &kinds, trouble: &trouble, texts: &texts }.write()
        };
        pack.add("daylight.single.js", &ascii(&single(loader.clone())?)?)?;
        let inline = ascii(&single(studio::inline(&loader)?)?)?;
        studio::add(&mut pack, &toolchain, &inline)?;
        add_types(&mut pack)?;
    }
    let files = pack.finish(version)?;
    npm::clear()?;
    if !quick {
        npm::write(version, &files)?;
    }
    inputs::remember(&stamp)
}

fn toolchain() -> Outcome<Toolchain> {
    target::find().map_or_else(|| failed("No toolchain for the web: run `cargo xtask setup`"), Ok)
}

/// Makes the module of the benchmark's race and its glue, into `target/bench/module`: compiled and optimised with the same
/// profile and the same flags as the module that pages load, so that the race is run by what a reader gets.
pub fn race() -> Outcome {
    let (package, name) = RACE;
    let bound = compile::bind(&compile::module(&toolchain()?, package, compile::WEB, None)?, name, Address::Beside)?;
    let folder = place::race_module();
    fs::create_dir_all(&folder).about(folder.display())?;
    let write = |file: String, bytes: &[u8]| fs::write(folder.join(&file), bytes).about(file);
    write(format!("{name}.js"), &fs::read(&bound.glue).about(bound.glue.display())?)?;
    let module = fs::read(&bound.wasm).about(bound.wasm.display())?;
    write(format!("{name}_bg.wasm"), &shrink::module(&module, "race", true)?)
}

/// The module in four parts, each made small; `widgets/later.txt` says what the first picture does without,
/// `widgets/charts.txt` what is there for charts with axes only, and `widgets/sets.txt` for tables of a set.
fn parts(module: &[u8], symbols: &Symbols, quick: bool) -> Outcome<Parts> {
    let read = |file: &str| Later::read(&place::root().join(file));
    let charts = read("widgets/charts.txt")?;
    let sets = read("widgets/sets.txt")?;
    let later = read("widgets/later.txt")?.and(&charts).and(&sets);
    let whole = if quick { module.to_vec() } else { shrink::module(module, "whole", true)? };
    let mut parts = symbols.part(&split::split(&whole, &later, &[&charts, &sets])?)?;
    if !quick {
        for (part, name) in parts.iter_mut().zip(["first", "rest", "charts", "sets"]) {
            *part = shrink::module(part, name, false)?;
        }
    }
    let Ok([first, rest, charts, sets]) = <[Vec<u8>; 4]>::try_from(parts) else {
        return failed("The module has four parts");
    };
    Ok(Parts { whole, first, rest, charts, sets })
}

/// A module and the parts that it comes in.
struct Parts {
    whole: Vec<u8>,
    first: Vec<u8>,
    rest: Vec<u8>,
    charts: Vec<u8>,
    sets: Vec<u8>,
}

/// A whole module as plain JavaScript.
fn add_plain(pack: &mut Pack, plain: &str, stem: &str) -> Outcome<String> {
    let path = place::web_target().join(format!("{stem}-module.js"));
    fs::write(&path, plain).about(path.display())?;
    pack.add_named(stem, &shrink::text(&path, &format!("{stem}.js"), Kind::Module)?, ".js")
}

/// A part without its names, and beside the distribution the same with them, for the list of the largest functions.
fn add_module(pack: &mut Pack, part: &[u8], (stem, end): (&str, &str), named: PathBuf) -> Outcome<String> {
    fs::write(&named, part).about(named.display())?;
    pack.add_named(stem, &module::without_custom(part)?, end)
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn list(texts: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    format!("[{}]", quoted.join(","))
}

/// Keys that tell of problems in the data, of versions and of slices, which come after the first picture, and those that only the command says.
const WORDS_LATER: [&str; 23] = [
    "linked",
    "table.label",
    "table.more",
    "read-aloud",
    "show.balance",
    "beside.",
    "tables.",
    "rule.",
    "place.",
    "cite.",
    "slice.",
    "copy.",
    "search.none",
    "search.hits",
    "search.more",
    "search.loading",
    "search.partly",
    "mark.rows",
    "mark.differs",
    "mark.adds-up",
    "mark.repeat",
    "mark.parts",
    "mark.problems",
];
/// Keys that tell why nothing can be shown.
const WORDS_OF_TROUBLE: [&str; 6] = [
    "state.failed",
    "state.unsupported",
    "state.retry",
    "state.withdrawn",
    "state.empty.withdrawn",
    "rule.path-refused",
];
const WORDS_OF_COMMAND: [&str; 29] = [
    "consultation.",
    "rule.announce",
    "rule.comment-",
    "rule.consultation-",
    "rule.decision-",
    "rule.question-",
    "rule.receipts-",
    "rule.round-",
    "rule.rounds-",
    "fault.",
    "rule.front-matter-",
    "template.",
    "check.",
    "sum.",
    "describe.",
    "severity.",
    "publish.",
    "verify.",
    "withdraw.",
    "diff.",
    "rule.workbook-",
    "rule.cell-far-away",
    "rule.sheet-missing",
    "rule.area-missing",
    "rule.amount-repeated-otherwise",
    "rule.unit-contradicted",
    "rule.mark-unread",
    "rule.rows-hidden",
    "rule.formula-unread",
];
/// What an element with a module of its own says.
struct Saying {
    /// Its word.
    id: &'static str,
    /// Keys that only such elements and the command say.
    own: &'static [&'static str],
    /// What it says besides of what comes later elsewhere.
    later: &'static [&'static str],
}

/// Elements with modules of their own.
const SAYINGS: [Saying; 3] = [
    Saying { id: "consultation", own: &["consultation.", "records."], later: &["linked", "table."] },
    Saying {
        id: "funds",
        own: &[
            "funds.",
            "records.",
            "rule.form-",
            "rule.day-unreadable",
            "rule.count-unreadable",
            "rule.quantity-unreadable",
            "rule.unit-unlisted",
            "rule.unit-above-below",
            "rule.transfer-disagrees",
            "rule.arrived-before-decided",
            "rule.money-",
            "rule.holding-unexplained",
            "rule.split-differs",
            "rule.paid-beyond-price",
            "rule.notice-too-short",
            "rule.accepted-unfinished",
            "rule.contact-missing",
            "rule.foreign-",
            "rule.currency-left-out",
        ],
        later: &[
            "rule.file-",
            "rule.amount-",
            "rule.code-",
            "rule.word-unknown",
            "place.",
            "search.more",
            "table.",
            "linked",
        ],
    },
    Saying {
        id: "results",
        own: &[
            "results.",
            "records.",
            "rule.form-",
            "rule.day-unreadable",
            "rule.count-unreadable",
            "rule.decimal-unreadable",
            "rule.period-",
            "rule.weight-negative",
            "rule.result-",
            "rule.goal-within-itself",
            "rule.value-repeated",
            "rule.target-without-period",
            "rule.task-late",
            "rule.direction-contradicted",
            "rule.target-repeated",
            "rule.as-of-unreadable",
            "rule.decimal-rounded",
            "rule.extension-without-reason",
            "rule.step-without-evidence",
            "rule.done-without-evidence",
            "rule.evaluation-without-evaluator",
            "rule.score-beyond",
            "rule.survey-",
            "rule.audit-",
            "rule.finding-",
            "rule.status-typed",
        ],
        later: &["rule.file-", "rule.amount-", "rule.code-", "rule.word-unknown", "place.", "table.", "linked"],
    },
];
/// Keys of rules that are kept before publication: no page looks for what must not be in its data.
const WORDS_OF_GATE: [&str; 12] = [
    "rule.person",
    "rule.natural-person",
    "rule.withheld-published",
    "rule.link-",
    "rule.dated-ahead",
    "rule.target-eased",
    "rule.total-fell",
    "rule.baseline-contradicted",
    "rule.evidence-nameless",
    "rule.rectification-negative",
    "rule.total-among-findings",
    "rule.as-of-missing",
];
/// Keys that only the studio says: its module carries them.
const WORDS_OF_STUDIO: [&str; 1] = ["studio."];
/// Keys that only the page of a frame says.
const WORDS_OF_FRAME: [&str; 1] = ["embed."];

/// The languages that there are words of, and what is said outside of the module.
struct Words {
    languages: Vec<String>,
    /// A module that says in all languages why nothing can be shown: where nothing may be fetched, a module can still be
    /// imported.
    trouble: String,
    /// An object with what the page of a frame says in each language.
    frame: String,
}

/// `words/LANGUAGE.json`, what a first picture says, `words/more/LANGUAGE.json`, and for each element with a module of its own all
/// that it says, such as `words/funds/LANGUAGE.json`.
fn add_words(pack: &mut Pack) -> Outcome<Words> {
    let (mut languages, mut trouble, mut frame) = (Vec::new(), Vec::new(), Vec::new());
    for path in pack::files(&place::root().join("core/words"), "json")? {
        let text = fs::read_to_string(&path).about(path.display())?;
        // One key a line: a test of the words holds that.
        let lines = || text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| line.starts_with('"'));
        let begins = |line: &str, keys: &[&str]| keys.iter().any(|key| line[1..].starts_with(key));
        let file = |keep: &dyn Fn(&str) -> bool| {
            format!("{{{}}}", lines().filter(|line| keep(line)).collect::<Vec<_>>().join(",\n"))
        };
        let of_elements = SAYINGS.map(|saying| saying.own).concat();
        let elsewhere = [&WORDS_OF_COMMAND[..], &of_elements, &WORDS_OF_TROUBLE, &WORDS_OF_FRAME, &WORDS_OF_STUDIO];
        let not_now = [&WORDS_LATER[..], &elsewhere.concat()].concat();
        let now = file(&|line| !begins(line, &not_now));
        let elsewhere = [&WORDS_OF_COMMAND[..], &of_elements, &WORDS_OF_GATE].concat();
        let later = file(&|line| begins(line, &WORDS_LATER) && !begins(line, &elsewhere));
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        pack.add(&format!("words/{language}.json"), now.as_bytes())?;
        pack.add(&format!("words/more/{language}.json"), later.as_bytes())?;
        for Saying { id, own, later } in &SAYINGS {
            let said = file(&|line| !begins(line, &not_now) || begins(line, own) || begins(line, later));
            pack.add(&format!("words/{id}/{language}.json"), said.as_bytes())?;
        }
        let said = |keys: &[&str]| format!("{}:{}", quoted(&language), file(&|line| begins(line, keys)));
        trouble.push(said(&WORDS_OF_TROUBLE));
        frame.push(said(&WORDS_OF_FRAME));
        languages.push(language);
    }
    let object = |members: &[String]| format!("{{{}}}", members.join(",\n"));
    let trouble = format!("export default {};\n", object(&trouble));
    Ok(Words { languages, trouble, frame: object(&frame) })
}

/// The modules that the loader imports, which are all other scripts of its folder, each with its own folder inside; returns the stem and name of each.
fn add_modules_of_loader(pack: &mut Pack) -> Outcome<Vec<(String, String)>> {
    let folder = place::root().join("widgets/loader");
    let mut names = Vec::new();
    for path in pack::files(&folder, "js")? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if stem != "daylight" {
            let text = shrink::text(&path, &format!("{stem}.js"), Kind::Module)?;
            names.push((stem.clone(), quoted(&pack.add_named(&stem, &text, ".js")?)));
        }
    }
    Ok(names)
}

fn loader_source() -> PathBuf {
    place::root().join("widgets/loader/daylight.js")
}

/// The loader, with the names of what belongs to it written in.
fn add_loader(pack: &mut Pack, names: &str) -> Outcome {
    let source = loader_source();
    let loader = shrink::text(&source, "loader.js", Kind::Classic)?;
    let loader = String::from_utf8(loader).about(source.display())?;
    for placeholder in [PLACEHOLDER, single::PLACEHOLDER] {
        if !loader.contains(placeholder) {
            return failed(format!("{} does not say {placeholder}", place::shown(&source)));
        }
    }
    let loader = loader.replace(PLACEHOLDER, names).replace(single::PLACEHOLDER, "null");
    pack.add("daylight.js", &ascii(loader.as_bytes())?)
}

/// A script that any page can take, whatever its encoding.
fn ascii(script: &[u8]) -> Outcome<Vec<u8>> {
    if !script.is_ascii() {
        return failed("The script holds a character outside ASCII: pages in GBK would misread it");
    }
    Ok(script.to_vec())
}

/// A style sheet of the loader: that of the first picture, or that of what comes later.
fn add_sheet(pack: &mut Pack, stem: &str) -> Outcome<String> {
    let path = place::root().join("widgets/loader").join(stem).with_extension("css");
    pack.add_named(stem, &shrink::text(&path, &format!("{stem}.css"), Kind::Sheet)?, ".css")
}

/// The style sheet of an element with a module of its own: what all of them look like, and what it alone does.
fn add_sheet_of(pack: &mut Pack, id: &str) -> Outcome<String> {
    let read = |stem: &str| {
        let path = place::root().join("widgets/loader").join(stem).with_extension("css");
        fs::read_to_string(&path).about(path.display())
    };
    let path = place::web_target().join(format!("{id}.css"));
    fs::write(&path, [read("records")?, read(id)?].concat()).about(path.display())?;
    pack.add_named(id, &shrink::text(&path, &format!("{id}.small.css"), Kind::Sheet)?, ".css")
}

/// The forms and the profiles whose templates the site offers.
const FORMS: [&str; 3] = ["funds", "results", "consultation"];
const TEMPLATES: [&str; 2] = ["cn", "generic"];

/// What the command writes: types, the contract of every element, and the templates that people fill in.
fn add_types(pack: &mut Pack) -> Outcome {
    product::build_binary()?;
    let out = place::web_target();
    for (form, profile) in FORMS.into_iter().flat_map(|form| TEMPLATES.map(|profile| (form, profile))) {
        let mut command = Command::new(product::binary());
        process::output(command.args(["template", form, "--profile", profile, "--out"]).arg(&out))?;
        let file = format!("daylight-{form}-{profile}.xlsx");
        let path = out.join(&file);
        pack.add(&format!("template/{file}"), &fs::read(&path).about(path.display())?)?;
    }
    for (format, file) in [("dts", "daylight.d.ts"), ("json", "custom-elements.json")] {
        let mut command = Command::new(product::binary());
        pack.add(file, &process::output(command.args(["manifest", "--format", format]))?)?;
    }
    Ok(())
}

/// The table sets of a profile as one list, a set a line; an empty one where it has none.
fn table_sets(folder: &Path) -> Outcome<Vec<u8>> {
    let files = if folder.is_dir() { pack::files(folder, "json")? } else { Vec::new() };
    let text = |file: &PathBuf| {
        let text = fs::read_to_string(file).about(file.display())?;
        // White space between members is for people; none of it stands inside of a text.
        Ok(text.lines().map(str::trim).collect::<String>())
    };
    Ok(format!("[{}]", files.iter().map(text).collect::<Outcome<Vec<_>>>()?.join(",\n")).into_bytes())
}

/// `profiles/ID.json`, the code lists that it names in `profiles/ID/`, and its table sets in `tables/ID.json`; returns the ids.
fn add_profiles(pack: &mut Pack) -> Outcome<Vec<String>> {
    let folder = place::root().join("profiles");
    let entries = fs::read_dir(&folder).about(folder.display())?;
    let mut folders: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.retain(|folder| folder.join("profile.json").is_file());
    folders.sort();
    let mut ids = Vec::new();
    for folder in folders {
        let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = folder.join("profile.json");
        pack.add(&format!("profiles/{id}.json"), &fs::read(&file).about(file.display())?)?;
        pack.add_folder(&folder, "csv", &format!("profiles/{id}"))?;
        pack.add(&format!("tables/{id}.json"), &table_sets(&folder.join("tables"))?)?;
        ids.push(id);
    }
    Ok(ids)
}
