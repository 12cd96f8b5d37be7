//! The registry as `custom-elements.json`, schema 2.1.0 of the custom elements manifest; cannot fail.

use daylight_widgets::registry::{Attribute, Holds, Widget, camel};
use serde_json::{Value, json};

/// Writes the manifest.
pub fn write(widgets: &[Widget]) -> String {
    let declarations: Vec<Value> = widgets.iter().map(declaration).collect();
    let exports: Vec<Value> = widgets
        .iter()
        .map(|widget| {
            let declaration = json!({ "name": widget.class, "module": "daylight.js" });
            json!({ "kind": "custom-element-definition", "name": widget.tag, "declaration": declaration })
        })
        .collect();
    let module =
        json!({ "kind": "javascript-module", "path": "daylight.js", "declarations": declarations, "exports": exports });
    let manifest = json!({ "schemaVersion": "2.1.0", "readme": "", "modules": [module] });
    format!("{manifest:#}\n")
}

/// An attribute's type in TypeScript's words.
pub fn kind(attribute: &Attribute) -> String {
    match attribute.holds {
        Holds::Text(_) => "string".to_owned(),
        Holds::OneOf(words) => words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | "),
    }
}

fn declaration(widget: &Widget) -> Value {
    let named = |list: &[daylight_widgets::registry::Named]| -> Vec<Value> {
        list.iter().map(|named| json!({ "name": named.name, "description": named.about })).collect()
    };
    let attributes: Vec<Value> = widget
        .attributes()
        .map(|attribute| {
            json!({
                "name": attribute.name,
                "fieldName": camel(attribute.name),
                "type": { "text": kind(attribute) },
                "default": attribute.default,
                "description": attribute.about,
            })
        })
        .collect();
    let fields = widget.attributes().map(|attribute| {
        json!({
            "kind": "field",
            "name": camel(attribute.name),
            "attribute": attribute.name,
            "reflects": true,
            "type": { "text": kind(attribute) },
            "description": attribute.about,
        })
    });
    let own_fields = widget.fields.iter().map(|field| {
        json!({ "kind": "field", "name": field.name, "type": { "text": field.kind }, "description": field.about })
    });
    let methods = widget.methods.iter().map(|method| {
        let parameters: Vec<Value> = method
            .takes
            .split_once(": ")
            .map(|(name, kind)| json!({ "name": name, "type": { "text": kind } }))
            .into_iter()
            .collect();
        json!({
            "kind": "method",
            "name": method.name,
            "parameters": parameters,
            "return": { "type": { "text": format!("Promise<{}>", method.gives) } },
            "description": method.about,
        })
    });
    let members: Vec<Value> = fields.chain(own_fields).chain(methods).collect();
    let events: Vec<Value> = widget
        .events
        .iter()
        .map(|event| {
            let kind = format!("CustomEvent<{}>", event.detail);
            json!({ "name": event.name, "type": { "text": kind }, "description": event.about })
        })
        .collect();
    json!({
        "kind": "class",
        "customElement": true,
        "name": widget.class,
        "tagName": widget.tag,
        "description": widget.about,
        "superclass": { "name": "HTMLElement" },
        "attributes": attributes,
        "members": members,
        "events": events,
        "slots": [{ "name": "", "description": "The fallback: what is shown until the element can be, and where it cannot." }],
        "cssParts": named(widget.parts),
        "cssProperties": named(widget.custom_properties),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use daylight_widgets::registry::WIDGETS;

    #[test]
    fn the_manifest_names_every_attribute_event_and_part() {
        let manifest: Value = serde_json::from_str(&write(WIDGETS)).unwrap();
        let class = &manifest["modules"][0]["declarations"][0];
        assert_eq!(class["tagName"], "daylight-budget");
        assert_eq!(class["attributes"].as_array().map(Vec::len), Some(WIDGETS[0].attributes().count()));
        assert_eq!(class["cssParts"].as_array().map(Vec::len), Some(WIDGETS[0].parts.len()));
        assert_eq!(manifest["modules"][0]["exports"][0]["declaration"]["name"], class["name"]);
    }
}
