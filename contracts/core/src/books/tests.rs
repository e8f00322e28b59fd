//! Laws of the books, known attacks, and the edges of 128 bits.

use proptest::prelude::*;

use super::*;

const WAD: u128 = 1_000_000_000_000_000_000;

fn books(assets: u128, supply: u128, virtual_shares: u64) -> Books {
    Books::new(Assets::new(assets), Shares::new(supply), virtual_shares)
}

fn assets(amount: u128) -> Assets {
    Assets::new(amount)
}

fn shares(amount: u128) -> Shares {
    Shares::new(amount)
}

/// Whether a share is worth at least as much in `after` as in `before`.
fn price_has_not_fallen(before: &Books, after: &Books) -> bool {
    let wide = |value: U256| ruint::aliases::U512::from(value);
    wide(before.price_numerator()) * wide(after.price_denominator())
        <= wide(after.price_numerator()) * wide(before.price_denominator())
}

/// Totals of any magnitude, and any virtual share count a vault can have.
fn any_books() -> impl Strategy<Value = Books> {
    (magnitude(), magnitude(), 3..=18_u32)
        .prop_map(|(assets, supply, offset)| books(assets, supply, 10_u64.pow(offset)))
}

/// Totals close to what 128 bits hold.
fn full_books() -> impl Strategy<Value = Books> {
    (magnitude(), magnitude(), 3..=18_u32, 0..3_u8).prop_map(|(a, s, offset, which)| {
        let a = if which == 0 { a } else { u128::MAX - a / WAD };
        let s = if which == 1 { s } else { u128::MAX - s / WAD };
        books(a, s, 10_u64.pow(offset))
    })
}

/// A number that is as likely to be small as large.
fn magnitude() -> impl Strategy<Value = u128> {
    (0..=128_u32, any::<u128>()).prop_map(|(bits, value)| value.checked_shr(bits).unwrap_or(0))
}

mod conversions {
    use super::*;

    #[test]
    fn start_at_the_offset() {
        let empty = books(0, 0, 1_000);
        assert_eq!(empty.to_shares_down(assets(7)), Some(shares(7_000)));
        assert_eq!(empty.to_assets_down(shares(7_999)), Some(assets(7)));
        assert_eq!(empty.to_assets_up(shares(7_001)), Some(assets(8)));
    }

    #[test]
    fn follow_a_profit() {
        // 109 assets for 100,000 shares: (109 + 1) / (100,000 + 1,000).
        let books = books(109, 100_000, 1_000);
        assert_eq!(books.to_shares_down(assets(10)), Some(shares(9_181)));
        assert_eq!(books.to_shares_up(assets(10)), Some(shares(9_182)));
        assert_eq!(books.to_assets_down(shares(10_000)), Some(assets(10)));
        assert_eq!(books.to_assets_up(shares(10_000)), Some(assets(11)));
    }

    #[test]
    fn do_not_fit_when_a_share_is_worth_nothing() {
        let worthless = books(0, u128::MAX, 1_000);
        assert_eq!(worthless.to_shares_down(assets(2)), None);
        assert_eq!(worthless.to_assets_down(shares(u128::MAX)), Some(assets(0)));
    }

    proptest! {
        #[test]
        fn round_to_either_side_of_the_price(books in any_books(), amount in magnitude()) {
            let (input, output) = (assets(amount), shares(amount));
            let both = books.to_shares_down(input).zip(books.to_shares_up(input));
            if let Some((down, up)) = both {
                prop_assert!(down <= up && up.get() - down.get() <= 1);
            }
            let both = books.to_assets_down(output).zip(books.to_assets_up(output));
            if let Some((down, up)) = both {
                prop_assert!(down <= up && up.get() - down.get() <= 1);
            }
        }

        #[test]
        fn there_and_back_never_gains(books in any_books(), amount in magnitude()) {
            let bought = books.to_shares_down(assets(amount));
            if let Some(sold) = bought.and_then(|shares| books.to_assets_down(shares)) {
                prop_assert!(sold <= assets(amount));
            }
            let sold = books.to_assets_down(shares(amount));
            if let Some(bought) = sold.and_then(|assets| books.to_shares_down(assets)) {
                prop_assert!(bought <= shares(amount));
            }
            let burnt = books.to_assets_down(shares(amount)).and_then(|a| books.to_shares_up(a));
            if let Some(burnt) = burnt {
                prop_assert!(burnt <= shares(amount));
            }
            let paid = books.to_shares_down(assets(amount)).and_then(|s| books.to_assets_up(s));
            if let Some(paid) = paid {
                prop_assert!(paid <= assets(amount));
            }
        }

        #[test]
        fn grow_with_the_amount(books in any_books(), one in magnitude(), other in magnitude()) {
            let (less, more) = (one.min(other), one.max(other));
            if let Some(most) = books.to_shares_down(assets(more)) {
                prop_assert!(books.to_shares_down(assets(less)).is_some_and(|s| s <= most));
            }
            if let Some(most) = books.to_assets_up(shares(more)) {
                prop_assert!(books.to_assets_up(shares(less)).is_some_and(|a| a <= most));
            }
        }
    }
}

mod movements {
    use super::*;

    #[test]
    fn refuse_what_rounds_to_nothing() {
        // Three assets a share.
        let books = books(3 * (5_000 + 1_000) - 1, 5_000, 1_000);
        assert_eq!(books.deposit(assets(2)), Err(BooksError::ZeroShares));
        assert_eq!(books.mint(shares(0)), Err(BooksError::ZeroShares));
        assert_eq!(
            books.withdraw(assets(0), shares(9)),
            Err(BooksError::ZeroAssets)
        );
        let cheap = Books::new(assets(5), shares(6_000), 1_000);
        assert_eq!(
            cheap.redeem(shares(1), shares(9)),
            Err(BooksError::ZeroAssets)
        );
    }

    #[test]
    fn burn_a_share_for_the_smallest_withdrawal() {
        let books = books(3 * (5_000 + 1_000) - 1, 5_000, 1_000);
        let (burnt, after) = books.withdraw(assets(1), shares(5_000)).unwrap();
        assert_eq!(burnt, shares(1));
        assert_eq!(
            (after.assets(), after.supply()),
            (assets(17_998), shares(4_999))
        );
    }

    #[test]
    fn stay_within_the_owner_s_balance() {
        let books = books(100, 100_000, 1_000);
        assert_eq!(
            books.redeem(shares(11), shares(10)),
            Err(BooksError::ExceedsLimit)
        );
        assert_eq!(
            books.withdraw(assets(2), shares(1_000)),
            Err(BooksError::ExceedsLimit)
        );
    }

    proptest! {
        #[test]
        fn never_lower_the_price(books in any_books(), amount in magnitude()) {
            let everything = books.supply();
            let outcomes = [
                books.deposit(assets(amount)).map(|(_, after)| after),
                books.mint(shares(amount)).map(|(_, after)| after),
                books.withdraw(assets(amount), everything).map(|(_, after)| after),
                books.redeem(shares(amount), everything).map(|(_, after)| after),
            ];
            for after in outcomes.into_iter().flatten() {
                prop_assert!(price_has_not_fallen(&books, &after));
            }
        }

        #[test]
        fn do_what_they_say(books in any_books(), amount in magnitude()) {
            if let Ok((bought, after)) = books.deposit(assets(amount)) {
                prop_assert_eq!(after.assets().get() - books.assets().get(), amount);
                prop_assert_eq!(after.supply().get() - books.supply().get(), bought.get());
                prop_assert_eq!(Some(bought), books.to_shares_down(assets(amount)));
            }
            if let Ok((paid, after)) = books.redeem(shares(amount), books.supply()) {
                prop_assert_eq!(books.supply().get() - after.supply().get(), amount);
                prop_assert_eq!(books.assets().get() - after.assets().get(), paid.get());
                prop_assert_eq!(Some(paid), books.to_assets_down(shares(amount)));
            }
        }

        #[test]
        fn in_and_out_never_profits(books in any_books(), amount in magnitude()) {
            if let Ok((bought, inside)) = books.deposit(assets(amount)) {
                if let Ok((paid, _)) = inside.redeem(bought, bought) {
                    prop_assert!(paid <= assets(amount));
                }
                prop_assert!(inside.max_withdraw(bought) <= assets(amount));
            }
            if let Ok((cost, inside)) = books.mint(shares(amount))
                && let Ok((paid, _)) = inside.redeem(shares(amount), shares(amount))
            {
                prop_assert!(paid <= cost);
            }
        }
    }

    /// Every vault and every amount of a few units: where rounding is the whole value.
    #[test]
    fn never_lower_the_price_of_a_tiny_vault() {
        for total in 0..12 {
            for supply in 0..12 {
                let books = books(total, supply, 1_000);
                let tiny = (0..100).flat_map(|amount| {
                    [
                        books.deposit(assets(amount)).map(|(_, after)| after),
                        books.mint(shares(amount)).map(|(_, after)| after),
                        books
                            .withdraw(assets(amount), books.supply())
                            .map(|(_, after)| after),
                        books
                            .redeem(shares(amount), books.supply())
                            .map(|(_, after)| after),
                    ]
                });
                for after in tiny.flatten() {
                    assert!(
                        price_has_not_fallen(&books, &after),
                        "{books:?} to {after:?}"
                    );
                }
            }
        }
    }
}

mod limits {
    use super::*;

    #[test]
    fn of_an_empty_vault_are_those_of_its_totals() {
        // The supply is full a thousand times sooner than the assets.
        let empty = books(0, 0, 1_000);
        assert_eq!(empty.max_deposit(), assets(u128::MAX / 1_000));
        assert_eq!(empty.max_mint(), Shares::MAX);
        assert_eq!(empty.max_withdraw(shares(5_999)), assets(5));
        assert_eq!(empty.max_redeem(shares(999)), Shares::ZERO);
        assert_eq!(empty.max_redeem(shares(1_000)), shares(1_000));
    }

    #[test]
    fn of_a_full_vault_are_zero() {
        let full = books(u128::MAX, u128::MAX, 1_000);
        assert_eq!(full.max_deposit(), Assets::ZERO);
        assert_eq!(full.max_mint(), Shares::ZERO);
    }

    fn check(books: &Books, balance: Shares) -> Result<(), TestCaseError> {
        let max = books.max_deposit();
        prop_assert!(max.is_zero() || books.deposit(max).is_ok());
        if let Some(more) = max.checked_add(assets(1)) {
            prop_assert!(books.deposit(more).is_err());
        }
        let max = books.max_mint();
        prop_assert!(max.is_zero() || books.mint(max).is_ok());
        if let Some(more) = max.checked_add(shares(1)) {
            prop_assert!(books.mint(more).is_err());
        }
        let max = books.max_withdraw(balance);
        prop_assert!(max.is_zero() || books.withdraw(max, balance).is_ok());
        if let Some(more) = max.checked_add(assets(1)) {
            prop_assert_eq!(books.withdraw(more, balance), Err(BooksError::ExceedsLimit));
        }
        let max = books.max_redeem(balance);
        prop_assert!(max.is_zero() || books.redeem(max, balance).is_ok());
        if let Some(more) = max.checked_add(shares(1)) {
            prop_assert!(books.redeem(more, balance).is_err());
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn are_reached_and_not_passed(books in any_books(), part in magnitude()) {
            check(&books, shares(part).min(books.supply()))?;
        }

        #[test]
        fn hold_at_the_width_of_the_books(books in full_books(), part in magnitude()) {
            check(&books, shares(part).min(books.supply()))?;
        }

        #[test]
        fn of_zero_refuse_every_amount(books in full_books(), amount in magnitude()) {
            if books.max_deposit().is_zero() {
                prop_assert!(books.deposit(assets(amount)).is_err());
            }
            if books.max_mint().is_zero() {
                prop_assert!(books.mint(shares(amount)).is_err());
            }
        }
    }
}

mod attacks {
    use super::*;

    /// What the first depositor's donation does: 1 wei in, 10,000 tokens donated, three victims of
    /// 5,000 tokens each. Returns the attacker's gain in wei and the victims' smallest payout.
    fn inflate(virtual_shares: u64, is_donation_booked: bool) -> (i128, Assets) {
        let (donation, victim) = (10_000 * WAD, assets(5_000 * WAD));
        let (attacker, mut books) = books(0, 0, virtual_shares).deposit(assets(1)).unwrap();
        if is_donation_booked {
            let total = books.assets().checked_add(assets(donation)).unwrap();
            books = Books::new(total, books.supply(), virtual_shares);
        }
        let mut victims = [Shares::ZERO; 3];
        for bought in &mut victims {
            (*bought, books) = books.deposit(victim).unwrap();
        }
        let (loot, mut books) = books.redeem(attacker, attacker).unwrap();
        let mut payout_min = Assets::MAX;
        for bought in victims {
            let payout;
            (payout, books) = books.redeem(bought, bought).unwrap();
            payout_min = payout_min.min(payout);
        }
        (loot.get() as i128 - 1 - donation as i128, payout_min)
    }

    #[test]
    fn first_depositor_loses_the_donation() {
        let (gain, payout) = inflate(1_000, false);
        assert_eq!(gain, -10_000 * WAD as i128);
        assert!(assets(4_999_990 * WAD / 1_000) <= payout);
    }

    /// Even if the donation did reach the books, the offset makes the attack cost half of it.
    #[test]
    fn first_depositor_loses_even_if_donations_counted() {
        let (gain, _) = inflate(1_000, true);
        assert_eq!(gain / 1_000_000_000_000_000, -4_996_998);
    }

    #[test]
    fn stealth_rounding_moves_no_price() {
        let (_, start) = books(0, 0, 1_000).deposit(assets(WAD)).unwrap();
        let (mut books, mut held, mut spent, mut got) = (start, Shares::ZERO, 0_u128, 0_u128);
        for _ in 0..10_000 {
            let (bought, inside) = books.deposit(assets(2)).unwrap();
            held = held.checked_add(bought).unwrap();
            let (burnt, after) = inside.withdraw(assets(1), held).unwrap();
            held = held.checked_sub(burnt).unwrap();
            (books, spent, got) = (after, spent + 2, got + 1);
        }
        let worth = books.max_withdraw(held).get();
        assert!(got + worth <= spent, "{got} + {worth} for {spent}");
        // Growth of at most 1e-12: new price <= old price * (1 + 1e-12).
        let wide = |value: U256| ruint::aliases::U512::from(value);
        let trillion = ruint::aliases::U512::from(1_000_000_000_000_u64);
        let one = ruint::aliases::U512::from(1);
        let new = wide(books.price_numerator()) * wide(start.price_denominator());
        let old = wide(start.price_numerator()) * wide(books.price_denominator());
        assert!(new * trillion <= old * (trillion + one));
    }
}

mod redeemable {
    use super::*;

    #[test]
    fn is_all_that_the_liquid_assets_pay_for() {
        let books = books(1_000, 1_000_000, 0);
        let most = |liquid| books.redeemable(shares(500_000), assets(liquid)).get();
        assert_eq!(most(1_000), 500_000);
        let some = most(99);
        assert_eq!(books.to_assets_down(shares(some)), Some(assets(99)));
        assert_eq!(books.to_assets_down(shares(some + 1)), Some(assets(100)));
        assert_eq!(most(0), 0);
    }
}
