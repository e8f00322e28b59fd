//! Methods that only look.

use ballast_shell::{Calldata, Reply, reply, reply_uint, uint, word};
use ballast_strategy::{rewards, venue_id};
use stylus_sdk::prelude::*;

use crate::state::Strategy;

impl Strategy {
    /// `realAssets()`
    pub(crate) fn real_assets(&self) -> Reply {
        let venue = self.venue();
        let shares = venue.shares_of(self.vm(), self.this())?;
        if shares.is_zero() {
            return reply_uint(shares);
        }
        reply_uint(venue.preview_redeem(self.vm(), shares)?)
    }

    /// `sweepable(address)`
    pub(crate) fn sweepable(&self, mut input: Calldata<'_>) -> Reply {
        reply_uint(rewards::sweepable(self, input.address()?))
    }

    /// `maxWithdrawable()`
    pub(crate) fn max_withdrawable(&self) -> Reply {
        reply_uint(self.venue().max_withdraw(self.vm(), self.this())?)
    }

    /// `positions()`
    pub(crate) fn positions(&self) -> Reply {
        let venue = self.venue();
        let shares = venue.shares_of(self.vm(), self.this())?;
        reply(&[
            uint(32),
            uint(1),
            venue.0.into_word().0,
            word(shares),
            [0; 32],
        ])
    }

    /// `ids()`
    pub(crate) fn ids(&self) -> Reply {
        reply(&[uint(32), uint(1), venue_id(self.venue().0).0])
    }
}
