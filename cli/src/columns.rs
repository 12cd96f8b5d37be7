//! Rows for a terminal: cells in, lines with their columns below each other out; cannot fail.

use daylight_core::text::terminal_columns;

/// Rows with their columns below each other, the first few of which are text.
pub fn aligned(cells: &[Vec<String>], texts: usize) -> String {
    let widest: Vec<usize> = (0..cells[0].len())
        .map(|column| cells.iter().map(|row| terminal_columns(&row[column])).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in cells {
        let padded = row.iter().zip(&widest).enumerate().map(|(column, (cell, widest))| {
            let gap = " ".repeat(widest - terminal_columns(cell));
            if column < texts { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        out += padded.collect::<Vec<_>>().join("  ").trim_end();
        out.push('\n');
    }
    out
}
