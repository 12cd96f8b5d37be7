//! The template of results filled in, in two languages and in one, from the command that writes it to a package that is published:
//! every cell comes out as it was typed.

use super::template::{Story, fill, template};
use super::{Host, json, unpack};
use daylight_core::import::form::{AboutWords, FormWords};
use daylight_core::ingest::results::FORM;
use daylight_core::profile::Texts;
use daylight_core::profile::funds::FundTerms;
use daylight_core::words::{Words, in_language};
use daylight_studio::session::{Change, Session};
use daylight_studio::view;
use daylight_tests::command::daylight;
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;

/// A table by its id, and its rows by the ids of their columns.
type Rows = (&'static str, Vec<Vec<(&'static str, &'static str)>>);

/// Rows of every table.
fn rows() -> Vec<Rows> {
    vec![
        (
            "plans",
            vec![vec![
                ("id", "p1"),
                ("name", "清河县2025年政府工作报告（虚构）"),
                ("from", "2025-01-01"),
                ("office", "县政府办"),
            ]],
        ),
        (
            "goals",
            vec![
                vec![
                    ("id", "g1"),
                    ("name", "农村交通"),
                    ("plan", "p1"),
                    ("kind", "民生实事"),
                    ("summary", "村村通油路"),
                ],
                vec![("id", "g2"), ("name", "村道"), ("parent", "g1"), ("weight", "2.5")],
            ],
        ),
        (
            "tasks",
            vec![
                vec![
                    ("id", "t1"),
                    ("name", "新建村道120公里"),
                    ("goal", "g2"),
                    ("measure", "分两批招标"),
                    ("office", "县交通运输局"),
                    ("supervision", "县政府督查室"),
                    ("phone", "12345"),
                    ("started", "2025-03-01"),
                    ("due", "2026-06-30"),
                    ("extended", "2026-12-31"),
                    ("extension", "汛期停工，县政办〔2025〕8号"),
                ],
                vec![("id", "t2"), ("name", "建立管护制度"), ("goal", "g2"), ("due", "2026-12-31")],
            ],
        ),
        (
            "steps",
            vec![vec![
                ("task", "t2"),
                ("name", "印发办法"),
                ("due", "2025-06-30"),
                ("done", "2025-06-20"),
                ("evidence", "清政发〔2025〕12号"),
            ]],
        ),
        (
            "indicators",
            vec![vec![
                ("id", "i1"),
                ("name", "新建村道里程"),
                ("task", "t1"),
                ("unit", "公里"),
                ("direction", "越多越好"),
                ("measures", "累计值"),
                ("baseline", "0"),
                ("baseline-period", "2024"),
                ("source", "交通统计月报"),
                ("method", "按验收里程累计"),
            ]],
        ),
        (
            "targets",
            vec![
                vec![("indicator", "i1"), ("value", "60"), ("period", "2025"), ("note", "年度计划")],
                vec![("indicator", "i1"), ("value", "120"), ("period", "2026-12")],
            ],
        ),
        (
            "values",
            vec![
                vec![
                    ("indicator", "i1"),
                    ("period", "2025"),
                    ("value", "58.25"),
                    ("quality", "初步"),
                    ("published", "2025-12-31"),
                ],
                vec![("indicator", "i1"), ("period", "2025"), ("value", "20.5"), ("group", "山区")],
            ],
        ),
        (
            "updates",
            vec![vec![
                ("of", "t1"),
                ("day", "2025-09-30"),
                ("text", "第一批40公里通过验收"),
                ("office", "县交通运输局"),
                ("link", "https://county.example/roads"),
            ]],
        ),
        (
            "evaluations",
            vec![
                vec![("of", "g1"), ("kind", "自评"), ("by", "县政府办"), ("score", "92"), ("most", "100")],
                vec![
                    ("of", "g1"),
                    ("kind", "群众调查"),
                    ("by", "县统计局"),
                    ("method", "随机电话抽样"),
                    ("question", "您对村里的路满意吗？"),
                    ("asked", "600"),
                    ("answered", "403"),
                ],
            ],
        ),
        (
            "audits",
            vec![vec![
                ("id", "a1"),
                ("name", "村道资金审计"),
                ("auditor", "县审计局"),
                ("published", "2025-11-20"),
                ("findings", "1"),
                ("amount", "12"),
            ]],
        ),
        (
            "findings",
            vec![vec![
                ("id", "f1"),
                ("name", "资金滞留"),
                ("audit", "a1"),
                ("of", "t1"),
                ("amount", "12"),
                ("office", "县财政局"),
                ("found", "2025-11-10"),
                ("due", "2026-03-31"),
            ]],
        ),
        (
            "rectifications",
            vec![
                vec![
                    ("finding", "f1"),
                    ("state", "已整改"),
                    ("amount", "7.5"),
                    ("day", "2025-12-20"),
                    ("measure", "拨付到镇"),
                    ("evidence", "拨款凭证3号"),
                ],
                vec![("finding", "f1"), ("state", "整改中"), ("amount", "4.5")],
            ],
        ),
        (
            "accountability",
            vec![vec![("finding", "f1"), ("day", "2025-12-25"), ("measure", "约谈"), ("units", "1"), ("persons", "2")]],
        ),
    ]
}

/// What the sheet on the package says: ids of its lines, those of contacts among them.
const ABOUT: [(&str, &str); 10] = [
    ("title", "清河县承诺落实（虚构）"),
    ("name", "Qinghe Results 2025"),
    ("daylight:publisher", "清河县人民政府（虚构）"),
    ("daylight:as-of", "2025-12-31"),
    ("phone", "12345"),
    ("unit", "清河县人民政府（虚构）"),
    ("daylight:review.who", "清河县人民政府办公室（虚构）"),
    ("daylight:review.when", "2026-01-20"),
    ("daylight:review.basis", "政府信息公开条例第十七条"),
    ("daylight:review.result", "已审查，同意公开"),
];

static TERMS: LazyLock<FundTerms> =
    LazyLock::new(|| FundTerms::read(include_str!("../../../profiles/cn/profile.json")));

/// The rows by their titles in a language.
fn story(rows: &[Rows], lang: &'static str) -> Story<'static> {
    let words = FormWords::of(&FORM).expect("results");
    let mut story: Story = Vec::new();
    for (id, rows) in rows {
        let table = words.table(id).expect("a table");
        let title = |id: &str| {
            let wording = table.columns.iter().find(|wording| wording.id == id).expect("a column");
            in_language(&wording.titles, lang)
        };
        let row = |cells: &Vec<(&'static str, &'static str)>| {
            cells.iter().map(|(id, value)| (title(id), *value)).collect::<Vec<_>>()
        };
        story.push((in_language(&table.titles, lang), rows.iter().map(row).collect()));
    }
    let about = AboutWords::all();
    let label = |id: &str| -> &'static str {
        let of_line = |titles: &'static Texts| in_language(titles, lang);
        let line = about.rows.iter().find(|line| line.id == id).map(|line| of_line(&line.titles));
        let contact = || TERMS.contacts.iter().find(|contact| contact.id == id).map(|contact| of_line(&contact.titles));
        line.or_else(contact).expect("a line")
    };
    let fill_in = if lang == "en" { "Fill in" } else { "填写" };
    let lines = ABOUT.map(|(id, value)| vec![("", label(id)), (fill_in, value)]);
    story.push((in_language(&about.titles, lang), lines.to_vec()));
    story
}

fn open(bytes: Vec<u8>) -> Session {
    Session::open("承诺.xlsx", bytes, Box::new(Host)).expect("tables")
}

/// The rows of a published table by the ids of their columns, blank cells left out.
fn published(package: &Path, resource: &Value) -> Vec<Vec<(String, String)>> {
    let fields = resource["schema"]["fields"].as_array().expect("fields");
    let id = |header: &str| {
        let field = fields.iter().find(|field| field["name"] == header).expect("a field");
        field["daylight:column"].as_str().unwrap_or(header).to_owned()
    };
    let path = package.join(resource["path"].as_str().expect("a path"));
    let mut table = csv::Reader::from_path(path).expect("a table");
    let headers: Vec<String> = table.headers().expect("a header").iter().map(id).collect();
    let row = |row: csv::StringRecord| {
        let cells = headers.iter().cloned().zip(row.iter().map(str::to_owned).collect::<Vec<_>>());
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    };
    table.records().map(|record| row(record.expect("a row"))).collect()
}

/// A template in some languages, filled in, is a package in which every cell is as it was typed.
fn assert_comes_through(languages: &[&'static str], group: &str, header: impl Fn(&str, &str) -> String, amount: &str) {
    let (rows, words) = (rows(), Words::built_in("zh-Hans"));
    let first = languages.first().copied().unwrap_or("zh-Hans");
    let session = open(fill(&template("results", "cn", languages), &story(&rows, first), header));
    let issues = session.check(&words).issues;
    let wrong: Vec<_> = issues.iter().filter(|issue| issue.severity != daylight_core::issue::Severity::Note).collect();
    assert!(wrong.is_empty(), "{languages:?}: {wrong:#?}");
    assert_eq!(session.element(), "daylight-results");
    let archive = session.package(&words).unwrap_or_else(|report| panic!("{:#?}", report.issues));
    let folder = tempfile::tempdir().expect("a folder");
    unpack(&archive, folder.path());
    let package = folder.path().join("package");
    let descriptor = json(&std::fs::read_to_string(package.join("datapackage.json")).expect("a descriptor"));
    assert_eq!(
        (&descriptor["profile"], &descriptor["name"]),
        (&"daylight-results".into(), &"qinghe-results-2025".into())
    );
    let resources = descriptor["resources"].as_array().expect("resources");
    let names: Vec<&str> = resources.iter().filter_map(|resource| resource["name"].as_str()).collect();
    assert_eq!(names, rows.iter().map(|(id, _)| *id).collect::<Vec<_>>(), "{languages:?}");
    for (resource, (id, rows)) in resources.iter().zip(&rows) {
        let typed = |cells: &Vec<(&str, &str)>| {
            let mut cells: Vec<(String, String)> = cells
                .iter()
                .map(|(id, value)| (if *id == "group" { group } else { id }.to_owned(), (*value).to_owned()))
                .collect();
            cells.sort();
            cells
        };
        let mut found = published(&package, resource);
        found.iter_mut().for_each(|row| row.sort());
        assert_eq!(found, rows.iter().map(typed).collect::<Vec<_>>(), "{languages:?} {id}");
    }
    let (results, _) = session.load().expect("a package").results().expect("results");
    assert_eq!(results.findings[0].amount.map(|amount| amount.plain(results.currency)).as_deref(), Some(amount));
    assert_eq!((results.goals[0].kind.as_str(), results.indicators[0].values.len()), ("livelihood", 1));
    assert_eq!(results.indicators[0].parts.len(), 1, "the row of a group is no headline");
    let checked = daylight(&["check", package.to_str().expect("UTF-8")]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}

#[test]
fn a_filled_template_comes_through_in_two_languages_and_in_one() {
    let in_ten_thousand = |_: &str, text: &str| text.replace("（元）", "（万元）");
    assert_comes_through(&[], "group:性别", in_ten_thousand, "120000.00");
    assert_comes_through(&["zh-Hans"], "group:性别", |_, text| text.to_owned(), "12.00");
    assert_comes_through(&["en"], "group:sex", |_, text| text.to_owned(), "12.00");
}

/// Errors of a session: rules and cells.
fn errors(session: &Session) -> Vec<(String, String)> {
    let words = Words::built_in("zh-Hans");
    let report = json(&view::report(&session.check(&words), &words));
    let issues = report["issues"].as_array().cloned().unwrap_or_default();
    let errors = issues.iter().filter(|issue| issue["severity"] == "error");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    errors.map(|issue| (text(&issue["rule"]), text(&issue["cell"]))).collect()
}

#[test]
fn a_status_that_somebody_typed_in_is_left_out_and_refused_where_it_is_described() {
    let list = "序号,重点任务,牵头单位,完成时限,完成情况\n1,村道,交通局,2026-12-31,已完成95%\n";
    let mut session = Session::open("任务.csv", list.into(), Box::new(Host)).expect("a table");
    let words = Words::built_in("zh-Hans");
    let shown = json(&view::view(&session, 1, None, &words));
    assert_eq!(shown["settings"]["daylight:profile"], "cn", "its headers are those of one profile's language");
    assert_eq!(shown["leftOut"][0]["header"], "完成情况");
    assert!(shown["doubts"].to_string().contains("人工填写的完成情况"), "{}", shown["doubts"]);
    assert!(!errors(&session).iter().any(|(rule, _)| rule == "status-typed"));
    session.change(Change::Role("完成情况", "text")).expect("a change");
    assert!(session.descriptor().contains("\"完成情况\""), "{}", session.descriptor());
    let found = errors(&session);
    assert!(found.contains(&("status-typed".to_owned(), "E1".to_owned())), "{found:?}");
}

#[test]
fn what_is_added_to_a_package_of_a_form_is_a_table_of_that_form() {
    let goals = "id,name,parent,summary\ng1,村道,,通油路\n";
    let mut session = Session::open("goals.csv", goals.into(), Box::new(Host)).expect("a table");
    session
        .add("任务.csv", "任务编号,任务名称,牵头单位,完成时限\nt1,硬化,交通局,2026-12-31\n".into())
        .expect("a table");
    session.add("transfers.csv", "from,to,amount\na,b,5\n".into()).expect("a table");
    let names: Vec<&str> = session.resources().iter().filter_map(|resource| resource.text_of("name")).collect();
    assert_eq!(names, ["goals", "tasks", "table"], "no table of funds among results");
    let shown = |session: &Session| json(&view::view(session, 1, None, &Words::built_in("en")));
    session.change(Change::Table(1)).expect("a change");
    assert_eq!(shown(&session)["columns"][2]["meaning"], "Lead unit");
}

#[test]
fn the_command_refuses_a_status_in_a_workbook_where_its_header_stands() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("任务").expect("a name");
    let rows = [
        ["任务编号", "任务名称", "牵头单位", "完成时限", "完成情况"],
        ["R1", "新建村道50公里", "交通运输局", "2026-12-31", "已完成"],
    ];
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).expect("a cell");
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("任务清单.xlsx");
    book.save(&path).expect("written");
    let checked = daylight(&["check", path.to_str().expect("UTF-8"), "--format", "json"]);
    assert_eq!(checked.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let issues = report["issues"].as_array().expect("issues");
    let typed: Vec<&Value> = issues.iter().filter(|issue| issue["rule"] == "status-typed").collect();
    assert_eq!(typed.len(), 1, "{report}");
    assert_eq!(typed[0]["cell"], "任务!E1", "{report}");
}
