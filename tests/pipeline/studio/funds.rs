//! The template of funds filled in, from the command that writes it to a package that is published and verified; what is wrong in
//! it is told with sheet and cell.

use super::template::{Story, fill, template};
use super::{Host, json, unpack};
use daylight_core::words::Words;
use daylight_studio::session::{Change, Session};
use daylight_studio::view;
use daylight_tests::command::daylight;
use serde_json::Value;

/// Three units, two transfers, a project, a payment, what is kept on the way, and a group.
fn story() -> Story<'static> {
    vec![
        ("资金", vec![vec![("资金编号", "roads"), ("资金名称", "村道建设资金（虚构）")]]),
        (
            "单位",
            vec![
                vec![("本单位编号", "p"), ("本单位名称", "云川省（虚构）"), ("层级", "省级"), ("起止", "起点")],
                vec![
                    ("本单位编号", "q"),
                    ("本单位名称", "清河县（虚构）"),
                    ("层级", "县级"),
                    ("上级单位编号", "p"),
                    ("办公电话", "12317"),
                ],
                vec![("本单位编号", "t1"), ("本单位名称", "双河镇（虚构）"), ("层级", "乡级"), ("上级单位编号", "q")],
            ],
        ),
        (
            "拨付",
            vec![
                vec![
                    ("拨付编号", "a1"),
                    ("资金编号", "roads"),
                    ("年度", "2025"),
                    ("拨出单位编号", "p"),
                    ("收到单位编号", "q"),
                    ("拨付金额", "2413000"),
                    ("下达日期", "2025-01-20"),
                    ("到账日期", "2025-02-03"),
                ],
                vec![
                    ("拨付编号", "a2"),
                    ("资金编号", "roads"),
                    ("年度", "2025"),
                    ("拨出单位编号", "q"),
                    ("收到单位编号", "t1"),
                    ("拨付金额", "2293000"),
                    ("下达日期", "2025-03-01"),
                    ("到账日期", "2025-03-08"),
                ],
            ],
        ),
        (
            "留存和待付",
            vec![
                vec![
                    ("所在单位编号", "q"),
                    ("资金编号", "roads"),
                    ("年度", "2025"),
                    ("留存状态", "留存"),
                    ("留存金额", "120000"),
                    ("起始日期", "2025-08-10"),
                    ("留存原因", "尚未安排"),
                ],
                vec![
                    ("所在单位编号", "t1"),
                    ("资金编号", "roads"),
                    ("年度", "2025"),
                    ("留存状态", "待支付"),
                    ("留存金额", "229300"),
                    ("起始日期", "2025-11-20"),
                    ("留存原因", "质量保证金"),
                ],
            ],
        ),
        (
            "项目",
            vec![vec![
                ("项目编号", "p001"),
                ("项目名称", "石桥村道路硬化"),
                ("项目所在单位编号", "t1"),
                ("年度", "2025"),
                ("建设内容", "硬化村道3.2公里"),
                ("计划资金", "241.3"),
                ("中央资金", "125.5"),
                ("省级资金", "91.2"),
                ("市级资金", "24.6"),
                ("责任单位", "双河镇人民政府"),
                ("承建单位", "清河路桥工程有限公司（虚构）"),
                ("计量单位", "公里"),
                ("计划数量", "3.2"),
                ("完成数量", "3"),
                ("公示开始日期", "2025-03-01"),
                ("公示结束日期", "2025-03-14"),
            ]],
        ),
        (
            "支付",
            vec![vec![
                ("支付单位编号", "t1"),
                ("支付项目编号", "p001"),
                ("资金编号", "roads"),
                ("年度", "2025"),
                ("支付金额", "2063700"),
                ("支付日期", "2025-11-28"),
                ("收款单位", "清河路桥工程有限公司（虚构）"),
            ]],
        ),
        (
            "受益群体",
            vec![vec![
                ("受益单位编号", "t1"),
                ("群体类别", "低收入户"),
                ("资金编号", "roads"),
                ("年度", "2025"),
                ("户数", "36"),
                ("人数", "104"),
            ]],
        ),
        (
            "数据包",
            vec![
                vec![("", "标题"), ("填写", "清河县2025年村道资金（虚构）")],
                vec![("", "英文短名"), ("填写", "Qinghe Roads 2025")],
                vec![("", "发布单位"), ("填写", "清河县农业农村局（虚构）")],
                vec![("", "数据截至日期"), ("填写", "2025-12-31")],
                vec![("", "咨询电话"), ("填写", "12317")],
                vec![("", "责任单位"), ("填写", "清河县农业农村局（虚构）")],
                vec![("", "审查单位"), ("填写", "清河县财政局（虚构）")],
                vec![("", "审查日期"), ("填写", "2026-01-20")],
                vec![("", "审查依据"), ("填写", "政府信息公开条例第十七条")],
                vec![("", "审查结果"), ("填写", "已审查，同意公开")],
            ],
        ),
    ]
}

/// The template with a story in it. `header` changes what stands there already.
fn filled(story: &Story<'_>, header: impl Fn(&str, &str) -> String) -> Vec<u8> {
    fill(&template("funds", "cn", &[]), story, header)
}

/// Projects are told in ten thousand yuan, as counties do.
fn in_ten_thousand(sheet: &str, text: &str) -> String {
    if sheet.starts_with("项目") { text.replace("（元）", "（万元）") } else { text.to_owned() }
}

fn open(bytes: Vec<u8>) -> Session {
    Session::open("资金.xlsx", bytes, Box::new(Host)).expect("tables")
}

fn issues(session: &Session) -> Vec<(String, String, String)> {
    let words = Words::built_in("zh-Hans");
    let report = json(&view::report(&session.check(&words), &words));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let issues = report["issues"].as_array().cloned().unwrap_or_default();
    issues.iter().map(|issue| (text(&issue["severity"]), text(&issue["rule"]), text(&issue["cell"]))).collect()
}

#[test]
fn a_filled_template_becomes_a_package_that_is_published_and_verified() {
    let words = Words::built_in("zh-Hans");
    let session = open(filled(&story(), in_ten_thousand));
    let names: Vec<&str> = session.resources().iter().filter_map(|resource| resource.text_of("name")).collect();
    assert_eq!(
        names,
        ["funds", "units", "transfers", "holdings", "projects", "payments", "recipient-groups"],
        "tables that nobody filled in are left out"
    );
    let rows: Vec<Value> =
        session.resources().iter().map(|resource| json(&resource.pretty())["dialect"]["headerRows"].clone()).collect();
    assert!(
        rows.iter().all(|rows| rows.as_array().is_some_and(|rows| rows.len() == 1)),
        "one line of header: {rows:?}"
    );
    let is_wrong = |(severity, ..): &(String, String, String)| severity != "note";
    assert_eq!(issues(&session).into_iter().filter(is_wrong).collect::<Vec<_>>(), []);
    let archive = session.package(&words).unwrap_or_else(|report| panic!("{:#?}", report.issues));
    let folder = tempfile::tempdir().expect("a folder");
    unpack(&archive, folder.path());
    let package = folder.path().join("package");
    let descriptor = json(&std::fs::read_to_string(package.join("datapackage.json")).expect("a descriptor"));
    assert_eq!((&descriptor["profile"], &descriptor["name"]), (&"daylight-funds".into(), &"qinghe-roads-2025".into()));
    assert_eq!((&descriptor["daylight:currency"], &descriptor["daylight:profile"]), (&"CNY".into(), &"cn".into()));
    assert_eq!(descriptor["daylight:contacts"]["phone"], "12317");
    let path = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let checked = daylight(&["check", &path("package"), "--format", "json"]);
    let report = json(&String::from_utf8_lossy(&checked.stdout));
    assert!(checked.status.success(), "{report:#}");
    let balance = |tier: &str, part: &str| {
        let balances = report["balances"].as_array().expect("balances");
        balances.iter().find(|balance| balance["tier"] == tier).map(|balance| balance[part].clone())
    };
    assert_eq!(balance("county", "retained"), Some("120000.00".into()), "{report:#}");
    assert_eq!(balance("township", "spent"), Some("2063700.00".into()));
    assert_eq!(balance("township", "unaccounted"), Some("0.00".into()));
    let published = daylight(&["publish", &path("package"), "--out", &path("site"), "--date", "2026-01-21"]);
    assert!(published.status.success(), "{}", String::from_utf8_lossy(&published.stderr));
    let verified = daylight(&["verify", &path("site")]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&[verified.stdout, verified.stderr].concat()));
    assert!(session.snippet("zh-Hans").contains("<daylight-funds src="));
}

#[test]
fn ten_thousand_yuan_of_a_header_are_honoured_exactly() {
    let session = open(filled(&story(), in_ten_thousand));
    let loaded = session.load().expect("a package");
    let (ledger, _) = loaded.funds().expect("funds");
    let project = &ledger.projects[0];
    let plain = |amount: daylight_core::money::Amount| amount.plain(ledger.currency).to_string();
    let split: Vec<(String, String)> =
        project.split.iter().map(|(source, amount)| (source.clone(), plain(*amount))).collect();
    let expected = [("central", "1255000.00"), ("province", "912000.00"), ("city", "246000.00")];
    assert_eq!(split, expected.map(|(source, amount)| (source.to_owned(), amount.to_owned())));
    assert_eq!(project.planned.map(plain).as_deref(), Some("2413000.00"));
    assert_eq!((project.promised, project.delivered), (Some(3200), Some(3000)), "quantities are no money");
    assert_eq!(plain(ledger.transfers[0].amount), "2413000.00", "other sheets keep their unit");
}

#[test]
fn what_is_wrong_in_a_template_is_told_with_sheet_and_cell() {
    let mut story = story();
    story[1].1[1][2].1 = "县市级";
    story[4].1[0].push(("备注", "收款人 11010519491231002X"));
    let session = open(filled(&story, in_ten_thousand));
    let found = issues(&session);
    let has = |severity: &str, rule: &str, cell: &str| {
        found.contains(&(severity.to_owned(), rule.to_owned(), cell.to_owned()))
    };
    assert!(has("warning", "word-unknown", "单位 Units!C7"), "{found:#?}");
    let persons: Vec<&String> =
        found.iter().filter(|(_, rule, _)| rule == "personal-data").map(|(.., cell)| cell).collect();
    assert!(persons.iter().any(|cell| cell.starts_with("项目 Projects!")), "{found:#?}");
    assert!(session.package(&Words::built_in("zh-Hans")).is_err(), "no package with a person's number");
}

#[test]
fn tables_may_come_as_files_and_say_their_currency_later() {
    let mut session = Session::open("units.csv", "id,name,tier\nq,清河县,县级\nt,双河镇,乡级\n".into(), Box::new(Host))
        .expect("a table");
    session.add("transfers.csv", "from,to,拨付金额（万元）,备注栏\nq,t,0.5,无\n".into()).expect("a table");
    let names: Vec<&str> = session.resources().iter().filter_map(|resource| resource.text_of("name")).collect();
    assert_eq!(names, ["units", "transfers"]);
    let words = Words::built_in("en");
    let shown = json(&view::view(&session, 1, None, &words));
    assert_eq!((&shown["settings"]["currency"], &shown["settings"]["daylight:profile"]), (&"CNY".into(), &"cn".into()));
    assert_eq!(
        (&shown["columns"][2]["meaning"], &shown["settings"]["factor"]),
        (&"Amount passed on".into(), &"10000".into())
    );
    assert_eq!(shown["leftOut"][0]["header"], "备注栏");
    session.change(Change::Constant("currency", "value-currency:code", "XTS")).expect("a change");
    assert!(session.descriptor().contains("\"daylight:currency\": \"XTS\""));
    let loaded = session.load().expect("a package");
    let amount = loaded.funds().map(|(ledger, _)| ledger.transfers[0].amount.plain(ledger.currency).to_string());
    assert_eq!(amount.as_deref(), Some("5000.00"));
}

#[test]
fn the_command_reads_a_filled_template_as_the_studio_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("资金.xlsx");
    std::fs::write(&path, filled(&story(), in_ten_thousand)).expect("written");
    let path = path.to_str().expect("UTF-8");
    let checked = daylight(&["check", path, "--format", "json"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let described = daylight(&["describe", path]);
    assert!(String::from_utf8_lossy(&described.stdout).contains("\"profile\": \"daylight-funds\""));
    assert!(String::from_utf8_lossy(&described.stderr).contains("10000"), "the unit is told");
    assert_eq!(template("funds", "cn", &[]), template("funds", "cn", &[]), "the same words make the same file");
}

#[test]
fn a_template_in_which_nothing_stands_yet_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("资金.xlsx");
    std::fs::write(&path, template("funds", "cn", &[])).expect("written");
    let path = path.to_str().expect("UTF-8");
    let told = |arguments: &[&str]| {
        let done = daylight(arguments);
        [done.stdout, done.stderr].map(|said| String::from_utf8_lossy(&said).into_owned())
    };
    let [descriptor, doubts] = told(&["describe", path, "--lang", "en"]);
    assert!(descriptor.contains("\"profile\": \"daylight-funds\"") && doubts.contains("Nothing was filled in yet"));
    let [checked, _] = told(&["check", path, "--lang", "en"]);
    assert!(checked.contains("contact-missing") && checked.contains("0 rows read"), "{checked}");
}
