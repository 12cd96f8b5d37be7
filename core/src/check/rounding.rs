//! Rounding told apart from faults: published amounts in, how coarse they are out, so that a small difference is named rightly.

use crate::money::Amount;

/// The largest power of ten that divides every amount: 10 000 000 where a file in cents is printed to a tenth of a million.
pub(super) fn grain(amounts: impl Iterator<Item = Amount>) -> i128 {
    let mut grain: i128 = 10_i128.pow(18);
    for amount in amounts {
        while amount.minor() % grain != 0 {
            grain /= 10;
        }
        if grain == 1 {
            break;
        }
    }
    grain
}

/// Whether a difference is what rounding each of `parts` amounts to `grain` can make, and small beside the total.
pub(super) fn is_rounding(difference: Amount, total: Amount, parts: u64, grain: i128) -> bool {
    let most = (i128::from(parts) + 1) * grain / 2;
    difference.minor() != 0 && difference.abs().minor() <= most && difference.abs().minor() * 100 < total.abs().minor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grain_is_what_all_amounts_share() {
        let amounts = [2_350_000, 100_000, 0, -50_000].map(Amount::from_minor);
        assert_eq!(grain(amounts.into_iter()), 10_000);
    }

    #[test]
    fn rounding_is_small_and_explained_by_the_number_of_parts() {
        let amount = Amount::from_minor;
        assert!(is_rounding(amount(1), amount(23_664), 3, 1));
        assert!(!is_rounding(amount(0), amount(23_664), 3, 1));
        assert!(!is_rounding(amount(500), amount(23_664_000), 3, 1));
        assert!(!is_rounding(amount(10), amount(300), 30, 1));
    }
}
