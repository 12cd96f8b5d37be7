//! Changes of a descriptor as a clerk makes them by clicking: a resource, or the whole of it, and one change in, the tree changed;
//! what the tree lacks is added.

use crate::role::{self, AMOUNT, FIGURE, LEFT_OUT};
use daylight_core::ingest::FORMS;
use daylight_core::ingest::form::Holds;
use daylight_core::json::{Node, Value};

/// A member of a node that is an object; an empty one where there was none.
fn object<'a>(node: &'a mut Node, key: &str) -> &'a mut Node {
    if node.get(key).is_none() {
        node.set(key, Value::Map(Vec::new()));
    }
    node.get_mut(key).expect("it was set")
}

/// A member of a node that is a list; an empty one where there was none.
pub fn list<'a>(node: &'a mut Node, key: &str) -> &'a mut Vec<Node> {
    if !matches!(node.get(key), Some(Node { value: Value::List(_), .. })) {
        node.set(key, Value::List(Vec::new()));
    }
    match node.get_mut(key).map(|node| &mut node.value) {
        Some(Value::List(nodes)) => nodes,
        _ => unreachable!("it was set"),
    }
}

/// The fields of a resource.
pub fn fields(resource: &Node) -> &[Node] {
    resource.get("schema").and_then(|schema| schema.get("fields")).map(Node::list).unwrap_or_default()
}

/// Takes away the fields of headers that are not these; returns their names.
pub fn keep_fields(resource: &mut Node, headers: &[String]) -> Vec<String> {
    let is_there = |field: &Node| field.text_of("name").is_none_or(|name| headers.iter().any(|header| header == name));
    let gone = fields(resource).iter().filter(|field| !is_there(field));
    let gone: Vec<String> = gone.filter_map(|field| field.text_of("name").map(str::to_owned)).collect();
    list(object(resource, "schema"), "fields").retain(is_there);
    gone.iter().for_each(|name| set_factor_of(resource, name, 1));
    gone
}

/// Adds what a package does not say yet and another says. A profile for everybody is none.
pub fn add_missing(root: &mut Node, other: &Node) {
    for (key, node) in other.members().iter().filter(|(key, _)| !["name", "title", "resources"].contains(&key.as_str()))
    {
        let is_open = key == "daylight:profile" && root.text_of(key) == Some("generic");
        if is_open || root.get(key).is_none() {
            root.set(key, node.clone());
        }
    }
}

/// Sets a text; a blank one takes it away.
pub fn set_text(node: &mut Node, key: &str, text: &str) {
    match text.trim() {
        "" => node.remove(key),
        text => node.set(key, text),
    }
}

/// Gives the column of a header a role. `headers` are those of the table, in their order, which is that of its fields.
pub fn set_role(resource: &mut Node, headers: &[String], header: &str, role: &str) {
    let factor = factor(resource);
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
    let is_number = [AMOUNT, FIGURE].contains(&role);
    field.set("type", if is_number { "number" } else { "string" });
    match column_type {
        Some(column_type) => field.set("columnType", column_type.as_str()),
        None => field.remove("columnType"),
    }
    set_factor_of(resource, header, if is_number { factor } else { 1 });
}

/// How many of the currency one is, in the amounts of the table and its other figures.
pub fn factor(resource: &Node) -> u64 {
    let read = resource.get("daylight:layout").and_then(|layout| layout.get("read"));
    let factor = |name: &String| read?.get(name)?.get("factor")?.integer()?.try_into().ok();
    figures(resource).iter().find_map(factor).unwrap_or(1)
}

/// The columns that hold sums of money, added up or not.
fn figures(resource: &Node) -> Vec<String> {
    // Quantities are numbers, too, and no money.
    let named = resource.text_of("daylight:table").or(resource.text_of("name"));
    let form = FORMS.iter().flat_map(|form| form.tables).find(|table| Some(table.id) == named);
    let is_quantity = |field: &Node| {
        let id = field.text_of("daylight:column").or(field.text_of("name")).unwrap_or("");
        let column = form.and_then(|table| table.column(id.split(':').next().unwrap_or(id)));
        column.is_some_and(|column| !matches!(column.holds, Holds::Amount | Holds::Amounts))
    };
    let is_figure = |field: &&Node| [AMOUNT, FIGURE].contains(&role::of_field(field)) && !is_quantity(field);
    fields(resource).iter().filter(is_figure).filter_map(|field| field.text_of("name").map(str::to_owned)).collect()
}

/// Sets it for all of them.
pub fn set_factor(resource: &mut Node, factor: u64) {
    for name in figures(resource) {
        set_factor_of(resource, &name, factor);
    }
}

/// Whether amounts of a table are added up.
pub fn adds_up(resource: &Node) -> bool {
    fields(resource).iter().any(|field| role::of_field(field) == AMOUNT)
}

/// Lets no amount of a table be added up: they stay figures.
pub fn add_nothing(resource: &mut Node) {
    let schema = resource.get_mut("schema").and_then(|schema| schema.get_mut("fields"));
    for field in schema.into_iter().flat_map(Node::list_mut).filter(|field| role::of_field(field) == AMOUNT) {
        field.remove("columnType");
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
pub fn totals(resource: &Node) -> Vec<String> {
    let rules = resource.get("daylight:layout").and_then(|layout| layout.get("rows"));
    let is = |rule: &Node| rule.get("when")?.text_of("is").filter(|_| is_total(rule)).map(str::to_owned);
    rules.map(Node::list).unwrap_or_default().iter().filter_map(is).collect()
}

fn is_total(rule: &Node) -> bool {
    rule.text_of("as") == Some("total")
}

/// Sets them; other rules for rows stay.
pub fn set_totals<'a>(resource: &mut Node, texts: impl Iterator<Item = &'a str>) {
    let Some(field) = fields(resource).first().and_then(|field| field.text_of("name")).map(str::to_owned) else {
        return;
    };
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
pub fn constant(resource: &Node, column_type: &str) -> Option<String> {
    let is_it = |field: &&Node| field.text_of("columnType") == Some(column_type);
    resource.get("schema")?.get("extraFields")?.list().iter().find(is_it)?.get("constant")?.plain()
}

/// Sets it; a blank one takes the extra field away.
pub fn set_constant(resource: &mut Node, name: &str, column_type: &str, constant: &str) {
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
