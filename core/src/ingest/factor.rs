//! Whether stated factors can be true: a table's first rows in, the units to read its measures with out; cannot fail.
//!
//! Phases of one budget line lie within an order of magnitude of each other. Where the descriptor gives the amount columns of
//! a table different factors, and row by row the figures agree as they stand but not when multiplied, the factors are wrong:
//! they are not applied, and that is reported.

use super::package::Table;
use crate::money::Unit;
use daylight_scan::{Decimal, Record, Scanner};

/// Rows looked at; enough to tell, cheap to read.
const PROBED: usize = 500;

/// The unit of each measure, and whether the stated ones were found to be contradicted by the figures.
pub(super) fn believed_units(
    table: &Table,
    columns: &[Option<usize>],
    file: &[u8],
    mut scanner: Scanner<'_>,
) -> (Vec<Unit>, bool) {
    let stated: Vec<Unit> = table.measures.iter().map(|measure| table.fields[measure.field].unit).collect();
    if stated.windows(2).all(|pair| pair[0] == pair[1]) {
        return (stated, false);
    }
    // For each pair of measures, in how many rows they agree as written and multiplied.
    let mut agree = vec![(0_usize, 0_usize); stated.len() * stated.len()];
    let mut record = Record::default();
    for _ in 0..PROBED {
        if !scanner.read(&mut record) {
            break;
        }
        let value = |measure: usize| {
            let field = table.measures[measure].field;
            let cell = record.cell(file, columns[field]?);
            table.fields[field].notation.decimal(cell).ok().flatten().filter(|value| value.mantissa != 0)
        };
        for second in 1..stated.len() {
            for first in (0..second).filter(|first| stated[*first] != stated[second]) {
                let (Some(one), Some(other)) = (value(first), value(second)) else { continue };
                let (as_written, multiplied) = &mut agree[first * stated.len() + second];
                *as_written += usize::from(alike(one, Unit::ONE, other, Unit::ONE));
                *multiplied += usize::from(alike(one, stated[first], other, stated[second]));
            }
        }
    }
    let clearly = |more: usize, less: usize| more >= 3 && more > 10 * less;
    let contradicted = agree.iter().any(|(as_written, multiplied)| clearly(*as_written, *multiplied))
        && !agree.iter().any(|(as_written, multiplied)| clearly(*multiplied, *as_written));
    if contradicted { (vec![Unit::ONE; stated.len()], true) } else { (stated, false) }
}

/// Whether two amounts lie within an order of magnitude.
fn alike(one: Decimal, by: Unit, other: Decimal, other_by: Unit) -> bool {
    let scaled = |value: Decimal, unit: Unit, scale: u8| {
        let power = 10_i128.checked_pow(u32::from(scale))?;
        value.mantissa.checked_abs()?.checked_mul(power)?.checked_mul(i128::from(unit.factor()))
    };
    let (Some(one), Some(other)) = (scaled(one, by, other.scale), scaled(other, other_by, one.scale)) else {
        return false;
    };
    one.checked_mul(10).is_none_or(|ten| ten >= other) && other.checked_mul(10).is_none_or(|ten| ten >= one)
}
