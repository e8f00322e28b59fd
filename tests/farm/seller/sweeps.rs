//! What strategies hand over, and to whom

use alloy_sol_types::{SolValue, sol};
use ballast_abi::registry::IRegistry::setLimitsCall;
use ballast_abi::rewards::IRewards::{
    NotAuthority, NotSeller, PositionTouched, ProtectedToken, SellerChanged, sellerCall,
    setSellerCall, sweepCall, sweepableCall,
};
use ballast_abi::strategy::IStrategy::positionsCall;
use ballast_bench::peers::PeerToken;
use ballast_tests::venues::aave::Aave;
use ballast_tests::venues::uniswap::TERMS;
use ballast_tests::{DEPLOYER, peers, token};

use super::*;

sol! {
    function mint(address to, uint256 value) external;
    function point(address token) external;
}

/// An account in the place of the seller: it may ask for whatever it likes.
const SELLER: Address = CAROL;

fn obey(strategy: &Contract) {
    strategy.send(DEPLOYER, &setSellerCall { seller: SELLER });
}

/// Neither the asset nor what the position consists of ever leaves by a sweep, whoever is the seller.
#[test]
fn no_strategy_hands_over_its_position() {
    let farm = Farm::new();
    let (vault, registry) = (farm.scene.vault.address(), farm.registry.address);
    let asset = farm.scene.token.address;
    let venue = farm.venue(PeerVault::Solady);
    let lender = farm.strategy_over(venue.address);
    let collateral = token(&farm.scene.chain, PeerToken::Solmate);
    let aave = Aave::new(&farm.scene.token, &collateral);
    let supplier = aave.strategy("sweeps", vault, registry);
    let market = Uniswap::new(&farm.scene.token, false, FEE, PRICE);
    let provider = market.strategy("sweeps", vault, registry, TERMS);
    settle(&farm, &market);
    for strategy in [&supplier, &provider] {
        farm.admit(strategy.address);
    }
    farm.govern(&setLimitsCall {
        callGas: uint(2_000_000),
        quarantineSeconds: uint(86_400),
    });
    let protected = [
        (&lender, [asset, venue.address]),
        (&supplier, [asset, aave.a_token.address]),
        (&provider, market.tokens()),
    ];
    for (strategy, tokens) in protected {
        farm.move_debt(strategy.address, STAKE / 4);
        farm.scene.fund(strategy.address, TOKEN);
        obey(strategy);
        let positions = strategy.ask(&positionsCall {});
        for token in tokens {
            strategy.refuses(SELLER, &sweepCall { token }, &ProtectedToken { token });
            assert_eq!(strategy.ask(&sweepableCall { token }), U256::ZERO);
        }
        assert_eq!(strategy.ask(&positionsCall {}), positions);
        // Anything else goes.
        let stray = collateral.address;
        let (to, value) = (strategy.address, uint(7 * TOKEN));
        collateral.send(DEPLOYER, &mintCall { to, value });
        assert_eq!(strategy.ask(&sweepableCall { token: stray }), value);
        let swept = strategy.send(SELLER, &sweepCall { token: stray });
        assert_eq!(swept.returned, value);
        assert_eq!(
            strategy.send(SELLER, &sweepCall { token: stray }).returned,
            U256::ZERO
        );
    }
    let held = collateral.ask(&balanceOfCall { account: SELLER });
    assert_eq!(held, uint(21 * TOKEN));
}

#[test]
fn only_the_seller_sweeps_and_only_the_registrys_authority_names_it() {
    let stage = Stage::new();
    let strategy = &stage.strategy;
    let token = stage.token();
    stage.reward(TOKEN);
    for caller in [MALLORY, DEPLOYER] {
        strategy.refuses(caller, &sweepCall { token }, &NotSeller { caller });
    }
    let caller = MALLORY;
    let call = setSellerCall { seller: MALLORY };
    strategy.refuses(caller, &call, &NotAuthority { caller });
    let done = strategy.send(DEPLOYER, &setSellerCall { seller: SELLER });
    let log = SellerChanged::decode_log_data(&done.logs()[0].1).unwrap();
    assert_eq!((log.from, log.to), (stage.selling.contract.address, SELLER));
    assert_eq!(strategy.ask(&sellerCall {}), SELLER);
    // Who is the seller no longer gets nothing, and sells what it has.
    let data = stage.selling.contract.revert_data(ALICE, &stage.call());
    assert_eq!(data[..4], TooLittle::SELECTOR);
    assert_eq!(
        stage.held(&stage.market.other, strategy.address),
        uint(TOKEN)
    );
}

/// A token may move under two addresses, as some that were migrated do.
#[test]
fn a_second_address_of_a_protected_token_moves_nothing() {
    let farm = Farm::new();
    let code = peers().contract("SecondEntry").unwrap();
    let second = farm.scene.chain.create(code, &[]).unwrap();
    let second = Contract::new(farm.scene.chain.clone(), second);
    let venue = peers().contract("TwoEntryVault").unwrap();
    let arguments = (farm.scene.token.address, second.address).abi_encode();
    let venue = farm.scene.chain.create(venue, &arguments).unwrap();
    second.send(DEPLOYER, &pointCall { token: venue });
    let strategy = farm.strategy_over(venue);
    farm.move_debt(strategy.address, LENT);
    obey(&strategy);
    let before = strategy.ask(&realAssetsCall {});
    let token = second.address;
    assert!(U256::ZERO < strategy.ask(&sweepableCall { token }));
    strategy.refuses(SELLER, &sweepCall { token }, &PositionTouched { token });
    assert_eq!(strategy.ask(&realAssetsCall {}), before);
}
