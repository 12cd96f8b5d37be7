//! The table of routes in, its description as OpenAPI 3.1 out; cannot fail.

use serde_json::{Map, Value, json};

use super::{ROUTES, Told};

/// The description of an API that stands at an address.
pub fn write(api: &str) -> String {
    let mut paths = Map::new();
    for told in ROUTES {
        let methods = paths.entry(told.route.path).or_insert_with(|| json!({}));
        methods[if told.route.sends { "post" } else { "get" }] = operation(told);
    }
    let root = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Daylight consultations",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Comments on what is to be decided, and what became of them. Everybody may read; there are no cookies.",
        },
        "servers": [{"url": api}],
        "paths": paths,
        "components": {"schemas": schemas()},
    });
    // A tree of JSON can always be written.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

fn operation(told: &Told) -> Value {
    let mut parameters = Vec::new();
    if told.route.path.contains("{id}") {
        let schema = json!({"type": "string", "pattern": "^[A-Za-z0-9._-]{1,100}$"});
        parameters.push(json!({"name": "id", "in": "path", "required": true, "schema": schema}));
    }
    for (name, kind, says) in told.query {
        let mut schema = json!({"type": kind});
        if *kind == "integer" {
            (schema["minimum"], schema["maximum"]) = (0.into(), u32::MAX.into());
        }
        parameters.push(json!({"name": name, "in": "query", "description": says, "schema": schema}));
    }
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut answers = Map::new();
    for (status, name, says) in told.answers {
        let content = json!({"application/json": {"schema": schema(name)}});
        answers.insert(status.to_string(), json!({"description": says, "content": content}));
    }
    let mut operation = json!({"operationId": told.route.name, "description": told.says, "responses": answers});
    if !told.body.is_empty() {
        let kinds = ["application/json", "application/x-www-form-urlencoded"];
        let content: Map<String, Value> =
            kinds.iter().map(|kind| ((*kind).to_owned(), json!({"schema": schema(told.body)}))).collect();
        operation["requestBody"] = json!({"required": true, "content": content});
        if told.body == "Comment" {
            let says = "The idempotency key, in place of the field `key`.";
            parameters.push(
                json!({"name": "Idempotency-Key", "in": "header", "description": says, "schema": {"type": "string"}}),
            );
        }
    }
    operation["parameters"] = parameters.into();
    operation
}

fn texts() -> Value {
    json!({"type": "object", "additionalProperties": {"type": "string"}, "description": "By language."})
}

fn object(required: &[&str], properties: &Value) -> Value {
    json!({"type": "object", "required": required, "properties": properties})
}

fn list(of: &str) -> Value {
    json!({"type": "array", "items": {"$ref": format!("#/components/schemas/{of}")}})
}

fn schemas() -> Value {
    let text = json!({"type": "string"});
    let count = json!({"type": "integer", "minimum": 0});
    let day = json!({"type": "string", "format": "date"});
    let stage = json!({"enum": ["planned", "open", "closed", "answered"]});
    let disposition = json!({"enum": ["adopted", "partly", "not-adopted", "covered", "out-of-scope"]});
    let answers = json!({
        "type": "object",
        "description": "By question: the place of an option from 1, a list of places, a number of the scale, or a text. A form \
            writes `answer.QUESTION`.",
        "additionalProperties": {"type": ["string", "integer", "array"], "items": {"type": ["string", "integer"]}},
    });
    json!({
        "Any": {"type": "object"},
        "Comment": object(&["text", "token"], &json!({
            "key": {"type": "string", "maxLength": 200, "description": "Chosen by the sender; the header `Idempotency-Key` may stand for it."},
            "token": {"type": "string", "description": "From the definition."},
            "text": text, "package": text, "subject": text, "name": text, "contact": text,
            "voucher": {"type": "string", "description": "PSEUDONYM.SECONDS.SIGNATURE, from the host, where the consultation asks for it."},
            "answers": answers,
            "confirmed": {"type": "boolean", "description": "What looks like personal data may stay."},
            "website": {"type": "string", "description": "Leave it out."},
        })),
        "Receipt": object(&["receipt", "received"], &json!({"receipt": text, "received": day})),
        "Ticket": object(&["receipt"], &json!({"receipt": text})),
        "Standing": object(&["state", "received"], &json!({
            "state": {"enum": ["received", "published", "withheld"]}, "received": day,
            "id": text, "withheld": text, "disposition": disposition, "reason": text, "answer": text,
            "text": {"type": "string", "description": "The comment as it is published: with the receipt it makes the digest."},
            "digest": {"type": "string", "description": "It stands in the list of receipts once no more comments are taken."},
        })),
        "Problem": object(&["rule", "message", "field"], &json!({"rule": text, "message": text, "field": {"type": ["string", "null"]}})),
        "Refusal": object(&["rule", "message", "field", "problems"], &json!({
            "rule": text, "message": text, "field": {"type": ["string", "null"]},
            "problems": list("Problem"),
            "token": {"type": "string", "description": "Send it again with this token."},
            "places": {"type": "array", "items": object(&["field", "line", "message"], &json!({"field": text, "line": count, "message": text}))},
        })),
        "List": object(&["consultations"], &json!({"consultations": {"type": "array", "items": object(&["id", "names", "office", "stage", "page"], &json!({
            "id": text, "names": texts(), "office": texts(), "stage": stage, "opens": day, "closes": day, "days-left": count, "page": text,
        }))}})),
        "Definition": object(&["package", "id", "counts", "addresses"], &json!({
            "package": {"type": "object", "description": "What the descriptor says of the package."},
            "id": text, "names": texts(), "summary": texts(), "office": texts(), "contact": text,
            "scope": {"enum": ["anything"]}, "identity": {"enum": ["none", "declared", "vouched"]},
            "answer-by": day, "decided": day,
            "rounds": list("Any"), "clauses": list("Any"), "documents": list("Any"), "steps": list("Any"),
            "questions": list("Any"), "themes": list("Any"), "counts": {"type": "object"},
            "addresses": {"type": "object", "additionalProperties": {"type": "string"}},
            "standing": object(&["stage", "more"], &json!({"stage": stage, "round": text, "days-left": count, "more": {"type": "boolean"}})),
        })),
        "Comments": object(&[], &json!({
            "comments": {"type": "array", "items": object(&["id"], &json!({
                "id": text, "received": day, "channel": text, "package": text, "subject": text, "subject-names": texts(),
                "name": text, "text": text, "theme": text,
                "voice": text, "same": count, "disposition": disposition, "reason": texts(), "answer": text, "withheld": text,
            }))},
            "answers": list("Answer"), "next": text,
        })),
        "Subject": object(&["names"], &json!({"names": texts()})),
        "LogDays": object(&["days"], &json!({"days": {"type": "array", "items": object(&["day", "entries", "digest"], &json!({
            "day": day, "entries": count, "digest": text,
        }))}})),
        "Receipts": object(&["receipts"], &json!({"receipts": {"type": "array", "items": {
            "type": "string", "pattern": "^[0-9a-f]{64}$",
            "description": "SHA-256 of `daylight-receipt-1`, NUL, the 16 bytes of a receipt and the SHA-256 of the text.",
        }}})),
        "Answer": object(&["id", "text"], &json!({"id": text, "text": texts(), "office": texts(), "day": day})),
        "Adoption": object(&["announcement", "receipts"], &json!({
            "announcement": {"type": "object"}, "answers": list("Answer"),
            "clauses": {"type": "array", "items": object(&["id", "comments"], &json!({"id": text, "comments": {"type": "array", "items": text}}))},
            "receipts": count,
        })),
    })
}
