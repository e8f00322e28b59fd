//! The last steps of every move: log, call back, pay.

use alloc::vec::Vec;

use alloy_primitives::{Address, U256};
use ballast_shell::{Literal, Reply, Word, reply, token, word};

use crate::amounts::Moved;
use crate::errors::named;
use crate::state::Market;

impl Market {
    /// Takes assets that the caller brings for an account.
    ///
    /// # Errors
    /// As [`bring`](Self::bring).
    #[inline(never)]
    pub(crate) fn take_in(
        &mut self,
        event: Literal,
        account: Address,
        moved: &Moved,
        callback: [u8; 4],
        data: &[u8],
    ) -> Reply {
        let (asset, caller) = (self.config().asset, named(self.cells.sender()));
        let [assets, shares] = moved.words();
        let words = [event.word(), caller, named(account), assets, shares];
        self.cells.log(&words, 3);
        self.bring(asset, moved.assets.to_u256(), callback, data)?;
        reply(&[assets, shares])
    }

    /// Calls the caller back, if it brought data, and takes a token from it, of which all must
    /// arrive; what the market holds of it then.
    ///
    /// # Errors
    /// The caller's, the token's, `WrongAmountReceived`.
    #[inline(never)]
    pub(crate) fn bring(
        &mut self,
        token: Address,
        amount: U256,
        callback: [u8; 4],
        data: &[u8],
    ) -> Result<U256, Vec<u8>> {
        self.call_back(callback, &[word(amount)], data)?;
        self.pull(token, self.cells.sender(), amount)
    }

    /// Pays assets out that go from an account.
    ///
    /// # Errors
    /// The token's.
    #[inline(never)]
    pub(crate) fn pay_out(
        &mut self,
        event: Literal,
        account: Address,
        receiver: Address,
        moved: &Moved,
    ) -> Reply {
        let caller = named(self.cells.sender());
        let [assets, shares] = moved.words();
        let words: [Word; 6] = [
            event.word(),
            named(account),
            named(receiver),
            caller,
            assets,
            shares,
        ];
        self.cells.log(&words, 3);
        let asset = self.config().asset;
        token::transfer(self, asset, receiver, moved.assets.to_u256())?;
        reply(&[assets, shares])
    }
}
