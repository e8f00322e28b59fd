//! A strategy over a pool of Aave v3, which is played.

mod rewards;

use std::cell::RefCell;
use std::rc::Rc;

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolError, SolValue};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::strategy::IStrategy;
use ballast_abi::strategy_aave_v3::{IAToken, IAavePool, StrategyAaveV3 as Abi};
use ballast_abi::token::Token as TokenAbi;
use ballast_motsu_testkit::{Deployed, Foreign, Message};
use ballast_strategy_aave_v3::Strategy;
use ballast_token::Token;

use crate::tokens::{ALICE, BOB, token_at};

const VAULT: Address = Address::repeat_byte(0x7a);
const REGISTRY: Address = Address::repeat_byte(0x4e);
const POOL: Address = Address::repeat_byte(0xaa);
const A_TOKEN: Address = Address::repeat_byte(0xab);
const FULL: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// What the pool does wrong, and what it has been asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Faults {
    is_paused: bool,
    /// It has no virtual balance, as before v3.1.
    is_old: bool,
    /// It takes a unit less than it is given.
    takes_less: bool,
    /// It gives three aTokens less than it takes.
    gives_less: bool,
    /// It reverts without saying why.
    is_silent: bool,
    /// It pays nothing any more, and says why.
    is_empty: bool,
    /// Who accounts for rewards, if anybody does.
    controller: Address,
}

struct Stage {
    asset: Deployed<Token>,
    receipts: Rc<RefCell<u64>>,
    faults: Rc<RefCell<Faults>>,
    strategy: Deployed<Strategy>,
    _others: [Foreign; 3],
}

fn word(value: u64) -> Vec<u8> {
    U256::from(value).to_be_bytes_vec()
}

/// Aave's words for a reserve that has not enough.
const NOT_ENOUGH: [u8; 4] = [0x47, 0x1c, 0x9a, 0x3b];

fn pool(
    message: &Message<'_>,
    asset: Address,
    faults: Faults,
    receipts: &RefCell<u64>,
) -> Result<Vec<u8>, Vec<u8>> {
    if message.is::<IAavePool::getReserveDataCall>().is_some() {
        let mut words = vec![0; 15 * 32];
        words[8 * 32 + 12..9 * 32].copy_from_slice(A_TOKEN.as_slice());
        return Ok(words);
    }
    if message.is::<IAavePool::getConfigurationCall>().is_some() {
        if faults.is_silent {
            return Err(vec![]);
        }
        return Ok(word(u64::from(faults.is_paused) << 60));
    }
    if message
        .is::<IAavePool::getVirtualUnderlyingBalanceCall>()
        .is_some()
    {
        return if faults.is_old {
            Err(vec![])
        } else {
            Ok(word(70))
        };
    }
    if faults.is_silent {
        return Err(vec![]);
    }
    if let Some(call) = message.is::<IAavePool::supplyCall>() {
        let taken = call.amount - U256::from(u64::from(faults.takes_less));
        let pull = IERC20::transferFromCall {
            from: message.sender,
            to: A_TOKEN,
            value: taken,
        };
        message.call(asset, &pull)?;
        let given = taken - U256::from(if faults.gives_less { 3 } else { 0 });
        *receipts.borrow_mut() += given.to::<u64>();
        return Ok(vec![]);
    }
    let Some(call) = message.is::<IAavePool::withdrawCall>() else {
        return Err(vec![]);
    };
    if faults.is_empty {
        return Err(NOT_ENOUGH.to_vec());
    }
    *receipts.borrow_mut() -= call.amount.to::<u64>();
    let to = call.to;
    let value = call.amount;
    message.call(A_TOKEN, &TokenAbi::mintCall { to, value })?;
    Ok(call.amount.to_be_bytes_vec())
}

/// The aToken pays the asset out where the pool has it "mint", which is how the two are told apart
/// from a transfer of receipts.
fn receipt(
    message: &Message<'_>,
    asset: Address,
    receipts: &RefCell<u64>,
    controller: Address,
) -> Result<Vec<u8>, Vec<u8>> {
    if message
        .is::<IAToken::getIncentivesControllerCall>()
        .is_some()
    {
        return Ok(controller.into_word().to_vec());
    }
    if message
        .is::<IAToken::UNDERLYING_ASSET_ADDRESSCall>()
        .is_some()
    {
        return Ok(asset.into_word().to_vec());
    }
    if message.is::<IERC20::balanceOfCall>().is_some() {
        return Ok(word(*receipts.borrow()));
    }
    if let Some(TokenAbi::mintCall { to, value }) = message.is() {
        return message.call(asset, &IERC20::transferCall { to, value });
    }
    let Some(call) = message.is::<IERC20::transferCall>() else {
        return Err(vec![]);
    };
    *receipts.borrow_mut() -= call.value.to::<u64>();
    Ok(word(1))
}

fn construction(vault: Address, pool: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        vault,
        registry: REGISTRY,
        pool,
    }
}

fn bare() -> Stage {
    let asset = token_at(0x70);
    let receipts = Rc::new(RefCell::new(0));
    let faults = Rc::new(RefCell::new(Faults::default()));
    let token = asset.address();
    let (books, wrong) = (Rc::clone(&receipts), Rc::clone(&faults));
    let pool = Foreign::place(POOL, move |message| {
        let faults = *wrong.borrow();
        pool(message, token, faults, &books)
    });
    let (books, wrong) = (Rc::clone(&receipts), Rc::clone(&faults));
    let a_token = Foreign::place(A_TOKEN, move |message| {
        let controller = wrong.borrow().controller;
        receipt(message, token, &books, controller)
    });
    let answers = vec![(IERC4626::assetCall::SELECTOR, token.into_word().to_vec())];
    Stage {
        asset,
        receipts,
        faults,
        strategy: Deployed::bare(Address::repeat_byte(0x51)),
        _others: [pool, a_token, Foreign::answering(VAULT, answers)],
    }
}

/// A strategy that has lent 100, of which the pool has 70 left by its own count.
fn stage() -> Stage {
    let stage = bare();
    let constructor = construction(VAULT, POOL);
    stage.strategy.construct(ALICE, &constructor).unwrap();
    stage.allocate(100).unwrap();
    stage
}

impl Stage {
    /// As the registry does it: the assets come first.
    fn allocate(&self, assets: u64) -> Result<(), Vec<u8>> {
        let (to, value) = (self.strategy.address(), U256::from(assets));
        let mint = TokenAbi::mintCall { to, value };
        self.asset.call(ALICE, &mint).unwrap();
        let assets = value;
        let call = IStrategy::allocateCall { assets };
        self.strategy.call(REGISTRY, &call).map(drop)
    }

    fn deallocate(&self, assets: u64) -> Result<U256, Vec<u8>> {
        let assets = U256::from(assets);
        let call = IStrategy::deallocateCall { assets };
        self.strategy.call(REGISTRY, &call)
    }

    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.strategy.call(BOB, call).unwrap()
    }

    fn set(&self, faults: Faults) {
        *self.faults.borrow_mut() = faults;
    }

    fn tokens_of(&self, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        self.asset.call(BOB, &call).unwrap()
    }

    fn liquid(&self) -> U256 {
        self.ask(&IStrategy::maxWithdrawableCall {})
    }
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

fn shortfall(received: u64, expected: u64) -> IStrategy::VenueShortfall {
    IStrategy::VenueShortfall {
        received: U256::from(received),
        expected: U256::from(expected),
    }
}

#[test]
fn what_is_lent_earns_and_comes_back_to_the_vault() {
    let stage = stage();
    assert_eq!(stage.tokens_of(A_TOKEN), U256::from(100));
    let allowance = IERC20::allowanceCall {
        owner: stage.strategy.address(),
        spender: POOL,
    };
    assert_eq!(stage.asset.call(BOB, &allowance), Ok(U256::ZERO));
    *stage.receipts.borrow_mut() += 5;
    assert_eq!(stage.ask(&IStrategy::realAssetsCall {}), U256::from(105));
    assert_eq!(stage.ask(&IStrategy::harvestCall {}), U256::from(105));
    assert_eq!(stage.deallocate(30), Ok(U256::from(30)));
    assert_eq!(stage.tokens_of(VAULT), U256::from(30));
    assert_eq!(*stage.receipts.borrow(), 75);
}

#[test]
fn what_can_be_had_is_what_the_pool_has_left() {
    let stage = stage();
    assert_eq!(stage.liquid(), U256::from(70));
    // Before v3.1 it is what lies at the aToken.
    stage.set(Faults {
        is_old: true,
        ..Faults::default()
    });
    assert_eq!(stage.liquid(), U256::from(100));
    stage.set(Faults::default());
    assert_eq!(stage.deallocate(90), Ok(U256::from(70)));
    assert_eq!(stage.liquid(), U256::from(30));
    stage.set(Faults {
        is_paused: true,
        ..Faults::default()
    });
    assert_eq!(stage.liquid(), U256::ZERO);
    assert_eq!(stage.deallocate(1), Ok(U256::ZERO));
    assert_eq!(stage.tokens_of(VAULT), U256::from(70));
    // An exit asks the pool all the same.
    let exit = IStrategy::emergencyExitCall {};
    assert_eq!(stage.strategy.call(REGISTRY, &exit), Ok(U256::from(30)));
    assert_eq!(stage.strategy.call(REGISTRY, &exit), Ok(U256::ZERO));
}

#[test]
fn a_pool_that_takes_or_gives_less_is_refused() {
    let stage = stage();
    stage.set(Faults {
        takes_less: true,
        ..Faults::default()
    });
    refused(stage.allocate(50), &shortfall(49, 50));
    stage.set(Faults {
        gives_less: true,
        ..Faults::default()
    });
    refused(stage.allocate(50), &shortfall(47, 50));
}

#[test]
fn reasons_are_passed_on_and_silence_is_named() {
    let stage = stage();
    stage.set(Faults {
        is_empty: true,
        ..Faults::default()
    });
    let exit = IStrategy::emergencyExitCall {};
    assert_eq!(stage.deallocate(1), Err(NOT_ENOUGH.to_vec()));
    let outcome = stage.strategy.call(REGISTRY, &exit);
    assert_eq!(outcome, Err(NOT_ENOUGH.to_vec()));
    stage.set(Faults {
        is_silent: true,
        ..Faults::default()
    });
    let error = Abi::VenueFailed { venue: POOL };
    refused(stage.deallocate(1), &error);
    refused(stage.allocate(1), &error);
    refused(stage.strategy.call(REGISTRY, &exit), &error);
    let max = IStrategy::maxWithdrawableCall {};
    refused(stage.strategy.call(BOB, &max), &error);
}

#[test]
fn receipts_are_given_in_parts() {
    let stage = stage();
    let give = |fraction| IStrategy::transferInKindCall {
        fraction,
        receiver: BOB,
    };
    let quarter = FULL / U256::from(4);
    stage.strategy.call(REGISTRY, &give(quarter)).unwrap();
    assert_eq!(*stage.receipts.borrow(), 75);
    stage.strategy.call(REGISTRY, &give(U256::ZERO)).unwrap();
    assert_eq!(*stage.receipts.borrow(), 75);
    let fraction = FULL + U256::from(1);
    let outcome = stage.strategy.call(REGISTRY, &give(fraction));
    refused(outcome, &Abi::InvalidFraction { fraction });
}

#[test]
fn the_registry_alone_is_obeyed() {
    let stage = stage();
    let assets = U256::from(1);
    let receiver = BOB;
    let fraction = FULL;
    let calls = [
        IStrategy::allocateCall { assets }.abi_encode(),
        IStrategy::deallocateCall { assets }.abi_encode(),
        IStrategy::emergencyExitCall {}.abi_encode(),
        IStrategy::transferInKindCall { fraction, receiver }.abi_encode(),
    ];
    for caller in [ALICE, VAULT, POOL, Address::ZERO] {
        for calldata in &calls {
            let outcome = stage.strategy.send(caller, calldata.clone());
            refused(outcome, &IStrategy::NotRegistry { caller });
        }
    }
    assert_eq!(*stage.receipts.borrow(), 100);
    let [paid, unknown] = [calls[0].clone(), vec![0xff; 4]];
    assert_eq!(stage.strategy.pay(REGISTRY, assets, paid), Err(vec![]));
    assert_eq!(stage.strategy.send(REGISTRY, unknown), Err(vec![]));
    assert_eq!(stage.strategy.send(REGISTRY, vec![]), Err(vec![]));
}

#[test]
fn a_strategy_says_what_it_is() {
    let stage = stage();
    let asset = stage.asset.address();
    assert_eq!(stage.ask(&IStrategy::assetCall {}), asset);
    assert_eq!(stage.ask(&IStrategy::vaultCall {}), VAULT);
    assert_eq!(stage.ask(&IStrategy::registryCall {}), REGISTRY);
    assert_eq!(stage.ask(&Abi::poolCall {}), POOL);
    assert_eq!(stage.ask(&Abi::aTokenCall {}), A_TOKEN);
    let positions = stage.ask(&IStrategy::positionsCall {});
    assert_eq!(positions.len(), 1);
    assert_eq!(positions[0].token, A_TOKEN);
    assert_eq!(positions[0].amount, U256::from(100));
    let ids = stage.ask(&IStrategy::idsCall {});
    assert_eq!(ids, [keccak256(("venue", POOL).abi_encode_params())]);
}

#[test]
fn the_constructor_refuses_what_is_no_reserve() {
    let stage = bare();
    let construct = |vault, pool| stage.strategy.construct(ALICE, &construction(vault, pool));
    for vault in [BOB, A_TOKEN] {
        refused(construct(vault, POOL), &Abi::InvalidVault { vault });
    }
    let asset = stage.asset.address();
    for pool in [BOB, VAULT] {
        refused(construct(VAULT, pool), &Abi::InvalidPool { pool, asset });
    }
    construct(VAULT, POOL).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(construct(VAULT, POOL), &error);
}
