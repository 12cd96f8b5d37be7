//! The element's boxes in their order: state in, views out; cannot fail.

use super::flow;
use super::state::{Desk, SHOWN_HITS, State};
use crate::view::{Attrs, button, choice, group, heading, link, list, live, node, paragraph, text, toggle};
use daylight_core::figure::budget::{Link, Table, TableRow};
use daylight_core::figure::funds::{Block, Card, Fact, FundsFigure, Goal, Portion, Step, View};
use daylight_core::text::{digits, push_digits};
use daylight_core::words::Words;
use leptos::prelude::*;

/// The whole element.
pub fn funds(state: &State) -> AnyView {
    let figure = |draw: fn(&State, &FundsFigure) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get()))
    };
    let desk = |draw: fn(&State, &FundsFigure, &Desk) -> AnyView| {
        let state = state.clone();
        live(move || draw(&state, &state.figure.get(), &state.desk.get()))
    };
    let boxes = vec![
        figure(|state, figure| {
            heading(state.heading.get(), Attrs::new().is("id", "title").part("title"), &figure.title)
        }),
        desk(search),
        figure(crumbs),
        figure(switches),
        figure(|_, figure| {
            let attrs = Attrs::new().is("id", "answer").is("class", "sentence").part("sentence").is("tabindex", "-1");
            node("p", attrs, vec![text(figure.empty.as_ref().unwrap_or(&figure.sentence).clone())])
        }),
        desk(|state, figure, desk| match super::state::flow(figure) {
            Some(drawn) => group("way", vec![flow::picture(state, drawn, desk), flow::beneath(drawn, desk)]),
            None => text(""),
        }),
        figure(|state, figure| blocks(&state.loaded.words, figure, state.heading.get(), true)),
        desk(|state, figure, desk| {
            let all = figure.remarks.iter().chain(desk.unknown.iter().map(|(_, said)| said));
            let _ = state;
            group("remarks", all.map(|remark| paragraph("", vec![text(remark.clone())])).collect())
        }),
        figure(|state, figure| contacts(&state.loaded.words, figure, state.heading.get())),
        figure(|state, figure| sources(&state.loaded.words, figure, &state.loaded.links)),
        desk(mark),
        figure(|state, _| group("actions", vec![button("save csv".to_owned(), "quiet", state.say("download.csv"))])),
        desk(|_, _, desk| {
            node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])
        }),
    ];
    node("section", Attrs::new().is("class", "funds").is("aria-labelledby", "title"), boxes)
}

fn search(state: &State, _: &FundsFigure, desk: &Desk) -> AnyView {
    let label = node("label", Attrs::new().is("for", "find"), vec![text(state.say("funds.find"))]);
    let attrs = Attrs::new()
        .is("id", "find")
        .is("type", "search")
        .is("autocomplete", "off")
        .is("spellcheck", "false")
        .live("value", desk.query.clone())
        .does("find");
    let field = group("search", vec![label, node("input", attrs, vec![])]);
    let found = match (desk.query.trim(), desk.hits.is_empty()) {
        ("", _) => text(""),
        (_, true) => paragraph("hits", vec![text(desk.said.clone())]),
        (_, false) => {
            let hits = desk.hits.iter().take(SHOWN_HITS).enumerate().map(|(at, hit)| {
                let within = hit.within.join(state.say("join.title"));
                let strong = node("strong", Attrs::new(), vec![text(hit.label.clone())]);
                let act = ["hit ", &digits(at as u64)].concat();
                node(
                    "button",
                    Attrs::new().is("type", "button").does(act),
                    vec![strong, node("span", Attrs::new(), vec![text(within)])],
                )
            });
            let more = match desk.hits.len() > SHOWN_HITS {
                true => state.loaded.words.fill("search.more", &[("n", &digits(SHOWN_HITS as u64))]),
                false => String::new(),
            };
            let hits = list(Attrs::new().is("aria-label", state.say("funds.find")), hits.collect());
            group("hits", vec![hits, text(more)])
        }
    };
    node("div", Attrs::new().is("class", "tools").part("controls"), vec![field, found])
}

fn crumbs(state: &State, figure: &FundsFigure) -> AnyView {
    if figure.crumbs.is_empty() {
        return text("");
    }
    let is_project = !figure.granted.project.is_empty();
    let last = figure.crumbs.len() - usize::from(!is_project);
    let steps = figure.crumbs.iter().enumerate().map(|(at, crumb)| {
        let label = vec![text(crumb.label.clone())];
        let go = ["go ", &Goal::Unit(crumb.path.clone()).word()].concat();
        let step = match at == last {
            true => node("span", Attrs::new().is("aria-current", "location"), label),
            false => node("button", Attrs::new().is("type", "button").does(go), label),
        };
        node("li", Attrs::new(), vec![step])
    });
    let steps = node("ol", Attrs::new().is("role", "list"), steps.collect());
    let attrs = Attrs::new()
        .is("aria-label", [state.say("crumbs.label"), state.say("join.colon"), &figure.title].concat())
        .part("crumbs")
        .is("class", "crumbs");
    node("nav", attrs, vec![steps])
}

fn switches(state: &State, figure: &FundsFigure) -> AnyView {
    let drawn = figure.switches.iter();
    let drawn = drawn.map(|switch| choice(["set ", switch.id].concat(), switch.id, &switch.label, &switch.options));
    let mut parts: Vec<AnyView> = drawn.collect();
    if !figure.granted.project.is_empty() {
        let act = ["go ", &Goal::View(View::Projects).word()].concat();
        parts.push(button(act, "quiet", state.say("funds.view.projects")));
    }
    group("switches", parts)
}

/// The blocks of a view; `walkable` says whether there is something that reacts.
pub fn blocks(words: &Words, figure: &FundsFigure, level: u8, walkable: bool) -> AnyView {
    let has_table = figure.blocks.iter().any(|block| matches!(block, Block::Table(_)));
    let mut unit = has_table.then(|| paragraph("unit", vec![text(figure.unit_line.clone())]));
    let mut views = Vec::new();
    let mut beneath = level + 1;
    for block in &figure.blocks {
        if let Block::Table(_) = block {
            views.extend(unit.take());
        }
        views.push(match block {
            Block::Heading(words) => {
                beneath = level + 2;
                heading(level + 1, Attrs::new().is("class", "about"), words)
            }
            Block::Said(words) => paragraph("", vec![text(words.clone())]),
            Block::Facts(all) => facts(all, walkable),
            Block::Table(table) => draw_table(words, table, walkable),
            Block::Steps { label, steps } => draw_steps(label, steps, walkable),
            Block::Cards(cards) => list(
                Attrs::new().is("class", "cards"),
                cards.iter().map(|card| draw_card(card, beneath, walkable)).collect(),
            ),
            Block::Bar(portions) => bar(portions),
            Block::Flow(_) => continue,
        });
    }
    group("blocks", views)
}

/// A button that leads somewhere; where nothing reacts, its words.
fn leads(goal: &Goal, label: &str, walkable: bool) -> AnyView {
    if !walkable {
        return text(label);
    }
    let act = ["go ", &goal.word()].concat();
    node("button", Attrs::new().is("type", "button").is("class", "open").does(act), vec![text(label)])
}

fn facts(facts: &[Fact], walkable: bool) -> AnyView {
    let rows = facts.iter().map(|fact| {
        let label = match &fact.goal {
            Some(goal) => leads(goal, &fact.label, walkable),
            None => text(fact.label.clone()),
        };
        let said = link(&Link { text: fact.text.clone(), href: fact.href.clone(), lang: None });
        let tone = fact.tone.word();
        let mut inside = vec![node("span", Attrs::new().is_if(!tone.is_empty(), "data-tone", tone), vec![said])];
        if !fact.more.is_empty() {
            inside.push(node("small", Attrs::new(), vec![text(fact.more.clone())]));
        }
        group("", vec![node("dt", Attrs::new(), vec![label]), node("dd", Attrs::new(), inside)])
    });
    node("dl", Attrs::new().is("class", "facts").part("details"), rows.collect())
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

fn draw_steps(label: &str, steps: &[Step], walkable: bool) -> AnyView {
    let items = steps.iter().map(|step| {
        let more = node("span", Attrs::new(), vec![text(step.more.clone())]);
        if !walkable {
            return node("span", Attrs::new(), vec![text(step.label.clone()), text(" "), more]);
        }
        let act = ["go ", &step.goal.word()].concat();
        let strong = node("strong", Attrs::new(), vec![text(step.label.clone())]);
        node("button", Attrs::new().is("type", "button").is("class", "quiet").does(act), vec![strong, more])
    });
    let listed = list(Attrs::new().is("class", "steps").is_if(!label.is_empty(), "aria-label", label), items.collect());
    match label {
        "" => listed,
        _ => group("stepped", vec![paragraph("about", vec![text(label)]), listed]),
    }
}

fn draw_card(card: &Card, level: u8, walkable: bool) -> AnyView {
    let title = match &card.goal {
        Some(goal) => leads(goal, &card.title, walkable),
        None => text(card.title.clone()),
    };
    const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let title = node(TAGS[usize::from(level.clamp(1, 6)) - 1], Attrs::new(), vec![title]);
    group("card", vec![title, facts(&card.facts, walkable)])
}

fn draw_table(words: &Words, table: &Table, walkable: bool) -> AnyView {
    let head = table.columns.iter().enumerate().map(|(at, column)| {
        let attrs = Attrs::new().is("scope", "col").is_if(column.numeric, "class", "number");
        node("th", attrs.is_if(at == 0, "class", "lead"), vec![text(column.label.clone())])
    });
    let row = |row: &TableRow| {
        let cells = row.cells.iter().zip(&table.columns).enumerate().map(|(at, (cell, column))| {
            if at > 0 {
                let attrs = Attrs::new().is_if(column.numeric, "class", "number");
                return node("td", attrs, vec![text(cell.text.clone())]);
            }
            let inside = match row.opens.as_deref().and_then(Goal::from_word) {
                Some(goal) => leads(&goal, &cell.text, walkable),
                None => text(cell.text.clone()),
            };
            node("th", Attrs::new().is("scope", "row"), vec![inside])
        });
        node("tr", Attrs::new(), cells.collect())
    };
    let mut parts = vec![
        node("caption", Attrs::new().is_if(walkable, "class", "said"), vec![text(table.caption.clone())]),
        node("thead", Attrs::new(), vec![node("tr", Attrs::new(), head.collect())]),
        node("tbody", Attrs::new(), table.rows.iter().map(row).collect()),
    ];
    if let Some(total) = &table.total {
        parts.push(node("tfoot", Attrs::new(), vec![row(total)]));
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

fn contacts(words: &Words, figure: &FundsFigure, level: u8) -> AnyView {
    if figure.contacts.is_empty() {
        return text("");
    }
    let title = heading(level + 1, Attrs::new().is("class", "about"), words.text("funds.contacts"));
    group("contacts", vec![title, facts(&figure.contacts, true)])
}

/// Source, date, version and the plain links to the files: always there.
fn sources(words: &Words, figure: &FundsFigure, files: &[String]) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut add = |view: AnyView| {
        if !parts.is_empty() {
            parts.push(text(words.text("join.title")));
        }
        parts.push(view);
    };
    let said = |said: &Link| {
        let lang = said.lang.as_deref();
        node("span", Attrs::new().is_if(lang.is_some(), "lang", lang.unwrap_or_default()), vec![link(said)])
    };
    for source in &figure.sources {
        add(node("span", Attrs::new(), vec![text(words.fill("sources", &[("sources", "")])), said(source)]));
    }
    if !figure.publisher.text.is_empty() {
        add(said(&figure.publisher));
    }
    let lines = [Some(&figure.as_of), figure.version.as_ref(), figure.licence.as_ref()];
    for line in lines.into_iter().flatten().filter(|line| !line.is_empty()) {
        add(text(line.clone()));
    }
    for (at, file) in files.iter().enumerate() {
        let name = file.rsplit('/').next().unwrap_or(file);
        let label = match at {
            0 => words.text("download.descriptor").to_owned(),
            _ => [words.text("source.file"), " ", name].concat(),
        };
        add(link(&Link { text: label, href: Some(file.clone()), lang: None }));
    }
    if let Some(report) = figure.report.first() {
        add(link(&Link { text: words.text("contact").to_owned(), ..report.clone() }));
    }
    node("p", Attrs::new().is("class", "source").part("source"), parts)
}

/// Whether the figures add up, by the reader's own browser.
fn mark(state: &State, _: &FundsFigure, desk: &Desk) -> AnyView {
    let findings = state.loaded.findings();
    if findings.is_empty() {
        let n = digits(state.loaded.ledger.units.len() as u64);
        return paragraph("good", vec![text(state.loaded.words.fill("funds.mark.checked", &[("n", &n)]))]);
    }
    let label = state.loaded.words.fill("funds.mark.told", &[("n", &digits(findings.len() as u64))]);
    let mut parts = vec![toggle("findings".to_owned(), "mark differs", &label, desk.findings)];
    if desk.findings {
        let said = findings.into_iter().map(text).collect();
        parts.push(node("div", Attrs::new().is("class", "panel").part("panel"), vec![list(Attrs::new(), said)]));
    }
    group("", parts)
}

/// The fallback: what a reader without scripts sees, and everyone before the element is ready. `places` are where the picture goes, where
/// there is one, and room for what only the element has.
pub fn fallback(
    words: &Words,
    figure: &FundsFigure,
    [picture, room]: [AnyView; 2],
    level: u8,
    files: &[String],
) -> AnyView {
    let sentence = figure.empty.as_ref().unwrap_or(&figure.sentence).clone();
    let remarks = figure.remarks.iter().map(|remark| paragraph("", vec![text(remark.clone())])).collect();
    let boxes = vec![
        heading(level, Attrs::new(), &figure.title),
        paragraph("", vec![text(sentence)]),
        picture,
        blocks(words, figure, level, false),
        group("remarks", remarks),
        contacts(words, figure, level),
        sources(words, figure, files),
        room,
    ];
    node("div", Attrs::new().is("class", "daylight-fallback"), boxes)
}
