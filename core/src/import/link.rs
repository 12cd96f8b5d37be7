//! Links of a package that was loaded: it and the packages beside it in, its links and what is wrong with them out; cannot fail.

use super::load::Loaded;
use super::origin::trace_issues;
use crate::check::{check_answers, check_links};
use crate::ingest::{Selection, form_names, form_of, read_links};
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
        let named = form_names(form, (&self.package, &self.descriptor), &self.files);
        let mut ids: Vec<String> = named.into_iter().map(|(id, _)| id).collect();
        ids.sort_unstable();
        Box::new(move |id| ids.binary_search_by(|known| known.as_str().cmp(id)).is_ok())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::decode::Decoder;
    use super::super::load::{Loaded, load_package};
    use crate::ingest::Selection;
    use crate::model::path::{Line, find_line};

    struct Utf8;

    impl Decoder for Utf8 {
        fn knows(&self, _: &str) -> bool {
            true
        }

        fn decode(&self, _: &str, bytes: &[u8]) -> Option<String> {
            String::from_utf8(bytes.to_vec()).ok()
        }
    }

    pub fn load(package: &str) -> Loaded {
        let folder = format!("{}/../demo/data/{package}/", env!("CARGO_MANIFEST_DIR"));
        let read = |path: &str| std::fs::read([&folder, path].concat()).ok();
        let descriptor = read("datapackage.json").expect("a descriptor");
        load_package(&String::from_utf8_lossy(&descriptor), &read, &Utf8).expect("a package")
    }

    #[test]
    fn a_line_of_a_budget_is_known_by_its_path_and_its_code() {
        let budget = load("qinghe-budget-2025");
        let (model, _) = budget.check(&Selection::usual(&budget.package));
        let line = |path: &str, opens: &str| {
            Some(Line { dimension: "functional".into(), path: path.into(), opens: opens.into() })
        };
        for id in ["2130504", "213/21305/2130504"] {
            assert_eq!(find_line(&model, id), line("213/21305/2130504", "213/21305"), "{id}");
        }
        assert_eq!(find_line(&model, "21305"), line("213/21305", "213/21305"));
        assert_eq!(find_line(&model, "506").map(|line| line.dimension).as_deref(), Some("administrative"));
        for id in ["", "999", "213/999", "213/21305/2130504/1"] {
            assert_eq!(find_line(&model, id), None, "{id}");
        }
        let (links, issues) = budget.links(&model);
        assert!(links.all().len() >= 9 && issues.is_empty(), "{issues:?}");
    }

    #[test]
    fn links_are_compared_with_those_of_the_other_package() {
        let (budget, funds) = (load("qinghe-budget-2025"), load("qinghe-funds"));
        let answers = budget.answers(&|name| (name == "qinghe-funds").then(|| load(name)));
        assert!(answers.is_empty(), "{answers:?}");
        let mute = |name: &str| {
            let mut other = Some(load(name)).filter(|_| name == "qinghe-budget-2025")?;
            other.files.retain(|(path, _)| path != "links.csv");
            Some(other)
        };
        let told = funds.answers(&mute);
        assert_eq!(told.iter().map(|issue| issue.rule).collect::<Vec<_>>(), ["link-one-way"; 4]);
    }
}
