//! Methods that only look.

use ballast_shell::{Reply, reply, reply_uint, uint, word};
use ballast_strategy::venue_id;
use stylus_sdk::prelude::*;

use crate::reserve::balance_of;
use crate::state::Strategy;

impl Strategy {
    /// `realAssets()`
    pub(crate) fn real_assets(&self) -> Reply {
        reply_uint(balance_of(self.vm(), self.a_token(), self.this())?)
    }

    /// `maxWithdrawable()`
    pub(crate) fn max_withdrawable(&self) -> Reply {
        reply_uint(self.reserve().available(self.vm(), self.this())?)
    }

    /// `positions()`
    pub(crate) fn positions(&self) -> Reply {
        let a_token = self.a_token();
        let held = balance_of(self.vm(), a_token, self.this())?;
        reply(&[
            uint(32),
            uint(1),
            a_token.into_word().0,
            word(held),
            [0; 32],
        ])
    }

    /// `ids()`: the pool alone. A registry has one asset, so all that its strategies supply to the
    /// pool is in the same reserve.
    pub(crate) fn ids(&self) -> Reply {
        reply(&[uint(32), uint(1), venue_id(self.pool()).0])
    }
}
