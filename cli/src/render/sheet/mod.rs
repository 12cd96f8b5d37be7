//! The notice of a project for the board of a village: a figure in, one page of A4 as complete HTML out; cannot fail.
//!
//! It says what the element says of the project, in black on white, with numbers to call and a code that leads back to the page.

mod code;
pub mod link;

use crate::base64::in_base64;
use daylight_core::figure::budget::{Table, TableRow};
use daylight_core::figure::funds::FundsFigure;
use daylight_core::figure::page::{Block, Fact, Tone};
use daylight_core::text::terminal_columns;
use daylight_core::words::Words;
use daylight_widgets::view::push_escaped;

const STYLE: &str = include_str!("sheet.css");

/// How many lines fit on the page in each size of type, the largest first; what has more is set in the smallest.
const ROOM: [usize; 2] = [38, 49];

/// How many lines pictures take.
const PICTURE_LINES: usize = 9;

/// Columns of a line in the largest type: of the whole page, of a name, of what is said beside it across the page, and of what is
/// said in half of it.
const PAGE: usize = 100;
const NAME: usize = 18;
const WIDE: usize = 78;
const HALF: usize = 28;

/// A notice to be printed.
pub struct Sheet<'a> {
    /// The words of its language.
    pub words: &'a Words,
    /// The figure of one project.
    pub figure: &'a FundsFigure,
    /// Whether the figures are invented.
    pub is_illustrative: bool,
    /// Its pictures, by the paths that the package has for them.
    pub pictures: &'a [(String, Vec<u8>)],
    /// Where the page stands at this project.
    pub page: Option<&'a str>,
}

impl Sheet<'_> {
    /// The page.
    pub fn write(&self) -> String {
        let Self { words, figure, .. } = self;
        // The first heading is the project's name.
        let (title, blocks) = match figure.page.blocks.split_first() {
            Some((Block::Heading(name), rest)) => (name.as_str(), rest),
            _ => (figure.page.name.as_str(), &figure.page.blocks[..]),
        };
        let kind = &figure.kind;
        let mut body = Html::default();
        body.open("header", "");
        if self.is_illustrative {
            body.line("p", "mark", words.text("funds.sheet.illustrative"));
        }
        body.line("p", "kind", kind);
        body.line("h1", "", title);
        body.close("header");
        body.line("p", "sentence", &figure.page.sentence);
        for block in blocks {
            self.block(&mut body, block);
        }
        self.pictures(&mut body);
        self.foot(&mut body);
        let size = ROOM.iter().position(|room| body.lines <= *room).unwrap_or(ROOM.len());
        let lang = words.lang();
        let mut name = Html::default();
        name.line("title", "", &[title, kind].join(words.text("join.title")));
        format!(
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n{}<style>\n{STYLE}</style>\n</head>\n\
             <body data-size=\"{size}\" data-lines=\"{}\">\n{}</body>\n</html>\n",
            name.out, body.lines, body.out
        )
    }

    fn block(&self, out: &mut Html, block: &Block) {
        match block {
            Block::Heading(said) => {
                out.lines += 1;
                out.line("h2", "", said);
            }
            Block::Said(said) => {
                out.lines += lines(terminal_columns(said), PAGE);
                out.line("p", "", said);
            }
            Block::Facts(facts) => self.facts(out, facts),
            Block::Table(told) => self.table(out, told),
            // Paper leads nowhere, and a notice has no other pictures.
            Block::Steps { .. } | Block::Cards(_) | Block::Bar(_) | Block::Linked(_) => {}
        }
    }

    fn facts(&self, out: &mut Html, facts: &[Fact]) {
        out.open("dl", "facts");
        let said = |fact: &Fact| terminal_columns(&fact.text) + terminal_columns(&fact.more);
        let is_wide = |fact: &Fact| said(fact) > HALF;
        let mut is_right = false;
        for (at, fact) in facts.iter().enumerate() {
            let Fact { label, text, more, tone, .. } = fact;
            // The words for who cannot see it are none on paper: the file is named.
            let text = fact.picture.as_ref().unwrap_or(text);
            // Two short ones share a line; one that has no other beside it takes the whole.
            let has_neighbour = is_right || facts.get(at + 1).is_some_and(|next| !is_wide(next));
            let takes_line = is_wide(fact) || !has_neighbour;
            if !is_right || takes_line {
                out.lines += lines(terminal_columns(label), NAME).max(lines(said(fact), WIDE));
            }
            is_right = !takes_line && !is_right;
            out.open("div", if takes_line { "wide" } else { "" });
            out.line("dt", "", label);
            let is_blank = text == self.words.text("funds.not-published");
            let class = match tone {
                _ if is_blank => "blank",
                Tone::Plain => "",
                Tone::Waiting | Tone::Missing => "strong",
            };
            out.open("dd", class);
            out.line("span", "", text);
            if !more.is_empty() {
                out.line("small", "", more);
            }
            out.close("dd");
            out.close("div");
        }
        out.close("dl");
    }

    fn table(&self, out: &mut Html, table: &Table) {
        out.open("table", "");
        out.open("caption", "");
        out.line("span", "", &table.caption);
        out.line("small", "", &self.figure.page.unit_line);
        out.close("caption");
        out.open("thead", "");
        out.open("tr", "");
        for column in &table.columns {
            out.line("th", if column.numeric { "number" } else { "" }, &column.label);
        }
        out.close("tr");
        out.close("thead");
        out.open("tbody", "");
        out.lines += 2 + table.rows.len();
        for TableRow { cells, .. } in table.rows.iter().chain(&table.total) {
            out.open("tr", "");
            for (cell, column) in cells.iter().zip(&table.columns) {
                out.line("td", if column.numeric { "number" } else { "" }, &cell.text);
            }
            out.close("tr");
        }
        out.close("tbody");
        out.close("table");
    }

    /// Before and after beside each other, where the page has room for them.
    fn pictures(&self, out: &mut Html) {
        let facts = self
            .figure
            .page
            .blocks
            .iter()
            .filter_map(|block| if let Block::Facts(facts) = block { Some(facts) } else { None });
        let found = facts.flatten().filter_map(|fact| {
            let path = fact.picture.as_deref()?;
            let (_, bytes) = self.pictures.iter().find(|(known, _)| known == path)?;
            Some((fact, path, bytes))
        });
        let found: Vec<_> = found.collect();
        if found.is_empty() || out.lines + PICTURE_LINES > ROOM[1] {
            return;
        }
        out.lines += PICTURE_LINES;
        out.open("div", "photos");
        for (fact, path, bytes) in found {
            out.open("figure", "");
            out.out.extend(["<img alt=\"\" src=\"data:", media(path), ";base64,", &in_base64(bytes), "\">"]);
            out.line("figcaption", "", &fact.label);
            out.close("figure");
        }
        out.close("div");
    }

    /// Whom to call, the way back to the page, and where the figures come from.
    fn foot(&self, out: &mut Html) {
        let Self { words, figure, .. } = self;
        out.open("footer", "");
        out.open("div", "ask");
        out.line("h2", "", words.text("records.contacts"));
        out.line("p", "", words.text("funds.sheet.hint"));
        out.open("dl", "contacts");
        for Fact { label, text, href, .. } in &figure.page.contacts {
            out.lines += 1;
            out.open("div", if href.is_some() { "call" } else { "" });
            out.line("dt", "", label);
            out.line("dd", "", text);
            out.close("div");
        }
        out.close("dl");
        out.close("div");
        if let Some(page) = self.page {
            out.open("div", "back");
            let label = words.text("funds.sheet.page");
            // What is too long for a code is read from the paper.
            out.out.push_str(&code::write(page, label).unwrap_or_default());
            out.open("div", "address");
            out.line("strong", "", label);
            out.line("span", "", page);
            out.close("div");
            out.close("div");
        }
        out.close("footer");
        let sources = figure.page.sources.iter().map(|source| source.text.as_str()).collect::<Vec<_>>();
        let sources = match sources.is_empty() {
            true => String::new(),
            false => words.fill("sources", &[("sources", &sources.join(words.text("join.list")))]),
        };
        let remarks = figure.page.remarks.iter().map(String::as_str);
        let told = [
            figure.page.publisher.text.as_str(),
            &figure.page.as_of,
            &sources,
            figure.page.version.as_deref().unwrap_or_default(),
        ];
        let told: Vec<&str> = told.into_iter().chain(remarks).filter(|said| !said.is_empty()).collect();
        let told = told.join(words.text("join.title"));
        out.lines += lines(terminal_columns(&told), PAGE);
        out.line("p", "source", &told);
    }
}

/// The media type of a picture by its ending.
fn media(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => "image/jpeg",
    }
}

/// How many lines some columns of text take.
fn lines(columns: usize, room: usize) -> usize {
    columns.div_ceil(room).max(1)
}

/// Markup, and about how many lines of the page it takes.
#[derive(Default)]
struct Html {
    out: String,
    lines: usize,
}

impl Html {
    fn open(&mut self, tag: &str, class: &str) {
        self.out.extend(["<", tag]);
        if !class.is_empty() {
            self.out.extend([" class=\"", class, "\""]);
        }
        self.out.push('>');
    }

    fn close(&mut self, tag: &str) {
        self.out.extend(["</", tag, ">\n"]);
    }

    /// An element with nothing but a text.
    fn line(&mut self, tag: &str, class: &str, text: &str) {
        self.open(tag, class);
        push_escaped(&mut self.out, text);
        self.close(tag);
    }
}
