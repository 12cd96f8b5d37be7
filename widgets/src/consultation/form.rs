//! A form as HTML: words and what was typed in, labelled fields, what is wrong and buttons out; cannot fail.

use crate::view::{Attrs, button, group, heading, link, node, paragraph, select, text};
use daylight_core::figure::budget::{Choice, Link};
use daylight_core::figure::consultation::{Done, Field, Fill, Form, FormKind};
use leptos::prelude::*;

/// The form, or what became of what was sent.
pub fn draw_form(form: &Form, level: u8) -> AnyView {
    let mut parts = vec![heading(level + 1, Attrs::new().is("id", "form").is("class", "about"), &form.title)];
    if let Some(done) = &form.done {
        parts.push(draw_done(done));
    } else {
        parts.extend(form.notes.iter().map(|note| paragraph("hint", vec![text(note.clone())])));
        parts.push(draw_faults(form));
        parts.extend(form.fields.iter().map(draw_field));
        let act = if form.kind == FormKind::Status { "look" } else { "send" };
        let attrs = Attrs::new()
            .is("type", "button")
            .is("class", "main")
            .part("button")
            .is_if(form.busy, "aria-disabled", "true")
            .does(act);
        let send = node("button", attrs, vec![text(form.send.clone())]);
        let clear = form.clear.as_ref().map(|label| button("clear".to_owned(), "quiet", label));
        parts.push(group("actions", [send].into_iter().chain(clear).collect()));
    }
    if let Some((label, href)) = &form.plain {
        let plain = Link { text: label.clone(), href: Some(href.clone()), lang: None };
        parts.push(paragraph("hint", vec![link(&plain)]));
    }
    node("div", Attrs::new().is("class", "form").is("role", "group").is("aria-labelledby", "form"), parts)
}

/// What is wrong, each with a way to its field; it gets the focus, so that it is heard.
fn draw_faults(form: &Form) -> AnyView {
    let (label, faults) = &form.faults;
    let attrs = Attrs::new().is("id", "faults").is("tabindex", "-1").is("role", "alert");
    if faults.is_empty() {
        return node("div", attrs.is("class", "said"), vec![]);
    }
    let fault = |(field, words): &(String, String)| {
        let said = match form.fields.iter().any(|known| known.id == *field && known.fill != Fill::Trap) {
            true => button(["fault ", field].concat(), "open", words),
            false => text(words.clone()),
        };
        node("li", Attrs::new(), vec![said])
    };
    let listed = node("ul", Attrs::new(), faults.iter().map(fault).collect());
    node("div", attrs.is("class", "faults"), vec![paragraph("", vec![text(label.clone())]), listed])
}

fn draw_field(field: &Field) -> AnyView {
    let Field { id, label, hint, fill, value, fault, required } = field;
    let does = ["type ", id].concat();
    let describes: Vec<String> = [(hint, "hint-"), (fault, "fault-")]
        .iter()
        .filter(|(said, _)| !said.is_empty())
        .map(|(_, of)| [of, id.as_str()].concat())
        .collect();
    let about = |attrs: Attrs| {
        attrs
            .is_if(!describes.is_empty(), "aria-describedby", &describes.join(" "))
            .is_if(!fault.is_empty(), "aria-invalid", "true")
            .is_if(*required, "aria-required", "true")
    };
    let said = |of: &str, class: &'static str, words: &str| match words.is_empty() {
        true => text(""),
        false => node("p", Attrs::new().is("id", [of, id.as_str()].concat()).is("class", class), vec![text(words)]),
    };
    let (hint, fault) = (said("hint-", "hint", hint), said("fault-", "fault", fault));
    let named = || node("label", Attrs::new().is("for", id.clone()), vec![text(label.clone())]);
    match fill {
        Fill::Choice(options) => {
            let drawn = select(about(Attrs::new().is("id", id.clone()).does(does)), options);
            let drawn = node("div", Attrs::new().is("class", "switch"), vec![named(), drawn]);
            group("field", vec![hint, fault, drawn])
        }
        Fill::Single(options) => {
            options_of(field, about(Attrs::new().is("role", "radiogroup")), options, [hint, fault])
        }
        Fill::Multiple(options) => {
            let attrs = Attrs::new().is_if(!describes.is_empty(), "aria-describedby", &describes.join(" "));
            options_of(field, attrs, options, [hint, fault])
        }
        Fill::Text => {
            let attrs = Attrs::new().is("id", id.clone()).is("rows", if id == "text" { "8" } else { "3" });
            let area = node("textarea", about(attrs).live("value", value.clone()).does(does), vec![]);
            group("field", vec![named(), hint, fault, area])
        }
        Fill::Line => {
            let attrs = Attrs::new()
                .is("id", id.clone())
                .is("type", "text")
                .is("autocomplete", "off")
                .is("spellcheck", "false");
            group(
                "field",
                vec![named(), hint, fault, node("input", about(attrs).live("value", value.clone()).does(does), vec![])],
            )
        }
        Fill::Trap => {
            let attrs =
                Attrs::new().is("id", id.clone()).is("type", "text").is("autocomplete", "off").is("tabindex", "-1");
            let input = node("input", attrs.live("value", value.clone()).does(does), vec![]);
            node("div", Attrs::new().is("class", "trap").is("aria-hidden", "true"), vec![named(), input])
        }
    }
}

/// A question with its options.
fn options_of(field: &Field, attrs: Attrs, options: &[Choice], [hint, fault]: [AnyView; 2]) -> AnyView {
    let is_one = matches!(field.fill, Fill::Single(_));
    let (kind, verb) = if is_one { ("radio", "pick ") } else { ("checkbox", "tick ") };
    // A group of boxes is neither right nor wrong for who hears it: its boxes are. One of some is right or wrong as a group.
    let is_wrong = !is_one && !field.fault.is_empty();
    let drawn = options.iter().map(|option| {
        let attrs = Attrs::new()
            .is("type", kind)
            .is("name", field.id.clone())
            .is("value", option.id.clone())
            .live_if(option.chosen, "checked")
            .is_if(is_wrong, "aria-invalid", "true")
            .does([verb, &field.id, " ", &option.id].concat());
        node("label", Attrs::new(), vec![node("input", attrs, vec![]), text(option.label.clone())])
    });
    let legend = node("legend", Attrs::new(), vec![text(field.label.clone())]);
    let mut parts = vec![legend, hint, fault];
    parts.extend(drawn);
    // Something in it can have the focus, so that who is led here is here.
    node("fieldset", attrs.is("id", field.id.clone()).is("tabindex", "-1").is("class", "field"), parts)
}

fn draw_done(done: &Done) -> AnyView {
    let mut parts = vec![node("strong", Attrs::new(), vec![text(done.title.clone())])];
    if !done.receipt.is_empty() {
        parts.push(node("p", Attrs::new().is("class", "receipt"), vec![text(done.receipt.clone())]));
    }
    let (named, plain): (Vec<_>, Vec<_>) = done.lines.iter().partition(|(name, _)| !name.is_empty());
    parts.extend(plain.into_iter().map(|(_, line)| paragraph("", vec![text(line.clone())])));
    if !named.is_empty() {
        let rows = named.into_iter().map(|(name, said)| {
            let name = node("dt", Attrs::new(), vec![text(name.clone())]);
            let said = node("dd", Attrs::new(), vec![text(said.clone())]);
            group("", vec![name, said])
        });
        parts.push(node("dl", Attrs::new().is("class", "facts"), rows.collect()));
    }
    parts.push(button("again".to_owned(), "quiet", &done.again));
    node("div", Attrs::new().is("id", "done").is("class", "done").is("tabindex", "-1").is("role", "status"), parts)
}
