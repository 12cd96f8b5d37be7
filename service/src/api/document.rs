//! The store and a package in, the documents of a consultation out, written as `daylight publish` writes them; fails where the
//! database does. Where the store has no comment of a consultation, those of its package are told: they came before the service.

use std::borrow::Cow;
use std::collections::HashMap;

use daylight_core::consultation::document::{
    Addresses, Brief, PAGE, write_adoption, write_comments, write_definition, write_list,
};
use daylight_core::json;
use daylight_core::model::consultation::{Answer, Comment, Consultation, Disposition, Round};
use daylight_core::summary::consultation::{Tally, voices};

use crate::catalogue::{Entry, day_of};
use crate::rule;
use crate::service::Service;
use crate::store::{self, Asked, Failure, Page, Published, Sum};

/// Which comments are asked for.
pub struct Wanted<'a> {
    /// After which place.
    pub after: i64,
    /// Words that stand in them.
    pub words: Option<&'a str>,
    /// Under which theme.
    pub theme: Option<&'a str>,
    /// About what.
    pub subject: Option<&'a str>,
}

/// What consultations there are.
pub async fn list(service: &Service) -> Result<String, Failure> {
    let mut all = Vec::new();
    for entry in service.catalogue().all() {
        let (told, standing) = service.told(entry).await?;
        let standing = entry.as_opened(standing);
        let round = standing.round.and_then(|at| told.rounds.get(at));
        let days = [round.and_then(|round| round.opens), round.and_then(Round::last)];
        // A package may name the page that shows it; else it is the one without scripts.
        let home = json::read(&entry.head).ok().and_then(|head| Some(head.text_of("homepage")?.to_owned()));
        all.push(Brief {
            id: told.id.clone(),
            names: told.names.clone(),
            office: told.office.clone(),
            stage: standing.stage,
            days,
            days_left: standing.days_left,
            page: home.unwrap_or_else(|| [&page(service, &told.id), "?lang={lang}"].concat()),
        });
    }
    Ok(write_list(&all))
}

/// The page of a consultation without scripts, relative to the API.
fn page(service: &Service, id: &str) -> String {
    let up = "../".repeat(service.settings.api.matches('/').count());
    [&up, service.settings.pages.trim_start_matches('/'), "/", id].concat()
}

/// The definition, with a fresh form token.
pub async fn definition(service: &Service, entry: &Entry) -> Result<String, Failure> {
    let (told, standing) = service.told(entry).await?;
    let told = told.as_ref();
    // What was announced is what the package counts; until then what came here is counted besides.
    let mut tally = if told.announcement.is_some() && !told.comments.is_empty() {
        Tally::default()
    } else {
        tally(&service.sums(entry).await?, told)
    };
    tally.add(&Tally::of(told));
    let of = |what: &str| [&told.id, "/", what].concat();
    let addresses = Addresses {
        comments: of("comments"),
        adoption: if told.announcement.is_some() { of("adoption") } else { String::new() },
        receipts: if standing.may_come() { String::new() } else { of("receipts") },
        submit: of("comments"),
        status: of("status"),
        subject: of("subject"),
        plain: page(service, &told.id),
        token: service.token(&told.id),
    };
    Ok(write_definition(told, &entry.head, &addresses, (&tally, Some(standing))))
}

fn tally(sums: &[Sum], told: &Consultation) -> Tally {
    let ids =
        |known: &[(String, Vec<(String, String)>)]| known.iter().map(|(id, _)| (id.clone(), 0)).collect::<Vec<_>>();
    let (mut channels, mut withheld) = (ids(&told.terms.channels), ids(&told.terms.withholding));
    let mut tally = Tally::default();
    for sum in sums {
        let count = u64::try_from(sum.count).unwrap_or(0);
        tally.received += count;
        match sum.disposition.as_deref().and_then(Disposition::of_word) {
            Some(disposition) => tally.settled[disposition as usize] += count,
            None => tally.unsettled += count,
        }
        tally.voices += if sum.own { count } else { 0 };
        for (id, into) in [(Some(&sum.channel), &mut channels), (sum.withheld.as_ref(), &mut withheld)] {
            let Some(id) = id else { continue };
            match into.iter_mut().find(|(known, _)| known == id) {
                Some((_, all)) => *all += count,
                None => into.push((id.clone(), count)),
            }
        }
    }
    for counts in [&mut channels, &mut withheld] {
        counts.retain(|(_, count)| *count > 0);
    }
    Tally { channels, withheld, ..tally }
}

/// A page of comments, with the records that it is written from.
pub struct Listed<'a> {
    /// The records.
    pub told: Cow<'a, Consultation>,
    /// Which comments of these are on the page, and how many others say the same.
    pub page: Vec<(usize, u64)>,
    /// The address of the page after it; blank where there is none.
    pub next: String,
}

/// A page of comments.
pub async fn comments(service: &Service, entry: &Entry, wanted: &Wanted<'_>) -> Result<String, Failure> {
    let listed = listed(service, entry, wanted).await?;
    Ok(write_comments(&listed.told, &listed.page, &listed.next))
}

/// The comments of a page.
pub async fn listed<'a>(service: &Service, entry: &'a Entry, wanted: &Wanted<'_>) -> Result<Listed<'a>, Failure> {
    let told = &entry.told;
    let query = wanted.words.map(rule::Wanted::new);
    let keep = |text: &str| query.as_ref().is_none_or(|query| query.matches(text));
    // What the office has published in the package is what is shown: nobody hides it by sending another one.
    if !told.comments.is_empty() {
        return Ok(of_package(service, told, wanted, keep));
    }
    let asked = Asked {
        consultation: &told.id,
        after: wanted.after,
        theme: wanted.theme,
        subject: wanted.subject,
        limit: PAGE,
    };
    let grams = query.as_ref().map_or(&[][..], |query| &query.grams);
    let page = service.store.page(&asked, grams, keep).await?;
    let answers = if page.rows.iter().any(|row| row.answer.is_some()) {
        service.store.answers(&told.id).await?
    } else {
        Vec::new()
    };
    let next = page.next.map(|after| next(after, wanted)).unwrap_or_default();
    let same = page.rows.iter().map(|row| u64::try_from(row.same).unwrap_or(0)).enumerate().collect();
    Ok(Listed { told: Cow::Owned(filled(service, told, &page, &answers)), page: same, next })
}

/// The address of the page after it, relative to this one.
fn next(after: i64, wanted: &Wanted<'_>) -> String {
    let mut query = form_urlencoded::Serializer::new("?".to_owned());
    query.append_pair("after", &after.to_string());
    for (name, value) in [("q", wanted.words), ("theme", wanted.theme), ("subject", wanted.subject)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    query.finish().replacen("?&", "?", 1)
}

fn of_package<'a>(
    service: &Service,
    told: &'a Consultation,
    wanted: &Wanted<'_>,
    keep: impl Fn(&str) -> bool,
) -> Listed<'a> {
    let is_wanted = |comment: &Comment| {
        let theme = comment.theme.map(|at| told.themes[at].id.as_str());
        (wanted.words.is_none() || (comment.withheld.is_empty() && keep(&comment.text)))
            && wanted.theme.is_none_or(|wanted| theme == Some(wanted))
            && wanted.subject.is_none_or(|subject| comment.subject == subject)
    };
    let after = usize::try_from(wanted.after).unwrap_or(usize::MAX);
    let all = voices(told).into_iter().enumerate().skip(after).filter(|(at, _)| is_wanted(&told.comments[*at]));
    let mut page: Vec<(usize, u64)> = all.take(PAGE + 1).collect();
    let is_more = page.len() > PAGE;
    page.truncate(PAGE);
    let last = page.last().and_then(|(at, _)| i64::try_from(at + 1).ok());
    let next = last.filter(|_| is_more).map(|after| next(after, wanted)).unwrap_or_default();
    // What another package publishes has its name there.
    match page.iter().any(|(at, _)| !told.comments[*at].package.is_empty()) {
        true => {
            let mut few = few(told, &page);
            service.name_subjects(&mut few.comments);
            let page = page.into_iter().map(|(_, same)| same).enumerate().collect();
            Listed { told: Cow::Owned(few), page, next }
        }
        false => Listed { told: Cow::Borrowed(told), page, next },
    }
}

/// The records of a package with the comments of a page alone. Those that they speak with, and that are not on it, stand behind them.
fn few(told: &Consultation, page: &[(usize, u64)]) -> Consultation {
    let mut shown: Vec<usize> = page.iter().map(|(at, _)| *at).collect();
    for (at, _) in page {
        let voice = told.comments[*at].voice;
        shown.extend(voice.filter(|voice| !shown.contains(voice)));
    }
    let comment = |at: &usize| {
        let comment = told.comments[*at].clone();
        let voice = comment.voice.and_then(|voice| shown.iter().position(|known| *known == voice));
        Comment { voice, ..comment }
    };
    let (themes, answers) = (told.themes.clone(), told.answers.clone());
    Consultation { themes, answers, comments: shown.iter().map(comment).collect(), ..Consultation::default() }
}

/// The records that a page is written from. Comments that others speak with, and that are not on it, stand behind it.
fn filled(service: &Service, told: &Consultation, page: &Page, answers: &[store::Answer]) -> Consultation {
    let mut filled = Consultation { themes: told.themes.clone(), ..Consultation::default() };
    filled.answers = answers.iter().map(|answer| answer_of(service, told, answer)).collect();
    let by_id: HashMap<i64, usize> = answers.iter().enumerate().map(|(at, answer)| (answer.id, at)).collect();
    let mut by_number: HashMap<i64, usize> = page.rows.iter().enumerate().map(|(at, row)| (row.number, at)).collect();
    for row in &page.rows {
        let mut comment = comment_of(service, told, row);
        comment.answer = row.answer.and_then(|id| by_id.get(&id).copied());
        filled.comments.push(comment);
    }
    for (at, row) in page.rows.iter().enumerate() {
        filled.comments[at].voice = row.voice.map(|number| {
            *by_number.entry(number).or_insert_with(|| {
                filled.comments.push(blank(number.to_string()));
                filled.comments.len() - 1
            })
        });
    }
    filled
}

fn blank(id: String) -> Comment {
    Comment {
        id,
        received: None,
        channel: String::new(),
        package: String::new(),
        subject: String::new(),
        subject_names: Vec::new(),
        name: String::new(),
        text: String::new(),
        theme: None,
        voice: None,
        disposition: None,
        reason: Vec::new(),
        answer: None,
        withheld: String::new(),
        row: 0,
    }
}

fn comment_of(service: &Service, told: &Consultation, row: &Published) -> Comment {
    let theme = |id: &str| told.themes.iter().position(|theme| theme.id == id);
    Comment {
        received: day_of(row.received_ms, service.settings.utc_offset_minutes),
        channel: row.channel.clone(),
        package: row.package.clone().unwrap_or_default(),
        subject: row.subject.clone().unwrap_or_default(),
        subject_names: match (&row.package, &row.subject) {
            (Some(package), Some(subject)) => service.names(package, subject),
            _ => Vec::new(),
        },
        name: row.name.as_deref().filter(|_| row.withheld.is_none()).map(rule::masked).unwrap_or_default(),
        text: row.text.clone(),
        theme: row.theme.as_deref().and_then(theme),
        disposition: row.disposition.as_deref().and_then(Disposition::of_word),
        reason: row.reason.iter().map(|reason| (language(told), reason.clone())).collect(),
        withheld: row.withheld.clone().unwrap_or_default(),
        ..blank(row.number.to_string())
    }
}

fn answer_of(service: &Service, told: &Consultation, answer: &store::Answer) -> Answer {
    Answer {
        id: answer.id.to_string(),
        texts: vec![(language(told), answer.text.clone())],
        office: told.office.clone(),
        day: day_of(answer.answered_ms, service.settings.utc_offset_minutes),
        row: 0,
    }
}

/// The office writes in the language of its package.
pub fn language(told: &Consultation) -> String {
    told.names.first().map(|(lang, _)| lang.clone()).unwrap_or_default()
}

/// What was announced; `None` where nothing is.
pub async fn adoption(service: &Service, entry: &Entry) -> Result<Option<String>, Failure> {
    let (told, _) = service.told(entry).await?;
    if told.announcement.is_none() || !told.comments.is_empty() {
        return Ok(told.announcement.is_some().then(|| write_adoption(&told)));
    }
    let mut told = told.into_owned();
    let subjects = service.store.subjects(&told.id).await?;
    let comment = |(number, package, subject): (i64, Option<String>, Option<String>)| Comment {
        package: package.unwrap_or_default(),
        subject: subject.unwrap_or_default(),
        ..blank(number.to_string())
    };
    told.comments = subjects.into_iter().map(comment).collect();
    let answers = service.store.answers(&told.id).await?;
    told.answers = answers.iter().map(|answer| answer_of(service, &told, answer)).collect();
    if told.receipts.is_empty() {
        told.receipts = service.store.receipts(&told.id).await?;
    }
    Ok(Some(write_adoption(&told)))
}

/// The records with what was announced; `None` where nothing is.
pub async fn adopted(service: &Service, entry: &Entry) -> Result<Option<Consultation>, Failure> {
    let (told, _) = service.told(entry).await?;
    Ok(match &told.announcement {
        None => None,
        Some(_) if !told.comments.is_empty() => {
            let mut told = told.into_owned();
            service.name_subjects(&mut told.comments);
            Some(told)
        }
        Some(_) => Some(whole(service, entry).await?),
    })
}

/// All that would be published of a consultation now: every comment that has a number, as everybody would see it, with the answers
/// that hold.
pub async fn whole(service: &Service, entry: &Entry) -> Result<Consultation, Failure> {
    let (told, _) = service.told(entry).await?;
    let answers = service.store.answers(&told.id).await?;
    let asked = Asked { consultation: &told.id, after: 0, theme: None, subject: None, limit: i32::MAX as usize };
    let page = service.store.page(&asked, &[], |_| true).await?;
    let filled = filled(service, &told, &page, &answers);
    let mut whole = told.into_owned();
    (whole.comments, whole.answers) = (filled.comments, filled.answers);
    Ok(whole)
}
