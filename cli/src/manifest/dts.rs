//! The registry as TypeScript types: elements, their events, and the tag names that `document.createElement` knows.

use super::json::kind;
use daylight_widgets::registry::{Widget, camel};

/// Writes `daylight.d.ts`.
pub fn write(widgets: &[Widget]) -> String {
    let mut out = String::from("// Written by `daylight manifest --format dts`.\n");
    for widget in widgets {
        class(&mut out, widget);
    }
    out.push_str("\ndeclare global {\n  interface HTMLElementTagNameMap {\n");
    for widget in widgets {
        out.push_str(&format!("    '{}': {};\n", widget.tag, widget.class));
    }
    out.push_str("  }\n}\n\nexport {};\n");
    out
}

fn class(out: &mut String, widget: &Widget) {
    out.push_str(&format!("\nexport interface {}EventMap {{\n", widget.class));
    for event in widget.events {
        out.push_str(&format!("  /** {} */\n  '{}': CustomEvent<{}>;\n", event.about, event.name, event.detail));
    }
    out.push_str(&format!("}}\n\n/** {} */\nexport interface {} extends HTMLElement {{\n", widget.about, widget.class));
    for attribute in widget.attributes().filter(|attribute| attribute.name != "lang") {
        // An attribute that is not set reads as blank.
        let kind = kind(attribute);
        let kind = if kind == "string" { kind } else { kind + " | ''" };
        out.push_str(&format!("  /** {} */\n  {}: {kind};\n", attribute.about, camel(attribute.name)));
    }
    for field in widget.fields {
        out.push_str(&format!("  /** {} */\n  {}: {};\n", field.about, field.name, field.kind));
    }
    for method in widget.methods {
        out.push_str(&format!(
            "  /** {} */\n  {}({}): Promise<{}>;\n",
            method.about, method.name, method.takes, method.gives
        ));
    }
    for verb in ["addEventListener", "removeEventListener"] {
        let options = if verb == "addEventListener" { "AddEventListenerOptions" } else { "EventListenerOptions" };
        let map = format!("{}EventMap", widget.class);
        out.push_str(&format!(
            "  {verb}<K extends keyof {map}>(type: K, listener: (event: {map}[K]) => void, options?: boolean | {options}): void;\n  \
             {verb}(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | {options}): void;\n"
        ));
    }
    out.push_str("}\n");
}

#[cfg(test)]
mod tests {
    use super::write;
    use daylight_widgets::registry::WIDGETS;

    #[test]
    fn types_hold_every_property_once() {
        let types = write(WIDGETS);
        for widget in WIDGETS {
            let own =
                types.split(&format!("interface {} ", widget.class)).nth(1).and_then(|rest| rest.split("\n}").next());
            for attribute in widget.attributes().filter(|attribute| attribute.name != "lang") {
                let line = format!("\n  {}: ", daylight_widgets::registry::camel(attribute.name));
                assert_eq!(own.unwrap_or_default().matches(&line).count(), 1, "{} {line}", widget.tag);
            }
        }
        assert!(types.contains("'daylight-budget': DaylightBudget;"));
        assert_eq!(types.matches('{').count(), types.matches('}').count());
    }
}
