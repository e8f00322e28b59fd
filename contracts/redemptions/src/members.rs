//! What a controller has: positions in epochs, and a pot of what they have paid.

use alloc::vec::Vec;

use alloy_primitives::Address;
use ballast_core::{Claim, Epoch, Position, Shares};
use ballast_shell::malformed;

use crate::state::{Dated, Head, Parity, Redemptions};

/// A position, and the epoch it is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) id: u64,
    pub(crate) position: Position,
}

/// What has been paid and not claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pot {
    pub(crate) claim: Claim,
    /// The newest epoch that paid for it.
    pub(crate) id: u64,
}

impl Pot {
    /// With what an epoch paid; `None` if a sum does not fit.
    fn with(self, due: &Due) -> Option<Self> {
        if due.gained == Claim::default() {
            return Some(self);
        }
        let claim = self.claim.checked_add(due.gained)?;
        let id = self.id.max(due.id);
        Some(Self { claim, id })
    }
}

/// What an epoch owes a member, and both of them without it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    id: u64,
    /// The position that is left; none in an epoch that has ended.
    after: Held,
    /// The epoch as it is left.
    rest: Epoch,
    gained: Claim,
    /// Shares that the epoch ended without paying for.
    pub(crate) returned: Shares,
}

impl Held {
    /// What the epoch owes. `None` if the position is not of this epoch.
    fn due(&self, epoch: &Epoch, has_ended: bool) -> Option<Due> {
        let id = self.id;
        if has_ended {
            let (rest, gained, returned) = epoch.leave(&self.position)?;
            return Some(Due {
                id,
                after: Self::default(),
                rest,
                gained,
                returned,
            });
        }
        let (gained, position) = self.position.accrue(epoch)?;
        Some(Due {
            id,
            after: Self { id, position },
            rest: *epoch,
            gained,
            returned: Shares::ZERO,
        })
    }
}

impl Redemptions {
    /// What the epoch of a controller's even or odd position owes; nothing if there is none.
    pub(crate) fn due(
        &self,
        head: Head,
        parity: Parity,
        controller: Address,
    ) -> Result<Due, Vec<u8>> {
        let held = self.held(parity, controller);
        if held.position.shares.is_zero() {
            return Ok(Due::default());
        }
        let epoch = self.epoch(held.id).epoch;
        let due = held.due(&epoch, head.has_ended(held.id));
        due.ok_or_else(malformed)
    }

    /// A controller's pot as it is with all that has been paid.
    pub(crate) fn pot_now(&self, controller: Address) -> Result<Pot, Vec<u8>> {
        let head = self.head();
        let even = self.due(head, Parity::Even, controller)?;
        let odd = self.due(head, Parity::Odd, controller)?;
        let pot = self.pot(controller).with(&even);
        pot.and_then(|pot| pot.with(&odd)).ok_or_else(malformed)
    }

    /// Puts all that has been paid into a controller's pot, and takes the controller out of epochs
    /// that have ended. Returns the pot.
    pub(crate) fn gather(&mut self, controller: Address) -> Result<Pot, Vec<u8>> {
        let (head, before) = (self.head(), self.pot(controller));
        let mut pot = before;
        for parity in [Parity::Even, Parity::Odd] {
            let due = self.due(head, parity, controller)?;
            if due.id == 0 {
                continue;
            }
            pot = pot.with(&due).ok_or_else(malformed)?;
            self.set_held(parity, controller, &due.after);
            let since = self.epoch(due.id).since;
            let rest = Dated {
                epoch: due.rest,
                since,
            };
            self.set_epoch(due.id, &rest);
            self.give_back(controller, due.id, due.returned)?;
        }
        if pot != before {
            self.set_pot(controller, &pot);
        }
        Ok(pot)
    }

    /// Adds to the shares of an epoch that a controller can take back.
    pub(crate) fn give_back(
        &mut self,
        controller: Address,
        id: u64,
        shares: Shares,
    ) -> Result<(), Vec<u8>> {
        if shares.is_zero() {
            return Ok(());
        }
        let sum = self.returned(controller, id).checked_add(shares);
        self.set_returned(controller, id, sum.ok_or_else(malformed)?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ballast_core::Assets;

    use super::*;

    const fn claim(shares: u128, assets: u128) -> Claim {
        Claim {
            shares: Shares::new(shares),
            assets: Assets::new(assets),
        }
    }

    /// 60 of 100 shares, of which 50 were settled for 10.
    fn held() -> (Held, Epoch) {
        let position = Position {
            shares: Shares::new(60),
            taken: claim(0, 0),
        };
        let epoch = Epoch {
            requested: Shares::new(100),
            settled: claim(50, 10),
        };
        (Held { id: 7, position }, epoch)
    }

    #[test]
    fn a_live_epoch_keeps_its_members() {
        let (held, epoch) = held();
        let due = held.due(&epoch, false).unwrap();
        assert_eq!((due.gained, due.returned), (claim(30, 6), Shares::ZERO));
        assert_eq!((due.rest, due.after.id), (epoch, 7));
        let again = due.after.due(&epoch, false).unwrap();
        assert_eq!(again.gained, claim(0, 0));
    }

    #[test]
    fn an_epoch_that_has_ended_lets_them_go_with_the_rest() {
        let (held, epoch) = held();
        let due = held.due(&epoch, true).unwrap();
        assert_eq!((due.gained, due.returned), (claim(30, 6), Shares::new(30)));
        assert_eq!(due.after, Held::default());
        assert_eq!(due.rest.requested, Shares::new(40));
        assert_eq!(due.rest.settled, claim(20, 4));
    }

    #[test]
    fn a_pot_has_the_number_of_the_newest_that_paid() {
        let pot = Pot {
            claim: claim(5, 5),
            id: 7,
        };
        let due = |id, gained| Due {
            id,
            gained,
            ..Due::default()
        };
        assert_eq!(pot.with(&due(8, claim(0, 0))), Some(pot));
        let newer = pot.with(&due(8, claim(2, 1))).unwrap();
        assert_eq!((newer.claim, newer.id), (claim(7, 6), 8));
        let older = newer.with(&due(7, claim(1, 1))).unwrap();
        assert_eq!((older.claim, older.id), (claim(8, 7), 8));
        assert_eq!(pot.with(&due(8, claim(u128::MAX, 0))), None);
    }
}
