//! Records come back as they were kept, and say what they should.

use alloy_primitives::Address;
use ballast_core::lending::{Anchor, Pace, Rate, Totals, Wad};
use ballast_core::{Assets, Bps, DebtShares, Seconds, Shares};
use proptest::prelude::*;

use super::*;

fn bps() -> impl Strategy<Value = Bps> {
    any::<u16>().prop_map(Bps::new)
}

fn time() -> impl Strategy<Value = Seconds> {
    (0..1_u64 << 40).prop_map(Seconds::new)
}

/// An amount that twelve digits hold.
fn figure() -> impl Strategy<Value = Assets> {
    any::<u128>().prop_map(|amount| expand(compact_down(Assets::new(amount))))
}

fn address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address::from)
}

proptest! {
    #[test]
    fn configurations_come_back(
        asset in address(),
        ratios in [bps(), bps()],
        flash_fee in 0..=100_u16,
        flags: [bool; 3],
        supply_cap in figure(),
    ) {
        let [is_kinked, supply_stopped, borrow_stopped] = flags;
        let config = Config {
            asset,
            fee: ratios[0],
            reserve_part: ratios[1],
            flash_fee: Bps::new(flash_fee),
            is_kinked,
            supply_stopped,
            borrow_stopped,
            supply_cap,
        };
        prop_assert_eq!(Config::from_word(&config.to_word()), config);
    }

    #[test]
    fn pricings_come_back(
        oracle in address(),
        borrow_cap in figure(),
        constants in [0..=604_800_u64, 0..=604_800_u64],
        is_gated: bool,
    ) {
        let [a, b] = constants.map(Seconds::new);
        let (fast, slow) = (a.min(b), a.max(b));
        let pricing = Pricing {
            oracle,
            borrow_cap,
            pace: Pace::new(fast, slow).unwrap(),
            is_gated,
        };
        prop_assert_eq!(Pricing::from_word(&pricing.to_word()), pricing);
    }

    #[test]
    fn terms_of_liquidation_come_back(
        ratios in proptest::array::uniform7(bps()),
        dust in figure(),
        times: [u32; 2],
    ) {
        let [least, most, full_at, target, close_factor, full_close_below, deep] = ratios;
        let [cool_off, delay] = times.map(|time| Seconds::new(time.into()));
        let record = LiquidationRecord {
            least,
            most,
            full_at,
            target,
            close_factor,
            full_close_below,
            deep,
            dust,
            cool_off,
            delay,
        };
        prop_assert_eq!(LiquidationRecord::from_uint(record.to_uint()), record);
    }

    #[test]
    fn collaterals_come_back(
        token in address(),
        ratios in proptest::array::uniform3(bps()),
        end in time(),
        is_taken: bool,
    ) {
        let [borrow, from, to] = ratios;
        let record = CollateralRecord { token, borrow, from, to, end, is_taken };
        prop_assert_eq!(CollateralRecord::from_word(&record.to_word()), record);
    }

    #[test]
    fn accounts_come_back(
        debt: u128,
        collaterals: u32,
        checked in time(),
        since in proptest::option::of(1..1_u64 << 40),
    ) {
        let record = AccountRecord {
            debt: DebtShares::new(debt),
            collaterals,
            checked,
            unhealthy_since: since.map(Seconds::new),
        };
        prop_assert_eq!(AccountRecord::from_uint(record.to_uint()), record);
    }

    #[test]
    fn anchors_come_back(
        principal: u128,
        exponent in 0..1_u128 << 72,
        utilization in 0..=1_000_000_000_000_000_000_u64,
        at_target in 0..1_u64 << 40,
        at in time(),
    ) {
        let anchor = Anchor {
            principal: Assets::new(principal),
            exponent,
            utilization: Wad::new(utilization),
            at_target: Rate::new(at_target),
            at,
        };
        let word = anchor_to(&anchor).unwrap();
        prop_assert_eq!(anchor_from(word, anchor.principal), anchor);
        let exponent = exponent | 1 << 72;
        prop_assert_eq!(anchor_to(&Anchor { exponent, ..anchor }), None);
    }

    #[test]
    fn pools_come_back(assets: u128, shares: u128) {
        let totals = Totals { assets: Assets::new(assets), shares: Shares::new(shares) };
        prop_assert_eq!(totals_from(totals_to(&totals)), totals);
    }

    #[test]
    fn a_fee_is_shared_whole(fee in 0..1_u128 << 100, part in 0..=10_000_u16) {
        let shares = FeeShares::default().with(Shares::new(fee), Bps::new(part)).unwrap();
        prop_assert_eq!(shares.reserve.get() + shares.recipient.get(), fee);
        prop_assert_eq!(shares.reserve.get(), fee * u128::from(part) / 10_000);
        prop_assert_eq!(FeeShares::from_uint(shares.to_uint()), shares);
    }
}

#[test]
fn an_account_has_ten_collaterals_at_most() {
    let full = (0..10).fold(AccountRecord::default(), |record, index| {
        record.with(index, true).unwrap()
    });
    assert_eq!(full.with(10, true), None);
    assert_eq!(full.with(9, true), Some(full));
    let indices: Vec<u8> = full.with(3, false).unwrap().indices().collect();
    assert_eq!(indices, [0, 1, 2, 4, 5, 6, 7, 8, 9]);
}

#[test]
fn a_liquidation_ltv_moves_along_its_line() {
    let record = CollateralRecord {
        borrow: Bps::new(7_000),
        from: Bps::new(9_000),
        to: Bps::new(8_000),
        end: Seconds::new(2_000),
        ..CollateralRecord::default()
    };
    let at = |now| {
        let start = || Seconds::new(1_000);
        record.liquidation_up(Seconds::new(now), start).get()
    };
    assert_eq!(
        [0, 1_000, 1_001, 1_500, 1_999, 2_000].map(at),
        [9_000, 9_000, 8_999, 8_500, 8_001, 8_000]
    );
}
