//! Markets that are none.

use ballast_motsu_testkit::Foreign;

use super::*;

#[test]
fn shares_are_of_a_market_whose_asset_is_a_token() {
    let vault = Deployed::<MarketShares>::bare(VAULT);
    let market = Address::repeat_byte(0x3f);
    let invalid = Err(Abi::InvalidMarket { market }.abi_encode());
    // Where there is nothing, and of what is no token.
    assert_eq!(vault.construct(ALICE, &construction(market)), invalid);
    let nowhere = Address::repeat_byte(0x99).into_word().to_vec();
    let answers = vec![(IMarket::assetCall::SELECTOR, nowhere)];
    let no_token = Foreign::answering(market, answers);
    assert_eq!(vault.construct(ALICE, &construction(market)), invalid);
    drop(no_token);
    // Nor of so many decimals that six more are none.
    let token = Address::repeat_byte(0x98);
    let answers = vec![(IMarket::assetCall::SELECTOR, token.into_word().to_vec())];
    let _market = Foreign::answering(market, answers);
    let decimals = uint(250).to_be_bytes_vec();
    let _token = Foreign::answering(token, vec![(IERC20::decimalsCall::SELECTOR, decimals)]);
    assert_eq!(vault.construct(ALICE, &construction(market)), invalid);
    let paid = vault.construct_paying(ALICE, uint(1), &construction(market));
    assert_eq!(paid, Err(vec![]));
}

/// A market that says it has a supply of a million units, and moves what it is told to.
fn odd_market(place: Address, moved: Vec<u64>) -> Foreign {
    let words = |words: &[u64]| {
        let words = words.iter().map(|word| uint(*word).to_be_bytes::<32>());
        words.collect::<Vec<_>>().concat()
    };
    let shares = UNIT * SHARES;
    Foreign::answering(
        place,
        vec![
            (IMarket::assetCall::SELECTOR, ASSET.into_word().to_vec()),
            (IMarket::totalsCall::SELECTOR, words(&[UNIT, shares, 0, 0])),
            (Risk::capsCall::SELECTOR, words(&[CAP, CAP])),
            (Risk::stopsCall::SELECTOR, words(&[0, 0])),
            (IMarket::supplyCall::SELECTOR, words(&moved)),
        ],
    )
}

#[test]
fn a_market_moves_what_it_said_it_would() {
    let lending = Lending::funded();
    let market = Address::repeat_byte(0x3f);
    let vault = Deployed::<MarketShares>::bare(VAULT);
    let (spender, value) = (VAULT, U256::MAX);
    lending
        .asset
        .call(BOB, &IERC20::approveCall { spender, value })
        .unwrap();
    let answers = [
        (vec![6, 5_000_000], 6),
        (vec![5, 4_999_999], 5),
        (vec![5], 0),
    ];
    for (place, (moved, said)) in answers.into_iter().enumerate() {
        let _market = odd_market(market, moved);
        if place == 0 {
            vault.construct(ALICE, &construction(market)).unwrap();
        }
        let error = Abi::UnexpectedAmount {
            expected: uint(5),
            moved: uint(said),
        };
        let outcome = vault.call(BOB, &deposit(uint(5), BOB)).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }
    let _market = odd_market(market, vec![5, 5_000_000]);
    assert_eq!(vault.call(BOB, &deposit(uint(5), BOB)), Ok(in_shares(5)));
}

#[test]
fn a_market_that_does_not_answer_takes_and_gives_nothing() {
    let lending = Lending::funded();
    let market = Address::repeat_byte(0x3f);
    let vault = Deployed::<MarketShares>::bare(VAULT);
    let answering = odd_market(market, vec![5, 5_000_000]);
    vault.construct(ALICE, &construction(market)).unwrap();
    drop(answering);
    let _silent = Foreign::answering(market, vec![]);
    let (receiver, owner, zero) = (BOB, BOB, U256::ZERO);
    let ask = |call: &dyn Fn() -> Result<U256, Vec<u8>>| assert_eq!(call(), Ok(zero));
    ask(&|| vault.call(BOB, &IERC4626::maxDepositCall { receiver }));
    ask(&|| vault.call(BOB, &IERC4626::maxMintCall { receiver }));
    ask(&|| vault.call(BOB, &IERC4626::maxWithdrawCall { owner }));
    ask(&|| vault.call(BOB, &IERC4626::maxRedeemCall { owner }));
    let outcome = vault.call(BOB, &IERC4626::totalAssetsCall {});
    assert_eq!(outcome, Err(vec![]));
    drop(lending);
}
