//! What an office does with comments that were read, and what it publishes: records in, the same grouped, answered and announced out;
//! records in, a folder with a package of plain tables out; a folder in, the documents that `daylight publish` makes of it out.

use daylight_core::consultation::same::{Group, Said, group};
use daylight_core::day::Day;
use daylight_core::model::consultation::{Announcement, Answer, Consultation, Disposition};
use daylight_core::summary::consultation::Tally;
use daylight_tests::command::daylight;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A row of a table: columns and what stands in them.
pub type Row<'a> = Vec<(&'a str, String)>;

/// Groups of the comments that have a text.
pub fn groups(told: &Consultation) -> Vec<Group<'_>> {
    group(&said(told))
}

/// The comments that have a text, as they are grouped.
pub fn said(told: &Consultation) -> Vec<Said<'_>> {
    let shown = told.comments.iter().filter(|comment| !comment.text.is_empty());
    let first = Day::new(1970, 1, 1).expect("a day");
    let said = shown.map(|comment| Said {
        id: &comment.id,
        received: comment.received.map_or(0, |day| day.since(first).into()),
        text: &comment.text,
    });
    said.collect()
}

/// Lets the comments of each group say the same as the one that stands for it.
pub fn follow(told: &mut Consultation) {
    let at = |id: &str| told.comments.iter().position(|comment| comment.id == id).expect("a comment");
    let follows: Vec<(usize, usize)> = groups(told)
        .iter()
        .flat_map(|group| {
            let stands = at(group.representative);
            let others = group.members.iter().map(|member| at(member.id)).filter(move |member| *member != stands);
            others.map(move |member| (member, stands)).collect::<Vec<_>>()
        })
        .collect();
    for (member, stands) in follows {
        told.comments[member].voice = Some(stands);
    }
}

/// Answers what nobody has answered, all with the same words: those that are withheld as out of scope, the others as covered.
pub fn answer(told: &mut Consultation, text: &str) {
    let texts = vec![(String::new(), text.to_owned())];
    told.answers = vec![Answer { id: "1".into(), texts, office: Vec::new(), day: None, row: 0 }];
    for comment in &mut told.comments {
        let is_open = comment.disposition.is_none() && comment.voice.is_none();
        if is_open {
            let is_withheld = !comment.withheld.is_empty();
            comment.disposition = Some(if is_withheld { Disposition::OutOfScope } else { Disposition::Covered });
        }
        let is_owed = comment.disposition.is_some_and(Disposition::needs_reason);
        comment.answer = is_owed.then_some(0);
    }
}

/// Announces what the comments came to, a month after the last round.
pub fn announce(told: &mut Consultation) {
    let tally = Tally::of(told);
    told.announcement = Some(Announcement {
        day: told.rounds.iter().filter_map(|round| round.last()).max().map(|day| day.plus(30)),
        received: Some(tally.received),
        counts: tally.settled.map(Some),
        withheld: Some(tally.hidden()),
        log: String::new(),
        row: 2,
    });
}

/// Writes a package of plain tables.
pub fn write(folder: &Path, name: &str, tables: &[(&str, Vec<Row<'_>>)]) {
    let mut resources = Vec::new();
    for (table, rows) in tables.iter().filter(|(_, rows)| !rows.is_empty()) {
        let columns: Vec<&str> = rows[0].iter().map(|(column, _)| *column).collect();
        let mut csv = csv::Writer::from_path(folder.join(format!("{table}.csv"))).expect("a file");
        csv.write_record(&columns).expect("a header");
        for row in rows {
            csv.write_record(row.iter().map(|(_, text)| text)).expect("a row");
        }
        csv.flush().expect("a table");
        let fields: Vec<Value> = columns.iter().map(|column| json!({"name": column, "type": "string"})).collect();
        resources.push(json!({"name": table, "path": format!("{table}.csv"), "schema": {"fields": fields}}));
    }
    let descriptor = json!({
        "name": name,
        "profile": "daylight-consultation",
        "daylight:profile": "generic",
        "daylight:review": review(),
        "resources": resources,
    });
    fs::write(folder.join("datapackage.json"), descriptor.to_string()).expect("a descriptor");
}

fn review() -> Value {
    json!({"who": "Disclosure office", "when": "2026-01-04", "basis": "A test", "result": "May be published"})
}

/// Writes a package of the records.
pub fn write_records(folder: &Path, told: &Consultation) {
    let first = |texts: &[(String, String)]| texts.first().map(|(_, text)| text.clone()).unwrap_or_default();
    let iso = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
    let head: Row<'_> = vec![
        ("id", told.id.clone()),
        ("name", first(&told.names)),
        ("office", first(&told.office)),
        ("scope", "anything".into()),
    ];
    let rounds = told.rounds.iter().map(|round| {
        let days = vec![("opens", iso(round.opens)), ("closes", iso(round.closes))];
        [vec![("id", round.id.clone())], days].concat()
    });
    let themes = told.themes.iter().map(|theme| vec![("id", theme.id.clone()), ("name", first(&theme.names))]);
    let answers = told.answers.iter().map(|answer| vec![("id", answer.id.clone()), ("text", first(&answer.texts))]);
    let comments = told.comments.iter().map(|comment| {
        let id = |at: Option<usize>| at.map(|at| told.comments[at].id.clone()).unwrap_or_default();
        vec![
            ("id", comment.id.clone()),
            ("received", iso(comment.received)),
            ("channel", comment.channel.clone()),
            ("package", comment.package.clone()),
            ("subject", comment.subject.clone()),
            ("text", comment.text.clone()),
            ("theme", comment.theme.map(|at| told.themes[at].id.clone()).unwrap_or_default()),
            ("voice", id(comment.voice)),
            ("disposition", comment.disposition.map_or("", Disposition::word).to_owned()),
            ("answer", comment.answer.map(|at| told.answers[at].id.clone()).unwrap_or_default()),
            ("withheld", comment.withheld.clone()),
        ]
    });
    let announcement = told.announcement.iter().map(|announcement| {
        let count = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
        let settled = Disposition::ALL.into_iter().zip(announcement.counts);
        let settled: Row<'_> = settled.map(|(disposition, of)| (disposition.word(), count(of))).collect();
        let received = vec![("day", iso(announcement.day)), ("received", count(announcement.received))];
        [received, settled, vec![("withheld", count(announcement.withheld))]].concat()
    });
    let tables = [
        ("consultation", vec![head]),
        ("rounds", rounds.collect()),
        ("themes", themes.collect()),
        ("answers", answers.collect()),
        ("comments", comments.collect()),
        ("announcement", announcement.collect()),
    ];
    write(folder, &told.id, &tables);
}

/// What was published, as a page fetches it.
pub struct Published {
    /// The folder of the site.
    pub site: TempDir,
    /// `consultation.json`.
    pub definition: Value,
    /// The comments of all pages, which are found from the first.
    pub comments: Vec<Value>,
    /// How many pages there are.
    pub pages: usize,
    /// `adoption.json`, where the definition names one.
    pub adoption: Option<Value>,
}

/// Publishes a package; `Err` with the exit code, what was said and what then stands in the site.
pub fn publish(package: &Path, data: Option<&Path>, name: &str) -> Result<Published, (Option<i32>, String, usize)> {
    let (site, beside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let review_path = beside.path().join("review.json");
    fs::write(&review_path, review().to_string()).expect("a review");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let mut arguments = vec!["publish".to_owned(), path(package), "--out".into(), path(site.path())];
    arguments.extend(["--date".into(), "2026-01-05".into(), "--review".into(), path(&review_path)]);
    arguments.extend(data.into_iter().flat_map(|data| ["--data".to_owned(), path(data)]));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let output = daylight(&arguments);
    if output.status.code() != Some(0) {
        let written = fs::read_dir(site.path()).map_or(0, Iterator::count);
        return Err((output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned(), written));
    }
    let folder = site.path().join(name);
    let document = |name: &str| -> Value {
        let bytes = fs::read(folder.join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        serde_json::from_slice(&bytes).expect("JSON")
    };
    let definition = document("consultation.json");
    let address = |key: &str| definition["addresses"][key].as_str().unwrap_or_default().to_owned();
    let (mut comments, mut pages, mut next) = (Vec::new(), 0, address("comments"));
    while !next.is_empty() {
        let page = document(&next);
        comments.extend(page["comments"].as_array().expect("comments").iter().cloned());
        (pages, next) = (pages + 1, page["next"].as_str().unwrap_or_default().to_owned());
    }
    let adoption = Some(address("adoption")).filter(|name| !name.is_empty()).map(|name| document(&name));
    assert_eq!(adoption.is_some(), folder.join("adoption.json").exists(), "what stands there is named");
    let verified = daylight(&["verify", site.path().to_str().expect("UTF-8")]);
    assert_eq!(verified.status.code(), Some(0), "{}", String::from_utf8_lossy(&verified.stdout));
    Ok(Published { definition, comments, pages, adoption, site })
}
