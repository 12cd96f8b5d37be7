//! The accessibility checker axe-core over the page shown: violations out, by rule and element.

use crate::browser::{Browser, done, text};
use crate::program;
use serde_json::{Value, json};
use std::fmt::Write;

/// The rules that pages must keep.
pub const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule's id, such as `color-contrast`.
    pub rule: String,
    /// What the rule asks for.
    pub help: String,
    /// Where, and why there; elements of shadow trees as paths.
    pub elements: Vec<(String, String)>,
}

impl Browser {
    /// Runs the checker over the page shown, shadow trees included.
    ///
    /// The driver evaluates it, so that the page's content security policy neither hinders it nor is loosened for it.
    #[track_caller]
    pub fn axe(&self) -> Vec<Violation> {
        if self.value("typeof axe") == "undefined" {
            self.script(&program::axe_source(), &[]);
        }
        let run = "const [tags, done] = arguments;
            axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })
                .then((found) => done(found.violations), (fault) => done(String(fault)));";
        let found = done("axe", self.session().script_async(run, &[json!(TAGS)]));
        let Some(found) = found.as_array() else { panic!("axe did not run: {found}") };
        found.iter().map(violation).collect()
    }

    /// The page must break no rule.
    #[track_caller]
    pub fn assert_accessible(&self) {
        let mut report = String::new();
        for violation in self.axe() {
            let _ = writeln!(report, "{}: {}", violation.rule, violation.help);
            for (path, why) in violation.elements {
                let _ = writeln!(report, "  {path}\n    {}", why.replace('\n', "\n    "));
            }
        }
        assert!(report.is_empty(), "accessibility violations at {}:\n{report}", self.url());
    }
}

fn violation(found: &Value) -> Violation {
    let elements = found["nodes"].as_array().into_iter().flatten();
    Violation {
        rule: text(&found["id"]),
        help: text(&found["help"]),
        elements: elements.map(|node| (path(&node["target"]), text(&node["failureSummary"]))).collect(),
    }
}

/// axe names an element of a shadow tree by a list of selectors, from the outside in.
fn path(target: &Value) -> String {
    let steps = target.as_array().into_iter().flatten().flat_map(|step| match step {
        Value::Array(inner) => inner.iter().map(text).collect(),
        single => vec![text(single)],
    });
    steps.collect::<Vec<_>>().join(" >>> ")
}
