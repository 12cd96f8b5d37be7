//! Of every hundred: amounts in, whole parts of a hundred that add up to a hundred out; nothing where there is nothing to divide.

use crate::money::{Amount, apportion};

/// Divides a hundred as the amounts above zero are divided, by largest remainders ([`apportion`]). What is not above zero gets nothing. `None`
/// where no amount is above zero, or their sum is too large to be multiplied by a hundred.
pub fn of_hundred(amounts: &[Amount]) -> Option<Vec<u8>> {
    let parts: Vec<i128> = amounts.iter().map(|amount| amount.minor().max(0)).collect();
    let whole = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part)).filter(|whole| *whole > 0)?;
    whole.checked_mul(100)?;
    Some(apportion(100, &parts).into_iter().filter_map(|share| u8::try_from(share).ok()).collect())
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
