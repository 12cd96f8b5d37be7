//! Of every hundred: amounts in, whole parts of a hundred that add up to a hundred out; nothing where there is nothing to divide.

use crate::money::Amount;
use crate::order::sort_by;

/// Divides a hundred as the amounts above zero are divided, by largest remainders: each gets the whole part of its share, and what
/// is left goes, one each, to the largest remainders, of equal ones to the first. What is not above zero gets nothing. `None`
/// where no amount is above zero, or their sum is too large to be multiplied by a hundred.
pub fn of_hundred(amounts: &[Amount]) -> Option<Vec<u8>> {
    let parts: Vec<i128> = amounts.iter().map(|amount| amount.minor().max(0)).collect();
    let whole = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part)).filter(|whole| *whole > 0)?;
    whole.checked_mul(100)?;
    let mut shares: Vec<u8> = parts.iter().map(|part| (part * 100 / whole) as u8).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let remainder = |at: usize| parts[at] * 100 % whole;
    sort_by(&mut order, |a, b| remainder(*b).cmp(&remainder(*a)).then(a.cmp(b)));
    let given: usize = shares.iter().map(|share| usize::from(*share)).sum();
    for at in order.into_iter().take(100 - given) {
        shares[at] += 1;
    }
    Some(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divide(amounts: &[i128]) -> Option<Vec<u8>> {
        of_hundred(&amounts.iter().map(|minor| Amount::from_minor(*minor)).collect::<Vec<_>>())
    }

    #[test]
    fn the_largest_remainders_get_what_is_left() {
        assert_eq!(divide(&[1, 1, 1]), Some(vec![34, 33, 33]), "of equal ones the first");
        assert_eq!(divide(&[416, 333, 251]), Some(vec![42, 33, 25]));
        assert_eq!(divide(&[995, 4, 1]), Some(vec![100, 0, 0]));
        assert_eq!(divide(&[7]), Some(vec![100]));
    }

    #[test]
    fn what_is_not_above_zero_gets_nothing() {
        assert_eq!(divide(&[3, -5, 0, 1]), Some(vec![75, 0, 0, 25]));
        assert_eq!(divide(&[-3, 0]), None);
        assert_eq!(divide(&[]), None);
        assert_eq!(divide(&[i128::MAX, 1]), None);
    }

    #[test]
    fn any_parts_add_up_to_a_hundred() {
        let mut seed = 7_u64;
        for count in 1..200 {
            let amounts: Vec<i128> = (0..count)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    i128::from(seed >> 20) - (1 << 40)
                })
                .collect();
            let Some(shares) = divide(&amounts) else { continue };
            assert_eq!(shares.iter().map(|share| u32::from(*share)).sum::<u32>(), 100, "{amounts:?}");
        }
    }
}
