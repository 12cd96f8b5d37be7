//! For tests: pages in, lines that a golden file holds out.

use super::{Block, Fact, Page};
use crate::figure::budget::Table;
use std::fmt::Write;
use std::path::Path;

fn dump_fact(out: &mut String, indent: &str, fact: &Fact) {
    let Fact { label, text, more, href, goal, picture, tone } = fact;
    let _ = write!(out, "{indent}{label}: {text}");
    if !more.is_empty() {
        let _ = write!(out, " ({more})");
    }
    for mark in [href.clone(), goal.clone(), picture.clone(), Some(tone.word().to_owned())].into_iter().flatten() {
        if !mark.is_empty() {
            let _ = write!(out, " [{mark}]");
        }
    }
    out.push('\n');
}

fn dump_table(out: &mut String, table: &Table) {
    let _ = writeln!(out, "table {}", table.caption);
    let heads: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
    let _ = writeln!(out, "  {}", heads.join(" | "));
    for row in table.rows.iter().chain(&table.total) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
        let _ = writeln!(out, "  {}", cells.join(" | ").trim_end());
    }
    if table.more > 0 {
        let _ = writeln!(out, "  and {} more", table.more);
    }
}

/// A page as lines.
pub fn dump(page: &Page) -> String {
    let mut out = format!("{}\n{}\n{}\n", page.name, page.unit_line, page.sentence);
    for block in &page.blocks {
        match block {
            Block::Heading(words) => out += &format!("\n# {words}\n"),
            Block::Said(words) => out += &format!("{words}\n"),
            Block::Facts(facts) => facts.iter().for_each(|fact| dump_fact(&mut out, "", fact)),
            Block::Table(table) => dump_table(&mut out, table),
            Block::Cards(cards) => {
                for card in cards {
                    let _ = writeln!(out, "card {} [{}]", card.title, card.goal.clone().unwrap_or_default());
                    card.facts.iter().for_each(|fact| dump_fact(&mut out, "  ", fact));
                }
            }
            Block::Linked(linked) => {
                for item in &linked.items {
                    let _ = writeln!(out, "linked {} [{} {}]", item.text, item.package, item.id);
                }
            }
            Block::Steps { .. } | Block::Bar(_) => {}
        }
    }
    out.push('\n');
    page.remarks.iter().for_each(|remark| out += &format!("* {remark}\n"));
    page.contacts.iter().for_each(|contact| dump_fact(&mut out, "", contact));
    out
}

/// Compares a page with what it was expected to say; `UPDATE_EXPECT` accepts it.
pub fn expect_page(subject: &str, name: &str, page: &Page) {
    expect_text(subject, name, &dump(page));
}

/// The same for any text of a subject.
pub fn expect_text(subject: &str, name: &str, seen: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/figure").join(subject).join("expect").join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, seen).unwrap();
    }
    assert_eq!(seen, std::fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
}
