//! The vault's arithmetic once more, written from its documentation and not from its code, to hold
//! the chain's answers against.
//!
//! A share is worth `(assets + 1) / (supply + virtual_shares)`; who enters pays at least and who
//! leaves gets at most that.

use alloy_primitives::{U256, U512, aliases::U1024};

/// What the vault says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Books {
    /// `totalAssets`.
    pub(super) assets: U256,
    /// `totalSupply`.
    pub(super) supply: U256,
    /// `10^offset`, where shares have `offset` decimals more than assets.
    pub(super) virtual_shares: U256,
}

/// An entry or an exit, with the amount that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Assets in.
    Deposit(U256),
    /// Shares out.
    Mint(U256),
    /// Assets out.
    Withdraw(U256),
    /// Shares in.
    Redeem(U256),
}

impl Flow {
    /// Whether it takes assets out.
    pub(super) const fn is_exit(self) -> bool {
        matches!(self, Self::Withdraw(_) | Self::Redeem(_))
    }
}

impl Books {
    /// The assets and shares that a flow must move on these books, to the unit.
    pub(super) fn moved(&self, flow: Flow) -> (U256, U256) {
        let (price, per) = self.price();
        match flow {
            Flow::Deposit(assets) => (assets, mul_div(assets, per, price, false)),
            Flow::Mint(shares) => (mul_div(shares, price, per, true), shares),
            Flow::Withdraw(assets) => (assets, mul_div(assets, per, price, true)),
            Flow::Redeem(shares) => (mul_div(shares, price, per, false), shares),
        }
    }

    /// Whether a share is worth no less than on `earlier` books, compared without rounding.
    pub(super) fn is_worth_at_least(&self, earlier: &Self) -> bool {
        self.keeps(1, 1, earlier)
    }

    /// Whether a share is worth at least `part / whole` of what it was worth on `earlier` books,
    /// compared without rounding.
    pub(super) fn keeps(&self, part: u64, whole: u64, earlier: &Self) -> bool {
        let ((price, per), (price_before, per_before)) = (self.price(), earlier.price());
        let now: U1024 = (price * U512::from(whole)).widening_mul(per_before);
        let before: U1024 = (price_before * U512::from(part)).widening_mul(per);
        before <= now
    }

    /// What a whole share is worth in whole assets, with 18 decimals, rounded down.
    pub(super) fn share_price(&self) -> String {
        let (price, per) = self.price();
        let scaled = price * U512::from(self.virtual_shares) * pow10(18) / per;
        let (whole, part) = scaled.div_rem(pow10(18));
        format!("{whole}.{:0>18}", part.to_string())
    }

    fn price(&self) -> (U512, U512) {
        let price = U512::from(self.assets) + U512::from(1);
        (
            price,
            U512::from(self.supply) + U512::from(self.virtual_shares),
        )
    }
}

fn pow10(exponent: u64) -> U512 {
    U512::from(10).pow(U512::from(exponent))
}

/// `amount * numerator / denominator`, rounded up or down.
fn mul_div(amount: U256, numerator: U512, denominator: U512, up: bool) -> U256 {
    // Vaults hold at most 2^128 of anything: the product stays far below 512 bits.
    let product = U512::from(amount) * numerator;
    let quotient = if up {
        product.div_ceil(denominator)
    } else {
        product / denominator
    };
    quotient.saturating_to()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn books(assets: u64, supply: u64) -> Books {
        let virtual_shares = U256::from(1_000);
        Books {
            assets: U256::from(assets),
            supply: U256::from(supply),
            virtual_shares,
        }
    }

    fn moved(books: &Books, flow: Flow) -> (u64, u64) {
        let (assets, shares) = books.moved(flow);
        (assets.to(), shares.to())
    }

    #[test]
    fn an_empty_vault_gives_a_thousand_shares_for_a_unit() {
        assert_eq!(
            moved(&books(0, 0), Flow::Deposit(U256::from(5))),
            (5, 5_000)
        );
        assert_eq!(books(0, 0).share_price(), "1.000000000000000000");
    }

    #[test]
    fn every_flow_rounds_for_the_pool() {
        // 11 assets over 11,000 - 1 shares: a unit is worth a little less than 1,000 shares.
        let books = books(10, 9_999);
        assert_eq!(moved(&books, Flow::Deposit(U256::from(3))), (3, 2_999));
        assert_eq!(moved(&books, Flow::Mint(U256::from(3_000))), (4, 3_000));
        assert_eq!(moved(&books, Flow::Withdraw(U256::from(3))), (3, 3_000));
        assert_eq!(moved(&books, Flow::Redeem(U256::from(2_999))), (2, 2_999));
    }

    #[test]
    fn prices_are_compared_without_rounding() {
        assert!(books(11, 9_999).is_worth_at_least(&books(10, 9_999)));
        assert!(books(10, 9_999).is_worth_at_least(&books(10, 9_999)));
        assert!(!books(10, 10_000).is_worth_at_least(&books(10, 9_999)));
        assert!(books(9, 9_000).keeps(10, 11, &books(10, 9_000)));
        assert!(!books(9, 9_000).keeps(11, 12, &books(10, 9_000)));
        assert_eq!(books(1_000, 999_000).share_price(), "1.001000000000000000");
    }
}
