//! Who may set what of a rebalancer, and how far

use alloy_primitives::{Address, U256};
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_tests::{ALICE, BOB, DEPLOYER, MALLORY, TOKEN, uint};

use crate::rebalance::{is_due, pair};

const WEEK: u64 = 604_800;

#[test]
fn everybody_has_their_own_rights() {
    let (farm, rebalancing, [strategy, _]) = pair();
    let contract = &rebalancing.contract;
    let unauthorized = |caller| Abi::Unauthorized { caller };
    let target = uint(200 * TOKEN);
    let call = Abi::moveDebtCall { strategy, target };
    contract.refuses(MALLORY, &call, &unauthorized(MALLORY));
    rebalancing.govern(&Abi::setOperatorCall { operator: ALICE });
    assert_eq!(contract.send(ALICE, &call).returned, target);
    assert_eq!(farm.debt(strategy), target);
    let weights = vec![uint(TOKEN)];
    let strategies = vec![strategy];
    let aim = Abi::setTargetsCall {
        strategies,
        weights,
    };
    contract.refuses(ALICE, &aim, &unauthorized(ALICE));
    rebalancing.govern(&aim);
    rebalancing.govern(&Abi::setSentinelCall { sentinel: BOB });
    let weight = |weight| Abi::setWeightCall {
        strategy,
        weight: uint(weight),
    };
    contract.refuses(BOB, &weight(1), &unauthorized(BOB));
    contract.refuses(ALICE, &weight(0), &unauthorized(ALICE));
    contract.send(BOB, &weight(0));
    let tolerance = |bps, period: u64| Abi::setToleranceCall {
        bps: uint(bps),
        period: U256::from(period),
    };
    contract.refuses(BOB, &tolerance(21, WEEK), &unauthorized(BOB));
    contract.refuses(BOB, &tolerance(20, WEEK - 1), &unauthorized(BOB));
    contract.send(BOB, &tolerance(10, WEEK));
    contract.refuses(BOB, &tolerance(20, WEEK), &unauthorized(BOB));
    let others = |bps| Abi::setReallocationToleranceCall {
        bps: uint(bps),
        period: U256::from(WEEK),
    };
    contract.refuses(BOB, &others(2), &unauthorized(BOB));
    contract.refuses(MALLORY, &others(0), &unauthorized(MALLORY));
    contract.send(BOB, &others(0));
    contract.send(BOB, &Abi::stopCall { stopped: true });
    contract.refuses(ALICE, &call, &Abi::IsStopped {});
    contract.refuses(MALLORY, &Abi::rebalanceCall {}, &Abi::IsStopped {});
    assert!(!is_due(&rebalancing));
    let again = Abi::stopCall { stopped: false };
    contract.refuses(BOB, &again, &unauthorized(BOB));
    rebalancing.govern(&again);
    contract.send(MALLORY, &Abi::rebalanceCall {});
    assert_eq!(farm.debt(strategy), U256::ZERO);
}

#[test]
fn authority_is_handed_over_in_two_steps() {
    let (_, rebalancing, _) = pair();
    let contract = &rebalancing.contract;
    rebalancing.govern(&Abi::transferAuthorityCall { to: ALICE });
    assert_eq!(contract.ask(&Abi::authorityCall {}), DEPLOYER);
    let accept = Abi::acceptAuthorityCall {};
    contract.refuses(BOB, &accept, &Abi::Unauthorized { caller: BOB });
    contract.send(ALICE, &accept);
    assert_eq!(contract.ask(&Abi::authorityCall {}), ALICE);
    let call = Abi::setOperatorCall { operator: BOB };
    contract.refuses(DEPLOYER, &call, &Abi::Unauthorized { caller: DEPLOYER });
}

#[test]
fn settings_have_bounds() {
    let (_, rebalancing, [one, other]) = pair();
    let contract = &rebalancing.contract;
    let out = |value, max| Abi::OutOfBounds {
        value: uint(value),
        max: uint(max),
    };
    let band = Abi::setBandCall {
        bps: uint(1_001),
        changeMin: U256::ZERO,
    };
    contract.refuses(DEPLOYER, &band, &out(1_001, 1_000));
    let tolerance = |bps, period| Abi::setToleranceCall {
        bps: uint(bps),
        period: uint(period),
    };
    let year = 31_536_000;
    contract.refuses(DEPLOYER, &tolerance(1_001, year), &out(1_001, 1_000));
    contract.refuses(DEPLOYER, &tolerance(1, year + 1), &out(year + 1, year));
    contract.refuses(DEPLOYER, &tolerance(1, 86_399), &out(86_399, year));
    let others = |bps, period| Abi::setReallocationToleranceCall {
        bps: uint(bps),
        period: uint(period),
    };
    contract.refuses(DEPLOYER, &others(1_001, year), &out(1_001, 1_000));
    contract.refuses(DEPLOYER, &others(1, 86_399), &out(86_399, year));
    rebalancing.govern(&others(2, 86_400));
    let set = contract.ask(&Abi::reallocationToleranceCall {});
    assert_eq!((set.bps, set.period), (uint(2), uint(86_400)));
    // The other is as it was.
    let kept = contract.ask(&Abi::toleranceCall {});
    assert_eq!((kept.bps, kept.period), (uint(20), U256::from(WEEK)));
    let targets = |strategies: &[Address], weights: &[u128]| Abi::setTargetsCall {
        strategies: strategies.to_vec(),
        weights: weights.iter().copied().map(uint).collect(),
    };
    let whole = targets(&[one, other], &[TOKEN, 1]);
    contract.refuses(DEPLOYER, &whole, &out(TOKEN + 1, TOKEN));
    let invalid = |strategy| Abi::InvalidTarget { strategy };
    contract.refuses(DEPLOYER, &targets(&[one, one], &[1, 1]), &invalid(one));
    contract.refuses(DEPLOYER, &targets(&[one], &[]), &invalid(Address::ZERO));
    rebalancing.govern(&targets(&[one], &[7]));
    let (strategy, weight) = (other, uint(1));
    let unknown = Abi::UnknownTarget { strategy };
    contract.refuses(DEPLOYER, &Abi::setWeightCall { strategy, weight }, &unknown);
    let kept = contract.ask(&Abi::targetsCall {});
    assert_eq!((kept.strategies, kept.weights), (vec![one], vec![uint(7)]));
}
