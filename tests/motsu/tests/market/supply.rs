//! How a market is made, and what suppliers do.

use alloy_primitives::{Address, U256, keccak256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market::Market as MarketAbi;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::MarketRisk;
use ballast_motsu_testkit::Foreign;

use super::*;
use crate::tokens::{ALICE, BOB};

#[test]
fn a_market_says_how_it_was_made() {
    let lending = Lending::made();
    assert_eq!(lending.ask(&Abi::assetCall {}), ASSET);
    assert_eq!(lending.ask(&MarketAbi::riskProgramCall {}), RISK);
    let accounts = lending.ask(&MarketAbi::accountsProgramCall {});
    assert_eq!(accounts, ACCOUNTS);
    assert_eq!(
        lending.ask(&MarketRisk::governanceProgramCall {}),
        GOVERNANCE
    );
    assert_eq!(lending.ask(&Risk::oracleCall {}), ORACLE);
    assert_eq!(lending.ask(&Risk::authorityCall {}), AUTHORITY);
    assert_eq!(lending.totals(), (0, 0));
    let told = lending.market.events::<Risk::RoleChanged>();
    let told: Vec<_> = told.iter().map(|it| (it.role, it.from, it.to)).collect();
    assert_eq!(told, [(keccak256("authority"), Address::ZERO, AUTHORITY)]);
    // Nothing is taken yet.
    let error = Abi::CapExceeded {
        token: ASSET,
        total: uint(1),
        cap: U256::ZERO,
    };
    lending.refuses(ALICE, &supply(ALICE, 1), &error);
}

#[test]
fn a_market_is_made_once_of_contracts() {
    let lending = Lending::bare();
    let nowhere = Address::repeat_byte(0x99);
    let made = |change: &dyn Fn(&mut MarketAbi::constructorCall)| {
        let mut made = construction();
        change(&mut made);
        lending.market.construct(ALICE, &made)
    };
    let refused = |account| Err(Abi::InvalidAddress { account }.abi_encode());
    assert_eq!(made(&|it| it.asset = nowhere), refused(nowhere));
    assert_eq!(made(&|it| it.oracle = nowhere), refused(nowhere));
    assert_eq!(made(&|it| it.riskProgram = nowhere), refused(nowhere));
    let refusal = made(&|it| it.accountsProgram = nowhere);
    assert_eq!(refusal, refused(nowhere));
    let zero = Address::ZERO;
    assert_eq!(made(&|it| it.authority = zero), refused(zero));
    let paid = lending
        .market
        .construct_paying(ALICE, uint(1), &construction());
    assert_eq!(paid, Err(vec![]));
    assert_eq!(made(&|_| ()), Ok(()));
    let again = Err(IConstruction::AlreadyConstructed {}.abi_encode());
    assert_eq!(made(&|_| ()), again);
}

#[test]
fn programs_are_named_once_and_do_nothing_by_themselves() {
    let lending = Lending::new();
    let made = MarketRisk::constructorCall {
        governanceProgram: GOVERNANCE,
    };
    let again = lending.risk.construct(ALICE, &made);
    assert_eq!(
        again,
        Err(IConstruction::AlreadyConstructed {}.abi_encode())
    );
    let governance = lending
        .risk
        .call(BOB, &MarketRisk::governanceProgramCall {});
    assert_eq!(governance, Ok(GOVERNANCE));
    // By themselves nobody has a role, and nothing is listed.
    let caller = AUTHORITY;
    let stop = Risk::setStopsCall {
        supplyStopped: true,
        borrowStopped: true,
    };
    let error = Abi::Unauthorized { caller }.abi_encode();
    assert_eq!(lending.governance.call(caller, &stop).err(), Some(error));
    let collaterals = lending.governance.call(BOB, &Risk::collateralsCall {});
    assert_eq!(collaterals, Ok(vec![]));
    let error = Abi::NotListed { collateral: GOLD }.abi_encode();
    let poke = Risk::pokeCall { collateral: GOLD };
    assert_eq!(lending.risk.call(BOB, &poke).err(), Some(error));
    let pledge = Abi::supplyCollateralCall {
        collateral: GOLD,
        assets: uint(1),
        onBehalf: BOB,
        data: vec![].into(),
    };
    let error = Abi::NotListed { collateral: GOLD }.abi_encode();
    assert_eq!(lending.accounts.call(BOB, &pledge).err(), Some(error));
}

#[test]
fn neither_ether_nor_unknown_methods_are_taken() {
    let lending = Lending::new();
    let one = uint(1);
    let calls = [
        supply(ALICE, 1).abi_encode(),
        Risk::pokeCall { collateral: GOLD }.abi_encode(),
        Risk::capsCall {}.abi_encode(),
        vec![],
    ];
    for call in calls {
        assert_eq!(lending.market.pay(ALICE, one, call.clone()), Err(vec![]));
        assert_eq!(lending.risk.pay(ALICE, one, call.clone()), Err(vec![]));
        assert_eq!(lending.accounts.pay(ALICE, one, call.clone()), Err(vec![]));
        assert_eq!(lending.governance.pay(ALICE, one, call), Err(vec![]));
    }
    for unknown in [vec![], vec![0xff; 3], vec![0xff; 36]] {
        assert_eq!(lending.market.send(ALICE, unknown.clone()), Err(vec![]));
        assert_eq!(lending.accounts.send(ALICE, unknown), Err(vec![]));
    }
}

#[test]
fn supply_is_shares_of_the_market() {
    let lending = Lending::new();
    let moved = lending.act(ALICE, &supply(BOB, 1_000 * UNIT));
    let shares = uint(1_000 * UNIT) * uint(SHARES);
    assert_eq!(
        (moved.assetsSupplied, moved.sharesSupplied),
        (uint(1_000 * UNIT), shares)
    );
    assert_eq!(
        (lending.supplied(BOB), lending.supplied(ALICE)),
        (1_000 * UNIT, 0)
    );
    assert_eq!(lending.balance(&lending.asset, MARKET), 1_000 * UNIT);
    let told = lending.market.events::<Abi::Supply>().pop().unwrap();
    assert_eq!((told.caller, told.onBehalf), (ALICE, BOB));
    assert_eq!((told.assets, told.shares), (uint(1_000 * UNIT), shares));
    // By shares: a unit for each million of them.
    let by_shares = |shares: u64| Abi::supplyCall {
        assets: U256::ZERO,
        shares: uint(shares),
        ..supply(ALICE, 0)
    };
    let moved = lending.act(ALICE, &by_shares(5 * SHARES + 1));
    assert_eq!(moved.assetsSupplied, uint(6), "against who brings");
    assert_eq!(
        lending
            .ask(&Abi::positionCall { account: ALICE })
            .supplyShares,
        uint(5 * SHARES + 1)
    );
    // Who may, takes them back, wherever to.
    let out = Abi::withdrawCall {
        receiver: CAROL,
        ..withdraw(BOB, 400 * UNIT)
    };
    let moved = lending.act(BOB, &out);
    assert_eq!(moved.assetsWithdrawn, uint(400 * UNIT));
    assert_eq!(lending.balance(&lending.asset, CAROL), FUNDS + 400 * UNIT);
    let told = lending.market.events::<Abi::Withdraw>().pop().unwrap();
    assert_eq!(
        (told.caller, told.onBehalf, told.receiver),
        (BOB, BOB, CAROL)
    );
    assert_eq!(
        (told.assets, told.shares),
        (moved.assetsWithdrawn, moved.sharesWithdrawn)
    );
    let rest = lending
        .ask(&Abi::positionCall { account: BOB })
        .supplyShares;
    let all = Abi::withdrawCall {
        assets: U256::ZERO,
        shares: rest,
        ..withdraw(BOB, 0)
    };
    let moved = lending.act(BOB, &all);
    assert_eq!(
        (moved.assetsWithdrawn, lending.supplied(BOB)),
        (uint(600 * UNIT), 0)
    );
}

#[test]
fn amounts_are_named_by_one_number() {
    let lending = Lending::funded();
    let wide = U256::from(1) << 128;
    let numbers = [(uint(0), uint(0)), (uint(1), uint(1)), (wide, wide)];
    for (assets, shares) in numbers {
        let error = Abi::InconsistentInput { assets, shares };
        let calls = [
            Abi::supplyCall {
                assets,
                shares,
                ..supply(BOB, 0)
            }
            .abi_encode(),
            Abi::withdrawCall {
                assets,
                shares,
                ..withdraw(BOB, 0)
            }
            .abi_encode(),
            Abi::borrowCall {
                assets,
                shares,
                ..borrow(BOB, 0)
            }
            .abi_encode(),
            Abi::repayCall {
                assets,
                shares,
                ..repay(BOB, 0)
            }
            .abi_encode(),
        ];
        for call in calls {
            assert_eq!(lending.market.send(BOB, call), Err(error.abi_encode()));
        }
    }
    let zero = U256::ZERO;
    for (assets, shares) in [(wide, zero), (zero, wide), (wide - uint(1), zero)] {
        let call = Abi::supplyCall {
            assets,
            shares,
            ..supply(BOB, 0)
        };
        lending.refuses(BOB, &call, &Abi::NumberTooLarge {});
    }
}

#[test]
fn only_what_is_there_is_paid_out_to_whom_it_belongs() {
    let lending = Lending::funded();
    let shares = |units: u64| uint(units) * uint(SHARES);
    let error = Abi::InsufficientBalance {
        account: ALICE,
        asked: shares(100_001 * UNIT),
        held: shares(100_000 * UNIT),
    };
    lending.refuses(ALICE, &withdraw(ALICE, 100_001 * UNIT), &error);
    let caller = BOB;
    lending.refuses(BOB, &withdraw(ALICE, 1), &Abi::Unauthorized { caller });
    for account in [MARKET, Address::ZERO] {
        let call = Abi::withdrawCall {
            receiver: account,
            ..withdraw(ALICE, 1)
        };
        lending.refuses(ALICE, &call, &Abi::InvalidAddress { account });
    }
    let account = Address::ZERO;
    lending.refuses(ALICE, &supply(account, 1), &Abi::InvalidAddress { account });
    // What is lent has to come back first.
    lending.borrow(BOB, 8_000 * UNIT);
    let error = Abi::InsufficientLiquidity {
        asked: uint(92_000 * UNIT + 1),
        available: uint(92_000 * UNIT),
    };
    lending.refuses(ALICE, &withdraw(ALICE, 92_000 * UNIT + 1), &error);
    lending.act(ALICE, &withdraw(ALICE, 92_000 * UNIT));
    assert_eq!(lending.totals(), (8_000 * UNIT, 8_000 * UNIT));
}

#[test]
fn new_supply_has_a_cap_and_can_be_stopped() {
    let lending = Lending::funded();
    lending.govern(&Risk::setCapsCall {
        supplyCap: uint(100_010 * UNIT),
        borrowCap: uint(CAP),
    });
    let error = Abi::CapExceeded {
        token: ASSET,
        total: uint(100_010 * UNIT + 1),
        cap: uint(100_010 * UNIT),
    };
    lending.refuses(BOB, &supply(BOB, 10 * UNIT + 1), &error);
    lending.supply(BOB, 10 * UNIT);
    let stops = |supply_stopped| Risk::setStopsCall {
        supplyStopped: supply_stopped,
        borrowStopped: false,
    };
    lending.act(SENTINEL, &stops(true));
    lending.act(BOB, &withdraw(BOB, 5 * UNIT));
    lending.refuses(BOB, &supply(BOB, 1), &Abi::SupplyStopped {});
    lending.govern(&stops(false));
    lending.supply(BOB, 1);
    // What is sent here moves no price.
    let value = uint(1_000 * UNIT);
    let gift = ballast_abi::erc20::IERC20::transferCall { to: MARKET, value };
    lending.asset.call(CAROL, &gift).unwrap();
    assert_eq!(lending.totals(), (100_005 * UNIT + 1, 0));
}

/// Where a token stands that a test places itself.
const ODD: Address = Address::repeat_byte(0xc3);

#[test]
fn of_a_token_all_that_was_sent_arrives() {
    let lending = Lending::new();
    lending.says.price(ODD, PRICE);
    // It answers every question alike: once with nothing, once with a number that never changes.
    for answer in [vec![], uint(1).to_be_bytes_vec()] {
        let _odd = Foreign::place(ODD, move |_| Ok(answer.clone()));
        if lending.ask(&Risk::collateralsCall {}).len() == 2 {
            lending.govern(&listing(ODD, GOLD_LTV));
        }
        let error = Abi::WrongAmountReceived {
            token: ODD,
            expected: uint(7),
            received: U256::ZERO,
        };
        lending.refuses(BOB, &pledge(BOB, ODD, 7), &error);
    }
    let _odd = Foreign::place(ODD, |_| Err(b"why".to_vec()));
    let outcome = lending.market.call(BOB, &pledge(BOB, ODD, 7)).err();
    assert_eq!(outcome, Some(b"why".to_vec()));
    assert_eq!(lending.held(BOB, ODD), 0);
}
