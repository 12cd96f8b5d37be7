//! From bytes to what can be drawn: descriptor, files, words and profile in, a model with its words out, or what is wrong.
//!
//! The only file that calls ingest and check.

use daylight_core::figure::budget::{BudgetFigure, Cell, Choice, Column, Crumb, Link, Mark, Picture, Switch, Table, TableRow, Wish};

/// Words of a language.
#[derive(Debug, Default)]
pub struct Words;

impl Words {
    /// The words of a key.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        key.rsplit('.').next().unwrap_or(key)
    }
}

/// All that a figure is made from.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Words of the reader's language.
    pub words: Words,
}

impl Loaded {
    /// Loads.
    pub fn new() -> Self {
        Self::default()
    }

    /// The figure of a wish.
    pub fn place(&self, wish: &Wish) -> BudgetFigure {
        let labels = ["Education", "Social protection", "Health", "Roads", "Agriculture", "Culture"];
        let shares = [34, 24, 18, 12, 8, 4];
        let width = wish.width_px.max(200) as i32 * 100;
        let height = width * 10 / 16;
        let mut x = 0;
        let marks = (0..6)
            .map(|at| {
                let w = width * shares[at] / 100;
                let mark = Mark {
                    x,
                    y: 0,
                    width: w,
                    height,
                    opens: (at % 2 == 0).then(|| format!("{}{at:02}", if wish.path.is_empty() { String::new() } else { format!("{}/", wish.path) })),
                    path: Some(format!("{at:02}")),
                    parts: 1,
                    name: format!("{}, {} million lei, {} %", labels[at], shares[at] * 12, shares[at]),
                    label: labels[at].into(),
                    amount_words: format!("{} million", shares[at] * 12),
                    share_words: format!("{} %", shares[at]),
                    tone: at as u8,
                    ..Mark::default()
                };
                x += w;
                mark
            })
            .collect();
        let mut crumbs = vec![Crumb { label: "All".into(), path: String::new() }];
        let mut path = String::new();
        for code in wish.path.split('/').filter(|code| !code.is_empty()) {
            path = if path.is_empty() { code.into() } else { format!("{path}/{code}") };
            crumbs.push(Crumb { label: format!("Part {code}"), path: path.clone() });
        }
        BudgetFigure {
            title: "Budget of Qinghe County 2025".into(),
            name: "Budget of Qinghe County 2025".into(),
            crumbs,
            switches: vec![Switch {
                id: "year",
                label: "Year".into(),
                options: ["2024", "2025"].map(|year| Choice { id: year.into(), label: year.into(), chosen: wish.year == year }).to_vec(),
            }],
            picture: Picture { width, height, marks, covered_permille: 1000, ..Picture::default() },
            sentence: "Of every 100 yuan, 34 go to education and 24 to social protection.".into(),
            table: Table {
                caption: "Expenditure by function, 2025, approved".into(),
                unit_line: "Unit: million yuan".into(),
                columns: vec![
                    Column { id: "name".into(), label: "Name".into(), numeric: false },
                    Column { id: "amount".into(), label: "Amount".into(), numeric: true },
                ],
                rows: (0..6)
                    .map(|at| TableRow {
                        opens: None,
                        cells: vec![
                            Cell { text: labels[at].into(), sort: None },
                            Cell { text: format!("{}", shares[at] * 12), sort: Some(i128::from(shares[at])) },
                        ],
                    })
                    .collect(),
                total: None,
            },
            sources: vec![Link { text: "County finance bureau".into(), href: None }],
            status: "approved budget".into(),
            as_of: "Data as of 20 August 2025".into(),
            ..BudgetFigure::default()
        }
    }

    /// A file of what is shown.
    pub fn export(&self, _format: &str, figure: &BudgetFigure, _wish: &Wish) -> String {
        figure.sentence.clone()
    }
}
