//! What the contract keeps, and where.

use alloy_primitives::{Address, B256, U256};
use ballast_core::{Assets, Bps, Claim, Epoch, Position, Seconds, Shares};
use ballast_shell::{Cells, Field, Slot, Word, uint};
use stylus_sdk::prelude::*;

use crate::members::{Held, Pot};
use crate::vault::Vault;

/// The vault and the terms: [`Config`].
pub(crate) const CONFIG: Field = Field::new(0);

/// The vault's asset.
pub(crate) const ASSET: Field = Field::new(1);

/// The live epochs: [`Head`].
const HEAD: Field = Field::new(2);

/// Epoch to shares, from the left: requested (16 bytes), settled (16).
const EPOCH_SHARES: Field = Field::new(3);

/// Epoch to assets paid (16 bytes) and the time since (8), from the right: see [`Dated`].
const EPOCH_ASSETS: Field = Field::new(4);

/// Controller to position: epoch (8 bytes, after 8 that are free), shares (16). One for even and
/// one for odd epochs: of those only one each is live.
const POSITIONS: [Field; 2] = [Field::new(5), Field::new(6)];

/// Controller to what the position has taken: shares (16 bytes), assets (16).
const TAKEN: [Field; 2] = [Field::new(7), Field::new(8)];

/// Controller to pot: shares (16 bytes), assets (16).
const POT: Field = Field::new(9);

/// Controller to the newest epoch that paid into the pot.
const POT_EPOCH: Field = Field::new(10);

/// Controller to epoch to shares that can be taken back.
const RETURNED: Field = Field::new(11);

/// Controller to operator to 1, if the operator may act for the controller.
const OPERATORS: Field = Field::new(12);

/// Redemptions in epochs; see the crate's documentation.
#[storage]
#[entrypoint]
pub struct Redemptions {
    pub(crate) cells: Cells,
}

impl Redemptions {
    /// What the constructor fixed.
    pub(crate) fn config(&self) -> Config {
        Config::from_word(&self.cells.word(CONFIG.slot()))
    }

    /// The vault's asset.
    pub(crate) fn asset(&self) -> Address {
        Address::from_word(B256::new(self.cells.word(ASSET.slot())))
    }

    /// This contract.
    pub(crate) fn this(&self) -> Address {
        self.vm().contract_address()
    }

    /// The time of the block.
    pub(crate) fn now(&self) -> Seconds {
        Seconds::new(self.cells.now())
    }

    /// The live epochs.
    pub(crate) fn head(&self) -> Head {
        let [settling, open, ..] = *self.cells.uint(HEAD.slot()).as_limbs();
        Head { open, settling }
    }

    pub(crate) fn set_head(&mut self, head: Head) {
        let word = U256::from_limbs([head.settling, head.open, 0, 0]);
        self.cells.set_uint(HEAD.slot(), word);
    }

    /// An epoch; of one that nobody ever joined, or all have left, the totals are zero.
    pub(crate) fn epoch(&self, id: u64) -> Dated {
        let (requested, shares) = split(self.cells.uint(EPOCH_SHARES.entry(key(id))));
        let (since, assets) = split(self.cells.uint(EPOCH_ASSETS.entry(key(id))));
        Dated {
            epoch: Epoch {
                requested: Shares::new(requested),
                settled: claim(shares, assets),
            },
            // Written from 64 bits.
            since: Seconds::new(since as u64),
        }
    }

    pub(crate) fn set_epoch(&mut self, id: u64, dated: &Dated) {
        let Epoch { requested, settled } = dated.epoch;
        let shares = join(requested.get(), settled.shares.get());
        let assets = join(u128::from(dated.since.get()), settled.assets.get());
        self.cells.set_uint(EPOCH_SHARES.entry(key(id)), shares);
        self.cells.set_uint(EPOCH_ASSETS.entry(key(id)), assets);
    }

    /// The position of a controller in the latest even or odd epoch that the controller joined.
    pub(crate) fn held(&self, parity: Parity, controller: Address) -> Held {
        let [positions, taken] = parity.fields();
        let (id, shares) = split(self.cells.uint(positions.entry(controller)));
        let (taken_shares, taken_assets) = split(self.cells.uint(taken.entry(controller)));
        Held {
            // Written from 64 bits.
            id: id as u64,
            position: Position {
                shares: Shares::new(shares),
                taken: claim(taken_shares, taken_assets),
            },
        }
    }

    pub(crate) fn set_held(&mut self, parity: Parity, controller: Address, held: &Held) {
        let [positions, taken] = parity.fields();
        let Position { shares, taken: had } = held.position;
        let position = join(u128::from(held.id), shares.get());
        self.cells.set_uint(positions.entry(controller), position);
        let had = join(had.shares.get(), had.assets.get());
        self.cells.set_uint(taken.entry(controller), had);
    }

    /// What was in a controller's pot when it was last written.
    pub(crate) fn pot(&self, controller: Address) -> Pot {
        let (shares, assets) = split(self.cells.uint(POT.entry(controller)));
        let [id, ..] = *self.cells.uint(POT_EPOCH.entry(controller)).as_limbs();
        Pot {
            claim: claim(shares, assets),
            id,
        }
    }

    pub(crate) fn set_pot(&mut self, controller: Address, pot: &Pot) {
        let claim = join(pot.claim.shares.get(), pot.claim.assets.get());
        self.cells.set_uint(POT.entry(controller), claim);
        self.cells
            .set_word(POT_EPOCH.entry(controller), uint(pot.id));
    }

    /// The shares of a controller that were cancelled in an epoch, or that it did not pay for as
    /// far as that is written already.
    pub(crate) fn returned(&self, controller: Address, id: u64) -> Shares {
        let (_, shares) = split(self.cells.uint(RETURNED.entry(controller).entry(key(id))));
        Shares::new(shares)
    }

    pub(crate) fn set_returned(&mut self, controller: Address, id: u64, shares: Shares) {
        let slot = RETURNED.entry(controller).entry(key(id));
        self.cells.set_uint(slot, shares.to_u256());
    }
}

/// Where it is kept whether an operator may act for a controller.
pub(crate) fn operator_slot(controller: Address, operator: Address) -> Slot {
    OPERATORS.entry(controller).entry(operator)
}

/// An epoch's number as the key of a mapping: both are one word.
fn key(id: u64) -> Address {
    Address::from_word(B256::new(uint(id)))
}

const fn claim(shares: u128, assets: u128) -> Claim {
    Claim {
        shares: Shares::new(shares),
        assets: Assets::new(assets),
    }
}

/// The left and the right half of a word.
const fn split(word: U256) -> (u128, u128) {
    let [a, b, c, d] = *word.as_limbs();
    ((d as u128) << 64 | c as u128, (b as u128) << 64 | a as u128)
}

/// The opposite of [`split`].
const fn join(left: u128, right: u128) -> U256 {
    U256::from_limbs([
        right as u64,
        (right >> 64) as u64,
        left as u64,
        (left >> 64) as u64,
    ])
}

/// Whether an epoch's number is even or odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parity {
    Even,
    Odd,
}

impl Parity {
    pub(crate) const fn of(id: u64) -> Self {
        if id & 1 == 0 { Self::Even } else { Self::Odd }
    }

    const fn fields(self) -> [Field; 2] {
        let index = self as usize & 1;
        [POSITIONS[index], TAKEN[index]]
    }
}

/// An epoch, and when it got its first request or, later, was closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) epoch: Epoch,
    pub(crate) since: Seconds,
}

/// The live epochs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The one that takes requests.
    pub(crate) open: u64,
    /// The one before it while that is being settled, else 0.
    pub(crate) settling: u64,
}

impl Head {
    /// Whether an epoch has ended.
    pub(crate) const fn has_ended(self, id: u64) -> bool {
        id < self.open && id != self.settling
    }
}

/// What the constructor fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) vault: Vault,
    pub(crate) loss_max: Bps,
    pub(crate) collect: u32,
    pub(crate) notice: u32,
}

impl Config {
    /// From the left: vault (20 bytes), largest loss (2), two that are free, seconds to collect (4),
    /// seconds of notice (4).
    pub(crate) fn from_word(word: &Word) -> Self {
        let (vault, terms) = word.split_at(20);
        let terms: [u8; 12] = terms.first_chunk().copied().unwrap_or_default();
        let [a, b, _, _, c, d, e, f, g, h, i, j] = terms;
        Self {
            vault: Vault(Address::from(
                vault.first_chunk().copied().unwrap_or_default(),
            )),
            loss_max: Bps::new(u16::from_be_bytes([a, b])),
            collect: u32::from_be_bytes([c, d, e, f]),
            notice: u32::from_be_bytes([g, h, i, j]),
        }
    }

    /// The opposite of [`from_word`](Self::from_word).
    pub(crate) fn to_word(self) -> Word {
        let mut word = [0; 32];
        let (vault, rest) = word.split_at_mut(20);
        let (loss_max, seconds) = rest.split_at_mut(4);
        let (collect, notice) = seconds.split_at_mut(4);
        let [a, b] = self.loss_max.get().to_be_bytes();
        vault.copy_from_slice(self.vault.0.as_slice());
        loss_max.copy_from_slice(&[a, b, 0, 0]);
        collect.copy_from_slice(&self.collect.to_be_bytes());
        notice.copy_from_slice(&self.notice.to_be_bytes());
        word
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;

    use super::*;

    #[test]
    fn config_fits_a_word_and_comes_back() {
        let config = Config {
            vault: Vault(address!("fedcba98765432100123456789abcdef00112233")),
            loss_max: Bps::new(500),
            collect: 0x0102_0304,
            notice: 0x0506_0708,
        };
        let word = config.to_word();
        assert_eq!(word[..20], *config.vault.0);
        assert_eq!(word[20..], [1, 244, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(Config::from_word(&word), config);
    }

    #[test]
    fn halves_come_back() {
        let (left, right) = (3 << 64 | 5, 7 << 64 | 9);
        assert_eq!(join(left, right), U256::from_limbs([9, 7, 5, 3]));
        assert_eq!(split(join(left, right)), (left, right));
    }

    #[test]
    fn live_epochs_have_not_ended() {
        let ended = |head: Head| [1, 2, 3, 4].map(|id| head.has_ended(id));
        let head = Head {
            open: 3,
            settling: 0,
        };
        assert_eq!(ended(head), [true, true, false, false]);
        let head = Head {
            open: 3,
            settling: 2,
        };
        assert_eq!(ended(head), [true, false, false, false]);
    }
}
