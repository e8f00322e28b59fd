//! A strategy calls the registry or the vault while it is being asked for something.
//!
//! It holds shares of the vault and tokens that the vault may take, and it is the registry's
//! allocator: what refuses it is not a role, unless said so. A refusal by the entry guard has no
//! data.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::erc20::IERC20::{approveCall, transferCall};
use ballast_abi::erc4626::IERC4626::{convertToAssetsCall, totalAssetsCall};
use ballast_abi::registry::IRegistry as Registry;
use ballast_abi::vault::Vault as Abi;
use ballast_tests::{
    ALICE, BOB, DEPLOYER, Farm, Hostile, MALLORY, Mode, PLAIN, SHARE_UNITS, STAKE, Scene, Setting,
    TOKEN, Terms, deposit, mint, near, redeem, uint, withdraw,
};

use crate::naive::Naive;
use crate::{DAY, worth};

sol! {
    function answer() external view returns (bytes memory);
}

/// What the strategy has in shares, and how much of everything is idle.
const OWN: u128 = 2_000 * TOKEN;
const IDLE: u128 = 1_000 * TOKEN;
const LENT: u128 = STAKE + OWN - IDLE;

/// What is called from outside.
type Outer = fn(&Farm, Address);

/// The vault has its registry pay: both are open.
const EXITS: [Outer; 2] = [
    |farm, _| {
        farm.scene.vault.withdraw(ALICE, 5_000 * TOKEN);
    },
    |farm, _| {
        let call = in_kind(ALICE, 5_000 * TOKEN * SHARE_UNITS);
        farm.scene.vault.contract.send(ALICE, &call);
    },
];

/// The registry works by itself: it alone is open.
const MOVES: [Outer; 4] = [
    |farm, strategy| {
        farm.harvest(MALLORY, strategy);
    },
    |farm, strategy| {
        farm.move_debt(strategy, LENT + IDLE / 2);
    },
    |farm, strategy| {
        farm.move_debt(strategy, LENT / 2);
    },
    |farm, strategy| {
        farm.govern(&Registry::emergencyExitCall { strategy });
    },
];

fn in_kind(owner: Address, shares: u128) -> Abi::redeemInKindCall {
    Abi::redeemInKindCall {
        shares: uint(shares),
        receiver: owner,
        owner,
        strategies: vec![],
    }
}

fn farm(terms: Terms) -> (Farm, Hostile) {
    let farm = Farm::new();
    let hostile = farm.hostile();
    let allocator = hostile.address();
    farm.scene.vault.deposit(BOB, OWN, allocator);
    farm.scene.fund(allocator, OWN);
    farm.move_debt(allocator, LENT);
    farm.scene.vault.configure(Setting::Terms, terms.word());
    farm.queue(&[allocator]);
    farm.govern(&Registry::setAllocatorCall { allocator });
    let (spender, value) = (farm.scene.vault.address(), U256::MAX);
    perform(
        &farm,
        &hostile,
        farm.scene.token.address,
        &approveCall { spender, value },
    );
    (farm, hostile)
}

/// Has the strategy make a call that passes, while it reports.
fn perform(farm: &Farm, hostile: &Hostile, to: Address, call: &impl SolCall) {
    hostile.arm(to, call.abi_encode());
    farm.harvest(MALLORY, hostile.address());
    assert!(hostile.attempts().1);
    hostile.set(Mode::Honest);
}

/// Where everything is.
fn state(farm: &Farm, strategy: Address) -> Vec<U256> {
    let vault = &farm.scene.vault;
    let (assets, supply) = vault.totals();
    let mut state = vec![
        assets,
        supply,
        vault.contract.ask(&Abi::totalIdleCall {}),
        vault.contract.ask(&Abi::totalDebtCall {}),
        vault.contract.ask(&Abi::lockedSharesCall {}),
        farm.debt(strategy),
        uint(farm.status(strategy) as u128),
    ];
    for account in [ALICE, BOB, MALLORY, strategy, vault.address()] {
        state.push(vault.shares_of(account));
        state.push(farm.scene.tokens_of(account));
    }
    state
}

/// Runs `outer` and goes back. Returns what was changed, and the calls made from within.
fn run(farm: &Farm, hostile: &Hostile, outer: Outer) -> (Vec<U256>, U256, bool, Bytes) {
    let node = farm.scene.chain.node();
    let snapshot = node.snapshot();
    let (before, _) = hostile.attempts();
    outer(farm, hostile.address());
    let (calls, succeeded) = hostile.attempts();
    let answer = hostile.contract.ask(&answerCall {});
    let state = state(farm, hostile.address());
    assert!(node.revert(snapshot));
    (state, calls - before, succeeded, answer)
}

/// Checks that a call from within fails, with this answer, and changes nothing.
fn refuses(farm: &Farm, hostile: &Hostile, outer: Outer, inner: (Address, Vec<u8>), answer: &[u8]) {
    let (expected, ..) = run(farm, hostile, outer);
    let (to, data) = inner;
    hostile.arm(to, data.clone());
    let (state, calls, succeeded, seen) = run(farm, hostile, outer);
    hostile.set(Mode::Honest);
    let name = Bytes::from(data);
    assert_eq!((calls, succeeded), (uint(1), false), "{name}");
    assert_eq!(&seen[..], answer, "{name}");
    assert_eq!(state, expected, "{name}");
}

/// Whatever could be worth calling in the registry.
fn registry_calls(farm: &Farm, strategy: Address) -> Vec<(Address, Vec<u8>)> {
    let target = U256::ZERO;
    let (asset, assets) = (farm.scene.token.address, uint(TOKEN));
    let (fraction, receiver) = (uint(TOKEN), strategy);
    let strategies = vec![];
    let calls = [
        Registry::harvestCall { strategy }.abi_encode(),
        Registry::probeCall { strategy }.abi_encode(),
        Registry::moveDebtCall { strategy, target }.abi_encode(),
        Registry::setQueueCall {
            strategies: strategies.clone(),
        }
        .abi_encode(),
        Registry::exitCall {
            asset,
            claim: assets,
            strategies: strategies.clone(),
        }
        .abi_encode(),
        Registry::payCall {
            asset,
            assets,
            strategies: strategies.clone(),
        }
        .abi_encode(),
        Registry::exitInKindCall {
            fraction,
            receiver,
            strategies: strategies.clone(),
        }
        .abi_encode(),
        Registry::claimableCall {
            claim: assets,
            maxLoss: assets,
            strategies: strategies.clone(),
        }
        .abi_encode(),
        Registry::withdrawableCall {
            assets,
            maxClaim: assets,
            maxLoss: assets,
            strategies,
        }
        .abi_encode(),
        Registry::strategyCall { strategy }.abi_encode(),
    ];
    calls.map(|call| (farm.registry.address, call)).to_vec()
}

/// Exits that the registry would have to help with.
fn exits(strategy: Address) -> [Vec<u8>; 3] {
    let assets = IDLE * 3 / 2;
    [
        withdraw(assets, strategy, strategy).abi_encode(),
        redeem(assets * SHARE_UNITS, strategy, strategy).abi_encode(),
        in_kind(strategy, TOKEN * SHARE_UNITS).abi_encode(),
    ]
}

/// What only the registry may do.
fn registrys_calls(strategy: Address) -> [Vec<u8>; 3] {
    let (debt, paid) = (uint(TOKEN), U256::ZERO);
    let report = Abi::reportCall {
        gain: uint(TOKEN),
        loss: U256::ZERO,
        quarantined: U256::ZERO,
        reporter: strategy,
    };
    let lend = Abi::lendCall {
        strategy,
        assets: uint(TOKEN),
    };
    [
        report.abi_encode(),
        lend.abi_encode(),
        Abi::takeBackCall { debt, paid }.abi_encode(),
    ]
}

/// Whatever else could be worth calling in the vault, views included.
fn open_calls(strategy: Address) -> [Vec<u8>; 6] {
    let (to, value) = (MALLORY, uint(TOKEN));
    let shares = uint(SHARE_UNITS);
    [
        deposit(TOKEN, strategy).abi_encode(),
        mint(TOKEN, strategy).abi_encode(),
        withdraw(TOKEN, strategy, strategy).abi_encode(),
        transferCall { to, value }.abi_encode(),
        totalAssetsCall {}.abi_encode(),
        convertToAssetsCall { shares }.abi_encode(),
    ]
}

#[test]
fn during_an_exit_neither_vault_nor_registry_answers() {
    let (farm, hostile) = farm(PLAIN);
    let (strategy, vault) = (hostile.address(), farm.scene.vault.address());
    let mut inner = registry_calls(&farm, strategy);
    inner.extend(exits(strategy).map(|call| (vault, call)));
    inner.extend(registrys_calls(strategy).map(|call| (vault, call)));
    inner.extend(open_calls(strategy).map(|call| (vault, call)));
    for outer in EXITS {
        for call in &inner {
            refuses(&farm, &hostile, outer, call.clone(), &[]);
        }
    }
}

#[test]
fn while_the_registry_works_it_does_not_answer_nor_does_what_needs_it() {
    let (farm, hostile) = farm(PLAIN);
    let (strategy, vault) = (hostile.address(), farm.scene.vault.address());
    let unauthorized = Abi::Unauthorized { caller: strategy }.abi_encode();
    for outer in MOVES {
        for call in registry_calls(&farm, strategy) {
            refuses(&farm, &hostile, outer, call, &[]);
        }
        for call in exits(strategy) {
            refuses(&farm, &hostile, outer, (vault, call), &[]);
        }
        for call in registrys_calls(strategy) {
            refuses(&farm, &hostile, outer, (vault, call), &unauthorized);
        }
    }
}

/// The vault is not open then, and its books are whole: whoever reads the price reads the one
/// before the call, which is the one after it.
#[test]
fn while_the_registry_works_the_price_is_the_one_before_and_after() {
    let (farm, hostile) = farm(PLAIN);
    let vault = farm.scene.vault.address();
    let shares = uint(TOKEN * SHARE_UNITS);
    let price = worth(&farm.scene.vault, shares);
    assert_eq!(price, uint(TOKEN));
    hostile.arm(vault, convertToAssetsCall { shares }.abi_encode());
    for outer in MOVES {
        let (state, calls, succeeded, answer) = run(&farm, &hostile, outer);
        assert_eq!((calls, succeeded), (uint(1), true));
        assert_eq!(U256::abi_decode(&answer).unwrap(), price);
        assert_eq!(
            state[..2],
            [uint(STAKE + OWN), uint((STAKE + OWN) * SHARE_UNITS)]
        );
    }
}

/// A strategy that enters during its own report enters before it, and gains as little as anybody
/// who does.
#[test]
fn entering_during_the_own_report_is_entering_before_it() {
    let week = Terms {
        unlock_seconds: 7 * DAY as u32,
        ..PLAIN
    };
    let (farm, hostile) = farm(week);
    let (strategy, vault) = (hostile.address(), &farm.scene.vault);
    hostile.gain(100 * TOKEN);
    hostile.arm(vault.address(), deposit(OWN, strategy).abi_encode());
    let report = farm.harvest(MALLORY, strategy);
    assert_eq!(
        (report.gain, hostile.attempts()),
        (uint(100 * TOKEN), (uint(2), true))
    );
    let shares = vault.shares_of(strategy);
    assert_eq!(shares, uint(2 * OWN * SHARE_UNITS));
    // A second of a week of what is theirs of 100.
    let gain = worth(vault, shares) - uint(2 * OWN);
    assert!(gain < uint(TOKEN / 10_000), "{gain}");
}

/// Burnt shares, and assets still there: whoever lends against shares sees ten times the price.
#[test]
fn a_vault_without_a_lock_shows_a_tenfold_price_in_between() {
    let scene = Scene::new();
    let naive = Naive::spot(&scene);
    let vault = &naive.vault;
    vault.deposit(ALICE, STAKE / 10, ALICE);
    vault.deposit(MALLORY, STAKE / 10 * 9, MALLORY);
    let hostile = naive.hostile(&scene, STAKE);
    let shares = uint(TOKEN * SHARE_UNITS);
    hostile.arm(vault.address(), convertToAssetsCall { shares }.abi_encode());
    vault.redeem_all(MALLORY);
    assert_eq!(hostile.attempts(), (uint(1), true));
    let answer = hostile.contract.ask(&answerCall {});
    near(U256::abi_decode(&answer).unwrap(), 10 * TOKEN, 100);
    assert_eq!(worth(vault, shares), uint(TOKEN));
}

/// The same, and the strategy redeems shares of its own at that price.
#[test]
fn a_vault_without_a_lock_pays_the_strategy_twice() {
    let scene = Scene::new();
    let naive = Naive::spot(&scene);
    let vault = &naive.vault;
    let hostile = naive.hostile(&scene, 0);
    let strategy = hostile.address();
    let own = 1_000 * TOKEN;
    vault.deposit(ALICE, 4_000 * TOKEN, ALICE);
    vault.deposit(MALLORY, 5_000 * TOKEN, MALLORY);
    vault.deposit(BOB, own, strategy);
    // 4,000 are idle, 1,000 with the strategy that calls back, 5,000 with another.
    let assets = uint(own);
    vault
        .contract
        .send(DEPLOYER, &crate::naive::lendCall { strategy, assets });
    naive.hostile(&scene, 5_000 * TOKEN);
    let call = redeem(own * SHARE_UNITS, strategy, strategy);
    hostile.arm(vault.address(), call.abi_encode());
    near(vault.redeem_all(MALLORY).returned, 5_000 * TOKEN, 1);
    assert_eq!(hostile.attempts(), (uint(1), true));
    near(scene.tokens_of(strategy), 2 * own, 1);
    near(worth(vault, vault.shares_of(ALICE)), 3_000 * TOKEN, 2);
}
