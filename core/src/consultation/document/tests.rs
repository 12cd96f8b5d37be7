//! What is written is read back, and what is not told is not read.

use super::*;
use crate::consultation::stand;
use crate::day::{Day, DayOrder};
use crate::model::consultation::*;
use crate::profile::consultation::DecisionTerms;
use crate::summary::consultation::voices;

fn texts(text: &str) -> Vec<(String, String)> {
    vec![(String::new(), text.to_owned()), ("en".to_owned(), format!("{text} \"\\ </script>"))]
}

fn day(text: &str) -> Option<Day> {
    Day::read(text, DayOrder::YearFirst)
}

fn comment(id: &str, voice: Option<usize>, disposition: Option<Disposition>) -> Comment {
    Comment {
        id: id.to_owned(),
        received: day("2026-03-02"),
        channel: "online".to_owned(),
        package: String::new(),
        subject: "c2".to_owned(),
        subject_names: Vec::new(),
        name: "Zh**".to_owned(),
        text: "多行\n意见".to_owned(),
        theme: Some(0),
        voice,
        disposition,
        reason: texts("reason"),
        answer: disposition.map(|_| 0),
        withheld: String::new(),
        row: 0,
    }
}

fn sample() -> Consultation {
    let round = |id: &str, opens: &str, closes: &str| Round {
        id: id.to_owned(),
        names: texts(id),
        opens: day(opens),
        closes: day(closes),
        ..Round::default()
    };
    let clause = |id: &str, parent: Option<usize>| Clause {
        id: id.to_owned(),
        numbers: texts("第一条"),
        headings: texts("heading"),
        parent,
        texts: vec![(0, texts("first")), (1, texts("second"))],
        decided: texts("decided"),
        explanation: texts("why"),
        row: 0,
    };
    let elsewhere = Comment {
        package: "qinghe-funds".to_owned(),
        subject: "p012".to_owned(),
        subject_names: texts("石桥村道"),
        ..comment("2", Some(0), None)
    };
    let hidden = Comment { withheld: "insult".to_owned(), ..comment("3", None, Some(Disposition::OutOfScope)) };
    Consultation {
        id: "roads".to_owned(),
        names: texts("Roads"),
        terms: DecisionTerms::read(include_str!("../../../../profiles/cn/profile.json")),
        identity: Identity::Declared,
        scope: Scope::Anything,
        answer_by: day("2026-05-30"),
        rounds: vec![round("1", "2026-03-01", "2026-03-31"), round("2", "2026-04-10", "2026-04-20")],
        // The second is a part of the first, and the first of one that stands behind it.
        clauses: vec![clause("c1", Some(2)), clause("c2", Some(0)), clause("c0", None)],
        documents: vec![Document {
            id: "d1".to_owned(),
            purpose: Some(Purpose::Basis),
            names: texts("Act"),
            address: "a.pdf".to_owned(),
            day: None,
            row: 0,
        }],
        steps: vec![Step {
            kind: "risk-assessment".to_owned(),
            done: day("2026-02-01"),
            evidence: Some(0),
            exemption: texts("none"),
            row: 0,
        }],
        questions: vec![Question {
            id: "q".to_owned(),
            kind: QuestionKind::Scale,
            texts: texts("?"),
            options: texts("1|5"),
            required: true,
            row: 0,
        }],
        themes: vec![Theme { id: "t".to_owned(), names: texts("theme") }],
        answers: vec![Answer { id: "a".to_owned(), texts: texts("answer"), office: texts("o"), day: None, row: 0 }],
        comments: vec![comment("1", None, Some(Disposition::Partly)), elsewhere, hidden],
        announcement: Some(Announcement { day: day("2026-05-02"), received: Some(3), ..Announcement::default() }),
        ..Consultation::default()
    }
}

fn definition(told: &Consultation) -> String {
    let addresses =
        Addresses { comments: page_name(1), subject: "s".to_owned(), token: "t".to_owned(), ..Addresses::default() };
    let standing = stand(told, day("2026-04-15").expect("a day"));
    let head = "{\"name\": \"p\", \"title\": \"标题\"}";
    write_definition(told, head, &addresses, (&Tally::of(told), Some(standing)))
}

#[test]
fn a_definition_is_read_back_whole() {
    let told = sample();
    let text = definition(&told);
    let read = read_definition(&text).expect("JSON");
    assert_eq!((read.tally, read.standing), (Tally::of(&told), Some(stand(&told, day("2026-04-15").expect("a day")))));
    assert_eq!((read.addresses.subject.as_str(), read.addresses.token.as_str()), ("s", "t"));
    assert_eq!(read.consultation.about.titles, [(String::new(), "标题".to_owned())]);
    let again = Consultation { comments: told.comments.clone(), ..read.consultation };
    // Comments name themes only: the same text again means that nothing was lost.
    assert_eq!(definition(&again), text);
    assert_eq!(again.clauses[0].parent, Some(2));
}

#[test]
fn pages_come_one_after_the_other_and_tell_nothing_that_is_withheld() {
    let told = sample();
    let same = voices(&told);
    let page = |all: &[usize], next: &str| {
        let page: Vec<_> = all.iter().map(|at| (*at, same[*at])).collect();
        write_comments(&told, &page, next)
    };
    let mut read = read_definition(&definition(&told)).expect("JSON").consultation;
    let mut counts = Vec::new();
    assert_eq!(read_comments(&mut read, &mut counts, &page(&[0], "n")), Ok("n".to_owned()));
    let rest = page(&[1, 2], "");
    assert_eq!(rest.matches("多行").count(), 1, "{rest}");
    assert_eq!(read_comments(&mut read, &mut counts, &rest), Ok(String::new()));
    assert_eq!(read_comments(&mut read, &mut counts, &rest), Ok(String::new()));
    assert_eq!((counts.as_slice(), read.comments.len()), (&[1, 0, 0][..], 3), "a page that comes twice adds nothing");
    // It says the same as the first, and has what became of it.
    assert_eq!((read.comments[1].voice, read.comments[1].disposition), (Some(0), Some(Disposition::Partly)));
    assert_eq!(read.comments[1].answer.map(|at| &read.answers[at].texts), Some(&told.answers[0].texts));
    assert_eq!((read.comments[2].text.as_str(), read.comments[2].withheld.as_str()), ("", "insult"));
    let second = &read.comments[1];
    assert_eq!((second.package.as_str(), second.subject.as_str()), ("qinghe-funds", "p012"));
    assert_eq!(second.subject_names, texts("石桥村道"));
    assert_eq!(read.comments[0].subject_names, []);
    assert_eq!(rest.matches("subject-names").count(), 1, "{rest}");
    let adoption = write_adoption(&told);
    let clauses = read_adoption(&mut read, &adoption).expect("JSON");
    assert_eq!(clauses, [(1, vec!["1".to_owned(), "3".to_owned()])]);
    assert_eq!((read.announcement.and_then(|said| said.received), read.answers.len()), (Some(3), 1));
}

#[test]
fn what_a_subject_is_called_is_read_back() {
    let names = texts("石桥村道");
    assert_eq!(read_subject(&write_subject(&names)).as_ref(), Ok(&names));
    assert_eq!(read_subject(&write_subject(&[])), Ok(Vec::new()));
    assert_eq!(read_subject("{\"rule\": \"subject-unknown\"}"), Ok(Vec::new()));
    assert!(read_subject("<html>").is_err());
}

#[test]
fn what_is_no_document_fails_or_is_blank() {
    assert!(read_definition("<html>").is_err());
    let blank = read_definition("{\"rounds\": 3, \"clauses\": [{}, 1], \"counts\": {\"received\": -1}}").expect("JSON");
    assert_eq!((blank.consultation.clauses.len(), blank.tally.received, blank.standing), (2, 0, None));
}
