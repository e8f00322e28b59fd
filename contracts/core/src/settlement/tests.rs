//! Yearn's figures, each rule by itself, and laws over random vaults.

use proptest::prelude::*;

use super::*;
use crate::{Books, Management, Ticks, Unlocking};

const DAY: u64 = 86_400;
/// 1,000 in WAD: sums of Yearn's example without rounding.
const THOUSAND: u128 = 1_000_000_000_000_000_000_000;

fn terms() -> Terms {
    Terms {
        unlock_period: Seconds::new(10 * DAY),
        growth_limit_wad_per_second: u64::MAX,
        ..Terms::default()
    }
}

/// A thousand assets lent out for a thousand shares, settled at time zero.
fn thousand() -> Holdings {
    Holdings {
        idle: Assets::ZERO,
        debt: Assets::new(THOUSAND),
        supply: Shares::new(THOUSAND),
        unlocking: Unlocking::default(),
        management: Management::default(),
        virtual_shares: 0,
    }
}

/// A fee on management that nobody has taken since a second.
fn managed(fee_bps: u16, since: u64) -> Management {
    Management {
        rate: Bps::new(fee_bps),
        clock: Ticks::at(Seconds::new(since)),
    }
}

fn gain(amount: u128) -> Change {
    Change::Gain(Assets::new(amount))
}

fn loss(amount: u128) -> Change {
    Change::Loss(Assets::new(amount))
}

/// A share's price in WAD, rounded down.
fn price(holdings: &Holdings, now: Seconds) -> u128 {
    let one = Shares::new(THOUSAND / 1_000);
    holdings.books(now).to_assets_down(one).unwrap().get()
}

/// Yearn's figures: 100 gained over ten days, half way at 1100/1050; 50 more then lock 47.727
/// shares, and all is unlocked 7.4419 days later.
#[test]
fn gains_unlock_as_in_yearn() {
    let now = Seconds::new(1_000_000);
    let first = thousand().settle(now, gain(THOUSAND / 10), &terms(), Carry::default());
    let first = first.unwrap().holdings;
    assert_eq!(price(&first, now), THOUSAND / 1_000);
    let half_way = now.after(Seconds::new(5 * DAY));
    assert_eq!(price(&first, half_way), 1_047_619_047_619_047_619);
    let second = first.settle(half_way, gain(THOUSAND / 20), &terms(), Carry::default());
    let second = second.unwrap().holdings;
    assert_eq!(price(&second, half_way), 1_047_619_047_619_047_619);
    let locked = second.unlocking.locked.get();
    assert_eq!(locked / (THOUSAND / 1_000_000), 97_727);
    let period = second.unlocking.until.since(half_way).get();
    assert_eq!(period * 10_000 / DAY, 74_418);
    let end = second.unlocking.until;
    assert_eq!(price(&second, end), 1_150_000_000_000_000_000);
}

#[test]
fn without_a_period_the_price_rises_at_once() {
    let at_once = Terms {
        unlock_period: Seconds::ZERO,
        ..terms()
    };
    let now = Seconds::new(5);
    let settled = thousand().settle(now, gain(THOUSAND / 10), &at_once, Carry::default());
    assert_eq!(
        price(&settled.unwrap().holdings, now),
        1_100_000_000_000_000_000
    );
}

#[test]
fn a_loss_burns_locked_shares_first() {
    let now = Seconds::new(DAY);
    let gained = thousand().settle(now, gain(THOUSAND / 10), &terms(), Carry::default());
    let gained = gained.unwrap().holdings;
    let small = gained
        .settle(now, loss(THOUSAND / 20), &terms(), Carry::default())
        .unwrap();
    let left = small.holdings.unlocking.locked.get();
    assert!(left.abs_diff(THOUSAND / 20) <= 1, "{left}");
    assert_eq!(price(&small.holdings, now), THOUSAND / 1_000);
    let large = gained
        .settle(now, loss(THOUSAND / 5), &terms(), Carry::default())
        .unwrap();
    assert_eq!(large.holdings.unlocking.locked, Shares::ZERO);
    assert_eq!(price(&large.holdings, now), 900_000_000_000_000_000);
}

#[test]
fn more_than_was_lent_cannot_be_lost() {
    let now = Seconds::new(1);
    assert_eq!(
        thousand().settle(now, loss(THOUSAND + 1), &terms(), Carry::default()),
        None
    );
}

#[test]
fn fees_on_performance_are_worth_their_part_of_the_gain() {
    let fees = Terms {
        performance_fee: Bps::new(1_000),
        ..terms()
    };
    let now = Seconds::new(DAY);
    let settled = thousand()
        .settle(now, gain(THOUSAND / 10), &fees, Carry::default())
        .unwrap();
    let books = settled.holdings.books(now);
    let worth = books.to_assets_down(settled.fee_shares).unwrap().get();
    assert!(worth.abs_diff(THOUSAND / 100) <= 1, "{worth}");
    assert_eq!(price(&settled.holdings, now), THOUSAND / 1_000);
}

/// A dip of 50 and its recovery pay no fee; what comes on top does, once.
#[test]
fn nobody_pays_twice_for_the_same_profit() {
    let fees = Terms {
        performance_fee: Bps::new(1_000),
        ..terms()
    };
    let now = Seconds::new(DAY);
    let dip = thousand()
        .settle(now, loss(THOUSAND / 20), &fees, Carry::default())
        .unwrap();
    assert_eq!(dip.carry.losses.get(), THOUSAND / 20);
    let now = now.after(Seconds::new(DAY));
    let half = dip
        .holdings
        .settle(now, gain(THOUSAND / 40), &fees, dip.carry)
        .unwrap();
    assert_eq!(
        (half.fee_shares, half.carry.losses.get()),
        (Shares::ZERO, THOUSAND / 40)
    );
    let more = half
        .holdings
        .settle(now, gain(THOUSAND / 40 + 1_000), &fees, half.carry);
    let more = more.unwrap();
    assert_eq!(more.carry.losses, Assets::ZERO);
    let fee = more
        .holdings
        .books(now)
        .to_assets_up(more.fee_shares)
        .unwrap();
    assert!(fee.get() <= 100, "{fee:?}");
    assert!(!more.fee_shares.is_zero());
}

#[test]
fn the_fee_on_management_is_priced_after_itself() {
    let holdings = Holdings {
        management: managed(500, 0),
        ..thousand()
    };
    let before = price(&holdings, Seconds::YEAR);
    let settled = holdings
        .settle(Seconds::YEAR, gain(0), &terms(), Carry::default())
        .unwrap();
    let books = settled.holdings.books(Seconds::YEAR);
    let fee = books.to_assets_down(settled.fee_shares).unwrap().get();
    assert!(fee.abs_diff(THOUSAND / 20) <= 1, "{fee}");
    assert!(price(&settled.holdings, Seconds::YEAR).abs_diff(before) <= 1);
}

/// Ten years without a report at the highest fee cost half; settling works then, and after a thousand.
#[test]
fn the_fee_on_management_never_takes_everything() {
    let holdings = Holdings {
        management: managed(500, 0),
        ..thousand()
    };
    for years in [10, 1_000] {
        let now = Seconds::new(years * Seconds::YEAR.get());
        let settled = holdings
            .settle(now, gain(0), &terms(), Carry::default())
            .unwrap();
        let books = settled.holdings.books(now);
        let fee = books.to_assets_down(settled.fee_shares).unwrap().get();
        assert!(fee.abs_diff(THOUSAND / 2) <= 1, "{fee}");
    }
}

/// After a total loss, and a deposit that fills the supply to the brim, a due fee must not block
/// reports.
#[test]
fn a_full_supply_settles_still() {
    let full = Holdings {
        idle: Assets::new(1_000),
        debt: Assets::new(100),
        supply: Shares::MAX,
        management: managed(500, 0),
        ..thousand()
    };
    let settled = full
        .settle(Seconds::YEAR, loss(100), &terms(), Carry::default())
        .unwrap();
    assert!(!full.pending_fee(Seconds::YEAR).is_zero());
    assert_eq!(settled.fee_shares, Shares::ZERO);
    assert_eq!(settled.holdings.debt, Assets::ZERO);
}

/// 200 % a year: 1,000,000 may grow by 228.31 in an hour.
#[test]
fn growth_is_limited_by_the_second() {
    let limited = Terms {
        growth_limit_wad_per_second: 2 * WAD / Seconds::YEAR.get(),
        ..terms()
    };
    let million = Holdings {
        debt: Assets::new(1_000 * THOUSAND),
        ..thousand()
    };
    let hour = Seconds::new(3_600);
    let settled = million
        .settle(hour, gain(1_000 * THOUSAND), &limited, Carry::default())
        .unwrap();
    assert_eq!(settled.gain.get() / (THOUSAND / 100_000), 22_831);
}

#[test]
fn growth_that_was_not_used_is_left_for_the_next_report() {
    let limited = Terms {
        growth_limit_wad_per_second: WAD / 1_000,
        ..terms()
    };
    let now = Seconds::new(100);
    let first = thousand()
        .settle(now, gain(THOUSAND / 50), &limited, Carry::default())
        .unwrap();
    assert_eq!(first.gain.get(), THOUSAND / 50);
    assert_eq!(first.carry.growth.get(), THOUSAND / 10 - THOUSAND / 50);
    let second = first
        .holdings
        .settle(now, gain(THOUSAND), &limited, first.carry)
        .unwrap();
    assert_eq!(second.gain, first.carry.growth);
    assert_eq!(second.carry.growth, Assets::ZERO);
}

#[test]
fn rewards_keep_to_their_floor_and_cap_and_the_gain() {
    let reward = |gained: u128, fee_bps: u16| {
        let terms = Terms {
            performance_fee: Bps::new(fee_bps),
            reward: Reward {
                part: Bps::new(100),
                floor: Assets::new(50),
                cap: Assets::new(500),
            },
            ..terms()
        };
        split(Assets::new(gained), &terms, Assets::ZERO)
            .reward
            .get()
    };
    assert_eq!(reward(10_000, 0), 100);
    assert_eq!(reward(1_000, 0), 50);
    assert_eq!(reward(1_000_000, 0), 500);
    // A tenth at most, however high the floor.
    assert_eq!(reward(40, 0), 4);
    assert_eq!(reward(400, 5_000), 40);
}

fn holdings() -> impl Strategy<Value = Holdings> {
    let amounts = prop_oneof![0..10_000u128, 0..1u128 << 100];
    (
        amounts.clone(),
        amounts.clone(),
        amounts.clone(),
        amounts,
        0..=500u16,
        0..1u64 << 32,
    )
        .prop_map(|(idle, debt, supply, locked, fee_bps, period)| Holdings {
            idle: Assets::new(idle),
            debt: Assets::new(debt),
            supply: Shares::new(supply),
            unlocking: Unlocking {
                locked: Shares::new(locked),
                from: Seconds::new(1_000),
                until: Seconds::new(1_000 + period),
            },
            management: managed(fee_bps, 1_000),
            virtual_shares: 1_000,
        })
}

/// Whether the price after is at least the price before, exactly: `a / b <= c / d`.
fn price_holds(before: &Books, after: &Books) -> bool {
    let parts = |books: &Books| {
        let assets = books.assets().to_u256() + U256::ONE;
        (assets, books.supply().to_u256() + U256::from(1_000))
    };
    let ((a, b), (c, d)) = (parts(before), parts(after));
    a * d <= c * b
}

proptest! {
    /// Gains, with every fee and reward on, never lower the price of the same moment; all that is
    /// minted is worth no more than the gain.
    #[test]
    fn a_gain_never_lowers_the_price(
        holdings in holdings(),
        gained in 0..1u128 << 100,
        fee_bps in 0..=5_000u16,
        reward_bps in 0..=1_000u16,
        span in 0..1u64 << 32,
        losses in 0..1u128 << 100,
    ) {
        let terms = Terms {
            performance_fee: Bps::new(fee_bps),
            reward: Reward { part: Bps::new(reward_bps), floor: Assets::new(7), cap: Assets::MAX },
            ..terms()
        };
        let holdings = Holdings { management: Management::default(), ..holdings };
        let now = Seconds::new(1_000 + span);
        // Prices of more than 2^128 shares an asset do not fit; nobody gets there.
        let Some(settled) = holdings.settle(now, gain(gained), &terms, Carry { losses: Assets::new(losses), growth: Assets::ZERO }) else {
            return Ok(());
        };
        prop_assert!(price_holds(&holdings.books(now), &settled.holdings.books(now)));
        prop_assert!(settled.gain.get() <= gained);
        prop_assert_eq!(settled.holdings.gross().get(), holdings.gross().get() + settled.gain.get());
        let given = settled.fee_shares.get() + settled.reward_shares.get();
        prop_assert_eq!(settled.holdings.supply.get(), holdings.supply.get() + given);
    }

    /// Settling with nothing to report takes the management fee and moves the price by rounding
    /// only, in the holders' favour.
    #[test]
    fn settling_for_nothing_moves_no_price(holdings in holdings(), span in 0..1u64 << 32) {
        let now = Seconds::new(1_000 + span);
        if let Some(settled) = holdings.settle(now, gain(0), &terms(), Carry::default()) {
            prop_assert!(price_holds(&holdings.books(now), &settled.holdings.books(now)));
        }
    }

    /// An exit that leaves too little debt to carry the fee settles first: nothing in its way.
    #[test]
    fn settling_for_nothing_always_works(
        holdings in holdings(),
        supply: u128,
        span in 0..1u64 << 32,
        growth: u128,
    ) {
        let now = Seconds::new(1_000 + span);
        let locked = holdings.unlocking.locked;
        let supply = Shares::new(supply).min(locked.room());
        let carry = Carry { losses: Assets::MAX, growth: Assets::new(growth) };
        let settled = Holdings { supply, ..holdings }.settle(now, gain(0), &terms(), carry);
        let settled = settled.unwrap().holdings;
        prop_assert_eq!(settled.pending_fee(now), Assets::ZERO);
        let all = settled.debt;
        prop_assert!(settled.take_back(all, all, now).is_some());
    }

    /// A loss that locked shares cover costs the holders nothing.
    #[test]
    fn covered_losses_lower_no_price(holdings in holdings(), lost in 0..1u128 << 100) {
        let now = Seconds::new(1_000);
        let Some(settled) = holdings.settle(now, loss(lost), &terms(), Carry::default()) else {
            return Ok(());
        };
        if !settled.holdings.unlocking.locked.is_zero() {
            prop_assert!(price_holds(&holdings.books(now), &settled.holdings.books(now)));
        }
        prop_assert_eq!(settled.holdings.gross().get() + lost, holdings.gross().get());
    }
}
