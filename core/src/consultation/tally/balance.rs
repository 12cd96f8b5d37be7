//! A whole and its parts in; whether they add up out. For counts that stand in somebody's announcement as well as for our own.

/// A whole that is not the sum of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unbalanced {
    /// The whole.
    pub whole: u64,
    /// The sum of the parts; none where it is beyond 64 bits.
    pub sum: Option<u64>,
}

/// Whether 3 = 2 + 1.
///
/// # Errors
/// [`Unbalanced`] where it is not, as 3 = 2 + 0.
pub fn balance(whole: u64, parts: &[u64]) -> Result<(), Unbalanced> {
    let sum = parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(*part));
    if sum == Some(whole) { Ok(()) } else { Err(Unbalanced { whole, sum }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_is_two_and_one_and_not_two_and_nothing() {
        assert_eq!(balance(3, &[2, 1, 0, 0, 0]), Ok(()));
        assert_eq!(balance(3, &[2, 0]), Err(Unbalanced { whole: 3, sum: Some(2) }));
        assert_eq!(balance(0, &[]), Ok(()));
        assert_eq!(balance(1, &[u64::MAX, 2]), Err(Unbalanced { whole: 1, sum: None }), "no sum wraps round");
    }
}
