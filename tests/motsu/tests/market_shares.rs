//! A market's supply as an ERC-4626 vault.

mod odd;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_shares::MarketShares as Abi;
use ballast_market_shares::MarketShares;
use ballast_motsu_testkit::{Deployed, Signer, deploy_precompiles};

use crate::market::*;
use crate::tokens::{ALICE, BOB};

const VAULT: Address = Address::repeat_byte(0x4e);

fn construction(market: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        market,
        name: "Shares".into(),
        symbol: "S".into(),
    }
}

/// Shares of a market to which Alice has supplied 100,000 by herself; everybody lets them take the
/// asset.
struct Stage {
    lending: Lending,
    vault: Deployed<MarketShares>,
}

fn stage() -> Stage {
    let lending = Lending::funded();
    let vault = Deployed::bare(VAULT);
    vault.construct(ALICE, &construction(MARKET)).unwrap();
    for account in [ALICE, BOB, CAROL] {
        let (spender, value) = (VAULT, U256::MAX);
        let approve = IERC20::approveCall { spender, value };
        lending.asset.call(account, &approve).unwrap();
    }
    Stage { lending, vault }
}

impl Stage {
    fn act<C: SolCall>(&self, caller: Address, call: &C) -> C::Return {
        self.vault.call(caller, call).unwrap()
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.act(CAROL, call)
    }

    #[track_caller]
    fn refuses(&self, caller: Address, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.vault.call(caller, call).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }

    fn shares(&self, account: Address) -> U256 {
        self.ask(&IERC20::balanceOfCall { account })
    }

    fn tokens(&self, account: Address) -> u64 {
        self.lending.balance(&self.lending.asset, account)
    }

    /// A supply of 100,000 becomes 111,051.7 within a year, of which Bob owes a tenth more; then
    /// interest stops.
    fn earn(&self) {
        self.lending.pledge(BOB, GOLD, 1_900 * UNIT);
        self.lending.borrow(BOB, 50_000 * UNIT);
        self.lending.govern(&steady_rate(3_170_979_198));
        self.lending.pass(YEAR);
        self.lending.govern(&steady_rate(0));
    }
}

fn deposit(assets: U256, receiver: Address) -> IERC4626::depositCall {
    IERC4626::depositCall { assets, receiver }
}

fn mint(shares: U256, receiver: Address) -> IERC4626::mintCall {
    IERC4626::mintCall { shares, receiver }
}

fn withdraw(assets: U256, owner: Address) -> IERC4626::withdrawCall {
    IERC4626::withdrawCall {
        assets,
        receiver: owner,
        owner,
    }
}

fn redeem(shares: U256, owner: Address) -> IERC4626::redeemCall {
    IERC4626::redeemCall {
        shares,
        receiver: owner,
        owner,
    }
}

fn in_shares(units: u64) -> U256 {
    uint(units) * uint(SHARES)
}

#[test]
fn shares_say_what_they_are() {
    let stage = stage();
    assert_eq!(stage.ask(&Abi::marketCall {}), MARKET);
    assert_eq!(stage.ask(&IERC4626::assetCall {}), ASSET);
    // Six more than the asset.
    assert_eq!(stage.ask(&IERC20::decimalsCall {}), 12);
    assert_eq!(stage.ask(&IERC20::nameCall {}), "Shares");
    assert_eq!(stage.ask(&IERC20::symbolCall {}), "S");
    assert_eq!(stage.ask(&IERC20::totalSupplyCall {}), U256::ZERO);
    assert_eq!(stage.ask(&IERC4626::totalAssetsCall {}), U256::ZERO);
    let outcome = stage.vault.construct(ALICE, &construction(MARKET));
    let error = IConstruction::AlreadyConstructed {};
    assert_eq!(outcome, Err(error.abi_encode()));
}

#[test]
fn a_deposit_is_supply_of_the_market() {
    let stage = stage();
    let assets = uint(1_000 * UNIT);
    let shares = in_shares(1_000 * UNIT);
    assert_eq!(stage.ask(&IERC4626::previewDepositCall { assets }), shares);
    assert_eq!(stage.act(BOB, &deposit(assets, CAROL)), shares);
    assert_eq!(
        (stage.shares(CAROL), stage.shares(BOB)),
        (shares, U256::ZERO)
    );
    assert_eq!(stage.tokens(BOB), FUNDS - 1_000 * UNIT);
    assert_eq!(stage.lending.supplied(VAULT), 1_000 * UNIT);
    assert_eq!(stage.ask(&IERC4626::totalAssetsCall {}), assets);
    let told = stage.vault.events::<IERC4626::Deposit>().pop().unwrap();
    assert_eq!((told.sender, told.owner), (BOB, CAROL));
    assert_eq!((told.assets, told.shares), (assets, shares));
    let minted = stage.vault.events::<IERC20::Transfer>().pop().unwrap();
    assert_eq!(
        (minted.from, minted.to, minted.value),
        (Address::ZERO, CAROL, shares)
    );
    assert_eq!(stage.act(BOB, &mint(shares, BOB)), assets);
    assert_eq!(stage.ask(&IERC20::totalSupplyCall {}), shares + shares);
    // Nothing of what was allowed is left.
    let (owner, spender) = (VAULT, MARKET);
    let allowance = IERC20::allowanceCall { owner, spender };
    assert_eq!(stage.lending.asset.call(BOB, &allowance), Ok(U256::ZERO));
}

#[test]
fn an_exit_pays_what_shares_are_worth() {
    let stage = stage();
    stage.act(BOB, &deposit(uint(10_000 * UNIT), BOB));
    stage.earn();
    // 50,000 earned 5,258.5, of which a tenth and more is Bob's.
    let worth: u64 = stage.ask(&IERC4626::totalAssetsCall {}).to();
    assert!(worth.abs_diff(10_478_049_628) <= 2, "{worth}");
    let all = in_shares(10_000 * UNIT);
    let shares = all;
    assert_eq!(
        stage.ask(&IERC4626::convertToAssetsCall { shares }),
        uint(worth)
    );
    assert_eq!(
        stage.ask(&IERC4626::previewRedeemCall { shares }),
        uint(worth)
    );
    let assets = uint(1_000 * UNIT);
    let cost = stage.ask(&IERC4626::previewWithdrawCall { assets });
    let down = stage.ask(&IERC4626::convertToSharesCall { assets });
    assert_eq!(
        (cost, stage.ask(&IERC4626::previewDepositCall { assets })),
        (down + uint(1), down)
    );
    let out = IERC4626::withdrawCall {
        receiver: CAROL,
        ..withdraw(assets, BOB)
    };
    assert_eq!(stage.act(BOB, &out), cost);
    assert_eq!(
        (stage.shares(BOB), stage.tokens(CAROL)),
        (all - cost, FUNDS + 1_000 * UNIT)
    );
    let told = stage.vault.events::<IERC4626::Withdraw>().pop().unwrap();
    assert_eq!((told.sender, told.receiver, told.owner), (BOB, CAROL, BOB));
    assert_eq!((told.assets, told.shares), (assets, cost));
    let before = stage.tokens(BOB);
    let paid: u64 = stage.act(BOB, &redeem(all - cost, BOB)).to();
    assert!((worth - 1_000 * UNIT).abs_diff(paid) <= 1);
    assert_eq!(
        (stage.tokens(BOB), stage.shares(BOB)),
        (before + paid, U256::ZERO)
    );
    assert_eq!(stage.ask(&IERC20::totalSupplyCall {}), U256::ZERO);
    // A share costs a unit more than it brings.
    let shares = in_shares(UNIT) + uint(1);
    let down = stage.ask(&IERC4626::previewRedeemCall { shares });
    assert_eq!(
        stage.ask(&IERC4626::previewMintCall { shares }),
        down + uint(1)
    );
}

#[test]
fn whoever_was_allowed_takes_shares_out() {
    let stage = stage();
    stage.act(BOB, &deposit(uint(10 * UNIT), BOB));
    let (spender, value) = (CAROL, in_shares(4 * UNIT));
    stage.act(BOB, &IERC20::approveCall { spender, value });
    stage.act(CAROL, &redeem(in_shares(3 * UNIT), BOB));
    let error = IERC20::ERC20InsufficientAllowance {
        spender: CAROL,
        allowance: in_shares(UNIT),
        needed: in_shares(2 * UNIT),
    };
    stage.refuses(CAROL, &withdraw(uint(2 * UNIT), BOB), &error);
    assert_eq!(stage.shares(BOB), in_shares(7 * UNIT));
    let (to, value) = (ALICE, in_shares(UNIT));
    stage.act(BOB, &IERC20::transferCall { to, value });
    assert_eq!(stage.shares(ALICE), value);
}

#[test]
fn limits_are_the_markets() {
    let stage = stage();
    let (receiver, owner) = (BOB, BOB);
    let most = |stage: &Stage| {
        (
            stage.ask(&IERC4626::maxDepositCall { receiver }),
            stage.ask(&IERC4626::maxMintCall { receiver }),
        )
    };
    let out = |stage: &Stage| {
        (
            stage.ask(&IERC4626::maxWithdrawCall { owner }),
            stage.ask(&IERC4626::maxRedeemCall { owner }),
        )
    };
    let zero = U256::ZERO;
    assert_eq!(out(&stage), (zero, zero));
    stage.lending.govern(&Risk::setCapsCall {
        supplyCap: uint(100_100 * UNIT),
        borrowCap: uint(CAP),
    });
    assert_eq!(most(&stage), (uint(100 * UNIT), in_shares(100 * UNIT)));
    let over = uint(100 * UNIT + 1);
    let error = IERC4626::ERC4626ExceededMaxDeposit {
        receiver,
        assets: over,
        max: uint(100 * UNIT),
    };
    stage.refuses(BOB, &deposit(over, BOB), &error);
    let over = in_shares(100 * UNIT) + uint(1);
    let error = IERC4626::ERC4626ExceededMaxMint {
        receiver,
        shares: over,
        max: in_shares(100 * UNIT),
    };
    stage.refuses(BOB, &mint(over, BOB), &error);
    stage.act(BOB, &mint(in_shares(100 * UNIT), BOB));
    assert_eq!(most(&stage), (zero, zero));
    assert_eq!(out(&stage), (uint(100 * UNIT), in_shares(100 * UNIT)));
    // What is lent is not paid.
    stage.lending.pledge(BOB, GOLD, 1_900 * UNIT);
    stage.lending.borrow(BOB, 100_070 * UNIT);
    assert_eq!(out(&stage), (uint(30 * UNIT), in_shares(30 * UNIT)));
    let over = uint(30 * UNIT + 1);
    let error = IERC4626::ERC4626ExceededMaxWithdraw {
        owner,
        assets: over,
        max: uint(30 * UNIT),
    };
    stage.refuses(BOB, &withdraw(over, BOB), &error);
    let over = in_shares(30 * UNIT) + uint(1);
    let error = IERC4626::ERC4626ExceededMaxRedeem {
        owner,
        shares: over,
        max: in_shares(30 * UNIT),
    };
    stage.refuses(BOB, &redeem(over, BOB), &error);
    stage.act(BOB, &withdraw(uint(30 * UNIT), BOB));
    // New supply may be stopped, which takes nothing of the room that is left.
    stage.lending.act(
        SENTINEL,
        &Risk::setStopsCall {
            supplyStopped: true,
            borrowStopped: false,
        },
    );
    assert_eq!(most(&stage), (zero, zero));
    let assets = uint(1);
    let error = IERC4626::ERC4626ExceededMaxDeposit {
        receiver,
        assets,
        max: zero,
    };
    stage.refuses(BOB, &deposit(assets, BOB), &error);
}

#[test]
fn nothing_is_not_moved() {
    let stage = stage();
    stage.act(BOB, &deposit(uint(10 * UNIT), BOB));
    let (zero, error) = (U256::ZERO, Abi::NothingMoved {});
    stage.refuses(BOB, &deposit(zero, BOB), &error);
    stage.refuses(BOB, &mint(zero, BOB), &error);
    stage.refuses(BOB, &withdraw(zero, BOB), &error);
    stage.refuses(BOB, &redeem(zero, BOB), &error);
    // A share that is worth less than a unit pays nothing.
    stage.refuses(BOB, &redeem(uint(1), BOB), &error);
    let wide = U256::from(1) << 128;
    let shares = wide;
    assert!(
        stage
            .vault
            .call(BOB, &IERC4626::convertToAssetsCall { shares })
            .is_err()
    );
    let assets = wide;
    assert!(
        stage
            .vault
            .call(BOB, &IERC4626::convertToSharesCall { assets })
            .is_err()
    );
    let call = deposit(uint(1), BOB).abi_encode();
    assert_eq!(stage.vault.pay(BOB, uint(1), call), Err(vec![]));
    assert_eq!(stage.vault.pay(BOB, uint(1), vec![]), Err(vec![]));
    assert_eq!(stage.vault.send(BOB, vec![0xff; 36]), Err(vec![]));
}

#[test]
fn a_token_that_does_not_move_stops_a_deposit() {
    let stage = stage();
    let (spender, value) = (VAULT, U256::ZERO);
    let none = IERC20::approveCall { spender, value };
    stage.lending.asset.call(BOB, &none).unwrap();
    let needed = uint(5);
    let error = IERC20::ERC20InsufficientAllowance {
        spender,
        allowance: value,
        needed,
    };
    stage.refuses(BOB, &deposit(needed, BOB), &error);
    assert_eq!(stage.shares(BOB), value);
}

#[test]
fn shares_are_permitted_by_signature() {
    let _precompiles = deploy_precompiles();
    let stage = stage();
    let signer = Signer::new("alice");
    let owner = signer.address();
    stage.act(BOB, &deposit(uint(10 * UNIT), owner));
    let domain: B256 = stage.ask(&IERC20Permit::DOMAIN_SEPARATORCall {});
    let (value, deadline) = (in_shares(UNIT), U256::MAX);
    let signed = signer.permit(domain, [owner, CAROL], [value, U256::ZERO, deadline]);
    let (v, r, s) = signed;
    let call = IERC20Permit::permitCall {
        owner,
        spender: CAROL,
        value,
        deadline,
        v,
        r,
        s,
    };
    stage.act(BOB, &call);
    assert_eq!(stage.ask(&IERC20Permit::noncesCall { owner }), uint(1));
    let out = IERC4626::redeemCall {
        receiver: CAROL,
        ..redeem(value, owner)
    };
    assert_eq!(stage.act(CAROL, &out), uint(UNIT));
    assert_eq!(stage.tokens(CAROL), FUNDS + UNIT);
}
