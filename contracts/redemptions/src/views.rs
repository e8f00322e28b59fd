//! Views.

use ballast_shell::{Calldata, Reply, reply, reply_address, reply_uint, uint, word};

use crate::requests::read_id;
use crate::state::{Dated, Head, Parity, Redemptions};

/// ERC-165, and of ERC-7540 operators and redemptions, and ERC-7887's redemptions.
const INTERFACES: [u32; 4] = [0x01ffc9a7, 0xe3bc4e65, 0x620ee8e4, 0xe76cffc7];

impl Redemptions {
    /// `pendingRedeemRequest(uint256,address)`
    pub(crate) fn pending_redeem_request(&self, mut input: Calldata<'_>) -> Reply {
        let (id, controller) = (read_id(&mut input)?, input.address()?);
        let held = self.held(Parity::of(id), controller);
        if held.id != id || self.head().has_ended(id) {
            return reply(&[uint(0)]);
        }
        let pending = held.position.pending(&self.epoch(id).epoch);
        reply_uint(pending.to_u256())
    }

    /// `claimableRedeemRequest(uint256,address)`
    pub(crate) fn claimable_redeem_request(&self, mut input: Calldata<'_>) -> Reply {
        let (id, controller) = (read_id(&mut input)?, input.address()?);
        let pot = self.pot_now(controller)?;
        if pot.id != id {
            return reply(&[uint(0)]);
        }
        reply_uint(pot.claim.max_redeem().to_u256())
    }

    /// `pendingCancelRedeemRequest(uint256,address)`
    pub(crate) fn pending_cancel_redeem_request(&self, mut input: Calldata<'_>) -> Reply {
        input.uint()?;
        input.address()?;
        reply(&[uint(0)])
    }

    /// `claimableCancelRedeemRequest(uint256,address)`
    pub(crate) fn claimable_cancel_redeem_request(&self, mut input: Calldata<'_>) -> Reply {
        let (id, controller) = (read_id(&mut input)?, input.address()?);
        let written = self.returned(controller, id).to_u256();
        if self.held(Parity::of(id), controller).id != id {
            return reply_uint(written);
        }
        let due = self.due(self.head(), Parity::of(id), controller)?;
        // Neither exceeds 128 bits.
        reply_uint(written.wrapping_add(due.returned.to_u256()))
    }

    /// `supportsInterface(bytes4)`
    pub(crate) fn supports_interface(&self, mut input: Calldata<'_>) -> Reply {
        let id = input.word()?.first_chunk().copied().map(u32::from_be_bytes);
        let known = id.is_some_and(|id| INTERFACES.contains(&id));
        reply(&[uint(u64::from(known))])
    }

    /// `share()`
    pub(crate) fn share(&self) -> Reply {
        reply_address(self.config().vault.0)
    }

    /// `asset()`
    pub(crate) fn asset_view(&self) -> Reply {
        reply_address(self.asset())
    }

    /// `terms()`
    pub(crate) fn terms(&self) -> Reply {
        let config = self.config();
        reply(&[
            uint(u64::from(config.loss_max.get())),
            uint(u64::from(config.collect)),
            uint(u64::from(config.notice)),
        ])
    }

    /// `epochs()`
    pub(crate) fn epochs(&self) -> Reply {
        let Head { open, settling } = self.head();
        reply(&[uint(open), uint(settling)])
    }

    /// `epoch(uint256)`
    pub(crate) fn epoch_view(&self, mut input: Calldata<'_>) -> Reply {
        let Dated { epoch, since } = self.epoch(read_id(&mut input)?);
        reply(&[
            word(epoch.requested.to_u256()),
            word(epoch.settled.shares.to_u256()),
            word(epoch.settled.assets.to_u256()),
            uint(since.get()),
        ])
    }
}
