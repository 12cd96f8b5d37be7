//! The element's boxes in their order: state in, views out; cannot fail.

use super::state::{Desk, SHOWN_HITS, State};
use super::term::{Pen, Said, disclosed, listed};
use super::{flow, map};
use crate::view::{
    Attrs, Code, button, choice, code, group, heading, joint, link, linked, list, live, node, paragraph, text, toggle,
};
use daylight_core::figure::budget::{Link, Table, TableRow};
use daylight_core::figure::funds::{Block, Card, Fact, FundsFigure, Goal, Portion, Step, View};
use daylight_core::text::{digits, push_digits};
use daylight_core::words::Words;
use leptos::prelude::*;
use leptos::svg;

/// Rows of a table in which terms open their meaning.
const EXPLAINED_ROWS: usize = 50;

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
        desk(|_, figure, desk| match desk.sheet.is_empty() {
            true => text(""),
            false => {
                let name = figure
                    .blocks
                    .first()
                    .and_then(|block| if let Block::Heading(name) = block { Some(name) } else { None });
                let name = name.map(|name| node("strong", Attrs::new(), vec![text(name.clone())]));
                paragraph("kind", [text(figure.kind.clone())].into_iter().chain(name).collect())
            }
        }),
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
            None => match super::state::map(figure) {
                Some(drawn) => group("places", vec![map::picture(drawn, desk), map::beneath(drawn, desk)]),
                None => text(""),
            },
        }),
        figure(only),
        figure(seek),
        figure(|state, figure| blocks(&pen(state, figure))),
        desk(|state, figure, desk| {
            let all = figure.remarks.iter().chain(desk.unknown.iter().map(|(_, said)| said));
            let _ = state;
            group("remarks", all.map(|remark| paragraph("", vec![text(remark.clone())])).collect())
        }),
        figure(|state, figure| contacts(&pen(state, figure))),
        desk(|state, figure, desk| match (&desk.print, &figure.glossary.terms[..]) {
            (Some(_), terms @ [_, ..]) => {
                let title =
                    heading(state.heading.get() + 1, Attrs::new().is("class", "about"), state.say("funds.terms"));
                group("terms", vec![title, listed(terms)])
            }
            _ => text(""),
        }),
        desk(|state, figure, desk| sources(&state.loaded.words, figure, &state.loaded.links, &desk.edition)),
        desk(|state, _, desk| match desk.sheet.as_str() {
            "" => text(""),
            address => {
                let said = state.loaded.words.fill("funds.print.page", &[("address", address)]);
                group("address", vec![paragraph("", vec![text(said)]), way_back(address)])
            }
        }),
        desk(mark),
        figure(actions),
        desk(|_, _, desk| {
            node("p", Attrs::new().is("class", "said").is("role", "status"), vec![text(desk.said.clone())])
        }),
    ];
    node("section", Attrs::new().is("class", "funds").is("aria-labelledby", "title"), boxes)
}

/// An address for the telephone of who reads it on paper, where it is written beside it.
fn way_back(address: &str) -> AnyView {
    let Some(Code { side, path }) = code(address) else { return text("") };
    let side = digits(side as u64);
    let attrs = Attrs::new()
        .is("class", "code")
        .is("viewBox", ["0 0 ", &side, " ", &side].concat())
        .is("shape-rendering", "crispEdges")
        .is("aria-hidden", "true");
    let dark = svg::path().add_any_attr(Attrs::new().is("d", path)).into_any();
    svg::svg().add_any_attr(attrs).child(vec![dark]).into_any()
}

fn actions(state: &State, figure: &FundsFigure) -> AnyView {
    let print = (!figure.kind.is_empty()).then(|| button("print".to_owned(), "quiet", state.say("funds.print")));
    let save = button("save csv".to_owned(), "quiet", state.say("download.csv"));
    group("actions", print.into_iter().chain([save]).collect())
}

fn pen<'a>(state: &'a State, figure: &'a FundsFigure) -> Pen<'a> {
    Pen {
        words: &state.loaded.words,
        figure,
        level: state.heading.get(),
        walkable: true,
        open: state.term.get(),
        from: state.loaded.links.first().map(|link| folder_of(link)),
    }
}

fn search(state: &State, figure: &FundsFigure, desk: &Desk) -> AnyView {
    let label = node("label", Attrs::new().is("for", "find"), vec![text(figure.find.clone())]);
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
            let hits = list(Attrs::new().is("aria-label", figure.find.clone()), hits.collect());
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

/// The place of which alone a view tells, with the way back to all of them.
fn only(state: &State, figure: &FundsFigure) -> AnyView {
    if figure.only.is_empty() {
        return text("");
    }
    let act = ["go ", &Goal::Unit(String::new()).word()].concat();
    let said = node("span", Attrs::new(), vec![text(figure.only.clone())]);
    group("only", vec![said, button(act, "quiet", state.say("funds.only.clear"))])
}

/// A search among the projects that are listed.
fn seek(state: &State, figure: &FundsFigure) -> AnyView {
    let Some(seek) = &figure.seek else { return text("") };
    let attrs = Attrs::new()
        .is("id", "seek")
        .is("type", "search")
        .is("autocomplete", "off")
        .is("spellcheck", "false")
        .live("value", figure.granted.query.clone())
        .does("seek");
    let label = node("label", Attrs::new().is("for", "seek"), vec![text(seek.label.clone())]);
    let field = group("search", vec![label, node("input", attrs, vec![])]);
    let states = seek.states.iter().map(|(is, label, chosen)| {
        let attrs = Attrs::new()
            .is("type", "button")
            .is("class", "quiet")
            .part("button")
            .is("aria-pressed", if *chosen { "true" } else { "false" })
            .does(["state ", is.word()].concat());
        node("button", attrs, vec![text(label.clone())])
    });
    let attrs = Attrs::new().is("class", "states").is("role", "group").is("aria-label", state.say("funds.seek.states"));
    let states = node("div", attrs, states.collect());
    group("seek", vec![field, states, paragraph("", vec![text(seek.said.clone())])])
}

/// The blocks of a view.
pub fn blocks(pen: &Pen<'_>) -> AnyView {
    let Pen { figure, level, walkable, .. } = *pen;
    let has_table = figure.blocks.iter().any(|block| matches!(block, Block::Table(_)));
    let mut unit = has_table.then(|| paragraph("unit", vec![text(figure.unit_line.clone())]));
    let mut views = Vec::new();
    let mut beneath = level + 1;
    for (at, block) in figure.blocks.iter().enumerate() {
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
            Block::Flow(_) | Block::Map(_) => continue,
        });
    }
    group("blocks", views)
}

/// A place in a view within another; nowhere is in nowhere.
fn beside(place: &str, at: usize) -> String {
    if place.is_empty() { String::new() } else { [place, ".", &digits(at as u64)].concat() }
}

/// A button that leads somewhere; where nothing reacts, its words.
fn leads(goal: &Goal, label: &str, walkable: bool) -> AnyView {
    if !walkable {
        return text(label);
    }
    let act = ["go ", &goal.word()].concat();
    node("button", Attrs::new().is("type", "button").is("class", "open").does(act), vec![text(label)])
}

fn facts(pen: &Pen<'_>, place: &str, facts: &[Fact]) -> AnyView {
    let rows = facts.iter().enumerate().map(|(at, fact)| {
        let place = beside(place, at);
        let plain = |label: &str| match &fact.goal {
            Some(goal) => leads(goal, label, pen.walkable),
            None => text(label),
        };
        let label = pen.say(&place, &fact.label, &plain);
        let said = match fact.picture.as_deref().filter(|_| pen.from.is_some()) {
            Some(path) => picture(&[pen.from.unwrap_or_default(), path].concat(), &fact.text),
            None => link(&Link { text: fact.text.clone(), href: fact.href.clone(), lang: None }),
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
fn folder_of(address: &str) -> &str {
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

pub(super) fn draw_steps(label: &str, steps: &[Step], walkable: bool) -> AnyView {
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
            let goal = row.opens.as_deref().filter(|_| at == 0).and_then(Goal::from_word);
            let inside = match goal {
                Some(goal) => vec![leads(&goal, &cell.text, walkable)],
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

fn contacts(pen: &Pen<'_>) -> AnyView {
    let Pen { words, figure, level, .. } = *pen;
    if figure.contacts.is_empty() {
        return text("");
    }
    let title = heading(level + 1, Attrs::new().is("class", "about"), words.text("funds.contacts"));
    group("contacts", vec![title, facts(pen, "contacts", &figure.contacts)])
}

/// Source, date, version and the plain links to the files: always there. `edition` is the version under which they were published,
/// where that is known: files state the one of whoever wrote them.
fn sources(words: &Words, figure: &FundsFigure, files: &[String], edition: &str) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut add = |view: AnyView| {
        if !parts.is_empty() {
            parts.push(joint(words));
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
    let published = (!edition.is_empty()).then(|| words.fill("version", &[("version", edition)]));
    let lines = [Some(&figure.as_of), published.as_ref().or(figure.version.as_ref()), figure.licence.as_ref()];
    for line in lines.into_iter().flatten().filter(|line| !line.is_empty()) {
        add(text(line.clone()));
    }
    let file =
        |label: &str, file: &str| link(&Link { text: label.to_owned(), href: Some(file.to_owned()), lang: None });
    if let [descriptor, tables @ ..] = files {
        add(file(words.text("download.descriptor"), descriptor));
        // One word for all of them: seven times the same tells a listener nothing.
        let mut all = vec![text([words.text("source.file"), words.text("join.colon")].concat())];
        for (at, table) in tables.iter().enumerate() {
            all.extend((at > 0).then(|| text(words.text("join.list"))));
            all.push(file(table.rsplit('/').next().unwrap_or(table), table));
        }
        if !tables.is_empty() {
            add(node("span", Attrs::new(), all));
        }
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
    let pen = Pen {
        words,
        figure,
        level,
        walkable: false,
        open: String::new(),
        from: files.first().map(|file| folder_of(file)),
    };
    let boxes = vec![
        heading(level, Attrs::new(), &figure.title),
        paragraph("", vec![text(sentence)]),
        picture,
        blocks(&pen),
        group("remarks", remarks),
        contacts(&pen),
        disclosed(words, &figure.glossary.terms),
        sources(words, figure, files, ""),
        room,
    ];
    node("div", Attrs::new().is("class", "daylight-fallback"), boxes)
}
