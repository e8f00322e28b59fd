//! Settlement, a step at a time.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::{SolError, SolEvent};
use ballast_abi::redemptions::Redemptions as Abi;
use ballast_core::{Assets, Bps, Claim, Epoch, Seconds, Shares};
use ballast_shell::{Calldata, Literal, Reply, encode, reply, token, uint, word};
use stylus_sdk::prelude::*;

use crate::state::{Config, Dated, Head, Redemptions};

const EPOCH_CLOSED: Literal = Literal::new(Abi::EpochClosed::SIGNATURE_HASH.0);
const EPOCH_SETTLED: Literal = Literal::new(Abi::EpochSettled::SIGNATURE_HASH.0);
const EPOCH_FINISHED: Literal = Literal::new(Abi::EpochFinished::SIGNATURE_HASH.0);

/// What is due.
enum Step {
    Close,
    /// To end an epoch that is worth nothing.
    GiveUp,
    /// To redeem so many shares.
    Redeem(Shares),
}

impl Redemptions {
    /// `settle(address[])`
    pub(crate) fn settle(&mut self, mut input: Calldata<'_>) -> Reply {
        let strategies = input.addresses()?;
        let (config, head) = (self.config(), self.head());
        let settled = match self.step(&config, head, &strategies)? {
            Step::Close => {
                self.close(&config, head);
                Claim::default()
            }
            Step::GiveUp => {
                let pending = self.epoch(head.settling).epoch.pending();
                self.finish(pending);
                Claim::default()
            }
            Step::Redeem(shares) => self.redeem_part(&config, head, shares, &strategies)?,
        };
        reply(&[
            word(settled.shares.to_u256()),
            word(settled.assets.to_u256()),
        ])
    }

    /// `shouldSettle()`
    pub(crate) fn should_settle(&self) -> Reply {
        let step = self.step(&self.config(), self.head(), &[]);
        reply(&[uint(u64::from(step.is_ok()))])
    }

    /// The next step.
    fn step(&self, config: &Config, head: Head, strategies: &[Address]) -> Result<Step, Vec<u8>> {
        let (id, wait) = if head.settling == 0 {
            (head.open, config.collect)
        } else {
            (head.settling, config.notice)
        };
        let Dated { epoch, since } = self.epoch(id);
        if epoch.requested.is_zero() {
            return Err(encode(Abi::NothingRequested::SELECTOR, &[]));
        }
        let due = since.after(Seconds::new(u64::from(wait)));
        if self.now() < due {
            return Err(encode(Abi::TooEarly::SELECTOR, &[uint(due.get())]));
        }
        if head.settling == 0 {
            return Ok(Step::Close);
        }
        let pending = epoch.pending();
        if config.vault.quotes_nothing(self.vm(), pending) {
            return Ok(Step::GiveUp);
        }
        let part = self.payable(config, &epoch, Bps::ONE, strategies)?;
        Ok(Step::Redeem(part))
    }

    /// The shares of an epoch that the vault can redeem at a loss.
    fn payable(
        &self,
        config: &Config,
        epoch: &Epoch,
        loss_max: Bps,
        strategies: &[Address],
    ) -> Result<Shares, Vec<u8>> {
        let vault = config.vault;
        let offered = vault.max_redeem(self.vm(), self.this(), loss_max, strategies)?;
        let part = epoch.part(offered);
        if part.is_zero() {
            let words = [epoch.pending(), offered].map(|shares| word(shares.to_u256()));
            return Err(encode(Abi::NothingPayable::SELECTOR, &words));
        }
        Ok(part)
    }

    /// Takes no more requests for the collecting epoch; its notice starts.
    fn close(&mut self, config: &Config, head: Head) {
        let id = head.open;
        let epoch = self.epoch(id).epoch;
        let since = self.now();
        self.set_epoch(id, &Dated { epoch, since });
        self.set_head(Head {
            // There are fewer epochs than blocks: 64 bits never overflow.
            open: id.wrapping_add(1),
            settling: id,
        });
        let payable_from = since.after(Seconds::new(u64::from(config.notice)));
        let words = [
            EPOCH_CLOSED.word(),
            uint(id),
            word(epoch.requested.to_u256()),
            uint(payable_from.get()),
        ];
        self.cells.log(&words, 2);
    }

    /// Redeems a part of the epoch that is being settled.
    ///
    /// Nothing is written before the vault has paid, for only then is it known how much. No call
    /// gets in meanwhile, views included.
    fn redeem_part(
        &mut self,
        config: &Config,
        head: Head,
        part: Shares,
        strategies: &[Address],
    ) -> Result<Claim, Vec<u8>> {
        let (id, vault) = (head.settling, config.vault);
        let Dated { epoch, since } = self.epoch(id);
        let before = self.holdings(config)?;
        if let Err(reason) = vault.redeem(self, part, config.loss_max, strategies) {
            let lossless = self.payable(config, &epoch, Bps::ZERO, strategies);
            let lossless = lossless.ok().filter(|lossless| *lossless < part);
            let lossless = lossless.ok_or(reason)?;
            vault.redeem(self, lossless, config.loss_max, strategies)?;
        }
        let after = self.holdings(config)?;
        let burnt = before.shares.checked_sub(after.shares);
        let settled = burnt
            .zip(after.assets.checked_sub(before.assets))
            .map(|(shares, assets)| Claim { shares, assets })
            .filter(|settled| !settled.shares.is_zero() && !settled.assets.is_zero())
            .ok_or_else(|| vault.failed())?;
        let epoch = epoch.settle(settled).ok_or_else(|| vault.failed())?;
        self.set_epoch(id, &Dated { epoch, since });
        let pending = epoch.pending();
        let words = [
            EPOCH_SETTLED.word(),
            uint(id),
            word(settled.shares.to_u256()),
            word(settled.assets.to_u256()),
            word(pending.to_u256()),
        ];
        self.cells.log(&words, 2);
        if pending.is_zero() {
            self.finish(Shares::ZERO);
        }
        Ok(settled)
    }

    /// The shares and assets that lie here.
    fn holdings(&self, config: &Config) -> Result<Claim, Vec<u8>> {
        let (host, this, vault) = (self.vm(), self.this(), config.vault);
        let assets = token::balance_of(host, self.asset(), this).and_then(Assets::from_u256);
        Ok(Claim {
            shares: vault.shares_of(host, this)?,
            assets: assets.ok_or_else(|| vault.failed())?,
        })
    }

    /// Ends the epoch that is being settled; so many shares go back to its members.
    pub(crate) fn finish(&mut self, returned: Shares) {
        let Head { open, settling } = self.head();
        self.set_head(Head { open, settling: 0 });
        let words = [
            EPOCH_FINISHED.word(),
            uint(settling),
            word(returned.to_u256()),
        ];
        self.cells.log(&words, 2);
    }
}
