//! What changing a risk parameter costs, with a subscriber of a stranger's that keeps it in two
//! words.

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolValue;
use ballast_abi::params::IParams::{
    DelayClass, Rules, Safety, defineCall, secureCall, setCall, subscribeCall,
};
use ballast_abi::params::Params::constructorCall;
use ballast_artifacts::PARAMS;
use ballast_bench::peers::Peers;
use ballast_client::deploy::{self, Plan};

use super::case::{Case, Transaction};
use super::stage::{Role, Stage};

/// What a borrow LTV starts with, in basis points.
const START: u64 = 7_000;

/// Deploys a store with an LTV and a subscriber; comes last, so that it moves the clock of no other
/// case.
pub(super) async fn cases(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let owner = stage.client(Role::Owner)?;
    let authority = owner.sender();
    let mut plan = Plan::new("params");
    let constructor = constructorCall { authority };
    let store = plan.add(PARAMS.name, PARAMS.code, &constructor, true)?;
    deploy::run(&owner, &plan, |_, _| {}).await?;
    let key = owner.call(store, &definition()).await?;
    owner.send(store, &definition()).await?;
    let peers = Peers::load()?;
    let code = peers.contract("FollowingTerms")?;
    let subscriber = stage.create(code, &store.abi_encode()).await?;
    let subscribe = subscribeCall { key, subscriber };
    let subscribe = Transaction::new(Role::Owner, store, &subscribe);
    let change = set(store, key, START + 100);
    Ok(vec![
        Case::new(
            "params.set.no_push",
            "a value that changes at once; nobody is told",
            change.clone(),
        ),
        Case::new(
            "params.set.one_push",
            "the same; one subscriber, which was told another value before, writes two words",
            change,
        )
        .after(subscribe.clone()),
        Case::new(
            "params.secure.one_push",
            "the authority lowers a value at once as far as it goes, and one subscriber is told",
            Transaction::new(
                Role::Owner,
                store,
                &secureCall {
                    key,
                    value: U256::from(1_000),
                },
            ),
        )
        .after(subscribe),
    ])
}

fn set(store: Address, key: B256, value: u64) -> Transaction {
    let value = U256::from(value);
    Transaction::new(Role::Owner, store, &setCall { key, value })
}

fn definition() -> defineCall {
    let rules = Rules {
        min: U256::from(1_000),
        max: U256::from(9_000),
        step: U256::from(500),
        interval: U256::ONE,
        duration: U256::ZERO,
        delayClass: DelayClass::Standard,
        safety: Safety::Lower,
    };
    defineCall {
        module: Role::Holder.address().into_word(),
        subject: B256::ZERO,
        name: B256::repeat_byte(1),
        rules,
        value: U256::from(START),
    }
}
