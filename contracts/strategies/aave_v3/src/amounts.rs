//! What decides amounts.

use alloy_primitives::U256;

/// What an allocation may lose to the rounding of aTokens.
///
/// A scaled unit is worth the liquidity index, below two. Rounded to the nearest, as up to v3.4,
/// that is one unit, and another half for each of two balances: less than three together, and as
/// all are whole numbers two at most. Rounded down, as from v3.5, it is less than two, and less than
/// one between two balances: again two at most.
const SLACK: U256 = U256::from_limbs([2, 0, 0, 0]);

/// Whether a balance that rose by `received` is a fair return for `assets`.
pub(crate) fn is_fair(assets: U256, received: U256) -> bool {
    assets.saturating_sub(SLACK) <= received
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fairness_allows_two_units() {
        let fair = |assets: u64, received: u64| is_fair(U256::from(assets), U256::from(received));
        assert!(fair(1_000, 1_000) && fair(1_000, 998) && fair(1_000, 1_001));
        assert!(!fair(1_000, 997));
        assert!(fair(2, 0) && !fair(3, 0));
        assert!(!is_fair(U256::MAX, U256::ZERO));
    }
}
