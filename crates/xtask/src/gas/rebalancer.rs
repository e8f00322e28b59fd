//! What moving debts costs: by targets, by anybody, by whoever waits for assets.

use alloy_primitives::U256;
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::rebalancer::Rebalancer::{
    forceDeallocateCall, reallocateCall, rebalanceCall, setFlowCall, setPenaltyCall, setTargetsCall,
};
use ballast_abi::registry::IRegistry::setAllocatorCall;
use ballast_abi::vault::Vault::surrenderCall;

use super::case::{Case, Transaction};
use super::farm::lend;
use super::stage::{ONE_TOKEN, ONE_TOKEN_IN_SHARES, Role, Stage};

/// A tenth of all assets.
const TENTH: u64 = 100_000_000_000_000_000;

/// What is measured of it. Whoever calls is nobody in particular.
pub(super) fn cases(stage: &Stage) -> Vec<Case> {
    let to = stage.rebalancer;
    let call = setAllocatorCall { allocator: to };
    let appoint = Transaction::new(Role::Owner, stage.registry, &call);
    let (strategy, other) = (stage.strategy, stage.other_strategy);
    let aim = setTargetsCall {
        strategies: vec![strategy, other],
        weights: [2, 3].map(|tenths| U256::from(tenths * TENTH)).to_vec(),
    };
    let let_flow = |strategy| {
        let call = setFlowCall {
            strategy,
            maxIn: U256::from(100 * ONE_TOKEN),
            maxOut: U256::from(100 * ONE_TOKEN),
        };
        Transaction::new(Role::Owner, to, &call)
    };
    let reallocate = reallocateCall {
        sources: vec![strategy],
        amounts: vec![U256::from(10 * ONE_TOKEN)],
        destination: other,
    };
    let bps = U256::from(100);
    let offer = setPenaltyCall { strategy, bps };
    let (spender, value) = (to, U256::MAX);
    let force = forceDeallocateCall {
        strategy,
        assets: U256::from(10 * ONE_TOKEN),
        maxShares: U256::MAX,
    };
    let surrender = surrenderCall {
        shares: U256::from(ONE_TOKEN_IN_SHARES),
        owner: Role::Holder.address(),
    };
    vec![
        Case::new(
            "rebalancer.rebalance.first",
            "the first rebalance: one strategy pays back a part, another is lent to for the first \
             time",
            Transaction::new(Role::Spender, to, &rebalanceCall {}),
        )
        .after(appoint.clone())
        .after(Transaction::new(Role::Owner, to, &aim)),
        Case::new(
            "rebalancer.reallocate",
            "ten tokens, from one strategy to another; both owe something before and after",
            Transaction::new(Role::Spender, to, &reallocate),
        )
        .after(appoint.clone())
        .after(lend(stage, other, 50 * ONE_TOKEN))
        .after(let_flow(strategy))
        .after(let_flow(other)),
        Case::new(
            "rebalancer.force_deallocate",
            "ten tokens, an earlier gain is unlocking, the allowance has no limit",
            Transaction::new(Role::Holder, to, &force),
        )
        .after(appoint)
        .after(Transaction::new(Role::Owner, to, &offer))
        .after(Transaction::new(
            Role::Holder,
            stage.vault,
            &approveCall { spender, value },
        )),
        Case::new(
            "vault.surrender",
            "the owner has shares before and after, an earlier gain is unlocking",
            Transaction::new(Role::Holder, stage.vault, &surrender),
        ),
    ]
}
