//! Plans become contracts.

use alloy_primitives::{Address, U256, address, hex, keccak256};
use alloy_sol_types::sol;
use ballast_abi::erc20::IERC20::{nameCall, symbolCall};
use ballast_abi::erc4626::IERC4626::assetCall;
use ballast_artifacts::{TOKEN, VAULT};
use ballast_client::deploy::{Action, DeployError, Plan, next, run};
use ballast_client::program::Program;
use ballast_devnet::CACHE_MANAGER;

use crate::chain::{client, deployed, owner, plan, start, token_constructor, vault_constructor};

sol! {
    function removeWasmCacheManager(address manager) external;
}

#[tokio::test]
async fn contracts_stand_where_the_plan_says_and_are_constructed() {
    let chain = start().await;
    let (token, vault, manifest) = deployed(&chain).await;
    let client = client(&chain, 0);
    assert_eq!(client.call(vault, &assetCall {}).await.unwrap(), token);
    assert_eq!(client.call(vault, &nameCall {}).await.unwrap(), "Vault");
    assert_eq!(client.call(token, &symbolCall {}).await.unwrap(), "T");
    assert_eq!(client.code(vault).await.unwrap()[..], *VAULT.code);
    assert_eq!(manifest.address("vault"), Some(vault));
    let program = Program::read(&client, vault).await.unwrap();
    assert!(program.cached);
    assert_eq!(program.code_bytes, VAULT.code.len());
    assert_eq!(program.footprint_pages, VAULT.footprint_pages);
    assert_eq!(program.entry_gas_cached, VAULT.entry_gas_cached());
    assert_eq!(program.entry_gas_uncached, VAULT.entry_gas_uncached());
}

#[tokio::test]
async fn the_manifest_tells_what_was_done() {
    let chain = start().await;
    let (_, _, manifest) = deployed(&chain).await;
    assert_eq!(
        (
            manifest.chain_id,
            manifest.arbos_version,
            manifest.stylus_version
        ),
        (412_346, 51, 2)
    );
    assert_eq!(manifest.sender, owner(&chain).sender());
    assert_eq!(manifest.versions["compiler"], VAULT.compiler);
    let token = &manifest.contracts["token"];
    assert_eq!(token.code_hash, keccak256(TOKEN.code));
    let actions: Vec<_> = token.transactions.iter().map(|sent| sent.action).collect();
    assert_eq!(actions, [Action::Deploy, Action::Cache]);
    let client = client(&chain, 0);
    for sent in &token.transactions {
        let receipt = client.receipt(sent.transaction).await.unwrap().unwrap();
        assert!(receipt.success());
        assert_eq!(receipt.gas_used(), sent.gas_used);
    }
}

#[tokio::test]
async fn a_plan_that_was_run_sends_nothing() {
    let chain = start().await;
    let (_, _, first) = deployed(&chain).await;
    let height = chain.node().block_number();
    let (plan, ..) = plan(true);
    let second = run(&owner(&chain), &plan, |_, _| panic!("nothing is missing"))
        .await
        .unwrap();
    assert_eq!(chain.node().block_number(), height);
    assert!(second.contracts["vault"].transactions.is_empty());
    assert_eq!(second.after(&first), first);
}

#[tokio::test]
async fn what_is_missing_is_added() {
    let chain = start().await;
    let owner = owner(&chain);
    let (uncached, _, vault) = plan(false);
    run(&owner, &uncached, |_, _| {}).await.unwrap();
    assert!(!Program::read(&owner, vault).await.unwrap().cached);
    let (cached, ..) = plan(true);
    let mut announced = Vec::new();
    run(&owner, &cached, |contract, action| {
        announced.push((contract.name.clone(), action))
    })
    .await
    .unwrap();
    let expected = [
        ("token".to_owned(), Action::Cache),
        ("vault".to_owned(), Action::Cache),
    ];
    assert_eq!(announced, expected);
    assert!(Program::read(&owner, vault).await.unwrap().cached);
}

#[tokio::test]
async fn code_that_is_active_already_pays_no_data_fee() {
    let chain = start().await;
    deployed(&chain).await;
    let client = client(&chain, 0);
    let mut again = Plan::new("another");
    again
        .add("token", TOKEN.code, &token_constructor(), false)
        .unwrap();
    let step = next(&client, &again, &again.contracts()[0])
        .await
        .unwrap()
        .unwrap();
    assert_eq!((step.action, step.value), (Action::Deploy, U256::ZERO));
    run(&client, &again, |_, _| {}).await.unwrap();
}

#[tokio::test]
async fn the_data_fee_is_raised_by_a_fifth_and_the_rest_comes_back() {
    let chain = start().await;
    let client = client(&chain, 0);
    let (plan, ..) = plan(false);
    let step = next(&client, &plan, &plan.contracts()[0])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(step.action, Action::Deploy);
    let before = client.balance(client.sender()).await.unwrap();
    let receipt = client
        .send_transaction("deploy", step.request())
        .await
        .unwrap();
    let after = client.balance(client.sender()).await.unwrap();
    let gas = U256::from(receipt.gas_used()) * U256::from(receipt.effective_gas_price);
    let fee = before - after - gas;
    assert!(
        !fee.is_zero() && fee < step.value,
        "{fee} of {}",
        step.value
    );
    // Nothing was activated in between, so the margin is all that came back, rounded down.
    assert_eq!(fee * U256::from(6) / U256::from(5), step.value);
}

#[tokio::test]
async fn a_constructor_that_refuses_says_why() {
    let chain = start().await;
    let nobody = Address::repeat_byte(9);
    let mut plan = Plan::new("test");
    plan.add("vault", VAULT.code, &vault_constructor(nobody), false)
        .unwrap();
    let error = run(&client(&chain, 0), &plan, |_, _| {}).await.unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("cannot deploy vault: "), "{text}");
    assert!(text.contains("InvalidAsset"), "{text}");
    assert!(matches!(
        error,
        DeployError::Step {
            action: Action::Deploy,
            ..
        }
    ));
}

#[tokio::test]
async fn code_that_is_no_program_says_so() {
    let chain = start().await;
    let mut plan = Plan::new("test");
    let garbage = vec![0xef, 0xf0, 0, 0, 1, 2, 3];
    plan.add("garbage", garbage, &token_constructor(), false)
        .unwrap();
    let error = run(&client(&chain, 0), &plan, |_, _| {}).await.unwrap_err();
    assert!(
        matches!(
            error,
            DeployError::Step {
                action: Action::Deploy,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn a_chain_without_deployer_is_recognised() {
    let chain = start().await;
    let elsewhere = Address::repeat_byte(1);
    let mut plan = Plan::new("test").with_deployer(elsewhere);
    plan.add("token", TOKEN.code, &token_constructor(), false)
        .unwrap();
    let error = run(&client(&chain, 0), &plan, |_, _| {}).await.unwrap_err();
    let expected =
        format!("chain 412346 has no StylusDeployer at {elsewhere}; name the one it has");
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn who_may_not_cache_buys_a_place() {
    let chain = start().await;
    let client = client(&chain, 0);
    let (uncached, ..) = plan(false);
    run(&client, &uncached, |_, _| {}).await.unwrap();
    let (cached, ..) = plan(true);
    let token = &cached.contracts()[0];
    let step = next(&client, &cached, token).await.unwrap().unwrap();
    // As long as there is room a place costs nothing.
    assert_eq!((step.to, step.value), (CACHE_MANAGER, U256::ZERO));
    run(&client, &cached, |_, _| {}).await.unwrap();
    assert!(Program::read(&client, token.address).await.unwrap().cached);
}

#[tokio::test]
async fn a_place_costs_no_more_than_the_plan_allows_and_must_be_had_for_it() {
    let chain = start().await;
    // A manager that asks 5 wei, takes them, and does nothing.
    chain
        .node()
        .set_code(CACHE_MANAGER, hex!("60055f5260205ff3").into());
    let client = client(&chain, 0);
    let (plan, ..) = plan(true);
    let run = async |limit: u64| {
        let plan = plan.clone().with_bid_max(U256::from(limit));
        run(&client, &plan, |_, _| {}).await.unwrap_err()
    };
    let error = run(4).await;
    assert_eq!(
        error.to_string(),
        "a place in the cache for token costs 5 wei, the plan allows 4"
    );
    let error = run(5).await;
    assert!(
        matches!(
            error,
            DeployError::NoEffect {
                action: Action::Cache,
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(client.balance(CACHE_MANAGER).await.unwrap(), U256::from(5));
}

#[tokio::test]
async fn a_chain_where_nobody_sells_places_is_recognised() {
    let chain = start().await;
    let arb_owner = address!("0000000000000000000000000000000000000070");
    let removal = removeWasmCacheManagerCall {
        manager: CACHE_MANAGER,
    };
    owner(&chain).send(arb_owner, &removal).await.unwrap();
    let (plan, ..) = plan(true);
    let error = run(&client(&chain, 0), &plan, |_, _| {}).await.unwrap_err();
    assert!(
        matches!(error, DeployError::NoCacheManager { .. }),
        "{error}"
    );
}
