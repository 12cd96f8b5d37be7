//! Changes of a descriptor as a clerk makes them by clicking: a tree and one change in, the tree changed; what the tree lacks is
//! added.

use crate::role::{self, AMOUNT, LEFT_OUT};
use daylight_core::json::{Node, Value};

/// The first resource: the studio describes one table.
fn resource(root: &mut Node) -> Option<&mut Node> {
    root.get_mut("resources")?.list_mut().first_mut()
}

/// A member of a node that is an object; an empty one where there was none.
fn object<'a>(node: &'a mut Node, key: &str) -> &'a mut Node {
    if node.get(key).is_none() {
        node.set(key, Value::Map(Vec::new()));
    }
    node.get_mut(key).expect("it was set")
}

/// A member of a node that is a list; an empty one where there was none.
fn list<'a>(node: &'a mut Node, key: &str) -> &'a mut Vec<Node> {
    if !matches!(node.get(key), Some(Node { value: Value::List(_), .. })) {
        node.set(key, Value::List(Vec::new()));
    }
    match node.get_mut(key).map(|node| &mut node.value) {
        Some(Value::List(nodes)) => nodes,
        _ => unreachable!("it was set"),
    }
}

/// The fields of the first resource.
pub fn fields(root: &Node) -> &[Node] {
    let first = root.get("resources").and_then(|resources| resources.list().first());
    first.and_then(|resource| resource.get("schema")?.get("fields")).map(Node::list).unwrap_or_default()
}

/// Sets a text of the package itself; a blank one takes it away.
pub fn set_text(root: &mut Node, key: &str, text: &str) {
    match text.trim() {
        "" => root.remove(key),
        text => root.set(key, text),
    }
}

/// Gives the column of a header a role. `headers` are those of the table, in their order, which is that of its fields.
pub fn set_role(root: &mut Node, headers: &[String], header: &str, role: &str) {
    let factor = factor(root);
    let Some(resource) = resource(root) else { return };
    let fields = list(object(resource, "schema"), "fields");
    let is_it = |field: &Node| field.text_of("name") == Some(header);
    if role == LEFT_OUT {
        fields.retain(|field| !is_it(field));
        set_factor_of(resource, header, 1);
        return;
    }
    if !fields.iter().any(is_it) {
        let position = |name: Option<&str>| headers.iter().position(|header| Some(header.as_str()) == name);
        let own = position(Some(header));
        let at = fields.iter().position(|field| position(field.text_of("name")) > own).unwrap_or(fields.len());
        let mut field = Node::from(Value::Map(Vec::new()));
        field.set("name", header);
        fields.insert(at, field);
    }
    let others = fields.iter().filter(|field| !is_it(field)).filter_map(|field| field.text_of("columnType"));
    let column_type = role::type_of(role, others);
    let Some(field) = fields.iter_mut().find(|field| is_it(field)) else { return };
    let is_amount = column_type.as_deref() == Some(AMOUNT);
    field.set("type", if is_amount { "number" } else { "string" });
    match column_type {
        Some(column_type) => field.set("columnType", column_type.as_str()),
        None => field.remove("columnType"),
    }
    set_factor_of(resource, header, if is_amount { factor } else { 1 });
}

/// How many of the currency one is, in the amounts of the table.
pub fn factor(root: &Node) -> u64 {
    let read =
        root.get("resources").and_then(|resources| resources.list().first()?.get("daylight:layout")?.get("read"));
    let amounts = amounts(root);
    let factor = |name: &String| read?.get(name)?.get("factor")?.integer()?.try_into().ok();
    amounts.iter().find_map(factor).unwrap_or(1)
}

fn amounts(root: &Node) -> Vec<String> {
    let is_amount = |field: &&Node| field.text_of("columnType") == Some(AMOUNT);
    fields(root).iter().filter(is_amount).filter_map(|field| field.text_of("name").map(str::to_owned)).collect()
}

/// Sets it for all of them.
pub fn set_factor(root: &mut Node, factor: u64) {
    let amounts = amounts(root);
    let Some(resource) = resource(root) else { return };
    for name in amounts {
        set_factor_of(resource, &name, factor);
    }
}

fn set_factor_of(resource: &mut Node, header: &str, factor: u64) {
    if factor != 1 {
        let read = object(object(object(resource, "daylight:layout"), "read"), header);
        read.set("factor", Value::Number(factor.to_string()));
    } else if let Some(read) =
        resource.get_mut("daylight:layout").and_then(|layout| layout.get_mut("read")?.get_mut(header))
    {
        read.remove("factor");
    }
}

/// The texts of the first column that make a row a total, as the rules for rows say it.
pub fn totals(root: &Node) -> Vec<String> {
    let rules = root.get("resources").and_then(|all| all.list().first()?.get("daylight:layout")?.get("rows"));
    let is = |rule: &Node| rule.get("when")?.text_of("is").filter(|_| is_total(rule)).map(str::to_owned);
    rules.map(Node::list).unwrap_or_default().iter().filter_map(is).collect()
}

fn is_total(rule: &Node) -> bool {
    rule.text_of("as") == Some("total")
}

/// Sets them; other rules for rows stay.
pub fn set_totals<'a>(root: &mut Node, texts: impl Iterator<Item = &'a str>) {
    let Some(field) = fields(root).first().and_then(|field| field.text_of("name")).map(str::to_owned) else { return };
    let Some(resource) = resource(root) else { return };
    let rules = list(object(resource, "daylight:layout"), "rows");
    rules.retain(|rule| !(is_total(rule) && rule.get("when").is_some_and(|when| when.get("is").is_some())));
    for text in texts {
        let (mut when, mut rule) = (Node::from(Value::Map(Vec::new())), Node::from(Value::Map(Vec::new())));
        when.set("field", field.as_str());
        when.set("is", text);
        rule.set("when", when);
        rule.set("as", "total");
        rules.push(rule);
    }
}

/// What is the same in all rows: the constant of the extra field with this column type.
pub fn constant(root: &Node, column_type: &str) -> Option<String> {
    let schema = root.get("resources")?.list().first()?.get("schema")?;
    let is_it = |field: &&Node| field.text_of("columnType") == Some(column_type);
    schema.get("extraFields")?.list().iter().find(is_it)?.get("constant")?.plain()
}

/// Sets it; a blank one takes the extra field away.
pub fn set_constant(root: &mut Node, name: &str, column_type: &str, constant: &str) {
    let Some(resource) = resource(root) else { return };
    let extra = list(object(resource, "schema"), "extraFields");
    extra.retain(|field| field.text_of("columnType") != Some(column_type));
    if !constant.trim().is_empty() {
        let mut field = Node::from(Value::Map(Vec::new()));
        let members = [("name", name), ("type", "string"), ("columnType", column_type), ("constant", constant.trim())];
        members.into_iter().for_each(|(key, text)| field.set(key, text));
        extra.push(field);
    }
}

/// Sets a member of the review; a blank one takes it away, and the last one the review.
pub fn set_review(root: &mut Node, key: &str, text: &str) {
    let review = object(root, "daylight:review");
    set_text(review, key, text);
    if review.members().is_empty() {
        root.remove("daylight:review");
    }
}
