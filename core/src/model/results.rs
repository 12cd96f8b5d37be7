//! The believed records of what came of plans: goals, tasks, indicators, evaluations and audit findings, as plain data; nothing to
//! fail. How far anything is, is not among them: that is computed (`summary/results`).

use super::About;
use super::funds::Texts;
use super::link::Links;
use crate::day::Day;
use crate::money::{Amount, Currency};
use crate::place::Place;
use crate::profile::results::ResultRule;
use crate::quantity::Quantity;
use crate::span::Span;

/// A package of results that was read.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// What it says of itself.
    pub about: About,
    /// The currency of all amounts.
    pub currency: Currency,
    /// The day that it tells the state of: as stated, else the latest day in it.
    pub as_of: Option<Day>,
    /// The numbers of the rule by which it is computed.
    pub rule: ResultRule,
    /// Whether the package states them itself.
    pub own_rule: bool,
    /// What promises stand in.
    pub plans: Vec<Plan>,
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// What is done for it.
    pub tasks: Vec<Task>,
    /// Dated milestones of tasks.
    pub steps: Vec<Step>,
    /// What is measured.
    pub indicators: Vec<Indicator>,
    /// What happened.
    pub updates: Vec<Update>,
    /// What somebody made of it.
    pub evaluations: Vec<Evaluation>,
    /// Audits.
    pub audits: Vec<Audit>,
    /// What they found.
    pub findings: Vec<Finding>,
    /// What became of it.
    pub rectifications: Vec<Rectification>,
    /// Who had to answer for it.
    pub accountability: Vec<Accountability>,
    /// Links to what other packages have of the same things.
    pub links: Links,
    /// How many rows it has.
    pub rows: u64,
    /// The files of values, of which there may be several.
    pub value_files: Vec<String>,
    /// The files of tables by their ids, for places.
    pub files: Vec<(&'static str, String)>,
}

/// What a record is of: any of those that can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Of {
    /// A plan, by its index.
    Plan(usize),
    /// A goal.
    Goal(usize),
    /// A task.
    Task(usize),
    /// An indicator.
    Indicator(usize),
    /// A finding.
    Finding(usize),
}

impl Of {
    /// Its kind as files and addresses name it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Plan(_) => "plan",
            Self::Goal(_) => "goal",
            Self::Task(_) => "task",
            Self::Indicator(_) => "indicator",
            Self::Finding(_) => "finding",
        }
    }
}

/// A work report, a plan.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// Its first and its last day.
    pub days: [Option<Day>; 2],
    /// Who answers for it.
    pub office: Texts,
    /// Its text: an address or a title.
    pub document: String,
    /// Its row.
    pub row: u32,
}

/// What is to be reached.
#[derive(Clone, Debug, Default)]
pub struct Goal {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// The plan that it stands in.
    pub plan: Option<usize>,
    /// The goal that it is a part of.
    pub parent: Option<usize>,
    /// Its kind, an id of the profile or a text.
    pub kind: String,
    /// How much it counts among its parent's parts.
    pub weight: Quantity,
    /// Who answers for it.
    pub office: Texts,
    /// What it is about.
    pub summary: Texts,
    /// Its row.
    pub row: u32,
}

/// What is done for a goal.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// The goal that it serves.
    pub goal: Option<usize>,
    /// Its kind; blank for that of its goal.
    pub kind: String,
    /// How much it counts among the goal's parts.
    pub weight: Quantity,
    /// How it is done.
    pub measure: Texts,
    /// Who answers for it.
    pub office: Texts,
    /// Who watches over it.
    pub supervision: Texts,
    /// The telephone for that.
    pub phone: String,
    /// When it began.
    pub started: Option<Day>,
    /// By when it is to be done.
    pub due: Option<Day>,
    /// By when, since it was extended.
    pub extended: Option<Day>,
    /// Why it was extended, or by which document; without it there is no extension.
    pub extension: Texts,
    /// Its row.
    pub row: u32,
}

/// A milestone.
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// Index of its task.
    pub task: usize,
    /// Its name.
    pub names: Texts,
    /// By when it is to be done.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// What shows that it was.
    pub evidence: Texts,
    /// How much it counts.
    pub weight: Quantity,
    /// Its row.
    pub row: u32,
}

/// Which way an indicator is to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    #[default]
    More,
    /// Less is better.
    Less,
}

/// What is measured.
#[derive(Clone, Debug, Default)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// The task that it measures.
    pub task: Option<usize>,
    /// The goal that it measures, where it is of no task.
    pub goal: Option<usize>,
    /// Its kind; blank for that of what it measures.
    pub kind: String,
    /// The unit of its values.
    pub unit: Texts,
    /// Which way it is to go.
    pub direction: Direction,
    /// Whether its values count up what was reached, and do not go back.
    pub is_total: bool,
    /// How much it counts.
    pub weight: Quantity,
    /// Where it began.
    pub baseline: Option<Quantity>,
    /// When that was.
    pub baseline_period: Option<Period>,
    /// Where its values are from.
    pub source: Texts,
    /// How it is measured.
    pub method: Texts,
    /// What it is to be by when, in the order of the periods; those without a period last.
    pub targets: Vec<Target>,
    /// What was measured, all groups together, in the order of the periods; of two for the same the later row.
    pub values: Vec<Value>,
    /// What was measured of groups, as the rows have it.
    pub parts: Vec<GroupValue>,
    /// Its row.
    pub row: u32,
}

/// A span of time and how the file writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its days.
    pub span: Span,
    /// As it is written.
    pub text: String,
}

/// What an indicator is to be.
#[derive(Clone, Debug)]
pub struct Target {
    /// How much.
    pub value: Quantity,
    /// By when.
    pub period: Option<Period>,
    /// Where it is set, or what has to be known of it.
    pub note: Texts,
    /// Its row.
    pub row: u32,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Value {
    /// Of when.
    pub period: Period,
    /// How much; nothing where a row has no value, which is not zero.
    pub value: Option<Quantity>,
    /// Whether it is provisional, revised or final; blank where nobody says.
    pub quality: &'static str,
    /// When it was published.
    pub published: Option<Day>,
    /// Which of the files of values it stands in.
    pub file: u16,
    /// Its row.
    pub row: u32,
}

/// What was measured of a group.
#[derive(Clone, Debug)]
pub struct GroupValue {
    /// The groups: by what they are told, and which they are.
    pub groups: Texts,
    /// Value and period.
    pub value: Value,
}

/// What happened.
#[derive(Clone, Debug)]
pub struct Update {
    /// Its id; blank where it has none.
    pub id: String,
    /// What it is about.
    pub of: Of,
    /// When.
    pub day: Day,
    /// What.
    pub text: Texts,
    /// Who says so.
    pub office: Texts,
    /// Where more is said.
    pub link: String,
    /// Its row.
    pub row: u32,
}

/// Who evaluates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evaluator {
    /// Who is responsible.
    Own,
    /// Somebody else.
    ThirdParty,
    /// People who were asked.
    Survey,
}

impl Evaluator {
    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "self",
            Self::ThirdParty => "third-party",
            Self::Survey => "survey",
        }
    }
}

/// What somebody made of a plan, a goal or a task.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Its id; blank where it has none.
    pub id: String,
    /// What was evaluated.
    pub of: Of,
    /// Who evaluated, as a kind.
    pub kind: Evaluator,
    /// Who.
    pub by: Texts,
    /// From when until when.
    pub days: [Option<Day>; 2],
    /// How.
    pub method: Texts,
    /// The report: an address or a title.
    pub report: String,
    /// The score.
    pub score: Option<Quantity>,
    /// The best score that there is; 100 where nobody says.
    pub most: Option<Quantity>,
    /// What was concluded.
    pub verdict: Texts,
    /// What was asked, word for word.
    pub question: Texts,
    /// How many were asked.
    pub asked: Option<u64>,
    /// How many answered.
    pub answered: Option<u64>,
    /// Its row.
    pub row: u32,
}

impl Evaluation {
    /// The best score that there is.
    pub fn best(&self) -> Quantity {
        self.most.filter(|most| *most > Quantity::ZERO).unwrap_or(Quantity::HUNDRED)
    }
}

/// An audit.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Its id.
    pub id: String,
    /// Its name.
    pub names: Texts,
    /// Who audited.
    pub auditor: Texts,
    /// When its report was published.
    pub published: Option<Day>,
    /// How many findings the report says there are.
    pub findings: Option<u64>,
    /// How much money the report says they are about.
    pub amount: Option<Amount>,
    /// The report: an address or a title.
    pub report: String,
    /// Its row.
    pub row: u32,
}

/// What an audit found.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// Its id.
    pub id: String,
    /// What it is.
    pub names: Texts,
    /// The audit.
    pub audit: Option<usize>,
    /// What it is about.
    pub of: Option<Of>,
    /// How much money.
    pub amount: Option<Amount>,
    /// Who has to put it right.
    pub office: Texts,
    /// When it was found.
    pub found: Option<Day>,
    /// By when it is to be put right.
    pub due: Option<Day>,
    /// By when, since it was extended.
    pub extended: Option<Day>,
    /// Why it was extended.
    pub extension: Texts,
    /// Its row.
    pub row: u32,
}

/// What became of a finding or of a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was put right.
    Done,
    /// It is being put right.
    UnderWay,
    /// It was not.
    #[default]
    NotDone,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Done, Self::UnderWay, Self::NotDone];

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::UnderWay => "under-way",
            Self::NotDone => "not-done",
        }
    }
}

/// What became of a finding.
#[derive(Clone, Debug)]
pub struct Rectification {
    /// Index of the finding.
    pub finding: usize,
    /// What became of this part, as it is told.
    pub state: State,
    /// How much money.
    pub amount: Option<Amount>,
    /// When.
    pub day: Option<Day>,
    /// What was done.
    pub measure: Texts,
    /// What shows it.
    pub evidence: Texts,
    /// Its row.
    pub row: u32,
}

/// Who had to answer for a finding: counts, never names.
#[derive(Clone, Debug)]
pub struct Accountability {
    /// Index of the finding.
    pub finding: usize,
    /// When.
    pub day: Option<Day>,
    /// What was decided.
    pub measure: Texts,
    /// For how many units.
    pub units: Option<u64>,
    /// For how many persons.
    pub persons: Option<u64>,
    /// Its row.
    pub row: u32,
}

/// A deadline: the extended day where somebody says why, else the first one.
pub fn deadline(due: Option<Day>, extended: Option<Day>, extension: &Texts) -> Option<Day> {
    extended.filter(|_| !extension.is_empty()).or(due)
}

impl Results {
    /// What has an id.
    pub fn find(&self, id: &str) -> Option<Of> {
        fn at<T>(all: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
            all.iter().position(is)
        }
        let goal = || at(&self.goals, |goal| goal.id == id).map(Of::Goal);
        let task = || at(&self.tasks, |task| task.id == id).map(Of::Task);
        let indicator = || at(&self.indicators, |indicator| indicator.id == id).map(Of::Indicator);
        let finding = || at(&self.findings, |finding| finding.id == id).map(Of::Finding);
        let plan = || at(&self.plans, |plan| plan.id == id).map(Of::Plan);
        goal().or_else(task).or_else(indicator).or_else(finding).or_else(plan).filter(|_| !id.is_empty())
    }

    /// The id of anything.
    pub fn id(&self, of: Of) -> &str {
        match of {
            Of::Plan(at) => &self.plans[at].id,
            Of::Goal(at) => &self.goals[at].id,
            Of::Task(at) => &self.tasks[at].id,
            Of::Indicator(at) => &self.indicators[at].id,
            Of::Finding(at) => &self.findings[at].id,
        }
    }

    /// The name of anything.
    pub fn names(&self, of: Of) -> &Texts {
        match of {
            Of::Plan(at) => &self.plans[at].names,
            Of::Goal(at) => &self.goals[at].names,
            Of::Task(at) => &self.tasks[at].names,
            Of::Indicator(at) => &self.indicators[at].names,
            Of::Finding(at) => &self.findings[at].names,
        }
    }

    /// The file of a table; blank where the package has none.
    pub fn file(&self, table: &str) -> &str {
        self.files.iter().find(|(id, _)| *id == table).map_or("", |(_, file)| file)
    }

    /// Where a value stands.
    pub fn value_place(&self, value: &Value) -> Place {
        let file = self.value_files.get(usize::from(value.file)).map_or("", String::as_str);
        Place::row(file, value.row)
    }

    /// Whether there is nothing that could be told of.
    pub fn is_empty(&self) -> bool {
        self.goals.is_empty() && self.tasks.is_empty() && self.indicators.is_empty() && self.findings.is_empty()
    }
}
