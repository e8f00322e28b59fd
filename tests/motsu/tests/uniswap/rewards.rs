//! Tokens that are neither of the pool's two, and what comes back for them.

use ballast_abi::registry::IRegistry;
use ballast_abi::rewards::IRewards;

use super::*;

const AUTHORITY: Address = Address::repeat_byte(0x0a);
const SELLER: Address = Address::repeat_byte(0x5e);

/// A strategy with a seller, and its registry, which says who governs.
fn stage_with_seller() -> (Stage, Foreign) {
    let stage = stage();
    let authority = AUTHORITY.into_word().to_vec();
    let answers = vec![(IRegistry::authorityCall::SELECTOR, authority)];
    let registry = Foreign::answering(REGISTRY, answers);
    let appoint = IRewards::setSellerCall { seller: SELLER };
    let caller = MALLORY;
    let outcome = stage.strategy.call(caller, &appoint);
    refused(outcome, &IRewards::NotAuthority { caller });
    stage.strategy.call(AUTHORITY, &appoint).unwrap();
    (stage, registry)
}

fn mint(token: &Deployed<Token>, to: Address, value: u64) {
    let value = number(value);
    let call = TokenAbi::mintCall { to, value };
    token.call(ALICE, &call).unwrap();
}

#[test]
fn the_seller_takes_other_tokens_and_neither_of_the_pool_s() {
    let (stage, _registry) = stage_with_seller();
    assert_eq!(stage.ask(&IRewards::sellerCall {}), SELLER);
    let reward = token_at(0x75);
    let token = reward.address();
    mint(&reward, stage.strategy.address(), 40);
    let sweepable = |token| stage.ask(&IRewards::sweepableCall { token });
    assert_eq!(sweepable(token), number(40));
    let sweep = |who, token| stage.strategy.call(who, &IRewards::sweepCall { token });
    for caller in [MALLORY, AUTHORITY, REGISTRY] {
        refused(sweep(caller, token), &IRewards::NotSeller { caller });
    }
    assert_eq!(sweep(SELLER, token), Ok(number(40)));
    assert_eq!(stage.balance(&reward, SELLER), number(40));
    for token in [stage.asset.address(), stage.other.address()] {
        assert_eq!(sweepable(token), U256::ZERO);
        refused(sweep(SELLER, token), &IRewards::ProtectedToken { token });
    }
}

#[test]
fn what_comes_back_is_booked_and_a_harvest_provides_it() {
    let (stage, _registry) = stage_with_seller();
    let before = stage.worth();
    mint(&stage.asset, stage.strategy.address(), LENT / 10);
    assert_eq!(stage.worth(), before);
    let reinvest = IRewards::reinvestCall {};
    let assets = number(LENT / 10);
    assert_eq!(stage.strategy.call(MALLORY, &reinvest), Ok(assets));
    assert_eq!(stage.worth(), before + assets);
    assert_eq!(stage.strategy.call(MALLORY, &reinvest), Ok(U256::ZERO));
    let events = stage.strategy.events::<IRewards::Reinvested>();
    let booked: Vec<_> = events.iter().map(|event| event.assets).collect();
    assert_eq!(booked, [assets, U256::ZERO]);
    let liquidity = stage.range().liquidity;
    stage.harvest().unwrap();
    assert!(liquidity < stage.range().liquidity);
}
