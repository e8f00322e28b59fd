//! What the vault says a share is worth.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc4626::IERC4626;
use ballast_core::Price;
use ballast_math::mul_div_down;
use ballast_shell::remote::{self, ALL_GAS};
use ballast_shell::{encode, word};
use stylus_sdk::host::VM;

/// The most decimals that an answer has.
const DECIMALS_MAX: u8 = 18;

/// 10^38 is the last power of ten below 2^128, the most shares that vaults of this project quote.
const EXPONENT_MAX: u8 = 38;

/// How a quote becomes an answer: `10^quote_exponent` units of shares are quoted, and the assets
/// divided by `10^divisor_exponent`. Both are at most 38.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    pub(crate) quote_exponent: u8,
    pub(crate) divisor_exponent: u8,
}

impl Scale {
    /// For an answer with `decimals`; `None` if that is too many, or a power of ten too large.
    ///
    /// A whole share quotes with the asset's decimals. If the answer has more, so many more shares
    /// are quoted; if it has fewer, so many digits are cut off.
    pub(crate) fn new(decimals: u8, share_decimals: u8, asset_decimals: u8) -> Option<Self> {
        let quote_exponent = share_decimals.checked_add(decimals.saturating_sub(asset_decimals))?;
        let divisor_exponent = asset_decimals.saturating_sub(decimals);
        let fits = decimals <= DECIMALS_MAX
            && quote_exponent <= EXPONENT_MAX
            && divisor_exponent <= EXPONENT_MAX;
        fits.then_some(Self {
            quote_exponent,
            divisor_exponent,
        })
    }

    /// The price of a whole share of `vault`, rounded down; `None` if it does not say.
    pub(crate) fn price(self, host: &VM, vault: Address) -> Option<Price> {
        let shares = power_of_ten(self.quote_exponent);
        let calldata = encode(IERC4626::convertToAssetsCall::SELECTOR, &[word(shares)]);
        let assets = remote::view_uint(host, vault, &calldata, ALL_GAS)?;
        let divisor = power_of_ten(self.divisor_exponent);
        mul_div_down(assets, U256::ONE, divisor).map(Price::from_u256_saturating)
    }
}

/// `10^exponent`, for at most 38.
fn power_of_ten(exponent: u8) -> U256 {
    let power = (0..exponent).fold(1_u128, |power, _| power.wrapping_mul(10));
    U256::from_limbs([power as u64, (power >> 64) as u64, 0, 0])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(decimals: u8, share_decimals: u8, asset_decimals: u8) -> Option<(u8, u8)> {
        Scale::new(decimals, share_decimals, asset_decimals)
            .map(|scale| (scale.quote_exponent, scale.divisor_exponent))
    }

    #[test]
    fn quotes_as_many_digits_as_the_answer_has() {
        assert_eq!(scale(18, 21, 18), Some((21, 0)));
        assert_eq!(scale(18, 9, 6), Some((21, 0)));
        assert_eq!(scale(8, 9, 6), Some((11, 0)));
        assert_eq!(scale(8, 21, 18), Some((21, 10)));
        assert_eq!(scale(0, 3, 0), Some((3, 0)));
    }

    #[test]
    fn fits_38_digits() {
        assert_eq!(scale(18, 36, 18), Some((36, 0)));
        assert_eq!(scale(18, 24, 6), Some((36, 0)));
        assert_eq!(scale(18, 38, 18), Some((38, 0)));
        assert_eq!(scale(18, 39, 18), None);
        assert_eq!(scale(18, 255, 0), None);
        assert_eq!(scale(0, 5, 39), None);
        assert_eq!(scale(19, 5, 18), None);
    }

    #[test]
    fn powers_are_exact() {
        assert_eq!(power_of_ten(0), U256::ONE);
        assert_eq!(power_of_ten(38), U256::from(10_u128.pow(38)));
    }
}
