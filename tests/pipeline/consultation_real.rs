//! Consultations that nobody here wrote: every number of the `expected.json` of the sets under `consultations` that is one of comments
//! is computed again from what is read through our descriptors; then they are grouped, answered, announced and published. Skipped
//! where the files are not there. Samples of our own always run (`consultation_real/sample.rs`).

#[path = "consultation_real/office.rs"]
mod office;
#[path = "consultation_real/sample.rs"]
mod sample;

use daylight_core::check::consultation::announcing;
use daylight_core::day::Day;
use daylight_core::import::{Decoder, load_package};
use daylight_core::issue::{Issue, Severity};
use daylight_core::model::consultation::{Comment, Consultation, Disposition};
use daylight_core::summary::consultation::Tally;
use daylight_tests::place;
use office::Published;
use regex::Regex;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

const PROPOSALS: &str = "decidim-barcelona-pam-1";
const DEBATE: &str = "decidim-barcelona-pam-1-debate";
const POLIS: [&str; 2] = ["polis-vtaiwan-uberx", "polis-brexit-consensus"];

/// The set that a descriptor is of, and the answers that came with it.
fn set(name: &str) -> Option<(PathBuf, Value)> {
    let name = name.strip_suffix("-debate").unwrap_or(name);
    let folder = place::data().map(|data| data.join("consultations").join(name)).filter(|folder| folder.is_dir());
    let Some(folder) = folder else {
        place::skip(&format!("consultations/{name} is not there"));
        return None;
    };
    let text = fs::read_to_string(folder.join("expected.json")).unwrap();
    Some((folder, serde_json::from_str::<Value>(&text).unwrap()["expected"].take()))
}

struct Utf8;

impl Decoder for Utf8 {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }
}

fn descriptor(name: &str) -> PathBuf {
    place::root().join("tests/descriptors").join(name)
}

/// A set as it is read through a descriptor, which may be changed, and what is told of it.
fn read(name: &str, folder: &Path, change: impl Fn(String) -> String) -> (Consultation, Vec<Issue>) {
    let beside = descriptor(name);
    let text = change(fs::read_to_string(beside.join("datapackage.json")).unwrap());
    let read = |path: &str| fs::read(folder.join(path)).or_else(|_| fs::read(beside.join(path))).ok();
    let loaded = load_package(&text, &read, &Utf8).unwrap();
    let (told, issues) = loaded.consultation().expect("a consultation");
    (told, loaded.issues.into_iter().chain(issues).collect())
}

/// The same, of which nothing is unreadable and nothing must not be shown.
fn described(name: &str) -> Option<(Consultation, PathBuf, Value)> {
    let (folder, expected) = set(name)?;
    let (told, issues) = read(name, &folder, |text| text);
    let bad: Vec<_> = issues.iter().filter(|issue| issue.severity == Severity::Error).collect();
    assert!(bad.is_empty(), "{name}: {} of {:#?}", bad.len(), bad.first());
    Some((told, folder, expected))
}

fn count(number: &Value) -> u64 {
    number.as_u64().unwrap_or_else(|| panic!("{number} is a count"))
}

/// A count that is left out where it is none.
fn count_or_none(number: &Value) -> u64 {
    number.as_u64().unwrap_or_default()
}

/// How often each text stands there.
fn tally<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, u64> {
    let mut tally = BTreeMap::new();
    texts.for_each(|text| *tally.entry(text).or_default() += 1);
    tally
}

fn counts(object: &Value) -> BTreeMap<&str, u64> {
    object.as_object().unwrap().iter().map(|(name, number)| (name.as_str(), count(number))).collect()
}

fn settled(tally: &Tally, disposition: Disposition) -> u64 {
    tally.settled[disposition as usize]
}

/// The rows of a file of one object a line, read without the core.
fn objects(path: &Path) -> Vec<Map<String, Value>> {
    let bytes = fs::read(path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// `22/01/2016 10:00:00` as `2016-01-22`.
fn iso(text: &str) -> String {
    let date = text.split(' ').next().unwrap();
    date.split('/').rev().collect::<Vec<_>>().join("-")
}

fn received(comment: &Comment) -> String {
    comment.received.map(Day::iso).unwrap_or_default()
}

#[test]
fn proposals_and_what_became_of_them_are_as_expected() {
    let Some((told, folder, expected)) = described(PROPOSALS) else { return };
    let tally_of = Tally::of(&told);
    let by_status = counts(&expected["by_status"]);
    assert_eq!(tally_of.received, count(&expected["proposals"]));
    let [adopted, not] = [Disposition::Adopted, Disposition::NotAdopted].map(|of| settled(&tally_of, of));
    assert_eq!(BTreeMap::from([("accepted", adopted), ("rejected", not)]), by_status);
    assert_eq!((tally_of.unsettled, tally_of.hidden()), (0, 0));
    // By which way the city's own came is not said.
    let by_source = counts(&expected["by_source"]);
    let channels: BTreeMap<&str, u64> = tally_of.channels.iter().map(|(id, many)| (id.as_str(), *many)).collect();
    let online = by_source["citizen"] + by_source["organization"];
    assert_eq!(channels, BTreeMap::from([("", by_source["official"]), ("online", online)]));
    for (at, theme) in told.themes.iter().enumerate() {
        let own = told.comments.iter().filter(|comment| comment.theme == Some(at));
        let words = own.map(|comment| match comment.disposition {
            Some(Disposition::Adopted) => "accepted",
            Some(Disposition::NotAdopted) => "rejected",
            other => panic!("{other:?}"),
        });
        assert_eq!(tally(words), counts(&expected["status_by_category"][&theme.names[0].1]), "{:?}", theme.names);
    }
    assert!(told.comments.iter().all(|comment| comment.theme.is_some()));
    // Each row, field by field.
    let rows = objects(&folder.join("proposals.ndjson"));
    assert_eq!(rows.len(), told.comments.len());
    for (row, comment) in rows.iter().zip(&told.comments) {
        assert_eq!(comment.id, row["id"].to_string());
        assert_eq!(received(comment), iso(row["created_at"].as_str().unwrap()));
        assert_eq!(words(&comment.text), words(row["summary"].as_str().unwrap()), "{}", comment.id);
    }
    for top in expected["top3_by_votes"].as_array().unwrap() {
        let id = top[0].to_string();
        let comment = told.comments.iter().find(|comment| comment.id == id).unwrap();
        assert_eq!((comment.disposition, &top[2]), (Some(Disposition::Adopted), &Value::from("accepted")));
    }
}

/// The words of a text, whatever stands between them.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The words of a text with the marks of web pages, found in the plainest way.
fn words_of_page(text: &str) -> Vec<String> {
    static BLOCK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"</?(p|br|li|ul|ol|div|h\d|blockquote)\b[^>]*>").unwrap());
    static OTHER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"</?[a-z][^>]*>").unwrap());
    let text = OTHER.replace_all(&BLOCK.replace_all(text, " "), "").into_owned();
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    words(&named.iter().fold(text, |text, (name, char)| text.replace(name, char)))
}

#[test]
fn what_was_said_of_proposals_is_as_expected() {
    let Some((told, folder, expected)) = described(DEBATE) else { return };
    let tally_of = Tally::of(&told);
    assert_eq!(tally_of.received, count(&expected["comments"]));
    assert_eq!((tally_of.unsettled, tally_of.hidden()), (tally_of.received, 0), "nothing says what became of them");
    assert_eq!(tally_of.channels, [("online".to_owned(), tally_of.received)]);
    let stance = |comment: &Comment| comment.theme.map_or("None", |at| &told.themes[at].id).to_owned();
    let stances: Vec<String> = told.comments.iter().map(stance).collect();
    assert_eq!(tally(stances.iter().map(String::as_str)), counts(&expected["comments_by_alignment"]));
    // Replies take no side, and what they reply to has no column.
    assert_eq!(tally(stances.iter().map(String::as_str))["None"], count(&expected["replies"]));
    let of = tally(told.comments.iter().map(|comment| comment.subject.as_str()));
    let proposals = objects(&folder.join("proposals.ndjson"));
    let stated = |row: &Map<String, Value>| count(&row["total_comments"]);
    assert_eq!(proposals.iter().map(stated).sum::<u64>(), count(&expected["total_comments_field_sum"]));
    let differs =
        |row: &&Map<String, Value>| of.get(row["id"].to_string().as_str()).copied().unwrap_or_default() != stated(row);
    let differ = proposals.iter().filter(differs).count() as u64;
    assert_eq!(differ, count(&expected["proposals_where_total_comments_differs"]));
    let rows = objects(&folder.join("comments.ndjson.gz"));
    let body = |row: &Map<String, Value>| row["body"].as_str().unwrap().to_owned();
    let marked = rows.iter().filter(|row| body(row).contains('<')).count() as u64;
    assert_eq!(marked, count(&expected["comments_with_html"]));
    for (row, comment) in rows.iter().zip(&told.comments) {
        assert_eq!(comment.id, row["id"].to_string());
        assert_eq!(comment.subject, row["commentable_id"].to_string());
        assert_eq!(received(comment), iso(row["created_at"].as_str().unwrap()));
        assert_eq!(words(&comment.text), words_of_page(&body(row)), "{}", comment.id);
    }
}

/// A descriptor without what it says of texts that are withheld.
fn without_withholding(text: String) -> String {
    assert!(text.contains("\"withhold\""));
    let mut root: Value = serde_json::from_str(&text).unwrap();
    root["resources"].as_array_mut().unwrap().iter_mut().for_each(|resource| {
        resource.as_object_mut().unwrap().remove("daylight:layout");
    });
    root.to_string()
}

#[test]
fn statements_of_polis_and_their_moderation_are_as_expected() {
    for name in POLIS {
        let Some((told, folder, expected)) = described(name) else { continue };
        let tally_of = Tally::of(&told);
        let rejected = count_or_none(&expected["by_moderated"]["-1"]);
        assert_eq!(tally_of.received, count(&expected["comments"]));
        assert_eq!(tally_of.hidden(), rejected);
        let shown = told.comments.iter().filter(|comment| !comment.text.is_empty()).count() as u64;
        let others = counts(&expected["by_moderated"]).into_iter().filter(|(state, _)| *state != "-1");
        assert_eq!(shown, others.map(|(_, many)| many).sum::<u64>());
        assert_eq!(tally_of.unsettled, tally_of.received, "votes are no decision");
        assert_eq!(tally_of.channels, [("online".to_owned(), tally_of.received)]);
        let mut csv = csv::Reader::from_path(folder.join("comments.csv")).unwrap();
        let round = &told.rounds[0];
        let mut days = BTreeSet::new();
        for (row, comment) in csv.records().map(Result::unwrap).zip(&told.comments) {
            let since: i64 = row[0].parse().unwrap();
            let day = Day::new(1970, 1, 1).unwrap().plus((since / 86_400_000) as i32);
            assert_eq!((comment.received, comment.id.as_str()), (Some(day), &row[2]));
            let text = if &row[6] == "-1" { "" } else { row[7].trim() };
            assert_eq!(comment.text, text, "{name} {}", comment.id);
            days.insert(day);
        }
        assert_eq!((round.opens, round.closes), (days.first().copied(), days.last().copied()), "{name}");
        // As the file has them, also those that its moderators rejected: each is told, and nothing else.
        let (all, issues) = read(name, &folder, without_withholding);
        let texts: Vec<&str> = all.comments.iter().map(|comment| comment.text.as_str()).collect();
        let longest = texts.iter().map(|text| text.chars().count()).max().unwrap() as u64;
        assert_eq!(longest, count(&expected["longest_comment_characters"]));
        let empty = texts.iter().filter(|text| text.is_empty()).count() as u64;
        assert_eq!(empty, count(&expected["empty_comments"]));
        let rules: Vec<&str> = issues.iter().map(|issue| issue.rule).collect();
        assert_eq!(rules, vec!["comment-withheld-shown"; rejected as usize], "{name}");
        // A line break at an end is not kept.
        let mut csv = csv::Reader::from_path(folder.join("comments.csv")).unwrap();
        let ends =
            csv.records().map(Result::unwrap).filter(|row| row[7].contains('\n') && !row[7].trim().contains('\n'));
        let lines = texts.iter().filter(|text| text.contains('\n')).count() as u64;
        assert_eq!(lines + ends.count() as u64, count(&expected["multi_line_comments"]));
    }
}

/// A text as it must be for two to be one beyond doubt.
fn plain(text: &str) -> String {
    words(text).join(" ").to_lowercase()
}

#[test]
fn groups_hold_each_comment_once_whatever_their_order() {
    for name in [&[PROPOSALS, DEBATE][..], &POLIS].concat() {
        let Some((told, ..)) = described(name) else { continue };
        let mut said = office::said(&told);
        let groups = office::groups(&told);
        let ids: Vec<&str> = groups.iter().flat_map(|group| &group.members).map(|member| member.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: in one group at most");
        for group in &groups {
            assert!(group.members.len() > 1 && group.members.iter().any(|member| member.id == group.representative));
        }
        said.reverse();
        assert_eq!(daylight_core::consultation::same::group(&said), groups, "{name}: backwards");
        said.sort_by_key(|comment| comment.id.bytes().rev().collect::<Vec<_>>());
        assert_eq!(daylight_core::consultation::same::group(&said), groups, "{name}: by their last digits");
        // Texts that are equal beyond doubt are together, and of one kind.
        let mut equal: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        said.iter().for_each(|comment| equal.entry(plain(comment.text)).or_default().push(comment.id));
        equal.retain(|_, ids| ids.len() > 1);
        for ids in equal.values() {
            let group = groups.iter().find(|group| group.members.iter().any(|member| member.id == ids[0])).unwrap();
            let kinds: BTreeSet<_> = ids
                .iter()
                .map(|id| group.members.iter().find(|member| member.id == *id).expect("in the same group").likeness)
                .collect();
            assert_eq!(kinds.len(), 1, "{name}: {ids:?}");
        }
        let mut followed = told.clone();
        office::follow(&mut followed);
        let tally_of = Tally::of(&followed);
        assert_eq!(tally_of.voices as usize, told.comments.len() - ids.len() + groups.len(), "{name}");
        let likeness = tally(groups.iter().flat_map(|group| &group.members).map(|member| member.likeness.id()));
        println!(
            "{name}: {} comments with a text, {} groups of {} comments {likeness:?}, the largest of {}, {} voices; {} texts are sent more \
             than once, by {} comments",
            said.len(),
            groups.len(),
            ids.len(),
            groups.first().map_or(0, |group| group.members.len()),
            tally_of.voices,
            equal.len(),
            equal.values().map(Vec::len).sum::<usize>(),
        );
    }
}

/// What stands in published documents is what was counted.
fn compare(name: &str, published: &Published, told: &Consultation) {
    let tally_of = Tally::of(told);
    let stated = &published.definition["counts"];
    assert_eq!(count(&stated["received"]), tally_of.received, "{name}");
    assert_eq!(count(&stated["unsettled"]), tally_of.unsettled, "{name}");
    assert_eq!(count(&stated["voices"]), tally_of.voices, "{name}");
    let comments = &published.comments;
    assert_eq!((comments.len() as u64, published.pages), (tally_of.received, comments.len().div_ceil(100)), "{name}");
    let ids: BTreeSet<&str> = comments.iter().filter_map(|comment| comment["id"].as_str()).collect();
    assert_eq!(ids.len(), comments.len(), "{name}: each is on one page");
    let word = |key: &'static str| tally(comments.iter().filter_map(move |comment| comment[key].as_str()));
    for disposition in Disposition::ALL {
        let many = settled(&tally_of, disposition);
        assert_eq!(count(&stated[disposition.word()]), many, "{name}");
        assert_eq!(word("disposition").get(disposition.word()).copied().unwrap_or_default(), many, "{name}");
    }
    let hidden = comments.iter().filter(|comment| comment.get("withheld").is_some());
    assert!(hidden.clone().all(|comment| comment.get("text").is_none()), "{name}");
    assert_eq!(hidden.count() as u64, tally_of.hidden(), "{name}");
    let same: u64 = comments.iter().map(|comment| count_or_none(&comment["same"])).sum();
    assert_eq!(same, tally_of.received - tally_of.voices, "{name}");
}

/// Every text of a folder, whatever it is of.
fn texts_below(folder: &Path) -> String {
    let mut all = String::new();
    for path in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            all += &texts_below(&path);
        } else {
            all += &String::from_utf8_lossy(&fs::read(&path).unwrap());
        }
    }
    all
}

#[test]
fn untouched_files_are_published_without_what_is_withheld() {
    for name in [&[PROPOSALS][..], &POLIS].concat() {
        let Some((told, folder, _)) = described(name) else { continue };
        let published =
            office::publish(&descriptor(name), Some(&folder), name).unwrap_or_else(|told| panic!("{told:?}"));
        compare(name, &published, &told);
        assert!(published.adoption.is_none(), "nothing was announced");
        if name == POLIS[0] {
            let site = texts_below(published.site.path());
            let mut csv = csv::Reader::from_path(folder.join("comments.csv")).unwrap();
            let (mut hidden, mut shown) = (0, 0);
            for row in csv.records().map(Result::unwrap).filter(|row| !row[7].contains('\n')) {
                let is_there = site.contains(&row[7].replace('"', "\\\""));
                assert_eq!(is_there, &row[6] != "-1", "{}", &row[2]);
                if is_there { shown += 1 } else { hidden += 1 }
            }
            assert!(hidden > 70 && shown > 100, "{hidden} {shown}");
        }
    }
}

/// What looks like an e-mail address.
fn has_address(text: &str) -> bool {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\w.+-]+@[\w-]+\.\w+").unwrap());
    ADDRESS.is_match(text)
}

#[test]
fn a_debate_with_addresses_of_persons_is_not_published_as_it_stands() {
    let Some((told, folder, _)) = described(DEBATE) else { return };
    let Err((code, said, written)) = office::publish(&descriptor(DEBATE), Some(&folder), DEBATE) else {
        panic!("persons are published")
    };
    assert_eq!((code, written), (Some(1), 0), "{said}");
    let told_of = said.lines().filter(|line| line.starts_with("error ")).collect::<Vec<_>>();
    assert!(told_of.iter().all(|line| line.contains("personal-data comments.ndjson.gz line ")), "{told_of:?}");
    assert_eq!(told_of.len(), told.comments.iter().filter(|comment| has_address(&comment.text)).count());
}

#[test]
fn a_rejection_without_a_reason_is_not_announced() {
    let Some((mut told, _, expected)) = described(PROPOSALS) else { return };
    office::announce(&mut told);
    let issues = announcing(&told);
    let rules = tally(issues.iter().map(|issue| issue.rule));
    let rejected = count(&expected["by_status"]["rejected"]);
    assert_eq!(rules, BTreeMap::from([("comment-without-reason", rejected)]), "the files give no reasons");
}

#[test]
fn what_was_grouped_and_answered_is_announced_and_published() {
    for name in [&[PROPOSALS, DEBATE][..], &POLIS].concat() {
        let Some((mut told, ..)) = described(name) else { continue };
        for comment in told.comments.iter_mut().filter(|comment| has_address(&comment.text)) {
            comment.text.clear();
            "personal".clone_into(&mut comment.withheld);
        }
        office::follow(&mut told);
        office::answer(&mut told, "The files give no reason. This answer is one of a test.");
        office::announce(&mut told);
        let issues = announcing(&told);
        assert!(issues.is_empty(), "{name}: {:?}", issues.first());
        let folder = tempfile::tempdir().unwrap();
        office::write_records(folder.path(), &told);
        let published = office::publish(folder.path(), None, name).unwrap_or_else(|told| panic!("{name}: {told:?}"));
        compare(name, &published, &told);
        let announced = &published.adoption.as_ref().expect("an adoption")["announcement"];
        let tally_of = Tally::of(&told);
        let sum: u64 = Disposition::ALL.iter().map(|of| count(&announced[of.word()])).sum();
        assert_eq!((count(&announced["received"]), sum), (tally_of.received, tally_of.received), "{name}");
        assert_eq!(count(&announced["withheld"]), tally_of.hidden(), "{name}");
        assert_eq!(published.adoption.as_ref().unwrap()["answers"].as_array().unwrap().len(), 1);
        // One more, and it does not balance.
        if let Some(announcement) = &mut told.announcement {
            announcement.received = announcement.received.map(|received| received + 1);
        }
        let rules: Vec<&str> = announcing(&told).iter().map(|issue| issue.rule).collect();
        assert_eq!(rules, ["announcement-unbalanced", "announcement-count"], "{name}");
        println!(
            "{name}: {} received, {:?} settled, {} withheld, {} voices on {} pages",
            tally_of.received,
            tally_of.settled,
            tally_of.hidden(),
            tally_of.voices,
            published.pages
        );
    }
}
