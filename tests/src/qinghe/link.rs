//! What other packages of the demonstration have of the funds, their projects and their places: the table of links out; cannot fail.

use super::Table;

/// Id, package, id there, and what it is in both languages.
const LINKS: [[&str; 5]; 13] = [
    ["p001", "qinghe-results", "t01", "任务：新建改建村道120公里", "Task: 120 km of village roads"],
    [
        "p001",
        "qinghe-results",
        "f02",
        "审计发现：石桥村道路少建0.2公里，仍通过验收",
        "Finding: the road of Shiqiao was accepted with 0.2 km missing",
    ],
    [
        "p001",
        "qinghe-results",
        "f01",
        "审计发现：村道资金12.00万元留在县里，尚未安排使用",
        "Finding: 120,000 yuan for village roads stayed with the county unused",
    ],
    ["p001", "qinghe-budget-2025", "2130504", "预算科目：农村基础设施建设", "Budget: rural infrastructure"],
    ["p002", "qinghe-results", "t06", "任务：建设高标准农田1300亩", "Task: 1,300 mu of well-built farmland"],
    ["p004", "qinghe-results", "t04", "任务：改造农村饮水管网900公里", "Task: 900 km of water mains renewed"],
    ["p006", "qinghe-results", "t07", "任务：建设产业路900公里", "Task: 900 km of farm tracks"],
    ["p016", "qinghe-results", "t05", "任务：改造农村危房1100户", "Task: 1,100 unsafe houses repaired"],
    [
        "q",
        "qinghe-results",
        "f01",
        "审计发现：村道资金12.00万元留在县里，尚未安排使用",
        "Finding: 120,000 yuan for village roads stayed with the county unused",
    ],
    [
        "q-v04",
        "qinghe-results",
        "f03",
        "审计发现：西坡村支出少记5000元",
        "Finding: the records of Xipo are 5,000 yuan short",
    ],
    ["water", "qinghe-budget-2025", "2130335", "预算科目：农村供水", "Budget: rural water supply"],
    ["farmland", "qinghe-budget-2025", "2130153", "预算科目：耕地建设与利用", "Budget: farmland construction and use"],
    [
        "housing",
        "qinghe-budget-2025",
        "2210105",
        "预算科目：农村危房改造",
        "Budget: renovation of dilapidated rural houses",
    ],
];

/// The table.
pub(super) fn links() -> Table {
    let mut table = Table::new("links", "id,package,to,name:zh-Hans,name:en");
    LINKS.iter().for_each(|cells| table.add(cells));
    table
}
