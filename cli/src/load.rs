//! From the disk to the core: a path in, a package and its files as UTF-8 out; what cannot be loaded is an issue.

use crate::publication::digest::sha256;
use crate::publication::record::{self, DESCRIPTOR, Tombstone, VERSIONS, Versions};
use daylight_core::import::{self, Decoder, is_workbook, load_lone};
use daylight_core::issue::Issue;
use daylight_core::place::Place;
use std::fs;
use std::path::{Path, PathBuf};

pub use daylight_core::import::{Loaded, is_unread};

/// The decoders of the command.
pub struct Encodings;

impl Decoder for Encodings {
    fn knows(&self, label: &str) -> bool {
        encoding_rs::Encoding::for_label(label.as_bytes()).is_some()
    }

    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        let (text, _, is_wrong) = encoding_rs::Encoding::for_label(label.as_bytes())?.decode(bytes);
        (!is_wrong).then(|| text.into_owned())
    }
}

/// Loads a `datapackage.json`, the folder that holds one, a file in a form of others, a folder of indicators of Open SDG, a workbook
/// of funds, or a lone CSV file.
///
/// # Errors
/// An issue where the path or the descriptor cannot be read at all.
pub fn load(path: &Path, data: Option<&Path>, encoding: Option<&str>) -> Result<Loaded, Issue> {
    let descriptor = if path.is_dir() { path.join("datapackage.json") } else { path.to_owned() };
    let name = path.display().to_string();
    let unreadable = |_| Issue::error("file-missing", Place::file(&name)).with("value", descriptor.display());
    if let Some(loaded) = indicators(path).filter(|_| !descriptor.is_file() || !path.is_dir()) {
        return loaded;
    }
    let bytes = fs::read(&descriptor).map_err(unreadable)?;
    if let Some(loaded) = foreign(&descriptor, &bytes) {
        return loaded;
    }
    if descriptor.extension().is_some_and(|extension| extension == "json") {
        let beside = descriptor.parent().map(Path::to_owned).unwrap_or_default();
        let data = data.unwrap_or(&beside);
        // Files of one's own may lie beside the descriptor of somebody else's.
        let read = |path: &str| fs::read(find(data, path)).or_else(|_| fs::read(beside.join(path))).ok();
        let mut loaded = load_package(&bytes, &read)?;
        // What was published says which version it is.
        loaded.package.about.version = published(&bytes, &beside).or(loaded.package.about.version);
        return Ok(loaded);
    }
    let name = descriptor.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if is_workbook(&bytes) {
        let undescribed = || {
            let command = format!("daylight describe {}", descriptor.display());
            Err(Issue::error("workbook-undescribed", Place::file(&name)).with("command", command))
        };
        return import::load_form(&name, &bytes, &Encodings).unwrap_or_else(undescribed);
    }
    Ok(load_lone(&name, import::decode(&name, bytes, encoding, &Encodings)?))
}

/// Indicators of Open SDG: those of a folder, of its `data` and `meta` where it has them; or one, by its file of values beside the
/// metadata. `None` where there are none.
fn indicators(path: &Path) -> Option<Result<Loaded, Issue>> {
    let (folder, names) = if path.is_dir() {
        let mut names = Vec::new();
        for part in ["", "data", "meta"] {
            let entries = fs::read_dir(path.join(part)).into_iter().flatten().flatten();
            let files = entries.filter_map(|entry| entry.file_name().into_string().ok());
            names.extend(files.map(|name| if part.is_empty() { name } else { [part, "/", &name].concat() }));
        }
        names.sort();
        (path, names)
    } else {
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        let meta = import::companions(name).into_iter().find(|meta| folder.join(meta).is_file())?;
        (folder, vec![name.to_owned(), meta])
    };
    let whole = path.canonicalize().ok()?;
    let name = whole.file_name()?.to_string_lossy();
    import::load_indicators(&name, &names, &|path| fs::read(folder.join(path)).ok(), &Encodings)
}

/// Funds or results in a form of others, zipped or not; `None` where it is none.
fn foreign(path: &Path, bytes: &[u8]) -> Option<Result<Loaded, Issue>> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let bytes = import::unzip_file(&name, bytes.to_vec()).ok()?;
    import::load_foreign(&name, std::str::from_utf8(&bytes).ok()?, &Encodings)
}

/// Loads a package whose files `read` gives by the paths of the descriptor.
///
/// # Errors
/// An issue where the descriptor cannot be read at all, or was withdrawn.
pub fn load_package(descriptor: &[u8], read: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<Loaded, Issue> {
    if let Ok(Tombstone { withdrawn, .. }) = record::read::<Tombstone>("", descriptor) {
        let issue = Issue::error("withdrawn", Place::file("datapackage.json"));
        return Err(issue.with("date", withdrawn.date).with("value", withdrawn.reason));
    }
    import::load_package(&String::from_utf8_lossy(descriptor), read, &Encodings)
}

/// A package that lies beside another one: in the folder of its name, next to the folder of the other. `path` is that of the other
/// one's descriptor, or its folder.
pub fn load_beside(path: &Path, name: &str) -> Option<Loaded> {
    let folder = if path.is_dir() { path } else { path.parent()? };
    // What a folder is called is known where it really is, not where it is `.`.
    let beside = fs::canonicalize(folder).ok()?.parent()?.join(name).join(DESCRIPTOR);
    if beside.is_file() { load(&beside, None, None).ok() } else { None }
}

/// The version of a descriptor that `daylight publish` wrote, by the record beside it or above its dated copy.
fn published(descriptor: &[u8], folder: &Path) -> Option<String> {
    let sha256 = sha256(descriptor);
    [folder.to_owned(), folder.join("../..")].iter().find_map(|folder| {
        let record: Versions = record::read(VERSIONS, &fs::read(folder.join(VERSIONS)).ok()?).ok()?;
        record.versions.into_iter().find(|version| version.sha256 == sha256).map(|version| version.version)
    })
}

/// The file of a resource: beside the descriptor, or by its bare name where files were gathered in one folder.
pub fn find(data: &Path, path: &str) -> PathBuf {
    let whole = data.join(path);
    let bare = Path::new(path).file_name().map(|name| data.join(name));
    if whole.is_file() { whole } else { bare.filter(|bare| bare.is_file()).unwrap_or(whole) }
}
