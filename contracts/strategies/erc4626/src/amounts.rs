//! What decides amounts.

use alloy_primitives::U256;

/// An allocation may lose the 2^20th part, just under a millionth, and one unit to rounding: the
/// venue rounds shares down to a whole unit, which may be worth several units of the asset. Where
/// one unit of shares is worth more than that part of the allocation, somebody blew it up.
const SLACK_BITS: usize = 20;

/// Whether shares that are worth `worth` are a fair return for `assets`:
/// `assets - floor(assets / 2^20) - 1 <= worth`.
pub(crate) fn is_fair(assets: U256, worth: U256) -> bool {
    let slack = assets.wrapping_shr(SLACK_BITS).wrapping_add(U256::ONE);
    assets.saturating_sub(slack) <= worth
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fair(assets: u64, worth: u64) -> bool {
        is_fair(U256::from(assets), U256::from(worth))
    }

    mod fairness {
        use super::*;

        #[test]
        fn allows_one_unit() {
            assert!(fair(1_000, 1_000) && fair(1_000, 999));
            assert!(!fair(1_000, 998));
            assert!(fair(1, 0));
        }

        #[test]
        fn allows_just_under_a_millionth_of_large_amounts() {
            let assets = 1 << 40;
            let slack = (1 << 20) + 1;
            assert!(fair(assets, assets - slack));
            assert!(!fair(assets, assets - slack - 1));
        }

        #[test]
        fn has_no_upper_end() {
            assert!(is_fair(U256::MAX, U256::MAX));
            assert!(!is_fair(U256::MAX, U256::ZERO));
            assert!(fair(0, 0) && fair(0, u64::MAX));
        }
    }
}
