//! Who calls the liquidator back without being asked, and who waits for what it has.

use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::liquidator::Liquidator as Abi;
use ballast_abi::market::IMarket;
use ballast_abi::uniswap_v3::IUniswapV3Trader as Trader;
use ballast_tests::{BOB, MALLORY, TOKEN, uint};

use super::{RECEIVER, Sale};
use crate::{caller, prepareCall, runCall, succeededCall};

sol! {
    #![sol(all_derives)]
    function plan(uint256 callbacks, address collateral, uint256 repaid, uint256 seized, bool takes)
        external;
    function take(address from, uint256 amount) external;

    interface IMeddler {
        function prepare(address asset, address target, bytes errand) external;
        function passed() external view returns (bool);
        function result() external view returns (bytes memory);
    }
}

/// Whoever calls back without being asked, for another market, twice, or in the middle of another's
/// liquidation is refused; so is a pool that nobody trades with.
#[test]
fn scenario_38_nobody_calls_back_unasked() {
    let sale = Sale::fallen();
    let (lending, liquidator) = (&sale.stage.lending, &sale.liquidator);
    let asset = lending.scene.token.address;
    lending.scene.fund(liquidator.address, 10 * TOKEN);
    let back = Abi::onMarketLiquidateCall {
        collateral: asset,
        repaid: uint(TOKEN),
        seized: uint(TOKEN),
        data: vec![0; 32].into(),
    };
    let unexpected = |caller| Abi::UnexpectedMarket { caller };
    liquidator.refuses(MALLORY, &back, &unexpected(MALLORY));
    // No market under way is not the zero address.
    let chain = liquidator.chain();
    assert!(
        chain
            .call(Address::ZERO, liquidator.address, &back)
            .is_err()
    );
    let due = Trader::uniswapV3SwapCallbackCall {
        amount0Delta: I256::unchecked_from(1),
        amount1Delta: I256::unchecked_from(1),
        data: Vec::new().into(),
    };
    liquidator.refuses(MALLORY, &due, &Trader::NotPool { caller: MALLORY });

    // Twice from the same market.
    let fake = sale.create("FalseMarket", &asset.abi_encode());
    let plan = |callbacks: u128, takes| planCall {
        callbacks: uint(callbacks),
        collateral: asset,
        repaid: U256::ZERO,
        seized: U256::ZERO,
        takes,
    };
    fake.send(MALLORY, &plan(2, true));
    let through = Abi::liquidateCall {
        market: fake.address,
        ..sale.call(&[])
    };
    liquidator.refuses(MALLORY, &through, &unexpected(fake.address));

    // From a venue, in the middle of another market's: as a market, as a pool, and from the start.
    let meddler = sale.create("Meddler", &[]);
    let call = Abi::liquidateCall {
        market: fake.address,
        ..sale.call(&[meddler.address])
    };
    fake.send(
        MALLORY,
        &planCall {
            collateral: meddler.address,
            ..plan(1, true)
        },
    );
    let errands = [back.abi_encode(), due.abi_encode(), through.abi_encode()];
    let reasons = [
        unexpected(meddler.address).abi_encode(),
        Trader::NotPool {
            caller: meddler.address,
        }
        .abi_encode(),
        Vec::new(),
    ];
    for (errand, reason) in errands.into_iter().zip(reasons) {
        let target = liquidator.address;
        let errand = errand.into();
        meddler.send(
            MALLORY,
            &IMeddler::prepareCall {
                asset,
                target,
                errand,
            },
        );
        liquidator.send(MALLORY, &call);
        assert!(!meddler.ask(&IMeddler::passedCall {}));
        assert_eq!(meddler.ask(&IMeddler::resultCall {}), reason);
    }
    assert_eq!(
        lending.scene.tokens_of(liquidator.address),
        uint(10 * TOKEN)
    );
}

/// A market that does not take what it was allowed cannot take it later, when there is something. What
/// it may have within its own call is what somebody left lying there.
#[test]
fn scenario_38_no_allowance_outlives_a_liquidation() {
    let sale = Sale::fallen();
    let (lending, liquidator) = (&sale.stage.lending, &sale.liquidator);
    let asset = lending.scene.token.address;
    let fake = sale.create("FalseMarket", &asset.abi_encode());
    let patient = planCall {
        callbacks: uint(1),
        collateral: asset,
        repaid: U256::MAX,
        seized: U256::ZERO,
        takes: false,
    };
    fake.send(MALLORY, &patient);
    let through = Abi::liquidateCall {
        market: fake.address,
        ..sale.call(&[])
    };
    liquidator.send(MALLORY, &through);
    sale.is_empty(&[&lending.scene.token], &[fake.address]);
    lending.scene.fund(liquidator.address, TOKEN);
    let take = takeCall {
        from: liquidator.address,
        amount: uint(1),
    };
    fake.revert_data(MALLORY, &take);
    // Whoever liquidates next neither gets nor loses what lies there.
    let done = liquidator.send(BOB, &sale.call(&[sale.pool()])).returned;
    assert_eq!(lending.scene.tokens_of(RECEIVER), done.profit);
    assert_eq!(lending.scene.tokens_of(liquidator.address), uint(TOKEN));
}

/// Why the liquidator asks before it enters: a market at work answers nobody, not even what it lends.
#[test]
fn a_market_at_work_answers_nobody() {
    let sale = Sale::fallen();
    let lending = &sale.stage.lending;
    let caller = caller(lending);
    let (target, assets) = (lending.market.address, uint(TOKEN));
    let ask = |errand: Vec<u8>| {
        let prepare = prepareCall {
            token: lending.scene.token.address,
            target,
            errand: errand.into(),
            honest: true,
        };
        caller.send(MALLORY, &prepare);
        let data = IMarket::flashCall {
            assets,
            data: Vec::new().into(),
        };
        let data = data.abi_encode().into();
        caller.send(MALLORY, &runCall { to: target, data });
        caller.ask(&succeededCall {})
    };
    assert!(!ask(IMarket::assetCall {}.abi_encode()));
    assert!(!ask(IMarket::totalsCall {}.abi_encode()));
}
