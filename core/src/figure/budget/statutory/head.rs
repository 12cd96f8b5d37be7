//! The header of a printed table: for each column its cells from the top down in, rows of cells that span columns and rows out;
//! cannot fail.

use super::HeadCell;

/// The rows of a header. Columns side by side share the cells that are the same from the top down, their own excepted; a column
/// with fewer cells than others stretches the one above its own.
pub(super) fn place_head(paths: &[Vec<String>]) -> Vec<Vec<HeadCell>> {
    let depth = paths.iter().map(Vec::len).max().unwrap_or(0);
    // How many rows the cell of a level takes: the last but one, or the only one, has what is left.
    let down = |path: &[String], level: usize| match path.len() - level {
        1 if level > 0 => 1,
        1 => depth,
        2 => depth - level - 1,
        _ => 1,
    };
    let is_shared = |path: &[String], other: &[String], level: usize| {
        let is_above = |path: &[String]| level + 1 < path.len();
        is_above(path)
            && is_above(other)
            && path[..=level] == other[..=level]
            && down(path, level) == down(other, level)
    };
    let mut rows: Vec<Vec<HeadCell>> = vec![Vec::new(); depth];
    for (column, path) in paths.iter().enumerate() {
        for (level, text) in path.iter().enumerate() {
            if column > 0 && is_shared(path, &paths[column - 1], level) {
                continue;
            }
            let is_own = level + 1 == path.len();
            let after = paths[column + 1..].iter().take_while(|other| is_shared(path, other, level));
            rows[if is_own && level > 0 { depth - 1 } else { level }].push(HeadCell {
                text: text.clone(),
                across: 1 + after.count() as u32,
                down: down(path, level) as u32,
                column: is_own.then_some(column),
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(columns: &[&str]) -> Vec<Vec<(String, u32, u32)>> {
        let paths: Vec<Vec<String>> =
            columns.iter().map(|column| column.split('/').map(str::to_owned).collect()).collect();
        let told = |cell: HeadCell| (cell.text, cell.across, cell.down);
        place_head(&paths).into_iter().map(|row| row.into_iter().map(told).collect()).collect()
    }

    fn row(cells: &[(&str, u32, u32)]) -> Vec<(String, u32, u32)> {
        cells.iter().map(|(text, across, down)| ((*text).to_owned(), *across, *down)).collect()
    }

    #[test]
    fn one_row_where_no_column_has_more() {
        assert_eq!(rows(&["a", "b"]), [row(&[("a", 1, 1), ("b", 1, 1)])]);
        assert_eq!(rows(&[]), [] as [Vec<(String, u32, u32)>; 0]);
    }

    #[test]
    fn groups_span_their_columns_and_lone_columns_all_rows() {
        let table = rows(&["item/code", "item/name", "income", "spent/all", "spent/basic"]);
        let top = row(&[("item", 2, 1), ("income", 1, 2), ("spent", 2, 1)]);
        assert_eq!(table, [top, row(&[("code", 1, 1), ("name", 1, 1), ("all", 1, 1), ("basic", 1, 1)])]);
    }

    #[test]
    fn a_shallower_group_stretches_down_to_its_columns() {
        let table =
            rows(&["t/all/budget", "t/all/final", "t/cars/buy/budget", "t/cars/buy/final", "t/cars/run/budget"]);
        assert_eq!(table[0], row(&[("t", 5, 1)]));
        assert_eq!(table[1], row(&[("all", 2, 2), ("cars", 3, 1)]));
        assert_eq!(table[2], row(&[("buy", 2, 1), ("run", 1, 1)]));
        assert_eq!(table[3].len(), 5);
    }

    proptest! {
        #[test]
        fn cells_fill_the_header_exactly(paths in proptest::collection::vec(proptest::collection::vec("[ab]", 1..5), 1..9)) {
            let rows = place_head(&paths);
            let area: u32 = rows.iter().flatten().map(|cell| cell.across * cell.down).sum();
            prop_assert_eq!(area as usize, rows.len() * paths.len());
            let own = rows.iter().flatten().filter(|cell| cell.column.is_some()).count();
            prop_assert_eq!(own, paths.len());
        }
    }
}
