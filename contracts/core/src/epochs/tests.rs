//! Epochs against a member-by-member reference in exact fractions.

mod many;

extern crate std;

use proptest::prelude::*;
use ruint::Uint;
use std::vec::Vec;

use super::*;

type Wide = Uint<2048, 32>;

fn shares(amount: u128) -> Shares {
    Shares::new(amount)
}

fn claim(shares: u128, assets: u128) -> Claim {
    Claim {
        shares: Shares::new(shares),
        assets: Assets::new(assets),
    }
}

/// A sum of fractions, never reduced.
#[derive(Clone, Copy)]
struct Fraction {
    above: Wide,
    below: Wide,
}

impl Fraction {
    const ZERO: Self = Self {
        above: Wide::ZERO,
        below: Wide::ONE,
    };

    /// `self + a * b / c`
    fn plus(self, a: u128, b: u128, c: u128) -> Self {
        let c = Wide::from(c);
        let more = Wide::from(a) * Wide::from(b) * self.below;
        Self {
            above: self.above * c + more,
            below: self.below * c,
        }
    }

    /// Whether `floor(self) <= value <= self + more`.
    fn holds(self, value: u128, more: u128) -> bool {
        let floor = self.above / self.below;
        let above = self.above + Wide::from(more) * self.below;
        floor <= Wide::from(value) && Wide::from(value) * self.below <= above
    }
}

/// A member as the epoch has it, and as the reference does.
#[derive(Clone, Copy)]
struct Member {
    position: Position,
    got: Claim,
    exact_shares: Fraction,
    exact_assets: Fraction,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    /// Shares become payable, in hundredths of a price.
    Settle(u32, u16),
    /// A member takes what is claimable.
    Accrue(usize),
    /// A member leaves.
    Leave(usize),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (any::<u32>(), 0..400_u16).prop_map(|(shares, price)| Act::Settle(shares >> 8, price)),
        2 => any::<usize>().prop_map(Act::Accrue),
        1 => any::<usize>().prop_map(Act::Leave),
    ];
    prop::collection::vec(act, 1..24)
}

/// An epoch, who is in it, and what has gone through it.
struct World {
    epoch: Epoch,
    members: Vec<Member>,
    paid: Assets,
    burnt: Shares,
    leaves: u128,
}

impl World {
    fn new(requests: &[u32]) -> Self {
        let mut epoch = Epoch::default();
        let members = requests.iter().map(|request| {
            let position = Position {
                shares: shares(u128::from(*request)),
                taken: Claim::default(),
            };
            epoch = epoch.join(position.shares).unwrap();
            Member {
                position,
                got: Claim::default(),
                exact_shares: Fraction::ZERO,
                exact_assets: Fraction::ZERO,
            }
        });
        let members = members.collect();
        Self {
            epoch,
            members,
            paid: Assets::ZERO,
            burnt: Shares::ZERO,
            leaves: 0,
        }
    }

    fn settle(&mut self, payable: u32, price: u16) {
        let part = self.epoch.part(shares(u128::from(payable)));
        if part.is_zero() {
            return;
        }
        let part = claim(part.get(), part.get() * u128::from(price) / 100);
        self.epoch = self.epoch.settle(part).unwrap();
        self.paid = self.paid.checked_add(part.assets).unwrap();
        self.burnt = self.burnt.checked_add(part.shares).unwrap();
        let all: u128 = self.members.iter().map(|m| m.position.shares.get()).sum();
        for member in &mut self.members {
            let own = member.position.shares.get();
            member.exact_shares = member.exact_shares.plus(part.shares.get(), own, all);
            member.exact_assets = member.exact_assets.plus(part.assets.get(), own, all);
        }
    }

    fn accrue(&mut self, index: usize) {
        let member = &mut self.members[index];
        let (gained, position) = member.position.accrue(&self.epoch).unwrap();
        member.got = member.got.checked_add(gained).unwrap();
        member.position = position;
        let (again, _) = position.accrue(&self.epoch).unwrap();
        assert_eq!(again, Claim::default());
    }

    /// The member who leaves, and the shares they get back.
    fn leave(&mut self, index: usize) -> (Member, Shares) {
        let mut member = self.members.swap_remove(index);
        let view = member.position.pending(&self.epoch);
        let (epoch, gained, pending) = self.epoch.leave(&member.position).unwrap();
        assert_eq!(view, pending);
        member.got = member.got.checked_add(gained).unwrap();
        let sum = member.got.shares.checked_add(pending);
        assert_eq!(sum, Some(member.position.shares));
        assert!(
            member
                .exact_assets
                .holds(member.got.assets.get(), self.leaves)
        );
        assert!(
            member
                .exact_shares
                .holds(member.got.shares.get(), self.leaves)
        );
        self.epoch = epoch;
        self.leaves += 1;
        (member, pending)
    }
}

proptest! {
    /// Everybody gets their exact part, less than a unit below and a unit more for each who left
    /// before; what was paid and asked for is there to the unit; the last one leaves nothing.
    #[test]
    fn everybody_gets_their_part_and_nothing_is_lost(
        requests in prop::collection::vec(1..1_u32 << 20, 1..6),
        acts in acts(),
    ) {
        let mut world = World::new(&requests);
        let asked: u128 = requests.iter().map(|request| u128::from(*request)).sum();
        let (mut got, mut returned) = (Claim::default(), Shares::ZERO);
        let mut go = |world: &mut World, index| {
            let (member, pending) = world.leave(index);
            got = got.checked_add(member.got).unwrap();
            returned = returned.checked_add(pending).unwrap();
        };
        for act in acts {
            let count = world.members.len();
            match act {
                Act::Settle(payable, price) => world.settle(payable, price),
                Act::Accrue(index) if 0 < count => world.accrue(index % count),
                Act::Leave(index) if 0 < count => go(&mut world, index % count),
                _ => {}
            }
        }
        while !world.members.is_empty() {
            go(&mut world, 0);
        }
        prop_assert_eq!(world.epoch, Epoch::default());
        prop_assert_eq!(got, Claim { shares: world.burnt, assets: world.paid });
        prop_assert_eq!(returned.get() + world.burnt.get(), asked);
    }

    /// A claim in pieces never takes more than it is worth, and in the end exactly what there is.
    #[test]
    fn claims_in_pieces_come_to_the_whole(
        all in (1..1_u128 << 100, 1..1_u128 << 100),
        piece in 1..1_u128 << 100,
    ) {
        let whole = claim(all.0, all.1);
        let first = shares(piece % all.0 + 1).min(whole.max_redeem());
        if let Ok((assets, rest)) = whole.redeem(first) {
            prop_assert!(Wide::from(assets.get()) * Wide::from(all.0)
                <= Wide::from(first.get()) * Wide::from(all.1));
            prop_assert_eq!(rest.assets.get() + assets.get(), all.1);
            if !rest.assets.is_zero() {
                let (_, none) = rest.withdraw(rest.assets).unwrap();
                prop_assert_eq!(none, Claim::default());
            }
        }
        let (burnt, _) = whole.withdraw(Assets::new(piece % all.1 + 1)).unwrap();
        prop_assert!(Wide::from(piece % all.1 + 1) * Wide::from(all.0)
            <= Wide::from(burnt.get()) * Wide::from(all.1));
    }
}

#[test]
fn claims_stop_at_what_there_is() {
    let all = claim(10, 3);
    assert_eq!(all.redeem(shares(11)), Err(BooksError::ExceedsLimit));
    assert_eq!(all.withdraw(Assets::new(4)), Err(BooksError::ExceedsLimit));
    assert_eq!(all.redeem(shares(3)), Err(BooksError::ZeroAssets));
    assert_eq!(all.withdraw(Assets::ZERO), Err(BooksError::ZeroAssets));
    assert_eq!(
        all.redeem(shares(10)),
        Ok((Assets::new(3), Claim::default()))
    );
    assert_eq!(claim(10, 0).max_redeem(), Shares::ZERO);
    assert_eq!(
        Claim::default().redeem(Shares::ZERO),
        Err(BooksError::ZeroAssets)
    );
}

/// One request in three is paid at 1, the rest at 0.9: both members of the epoch get the same.
#[test]
fn one_epoch_has_one_rate_whoever_claims_first() {
    let epoch = Epoch::default().join(shares(600)).unwrap();
    let epoch = epoch.join(shares(300)).unwrap();
    let epoch = epoch.settle(claim(300, 300)).unwrap();
    let one = Position {
        shares: shares(600),
        taken: Claim::default(),
    };
    let (gained, one) = one.accrue(&epoch).unwrap();
    assert_eq!(
        (gained, one.pending(&epoch)),
        (claim(200, 200), shares(400))
    );
    let epoch = epoch.settle(claim(600, 540)).unwrap();
    let (gained, _) = one.accrue(&epoch).unwrap();
    assert_eq!(gained, claim(400, 360));
    let other = Position {
        shares: shares(300),
        taken: Claim::default(),
    };
    assert_eq!(other.accrue(&epoch).unwrap().0, claim(300, 280));
}

#[test]
fn parts_are_not_dust() {
    let epoch = Epoch::default().join(shares(10_000)).unwrap();
    assert_eq!(epoch.part(shares(9)), Shares::ZERO);
    assert_eq!(epoch.part(shares(10)), shares(10));
    assert_eq!(epoch.part(Shares::MAX), shares(10_000));
    let nearly = epoch.settle(claim(9_997, 1)).unwrap();
    assert_eq!(
        (nearly.part(shares(2)), nearly.part(shares(3))),
        (Shares::ZERO, shares(3))
    );
    assert_eq!(epoch.settle(claim(10_001, 1)), None);
}

#[test]
fn totals_of_128_bits_fit() {
    let epoch = Epoch::default().join(Shares::MAX).unwrap();
    assert_eq!(epoch.join(shares(1)), None);
    assert_eq!(epoch.part(Shares::MAX), Shares::MAX);
    let all = Claim {
        shares: Shares::MAX,
        assets: Assets::MAX,
    };
    let epoch = epoch.settle(all).unwrap();
    let position = Position {
        shares: Shares::MAX,
        taken: Claim::default(),
    };
    assert_eq!(
        epoch.leave(&position),
        Some((Epoch::default(), all, Shares::ZERO))
    );
    assert_eq!(all.redeem(Shares::MAX), Ok((Assets::MAX, Claim::default())));
}
