//! Small models for tests: lines of cells in, a model out.

use crate::model::{About, Axis, AxisId, Builder, Dimension, Kind, Model, Source, build_model};
use crate::money::Amount;
use daylight_scan::{Symbol, Symbols};

/// A model from lines of cells: one column an axis, the last one the amount in minor units.
pub struct Sketch {
    axes: Vec<Axis>,
    dimensions: Vec<Dimension>,
    about: About,
}

impl Sketch {
    pub fn new() -> Self {
        Self { axes: Vec::new(), dimensions: Vec::new(), about: About::default() }
    }

    /// Adds a dimension; each level has labels (code, English, Chinese).
    pub fn dimension(mut self, kind: Kind, levels: &[&[(&str, &str, &str)]]) -> Self {
        let name = kind.word().unwrap_or("colour").to_owned();
        let mut ids = Vec::new();
        for (level, labels) in levels.iter().enumerate() {
            let mut codes = Symbols::default();
            let (mut en, mut zh) = (vec![String::new()], vec![String::new()]);
            for (code, english, chinese) in *labels {
                codes.intern(code.as_bytes());
                en.push((*english).to_owned());
                zh.push((*chinese).to_owned());
            }
            let labels =
                if labels.is_empty() { vec![] } else { vec![("en".to_owned(), en), ("zh-Hans".to_owned(), zh)] };
            ids.push(AxisId(self.axes.len()));
            self.axes.push(Axis { kind, level: level as u8 + 1, header: name.clone(), codes, labels });
        }
        self.dimensions.push(Dimension { kind, name, titles: Vec::new(), is_offered: true, axes: ids });
        self
    }

    pub fn key(self, kind: Kind) -> Self {
        self.dimension(kind, &[&[]])
    }

    pub fn about(mut self, about: About) -> Self {
        self.about = about;
        self
    }

    pub fn rows(mut self, lines: &str) -> Model {
        let mut facts = Builder::new(self.axes.len());
        let mut rows = 0;
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            let key: Vec<Symbol> =
                self.axes.iter_mut().zip(&cells).map(|(axis, cell)| axis.codes.intern(cell.as_bytes())).collect();
            facts.add(&key, Amount::from_minor(cells[self.axes.len()].parse().unwrap()));
            rows += 1;
        }
        build_model(self.about, self.axes, self.dimensions, rows, facts)
    }
}

fn source(title: &str, path: &str) -> Source {
    Source { titles: vec![(String::new(), title.to_owned())], path: Some(path.to_owned()) }
}

/// A small country: two levels, three phases, two years.
pub fn country() -> Model {
    let top: &[(&str, &str, &str)] = &[
        ("01", "General public services", "一般公共服务"),
        ("04", "Economic affairs", "经济事务"),
        ("07", "Health", "医疗卫生"),
        ("09", "Education", "教育"),
        ("10", "Social protection", "社会保护"),
    ];
    let below: &[(&str, &str, &str)] = &[
        ("09.1", "Pre-primary and primary education", "学前和小学教育"),
        ("09.2", "Secondary education", "中学教育"),
        ("09/4", "Tertiary education", "高等教育"),
    ];
    Sketch::new()
        .dimension(Kind::Functional, &[top, below])
        .dimension(
            Kind::Administrative,
            &[&[("A", "Ministry of Education", "教育部"), ("B", "Ministry of Finance", "财政部")]],
        )
        .key(Kind::Phase)
        .key(Kind::Year)
        .key(Kind::Currency)
        .about(About {
            titles: vec![("en".into(), "Budget of Anywhere".into()), ("zh-Hans".into(), "某地预算".into())],
            publisher: vec![(String::new(), "Ministry of Finance".into()), ("zh-Hans".into(), "财政部".into())],
            as_of: Some("2025-08-20".into()),
            version: Some("2025-08-20".into()),
            sources: vec![
                source("Open budget", "https://example.org/budget"),
                source("A script", "javascript:alert(1)"),
            ],
            ..About::default()
        })
        .rows(
            "09, 09.1, A, approved, 2014, MDL, 12000000000
             09, 09.2, A, approved, 2014, MDL, 9000000000
             09, 09/4, A, approved, 2014, MDL, 5000000000
             01, , B, approved, 2014, MDL, 40000000000
             04, , B, approved, 2014, MDL, 3000000000
             07, , B, approved, 2014, MDL, 4000000000
             10, , B, approved, 2014, MDL, 44850000
             09, 09.1, A, executed, 2014, MDL, 11800000000
             09, 09.2, A, executed, 2014, MDL, 8100000000
             01, , B, executed, 2014, MDL, 41000000050
             04, , B, executed, 2014, MDL, 0
             07, , B, executed, 2014, MDL, 3900000000
             09, 09.1, A, approved, 2013, MDL, 10000000000",
        )
}
