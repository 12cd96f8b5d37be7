//! Files at work: their bytes and what a clerk says of them in, a descriptor, what is wrong and a package out. A file that cannot
//! be read is an issue; so is a package that may not be published.

use crate::archive::archive;
use crate::edit;
use crate::found::Found;
use daylight_core::check::Report;
use daylight_core::import::describe::{Doubt, Proposal, Told, describe_text, describe_workbook};
use daylight_core::import::{
    Anew, Decoder, Loaded, Plain, Workbook, decode_told, is_workbook, limit, load_package, plain, unzip_at_most,
};
use daylight_core::ingest::form::Form;
use daylight_core::ingest::form_of;
use daylight_core::issue::Issue;
use daylight_core::json::{self, Node, Value};
use daylight_core::place::Place;
use daylight_core::words::Words;
use std::cell::RefCell;
use std::rc::Rc;

/// What a table is called that is of no form.
const TABLE: &str = "table";

/// The descriptor's own name.
pub const DESCRIPTOR: &str = "datapackage.json";

/// What a package has to say of its review, as `daylight:review` names it.
pub const REVIEW: [&str; 4] = ["who", "when", "basis", "result"];

/// The files that a clerk works on, and the tables described in them: each is a resource of one package.
pub struct Session {
    /// The files by name.
    files: Vec<(String, Vec<u8>)>,
    /// The descriptor as it stands.
    pub(crate) root: Node,
    /// For each resource, how it was proposed.
    proposed: Vec<Proposed>,
    /// The resource at work.
    at: usize,
    decoder: Box<dyn Decoder>,
    /// The package as it is described now, once it was asked for.
    loaded: RefCell<Option<Rc<Loaded>>>,
}

/// How a table was proposed.
#[derive(Clone, Debug, Default)]
struct Proposed {
    told: Told,
    doubts: Vec<Doubt>,
}

/// One change of the descriptor: what is changed, and what it becomes.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// The table at work, by its position.
    Table(usize),
    /// One more table: a sheet of the file at work, by its position.
    Add(usize),
    /// The table at work is taken away, unless it is the only one.
    Drop,
    /// The sheet, by its position: the table is described anew.
    Sheet(usize),
    /// The rows of the header, such as `3, 4`: the table is described anew.
    Header(&'a str),
    /// The role of a column, by its header.
    Role(&'a str, &'a str),
    /// A text of the package: `title`, `name`, `daylight:profile`, `daylight:set`.
    Text(&'a str, &'a str),
    /// Which table of a set the one at work is.
    Part(&'a str),
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
        let (files, root, loaded) = (Vec::new(), Node::from(""), RefCell::default());
        let mut session = Self { files, root, proposed: Vec::new(), at: 0, decoder, loaded };
        session.add(name, bytes)?;
        Ok(session)
    }

    /// Takes a file that came again, under the same name: what was said of its tables stays. False where there is none.
    ///
    /// # Errors
    /// An issue where it cannot be read any more; nothing is changed then.
    pub fn replace(&mut self, name: &str, bytes: &mut Vec<u8>) -> Result<bool, Issue> {
        let Some(file) = self.files.iter().position(|(known, _)| known == name) else { return Ok(false) };
        let bytes = unzipped(name, std::mem::take(bytes))?;
        self.describe(name, &bytes, &Told::default())?;
        self.files[file].1 = bytes;
        self.loaded.take();
        let of_file = |resource: &Node| resource.text_of("path") == Some(name);
        for at in
            (0..self.proposed.len()).filter(|at| self.resources().get(*at).is_some_and(of_file)).collect::<Vec<_>>()
        {
            self.refresh(at)?;
        }
        Ok(true)
    }

    /// Looks anew at a table whose file came again: what is doubtful there, and which columns it has no more. Where none is left of
    /// those that were described, the table is described anew.
    fn refresh(&mut self, at: usize) -> Result<(), Issue> {
        let headers = self.headers(at)?;
        let Some(resource) = edit::list(&mut self.root, "resources").get_mut(at) else { return Ok(()) };
        let gone = edit::keep_fields(resource, &headers);
        let is_blank = edit::fields(resource).is_empty();
        self.loaded.take();
        let told = self.proposed.get(at).map_or_else(Told::default, |proposed| proposed.told.clone());
        if is_blank {
            return self.propose(at, told);
        }
        let path = self.resources().get(at).and_then(|resource| resource.text_of("path"));
        let Some((name, bytes)) = self.files.iter().find(|(name, _)| Some(name.as_str()) == path) else {
            return Ok(());
        };
        let mut doubts = self.describe(name, bytes, &told)?.doubts;
        if !gone.is_empty() {
            doubts.push(Doubt { word: "studio.doubt.gone", facts: vec![("headers", gone.join(", "))] });
        }
        if let Some(proposed) = self.proposed.get_mut(at) {
            proposed.doubts = doubts;
        }
        Ok(())
    }

    /// Adds a file and proposes a table of it.
    ///
    /// # Errors
    /// An issue where it cannot be read, or has no table; nothing is changed then.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), Issue> {
        let bytes = unzipped(name, bytes)?;
        let proposal = self.describe(name, &bytes, &Told::default())?;
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), bytes));
        self.put(self.proposed.len(), proposal, Told::default())
    }

    /// Proposes a descriptor of a file.
    fn describe(&self, name: &str, bytes: &[u8], told: &Told) -> Result<Proposal, Issue> {
        // What is added to a package of a form is a table of that form, or of none.
        let told = &Told { form: self.form().map(|form| form.id), ..told.clone() };
        if is_workbook(bytes) {
            return describe_workbook(name, bytes, told);
        }
        if bytes.trim_ascii_start().starts_with(b"<") {
            return Err(Issue::error("file-not-data", Place::file(name)).with("value", name));
        }
        let (text, encoding, is_certain) = decode_told(name, bytes.to_vec(), &*self.decoder)?;
        describe_text(name, &text, &encoding, is_certain, told)
    }

    /// Lets a proposal be the table at a position, which becomes the one at work; a package of a form brings further ones. Of the
    /// package it says only what nobody has.
    fn put(&mut self, at: usize, proposal: Proposal, told: Told) -> Result<(), Issue> {
        let Proposal { descriptor, mut doubts, .. } = proposal;
        let mut root = read(&descriptor)?;
        let resources = root.get("resources").map(Node::list).unwrap_or_default().to_vec();
        if resources.is_empty() {
            return Err(Issue::error("descriptor-unreadable", Place::file(DESCRIPTOR)));
        }
        if self.proposed.is_empty() {
            root.set("name", plain_name(root.text_of("name").unwrap_or("")).as_str());
            root.set("resources", Value::List(Vec::new()));
            self.root = root;
        } else if self.is_of_form() {
            edit::add_missing(&mut self.root, &root);
        }
        let is_whole = resources.len() > 1;
        for (further, resource) in resources.into_iter().enumerate() {
            // Of a package of a form each table is one more, and comes from a sheet of its own.
            let told = if is_whole { self.told(&resource) } else { told.clone() };
            let at = if further == 0 { at } else { self.proposed.len() };
            self.put_table(at, resource, told, std::mem::take(&mut doubts));
        }
        self.at = at.min(self.proposed.len().saturating_sub(1));
        self.loaded.take();
        Ok(())
    }

    /// The form that the package is of.
    pub fn form(&self) -> Option<&'static Form> {
        form_of(&self.root)
    }

    /// Whether it is of a form.
    pub fn is_of_form(&self) -> bool {
        self.form().is_some()
    }

    /// Which sheet a resource comes from.
    fn told(&self, resource: &Node) -> Told {
        let file = self.files.iter().find(|(name, _)| Some(name.as_str()) == resource.text_of("path"));
        let sheets =
            file.and_then(|(_, bytes)| Workbook::open(bytes).ok()).map(|book| book.sheets()).unwrap_or_default();
        let named = resource.get("dialect").and_then(|dialect| dialect.text_of("sheetName"));
        Told { sheet: sheets.iter().position(|(name, _)| Some(name.as_str()) == named), ..Told::default() }
    }

    /// Lets a resource be the table at a position.
    fn put_table(&mut self, at: usize, mut resource: Node, told: Told, mut doubts: Vec<Doubt>) {
        let of_form = resource.text_of("daylight:table").or(resource.text_of("name")).filter(|name| *name != TABLE);
        if let Some(table) = of_form.map(str::to_owned) {
            let name = self.free_name(&table, at);
            resource.set("name", name.as_str());
            edit::set_text(&mut resource, "daylight:table", if name == table { "" } else { &table });
        } else {
            let before = self.resources().get(at);
            if let Some(part) = before.and_then(|before| before.text_of("daylight:table")) {
                resource.set("daylight:table", part);
            }
            let known = before.and_then(|before| before.text_of("name")).map(str::to_owned);
            let name = known.unwrap_or_else(|| self.free_name(TABLE, at));
            resource.set("name", name.as_str());
        }
        // Sums of two tables are one sum only where a person says so.
        let is_added = |(other, resource): (usize, &Node)| other != at && edit::adds_up(resource);
        if edit::adds_up(&resource) && self.resources().iter().enumerate().any(is_added) {
            edit::add_nothing(&mut resource);
            doubts.push(Doubt { word: "studio.doubt.figures", facts: Vec::new() });
        }
        let resources = edit::list(&mut self.root, "resources");
        match resources.get_mut(at) {
            Some(known) => *known = resource,
            None => resources.push(resource),
        }
        let many = resources.len();
        self.proposed.resize(many, Proposed::default());
        self.proposed[at.min(many - 1)] = Proposed { told, doubts };
    }

    /// A name that no other resource has.
    fn free_name(&self, stem: &str, at: usize) -> String {
        let others = || self.resources().iter().enumerate().filter(|(other, _)| *other != at);
        let is_free = |name: &String| others().all(|(_, known)| known.text_of("name") != Some(name));
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        std::iter::once(stem.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
    }

    /// Describes the table at work, or a further one of its file, anew.
    fn propose(&mut self, at: usize, told: Told) -> Result<(), Issue> {
        // A further table is of the file at work.
        let Some((name, bytes)) = self.file_of(at).or(self.file()) else { return Ok(()) };
        let proposal = self.describe(name, bytes, &told)?;
        self.put(at, proposal, told)
    }

    /// The resources of the package.
    pub fn resources(&self) -> &[Node] {
        self.root.get("resources").map(Node::list).unwrap_or_default()
    }

    /// The resource at work, by its position.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The resource at work.
    pub fn resource(&self) -> Option<&Node> {
        self.resources().get(self.at)
    }

    /// The file of the table at work: name and bytes.
    pub fn file(&self) -> Option<(&str, &[u8])> {
        let first = || self.files.first().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
        self.file_of(self.at).or_else(first)
    }

    fn file_of(&self, at: usize) -> Option<(&str, &[u8])> {
        let path = self.resources().get(at)?.text_of("path")?;
        self.files.iter().find(|(name, _)| name == path).map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// What is doubtful in the proposal of the table at work.
    pub fn doubts(&self) -> &[Doubt] {
        self.proposed.get(self.at).map_or(&[], |proposed| &proposed.doubts)
    }

    /// The sheets of the file at work, and whether each is hidden; of a text, none.
    ///
    /// # Errors
    /// An issue where the workbook cannot be read.
    pub fn sheets(&self) -> Result<Vec<(String, bool)>, Issue> {
        match self.file() {
            Some((name, bytes)) if is_workbook(bytes) => {
                Ok(Workbook::open(bytes).map_err(|fault| fault.issue(name))?.sheets())
            }
            _ => Ok(Vec::new()),
        }
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
        let at = self.at;
        match change {
            Change::Table(at) => self.at = at.min(self.proposed.len().saturating_sub(1)),
            Change::Add(sheet) => self.propose(self.proposed.len(), Told { sheet: Some(sheet), ..Told::default() })?,
            Change::Drop if self.proposed.len() > 1 => {
                edit::list(&mut self.root, "resources").remove(at);
                self.proposed.remove(at);
                self.at = at.saturating_sub(1);
            }
            Change::Drop => {}
            Change::Sheet(sheet) => self.propose(at, Told { sheet: Some(sheet), ..Told::default() })?,
            Change::Header(rows) => {
                let header = Some(items(rows).filter_map(|row| row.parse().ok()).collect());
                let told = self.proposed.get(at).map_or_else(Told::default, |proposed| proposed.told.clone());
                self.propose(at, Told { header, ..told })?;
            }
            Change::Constant("currency", _, code) if self.is_of_form() => {
                edit::set_text(&mut self.root, "daylight:currency", code);
            }
            Change::Text("name", text) => edit::set_text(&mut self.root, "name", &plain_name(text)),
            Change::Text(key, text) => edit::set_text(&mut self.root, key, text),
            Change::Review(key, text) => edit::set_review(&mut self.root, key, text),
            Change::Descriptor(text) => {
                self.root = read(text)?;
                self.proposed.resize(self.resources().len(), Proposed::default());
                self.at = at.min(self.proposed.len().saturating_sub(1));
            }
            change => self.change_table(change)?,
        }
        self.loaded.take();
        Ok(())
    }

    /// Changes the table at work.
    fn change_table(&mut self, change: Change<'_>) -> Result<(), Issue> {
        let headers = if let Change::Role(..) = change { self.headers(self.at)? } else { Vec::new() };
        let Some(resource) = edit::list(&mut self.root, "resources").get_mut(self.at) else { return Ok(()) };
        match change {
            Change::Role(header, role) => edit::set_role(resource, &headers, header, role),
            Change::Part(part) => edit::set_text(resource, "daylight:table", part),
            Change::Factor(factor) => edit::set_factor(resource, factor.trim().parse().unwrap_or(1)),
            Change::Totals(texts) => edit::set_totals(resource, items(texts)),
            Change::Constant(name, kind, constant) => edit::set_constant(resource, name, kind, constant),
            _ => {}
        }
        Ok(())
    }

    fn headers(&self, at: usize) -> Result<Vec<String>, Issue> {
        Ok(self.columns(at)?.into_iter().map(|(header, _)| header).collect())
    }

    /// The columns that a table has in its file, described or not: headers, and where they stand, from one.
    ///
    /// # Errors
    /// As [`Session::load`].
    pub fn columns(&self, at: usize) -> Result<Vec<(String, u32)>, Issue> {
        let loaded = self.load()?;
        let name = self.resources().get(at).and_then(|resource| resource.text_of("name")).unwrap_or("");
        let table = loaded.package.tables.iter().position(|table| table.name == name);
        Ok(loaded.columns(table.unwrap_or(at)))
    }

    /// The package as it is described now.
    ///
    /// # Errors
    /// An issue where the descriptor cannot be read at all.
    pub fn load(&self) -> Result<Rc<Loaded>, Issue> {
        if let Some(loaded) = &*self.loaded.borrow() {
            return Ok(Rc::clone(loaded));
        }
        let read = |path: &str| self.files.iter().find(|(name, _)| name == path).map(|(_, bytes)| bytes.clone());
        let loaded = Rc::new(load_package(&self.descriptor(), &read, &*self.decoder)?);
        *self.loaded.borrow_mut() = Some(Rc::clone(&loaded));
        Ok(loaded)
    }

    /// Everything that is wrong, personal data included.
    pub fn check(&self, words: &Words) -> Report {
        Found::all(self.load(), words).report
    }

    /// The package as it would be published: a descriptor and plain tables.
    ///
    /// # Errors
    /// An issue where a table cannot be written.
    pub fn plain(&self) -> Result<Plain, Issue> {
        let unreadable = || Issue::error("descriptor-unreadable", Place::file(DESCRIPTOR));
        plain(&*self.load()?, Anew::All)?.ok_or_else(unreadable)
    }

    /// What the review does not say yet.
    pub fn missing_review(&self) -> Vec<&'static str> {
        let review = self.root.get("daylight:review");
        // What is said in several languages is said.
        REVIEW.into_iter().filter(|key| review.and_then(|review| review.get(key)).is_none()).collect()
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
        let report = Found::all(load_package(&descriptor, &read, &*self.decoder).map(Rc::new), words).report;
        if !report.is_ok() {
            return Err(report);
        }
        let files = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        Ok(archive([(DESCRIPTOR, descriptor.as_bytes())].into_iter().chain(files)))
    }

    /// What a page says to show the package, once it is published.
    pub fn snippet(&self, lang: &str) -> String {
        let (name, element) = (self.root.text_of("name").unwrap_or(""), self.element());
        format!(
            "<script src=\"/daylight/daylight.js\" defer></script>\n\
             <{element} src=\"/data/{name}/{DESCRIPTOR}\" lang=\"{lang}\"></{element}>\n"
        )
    }

    /// The element that shows the package.
    pub fn element(&self) -> &'static str {
        self.form().map_or("daylight-budget", |form| form.id)
    }
}

/// A file that came zipped, unzipped: of a text, no more is read than of a sheet.
fn unzipped(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Issue> {
    unzip_at_most(name, bytes, limit::TEXT as u64)
}

/// The items of a list as a person writes it.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|item| !item.is_empty())
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
