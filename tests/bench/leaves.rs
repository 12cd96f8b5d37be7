//! Budgets of a given number of leaves: a number in, a data package of three levels out, the same every time.

/// How many branches each level has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    classes: u32,
    sections: u32,
    items: u32,
}

impl Shape {
    /// A thousand, ten thousand and a hundred thousand leaves.
    pub const ALL: [Self; 3] = [
        Self { classes: 10, sections: 10, items: 10 },
        Self { classes: 20, sections: 20, items: 25 },
        Self { classes: 40, sections: 50, items: 50 },
    ];

    /// How many leaves there are.
    pub fn leaves(self) -> u32 {
        self.classes * self.sections * self.items
    }

    /// The rows: a code of seven digits, a name and an amount.
    pub fn csv(self) -> String {
        let mut csv = String::from("code,name,amount\n");
        let mut spread = 1_u32;
        for class in 0..self.classes {
            for section in 0..self.sections {
                for item in 0..self.items {
                    // A small linear congruence is spread enough for areas that differ.
                    spread = spread.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let (code, amount) = (201 + class, 1000 + (spread >> 8) % 1_000_000);
                    csv.push_str(&format!(
                        "{code}{:02}{:02},Item {class}-{section}-{item},{amount}\n",
                        section + 1,
                        item + 1
                    ));
                }
            }
        }
        csv
    }

    /// The descriptor of the package whose file is `leaves.csv`.
    pub const DESCRIPTOR: &str = r#"{
  "name": "leaves",
  "title": "A budget of many leaves",
  "daylight:profile": "cn",
  "daylight:status": "approved",
  "resources": [{
    "name": "leaves", "path": "leaves.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
    "schema": {
      "fields": [
        { "name": "code", "type": "string", "columnType": "functional-classification:cn:code" },
        { "name": "name", "type": "string", "columnType": "functional-classification:cn:label" },
        { "name": "amount", "type": "number", "columnType": "value" }
      ],
      "extraFields": [
        { "name": "year", "type": "integer", "columnType": "date:fiscal-year", "constant": 2025 },
        { "name": "phase", "type": "string", "columnType": "phase:id", "constant": "approved" },
        { "name": "direction", "type": "string", "columnType": "direction", "constant": "expenditure" },
        { "name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "CNY" }
      ]
    }
  }]
}
"#;
}
