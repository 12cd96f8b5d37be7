//! Statuses as a file: records and words in, CSV out, which reads back as it is; cannot fail.

use super::scene::Scene;
use crate::figure::csv::CsvWriter;
use crate::model::results::Of;
use crate::words::in_language;

/// Plans, goals, tasks and indicators with what is computed of them, and findings with their state; on every row where the figures
/// come from, since files are cut and stacked.
pub fn export_standings(results: &crate::model::results::Results, told: super::Told<'_>) -> String {
    let scene = Scene::new(results, &super::Wish::default(), told);
    let (words, about) = (told.words, &results.about);
    let sources: Vec<&str> = about.sources.iter().map(|source| in_language(&source.titles, words.lang())).collect();
    let origin = [
        ("as_of", results.as_of.map(|day| day.iso()).unwrap_or_default()),
        ("rule", results.rule.id.clone()),
        ("source", sources.join("; ")),
        ("publisher", in_language(&about.publisher, words.lang()).to_owned()),
        ("version", about.version.clone().unwrap_or_default()),
        ("illustrative", if about.illustrative { "true" } else { "" }.to_owned()),
    ];
    let origin: Vec<_> = origin.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let mut csv = CsvWriter::default();
    let headers = ["kind", "id", "name", "of", "status", "why", "progress_permille", "due", "amount", "currency"];
    headers.iter().for_each(|header| csv.text(header));
    origin.iter().for_each(|(header, _)| csv.text(header));
    csv.end_row();
    let all = (0..results.plans.len()).map(Of::Plan).chain((0..results.goals.len()).map(Of::Goal));
    let all = all.chain((0..results.tasks.len()).map(Of::Task)).chain((0..results.indicators.len()).map(Of::Indicator));
    for of in all.chain((0..results.findings.len()).map(Of::Finding)) {
        let above = scene.above(of).map(|above| results.id(above)).unwrap_or_default();
        let standing = scene.standing(of);
        let (status, why, progress) = match of {
            Of::Finding(at) => {
                let account = &scene.accounts[at];
                (account.state.word(), if account.is_overdue { "overdue" } else { "" }, None)
            }
            _ => (standing.status.word(), standing.why.word(), standing.permille),
        };
        [of.word(), results.id(of), &scene.name(of), above, status, why].iter().for_each(|text| csv.text(text));
        csv.number(&progress.map(|permille| permille.to_string()).unwrap_or_default());
        let (due, amount) = match of {
            Of::Finding(at) => (scene.accounts[at].deadline, results.findings[at].amount),
            Of::Task(at) => {
                let task = &results.tasks[at];
                (crate::model::results::deadline(task.due, task.extended, &task.extension), None)
            }
            _ => (None, None),
        };
        csv.text(&due.map(|day| day.iso()).unwrap_or_default());
        csv.number(&amount.map(|amount| amount.plain(results.currency)).unwrap_or_default());
        csv.text(if amount.is_some() { results.currency.code() } else { "" });
        origin.iter().for_each(|(_, text)| csv.text(text));
        csv.end_row();
    }
    csv.finish()
}
