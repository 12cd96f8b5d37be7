//! Links of a package that was loaded: it and the packages beside it in, its links and what is wrong with them out; cannot fail.

use super::load::Loaded;
use super::origin::trace_issues;
use crate::check::{check_answers, check_links};
use crate::ingest::{Selection, form_ids, form_of, read_links};
use crate::issue::Issue;
use crate::json;
use crate::model::Model;
use crate::model::link::Links;
use crate::model::path::find_line;

impl Loaded {
    /// Its links, and what is wrong with them as far as the package itself shows it; `model` is its own.
    pub fn links(&self, model: &Model) -> (Links, Vec<Issue>) {
        let (links, mut issues) = read_links(&self.package, &self.descriptor, &self.files);
        // Most packages have none, and then nobody needs their ids.
        if !links.all().is_empty() {
            issues.extend(check_links(&links, &*self.ids(model)));
        }
        trace_issues(&self.origins, &mut issues);
        (links, issues)
    }

    /// What is wrong with its links where the packages that they lead to are at hand: `other` gives them by their names.
    pub fn answers(&self, other: &dyn Fn(&str) -> Option<Self>) -> Vec<Issue> {
        let (links, _) = read_links(&self.package, &self.descriptor, &self.files);
        let mut names: Vec<&str> = links.all().iter().map(|link| link.package.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let mut issues = Vec::new();
        let own = json::read(&self.descriptor).ok();
        let own = own.as_ref().and_then(|root| root.text_of("name")).unwrap_or("");
        for name in names {
            let Some(there) = other(name) else { continue };
            let (model, _) = there.check(&Selection::usual(&there.package));
            let (back, _) = read_links(&there.package, &there.descriptor, &there.files);
            issues.extend(check_answers((own, &links), (name, &back), &*there.ids(&model)));
        }
        trace_issues(&self.origins, &mut issues);
        issues
    }

    /// Whether an id is one that the package publishes: of a form, what stands in the columns of its ids; else a line of the budget.
    fn ids<'a>(&'a self, model: &'a Model) -> Box<dyn Fn(&str) -> bool + 'a> {
        let form = json::read(&self.descriptor).ok().as_ref().and_then(form_of);
        let Some(form) = form else { return Box::new(|id| find_line(model, id).is_some()) };
        let mut ids = form_ids(form, (&self.package, &self.descriptor), &self.files);
        ids.sort_unstable();
        Box::new(move |id| ids.binary_search_by(|known| known.as_str().cmp(id)).is_ok())
    }
}
