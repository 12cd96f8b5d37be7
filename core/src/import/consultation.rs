//! Consultations for the command, the studio and the service: a loaded package in, its records and what is wrong with them out, where
//! it is one of a consultation.

use super::load::{GENERAL, Loaded, profile_text};
use super::origin::trace_issues;
use crate::check::consultation::check_consultation;
use crate::consultation::document::{
    ADOPTION, Addresses, DEFINITION, PAGE, RECEIPTS, page_name, write_adoption, write_comments, write_definition,
    write_receipts,
};
use crate::ingest::{consultation::FORM, form_of};
use crate::issue::Issue;
use crate::json::{self, Node, Value};
use crate::model::consultation::Consultation;
use crate::profile::consultation::DecisionTerms;
use crate::summary::consultation::{Tally, voices};

impl Loaded {
    /// The records of a consultation, and what is wrong with them; `None` where it is a package of another kind.
    pub fn consultation(&self) -> Option<(Consultation, Vec<Issue>)> {
        let root = json::read(&self.descriptor).ok()?;
        form_of(&root).filter(|form| form.id == FORM.id)?;
        let terms = DecisionTerms::read(profile_text(&self.package.about).unwrap_or(GENERAL));
        let (told, mut issues) = check_consultation((&self.package, &self.descriptor), &self.files, &terms);
        trace_issues(&self.origins, &mut issues);
        Some((told, issues))
    }

    /// What the descriptor says of the package as a whole to a reader, as JSON.
    pub fn head(&self) -> String {
        let root = json::read(&self.descriptor).ok();
        let members = root.as_ref().map(Node::members).unwrap_or_default().iter();
        let said = members.filter(|(name, _)| HEAD.contains(&name.as_str()));
        Node::from(Value::Map(said.cloned().collect())).pretty()
    }
}

/// What of a descriptor is told to a reader of a consultation.
const HEAD: [&str; 20] = [
    "name",
    "title",
    "daylight:titles",
    "description",
    "daylight:descriptions",
    "daylight:language",
    "languages",
    "countryCode",
    "daylight:profile",
    "daylight:publisher",
    "daylight:publishers",
    "contributors",
    "daylight:contact",
    "daylight:as-of",
    "version",
    "licenses",
    "license",
    "sources",
    "homepage",
    "daylight:illustrative",
];

/// What pages of a site fetch of a consultation, by the names of the files. There is no service: nothing takes comments.
pub fn consultation_documents(loaded: &Loaded, told: &Consultation) -> Vec<(String, String)> {
    let same = voices(told);
    let all: Vec<(usize, u64)> = same.into_iter().enumerate().collect();
    let pages: Vec<_> = all.chunks(PAGE).zip(1..).collect();
    let next = |page: usize| if page < pages.len() { page_name(page + 1) } else { String::new() };
    let addresses = Addresses {
        comments: if pages.is_empty() { String::new() } else { page_name(1) },
        adoption: if told.announcement.is_some() { ADOPTION.to_owned() } else { String::new() },
        receipts: if told.receipts.is_empty() { String::new() } else { RECEIPTS.to_owned() },
        ..Addresses::default()
    };
    let definition = write_definition(told, &loaded.head(), &addresses, (&Tally::of(told), None));
    let mut documents = vec![(DEFINITION.to_owned(), definition)];
    let page = |(page, at): &(&[(usize, u64)], usize)| (page_name(*at), write_comments(told, page, &next(*at)));
    documents.extend(pages.iter().map(page));
    if told.announcement.is_some() {
        documents.push((ADOPTION.to_owned(), write_adoption(told)));
    }
    if !told.receipts.is_empty() {
        documents.push((RECEIPTS.to_owned(), write_receipts(&told.receipts)));
    }
    documents
}
