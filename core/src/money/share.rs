//! Shares: an amount and weights in, whole parts that add up to the amount out; cannot fail.

use crate::order::order;

/// Divides `total` in proportion to `weights`, none of which is negative, by the method of the largest remainder (Hamilton): each
/// part is rounded down, and what is left goes, a unit each, to the parts that lost most; of equals to the first. Where all
/// weights are zero, the first part takes all.
pub fn apportion(total: i128, weights: &[i128]) -> Vec<i128> {
    let whole: i128 = weights.iter().sum();
    if whole <= 0 {
        return (0..weights.len()).map(|at| if at == 0 { total } else { 0 }).collect();
    }
    let (sign, total) = (total.signum(), total.abs());
    // Where the product would not fit, both sides lose as many of their last bits; the parts still add up.
    let bits = |number: i128| 128 - number.unsigned_abs().leading_zeros();
    let shift = (bits(total) + bits(whole)).saturating_sub(126);
    let divide = |weight: i128| {
        let product = total * (weight >> shift);
        let whole = (whole >> shift).max(1);
        (product / whole, product % whole)
    };
    let parts: Vec<(i128, i128)> = weights.iter().map(|weight| divide(*weight)).collect();
    let mut given: Vec<i128> = parts.iter().map(|(part, _)| *part).collect();
    let mut left = total - given.iter().sum::<i128>();
    let largest = order(parts.len(), &mut |one, other| parts[other].1.cmp(&parts[one].1));
    // After a shift more than one unit a part may be left.
    let each = left.div_euclid(parts.len() as i128);
    given.iter_mut().for_each(|part| *part += each);
    left = left.rem_euclid(parts.len() as i128);
    for at in largest.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        given[at] += 1;
    }
    given.iter().map(|part| part * sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_remainders_take_what_is_left() {
        assert_eq!(apportion(100, &[1, 1, 1]), [34, 33, 33]);
        assert_eq!(apportion(10, &[6, 0, 5]), [5, 0, 5]);
        assert_eq!(apportion(-100, &[1, 1, 1]), [-34, -33, -33]);
        assert_eq!(apportion(7, &[0, 0]), [7, 0]);
        assert_eq!(apportion(7, &[]), [] as [i128; 0]);
        assert_eq!(apportion(24_130, &[12_550, 9_120, 2_460]), [12_550, 9_120, 2_460]);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_none_is_off_by_more_than_one(
            total in 0..1_i128 << 60,
            weights in proptest::collection::vec(0..1_i128 << 60, 1..9),
        ) {
            let parts = apportion(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
            let whole: i128 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!(whole == 0 || (part * whole - total * weight).abs() < whole);
            }
        }

        #[test]
        fn the_largest_amounts_add_up_too(
            total in 0..1_i128 << 100,
            weights in proptest::collection::vec(0..1_i128 << 95, 1..9),
        ) {
            prop_assert_eq!(apportion(total, &weights).iter().sum::<i128>(), total);
        }
    }
}
