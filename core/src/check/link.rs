//! Links between packages: the links of a package and what it and others publish in, those that lead nowhere or are not answered out;
//! cannot fail.

use crate::issue::Issue;
use crate::model::link::Links;
use crate::place::Place;

/// Tells each link whose own id is none that the package publishes; `is_there` says which are.
pub fn check_links(links: &Links, is_there: &dyn Fn(&str) -> bool) -> Vec<Issue> {
    let unknown = links.all().iter().filter(|link| !is_there(&link.id));
    let issue = |row| Issue::error("link-unknown-id", Place::row(links.file(), row));
    unknown.map(|link| issue(link.row).with("value", &link.id)).collect()
}

/// Tells each link of a package (its name and its links) to another one (the same) that does not lead to anything there, or that no link
/// leads back from. `is_there` says which ids the other one publishes.
pub fn check_answers(
    (own, links): (&str, &Links),
    (name, back): (&str, &Links),
    is_there: &dyn Fn(&str) -> bool,
) -> Vec<Issue> {
    let issue = |rule, row| Issue::warning(rule, Place::row(links.file(), row)).with("package", name);
    let to_it = links.all().iter().filter(|link| link.package == name);
    let told = to_it.filter_map(|link| match () {
        () if !is_there(&link.to) => Some(issue("link-leads-nowhere", link.row).with("value", &link.to)),
        () if !back.has(&link.to, own, &link.id) => {
            Some(issue("link-one-way", link.row).with("value", &link.id).with("found", &link.to).with("expected", own))
        }
        () => None,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::{check_answers, check_links};
    use crate::model::link::{Link, Links};

    fn links(rows: &[(&str, &str, &str)]) -> Links {
        let rows = rows.iter().zip(2..).map(|((id, package, to), row)| Link {
            id: (*id).to_owned(),
            package: (*package).to_owned(),
            to: (*to).to_owned(),
            row,
            ..Link::default()
        });
        Links::new(rows.collect(), "links.csv")
    }

    #[test]
    fn a_link_starts_from_what_is_there() {
        let issues = check_links(&links(&[("a", "other", "x"), ("b", "other", "x")]), &|id| id == "a");
        assert_eq!(
            issues.iter().map(|issue| (issue.rule, issue.place.row)).collect::<Vec<_>>(),
            [("link-unknown-id", Some(3))]
        );
    }

    #[test]
    fn a_link_is_answered_by_one_that_leads_back() {
        let here = links(&[("a", "other", "x"), ("a", "other", "y"), ("b", "other", "z"), ("a", "third", "x")]);
        let back = links(&[("x", "own", "a"), ("y", "own", "b"), ("y", "third", "a")]);
        let issues = check_answers(("own", &here), ("other", &back), &|id| id != "z");
        let told: Vec<_> = issues.iter().map(|issue| (issue.rule, issue.place.row)).collect();
        assert_eq!(told, [("link-one-way", Some(3)), ("link-leads-nowhere", Some(4))]);
    }
}
