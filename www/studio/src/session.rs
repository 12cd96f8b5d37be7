//! A file at work: its bytes and what a clerk says of it in, a descriptor, what is wrong and a package out. A file that cannot be
//! read is an issue; so is a package that may not be published.

use crate::archive::archive;
use crate::edit;
use daylight_core::check::Report;
use daylight_core::import::describe::{Doubt, Proposal, Told, describe_text, describe_workbook};
use daylight_core::import::{
    Anew, Decoder, Loaded, Plain, Workbook, decode_told, is_workbook, load_package, plain, unzip_file,
};
use daylight_core::ingest::Selection;
use daylight_core::issue::Issue;
use daylight_core::json::{self, Node};
use daylight_core::place::Place;
use daylight_core::words::Words;

/// The descriptor's own name.
pub const DESCRIPTOR: &str = "datapackage.json";

/// What a package has to say of its review, as `daylight:review` names it.
pub const REVIEW: [&str; 4] = ["who", "when", "basis", "result"];

/// A file that a clerk works on.
pub struct Session {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// The descriptor as it stands.
    pub(crate) root: Node,
    /// What is doubtful in the proposal.
    pub doubts: Vec<Doubt>,
    /// What was asked for in the proposal.
    pub(crate) told: Told,
    pub(crate) decoder: Box<dyn Decoder>,
}

/// One change of the descriptor: what is changed, and what it becomes.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// The sheet, by its position: it is described anew.
    Sheet(usize),
    /// The rows of the header, such as `3, 4`: the sheet is described anew.
    Header(&'a str),
    /// The role of a column, by its header.
    Role(&'a str, &'a str),
    /// A text of the package: `title`, `name`, `daylight:profile`.
    Text(&'a str, &'a str),
    /// How many of the currency one is.
    Factor(&'a str),
    /// The texts of the first column that make a row a total, such as `合计`.
    Totals(&'a str),
    /// What is the same in all rows: name, column type, constant.
    Constant(&'a str, &'a str, &'a str),
    /// A member of the review.
    Review(&'a str, &'a str),
    /// The whole descriptor, as JSON.
    Descriptor(&'a str),
}

impl Session {
    /// Opens a file and proposes a descriptor.
    ///
    /// # Errors
    /// An issue where the file cannot be read, or has no table.
    pub fn open(name: &str, bytes: Vec<u8>, decoder: Box<dyn Decoder>) -> Result<Self, Issue> {
        let bytes = unzip_file(name, bytes)?;
        let root = Node::from("");
        let mut session =
            Self { name: name.to_owned(), bytes, root, doubts: Vec::new(), told: Told::default(), decoder };
        session.propose()?;
        Ok(session)
    }

    /// Describes the file anew.
    fn propose(&mut self) -> Result<(), Issue> {
        let Proposal { descriptor, doubts } = if is_workbook(&self.bytes) {
            describe_workbook(&self.name, &self.bytes, &self.told)?
        } else if self.bytes.trim_ascii_start().starts_with(b"<") {
            return Err(Issue::error("file-not-data", Place::file(&self.name)).with("value", &self.name));
        } else {
            let (text, encoding, is_certain) = decode_told(&self.name, self.bytes.clone(), &*self.decoder)?;
            describe_text(&self.name, &text, &encoding, is_certain, &self.told)?
        };
        let mut root = read(&descriptor)?;
        let name = plain_name(root.text_of("name").unwrap_or(""));
        root.set("name", name.as_str());
        // What was said of the package stays said when another sheet is taken.
        for key in ["name", "title", "daylight:profile", "daylight:review"] {
            if let Some(said) = self.root.get(key) {
                root.set(key, said.clone());
            }
        }
        (self.root, self.doubts) = (root, doubts);
        Ok(())
    }

    /// The names of the sheets, and whether each is hidden; of a text, none.
    ///
    /// # Errors
    /// An issue where the workbook cannot be read.
    pub fn sheets(&self) -> Result<Vec<(String, bool)>, Issue> {
        if !is_workbook(&self.bytes) {
            return Ok(Vec::new());
        }
        Ok(Workbook::open(&self.bytes).map_err(|fault| fault.issue(&self.name))?.sheets())
    }

    /// The descriptor as it stands.
    pub fn descriptor(&self) -> String {
        self.root.pretty()
    }

    /// Changes the descriptor.
    ///
    /// # Errors
    /// An issue where the change cannot be made; nothing is changed then.
    pub fn change(&mut self, change: Change<'_>) -> Result<(), Issue> {
        match change {
            Change::Sheet(sheet) => self.propose_as(Told { sheet: Some(sheet), header: None })?,
            Change::Header(rows) => {
                let rows = items(rows).filter_map(|row| row.parse().ok());
                self.propose_as(Told { header: Some(rows.collect()), ..self.told.clone() })?;
            }
            Change::Role(header, role) => {
                let headers: Vec<String> = self.load()?.columns(0).into_iter().map(|(header, _)| header).collect();
                edit::set_role(&mut self.root, &headers, header, role);
            }
            Change::Text("name", text) => edit::set_text(&mut self.root, "name", &plain_name(text)),
            Change::Text(key, text) => edit::set_text(&mut self.root, key, text),
            Change::Factor(factor) => edit::set_factor(&mut self.root, factor.trim().parse().unwrap_or(1)),
            Change::Totals(texts) => edit::set_totals(&mut self.root, items(texts)),
            Change::Constant(name, kind, constant) => edit::set_constant(&mut self.root, name, kind, constant),
            Change::Review(key, text) => edit::set_review(&mut self.root, key, text),
            Change::Descriptor(text) => self.root = read(text)?,
        }
        Ok(())
    }

    fn propose_as(&mut self, told: Told) -> Result<(), Issue> {
        let before = std::mem::replace(&mut self.told, told);
        self.propose().inspect_err(|_| self.told = before)
    }

    /// The package as it is described now.
    ///
    /// # Errors
    /// An issue where the descriptor cannot be read at all.
    pub fn load(&self) -> Result<Loaded, Issue> {
        let read = |path: &str| (path == self.name).then(|| self.bytes.clone());
        load_package(&self.descriptor(), &read, &*self.decoder)
    }

    /// Everything that is wrong, personal data included.
    pub fn check(&self, words: &Words) -> Report {
        match self.load() {
            Ok(loaded) => checked(&loaded, words),
            Err(issue) => Report { rows: 0, issues: vec![issue] },
        }
    }

    /// The package as it would be published: a descriptor and plain tables.
    ///
    /// # Errors
    /// An issue where a table cannot be written.
    pub fn plain(&self) -> Result<Plain, Issue> {
        let unreadable = || Issue::error("descriptor-unreadable", Place::file(DESCRIPTOR));
        plain(&self.load()?, Anew::All)?.ok_or_else(unreadable)
    }

    /// What the review does not say yet.
    pub fn missing_review(&self) -> Vec<&'static str> {
        let review = self.root.get("daylight:review");
        REVIEW.into_iter().filter(|key| review.and_then(|review| review.text_of(key)).is_none()).collect()
    }

    /// The package as an archive: `datapackage.json` and plain tables, none of which is the file itself.
    ///
    /// # Errors
    /// What keeps it from being published: every issue that is an error, and what the review lacks.
    pub fn package(&self, words: &Words) -> Result<Vec<u8>, Report> {
        let refused = |issue: Issue| Report { rows: 0, issues: vec![issue] };
        let report = self.check(words);
        if !report.is_ok() {
            return Err(report);
        }
        let missing = self.missing_review();
        if !missing.is_empty() {
            let issue = Issue::error("descriptor-incomplete", Place::file(DESCRIPTOR));
            return Err(refused(issue.with("what", format!("daylight:review {}", missing.join(", ")))));
        }
        let Plain { descriptor, files } = self.plain().map_err(refused)?;
        // What will stand there is checked as it will stand there.
        let read = |path: &str| files.iter().find(|(known, _)| known == path).map(|(_, bytes)| bytes.clone());
        let report = checked(&load_package(&descriptor, &read, &*self.decoder).map_err(refused)?, words);
        if !report.is_ok() {
            return Err(report);
        }
        let files = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        Ok(archive([(DESCRIPTOR, descriptor.as_bytes())].into_iter().chain(files)))
    }

    /// What a page says to show the package, once it is published.
    pub fn snippet(&self, lang: &str) -> String {
        let name = self.root.text_of("name").unwrap_or("");
        format!(
            "<script src=\"/daylight/daylight.js\" defer></script>\n\
             <daylight-budget src=\"/data/{name}/{DESCRIPTOR}\" lang=\"{lang}\"></daylight-budget>\n"
        )
    }
}

/// The items of a list as a person writes it.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|item| !item.is_empty())
}

fn checked(loaded: &Loaded, words: &Words) -> Report {
    loaded.check(&Selection::usual(&loaded.package)).1.and(loaded.search(words))
}

fn read(text: &str) -> Result<Node, Issue> {
    json::read(text).map_err(|fault| {
        let (line, column) = fault.line_and_column(text);
        let issue = Issue::error("descriptor-unreadable", Place::cell(DESCRIPTOR, line, column));
        issue.with("what", fault.expected)
    })
}

/// A name that can be a folder's and a part of an address: small letters, digits and hyphens.
fn plain_name(text: &str) -> String {
    let plain = |char: char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' };
    let name: String = text.chars().map(plain).collect();
    let parts: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "budget".to_owned() } else { parts.join("-") }
}
