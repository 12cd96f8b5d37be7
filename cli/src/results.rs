//! Results for the command: records in, the computed status of everything and the book of findings out, as lines or JSON; cannot fail.

use crate::columns::aligned;
use daylight_core::json::Writer;
use daylight_core::model::results::{Of, Results, State};
use daylight_core::summary::results::{Account, Standing, Standings, book, compute, settle_all};
use daylight_core::words::{Words, in_language};

/// What everything is, in the order of the package: plans, goals, tasks, indicators.
fn all(results: &Results) -> Vec<Of> {
    let plans = (0..results.plans.len()).map(Of::Plan);
    let goals = plans.chain((0..results.goals.len()).map(Of::Goal));
    let tasks = goals.chain((0..results.tasks.len()).map(Of::Task));
    tasks.chain((0..results.indicators.len()).map(Of::Indicator)).collect()
}

/// `{"as-of", "rule", "statuses": [{"kind", "id", "status", "why", "progress", "covered"}], "findings": [{"id", "state", "overdue", "amount"}]}`;
/// progress and what it covers are thousandths, or `null`.
pub fn write_json(results: &Results, out: &mut Writer) {
    let (standings, accounts) = (compute(results), settle_all(results));
    out.open('{').key("as-of").text(&results.as_of.map(|day| day.iso()).unwrap_or_default());
    out.key("rule").text(&results.rule.id).key("statuses").open('[');
    for of in all(results) {
        let Standing { status, why, permille, covered } = standings.of(of).unwrap_or_default();
        out.open('{').key("kind").text(of.word()).key("id").text(results.id(of));
        out.key("status").text(status.word()).key("why").text(why.word());
        for (name, thousandths) in [("progress", permille), ("covered", covered)] {
            out.key(name).raw(&thousandths.map_or_else(|| "null".to_owned(), |number| number.to_string()));
        }
        out.close('}');
    }
    out.close(']').key("findings").open('[');
    for (finding, Account { state, is_overdue, .. }) in results.findings.iter().zip(&accounts) {
        out.open('{').key("id").text(&finding.id).key("state").text(state.word());
        out.key("overdue").raw(if *is_overdue { "true" } else { "false" }).key("amount");
        match finding.amount {
            Some(amount) => out.text(&amount.plain(results.currency)),
            None => out.raw("null"),
        };
        out.close('}');
    }
    out.close(']').close('}');
}

/// Tables for a terminal: goals and tasks with their status, and the book of each audit.
pub fn lines(results: &Results, words: &Words) -> String {
    let standings = compute(results);
    let promises = promises(results, &standings, words);
    let findings = findings(results, words);
    [promises, findings].into_iter().filter(|rows| rows.len() > 1).map(|rows| aligned(&rows, 2)).collect()
}

fn promises(results: &Results, standings: &Standings, words: &Words) -> Vec<Vec<String>> {
    let heads = ["results.id", "results.name", "results.status", "results.progress"];
    let mut rows = vec![heads.map(|head| words.text(head).to_owned()).to_vec()];
    for of in all(results) {
        let Standing { status, permille, .. } = standings.of(of).unwrap_or_default();
        let status = words.text(&["results.status.", status.word()].concat()).to_owned();
        let name = in_language(results.names(of), words.lang()).to_owned();
        let progress = permille.map(|permille| words.thousandths(permille)).unwrap_or_default();
        rows.push(vec![results.id(of).to_owned(), name, status, progress]);
    }
    rows
}

fn findings(results: &Results, words: &Words) -> Vec<Vec<String>> {
    let heads = ["results.audit", "results.audit.name", "results.findings", "results.amount"];
    let mut row: Vec<String> = heads.map(|head| words.text(head).to_owned()).to_vec();
    let states = State::ALL.map(|state| words.text(&["results.state.", state.word()].concat()).to_owned());
    row.extend(states);
    row.push(words.text("results.overdue").to_owned());
    let mut rows = vec![row];
    let accounts = settle_all(results);
    for (at, audit) in results.audits.iter().enumerate() {
        let book = book(results, &accounts, Some(at));
        let name = in_language(&audit.names, words.lang()).to_owned();
        let mut row = vec![audit.id.clone(), name, book.count.to_string(), book.amount.plain(results.currency)];
        row.extend(book.counts.iter().chain([&book.overdue]).map(u64::to_string));
        rows.push(row);
    }
    rows
}
