//! Every file of a profile is as its schema says, and a slip in it is found.

use daylight_tests::{place, schema::faults};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap())
        .unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn schema(name: &str) -> Value {
    read(&place::root().join("profiles").join(name))
}

/// The files of all profiles: those with a name, or those in a folder.
fn files(is_meant: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
    let profiles = fs::read_dir(place::root().join("profiles")).unwrap().flatten().map(|entry| entry.path());
    let inside = profiles.filter(|path| path.is_dir()).flat_map(|folder| {
        let tables = fs::read_dir(folder.join("tables")).into_iter().flatten();
        fs::read_dir(folder).unwrap().chain(tables).flatten().map(|entry| entry.path()).collect::<Vec<_>>()
    });
    inside.filter(|path| path.extension().is_some_and(|end| end == "json") && is_meant(path)).collect()
}

#[track_caller]
fn assert_as(schema: &Value, files: &[PathBuf]) {
    for path in files {
        assert_eq!(faults(schema, &read(path)), [] as [String; 0], "{}", path.display());
    }
}

fn sets() -> Vec<PathBuf> {
    files(|path| path.parent().is_some_and(|folder| folder.ends_with("tables")))
}

#[test]
fn each_table_set_is_as_its_schema_says() {
    assert!(sets().len() >= 4, "{:?}", sets());
    assert_as(&schema("tables.schema.json"), &sets());
}

#[test]
fn each_profile_and_its_rules_of_personal_data_are_as_their_schemas_say() {
    for (name, least) in [("profile", 4), ("personal", 3)] {
        let files = files(|path| path.file_name().is_some_and(|file| file == &*format!("{name}.json")));
        assert!(files.len() >= least, "{files:?}");
        assert_as(&schema(&format!("{name}.schema.json")), &files);
    }
}

#[test]
fn what_people_call_tables_of_forms_is_as_its_schema_says() {
    let names = ["about.json", "funds.json", "results.json"];
    let mut files = files(|path| path.file_name().is_some_and(|file| names.iter().any(|name| file == *name)));
    assert!(files.len() >= 2, "{files:?}");
    files.extend(names.map(|name| place::root().join("profiles").join(name)));
    assert_as(&schema("form.schema.json"), &files);
    let mut slip = read(&files[0]);
    slip["tables"][0]["columns"][0]["header"] = json!(["单位"]);
    assert_eq!(faults(&schema("form.schema.json"), &slip).len(), 1);
}

#[test]
fn what_says_how_far_something_is_is_as_its_schema_says() {
    let file = place::root().join("profiles/status.json");
    assert_as(&schema("status.schema.json"), &[file.clone()]);
    let mut slip = read(&file);
    slip["is"][0] = json!("");
    assert_eq!(faults(&schema("status.schema.json"), &slip).len(), 1);
}

#[test]
fn a_slip_in_a_table_set_is_found() {
    let schema = schema("tables.schema.json");
    let whole = read(&place::root().join("profiles/cn/tables/department-final.json"));
    let slip = |at: &str, change: &dyn Fn(&mut Value)| {
        let mut changed = whole.clone();
        change(changed.pointer_mut(at).unwrap_or_else(|| panic!("nothing is at {at}")));
        let found = faults(&schema, &changed);
        assert!(found.iter().any(|fault| fault.starts_with(at)), "{at}: {found:?}");
    };
    let member = |name: &'static str, value: Value| move |node: &mut Value| node[name] = value.clone();
    slip("/tables/1", &member("colums", json!([])));
    slip("/tables/1", &|node| drop(node.as_object_mut().unwrap().remove("columns")));
    slip("/tables/1/id", &|node| *node = "Income".into());
    slip("/tables/1/depth/lengths/0", &|node| *node = 0.into());
    slip("/tables/1/depth", &member("scheme", json!("functional")));
    slip("/tables/0/columns/1/amount", &|node| *node = "yes".into());
    slip("/valid-from", &|node| *node = 2024.into());
    slip("/tables", &|node| *node = json!([]));
    slip("/tables/0", &member("known", json!("perhaps")));
    slip("/titles", &|node| *node = json!({}));
    slip("/same-rows/0/left", &member("level", json!(0)));
    slip("/identities/0/left/0", &member("numbered", json!("item")));
}
