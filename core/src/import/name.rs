//! What a package calls what it publishes: a loaded package in, its ids with their names by language out; cannot fail.

use std::collections::BTreeMap;

use super::load::Loaded;
use crate::check::{Depth, check_package};
use crate::ingest::{Selection, form_names, form_of};
use crate::json;
use crate::model::funds::Texts;
use crate::model::path::line_names;

impl Loaded {
    /// What the package publishes, by id: of a form, what stands in the columns of its ids; else the lines of the budget, by path and by
    /// code. Each with its names by language, of which there are none where it has only its id. A name without a language is in that
    /// of the package.
    pub fn names(&self) -> BTreeMap<String, Texts> {
        let form = json::read(&self.descriptor).ok().as_ref().and_then(form_of);
        let mut names = BTreeMap::new();
        if let Some(form) = form {
            for (id, texts) in form_names(form, (&self.package, &self.descriptor), &self.files) {
                // Of several with an id the first.
                names.entry(id).or_insert(texts);
            }
        } else {
            let selection = Selection::usual(&self.package);
            names = line_names(&check_package(&self.package, &selection, &self.files, Depth::Warnings).0);
        }
        let own = self.package.about.language.as_deref().unwrap_or_default();
        for texts in names.values_mut() {
            let is_told = texts.iter().any(|(lang, _)| lang == own && !own.is_empty());
            texts.retain(|(lang, _)| !is_told || !lang.is_empty());
            texts.iter_mut().filter(|(lang, _)| lang.is_empty()).for_each(|(lang, _)| own.clone_into(lang));
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::super::link::tests::load;
    use crate::ingest::{Selection, read_links};
    use crate::model::path::{find_line, read_path};
    use crate::words::in_language;

    #[test]
    fn what_the_demonstration_publishes_has_names_in_both_languages() {
        for (package, id, chinese, english) in [
            ("qinghe-funds", "p001", "石桥村道路硬化", "Village road of Shiqiao"),
            ("qinghe-results", "g1", "群众出行更方便", "Easier ways to get around"),
            ("qinghe-budget-2025", "2010101", "行政运行", "Administration"),
            ("qinghe-budget-2025", "201/20101/2010101", "行政运行", "Administration"),
            ("qinghe-budget-2025", "201", "一般公共服务支出", "General public services"),
            ("qinghe-budget-2025", "101", "县人大常委会办公室", "People's Congress Office"),
        ] {
            let names = load(package).names();
            let texts = names.get(id).unwrap_or_else(|| panic!("{package} {id}"));
            assert_eq!(["zh-Hans", "en"].map(|lang| in_language(texts, lang)), [chinese, english], "{package} {id}");
            assert!(texts.iter().all(|(lang, _)| !lang.is_empty()), "{texts:?}");
            assert!(!names.contains_key("") && !names.contains_key("nothing"));
        }
    }

    #[test]
    fn whatever_a_link_leads_to_has_a_name() {
        let packages = ["qinghe-budget-2025", "qinghe-funds", "qinghe-results"];
        let loaded = packages.map(|package| (package, load(package)));
        let names = [0, 1, 2].map(|at| (loaded[at].0, loaded[at].1.names()));
        for (from, package) in &loaded {
            let (links, _) = read_links(&package.package, &package.descriptor, &package.files);
            for link in links.all() {
                let Some((_, there)) = names.iter().find(|(name, _)| *name == link.package) else { continue };
                assert!(
                    there.get(&link.to).is_some_and(|texts| !texts.is_empty()),
                    "{from}: {} {}",
                    link.package,
                    link.to
                );
            }
        }
    }

    #[test]
    fn an_id_of_a_budget_has_the_name_of_the_line_that_it_leads_to() {
        let budget = load("qinghe-budget-2025");
        let (model, _) = budget.check(&Selection::usual(&budget.package));
        let names = budget.names();
        assert!(names.len() > 500, "{}", names.len());
        for (id, texts) in &names {
            let line = find_line(&model, id).unwrap_or_else(|| panic!("{id}"));
            let dimension =
                model.dimensions.iter().find(|dimension| dimension.name == line.dimension).expect("it is there");
            let (symbols, _) = read_path(&model, dimension, &line.path);
            let axis = model.axis(dimension.axes[symbols.len() - 1]);
            let label = axis.label(symbols[symbols.len() - 1], "en");
            assert!(
                texts.is_empty() && label == axis.code(symbols[symbols.len() - 1]) || in_language(texts, "en") == label,
                "{id}"
            );
        }
    }
}
