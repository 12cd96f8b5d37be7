//! The whole notice of a project: its record in, every field that a notice must have and the way of its money out; cannot fail.
//!
//! A field of which nothing is published stands there too, and says so.

use super::FundsFigure;
use super::project::{accepted, delivered, name};
use super::scene::Scene;
use super::way::{self, way};
use crate::figure::budget::link;
use crate::figure::page::{Block, Fact, Tone};
use crate::model::funds::{Ledger, Payment, Pot, Project, is_picture};
use crate::money::Amount;
use crate::words::in_language;

#[inline(never)]
pub(super) fn write(scene: &Scene<'_>, project: &Project, figure: &mut FundsFigure) {
    let words = scene.words;
    let payments = payments(scene.ledger, project);
    let notice = Notice { scene, project, paid: payments.iter().map(|payment| payment.amount).sum() };
    let name = name(scene, project);
    figure.page.name = [figure.page.title.as_str(), name].join(words.text("join.title"));
    figure.kind = words.text(kind_key(project)).to_owned();
    figure.page.sentence = notice.sentence();
    let parts = [
        ("funds.project.about", notice.about()),
        ("funds.project.money", notice.money(&payments)),
        ("funds.project.work", notice.work()),
        ("funds.project.ask", notice.ask()),
    ];
    figure.page.blocks.push(Block::Heading(name.to_owned()));
    for (heading, facts) in parts {
        figure.page.blocks.push(Block::Heading(words.text(heading).to_owned()));
        figure.page.blocks.push(Block::Facts(facts));
    }
    figure.page.blocks.push(Block::Heading(words.text("funds.project.way").to_owned()));
    let ways = ways(&payments);
    match ways.is_empty() {
        true => figure.page.blocks.push(Block::Said(words.text("funds.project.unpaid").to_owned())),
        false => figure.page.remarks.push(words.text("funds.project.whole-fund").to_owned()),
    }
    figure.page.blocks.extend(ways.into_iter().flat_map(|(pot, unit)| way(scene, pot, unit)));
}

/// What is said before the work was accepted and after it have names of their own.
const fn kind_key(project: &Project) -> &'static str {
    if project.accepted.is_some() { "funds.sheet.after" } else { "funds.sheet.before" }
}

/// Every amount that the notice tells.
pub(super) fn amounts(ledger: &Ledger, project: &Project) -> Vec<Amount> {
    let payments = payments(ledger, project);
    let own = [project.planned, project.price, project.changes].into_iter().flatten();
    let split = project.split.iter().map(|(_, amount)| *amount);
    let on_way = ways(&payments).into_iter().flat_map(|(pot, unit)| way::amounts(ledger, pot, unit));
    own.chain(split).chain(payments.iter().map(|payment| payment.amount)).chain(on_way).collect()
}

fn payments<'a>(ledger: &'a Ledger, project: &Project) -> Vec<&'a Payment> {
    let at = ledger.projects.iter().position(|known| std::ptr::eq(known, project));
    ledger.payments.iter().filter(|payment| at.is_some() && payment.project == at).collect()
}

/// Fund and year with the unit that paid, each once.
fn ways(payments: &[&Payment]) -> Vec<(Pot, usize)> {
    let mut ways: Vec<(Pot, usize)> = Vec::new();
    for payment in payments {
        if !ways.contains(&(payment.pot, payment.unit)) {
            ways.push((payment.pot, payment.unit));
        }
    }
    ways
}

struct Notice<'a> {
    scene: &'a Scene<'a>,
    project: &'a Project,
    paid: Amount,
}

impl Notice<'_> {
    fn sentence(&self) -> String {
        let Self { scene, project, .. } = self;
        let (name, place) = (name(scene, project), scene.unit_name(project.unit));
        let planned = project.planned.map(|planned| scene.amount(planned));
        let (paid, delivered) = (scene.amount(self.paid), delivered(scene, project));
        let mut values = vec![("name", name), ("place", &place), ("paid", &paid), ("delivered", &delivered.text)];
        values.extend(planned.as_deref().map(|planned| ("planned", planned)));
        if project.delivered.is_none() || project.promised.is_none() {
            values.retain(|(name, _)| *name != "delivered");
        } else {
            values.push(("more", &delivered.more));
        }
        scene.words.fill("funds.project.sentence", &values)
    }

    /// A text that the notice must have.
    fn text(&self, key: &'static str, column: &str) -> Fact {
        self.said(key, in_language(self.project.texts(column), self.scene.words.lang()).to_owned())
    }

    fn amount(&self, key: &'static str, amount: Option<Amount>) -> Fact {
        self.said(key, amount.map(|amount| self.scene.amount(amount)).unwrap_or_default())
    }

    fn said(&self, key: &'static str, text: String) -> Fact {
        let label = self.scene.words.text(key);
        if text.is_empty() {
            self.scene.missing(label)
        } else {
            Fact { label: label.to_owned(), text, ..Fact::default() }
        }
    }

    /// Department, place, type and content.
    fn about(&self) -> Vec<Fact> {
        let Self { scene, project, .. } = self;
        let units = &scene.ledger.units;
        let place = |unit: usize| Fact {
            label: scene.tier_name(units[unit].tier),
            text: scene.short_name(unit).to_owned(),
            goal: Some(scene.goal(unit)),
            ..Fact::default()
        };
        let within = units[project.unit].parent.map(place);
        let mut facts = vec![self.text("funds.project.department", "department")];
        facts.extend(within.into_iter().chain([place(project.unit)]));
        facts.extend([
            self.text("funds.project.type", "type"),
            self.text("funds.project.content", "content"),
            self.text("funds.project.period", "period"),
            self.text("funds.project.performance", "performance"),
            self.text("funds.project.benefit", "benefit"),
        ]);
        let remark = self.text("funds.project.remark", "remark");
        facts.extend((remark.tone == Tone::Plain).then_some(remark));
        facts
    }

    /// What was planned, from whom, at what price, and what was paid.
    fn money(&self, payments: &[&Payment]) -> Vec<Fact> {
        let Self { scene, project, paid } = self;
        let words = scene.words;
        let price = project.price.map(|price| price + project.changes.unwrap_or_default());
        let share = price.filter(|price| *price > Amount::ZERO).map(|price| words.share(*paid, price));
        let last = payments.iter().filter_map(|payment| payment.paid).max().map(|day| scene.date(day));
        let count = words.integer(payments.len() as u64);
        let mut values = vec![("n", count.as_str())];
        values.extend(last.as_deref().map(|last| ("date", last)));
        values.extend(share.as_deref().map(|share| ("share", share)));
        let mut told = self.amount("funds.project.paid", Some(*paid));
        if !payments.is_empty() {
            told.more = words.fill("funds.project.payments", &values);
        }
        vec![
            self.amount("funds.planned", project.planned),
            self.split(),
            self.text("funds.project.contractor", "contractor"),
            self.amount("funds.project.price", project.price),
            self.amount("funds.project.changes", project.changes),
            told,
        ]
    }

    /// The sources of what is planned, and whether they add up to it.
    fn split(&self) -> Fact {
        let Self { scene, project, .. } = self;
        let words = scene.words;
        if project.split.is_empty() {
            return scene.missing(words.text("funds.project.split"));
        }
        let source = |id: &str| match scene.ledger.tiers.iter().position(|tier| tier.id == id) {
            Some(tier) => scene.tier_name(tier),
            None if id == "other" => words.text("funds.project.split.other").to_owned(),
            None => id.to_owned(),
        };
        let parts: Vec<String> = project
            .split
            .iter()
            .map(|(id, amount)| {
                words.fill("funds.project.split.part", &[("source", &source(id)), ("amount", &scene.amount(*amount))])
            })
            .collect();
        let sum: Amount = project.split.iter().map(|(_, amount)| *amount).sum();
        let numbers: Vec<String> = project.split.iter().map(|(_, amount)| scene.number(*amount)).collect();
        let sum_words = [numbers.join(" + "), scene.number(sum)].join(" = ");
        let differs = project.planned.filter(|planned| *planned != sum);
        let more = match differs {
            Some(planned) => {
                let difference = words.exact_with_currency((planned - sum).abs(), scene.ledger.currency);
                words.fill("funds.project.split.differs", &[("sum", &sum_words), ("difference", &difference)])
            }
            None => sum_words,
        };
        Fact {
            label: words.text("funds.project.split").to_owned(),
            text: parts.join(words.text("join.list")),
            more,
            tone: if differs.is_some() { Tone::Missing } else { Tone::Plain },
            ..Fact::default()
        }
    }

    /// What was delivered, who accepted it, and pictures.
    fn work(&self) -> Vec<Fact> {
        let Self { scene, project, .. } = self;
        vec![
            delivered(scene, project),
            accepted(scene, project),
            self.picture("funds.project.before", "before"),
            self.picture("funds.project.after", "after"),
        ]
    }

    /// A picture that comes with the package is shown, an address elsewhere is a link: no page loads anything from there.
    fn picture(&self, key: &'static str, column: &str) -> Fact {
        let stated = self.text(key, column);
        match stated.tone {
            Tone::Plain if is_picture(&stated.text) => {
                let values = [("what", self.scene.words.text(key)), ("name", name(self.scene, self.project))];
                let text = self.scene.words.fill("funds.project.picture", &values);
                Fact { picture: Some(stated.text), text, ..stated }
            }
            Tone::Plain => Fact { href: link("", Some(&stated.text)).href, ..stated },
            _ => stated,
        }
    }

    /// Who is responsible, whom to call, and until when objections are heard.
    fn ask(&self) -> Vec<Fact> {
        let Self { scene, project, .. } = self;
        let words = scene.words;
        let contact = in_language(project.texts("contact"), words.lang());
        vec![
            self.text("funds.project.responsible", "responsible"),
            scene.contact(words.text("funds.project.contact"), contact),
            self.objections(),
        ]
    }

    /// The days on which objections are heard, and how many are left today, or on the day that the data tell of.
    fn objections(&self) -> Fact {
        let Self { scene, project, .. } = self;
        let words = scene.words;
        let label = words.text("funds.project.objections");
        let (from, until) = match project.notice {
            [None, None] => return scene.missing(label),
            [from, until] => (from.map(|day| scene.date(day)), until.map(|day| scene.date(day))),
        };
        let ends = [("from", from.as_deref()), ("until", until.as_deref())];
        let ends: Vec<_> = ends.into_iter().filter_map(|(name, day)| Some((name, day?))).collect();
        let more = [self.length(), self.left()].into_iter().flatten().collect::<Vec<_>>();
        Fact {
            label: label.to_owned(),
            text: words.fill("funds.project.objections.days", &ends),
            more: more.join(words.text("join.title")),
            tone: if ends.len() < 2 { Tone::Missing } else { Tone::Plain },
            ..Fact::default()
        }
    }

    /// How many days the notice stays open, beside the least that the profile asks for where it is shorter.
    fn length(&self) -> Option<String> {
        let [Some(from), Some(until)] = self.project.notice else { return None };
        // Both days are days of the notice.
        let days = until.since(from) + 1;
        let least = self.scene.told.terms.notice_days.filter(|least| days < *least);
        let days = self.scene.days(days);
        Some(match least {
            Some(least) => {
                let least = self.scene.days(least);
                self.scene.words.fill("funds.project.objections.short", &[("days", &days), ("least", &least)])
            }
            None => days,
        })
    }

    fn left(&self) -> Option<String> {
        let [from, until] = self.project.notice;
        let now = self.scene.now()?;
        let (key, days) = match (from, until) {
            (Some(from), _) if now < from => ("funds.project.objections.ahead", from.since(now)),
            (_, Some(until)) if now > until => ("funds.project.objections.over", now.since(until)),
            // The last day is one on which objections are heard.
            (_, Some(until)) => ("funds.project.objections.left", until.since(now) + 1),
            _ => return None,
        };
        let (days, date) = (self.scene.days(days), self.scene.date(now));
        Some(self.scene.words.fill(key, &[("days", &days), ("date", &date)]))
    }
}
