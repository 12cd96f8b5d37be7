//! The gate: what is published was reviewed, names nobody, and holds only what its descriptor names; otherwise nothing is written.

use daylight_tests::command::daylight;
use daylight_tests::personal::files;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A package of one table that names three of its four columns.
struct Package(TempDir);

const TABLE: &str = "科目,金额,经手人,摘要\n2010101,10.50,一科,办公费\n2010102,5.00,二科,\"纸, 笔\"\n";

impl Package {
    fn new() -> Self {
        let package = Self(tempfile::tempdir().expect("a folder"));
        package.write("a.csv", TABLE.as_bytes());
        package.describe(&|_| {});
        package
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        fs::write(self.0.path().join(file), bytes).expect("written");
    }

    /// Writes the descriptor, changed.
    fn describe(&self, change: &dyn Fn(&mut Value)) {
        let mut root = json!({
            "name": "expenses", "daylight:profile": "cn",
            "daylight:review": {"who": "财政局", "when": "2025-01-31", "basis": "条例第十七条", "result": "同意公开"},
            "resources": [{"name": "a", "path": "a.csv", "schema": {
                "fields": [
                    {"name": "科目", "columnType": "functional-classification:cn:code"},
                    {"name": "金额", "type": "number", "columnType": "value"},
                    {"name": "摘要"},
                ],
                "extraFields": [{"name": "币种", "columnType": "value-currency:code", "constant": "CNY"}],
            }}],
        });
        change(&mut root);
        self.write("datapackage.json", root.to_string().as_bytes());
    }

    /// Publishes it: exit code, what was said, where.
    fn publish(&self, more: &[&str]) -> (Option<i32>, String, PathBuf) {
        let out = self.0.path().join("out");
        let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
        let folder = text(self.0.path());
        let to = text(&out);
        let arguments = ["publish", &folder, "--out", &to, "--date", "2025-02-01"];
        let output = daylight(&[&arguments, more].concat());
        let said = String::from_utf8([output.stdout, output.stderr].concat()).expect("UTF-8");
        (output.status.code(), said, out.join("expenses"))
    }

    /// That nothing was written, and what was said.
    #[track_caller]
    fn is_refused(&self) -> String {
        let (code, said, out) = self.publish(&[]);
        assert_eq!(code, Some(1), "{said}");
        assert!(!out.exists() && !self.0.path().join("out").exists(), "something was written");
        said
    }
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

#[test]
fn columns_that_are_not_described_are_left_out_and_listed() {
    let package = Package::new();
    let (code, said, out) = package.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("a.csv: not described and therefore not published: 经手人."), "{said}");
    let left = "科目,金额,摘要\n2010101,10.50,办公费\n2010102,5.00,\"纸, 笔\"\n";
    assert_eq!(fs::read_to_string(out.join("a.csv")).unwrap(), left);
    let provenance = json_of(&out.join("provenance.json"));
    assert_eq!(provenance["left_out"], json!([{"path": "a.csv", "columns": ["经手人"]}]));
    assert_eq!((&provenance["review"]["who"], &provenance["rows"]), (&json!("财政局"), &json!(2)));
    assert_eq!(json_of(&out.join("versions.json"))["versions"][0]["review"]["when"], "2025-01-31");
    let all = files(&package.0.path().join("out"));
    let has =
        |text: &str| all.iter().filter(|path| String::from_utf8_lossy(&fs::read(path).unwrap()).contains(text)).count();
    assert_eq!(has("二科"), 0, "a cell that is not described is published");
    let verified = daylight(&["verify", package.0.path().join("out").to_str().unwrap()]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    // Once more is no new version.
    assert!(package.publish(&[]).1.contains("nothing has changed"));
    // Where all is described the file is published as it is.
    package.describe(&|root| {
        root["resources"][0]["schema"]["fields"].as_array_mut().unwrap().push(json!({"name": "经手人"}));
    });
    package.write("a.csv", TABLE.replace('\n', "\r\n").as_bytes());
    assert_eq!(package.publish(&[]).0, Some(0));
    assert_eq!(fs::read_to_string(out.join("a.csv")).unwrap(), TABLE.replace('\n', "\r\n"));
}

#[test]
fn what_is_left_out_of_other_encodings_and_zipped_files_is_left_out_too() {
    let package = Package::new();
    package.write("a.csv", &encoding_rs::GB18030.encode(TABLE).0);
    package.describe(&|root| root["resources"][0]["encoding"] = "gb18030".into());
    let (code, said, out) = package.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(fs::read_to_string(out.join("a.csv")).unwrap().starts_with("科目,金额,摘要\n"));
    assert_eq!(json_of(&out.join("datapackage.json"))["resources"][0]["encoding"], "utf-8");
    let zipped = Package::new();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, TABLE.as_bytes()).unwrap();
    zipped.write("a.csv.gz", &gzip.finish().unwrap());
    zipped.describe(&|root| root["resources"][0]["path"] = "a.csv.gz".into());
    let (code, said, out) = zipped.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    let mut text = String::new();
    let bytes = fs::read(out.join("a.csv.gz")).unwrap();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(bytes.as_slice()), &mut text).unwrap();
    assert!(text.starts_with("科目,金额,摘要\n"), "{text}");
}

#[test]
fn what_names_somebody_is_refused_with_every_cell() {
    let package = Package::new();
    let mut table = TABLE.to_owned();
    for row in 0..30 {
        // Regions that are not assigned.
        table += &format!("2010103,1.00,11999919900101{row:02}1{},x\n", row % 10);
    }
    package.write("a.csv", table.as_bytes());
    let said = package.is_refused();
    for row in 4..34 {
        assert!(said.contains(&format!(" a.csv C{row}: ")), "C{row} of a column that is not described: {said}");
    }
    assert!(!said.contains("119999"), "what was found is repeated: {said}");
    package.write("a.csv", TABLE.as_bytes());
    package.describe(&|root| root["description"] = "经办 119999199001010012".into());
    assert!(package.is_refused().contains("in the description"));
    package.describe(&|root| root["resources"][0]["schema"]["fields"][2]["daylight:role"] = "natural-person".into());
    assert!(package.is_refused().contains("natural-person"));
    package.describe(&|root| root["resources"][0]["schema"]["fields"][2]["daylight:role"] = "person".into());
    assert!(package.is_refused().contains("official-contact"), "the roles there are");
}

#[test]
fn what_nobody_reviewed_is_refused() {
    let package = Package::new();
    package.describe(&|root| drop(root.as_object_mut().unwrap().remove("daylight:review")));
    let said = package.is_refused();
    assert!(said.contains("datapackage.json") && said.contains("\"daylight:review\": {\"who\""), "{said}");
    for (member, wrong) in [("who", ""), ("when", "soon"), ("basis", " "), ("result", "")] {
        package.describe(&|root| root["daylight:review"][member] = wrong.into());
        assert!(package.is_refused().contains(member));
    }
    // The record may come from a file of its own.
    package.describe(&|root| drop(root.as_object_mut().unwrap().remove("daylight:review")));
    let review = json!({"who": {"en": "A", "zh-Hans": "甲"}, "when": "2025-01-30", "basis": "B", "result": "C"});
    package.write("review.json", review.to_string().as_bytes());
    let (code, said, out) = package.publish(&["--review", package.0.path().join("review.json").to_str().unwrap()]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(json_of(&out.join("datapackage.json"))["daylight:review"], review);
    assert_eq!(files(&out).iter().filter(|path| path.ends_with("review.json")).count(), 0);
}

#[test]
fn what_stays_closed_is_said_whole_or_refused() {
    let package = Package::new();
    let withheld = json!({"field": "经手人", "reason": "个人信息", "basis": "条例第十五条", "until": "长期"});
    package.describe(&|root| root["daylight:withheld"] = json!([withheld]));
    let (code, said, out) = package.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(json_of(&out.join("provenance.json"))["withheld"], json!([withheld]));
    assert_eq!(json_of(&out.join("versions.json"))["versions"][0]["withheld"], json!([withheld]));
    let refused = |change: &dyn Fn(&mut Value)| {
        let package = Package::new();
        package.describe(&|root| {
            let mut record = withheld.clone();
            change(&mut record);
            root["daylight:withheld"] = json!([record]);
        });
        package.is_refused()
    };
    for member in ["reason", "basis", "until"] {
        assert!(refused(&|record| record[member] = "".into()).contains(member));
    }
    assert!(refused(&|record| record["field"] = Value::Null).contains("item"));
    assert!(refused(&|record| record["field"] = "摘要".into()).contains("摘要"), "withheld and published");
}

#[test]
fn a_file_of_which_no_column_is_described_is_not_published() {
    let package = Package::new();
    package.write("notes.csv", b"a,b\n1,2\n");
    package.describe(&|root| {
        let notes = json!({"name": "notes", "path": "notes.csv"});
        root["resources"].as_array_mut().unwrap().push(notes);
    });
    assert!(package.is_refused().contains("notes.csv"));
}

/// A workbook with a title, hidden columns and columns that nothing names.
fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["科目", "金额", "经手人", "摘要", ""],
        ["2010101", "10.50", "一科", "办公费", "甲"],
        ["2010102", "5.00", "二科", "纸", ""],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).unwrap();
        }
    }
    sheet.set_column_hidden(2).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn columns_of_a_spreadsheet_that_are_not_described_are_listed_too() {
    let package = Package::new();
    package.write("a.xlsx", &workbook());
    package.describe(&|root| root["resources"][0]["path"] = "a.xlsx".into());
    let (code, said, out) = package.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("a.csv: not described and therefore not published: E, 经手人."), "{said}");
    assert_eq!(
        json_of(&out.join("provenance.json"))["left_out"],
        json!([{"path": "a.csv", "columns": ["E", "经手人"]}])
    );
    // Where areas name the columns, those beside them are left out.
    package.describe(&|root| {
        root["resources"][0]["path"] = "a.xlsx".into();
        root["resources"][0]["daylight:layout"] =
            json!({"areas": [{"at": "A2:D3", "columns": ["科目", "金额", null, "摘要"]}]});
    });
    let (code, said, _) = package.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("not published: C, E."), "{said}");
    // A plain copy of it that is published again still says so, but for what it describes by then.
    let again = Package::new();
    again.describe(&|root| {
        root["resources"][0]["daylight:left-out"] = json!(["经手人", "摘要", "电话"]);
    });
    assert!(again.publish(&[]).1.contains("not published: 电话, 经手人."), "{}", again.publish(&[]).1);
    let verified = daylight(&["verify", again.0.path().join("out").to_str().unwrap()]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
}

#[test]
fn what_was_put_into_a_published_copy_by_hand_is_found() {
    let package = Package::new();
    let (code, said, out) = package.publish(&[]);
    assert_eq!(code, Some(0), "{said}");
    let site = package.0.path().join("out");
    let verify = || {
        let output = daylight(&["verify", site.to_str().unwrap()]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    assert_eq!(verify().0, Some(0), "{}", verify().1);
    let dated = json_of(&out.join("versions.json"))["versions"][0]["version"].as_str().unwrap().to_owned();
    let table = out.join("v").join(&dated).join("a.csv");
    let whole = fs::read_to_string(&table).unwrap();
    fs::write(&table, whole.replace("办公费", "119999199001010012")).unwrap();
    let (code, said) = verify();
    assert!(
        code == Some(1) && said.contains("error personal-data expenses/v/") && said.contains("/a.csv C2: "),
        "{said}"
    );
    assert!(!said.contains("119999199001"), "a report repeats what it found: {said}");
    fs::write(&table, whole).unwrap();
    // The list of versions says the same of the review as the descriptor.
    let list = fs::read_to_string(out.join("versions.json")).unwrap();
    fs::write(out.join("versions.json"), list.replace("同意公开", "已审查")).unwrap();
    let (code, said) = verify();
    assert!(code == Some(1) && said.contains("daylight:review is not what versions.json has"), "{said}");
    let mut bare: Value = serde_json::from_str(&list).unwrap();
    bare["versions"][0].as_object_mut().unwrap().remove("review");
    fs::write(out.join("versions.json"), bare.to_string()).unwrap();
    assert_eq!(verify().0, Some(1));
}

#[test]
fn what_was_withdrawn_leaves_no_word_of_its_review() {
    let package = Package::new();
    package.describe(&|root| {
        root["daylight:withheld"] = json!([
            {"item": "某人的补助", "reason": "个人隐私", "basis": "条例第十五条", "until": "2030-01-01"}
        ]);
    });
    let (code, said, out) = package.publish(&["--note", "某人的更正"]);
    assert_eq!(code, Some(0), "{said}");
    let site = package.0.path().join("out");
    let withdraw = ["withdraw", site.to_str().unwrap(), "expenses", "all", "--reason", "泄露", "--date", "2025-02-03"];
    assert!(daylight(&withdraw).status.success());
    let version = &json_of(&out.join("versions.json"))["versions"][0];
    assert_eq!(version["withdrawn"]["reason"], "泄露");
    for path in files(&site) {
        let text = fs::read_to_string(&path).unwrap();
        for word in ["某人", "财政局", "条例"] {
            assert!(!text.contains(word), "{word} is left in {}", path.display());
        }
    }
    assert!(daylight(&["verify", site.to_str().unwrap()]).status.success());
}

#[test]
fn warnings_are_told_and_a_note_may_come_later() {
    let package = Package::new();
    package.write("a.csv", TABLE.replace("摘要", "姓名").as_bytes());
    package.describe(&|root| root["resources"][0]["schema"]["fields"][2]["name"] = "姓名".into());
    let (code, said, out) = package.publish(&["--lang", "zh-Hans"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("警告 person-names a.csv D1"), "{said}");
    let note = || json_of(&out.join("versions.json"))["versions"][0]["note"].clone();
    assert_eq!(note(), Value::Null);
    assert!(package.publish(&["--note", "首次公开"]).1.contains("nothing has changed"));
    assert_eq!(note(), "首次公开");
    assert!(package.publish(&[]).1.contains("nothing has changed"));
    assert_eq!(note(), "首次公开", "what is not said is not taken back");
}

#[test]
fn what_cannot_be_read_is_told_in_the_language_asked_for() {
    let package = Package::new();
    package.describe(&|root| root["name"] = "支出 2024".into());
    let chinese = |more: &[&str]| package.publish(&[&["--lang", "zh-Hans"], more].concat()).1;
    let is_chinese = |said: &str| {
        let plain = said.replace("datapackage.json", "").replace(package.0.path().to_str().unwrap(), "");
        let longest = plain.split(|char: char| !char.is_ascii_alphabetic() && char != ' ').map(str::trim);
        !said.is_empty() && longest.map(|run| run.matches(' ').count()).max() < Some(2)
    };
    let said = chinese(&[]);
    assert!(is_chinese(&said) && said.contains("不能用作地址"), "{said}");
    for review in ["nowhere.json", "."] {
        let said = chinese(&["--review", review]);
        assert!(is_chinese(&said), "{said}");
    }
    package.write("broken.json", b"{\"who\": ");
    let said = chinese(&["--review", package.0.path().join("broken.json").to_str().unwrap()]);
    assert!(is_chinese(&said) && said.contains("不是所需格式的 JSON"), "{said}");
    package.write("datapackage.json", b"{]");
    assert!(is_chinese(&chinese(&[])), "{}", chinese(&[]));
    let output = daylight(&["verify", "/nowhere", "--lang", "zh-Hans"]);
    assert!(is_chinese(&String::from_utf8(output.stderr).unwrap().replace("daylight publish", "")));
}
