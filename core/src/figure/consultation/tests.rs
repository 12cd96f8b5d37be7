//! What each view says of a consultation made up for it, in both languages.

use super::*;
use crate::consultation::Stage;
use crate::consultation::document::{Addresses, Brief, Defined, page_name, read_list, write_list};
use crate::consultation::receipt::{Receipt, digest};
use crate::day::{Day, DayOrder};
use crate::figure::page::{dump, expect_text};
use crate::model::consultation::*;
use crate::profile::consultation::DecisionTerms;
use crate::summary::consultation::{Tally, voices};
use crate::words::LANGUAGES;

fn both(chinese: &str, english: &str) -> Vec<(String, String)> {
    vec![("zh-Hans".to_owned(), chinese.to_owned()), ("en".to_owned(), english.to_owned())]
}

fn day(text: &str) -> Option<Day> {
    Day::read(text, DayOrder::YearFirst)
}

fn comment(id: &str, subject: &str, text: &str, disposition: Disposition) -> Comment {
    Comment {
        id: id.to_owned(),
        received: day("2026-03-02"),
        channel: "online".to_owned(),
        package: String::new(),
        subject: subject.to_owned(),
        subject_names: Vec::new(),
        name: String::new(),
        text: text.to_owned(),
        theme: Some(0),
        voice: None,
        disposition: Some(disposition),
        reason: if disposition.needs_reason() { both("按需要先后", "By need") } else { Vec::new() },
        answer: (disposition == Disposition::Adopted).then_some(0),
        withheld: String::new(),
        row: 0,
    }
}

fn sample() -> Consultation {
    let clause = |id: &str, parent, before: (&str, &str), after: (&str, &str)| Clause {
        id: id.to_owned(),
        numbers: both(&format!("第{id}条"), &format!("{id}.")),
        parent,
        texts: vec![(0, both(before.0, before.1))],
        decided: both(after.0, after.1),
        explanation: if parent.is_none() { both("便于通行", "So that carts pass") } else { Vec::new() },
        ..Clause::default()
    };
    let document = |purpose, name: (&str, &str), address: &str| Document {
        id: address.to_owned(),
        purpose: Some(purpose),
        names: both(name.0, name.1),
        address: address.to_owned(),
        day: None,
        row: 0,
    };
    Consultation {
        id: "roads".to_owned(),
        names: both("村道建设规划", "Plan for village roads"),
        office: both("县交通运输局", "County Transport Bureau"),
        terms: DecisionTerms::read(include_str!("../../../../profiles/cn/profile.json")),
        identity: Identity::Declared,
        answer_by: day("2026-05-30"),
        rounds: vec![Round {
            id: "1".to_owned(),
            opens: day("2026-03-01"),
            closes: day("2026-03-31"),
            extended: day("2026-04-10"),
            extension: both("春节", "Holidays"),
            ..Round::default()
        }],
        clauses: vec![
            clause("1", None, ("路面宽4.5米。", "Roads are 4.5 m wide."), ("路面宽5米。", "Roads are 5 m wide.")),
            clause("1.1", Some(0), ("桥梁同宽。", "So are bridges."), ("桥梁同宽。", "So are bridges.")),
        ],
        documents: vec![
            document(Purpose::Basis, ("公路法", "Road Act"), "https://law.example/roads"),
            document(Purpose::Evidence, ("评估报告", "Report"), "javascript:alert(1)"),
        ],
        steps: vec![Step {
            kind: "risk-assessment".to_owned(),
            done: day("2026-02-01"),
            evidence: Some(1),
            exemption: Vec::new(),
            row: 0,
        }],
        questions: vec![Question {
            id: "q".to_owned(),
            kind: QuestionKind::Single,
            texts: both("先修哪里？", "Where first?"),
            options: both("东|西", "East|West"),
            required: true,
            row: 0,
        }],
        themes: vec![Theme { id: "width".to_owned(), names: both("宽度", "Width") }],
        answers: vec![Answer {
            id: "a".to_owned(),
            texts: both("已改为5米。", "It is 5 m now."),
            office: both("县交通运输局", "County Transport Bureau"),
            day: day("2026-05-02"),
            row: 0,
        }],
        comments: vec![
            comment("1", "1", "太窄 <b>", Disposition::Adopted),
            Comment { voice: Some(0), ..comment("2", "1", "太窄 <b>", Disposition::Adopted) },
            Comment {
                withheld: "insult".to_owned(),
                package: "qinghe-funds".to_owned(),
                subject_names: both("石桥村道路硬化", "Village road of Shiqiao"),
                ..comment("3", "p001", "", Disposition::OutOfScope)
            },
        ],
        ..Consultation::default()
    }
}

fn fetched(stage: &str) -> Fetched {
    let mut told = sample();
    told.announcement = (stage == "answered").then(|| Announcement {
        day: day("2026-05-02"),
        received: Some(3),
        counts: [Some(2), None, None, None, Some(1)],
        withheld: Some(1),
        ..Announcement::default()
    });
    let text = |text: &str| text.to_owned();
    let addresses = Addresses {
        comments: page_name(1),
        adoption: if stage == "answered" { text("adoption.json") } else { String::new() },
        receipts: if stage == "answered" { text("receipts.json") } else { String::new() },
        submit: text("roads/comments"),
        status: text("status"),
        subject: text("roads/subject"),
        plain: text("/c/roads"),
        token: text("t"),
    };
    let (same, tally) = (voices(&told), Tally::of(&told));
    let clauses = Some(vec![(0, vec!["1".to_owned(), "2".to_owned()])]);
    let defined = Defined { consultation: told, tally, addresses, standing: None };
    Fetched { defined, same, next: Some(String::new()), clauses, ..Fetched::default() }
}

fn write(figure: &ConsultationFigure) -> String {
    let mut out = dump(&figure.page);
    if !figure.clauses_label.is_empty() {
        out += &format!("\n## {}\n", figure.clauses_label);
    }
    for clause in &figure.clauses {
        let piece = |(fate, text): &(Fate, String)| match fate {
            Fate::Same => text.clone(),
            Fate::Removed => format!("[{}: {text}]", clause.fates[0]),
            Fate::Added => format!("[{}: {text}]", clause.fates[1]),
        };
        let text: String = clause.pieces.iter().map(piece).collect();
        out += &format!("{}{}: {text}\n", "  ".repeat(clause.depth.into()), clause.title);
        for said in [&clause.why.1, &clause.margin, clause.comment.as_ref().unwrap_or(&String::new())] {
            if !said.is_empty() {
                out += &format!("    {said}\n");
            }
        }
    }
    for comment in &figure.comments {
        out += &format!(
            "- {}\n  {}\n  {} | {} | {}\n",
            comment.head, comment.text, comment.voices, comment.outcome, comment.answer
        );
    }
    let after = Page { blocks: figure.after.clone(), ..Page::default() };
    out += dump(&after).trim();
    if let Some(form) = &figure.form {
        out += &format!("\n## {}\n", form.title);
        form.notes.iter().for_each(|note| out += &format!("* {note}\n"));
        form.faults.1.iter().for_each(|(field, fault)| out += &format!("! {field}: {fault}\n"));
        for field in &form.fields {
            let options = match &field.fill {
                Fill::Choice(all) | Fill::Single(all) | Fill::Multiple(all) => {
                    all.iter().map(|one| format!("{}{}", one.label, if one.chosen { "*" } else { "" })).collect()
                }
                fill => vec![format!("{fill:?}")],
            };
            out += &format!(
                "{} ({}): {} = {:?} {}\n",
                field.label,
                field.hint,
                options.join(" / "),
                field.value,
                field.fault
            );
        }
        out += &format!("[{}] [{:?}]\n", form.send, form.clear);
        if let Some(done) = &form.done {
            out += &format!("{} {}\n{:?}\n[{}]\n", done.title, done.receipt, done.lines, done.again);
        }
    }
    out
}
use super::form::Fill;

#[test]
fn every_view_reads_as_expected_in_both_languages() {
    for (tag, _) in LANGUAGES {
        let words = Words::built_in(tag);
        let place = |stage: &str, view: View, today: &str, entry: &Entry| {
            let wish = Wish { view, today: today.to_owned(), ..Wish::default() };
            write(&place_consultation(&fetched(stage), &wish, entry, &words))
        };
        let mut typed = Entry::default();
        typed.set("text", " ");
        typed.set("subject", "1.1");
        typed.faults = faults(&sample(), &typed, &words);
        let sent = Entry { receipt: "ABCD-EFGH".to_owned(), ..Entry::default() };
        let told = Entry { answer: vec![("n".to_owned(), "v".to_owned())], ..Entry::default() };
        for (name, text) in [
            ("draft", place("open", View::Draft, "2026-04-09", &Entry::default())),
            ("faults", place("open", View::Draft, "2026-04-10", &typed)),
            ("sent", place("open", View::Draft, "2026-04-10", &sent)),
            ("planned", place("open", View::Draft, "2026-02-09", &Entry::default())),
            ("closed", place("closed", View::Adoption, "2026-04-11", &Entry::default())),
            ("list", place("answered", View::List, "2026-05-03", &Entry::default())),
            ("adoption", place("answered", View::Adoption, "2026-05-03", &Entry::default())),
            ("status", place("answered", View::Status, "2026-05-03", &told)),
        ] {
            assert!(!text.contains("consultation."), "{tag} {name}: {text}");
            let lang = tag.split('-').next().unwrap_or_default();
            expect_text("consultation", &format!("{name}-{lang}.txt"), &text);
        }
    }
}

#[test]
fn what_the_page_names_is_asked_for_once_and_told_by_its_name() {
    let mut fetched = fetched("open");
    let other = "qinghe-funds p001";
    let wish = |subject: &str| Wish { subject: subject.to_owned(), today: "2026-04-09".to_owned(), ..Wish::default() };
    let place = |fetched: &Fetched, subject: &str, lang: &str| {
        let figure = place_consultation(fetched, &wish(subject), &Entry::default(), &Words::built_in(lang));
        let form = figure.form.expect("comments are taken");
        let Fill::Choice(options) = &form.fields[0].fill else { panic!("{:?}", form.fields[0]) };
        (figure.needs, options[1].label.clone())
    };
    let needs = "roads/subject?package=qinghe-funds&subject=p001".to_owned();
    assert_eq!(place(&fetched, other, "en"), (Some(needs), other.to_owned()));
    // What is a clause, or of no package, nobody is asked about.
    assert_eq!(place(&fetched, "1.1", "en").0, None);
    assert_eq!(place(&fetched, "p001", "en"), (None, "p001".to_owned()));
    fetched.subject = vec![(other.to_owned(), both("石桥村道路硬化", "Village road of Shiqiao"))];
    assert_eq!(place(&fetched, other, "en"), (None, "Village road of Shiqiao (p001)".to_owned()));
    assert_eq!(place(&fetched, other, "zh-Hans").1, "石桥村道路硬化（p001）");
    // Of what is chosen and named by no page too.
    let mut typed = Entry::default();
    typed.set("subject", other);
    let said = write(&place_consultation(&fetched, &wish(""), &typed, &Words::built_in("en")));
    assert!(said.contains("Village road of Shiqiao (p001)*"), "{said}");
    fetched.subject[0].1.clear();
    assert_eq!(place(&fetched, other, "en"), (None, other.to_owned()), "nobody knows it, and nobody is asked again");
    fetched.subject.clear();
    fetched.defined.addresses.subject.clear();
    assert_eq!(place(&fetched, other, "en").0, None, "there is no service");
}

#[test]
fn what_is_typed_stays_and_what_is_wrong_has_its_field() {
    let words = Words::built_in("en");
    let mut entry = Entry::default();
    assert!(entry.is_blank());
    entry.toggle("answer.q", "2");
    entry.toggle("answer.q", "1");
    entry.toggle("answer.q", "2");
    assert_eq!(entry.value("answer.q"), "1");
    assert_eq!(faults(&sample(), &entry, &words), [] as [(String, String); 0]);
    entry.set("text", &"字".repeat(5001));
    entry.set("answer.q", "");
    let fields: Vec<String> = faults(&sample(), &entry, &words).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["text", "answer.q"]);
    assert!(!entry.is_blank());
}

#[test]
fn counts_that_do_not_add_up_are_told() {
    let words = Words::built_in("en");
    let mut fetched = fetched("answered");
    let wish = Wish { view: View::Adoption, today: "2026-05-03".to_owned(), ..Wish::default() };
    let said = || write(&place_consultation(&fetched, &wish, &Entry::default(), &words));
    assert!(said().contains("3 = 2 + 0 + 0 + 0 + 1: adds up"), "{}", said());
    let announcement = fetched.defined.consultation.announcement.as_mut().expect("it was announced");
    announcement.counts[4] = Some(0);
    let said = write(&place_consultation(&fetched, &wish, &Entry::default(), &words));
    assert!(said.contains("3 ≠ 2 + 0 + 0 + 0 + 0") && said.contains("[missing]"), "{said}");
}

#[test]
fn what_is_open_comes_first_and_says_until_when() {
    let listed = |id: &str, stage: Stage, days: [&str; 2], days_left: Option<i64>, page: &str| Brief {
        id: id.to_owned(),
        names: if id == "plain" { Vec::new() } else { both("规划", "Plan") },
        office: both("交通局", "Transport"),
        stage,
        days: days.map(day),
        days_left,
        page: page.to_owned(),
    };
    let list = [
        listed("was", Stage::Answered, ["2025-01-01", "2025-02-01"], None, "../c/was?lang={lang}"),
        listed("later", Stage::Open, ["2026-03-01", "2026-05-01"], Some(30), "https://county.example/later"),
        listed("plain", Stage::Planned, ["2026-06-01", "2026-07-01"], Some(61), "javascript:alert(1)"),
        listed("soon", Stage::Open, ["2026-03-01", "2026-04-01"], Some(0), "../c/soon?lang={lang}"),
        listed("undated", Stage::Planned, ["", ""], None, ""),
        listed("closed", Stage::Closed, ["2026-01-01", "2026-02-01"], None, ""),
    ];
    assert_eq!(read_list(&write_list(&list)).expect("JSON").as_deref(), Some(&list[..]));
    assert_eq!(read_list("{\"id\": \"a\"}").expect("JSON"), None);
    for (tag, _) in LANGUAGES {
        let words = Words::built_in(tag);
        let place = |list: &[Brief]| {
            let fetched = Fetched { list: Some(list.to_vec()), ..Fetched::default() };
            write(&place_consultation(&fetched, &Wish::default(), &Entry::default(), &words))
        };
        let lang = tag.split('-').next().unwrap_or_default();
        let text = [place(&list), place(&list[..1]), place(&[])].join("\n---\n");
        assert!(!text.contains("consultation.") && !text.contains("javascript"), "{text}");
        expect_text("consultation", &format!("all-{lang}.txt"), &text);
    }
}

/// Stands for SHA-256, which is the caller's: bytes that are not the same have other digests here too.
fn toy(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0_u8; 32];
    for (at, byte) in bytes.iter().enumerate() {
        let place = at % 32;
        out[place] = out[place].rotate_left(3).wrapping_mul(31).wrapping_add(*byte);
    }
    out
}

#[test]
fn a_receipt_finds_its_comment_and_its_entry_without_a_service() {
    let words = Words::built_in("en");
    let mut fetched = fetched("answered");
    fetched.defined.addresses.status.clear();
    fetched.next = None;
    let own = "what is not shown";
    let mut list =
        vec![digest(Receipt(1), "太窄 <b>", toy), digest(Receipt(2), "太窄 <b>", toy), digest(Receipt(3), own, toy)];
    list.sort_unstable();
    let look = |fetched: &Fetched, receipt: u128, text: &str, from: usize, is_lost: bool| {
        find(fetched, &Asked { receipt: Receipt(receipt), text, said: None, from, is_lost }, toy, &words)
    };
    assert_eq!(look(&fetched, 1, "", 0, false), Found::Needs("receipts.json".to_owned(), 0));
    assert_eq!(look(&fetched, 1, "", 0, true), Found::Nothing);
    fetched.receipts = Some(list.clone());
    let Found::Told(lines) = look(&fetched, 1, "", 0, false) else { panic!("it is the first") };
    let said = |lines: &[(String, String)]| {
        lines.iter().map(|(name, said)| format!("{name}: {said}")).collect::<Vec<_>>().join("\n")
    };
    assert!(said(&lines).starts_with("It is: published as no. 1\n"), "{}", said(&lines));
    let place = list.binary_search(&digest(Receipt(1), "太窄 <b>", toy)).expect("it is there") + 1;
    assert!(said(&lines).contains(&format!("entry {place} of the 3 in the published list")), "{}", said(&lines));
    // What was looked through is not looked through again: then the next page is asked for, and after the last nothing is left.
    let after = fetched.defined.consultation.comments.len();
    assert_eq!(look(&fetched, 1, "", after, false), Found::Needs(page_name(1), after));
    fetched.next = Some(page_name(2));
    assert_eq!(look(&fetched, 9, "", 0, false), Found::Needs(page_name(2), after));
    assert_eq!(look(&fetched, 9, "", 0, true), Found::Nothing);
    fetched.next = Some(String::new());
    assert_eq!(look(&fetched, 9, "", 0, false), Found::Nothing);
    // Of one that is withheld, its author has the text; as it was typed, before it was tidied.
    assert_eq!(look(&fetched, 3, "", 0, false), Found::Nothing);
    assert!(matches!(look(&fetched, 3, "what is not shown  \r\n", 0, false), Found::Told(lines) if lines.len() == 1));
    // Other words are not those that were counted, and nobody else's comment stands for them.
    for (receipt, text) in [(3, "something else"), (1, "something else")] {
        let Found::Told(lines) = look(&fetched, receipt, text, 0, false) else { panic!("it is judged") };
        assert!(
            said(&lines).starts_with("Counted: No. ") && said(&lines).contains("letter for letter"),
            "{}",
            said(&lines)
        );
    }
}

#[test]
fn what_a_service_says_of_a_receipt_is_checked() {
    let words = Words::built_in("en");
    let mut fetched = fetched("answered");
    let listed = digest(Receipt(7), "太窄 <b>", toy);
    fetched.receipts = Some(vec![listed.clone()]);
    let typed = |fetched: &Fetched, receipt: u128, body: &str, text: &str| {
        let said = crate::json::read(body).expect("JSON");
        let asked = Asked { receipt: Receipt(receipt), text, said: Some(&said), from: 0, is_lost: true };
        match find(fetched, &asked, toy, &words) {
            Found::Told(lines) => lines.last().expect("a line").1.clone(),
            other => panic!("{other:?}"),
        }
    };
    let proof = |fetched: &Fetched, receipt: u128, body: &str| typed(fetched, receipt, body, "");
    let body = |text: &str, digest: &str| {
        let text = if text.is_empty() { String::new() } else { format!("\"text\": \"{text}\", ") };
        format!("{{\"state\": \"published\", \"id\": \"1\", {text}\"digest\": \"{digest}\"}}")
    };
    assert!(proof(&fetched, 7, &body("太窄 <b>", &listed)).starts_with("Yes. This browser computed"));
    // A service that names an entry of somebody else, and one that names none.
    let other = digest(Receipt(8), "太窄 <b>", toy);
    let fails = format!("No. {other} is none of the 1 entries");
    assert!(proof(&fetched, 8, &body("太窄 <b>", &listed)).starts_with(&fails));
    // Of one that is withheld the service alone knows, until its author types it in.
    assert!(proof(&fetched, 8, &body("", &listed)).starts_with("The service names"));
    assert!(proof(&fetched, 8, &body("", "00")).starts_with("No. 00 is none of the 1 entries"));
    assert!(proof(&fetched, 8, &body("", "")).starts_with("It cannot be checked here"));
    // A comment that is answers to questions alone has a blank text, which is one.
    let mut blank = fetched.clone();
    blank.receipts = Some(vec![digest(Receipt(9), "", toy)]);
    assert!(proof(&blank, 9, "{\"state\": \"published\", \"text\": \"\"}").starts_with("Yes. "));
    // What its author types in is judged by itself, whatever the service shows.
    assert!(typed(&fetched, 7, &body("太窄 <b>", &listed), "太宽").starts_with("No. "));
    assert!(typed(&fetched, 7, &body("", "00"), "太窄 <b>").starts_with("Yes. "));
    // While comments are taken there is no list, and where it cannot be fetched that is said.
    fetched.receipts = None;
    assert_eq!(proof(&fetched, 7, &body("x", "00")), "It could not be fetched.");
    fetched.defined.addresses.receipts.clear();
    assert!(!proof(&fetched, 7, &body("x", "00")).contains("entry"));
}
