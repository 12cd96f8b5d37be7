//! A package as it is published: a loaded package and its files in, every file of the publication out; refuses what could not be
//! published.

use super::digest::sha256;
use super::record::{
    DATED, DESCRIPTOR, PROVENANCE, REVIEW, SITE, SLICES, STANDINGS, SUMMARY, Texts, VERSIONS, is_plain,
};
use crate::fault::Fault;
use crate::load::Loaded;
use daylight_core::figure::budget::{Wish, place_budget};
use daylight_core::import::consultation_documents;
use daylight_core::ingest::{LEFT_OUT, Selection};
use daylight_core::json::Writer;
use daylight_core::model::{AxisId, Model};
use daylight_core::summary::{Question, sum_by, write_outline};
use daylight_core::words::Words;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How many bytes of data a first picture may need: descriptor and summary together.
pub const FIRST_PICTURE_BYTES: usize = 25_000;

/// A summary has at least so much room, however large the descriptor is.
const LEAST_SUMMARY_BYTES: usize = 10_000;

/// The member of a descriptor with the files that are no tables: pictures, each with its digest.
pub const FILES: &str = "daylight:files";

/// A data file as it is published: its path beside the descriptor, and its bytes.
pub type File = (String, Vec<u8>);

/// A descriptor that says of every file what it is, and the summary and the versions.
pub struct Described {
    /// The package's name.
    pub name: String,
    /// Its titles by language.
    pub titles: Texts,
    /// The text of the descriptor.
    pub text: Vec<u8>,
    /// The SHA-256 of the text.
    pub sha256: String,
    /// What is public of how it was decided to publish it.
    pub disclosure: Disclosure,
}

/// What was looked at before publication, what stays closed, and what the files had that is not published.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Disclosure {
    /// Who looked, when, on which basis and with which result; as the descriptor says it.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub review: Value,
    /// What is withheld, why, on which basis and until when; as the descriptor says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Value>,
    /// Columns that are not described.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// Columns of a resource's files that are not published.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    /// The file, or the first of several.
    pub path: String,
    /// Their headers.
    pub columns: Vec<String>,
}

impl Disclosure {
    /// What a descriptor says of it.
    pub fn read(root: &Map<String, Value>) -> Self {
        let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
        let left_out = list(root.get("resources")).into_iter().filter_map(|resource| {
            let columns: Vec<String> =
                list(resource.get(LEFT_OUT)).iter().filter_map(|name| name.as_str().map(str::to_owned)).collect();
            let path = resource["path"].as_str().or_else(|| resource["path"][0].as_str()).unwrap_or_default();
            (!columns.is_empty()).then(|| LeftOut { path: path.to_owned(), columns })
        });
        Self {
            left_out: left_out.collect(),
            review: root.get(REVIEW).cloned().unwrap_or_default(),
            withheld: list(root.get("daylight:withheld")),
        }
    }
}

/// Writes the digests and sizes of the files into a descriptor, and where its summary and versions are.
///
/// # Errors
/// Where the descriptor has no name that can be a folder's, or a path that is ours.
pub fn describe(descriptor: &[u8], folder: &str, files: &[File]) -> Result<Described, Fault> {
    let mut root: Map<String, Value> =
        serde_json::from_slice(descriptor).map_err(|fault| Fault::json(DESCRIPTOR, &fault))?;
    let name = root.get("name").and_then(Value::as_str).unwrap_or(folder).to_owned();
    for (path, _) in files {
        let is_ours = [DESCRIPTOR, SUMMARY, STANDINGS, VERSIONS, PROVENANCE].contains(&path.as_str());
        let first = path.split('/').next().unwrap_or_default();
        let is_odd = |char: char| char.is_control() || "#?%\\".contains(char);
        if is_ours || [SLICES, DATED].contains(&first) || path.ends_with(".new") || path.contains(is_odd) {
            let ours = format!("{DESCRIPTOR}, {SUMMARY}, {STANDINGS}, {VERSIONS}, {PROVENANCE}, {SLICES}/, {DATED}/");
            return Err(Fault::new(DESCRIPTOR, "publish.path").with("path", path).with("ours", ours));
        }
    }
    if !is_plain(&name) || name == SITE {
        return Err(Fault::new(DESCRIPTOR, "publish.name").with("name", name));
    }
    root.insert("name".into(), name.clone().into());
    root.insert("daylight:summary".into(), SUMMARY.into());
    root.insert("daylight:versions".into(), VERSIONS.into());
    let resources = root.get_mut("resources").and_then(Value::as_array_mut);
    for resource in resources.into_iter().flatten().filter_map(Value::as_object_mut) {
        let paths: Vec<String> = match resource.get("path") {
            Some(Value::String(path)) => vec![path.clone()],
            Some(Value::Array(paths)) => paths.iter().filter_map(|path| path.as_str().map(str::to_owned)).collect(),
            _ => continue,
        };
        let found: Vec<&File> = paths.iter().filter_map(|path| files.iter().find(|(known, _)| known == path)).collect();
        if found.len() != paths.len() {
            continue;
        }
        let bytes: usize = found.iter().map(|(_, bytes)| bytes.len()).sum();
        resource.insert("bytes".into(), bytes.into());
        // A resource in several files has a digest for each, in their order.
        let digests: Vec<Value> = found.iter().map(|(_, bytes)| format!("sha256:{}", sha256(bytes)).into()).collect();
        match <[Value; 1]>::try_from(digests) {
            Ok([digest]) => resource.insert("hash".into(), digest),
            Err(digests) => resource.insert("daylight:hashes".into(), digests.into()),
        };
    }
    let of_tables = paths_of(&root);
    let others = files.iter().filter(|(path, _)| !of_tables.contains(path));
    let others: Vec<Value> = others
        .map(|(path, bytes)| {
            serde_json::json!({"path": path, "bytes": bytes.len(), "hash": format!("sha256:{}", sha256(bytes))})
        })
        .collect();
    // What an earlier publication listed is listed anew.
    match others.is_empty() {
        true => root.remove(FILES),
        false => root.insert(FILES.into(), others.into()),
    };
    let title = root.get("title").and_then(Value::as_str).unwrap_or(&name).to_owned();
    let mut titles: Texts = Texts::new();
    for (language, text) in root.get("daylight:titles").and_then(Value::as_object).into_iter().flatten() {
        titles.extend(text.as_str().map(|text| (language.clone(), text.to_owned())));
    }
    if titles.is_empty() {
        titles.insert(String::new(), title);
    }
    let mut text = json_lines(&Value::Object(root.clone()), 0).into_bytes();
    text.push(b'\n');
    Ok(Described { sha256: sha256(&text), name, titles, text, disclosure: Disclosure::read(&root) })
}

/// The paths of all resources.
fn paths_of(root: &Map<String, Value>) -> Vec<String> {
    let resources = root.get("resources").and_then(Value::as_array).into_iter().flatten();
    let paths = resources.flat_map(|resource| match &resource["path"] {
        Value::Array(paths) => paths.clone(),
        path => vec![path.clone()],
    });
    paths.filter_map(|path| path.as_str().map(str::to_owned)).collect()
}

/// The longest line of a descriptor on which something stands as a whole.
const LINE_BYTES: usize = 120;

/// JSON for people to read and for slow lines: what fits stands on one line, the rest a member or an item a line.
fn json_lines(value: &Value, depth: usize) -> String {
    let flat = value.to_string();
    let (open, close, items): (char, char, Vec<String>) = match value {
        _ if flat.len() + depth <= LINE_BYTES => return flat,
        Value::Array(items) => ('[', ']', items.iter().map(|item| json_lines(item, depth + 1)).collect()),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                format!("{}:{}", Value::from(key.as_str()), json_lines(value, depth + 1))
            };
            ('{', '}', members.iter().map(member).collect())
        }
        _ => return flat,
    };
    let indent = " ".repeat(depth);
    let items: Vec<String> = items.iter().map(|item| format!("\n{indent} {item}")).collect();
    format!("{open}{}\n{indent}{close}", items.join(","))
}

/// How a package was made, for everybody who wants to make it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Provenance {
    /// The form of the record.
    #[serde(rename = "daylight:provenance")]
    pub form: u32,
    /// The package's name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The SHA-256 of its descriptor.
    pub sha256: String,
    /// The day.
    pub published: String,
    /// The program.
    pub with: String,
    /// How it was decided to publish it.
    #[serde(flatten)]
    pub disclosure: Disclosure,
    /// The files that were added up.
    pub files: Vec<Digested>,
    /// How many rows they have.
    pub rows: u64,
    /// What they add up to, for each year, stage, direction and currency.
    pub totals: Vec<Total>,
    /// The command that gives the same totals.
    pub repeat: String,
}

/// A file and its digest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Digested {
    /// Its path beside the descriptor.
    pub path: String,
    /// How many bytes it has.
    pub bytes: usize,
    /// Its SHA-256.
    pub sha256: String,
}

/// A total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// Year, stage and direction, where the package has them.
    pub keys: BTreeMap<String, String>,
    /// The currency; blank where none is stated.
    pub currency: String,
    /// The exact amount, as a decimal.
    pub amount: String,
    /// How many rows.
    pub rows: u64,
}

/// What a model adds up to, for each year, stage, direction and currency.
pub fn totals(model: &Model) -> Vec<Total> {
    let by: Vec<AxisId> =
        (0..model.axes.len()).map(AxisId).filter(|id| model.axis(*id).kind.is_always_a_key()).collect();
    let groups = sum_by(model, &Question { by: by.clone(), keep: Vec::new() }).groups;
    let total = |group: daylight_core::summary::Group| {
        let keys = by.iter().zip(&group.key).filter_map(|(id, symbol)| {
            let axis = model.axis(*id);
            let word = axis.kind.word().filter(|word| *word != "currency")?;
            Some((word.to_owned(), axis.code(*symbol).to_owned())).filter(|(_, code)| !code.is_empty())
        });
        let currency = if group.currency.is_stated() { group.currency.code().to_owned() } else { String::new() };
        Total { keys: keys.collect(), currency, amount: group.amount.plain(group.currency), rows: group.count }
    };
    groups.into_iter().map(total).collect()
}

/// A version's files.
pub struct Edition {
    /// How many rows it adds up.
    pub rows: u64,
    /// Every file but the descriptor, which comes last wherever they are written.
    pub files: Vec<File>,
    /// How many bytes of data a first picture needs.
    pub first_picture: usize,
}

/// Everything that is published of a package whose check found no error.
pub fn edition(
    described: &Described,
    loaded: &Loaded,
    mut model: Model,
    files: &[File],
    version: &str,
    day: &str,
) -> Edition {
    model.about.version = Some(version.to_owned());
    model.about.name.clone_from(&described.name);
    let first = place_budget(&model, &Wish::default(), &Words::built_in("en"), &loaded.profile).granted.dimension;
    let tables = loaded.package.paths();
    // Pictures are loaded one by one, by who looks at them.
    let bytes =
        files.iter().filter(|(path, _)| tables.contains(&path.as_str())).map(|(_, bytes)| bytes.len() as u64).sum();
    let room = FIRST_PICTURE_BYTES.saturating_sub(described.text.len()).max(LEAST_SUMMARY_BYTES);
    let outline = write_outline(&model, &loaded.package.paths(), bytes, &first, room);
    let provenance = Provenance {
        form: 1,
        name: described.name.clone(),
        version: version.to_owned(),
        sha256: described.sha256.clone(),
        published: day.to_owned(),
        with: concat!("daylight ", env!("CARGO_PKG_VERSION")).to_owned(),
        disclosure: described.disclosure.clone(),
        files: files
            .iter()
            .map(|(path, bytes)| Digested { path: path.clone(), bytes: bytes.len(), sha256: sha256(bytes) })
            .collect(),
        rows: model.rows,
        totals: totals(&model),
        repeat: format!("daylight sum {DESCRIPTOR}"),
    };
    let mut all = files.to_vec();
    let first_picture = described.text.len() + outline.summary.len();
    let slices = outline.slices.into_iter().zip(1..);
    all.extend(slices.map(|(slice, number)| (format!("{SLICES}/{number}.json"), slice.into_bytes())));
    all.push((SUMMARY.to_owned(), outline.summary.into_bytes()));
    all.push((PROVENANCE.to_owned(), super::record::write(&provenance)));
    all.extend(standings(loaded).map(|text| (STANDINGS.to_owned(), text)));
    all.extend(documents(loaded));
    Edition { rows: model.rows, files: all, first_picture }
}

/// Checks a package and adds it up as pages do. Of results and consultations every record is a row, not only those with amounts.
pub fn check(loaded: &Loaded) -> (Model, daylight_core::check::Report) {
    let (mut model, report) = loaded.check(&Selection::usual(&loaded.package));
    if let Some((results, _)) = loaded.results() {
        model.rows = results.rows;
    }
    if let Some((told, _)) = loaded.consultation() {
        model.rows = told.rows;
    }
    (model, report)
}

/// What pages fetch of a consultation; nothing where the package is of another kind.
pub fn documents(loaded: &Loaded) -> Vec<File> {
    let Some((told, _)) = loaded.consultation() else { return Vec::new() };
    let documents = consultation_documents(loaded, &told).into_iter();
    documents.map(|(name, text)| (name, text.into_bytes())).collect()
}

/// What is computed of a package of results, as JSON; nothing where it is of another kind.
pub fn standings(loaded: &Loaded) -> Option<Vec<u8>> {
    let (results, _) = loaded.results()?;
    let mut out = Writer::default();
    crate::results::write_json(&results, &mut out);
    Some((out.finish() + "\n").into_bytes())
}
