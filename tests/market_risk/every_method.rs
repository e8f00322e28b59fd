//! Every method that changes something, by the ABI itself: whoever calls it, alone, in batches and in
//! the middle of others, nobody is left with a debt that is not healthy.

use std::collections::{BTreeMap, BTreeSet};

use alloy_json_abi::StateMutability;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::contract;
use ballast_abi::erc20::IERC20::transferCall;
use ballast_abi::market::{IFlashLender, IMarket as Abi};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_abi::params::IParameterSubscriber::onParameterCall;
use ballast_tests::lending::{borrow, pledge, release, repay, supply, withdraw};
use ballast_tests::{ALICE, BOB, Contract, DEPLOYER, MALLORY, TOKEN, uint};

use crate::{Stage, caller, liquidate, plain_terms, prepareCall, runCall, set_ltv};

const LTV: [u128; 2] = [8_000, 8_500];

/// A tenth of the ether, or 200 more of the debt: either leaves 2,399 unhealthy.
const MORE: u128 = 200 * TOKEN;
const TENTH: u128 = TOKEN / 10;

/// What passes, as nothing of it makes a debt less healthy; there are no fees to collect.
const HARMLESS: [&str; 11] = [
    "accrueInterest",
    "batch",
    "flash",
    "flashLoan",
    "poke",
    "repay",
    "setAuthorization",
    "supply",
    "supplyCollateral",
    "touch",
    "withdraw",
];

/// A contract that owes all it may, 2,399 against an ether at 3,000, and has supplied 100, too.
struct Edge {
    stage: Stage,
    borrower: Contract,
    passed: BTreeSet<String>,
}

impl Edge {
    fn new() -> Self {
        let stage = Stage::new(300_000, plain_terms(), LTV);
        stage.averages(600, 21_600);
        let lending = &stage.lending;
        let borrower = caller(lending);
        let account = borrower.address;
        let (to, value) = (account, uint(TOKEN));
        lending.ether.send(ALICE, &transferCall { to, value });
        let edge = Self {
            stage,
            borrower,
            passed: BTreeSet::new(),
        };
        for call in [
            pledge(edge.stage.ether(), TOKEN, account).abi_encode(),
            borrow(2_399 * TOKEN, account).abi_encode(),
            supply(100 * TOKEN, account).abi_encode(),
        ] {
            edge.borrower.send(ALICE, &edge.run(call));
        }
        edge
    }

    fn run(&self, data: Vec<u8>) -> runCall {
        runCall {
            to: self.stage.lending.market.address,
            data: data.into(),
        }
    }

    /// The borrower, and Mallory, try something that may fail.
    fn attempt(&mut self, name: &str, data: &[u8]) {
        let market = &self.stage.lending.market;
        let chain = market.chain();
        let run = self.run(data.to_vec());
        let own = chain.send(ALICE, self.borrower.address, &run).is_ok();
        let other = chain.send_raw(MALLORY, market.address, data.to_vec().into());
        if own || other.is_ok() {
            self.passed.insert(name.to_owned());
        }
        for account in [self.borrower.address, MALLORY] {
            if self.stage.lending.debt_of(account).is_zero() {
                continue;
            }
            let healths = market.ask(&Risk::healthCall { account });
            for health in healths {
                assert!(uint(TOKEN) <= health, "{name}: {health}");
            }
        }
    }
}

fn batch(items: &[&[u8]]) -> Vec<u8> {
    let items = items.iter().map(|item| Bytes::copy_from_slice(item));
    Abi::batchCall {
        items: items.collect(),
    }
    .abi_encode()
}

/// What users and keepers call, with what would hurt most.
fn of_users(stage: &Stage, account: Address) -> Vec<Vec<u8>> {
    let ether = stage.ether();
    let borrow_shares = Abi::borrowCall {
        assets: U256::ZERO,
        shares: uint(MORE * 1_000_000),
        ..borrow(0, account)
    };
    let trust = Abi::setAuthorizationCall {
        authorized: MALLORY,
        isAuthorized: true,
    };
    let signed = Abi::setAuthorizationWithSigCall {
        authorizer: account,
        authorized: MALLORY,
        isAuthorized: true,
        nonce: U256::ZERO,
        deadline: U256::MAX,
        signature: vec![1; 65].into(),
    };
    Vec::from([
        borrow(MORE, account).abi_encode(),
        borrow_shares.abi_encode(),
        borrow(1, MALLORY).abi_encode(),
        release(ether, TENTH, account).abi_encode(),
        release(ether, TOKEN, account).abi_encode(),
        liquidate(account, ether, uint(TOKEN)).abi_encode(),
        trust.abi_encode(),
        signed.abi_encode(),
        supply(TOKEN, account).abi_encode(),
        withdraw(TOKEN, account).abi_encode(),
        pledge(ether, 100, account).abi_encode(),
        repay(1, account).abi_encode(),
        Abi::accrueInterestCall {}.abi_encode(),
        batch(&[]),
        Risk::pokeCall { collateral: ether }.abi_encode(),
        Risk::touchCall { account }.abi_encode(),
        Risk::collectFeesCall {}.abi_encode(),
    ])
}

/// What calls back, each with data.
fn calling_back(stage: &Stage, account: Address) -> Vec<Vec<u8>> {
    let data = Bytes::from_static(b"any");
    let loan = IFlashLender::flashLoanCall {
        receiver: account,
        token: stage.lending.scene.token.address,
        amount: uint(1_000 * TOKEN),
        data: data.clone(),
    };
    let flash = Abi::flashCall {
        assets: uint(1_000 * TOKEN),
        data: data.clone(),
    };
    let supply = Abi::supplyCall {
        data: data.clone(),
        ..supply(TOKEN, account)
    };
    let pledge = Abi::supplyCollateralCall {
        data: data.clone(),
        ..pledge(stage.ether(), 100, account)
    };
    let repay = Abi::repayCall {
        data,
        ..repay(1, account)
    };
    Vec::from([
        loan.abi_encode(),
        flash.abi_encode(),
        supply.abi_encode(),
        pledge.abi_encode(),
        repay.abi_encode(),
    ])
}

/// What governs, with what would make the borrower unhealthy or the market lend more.
fn of_governors(stage: &Stage) -> Vec<Vec<u8>> {
    let (collateral, key) = (stage.ether(), B256::repeat_byte(1));
    let token = stage.lending.scene.token.address;
    let zero = U256::ZERO;
    let listed = Risk::listCollateralCall {
        collateral: token,
        borrowBps: uint(9_000),
        liquidationBps: uint(9_400),
        cap: U256::MAX,
    };
    let parameter = Risk::bindParameterCall {
        key,
        setting: Setting::LiquidationLtv,
        collateral,
    };
    let told = onParameterCall {
        key,
        value: uint(1_000),
        from: uint(1_000),
        start: zero,
        end: zero,
    };
    let rates = [uint(TOKEN); 4];
    let [base, below, above, kink] = rates;
    Vec::from([
        listed.abi_encode(),
        Risk::setListedCall {
            collateral,
            listed: false,
        }
        .abi_encode(),
        set_ltv(collateral, 500, 1_000, 0).abi_encode(),
        Risk::setCollateralCapCall {
            collateral,
            cap: zero,
        }
        .abi_encode(),
        Risk::setCapsCall {
            supplyCap: zero,
            borrowCap: zero,
        }
        .abi_encode(),
        Risk::setStopsCall {
            supplyStopped: true,
            borrowStopped: true,
        }
        .abi_encode(),
        Risk::setFeesCall {
            feeBps: zero,
            reservePartBps: zero,
            flashFeeBps: zero,
        }
        .abi_encode(),
        Risk::setAdaptiveModelCall {}.abi_encode(),
        Risk::setKinkedModelCall {
            base,
            below,
            above,
            kink,
        }
        .abi_encode(),
        Risk::setTermsCall {
            terms: plain_terms(),
        }
        .abi_encode(),
        Risk::setPricingCall {
            fastSeconds: zero,
            slowSeconds: zero,
            gated: false,
        }
        .abi_encode(),
        parameter.abi_encode(),
        told.abi_encode(),
        Risk::unbindParameterCall { key }.abi_encode(),
        Risk::setParamsCall { params: MALLORY }.abi_encode(),
        Risk::setSentinelCall { sentinel: MALLORY }.abi_encode(),
        Risk::setFeeRecipientCall { recipient: MALLORY }.abi_encode(),
        Risk::transferAuthorityCall { to: MALLORY }.abi_encode(),
        Risk::acceptAuthorityCall {}.abi_encode(),
    ])
}

/// The methods that are not views, by their selectors.
fn changing() -> BTreeMap<[u8; 4], String> {
    let programs = [
        contract::market(),
        contract::market_risk(),
        contract::market_governance(),
    ];
    let functions = programs.iter().flat_map(|abi| abi.functions());
    functions
        .filter(|function| {
            let kind = function.state_mutability;
            !matches!(kind, StateMutability::View | StateMutability::Pure)
        })
        .map(|function| (function.selector().0, function.name.clone()))
        .collect()
}

/// Each method alone, in a batch, in a batch with a loan before and after it; then each that calls back
/// with a loan, a release and a liquidation meanwhile.
#[test]
fn scenario_20_no_method_leaves_a_debt_unhealthy() {
    let mut edge = Edge::new();
    let account = edge.borrower.address;
    let methods = changing();
    let users = of_users(&edge.stage, account);
    let governors = of_governors(&edge.stage);
    let callers = calling_back(&edge.stage, account);
    let tried = [&users[..], &governors, &callers].concat();
    let selector = |call: &Vec<u8>| call[..4].try_into().expect("a selector");
    let tried: BTreeSet<[u8; 4]> = tried.iter().map(selector).collect();
    let all: BTreeSet<_> = methods.keys().copied().collect();
    assert_eq!(tried, all, "{methods:?}");

    let risky = borrow(MORE, account).abi_encode();
    for call in users.iter().chain(&governors) {
        let name = &methods[&selector(call)];
        edge.attempt(name, call);
        for items in [&[&call[..]][..], &[call, &risky], &[&risky, call]] {
            edge.attempt("batch", &batch(items));
        }
    }
    let release = release(edge.stage.ether(), TENTH, account).abi_encode();
    let seize = liquidate(account, edge.stage.ether(), uint(TOKEN)).abi_encode();
    let (token, target) = (
        edge.stage.lending.scene.token.address,
        edge.stage.lending.market.address,
    );
    for errand in [&risky, &release, &seize, &batch(&[&risky])] {
        let errand = errand.clone().into();
        edge.borrower.send(
            DEPLOYER,
            &prepareCall {
                token,
                target,
                errand,
                honest: true,
            },
        );
        for call in &callers {
            edge.attempt(&methods[&selector(call)], call);
        }
    }
    let passed: Vec<_> = edge.passed.iter().map(String::as_str).collect();
    assert_eq!(passed, HARMLESS);
    // The law is one that fails: with the price a tenth lower the same debt is unhealthy.
    edge.stage.averages(0, 0);
    edge.stage.price(270_000);
    let healths = edge.stage.lending.market.ask(&Risk::healthCall { account });
    assert!(healths[0] < uint(TOKEN));
    edge.stage
        .lending
        .market
        .send(BOB, &liquidate(account, edge.stage.ether(), uint(TOKEN)));
}
