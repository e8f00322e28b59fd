//! Many members through many epochs, against exact fractions.
//!
//! Members join the epoch that collects, cancel in either of the two live ones, and claim from a pot
//! into which all epochs pay; epochs are closed and paid in parts, as the redemptions do it.
//!
//! **The bound.** Of every payment a member is entitled to exactly `assets * shares / all shares`.
//! What a member has, claimed and claimable, is less than one unit below the exact sum for each
//! epoch they were in, and above it by at most a unit for each who left one of these before them.
//! Claims lose no unit: the pot is what was paid in less what was taken out.

use super::*;

const MEMBERS: usize = 30;

#[derive(Clone, Copy, Debug)]
enum Act {
    Join(usize, u32),
    Cancel(usize, bool),
    Close,
    /// Shares become payable, in hundredths of a price.
    Pay(u32, u16),
    /// A member claims a part of the pot, in 256ths, by shares or by assets.
    Claim(usize, u8, bool),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let member = 0..MEMBERS;
    let act = prop_oneof![
        12 => (member.clone(), 1..1_u32 << 24).prop_map(|(who, shares)| Act::Join(who, shares)),
        2 => (member.clone(), any::<bool>()).prop_map(|(who, open)| Act::Cancel(who, open)),
        2 => Just(Act::Close),
        4 => (any::<u32>(), 0..400_u16).prop_map(|(shares, price)| Act::Pay(shares >> 4, price)),
        4 => (member, any::<u8>(), any::<bool>())
            .prop_map(|(who, part, by_shares)| Act::Claim(who, part, by_shares)),
    ];
    prop::collection::vec(act, 60..120)
}

/// A position, and what it is exactly entitled to.
#[derive(Clone, Copy)]
struct Seat {
    position: Position,
    got: Claim,
    exact: Fraction,
}

/// A live epoch.
#[derive(Default)]
struct Room {
    epoch: Epoch,
    seats: Vec<Option<Seat>>,
    /// How many have left it.
    leaves: u128,
}

impl Room {
    fn new() -> Self {
        Self {
            seats: std::vec![None; MEMBERS],
            ..Self::default()
        }
    }

    fn join(&mut self, who: usize, amount: u128) {
        self.epoch = self.epoch.join(shares(amount)).unwrap();
        let seat = self.seats[who].get_or_insert(Seat {
            position: Position::default(),
            got: Claim::default(),
            exact: Fraction::ZERO,
        });
        let sum = seat.position.shares.checked_add(shares(amount));
        seat.position.shares = sum.unwrap();
    }

    /// Pays a part. Returns what was paid.
    fn pay(&mut self, payable: u32, price: u16) -> Claim {
        let part = self.epoch.part(shares(payable.into()));
        if part.is_zero() {
            return Claim::default();
        }
        let part = claim(part.get(), part.get() * u128::from(price) / 100);
        self.epoch = self.epoch.settle(part).unwrap();
        let seats = self.seats.iter().flatten();
        let all: u128 = seats.map(|seat| seat.position.shares.get()).sum();
        for seat in self.seats.iter_mut().flatten() {
            let own = seat.position.shares.get();
            seat.exact = seat.exact.plus(part.assets.get(), own, all);
        }
        part
    }

    /// What has become claimable for a member.
    fn accrue(&mut self, who: usize) -> Claim {
        let Some(seat) = &mut self.seats[who] else {
            return Claim::default();
        };
        let (gained, position) = seat.position.accrue(&self.epoch).unwrap();
        seat.position = position;
        seat.got = seat.got.checked_add(gained).unwrap();
        gained
    }

    /// Takes a member out. Returns what they have not had yet, and the shares that go back.
    fn leave(&mut self, who: usize) -> (Claim, Shares) {
        let Some(mut seat) = self.seats[who].take() else {
            return Default::default();
        };
        let (epoch, gained, back) = self.epoch.leave(&seat.position).unwrap();
        seat.got = seat.got.checked_add(gained).unwrap();
        assert!(seat.exact.holds(seat.got.assets.get(), self.leaves));
        let sum = seat.got.shares.checked_add(back);
        assert_eq!(sum, Some(seat.position.shares));
        self.epoch = epoch;
        self.leaves += 1;
        (gained, back)
    }
}

/// Two live epochs, a pot for each member, and what has come and gone.
struct House {
    collecting: Room,
    settling: Option<Room>,
    pots: Vec<Claim>,
    joined: u128,
    back: u128,
    paid: Claim,
    claimed: Claim,
}

impl House {
    fn new() -> Self {
        Self {
            collecting: Room::new(),
            settling: None,
            pots: std::vec![Claim::default(); MEMBERS],
            joined: 0,
            back: 0,
            paid: Claim::default(),
            claimed: Claim::default(),
        }
    }

    fn put(&mut self, who: usize, gained: Claim) {
        self.pots[who] = self.pots[who].checked_add(gained).unwrap();
    }

    fn cancel(&mut self, who: usize, is_open: bool) {
        let room = if is_open {
            Some(&mut self.collecting)
        } else {
            self.settling.as_mut()
        };
        let (gained, back) = room.map(|room| room.leave(who)).unwrap_or_default();
        self.put(who, gained);
        self.back += back.get();
    }

    fn close(&mut self) {
        if self.settling.is_none() && !self.collecting.epoch.requested.is_zero() {
            let room = core::mem::replace(&mut self.collecting, Room::new());
            self.settling = Some(room);
        }
    }

    fn pay(&mut self, payable: u32, price: u16) {
        let Some(room) = &mut self.settling else {
            return;
        };
        let part = room.pay(payable, price);
        self.paid = self.paid.checked_add(part).unwrap();
        if room.epoch.pending().is_zero() {
            self.end();
        }
    }

    /// The epoch that is settled ends, and everybody leaves it.
    fn end(&mut self) {
        let Some(mut room) = self.settling.take() else {
            return;
        };
        for who in 0..MEMBERS {
            let (gained, back) = room.leave(who);
            self.put(who, gained);
            self.back += back.get();
        }
        assert_eq!(room.epoch, Epoch::default());
    }

    fn claim(&mut self, who: usize, part: u8, by_shares: bool) {
        let gained = self.settling.as_mut().map(|room| room.accrue(who));
        self.put(who, gained.unwrap_or_default());
        let pot = self.pots[who];
        let of = |whole: u128| whole * (u128::from(part) + 1) / 256;
        let taken = if by_shares {
            let shares = shares(of(pot.max_redeem().get()));
            let taken = pot.redeem(shares);
            taken.map(|(assets, rest)| (Claim { shares, assets }, rest))
        } else {
            let assets = Assets::new(of(pot.assets.get()));
            let taken = pot.withdraw(assets);
            taken.map(|(shares, rest)| (Claim { shares, assets }, rest))
        };
        if let Ok((taken, rest)) = taken {
            self.pots[who] = rest;
            self.claimed = self.claimed.checked_add(taken).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever thirty members do, everybody has their exact part but for the bound above, and not a
    /// unit of what was handed in or paid is lost or made up.
    #[test]
    fn thirty_members_get_their_parts_through_many_epochs(acts in acts()) {
        let mut house = House::new();
        for act in acts {
            match act {
                Act::Join(who, amount) => {
                    house.collecting.join(who, amount.into());
                    house.joined += u128::from(amount);
                }
                Act::Cancel(who, is_open) => house.cancel(who, is_open),
                Act::Close => house.close(),
                Act::Pay(payable, price) => house.pay(payable, price),
                Act::Claim(who, part, by_shares) => house.claim(who, part, by_shares),
            }
            if house.settling.as_ref().is_some_and(|room| room.epoch.requested.is_zero()) {
                house.end();
            }
        }
        // Nobody waits any longer, and everybody takes what is left.
        house.end();
        house.close();
        house.end();
        for who in 0..MEMBERS {
            house.claim(who, u8::MAX, false);
        }
        prop_assert_eq!(house.back + house.paid.shares.get(), house.joined);
        prop_assert_eq!(house.claimed.assets, house.paid.assets);
        // Shares for which nothing was paid are left in pots without assets.
        let left: u128 = house.pots.iter().map(|pot| pot.shares.get()).sum();
        prop_assert_eq!(house.claimed.shares.get() + left, house.paid.shares.get());
        prop_assert!(house.pots.iter().all(|pot| pot.assets.is_zero()));
    }
}
