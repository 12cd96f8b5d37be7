//! Headers of columns in which somebody typed how far a promise is: a table and a header in, whether it is one out; cannot fail,
//! since the words are a file of this repository (`profiles/status.json`) and a test reads it.
//!
//! Such a column is never read: the status of a promise is computed (docs/decisions/result-status.md).

use crate::json::{self, Node};
use crate::text::plain;

const WORDS: &str = include_str!("../../../profiles/status.json");

/// The words, and the tables in which they are not read.
#[derive(Clone, Debug, Default)]
pub struct StatusWords {
    tables: Vec<String>,
    /// What a whole header may be.
    whole: Vec<String>,
    /// What it may end with.
    ends: Vec<String>,
}

impl StatusWords {
    /// Those of the file.
    pub fn built_in() -> Self {
        let root = json::read(WORDS).ok();
        let list = |key: &str| root.as_ref().and_then(|root| root.get(key)).map(Node::list).unwrap_or_default();
        let words = |key: &str| list(key).iter().filter_map(Node::text).map(plain).collect();
        let tables = list("tables").iter().filter_map(|table| table.text().map(str::to_owned)).collect();
        Self { tables, whole: words("is"), ends: words("ends") }
    }

    /// Whether a header of a table is such a column's: its words, without what stands in parentheses, in one language or in two.
    pub fn is_status(&self, table: &str, header: &str) -> bool {
        if !self.tables.iter().any(|known| known == table) {
            return false;
        }
        let bare = plain(header.split(['(', '（', '[', '【']).next().unwrap_or(""));
        let is = |text: &str| {
            self.whole.iter().any(|word| word == text) || self.ends.iter().any(|word| text.ends_with(word.as_str()))
        };
        let in_two = |word: &String| bare.strip_prefix(word.as_str()).is_some_and(&is);
        is(&bare) || self.whole.iter().chain(&self.ends).any(in_two)
    }
}

#[cfg(test)]
mod tests {
    use super::StatusWords;
    use crate::ingest::results::FORM;

    #[test]
    fn a_header_that_tells_how_far_something_is_is_known() {
        let words = StatusWords::built_in();
        assert!(
            words.tables.iter().all(|table| FORM.tables.iter().any(|form| form.id == table)) && words.tables.len() == 4
        );
        for header in [
            "Status",
            "% complete",
            "Progress (%)",
            "RAG status",
            "完成情况",
            "完成情况（截至9月底）",
            "截至6月底完成情况",
            "目标任务完成率（%）",
            "进度",
            "状态 Status",
            "状态\nProgress to date",
        ] {
            assert!(words.is_status("tasks", header), "{header}");
        }
        for header in ["任务名称", "Name", "完成时限", "完成日期", "Done on", "进度要求", "State of this part", ""]
        {
            assert!(!words.is_status("tasks", header), "{header}");
        }
        assert!(!words.is_status("rectifications", "状态"), "what became of a finding is told");
    }

    #[test]
    fn no_column_of_the_form_is_one() {
        let words = StatusWords::built_in();
        for table in FORM.tables {
            assert!(table.columns.iter().all(|column| !words.is_status(table.id, column.id)), "{}", table.id);
        }
    }
}
