//! `forceDeallocate`, and what it costs

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolEvent};
use ballast_abi::erc20::IERC20;
use ballast_abi::rebalancer::Rebalancer as Abi;
use ballast_abi::registry::IRegistry::{self, Status};
use ballast_abi::vault::Vault;
use ballast_bench::peers::PeerVault;
use ballast_tests::{
    ALICE, BOB, DEPLOYER, Farm, Hostile, MALLORY, Mode, Rebalancing, SHARE_UNITS, STAKE, TOKEN,
    force, uint, withdraw,
};

/// Everything is lent in halves: to a strategy that the queue names, and to a sound one that it does
/// not. Bob has 1,000 of 11,000, and lets the rebalancer spend his shares.
fn farm() -> (Farm, Rebalancing, Hostile, Address) {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let sound = farm.strategy_over(farm.venue(PeerVault::Solady).address);
    farm.scene.vault.deposit(BOB, 1_000 * TOKEN, BOB);
    for strategy in [hostile.address(), sound.address] {
        farm.move_debt(strategy, 5_500 * TOKEN);
    }
    farm.queue(&[hostile.address()]);
    let rebalancing = Rebalancing::new(&farm);
    rebalancing.trust(&farm, BOB);
    (farm, rebalancing, hostile, sound.address)
}

#[test]
fn plain_leavers_are_paid_by_whom_the_queue_does_not_name() {
    let (farm, rebalancing, hostile, sound) = farm();
    hostile.set(Mode::Illiquid);
    rebalancing.offer(sound, 100);
    let leave = withdraw(2_000 * TOKEN, ALICE, ALICE);
    let vault = &farm.scene.vault;
    let refusal = Vault::InsufficientLiquidity {
        claim: uint(2_000 * TOKEN),
        met: U256::ZERO,
    };
    vault.contract.refuses(ALICE, &leave, &refusal);
    let budget = rebalancing.budget_left();
    let done = rebalancing.contract.send(BOB, &force(sound, 2_000 * TOKEN));
    let gas = done.receipt.gas_used();
    assert!(gas < 500_000, "{gas}");
    // A hundredth of 2,000.
    let shares = uint(20 * TOKEN * SHARE_UNITS);
    assert_eq!(done.returned, shares);
    assert_eq!(vault.shares_of(BOB), uint(980 * TOKEN * SHARE_UNITS));
    assert_eq!(farm.debt(sound), uint(3_500 * TOKEN));
    assert_eq!(farm.assets(), uint(STAKE + 1_000 * TOKEN));
    assert_eq!(rebalancing.budget_left(), budget);
    let logged = Abi::Deallocated {
        caller: BOB,
        strategy: sound,
        assets: uint(2_000 * TOKEN),
        shares,
    };
    let emitter = rebalancing.contract.address;
    assert!(done.logs().contains(&(emitter, logged.encode_log_data())));
    vault.contract.send(ALICE, &leave);
    // What nobody took is lent again at the next rebalance, as any other idle assets.
    rebalancing.contract.send(BOB, &force(sound, 500 * TOKEN));
    rebalancing.aim(&[(sound, 50)]);
    rebalancing.rebalance(MALLORY);
    assert_eq!(farm.debt(sound), uint(3_500 * TOKEN));
}

#[test]
fn what_is_not_borne_by_the_caller_is_refused() {
    let (farm, rebalancing, hostile, sound) = farm();
    let contract = &rebalancing.contract;
    let strategy = hostile.address();
    let call = force(strategy, 1_000 * TOKEN);
    contract.refuses(BOB, &call, &Abi::NotOffered { strategy });
    rebalancing.offer(strategy, 100);
    contract.refuses(BOB, &force(strategy, 0), &Abi::NothingToMove {});
    let max = uint(5_500 * TOKEN);
    let value = max + uint(1);
    let more = force(strategy, 5_500 * TOKEN + 1);
    contract.refuses(BOB, &more, &Abi::OutOfBounds { value, max });
    let shares = uint(10 * TOKEN * SHARE_UNITS);
    let max = shares - uint(1);
    let cheap = Abi::forceDeallocateCall {
        maxShares: max,
        ..call.clone()
    };
    contract.refuses(BOB, &cheap, &Abi::TooManyShares { shares, max });
    let unallowed = IERC20::ERC20InsufficientAllowance {
        spender: contract.address,
        allowance: U256::ZERO,
        needed: shares,
    };
    contract.refuses(ALICE, &call, &unallowed);
    rebalancing.trust(&farm, MALLORY);
    let poor = IERC20::ERC20InsufficientBalance {
        sender: MALLORY,
        balance: U256::ZERO,
        needed: shares,
    };
    contract.refuses(MALLORY, &call, &poor);
    hostile.set(Mode::Illiquid);
    let [debt, target] = [5_500, 4_500].map(|tokens| uint(tokens * TOKEN));
    let incomplete = Abi::MoveIncomplete {
        strategy,
        debt,
        target,
    };
    contract.refuses(BOB, &call, &incomplete);
    // Loses eleven more while it pays, against a penalty of ten; then ten.
    for lost in [11_u128, 10] {
        let amount = uint(lost * TOKEN);
        hostile.arm(strategy, loseCall { amount }.abi_encode());
        let [loss, penalty] = [lost, 10].map(|tokens| uint(tokens * TOKEN));
        if penalty < loss {
            contract.refuses(BOB, &call, &Abi::LossExceeded { loss, penalty });
        }
    }
    contract.send(BOB, &call);
    assert_eq!(farm.debt(strategy), target);
    hostile.set(Mode::Honest);
    let worth = target - uint(10 * TOKEN);
    let (debt, unreported) = (target, strategy);
    let refusal = IRegistry::UnreportedLoss {
        strategy: unreported,
        worth,
        debt,
    };
    contract.refuses(BOB, &call, &refusal);
    // The report burns what was given up, and no price falls.
    let price = farm.scene.vault.contract.ask(&convert());
    farm.harvest(BOB, strategy);
    let after = farm.scene.vault.contract.ask(&convert());
    assert!(
        price.abs_diff(after) < uint(TOKEN / 10_000),
        "{price} {after}"
    );
    hostile.set(Mode::Reverts);
    farm.registry.send(BOB, &IRegistry::probeCall { strategy });
    hostile.set(Mode::Honest);
    let status = Status::Quarantined;
    let quarantined = IRegistry::WrongStatus { strategy, status };
    contract.refuses(BOB, &call, &quarantined);
    rebalancing.offer(sound, 200);
    rebalancing.govern(&Abi::stopCall { stopped: true });
    contract.refuses(BOB, &force(sound, TOKEN), &Abi::IsStopped {});
}

alloy_sol_types::sol! {
    function lose(uint256 amount) external;
}

fn convert() -> ballast_abi::erc4626::IERC4626::convertToAssetsCall {
    ballast_abi::erc4626::IERC4626::convertToAssetsCall {
        shares: uint(SHARE_UNITS * TOKEN),
    }
}

#[test]
fn penalties_are_the_authoritys_and_bounded() {
    let (_, rebalancing, _, strategy) = farm();
    let contract = &rebalancing.contract;
    rebalancing.govern(&Abi::setSentinelCall { sentinel: ALICE });
    let set = |bps| Abi::setPenaltyCall {
        strategy,
        bps: uint(bps),
    };
    let (value, max) = (uint(201), uint(200));
    contract.refuses(DEPLOYER, &set(201), &Abi::OutOfBounds { value, max });
    let done = rebalancing.govern(&set(200));
    let changed = Abi::PenaltyChanged {
        strategy,
        from: U256::ZERO,
        to: max,
    };
    let expected = (contract.address, changed.encode_log_data());
    assert_eq!(done.logs(), [expected]);
    for (caller, bps) in [(MALLORY, 0), (ALICE, 100), (ALICE, 200)] {
        contract.refuses(caller, &set(bps), &Abi::Unauthorized { caller });
    }
    contract.send(ALICE, &set(0));
    assert_eq!(contract.ask(&Abi::penaltyCall { strategy }), U256::ZERO);
    contract.refuses(BOB, &force(strategy, 1), &Abi::NotOffered { strategy });
}
