//! Vaults that are there to rob the router's users
//!
//! The law: with any vault, of any asset, whatever it does while it is called, an allowance to the
//! router moves only what belongs to whoever called the router; and the router ends with nothing.

use super::*;

sol! {
    struct Move {
        address target;
        bytes payload;
    }

    interface IHostile {
        function configure(address asset, uint256 preview, uint256 takes, uint256 pays) external;
        function arm(Move[] moves) external;
        function calls() external view returns (uint256);
        function successes() external view returns (uint256);
    }
}

/// What everybody has of everything before an attack.
const STAKE: u128 = 50 * TOKEN;

/// What the attacker enters with.
const BAIT: u128 = 1_000;

pub(super) fn configure(
    asset: Address,
    preview: u128,
    takes: u32,
    pays: u128,
) -> IHostile::configureCall {
    IHostile::configureCall {
        asset,
        preview: uint(preview),
        takes: uint(takes.into()),
        pays: uint(pays),
    }
}

/// Bob and Mallory have some of everything, and all of it is allowed to the router.
fn stage() -> Stage {
    let stage = Stage::new();
    for actor in [BOB, MALLORY] {
        let call = deposit(stage.vault.address(), STAKE, actor, 0);
        stage.router.send(actor, &call);
        stage.deposit_ether(actor, STAKE);
        let deposit = TransactionRequest::default()
            .from(actor)
            .to(stage.weth.address)
            .value(uint(STAKE))
            .gas_limit(GAS_LIMIT);
        assert!(stage.chain.node().transact(deposit).unwrap().success());
    }
    stage
}

/// What Bob has, and what of it the router may take.
fn possessions(stage: &Stage) -> Vec<(U256, U256)> {
    let (account, spender) = (BOB, stage.router.address);
    let tokens = stage.tokens();
    let look = |contract: &&Contract| {
        let balance = contract.ask(&IERC20::balanceOfCall { account });
        let owner = account;
        let allowance = contract.ask(&IERC20::allowanceCall { owner, spender });
        (balance, allowance)
    };
    tokens.iter().map(look).collect()
}

/// What a vault could try while it is called: through the router, and by itself.
fn moves(stage: &Stage, this: Address) -> Vec<Move> {
    let (vault, ether, router) = (
        stage.vault.address(),
        stage.ether_vault.address(),
        stage.router.address,
    );
    let through = [
        deposit(vault, BAIT, this, 0).abi_encode(),
        mint(vault, BAIT, this, BAIT).abi_encode(),
        withdraw(vault, BAIT, this, u128::MAX).abi_encode(),
        redeem(vault, BAIT, this, 0).abi_encode(),
        redeem_ether(ether, this).abi_encode(),
        migrate(vault, this, this).abi_encode(),
        Abi::wethCall {}.abi_encode(),
        Vec::new(),
    ];
    let mut moves: Vec<Move> = through
        .into_iter()
        .map(|payload| (router, payload))
        .map(to_move)
        .collect();
    // One more than came, which is what a vault may take.
    let value = uint(BAIT + 1);
    for contract in stage.tokens() {
        for from in [BOB, router] {
            let call = IERC20::transferFromCall {
                from,
                to: this,
                value,
            };
            moves.push(to_move((contract.address, call.abi_encode())));
        }
    }
    for owner in [BOB, router] {
        for target in [vault, ether] {
            let call = ballast_tests::redeem(1_000_000, this, owner);
            moves.push(to_move((target, call.abi_encode())));
        }
    }
    moves
}

fn to_move((target, payload): (Address, Vec<u8>)) -> Move {
    let payload = payload.into();
    Move { target, payload }
}

fn redeem_ether(vault: Address, receiver: Address) -> Abi::redeemEtherCall {
    Abi::redeemEtherCall {
        vault,
        shares: uint(BAIT),
        receiver,
        minEther: U256::ZERO,
    }
}

fn migrate(from: Address, to: Address, receiver: Address) -> Abi::migrateCall {
    Abi::migrateCall {
        fromVault: from,
        toVault: to,
        shares: uint(BAIT),
        receiver,
        minShares: U256::ZERO,
    }
}

/// Every call of the router that names `vault`, for `receiver`.
fn attacks(stage: &Stage, vault: Address, receiver: Address) -> Vec<Vec<u8>> {
    let (honest, ether) = (stage.vault.address(), stage.ether_vault.address());
    let (deadline, v, r, s) = (U256::MAX, 27, [1; 32].into(), [2; 32].into());
    let (amount, min) = (uint(BAIT), U256::ZERO);
    vec![
        deposit(vault, BAIT, receiver, 0).abi_encode(),
        mint(vault, BAIT, receiver, BAIT).abi_encode(),
        withdraw(vault, BAIT, receiver, BAIT).abi_encode(),
        redeem(vault, BAIT, receiver, 0).abi_encode(),
        redeem_ether(vault, receiver).abi_encode(),
        migrate(vault, honest, receiver).abi_encode(),
        migrate(vault, ether, receiver).abi_encode(),
        migrate(honest, vault, receiver).abi_encode(),
        migrate(vault, vault, receiver).abi_encode(),
        Abi::depositWithPermitCall {
            vault,
            assets: amount,
            receiver,
            minShares: min,
            deadline,
            v,
            r,
            s,
        }
        .abi_encode(),
        Abi::redeemWithPermitCall {
            vault,
            shares: amount,
            receiver,
            minAssets: min,
            deadline,
            v,
            r,
            s,
        }
        .abi_encode(),
    ]
}

/// Over every asset that Bob has, and over assets that are none, by every call: Bob keeps all of
/// it, though he may be given something. Nothing the vault tries in between succeeds.
#[test]
fn a_hostile_vault_harms_only_its_caller() {
    let stage = stage();
    let hostile = stage.hostile();
    let moves = moves(&stage, hostile.address);
    let tries = uint(moves.len() as u128);
    hostile.send(DEPLOYER, &IHostile::armCall { moves });
    let mut before = possessions(&stage);
    let mut attack = |vault: Address, receiver: Address| {
        let mut passed = 0;
        for call in attacks(&stage, vault, receiver) {
            passed += u32::from(stage.attempt(MALLORY, &call));
            let after = possessions(&stage);
            for ((had, allowed), (has, allows)) in before.iter().zip(&after) {
                assert!(had <= has && allowed == allows, "{before:?}, {after:?}");
            }
            before = after;
            stage.assert_clean(vault);
        }
        passed
    };
    let mut passed = 0;
    let [token, shares, weth, ether_shares] = stage.tokens().map(|contract| contract.address);
    let (this, router) = (hostile.address, stage.router.address);
    for asset in [
        token,
        shares,
        weth,
        ether_shares,
        this,
        router,
        STRANGER,
        BOB,
    ] {
        for takes in [100, 0, 101] {
            hostile.send(DEPLOYER, &configure(asset, BAIT, takes, 0));
            passed += attack(this, MALLORY) + attack(this, BOB);
        }
    }
    let calls = hostile.ask(&IHostile::callsCall {});
    assert!(passed > 100, "only {passed} calls got through the router");
    assert!(calls >= tries * uint(passed.into()), "{calls} calls");
    assert_eq!(hostile.ask(&IHostile::successesCall {}), U256::ZERO);
    // No more does an honest one.
    assert!(attack(shares, BOB) + attack(ether_shares, BOB) > 4);
}

/// Of a deposit the vault takes at most what the caller brought, though more lies here.
#[test]
fn a_vault_cannot_take_more_than_came() {
    let stage = stage();
    let hostile = stage.hostile();
    let (to, value) = (stage.router.address, uint(BAIT));
    stage.token.send(ALICE, &IERC20::transferCall { to, value });
    let asset = stage.token.address;
    hostile.send(DEPLOYER, &configure(asset, BAIT, 101, 0));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: hostile.address,
        allowance: uint(BAIT),
        needed: uint(BAIT * 101 / 100),
    };
    let call = deposit(hostile.address, BAIT, MALLORY, 0);
    stage.router.refuses(MALLORY, &call, &error);
    hostile.send(DEPLOYER, &configure(asset, BAIT, 100, 0));
    let moves = vec![to_move((
        asset,
        IERC20::transferFromCall {
            from: stage.router.address,
            to: hostile.address,
            value: uint(1),
        }
        .abi_encode(),
    ))];
    hostile.send(DEPLOYER, &IHostile::armCall { moves });
    stage.router.send(MALLORY, &call);
    assert_eq!(hostile.ask(&IHostile::callsCall {}), uint(1));
    assert_eq!(hostile.ask(&IHostile::successesCall {}), U256::ZERO);
    assert_eq!(stage.tokens_of(stage.router.address), value);
}

/// A vault that keeps what it owes does not get past a bound.
#[test]
fn bounds_hold_for_a_vault_that_lies() {
    let stage = stage();
    let (hostile, router) = (stage.hostile(), &stage.router);
    let this = hostile.address;
    hostile.send(DEPLOYER, &configure(stage.token.address, BAIT, 100, 0));
    router.refuses(MALLORY, &redeem(this, 9, MALLORY, 1), &slippage(0, 1));
    router.refuses(MALLORY, &withdraw(this, 5, MALLORY, 5), &slippage(0, 5));
    let call = mint(this, 9, MALLORY, BAIT - 1);
    router.refuses(MALLORY, &call, &slippage(BAIT, BAIT - 1));
    hostile.send(DEPLOYER, &configure(stage.token.address, BAIT, 201, 0));
    let error = Abi::VaultFailed { vault: this };
    router.refuses(MALLORY, &deposit(this, 9, MALLORY, 0), &error);
    router.refuses(MALLORY, &mint(this, 9, MALLORY, BAIT), &error);
    router.refuses(MALLORY, &redeem(this, 9, MALLORY, 0), &error);
    router.refuses(MALLORY, &withdraw(this, 0, MALLORY, 9), &error);
    let asset = STRANGER;
    hostile.send(DEPLOYER, &configure(asset, BAIT, 100, 0));
    let error = Abi::InvalidAsset { asset };
    router.refuses(MALLORY, &deposit(this, 9, MALLORY, 0), &error);
    router.refuses(MALLORY, &redeem(this, 9, MALLORY, 0), &error);
}
