//! The form of funds told three times and always the same: its tables in `core/src/ingest/fundform.rs`, its JSON Schema in `docs/`, and
//! the pages of the site. Schema and pages are written from the first (`UPDATE_EXPECT=1`); demo packages are as the schema says.

use daylight_core::import::form::{FormWords, TableWords, Wording};
use daylight_core::ingest::form::{Column, Holds};
use daylight_core::ingest::funds::FORM;
use daylight_core::words::in_language;
use daylight_tests::golden::assert_golden;
use daylight_tests::place;
use daylight_tests::schema::faults;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const SCHEMA: &str = "docs/daylight-funds.schema.json";

/// The first lines of the schema: what a descriptor says, and how a cell is written.
const HEAD: &str = include_str!("form/head.json");

fn words() -> &'static FormWords {
    FormWords::all()
}

fn english(table: &TableWords, column: &Column) -> (String, String) {
    let wording = table.columns.iter().find(|wording| wording.id == column.id).expect("a column has words");
    (in_language(&wording.titles, "en").to_owned(), in_language(&wording.says, "en").to_owned())
}

/// The schema of a cell.
fn cell(column: &Column, title: &str, says: &str) -> Value {
    let (title, description) = (Value::from(title), Value::from(says));
    match column.holds {
        Holds::Word(words) => json!({"enum": words, "title": title, "description": description}),
        Holds::Reference(of) => {
            let description = format!("{says} ({of}.id)");
            json!({"$ref": "#/$defs/text", "title": title, "description": description})
        }
        holds => {
            let kind = match holds {
                Holds::Amount | Holds::Amounts => "amount",
                Holds::Day => "day",
                Holds::Count => "count",
                Holds::Quantity => "quantity",
                _ => "text",
            };
            json!({"$ref": format!("#/$defs/{kind}"), "title": title, "description": description})
        }
    }
}

/// Whether a column may be several, by what stands after a colon.
fn is_several(column: &Column) -> bool {
    matches!(column.holds, Holds::Texts | Holds::Amounts)
}

/// The schema as text, a column a line.
fn schema() -> String {
    let mut out = HEAD.trim_end().trim_end_matches('}').trim_end().to_owned();
    out = out.trim_end_matches('}').trim_end().to_owned();
    for table in FORM.tables {
        let said = words().table(table.id).expect("a table has words");
        let head = format!(
            ",\n    {}: {{\n      \"title\": {},\n      \"description\": {},\n      \"type\": \"object\",\n",
            json!(table.id),
            json!(in_language(&said.titles, "en")),
            json!(format!(
                "{} A row by the names of its columns, blank cells left out.",
                in_language(&said.says, "en")
            ))
        );
        let required: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.required && !is_several(column))
            .map(|column| column.id)
            .collect();
        let line = |column: &Column| {
            let (title, says) = english(said, column);
            let name = if is_several(column) { format!("^{}(:.+)?$", column.id) } else { column.id.to_owned() };
            format!("        {}: {}", json!(name), cell(column, &title, &says))
        };
        let lines = |several: bool| {
            let of_kind = table.columns.iter().filter(|column| is_several(column) == several);
            of_kind.map(line).collect::<Vec<_>>().join(",\n")
        };
        out += &format!(
            "{head}      \"required\": {},\n      \"properties\": {{\n{}\n      }},\n      \"patternProperties\": {{\n{}\n      }},\n      \"additionalProperties\": false\n    }}",
            json!(required),
            lines(false),
            lines(true)
        );
    }
    out + "\n  }\n}\n"
}

#[test]
fn the_schema_has_the_tables_and_columns_of_the_form() {
    assert_golden(&place::root().join(SCHEMA), &schema());
    let written: Value = serde_json::from_str(&schema()).expect("JSON");
    for table in FORM.tables {
        let of = |word: &str| written["$defs"][table.id][word].as_object().cloned().unwrap_or_default();
        assert_eq!(of("properties").len() + of("patternProperties").len(), table.columns.len(), "{}", table.id);
    }
    let tables: Vec<&str> = FORM.tables.iter().map(|table| table.id).collect();
    let named = written.pointer("/$defs/resource/properties/daylight:table/enum");
    assert_eq!(named, Some(&json!(tables)), "resources name the tables of the form");
    let conditions =
        written.pointer("/$defs/resource/allOf").and_then(Value::as_array).expect("a condition for each table");
    for (table, condition) in FORM.tables.iter().zip(conditions) {
        let asked = condition.pointer("/then/properties/schema/properties/fields/allOf").and_then(Value::as_array);
        let asked: Vec<&str> = asked.into_iter().flatten().filter_map(|one| one["contains"]["$ref"].as_str()).collect();
        let required = table.columns.iter().filter(|column| column.required);
        let required: Vec<String> = required.map(|column| format!("#/$defs/field-{}", column.id)).collect();
        assert_eq!(asked, required, "{}", table.id);
        assert_eq!(condition["if"]["$ref"], format!("#/$defs/is-{}", table.id));
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

/// What of a package is not as the schema says: its descriptor, and each row of its tables.
fn faults_of(package: &Path, change: impl Fn(&mut Value)) -> Vec<String> {
    let schema: Value = serde_json::from_str(&schema()).expect("JSON");
    let mut descriptor = read(&package.join("datapackage.json"));
    change(&mut descriptor);
    let mut found = faults(&schema, &descriptor);
    for resource in descriptor["resources"].as_array().into_iter().flatten() {
        let table = resource.get("daylight:table").unwrap_or(&resource["name"]).as_str().unwrap_or_default();
        if !FORM.tables.iter().any(|form| form.id == table) {
            continue;
        }
        let mut of_row = schema["$defs"][table].clone();
        of_row["$defs"] = schema["$defs"].clone();
        let ids = ids(resource);
        let path = package.join(resource["path"].as_str().unwrap_or_default());
        let mut rows = csv::Reader::from_path(path).expect("a table");
        let headers = rows.headers().expect("a header").clone();
        for (number, row) in (2..).zip(rows.records()) {
            let cells = headers.iter().zip(row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>());
            let cells = cells.filter(|(_, cell)| !cell.is_empty());
            let id = |header: &str| ids.get(header).and_then(Value::as_str).unwrap_or(header).to_owned();
            let row: Map<String, Value> = cells.map(|(header, cell)| (id(header), Value::from(cell))).collect();
            let wrong = faults(&of_row, &Value::Object(row));
            found.extend(wrong.into_iter().map(|fault| format!("{table} {number}: {fault}")));
        }
    }
    found
}

/// The form's names of a resource's fields.
fn ids(resource: &Value) -> Map<String, Value> {
    let fields = resource["schema"]["fields"].as_array().into_iter().flatten();
    let told =
        fields.filter_map(|field| Some((field["name"].as_str()?.to_owned(), field.get("daylight:column")?.clone())));
    told.collect()
}

fn demo(name: &str) -> PathBuf {
    place::root().join("demo/data").join(name)
}

#[test]
fn the_packages_of_the_demo_are_as_the_schema_says() {
    for name in ["qinghe-funds", "jp-rs-flows-2024"] {
        let found = faults_of(&demo(name), |_| ());
        assert_eq!(found.first(), None, "{name}: {}", found.len());
    }
}

#[test]
fn a_slip_in_a_package_is_found() {
    let slip = |at: &str, change: &dyn Fn(&mut Value)| {
        let found = faults_of(&demo("qinghe-funds"), |root| change(root.pointer_mut(at).expect("something is there")));
        assert!(!found.is_empty(), "{at}");
    };
    let column = |name: &'static str| move |field: &mut Value| field["daylight:column"] = name.into();
    slip("/profile", &|node| *node = "daylight-budget".into());
    slip("/daylight:currency", &|node| *node = "yuan".into());
    slip("/daylight:contacts", &|node| *node = "12317".into());
    slip("/resources", &|node| drop(node.as_array_mut().map(|resources| resources.remove(1))));
    // The receiver of transfers, called otherwise; amounts as texts, and as days.
    slip("/resources/2/schema/fields/4", &column("receiver"));
    slip("/resources/2/schema/fields/5/type", &|node| *node = "string".into());
    slip("/resources/2/schema/fields/5", &column("arrived"));
    let folder = place::copy_of_package("qinghe-funds");
    let transfers = folder.path().join("transfers.csv");
    let text = fs::read_to_string(&transfers).expect("a table");
    fs::write(&transfers, text.replacen("2025-01-20", "20 January", 1)).expect("written");
    let found = faults_of(folder.path(), |_| ());
    assert!(found.len() == 1 && found[0].starts_with("transfers 2: /decided"), "{found:?}");
}

/// What a page says of all tables: a heading, what it is for, and its columns.
fn tables(lang: &str) -> String {
    let [column, title, says, required] = if lang == "en" {
        ["Column", "Title", "What is written there", "required"]
    } else {
        ["列名", "表头", "填什么", "必填"]
    };
    let mut out = String::new();
    for table in &words().tables {
        let name = in_language(&table.titles, lang);
        out += &format!(
            "<h3 id=\"{id}\">{name} <code>{id}</code></h3>\n<p>{}</p>\n",
            in_language(&table.says, lang),
            id = table.form.id
        );
        out += &format!("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{name}\"><table>\n");
        out += &format!(
            "<thead><tr><th scope=\"col\">{column}</th><th scope=\"col\">{title}</th><th scope=\"col\">{says}</th></tr></thead>\n<tbody>\n"
        );
        for wording in &table.columns {
            let is_required = |wording: &Wording| table.form.column(&wording.id).is_some_and(|column| column.required);
            let mark = if is_required(wording) { format!(" <strong>{required}</strong>") } else { String::new() };
            let [title, says] = [&wording.titles, &wording.says].map(|texts| in_language(texts, lang));
            out += &format!(
                "<tr><th scope=\"row\"><code>{}</code>{mark}</th><td>{title}</td><td>{says}</td></tr>\n",
                wording.id
            );
        }
        out += "</tbody></table></div>\n";
    }
    out
}

#[test]
fn the_pages_have_every_table_and_column() {
    for (page, lang) in [("www/guide/funds.html", "en"), ("www/zh-Hans/guide/funds.html", "zh-Hans")] {
        let path = place::root().join(page);
        let text = fs::read_to_string(&path).expect("the page");
        let (before, rest) = text.split_once("<!-- tables -->\n").expect("a mark");
        let (_, after) = rest.split_once("<!-- /tables -->").expect("a second mark");
        let written = [before, "<!-- tables -->\n", &tables(lang), "<!-- /tables -->", after].concat();
        assert_golden(&path, &written);
    }
}
