//! Each form told three times and always the same: its tables in `core/src/ingest/`, its JSON Schema in `docs/`, and the pages of the
//! site. Schema and pages are written from the first (`UPDATE_EXPECT=1`); demo packages are as the schema says.

use daylight_core::import::form::{FormWords, TableWords, Wording};
use daylight_core::ingest::form::{Column, Form, Holds, TableForm};
use daylight_core::ingest::{FORMS, consultation, funds, results};
use daylight_core::words::in_language;
use daylight_tests::golden::assert_golden;
use daylight_tests::place;
use daylight_tests::schema::faults;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Of each form the first lines of its schema: what a descriptor says, and how a cell is written.
const HEADS: [&str; 3] =
    [include_str!("form/funds.json"), include_str!("form/results.json"), include_str!("form/consultation.json")];

fn words(form: &Form) -> &'static FormWords {
    FormWords::of(form).expect("a form has words")
}

/// What a form is called in the names of files: `funds`.
fn stem(form: &Form) -> &'static str {
    form.id.strip_prefix("daylight-").expect("the project's name")
}

fn schema_path(form: &Form) -> PathBuf {
    place::root().join("docs").join(form.id).with_extension("schema.json")
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
                Holds::Decimal => "decimal",
                Holds::Period => "period",
                _ => "text",
            };
            json!({"$ref": format!("#/$defs/{kind}"), "title": title, "description": description})
        }
    }
}

/// Whether a column may be several, by what stands after a colon.
fn is_several(column: &Column) -> bool {
    matches!(column.holds, Holds::Texts | Holds::Amounts | Holds::Variants)
}

fn required(table: &TableForm) -> impl Iterator<Item = &'static Column> {
    table.columns.iter().filter(|column| column.required)
}

/// How resources are told to be a table, and which columns they then name.
fn resources(form: &Form) -> String {
    let tables: Vec<&str> = form.tables.iter().map(|table| table.id).collect();
    let condition = |table: &daylight_core::ingest::form::TableForm| {
        let fields =
            required(table).map(|column| json!({"contains": {"$ref": format!("#/$defs/field-{}", column.id)}}));
        let fields = json!({"type": "array", "allOf": fields.collect::<Vec<_>>()});
        let schema = json!({"required": ["fields"], "properties": {"fields": fields}});
        let then = json!({"required": ["schema"], "properties": {"schema": schema}});
        format!("        {}", json!({"if": {"$ref": format!("#/$defs/is-{}", table.id)}, "then": then}))
    };
    let conditions: Vec<String> = form.tables.iter().map(condition).collect();
    let mut out = format!(
        ",\n    \"resource\": {{\n      \"type\": \"object\",\n      \"required\": [\"name\", \"path\"],\n      \"properties\": {{\n        \"daylight:table\": {}\n      }},\n      \"allOf\": [\n{}\n      ]\n    }}",
        json!({"enum": tables, "description": "which table it is, where its name does not say so"}),
        conditions.join(",\n")
    );
    let either = |schema: Value, member: &str, other: &str| {
        let own = json!({"required": [other], "properties": {other: schema}});
        let named = json!({"required": [member], "properties": {member: schema}, "not": {"required": [other]}});
        json!([own, named])
    };
    for table in tables {
        let is = either(json!({"enum": [table]}), "name", "daylight:table");
        out += &format!(",\n    {}: {}", json!(format!("is-{table}")), json!({"anyOf": is}));
    }
    let mut fields: BTreeMap<&str, Value> = BTreeMap::new();
    for column in form.tables.iter().flat_map(required) {
        let named = json!({"type": "string", "pattern": format!("^{}(:.+)?$", column.id)});
        let mut either = either(named, "name", "daylight:column");
        if matches!(column.holds, Holds::Amount | Holds::Amounts | Holds::Quantity | Holds::Decimal) {
            for one in either.as_array_mut().into_iter().flatten() {
                one["properties"]["type"] = json!({"enum": ["number"]});
            }
        }
        fields.entry(column.id).or_insert_with(|| json!({"type": "object", "anyOf": either}));
    }
    for (id, field) in fields {
        out += &format!(",\n    {}: {field}", json!(format!("field-{id}")));
    }
    out
}

/// The schema as text, a column a line.
fn schema(form: &Form) -> String {
    let head = HEADS.iter().find(|head| head.contains(&format!("[\"{}\"]", form.id))).expect("a form has a head");
    let mut out = head.trim_end().trim_end_matches('}').trim_end().to_owned();
    out = out.trim_end_matches('}').trim_end().to_owned() + &resources(form);
    for table in form.tables {
        let said = words(form).table(table.id).expect("a table has words");
        let head = format!(
            ",\n    {}: {{\n      \"title\": {},\n      \"description\": {},\n      \"type\": \"object\",\n",
            json!(table.id),
            json!(in_language(&said.titles, "en")),
            json!(format!(
                "{} A row by the names of its columns, blank cells left out.",
                in_language(&said.says, "en")
            ))
        );
        let required: Vec<&str> =
            required(table).filter(|column| !is_several(column)).map(|column| column.id).collect();
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
fn each_schema_has_the_tables_and_columns_of_its_form() {
    for form in FORMS {
        assert_golden(&schema_path(form), &schema(form));
        let written: Value = serde_json::from_str(&schema(form)).expect("JSON");
        for table in form.tables {
            let of = |word: &str| written["$defs"][table.id][word].as_object().cloned().unwrap_or_default();
            assert_eq!(of("properties").len() + of("patternProperties").len(), table.columns.len(), "{}", table.id);
        }
        // Every definition that is named is there.
        let text = schema(form);
        for name in text.split("\"#/$defs/").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(written["$defs"].get(name).is_some(), "{} {name}", form.id);
        }
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

/// What of a package is not as the schema says: its descriptor, and each row of its tables.
fn faults_of(form: &Form, package: &Path, change: impl Fn(&mut Value)) -> Vec<String> {
    let schema: Value = serde_json::from_str(&schema(form)).expect("JSON");
    let mut descriptor = read(&package.join("datapackage.json"));
    change(&mut descriptor);
    let mut found = faults(&schema, &descriptor);
    for resource in descriptor["resources"].as_array().into_iter().flatten() {
        let table = resource.get("daylight:table").unwrap_or(&resource["name"]).as_str().unwrap_or_default();
        if !form.tables.iter().any(|form| form.id == table) {
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

/// The folders of packages of a form among the demo's.
fn packages(form: &Form) -> Vec<PathBuf> {
    let folders = fs::read_dir(place::root().join("demo/data")).expect("packages").flatten().map(|entry| entry.path());
    let is_of_form = |folder: &PathBuf| {
        let path = folder.join("datapackage.json");
        path.is_file() && read(&path)["profile"] == form.id
    };
    folders.filter(is_of_form).collect()
}

#[test]
fn the_packages_of_the_demo_are_as_their_schemas_say() {
    for form in FORMS {
        let packages = packages(form);
        assert!(form.id != funds::FORM.id || packages.len() >= 2, "{packages:?}");
        for package in packages {
            let found = faults_of(form, &package, |_| ());
            assert_eq!(found.first(), None, "{}: {}", package.display(), found.len());
        }
    }
}

#[test]
fn a_package_of_results_is_as_its_schema_says_and_a_slip_in_it_is_found() {
    let form = &results::FORM;
    let package = place::root().join("tests/pipeline/rules/weight-negative");
    assert_eq!(faults_of(form, &package, |_| ()), [] as [String; 0]);
    let slip = |at: &str, change: &dyn Fn(&mut Value)| {
        let found = faults_of(form, &package, |root| change(root.pointer_mut(at).expect("something is there")));
        assert!(!found.is_empty(), "{at}");
    };
    slip("/profile", &|node| *node = "daylight-plans".into());
    slip("/resources", &|node| *node = json!([]));
    slip("/resources/2/schema/fields/1/name", &|node| *node = "title".into());
    slip("/resources/3/schema/fields/1/type", &|node| *node = "string".into());
    slip("/resources/4/schema/fields/1", &|node| node["daylight:column"] = "year".into());
    slip("", &|root| root["daylight:rule"] = json!({"id": "own", "on-path-permille": 0}));
}

#[test]
fn a_package_of_a_consultation_is_as_its_schema_says_and_a_slip_in_it_is_found() {
    let form = &consultation::FORM;
    let package = place::root().join("tests/pipeline/rules/comment-unsettled");
    assert_eq!(faults_of(form, &package, |_| ()), [] as [String; 0]);
    let slip = |at: &str, change: &dyn Fn(&mut Value)| {
        let found = faults_of(form, &package, |root| change(root.pointer_mut(at).expect("something is there")));
        assert!(!found.is_empty(), "{at}");
    };
    slip("/profile", &|node| *node = "daylight-petition".into());
    // Without days nothing is asked.
    slip("/resources", &|node| drop(node.as_array_mut().map(|resources| resources.remove(1))));
    slip("/resources/1/schema/fields/1/name", &|node| *node = "begins".into());
    slip("/resources/3/schema/fields/1", &|node| node["daylight:column"] = "address".into());
}

#[test]
fn a_slip_in_a_package_is_found() {
    let slip = |at: &str, change: &dyn Fn(&mut Value)| {
        let found = faults_of(&funds::FORM, &demo("qinghe-funds"), |root| {
            change(root.pointer_mut(at).expect("something is there"))
        });
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
    let found = faults_of(&funds::FORM, folder.path(), |_| ());
    assert!(found.len() == 1 && found[0].starts_with("transfers 2: /decided"), "{found:?}");
}

/// What a page says of all tables: a heading, what it is for, and its columns.
fn tables(form: &Form, lang: &str) -> String {
    let [column, title, says, required] = if lang == "en" {
        ["Column", "Title", "What is written there", "required"]
    } else {
        ["列名", "表头", "填什么", "必填"]
    };
    let mut out = String::new();
    for table in &words(form).tables {
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
    for (form, (folder, lang)) in FORMS
        .into_iter()
        .flat_map(|form| [("www/guide", "en"), ("www/zh-Hans/guide", "zh-Hans")].map(|page| (form, page)))
    {
        let path = place::root().join(folder).join(stem(form)).with_extension("html");
        let text = fs::read_to_string(&path).expect("the page");
        let (before, rest) = text.split_once("<!-- tables -->\n").expect("a mark");
        let (_, after) = rest.split_once("<!-- /tables -->").expect("a second mark");
        let written = [before, "<!-- tables -->\n", &tables(form, lang), "<!-- /tables -->", after].concat();
        assert_golden(&path, &written);
    }
}
