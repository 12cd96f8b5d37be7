//! Pieces of a view: blocks in, what shows them out; cannot fail.

use super::pen::{Pen, Said};
use crate::view::{Attrs, button, group, heading, link, linked, list, node, paragraph, text};
use daylight_core::figure::budget::{Link, Table, TableRow};
use daylight_core::figure::page::{Block, Card, Fact, Portion, Step};
use daylight_core::text::{digits, push_digits};
use leptos::prelude::*;

/// Rows of a table in which terms open their meaning.
const EXPLAINED_ROWS: usize = 50;

/// The blocks of a view.
pub fn blocks(pen: &Pen<'_>) -> AnyView {
    let Pen { page, level, walkable, .. } = *pen;
    let has_table = page.blocks.iter().any(|block| matches!(block, Block::Table(_)));
    let mut unit = has_table.then(|| paragraph("unit", vec![text(page.unit_line.clone())]));
    let mut views = Vec::new();
    let mut beneath = level + 1;
    for (at, block) in page.blocks.iter().enumerate() {
        if let Block::Table(_) = block {
            views.extend(unit.take());
        }
        let place = digits(at as u64);
        views.push(match block {
            Block::Heading(words) => {
                beneath = level + 2;
                heading(level + 1, Attrs::new().is("class", "about"), words)
            }
            Block::Said(words) => paragraph("", vec![text(words.clone())]),
            Block::Facts(all) => facts(pen, &place, all),
            Block::Table(table) => draw_table(pen, &place, table),
            Block::Steps { label, steps } => draw_steps(label, steps, walkable),
            Block::Cards(cards) => list(
                Attrs::new().is("class", "cards"),
                cards.iter().map(|card| draw_card(pen, card, beneath)).collect(),
            ),
            Block::Bar(portions) => bar(portions),
            Block::Linked(all) => linked(all, walkable),
        });
    }
    group("blocks", views)
}

/// A place in a view within another; nowhere is in nowhere.
fn beside(place: &str, at: usize) -> String {
    if place.is_empty() { String::new() } else { [place, ".", &digits(at as u64)].concat() }
}

/// A button that leads somewhere; where nothing reacts, its words.
fn leads(goal: &str, label: &str, walkable: bool) -> AnyView {
    if !walkable {
        return text(label);
    }
    let act = ["go ", goal].concat();
    node("button", Attrs::new().is("type", "button").is("class", "open").does(act), vec![text(label)])
}

/// Names and what is said of them.
pub(super) fn facts(pen: &Pen<'_>, place: &str, facts: &[Fact]) -> AnyView {
    let rows = facts.iter().enumerate().map(|(at, fact)| {
        let place = beside(place, at);
        let plain = |label: &str| match &fact.goal {
            Some(goal) => leads(goal, label, pen.walkable),
            None => text(label),
        };
        let label = pen.say(&place, &fact.label, &plain);
        let said = match fact.picture.as_deref().filter(|_| pen.from.is_some()) {
            Some(path) => picture(&[pen.from.unwrap_or_default(), path].concat(), &fact.text),
            None => link(&Link {
                text: fact.text.clone(),
                href: fact.href.as_deref().and_then(|href| pen.href(href)),
                lang: None,
            }),
        };
        let tone = fact.tone.word();
        let mut inside = vec![node("span", Attrs::new().is_if(!tone.is_empty(), "data-tone", tone), vec![said])];
        let mut meaning = label.meaning;
        if !fact.more.is_empty() {
            let more = pen.say(&beside(&place, 0), &fact.more, &|said| text(said));
            inside.push(node("small", Attrs::new(), more.views));
            meaning = meaning.or(more.meaning);
        }
        let mut parts = vec![node("dt", Attrs::new(), label.views), node("dd", Attrs::new(), inside)];
        parts.extend(meaning.map(|meaning| node("dd", Attrs::new().is("class", "meaning"), vec![text(meaning)])));
        group("", parts)
    });
    node("dl", Attrs::new().is("class", "facts").part("details"), rows.collect())
}

/// A picture beside the descriptor, which leads to itself in full size.
fn picture(address: &str, alt: &str) -> AnyView {
    let image = Attrs::new().is("src", address).is("alt", alt).is("loading", "lazy").is("decoding", "async");
    let image = node("img", image, vec![]);
    node("a", Attrs::new().is("href", address).is("rel", "noopener").is("class", "photo"), vec![image])
}

/// The folder of an address: what stands before its last part.
pub fn folder_of(address: &str) -> &str {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    address[..end].rfind('/').map_or("", |at| &address[..=at])
}

fn bar(portions: &[Portion]) -> AnyView {
    let parts = portions.iter().map(|portion| {
        let tone = portion.tone.word();
        let mut width = String::new();
        push_digits(&mut width, u128::from(portion.millionths / 10_000), 1);
        width.push('.');
        push_digits(&mut width, u128::from(portion.millionths % 10_000), 4);
        width.push('%');
        let attrs = Attrs::new()
            .is_if(!tone.is_empty(), "data-tone", tone)
            .is("data-colour", digits(portion.colour.into()))
            .is("title", portion.name.clone())
            .style("width", width);
        node("span", attrs, vec![])
    });
    // The facts beneath say the same.
    node("div", Attrs::new().is("class", "divided").is("aria-hidden", "true"), parts.collect())
}

/// Places to go to, with what they are.
pub fn draw_steps(label: &str, steps: &[Step], walkable: bool) -> AnyView {
    let items = steps.iter().map(|step| {
        let more = node("span", Attrs::new(), vec![text(step.more.clone())]);
        if !walkable {
            return node("span", Attrs::new(), vec![text(step.label.clone()), text(" "), more]);
        }
        let act = ["go ", &step.goal].concat();
        let strong = node("strong", Attrs::new(), vec![text(step.label.clone())]);
        node("button", Attrs::new().is("type", "button").is("class", "quiet").does(act), vec![strong, more])
    });
    let listed = list(Attrs::new().is("class", "steps").is_if(!label.is_empty(), "aria-label", label), items.collect());
    match label {
        "" => listed,
        _ => group("stepped", vec![paragraph("about", vec![text(label)]), listed]),
    }
}

fn draw_card(pen: &Pen<'_>, card: &Card, level: u8) -> AnyView {
    let title = match &card.goal {
        Some(goal) => leads(goal, &card.title, pen.walkable),
        None => text(card.title.clone()),
    };
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let title = node(TAGS[usize::from(level.clamp(1, 6)) - 1], Attrs::new(), vec![title]);
    group("card", vec![title, facts(pen, "", &card.facts)])
}

fn draw_table(pen: &Pen<'_>, place: &str, table: &Table) -> AnyView {
    let Pen { words, walkable, .. } = *pen;
    let mut meaning = None;
    let head: Vec<AnyView> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let attrs = Attrs::new().is("scope", "col").is_if(column.numeric, "class", "number");
            let label = pen.say(&beside(place, at), &column.label, &|said| text(said));
            meaning = meaning.or(label.meaning);
            node("th", attrs.is_if(at == 0, "class", "lead"), label.views)
        })
        .collect();
    let row = |number: usize, row: &TableRow| {
        let cells = row.cells.iter().zip(&table.columns).enumerate().map(|(at, (cell, column))| {
            if at > 0 && column.numeric {
                return node("td", Attrs::new().is("class", "number"), vec![text(cell.text.clone())]);
            }
            let goal = row.opens.as_deref().filter(|_| at == 0);
            let inside = match goal {
                Some(goal) => vec![leads(goal, &cell.text, walkable)],
                None => {
                    // The same words are explained where they stand first.
                    let mut above = table.rows.iter().take(number).take(EXPLAINED_ROWS);
                    let is_first = number < EXPLAINED_ROWS && !above.any(|row| row.cells[at].text == cell.text);
                    let place = if is_first { beside(&beside(&beside(place, number), at), 0) } else { String::new() };
                    let Said { mut views, meaning } = pen.say(&place, &cell.text, &|said| text(said));
                    views.extend(
                        meaning.map(|said| node("small", Attrs::new().is("class", "meaning"), vec![text(said)])),
                    );
                    views
                }
            };
            match at {
                0 => node("th", Attrs::new().is("scope", "row"), inside),
                _ => node("td", Attrs::new(), inside),
            }
        });
        node("tr", Attrs::new(), cells.collect())
    };
    let mut head = vec![node("tr", Attrs::new(), head)];
    if let Some(meaning) = meaning {
        let said = node("span", Attrs::new().is("class", "meaning"), vec![text(meaning)]);
        let cell = node("td", Attrs::new().is("colspan", digits(table.columns.len() as u64)), vec![said]);
        head.push(node("tr", Attrs::new(), vec![cell]));
    }
    let mut parts = vec![
        node("caption", Attrs::new().is_if(walkable, "class", "said"), vec![text(table.caption.clone())]),
        node("thead", Attrs::new(), head),
        node("tbody", Attrs::new(), table.rows.iter().enumerate().map(|(at, told)| row(at, told)).collect()),
    ];
    if let Some(total) = &table.total {
        parts.push(node("tfoot", Attrs::new(), vec![row(table.rows.len(), total)]));
    }
    let drawn = node("table", Attrs::new().part("table"), parts);
    if !walkable {
        return drawn;
    }
    let attrs = Attrs::new()
        .is("class", "scroll")
        .is("role", "region")
        .is("tabindex", "0")
        .is("aria-label", words.fill("table.label", &[("name", &table.caption)]));
    let more = match table.more {
        0 => text(""),
        more => button("more".to_owned(), "quiet", &words.fill("table.more", &[("n", &digits(more.into()))])),
    };
    let caption = Attrs::new().is("class", "caption").is("aria-hidden", "true");
    group("rows", vec![node("p", caption, vec![text(table.caption.clone())]), node("div", attrs, vec![drawn]), more])
}
