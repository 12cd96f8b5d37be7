//! The registry as HTML tables for the widget's page: attributes, methods, events, parts and custom properties.

use daylight_widgets::registry::{Holds, Named, Widget};
use daylight_widgets::view::push_escaped;

/// What writes a table.
type Write = fn(&mut String, &Widget);

/// The tables of an element, by the word that a page asks for them with.
const PARTS: [(&str, Write); 5] = [
    ("attributes", attributes),
    ("methods", methods),
    ("events", events),
    ("parts", |out, widget| named(out, "Parts", &["`::part`", "What it is"], widget.parts)),
    ("properties", |out, widget| {
        named(out, "Custom properties", &["Property", "What it sets"], widget.custom_properties);
    }),
];

/// Writes every table of every element.
pub fn write(widgets: &[Widget]) -> String {
    let mut out = String::new();
    for widget in widgets {
        PARTS.iter().for_each(|(_, write)| write(&mut out, widget));
    }
    out
}

/// One table of an element; `None` where there is no such table.
pub fn write_part(widget: &Widget, part: &str) -> Option<String> {
    let (_, write) = PARTS.iter().find(|(word, _)| *word == part)?;
    let mut out = String::new();
    write(&mut out, widget);
    Some(out)
}

fn attributes(out: &mut String, widget: &Widget) {
    let rows = widget.attributes().map(|attribute| {
        let holds = match attribute.holds {
            Holds::Text(kind) => kind.to_owned(),
            Holds::OneOf(words) => words.iter().map(|word| ["`", word, "`"].concat()).collect::<Vec<_>>().join(", "),
        };
        vec![["`", attribute.name, "`"].concat(), holds, attribute.default.to_owned(), attribute.about.to_owned()]
    });
    table(out, "Attributes", &["Attribute", "Holds", "Without it", "What it does"], rows.collect());
}

fn methods(out: &mut String, widget: &Widget) {
    let methods = widget.methods.iter().map(|method| {
        let call = format!("`{}({}): Promise<{}>`", method.name, method.takes, method.gives);
        vec![call, method.about.to_owned()]
    });
    let fields = widget.fields.iter().map(|field| vec![format!("`{}`", field.name), field.about.to_owned()]);
    table(out, "Properties and methods", &["Name", "What it does"], fields.chain(methods).collect());
}

fn events(out: &mut String, widget: &Widget) {
    let rows = widget.events.iter().map(|event| {
        let refuse = if event.cancelable { "yes" } else { "no" };
        vec![format!("`{}`", event.name), event.about.to_owned(), format!("`{}`", event.detail), refuse.to_owned()]
    });
    table(out, "Events", &["Event", "When", "`detail`", "Can be refused"], rows.collect());
}

fn named(out: &mut String, caption: &str, columns: &[&str], list: &[Named]) {
    let rows = list.iter().map(|named| vec![format!("`{}`", named.name), named.about.to_owned()]);
    table(out, caption, columns, rows.collect());
}

fn table(out: &mut String, caption: &str, columns: &[&str], rows: Vec<Vec<String>>) {
    out.push_str("<table>\n<caption>");
    out.push_str(caption);
    out.push_str("</caption>\n<thead><tr>");
    for column in columns {
        out.push_str("<th scope=\"col\">");
        push_words(out, column);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            out.push_str(if at == 0 { "<th scope=\"row\">" } else { "<td>" });
            push_words(out, cell);
            out.push_str(if at == 0 { "</th>" } else { "</td>" });
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

/// Words, with what stands between backticks as code.
fn push_words(out: &mut String, words: &str) {
    for (at, part) in words.split('`').enumerate() {
        if at % 2 == 1 {
            out.push_str("<code>");
        }
        push_escaped(out, part);
        if at % 2 == 1 {
            out.push_str("</code>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_code_is_code() {
        let mut out = String::new();
        push_words(&mut out, "`<html>` & more");
        assert_eq!(out, "<code>&lt;html&gt;</code> &amp; more");
    }
}
