//! The demonstration's package of funds: a fixed seed in, its tables as CSV out, the same on every machine; cannot fail.
//!
//! Every yuan of a project goes the whole way, from the tier that gives it to the village that pays, so that all balances are
//! even. Two things are told by hand: the road of Shiqiao, alone in its fund, and a village that paid 5,000 yuan less than it had.

mod measured;
mod name;
mod outline;
mod promise;
mod results;
mod verdict;

use crate::personal::case::Dice;
use name::{DEPARTMENT, FIRMS, FUNDS, KINDS, Name, SAID, TOWNSHIPS, VILLAGES, WORKS};
pub use outline::outlines;
pub use results::{AS_OF, results};

/// How many transfers the package has.
pub const TRANSFERS: usize = 5000;

/// How many projects, that of the road among them.
pub const PROJECTS: usize = 300;

const SEED: u64 = 0x51a6_0e05;

/// A hundredth of a yuan.
type Fen = u64;

/// What a village does not account for: 0.50 in ten thousand yuan.
const GAP: Fen = 500_000;

/// The village: Xipo.
const SHORT: usize = 3;

/// A table: its id and its lines, the header first.
pub struct Table {
    /// The name of its resource and of its file.
    pub id: &'static str,
    lines: Vec<String>,
}

impl Table {
    fn new(id: &'static str, header: &str) -> Self {
        Self { id, lines: vec![header.to_owned()] }
    }

    fn add(&mut self, cells: &[&str]) {
        let quoted = |cell: &&str| if cell.contains(',') { format!("\"{cell}\"") } else { (*cell).to_owned() };
        self.lines.push(cells.iter().map(quoted).collect::<Vec<_>>().join(","));
    }

    /// The file.
    pub fn csv(&self) -> String {
        self.lines.join("\n") + "\n"
    }
}

/// A project as it is planned.
struct Plan {
    id: String,
    village: usize,
    work: usize,
    year: i32,
    /// From the central government, the province, the city and the county; blank is nothing.
    sources: [Fen; 4],
    /// In how many parts the central money comes.
    parts: u64,
    /// In how many parts the county puts in its own.
    own_parts: u64,
}

impl Plan {
    fn planned(&self) -> Fen {
        self.sources.iter().sum()
    }

    fn transfers(&self) -> usize {
        let given = |tier: usize, rows: u64| if self.sources[tier] > 0 { rows } else { 0 };
        (5 * self.parts + given(1, 3) + given(2, 2) + given(3, self.own_parts)) as usize
    }
}

/// The tables of the package.
pub fn tables() -> Vec<Table> {
    let mut county = County::new();
    county.road();
    for plan in plans(&mut county.dice) {
        county.carry_out(&plan);
    }
    county.recipients();
    let County { transfers, holdings, projects, payments, groups, .. } = county;
    vec![funds(), units(), transfers, holdings, projects, payments, groups]
}

/// All projects but the road, with as many transfers as are left for them.
fn plans(dice: &mut Dice) -> Vec<Plan> {
    let mut plans: Vec<Plan> = (1..PROJECTS)
        .map(|number| {
            let mut sources = [0; 4];
            for (tier, source) in sources.iter_mut().enumerate() {
                if tier != 1 && tier != 2 || dice.below(3) > 0 {
                    *source = 100_000 * (10 + dice.below(if tier == 0 { 900 } else { 250 }));
                }
            }
            let (round, village) = (number / VILLAGES.len(), number % VILLAGES.len());
            // Every village has projects in both years; Shiqiao has the road alone in the second, so that its story is short.
            let year = 2024 + if village == 0 { 0 } else { (round + village) % 2 } as i32;
            let work = dice.below(WORKS.len() as u64) as usize;
            Plan { id: format!("p{:03}", number + 1), village, work, year, sources, parts: 2, own_parts: 1 }
        })
        .collect();
    let mut left = TRANSFERS - ROAD_TRANSFERS - AID_TRANSFERS - plans.iter().map(Plan::transfers).sum::<usize>();
    let count = plans.len();
    for at in (0..count).cycle() {
        if left < 5 {
            break;
        }
        plans[at].parts += 1;
        left -= 5;
    }
    if let Some(last) = plans.last_mut() {
        last.own_parts += left as u64;
    }
    plans
}

fn yuan(fen: Fen) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The date of a day of a year; days beyond it are its last.
fn date(year: i32, nth: u64) -> String {
    let mut months = [31, if year % 4 == 0 { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter();
    let (mut day, mut month) = (nth.max(1), 1);
    while let Some(days) = months.next().filter(|days| day > *days) {
        if month == 12 {
            return format!("{year}-12-31");
        }
        (day, month) = (day - days, month + 1);
    }
    format!("{year}-{month:02}-{day:02}")
}

/// The part of a sum, the last with what is left over.
fn part(sum: Fen, at: u64, parts: u64) -> Fen {
    let each = sum / parts;
    if at + 1 == parts { sum - each * (parts - 1) } else { each }
}

fn township(village: usize) -> String {
    format!("q-t{}", village % TOWNSHIPS.len() + 1)
}

fn village(village: usize) -> String {
    format!("q-v{:02}", village + 1)
}

/// The first letters of a name's syllables, and the name in one word.
fn spelled((_, syllables): Name) -> (String, String) {
    let initials = syllables.split(' ').filter_map(|part| part.chars().next()).collect::<String>().to_lowercase();
    let mut word = String::new();
    for part in syllables.split(' ') {
        word += &if word.is_empty() { part.to_owned() } else { part.to_lowercase() };
    }
    (initials, word)
}

fn funds() -> Table {
    let mut table = Table::new("funds", "id,name:zh-Hans,name:en");
    FUNDS.iter().for_each(|fund| table.add(fund));
    table
}

fn units() -> Table {
    let mut table = Table::new("units", "id,name:zh-Hans,name:en,initials,tier,parent,office:zh-Hans,office:en,phone");
    for line in [
        ["c", "中央财政", "Central government", "zycz", "central", ""],
        ["p", "云川省（虚构）", "Yunchuan Province (fictional)", "ycs", "province", "c"],
        ["m", "临江市（虚构）", "Linjiang City (fictional)", "ljs", "city", "p"],
        ["q", "清河县（虚构）", "Qinghe County (fictional)", "qhx", "county", "m"],
    ] {
        let office = if line[0] == "q" { [RESPONSIBLE.0, RESPONSIBLE.1, "12317"] } else { [""; 3] };
        table.add(&[line.as_slice(), &office].concat());
    }
    let kinds = [("镇", "z", " Town"), ("乡", "x", " Township")];
    for (at, place) in TOWNSHIPS.iter().enumerate() {
        let (initials, word) = spelled(*place);
        let (_, letter, kind) = kinds.iter().find(|(end, ..)| place.0.ends_with(end)).unwrap_or(&kinds[0]);
        let name = word + kind;
        let office = [format!("{}乡村振兴办公室", place.0), format!("Office of rural revitalisation, {name}")];
        let id = township(at);
        let initials = initials + letter;
        table.add(&[&id, place.0, &name, &initials, "township", "q", &office[0], &office[1], "12317"]);
    }
    for (at, place) in VILLAGES.iter().enumerate() {
        let (initials, word) = spelled(*place);
        let (id, above, name) = (village(at), township(at), word + " Village");
        let office = [format!("{}民委员会", place.0), format!("Villagers' committee, {name}")];
        let initials = initials + "c";
        table.add(&[&id, place.0, &name, &initials, "village", &above, &office[0], &office[1], "12317"]);
    }
    table
}

/// How many transfers money for households has: three for each village and year but one.
const AID_TRANSFERS: usize = 3 * (2 * VILLAGES.len() - 1);

/// How many transfers the road has.
const ROAD_TRANSFERS: usize = 9;

/// What is written down while projects are carried out.
struct County {
    dice: Dice,
    transfers: Table,
    holdings: Table,
    projects: Table,
    payments: Table,
    groups: Table,
    has_gap: bool,
}

const PROJECT_COLUMNS: &str = "id,name:zh-Hans,name:en,unit,year,content:zh-Hans,content:en,planned,source:central,\
source:province,source:city,source:county,responsible:zh-Hans,responsible:en,contact,contractor:zh-Hans,contractor:en,price,\
measure:zh-Hans,measure:en,promised,delivered,accepted-by:zh-Hans,accepted-by:en,accepted,notice-from,notice-until,\
department:zh-Hans,department:en,type:zh-Hans,type:en,period,performance:zh-Hans,performance:en,benefit:zh-Hans,benefit:en,\
before,after";

const RESPONSIBLE: Name = ("清河县农业农村局（虚构）", "Qinghe County Bureau of Agriculture (fictional)");

/// The cells that a notice has of a kind of project and of when it is carried out.
fn said(kind: usize, period: &str) -> [&str; 9] {
    let [about, goal, benefit] = SAID[kind];
    [DEPARTMENT.0, DEPARTMENT.1, about.0, about.1, period, goal.0, goal.1, benefit.0, benefit.1]
}

impl County {
    fn new() -> Self {
        Self {
            dice: Dice::new(SEED),
            transfers: Table::new("transfers", "id,fund,year,from,to,amount,decided,arrived"),
            holdings: Table::new("holdings", "unit,fund,year,state,amount,since,reason:zh-Hans,reason:en"),
            projects: Table::new("projects", PROJECT_COLUMNS),
            payments: Table::new("payments", "unit,project,fund,year,amount,paid,payee:zh-Hans,payee:en"),
            groups: Table::new("recipient-groups", "unit,kind:zh-Hans,kind:en,fund,year,households,persons,amount"),
            has_gap: false,
        }
    }

    fn transfer(&mut self, pot: [&str; 2], way: [&str; 2], amount: Fen, days: [String; 2]) {
        let id = format!("t{:04}", self.transfers.lines.len());
        let amount = yuan(amount);
        self.transfers.add(&[&id, pot[0], pot[1], way[0], way[1], &amount, &days[0], &days[1]]);
    }

    /// Money goes down some units, from one after the other; the day of arrival at the last is the answer.
    fn send(&mut self, pot: [&str; 2], way: &[&str], amount: Fen, year: i32, mut day: u64) -> u64 {
        for step in way.windows(2) {
            let decided = day + 1 + self.dice.below(8);
            day = decided + 2 + self.dice.below(18);
            self.transfer(pot, [step[0], step[1]], amount, [date(year, decided), date(year, day)]);
        }
        day
    }

    /// 3.2 km of road for Shiqiao: 241.30 = 125.50 + 91.20 + 24.60 came to the county, 229.30 went on and 12.00 stayed; of these
    /// 229.30 are 206.37 paid and 22.93 kept for a year as a deposit for quality.
    fn road(&mut self) {
        let (pot, town) = (["roads", "2025"], township(0));
        let days = |decided, arrived| [date(2025, decided), date(2025, arrived)];
        for (way, amount, decided, arrived) in [
            (["c", "p"], 125_500_000, 20, 34),
            (["p", "m"], 125_500_000, 40, 59),
            (["", "p"], 91_200_000, 41, 41),
            (["p", "m"], 91_200_000, 42, 60),
            (["", "m"], 24_600_000, 62, 62),
            (["m", "q"], 125_500_000, 64, 80),
            (["m", "q"], 91_200_000, 64, 80),
            (["m", "q"], 24_600_000, 66, 83),
        ] {
            self.transfer(pot, way, amount, days(decided, arrived));
        }
        self.transfer(pot, ["q", &town], 229_300_000, days(90, 104));
        for (unit, state, amount, since, reason) in [
            ("q", "retained", 12_000_000, "2025-08-10", ["结余资金，尚未安排", "Left over and not yet assigned"]),
            (
                &town,
                "pending",
                22_930_000,
                "2025-11-20",
                ["质量保证金（10%），验收一年后支付", "Deposit for quality (10 %), due a year after acceptance"],
            ),
        ] {
            let amount = yuan(amount);
            self.holdings.add(&[unit, pot[0], pot[1], state, &amount, since, reason[0], reason[1]]);
        }
        let firm = FIRMS[0];
        for (amount, paid) in [(120_000_000, "2025-07-15"), (86_370_000, "2025-11-28")] {
            self.payments.add(&[&town, "p001", pot[0], pot[1], &yuan(amount), paid, firm.0, firm.1]);
        }
        let [central, province, city] = [125_500_000, 91_200_000, 24_600_000].map(yuan);
        let cells = [
            "p001",
            "石桥村道路硬化",
            "Village road of Shiqiao",
            &village(0),
            "2025",
            "硬化村道3.2公里，路面宽4.5米",
            "3.2 km of village road, 4.5 m wide",
            &yuan(241_300_000),
            &central,
            &province,
            &city,
            "",
            RESPONSIBLE.0,
            RESPONSIBLE.1,
            "12317",
            firm.0,
            firm.1,
            &yuan(229_300_000),
            "公里",
            "km",
            "3.2",
            "3.0",
            "双河镇人民政府、清河县交通运输局（虚构）",
            "Shuanghe Town and the county's transport bureau (fictional)",
            "2025-11-20",
            "2025-03-01",
            "2025-03-14",
        ];
        let pictures = ["pictures/road-before.svg", "pictures/road-after.svg"];
        self.projects.add(&[&cells[..], &said(4, "2025-04 – 2025-11"), &pictures].concat());
    }

    fn carry_out(&mut self, plan: &Plan) {
        let year = plan.year.to_string();
        let (pot, town, place) = ([FUNDS[plan.work][0], year.as_str()], township(plan.village), village(plan.village));
        let [central, province, city, own] = plan.sources;
        let mut day = 4 + self.dice.below(30);
        for (from, amount, way) in [(1, province, ["p", "m", "q"].as_slice()), (2, city, &["m", "q"])] {
            if amount > 0 {
                let given = date(plan.year, day + from);
                self.transfer(pot, ["", way[0]], amount, [given.clone(), given]);
                self.send(pot, way, amount, plan.year, day + from);
            }
        }
        for at in 0..plan.own_parts {
            let given = date(plan.year, day + 70 + at);
            self.transfer(pot, ["", "q"], part(own, at, plan.own_parts), [given.clone(), given]);
        }
        let mut last = day;
        for at in 0..plan.parts {
            let amount = part(central, at, plan.parts);
            let arrived = self.send(pot, &["c", "p", "m", "q"], amount, plan.year, day).max(day + 80);
            let more = if at == 0 { province + city + own } else { 0 };
            last = self.send(pot, &["q", &town, &place], amount + more, plan.year, arrived);
            day += 15;
        }
        self.pay(plan, pot, &place, last + 20);
    }

    /// What the village pays and keeps, and what is said of the project.
    fn pay(&mut self, plan: &Plan, pot: [&str; 2], place: &str, day: u64) {
        let (planned, firm) = (plan.planned(), FIRMS[self.dice.below(FIRMS.len() as u64) as usize]);
        let deposit = if self.dice.below(5) == 0 { planned / 20 } else { 0 };
        let accepted = date(plan.year, day + 30);
        if deposit > 0 {
            let reason = ["质量保证金（5%），验收一年后支付", "Deposit for quality (5 %), due a year after acceptance"];
            self.holdings.add(&[place, pot[0], pot[1], "pending", &yuan(deposit), &accepted, reason[0], reason[1]]);
        }
        let is_short = !self.has_gap && deposit == 0 && plan.year == 2025 && plan.village == SHORT;
        self.has_gap |= is_short;
        let paid = planned - deposit - if is_short { GAP } else { 0 };
        for (at, day) in [day, day + 40].into_iter().enumerate() {
            let (amount, paid) = (yuan(part(paid, at as u64, 2)), date(plan.year, day));
            self.payments.add(&[place, &plan.id, pot[0], pot[1], &amount, &paid, firm.0, firm.1]);
        }
        let [work, work_en, measure, measure_en] = WORKS[plan.work];
        let quantity = (2 + self.dice.below(60)).to_string();
        let sources = plan.sources.map(|source| if source > 0 { yuan(source) } else { String::new() });
        let (zh, latin) = VILLAGES[plan.village];
        let (_, word) = spelled((zh, latin));
        let notice = 5 + self.dice.below(20);
        let (from, until) = (date(plan.year, notice), date(plan.year, notice + 9 + self.dice.below(6)));
        let township = format!("{}人民政府", TOWNSHIPS[plan.village % TOWNSHIPS.len()].0);
        let name = [zh.to_owned() + work, format!("{work_en}: {word}")];
        let content = [format!("{work}{quantity}{measure}"), format!("{work_en}: {quantity} {measure_en}")];
        let planned = yuan(planned);
        let cells = [
            &plan.id,
            &name[0],
            &name[1],
            place,
            pot[1],
            &content[0],
            &content[1],
            &planned,
            &sources[0],
            &sources[1],
            &sources[2],
            &sources[3],
            RESPONSIBLE.0,
            RESPONSIBLE.1,
            "12317",
            firm.0,
            firm.1,
            &planned,
            measure,
            measure_en,
            &quantity,
            &quantity,
            &township,
            "The township",
            &accepted,
            &from,
            &until,
        ];
        let period = format!("{} – {}", &until[..7], &accepted[..7]);
        self.projects.add(&[&cells[..], &said(plan.work, &period), &["", ""]].concat());
    }

    /// Who benefits, in groups of at least twelve persons, and the money that goes to them: the county puts it in, the village pays it
    /// out. Shiqiao has the road alone in its second year.
    fn recipients(&mut self) {
        let places = (0..VILLAGES.len()).flat_map(|at| [2024, 2025].map(|year| (at, year)));
        for (at, year) in places.filter(|place| *place != (0, 2025)) {
            let (place, town, of_year) = (village(at), township(at), year.to_string());
            let pot = [FUNDS[0][0], of_year.as_str()];
            let groups = KINDS.map(|kind| {
                let persons = 12 + self.dice.below(90);
                (kind, persons, persons * 100 * (200 + 10 * self.dice.below(40)))
            });
            let day = 150 + self.dice.below(40);
            let given = date(year, day);
            let whole = groups.iter().map(|(.., amount)| amount).sum();
            self.transfer(pot, ["", "q"], whole, [given.clone(), given]);
            let day = self.send(pot, &["q", &town, &place], whole, year, day);
            for (kind, persons, amount) in groups {
                let (households, persons) = ((persons * 2 / 5).max(10).to_string(), persons.to_string());
                let (amount, paid) = (yuan(amount), date(year, day + 12));
                self.payments.add(&[&place, "", pot[0], pot[1], &amount, &paid, kind.0, kind.1]);
                self.groups.add(&[&place, kind.0, kind.1, pot[0], pot[1], &households, &persons, &amount]);
            }
        }
    }
}
