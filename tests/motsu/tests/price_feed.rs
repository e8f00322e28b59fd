//! The price of a share, believed as far as a growth goes.

use alloy_primitives::aliases::U80;
use alloy_primitives::{Address, I256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::price_feed::{IAggregator, PriceFeed as Abi};
use ballast_motsu_testkit::{Deployed, Foreign, set_block_timestamp};
use ballast_price_feed::PriceFeed;
use std::cell::Cell;
use std::rc::Rc;

const BOB: Address = Address::repeat_byte(0xb0);
const VAULT: Address = Address::repeat_byte(0x7a);
const ASSET: Address = Address::repeat_byte(0x70);
const START: u64 = 1_800_000_000;
const YEAR: u64 = 31_536_000;
/// One whole share costs one whole token of six decimals.
const PAR: u64 = 1_000_000;

/// A vault of 9 decimals over a token of 6 whose price is what is in the cell; none of zero.
struct Stage {
    price: Rc<Cell<u64>>,
    feed: Deployed<PriceFeed>,
    _others: [Foreign; 2],
}

fn word(value: u64) -> Vec<u8> {
    U256::from(value).to_be_bytes_vec()
}

fn construction(decimals: u8, growth_bps: u64, description: &str) -> Abi::constructorCall {
    Abi::constructorCall {
        vault: VAULT,
        decimals,
        growthBpsPerYear: U256::from(growth_bps),
        description: description.into(),
    }
}

fn bare() -> Stage {
    set_block_timestamp(START);
    let price = Rc::new(Cell::new(PAR));
    let answer = Rc::clone(&price);
    let vault = Foreign::place(VAULT, move |message| {
        if message.is::<IERC4626::assetCall>().is_some() {
            return Ok(ASSET.into_word().to_vec());
        }
        if message.is::<IERC20::decimalsCall>().is_some() {
            return Ok(word(9));
        }
        let Some(call) = message.is::<IERC4626::convertToAssetsCall>() else {
            return Err(vec![]);
        };
        let assets = call.shares * U256::from(answer.get()) / U256::from(1_000_000_000);
        if answer.get() == u64::MAX {
            return Err(vec![]);
        }
        Ok(assets.to_be_bytes_vec())
    });
    let asset = Foreign::answering(ASSET, vec![(IERC20::decimalsCall::SELECTOR, word(6))]);
    Stage {
        price,
        feed: Deployed::bare(Address::repeat_byte(0xfe)),
        _others: [vault, asset],
    }
}

/// A feed of 8 decimals that believes 10 % a year.
fn stage() -> Stage {
    let stage = bare();
    let constructor = construction(8, 1_000, "vUSD / USD");
    stage.feed.construct(BOB, &constructor).unwrap();
    stage
}

impl Stage {
    fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.feed.call(BOB, call).unwrap()
    }

    fn answer(&self) -> u64 {
        let answer = self.ask(&IAggregator::latestAnswerCall {});
        answer.try_into().unwrap()
    }

    fn refuses(&self, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.feed.call(BOB, call);
        assert_eq!(outcome.err(), Some(error.abi_encode()));
    }
}

#[test]
fn the_answer_is_the_price_up_to_what_growth_allows() {
    let stage = stage();
    assert_eq!(stage.answer(), 100_000_000);
    stage.price.set(PAR * 3);
    // Half a thousandth more than the line is believed.
    assert_eq!(stage.answer(), 100_050_000);
    let uncapped = stage.ask(&Abi::uncappedAnswerCall {});
    assert_eq!(uncapped, U256::from(300_000_000));
    set_block_timestamp(START + YEAR);
    let cap = stage.ask(&Abi::capCall {});
    assert_eq!(cap, U256::from(110_055_000));
    assert_eq!(stage.answer(), 110_055_000);
    // A fall is believed at once.
    stage.price.set(PAR / 2);
    assert_eq!(stage.answer(), 50_000_000);
}

#[test]
fn an_update_moves_the_checkpoint_and_counts() {
    let stage = stage();
    let first = stage.ask(&Abi::checkpointCall {});
    assert_eq!(first.price, U256::from(100_000_000));
    assert_eq!(first.timestamp, U256::from(START));
    stage.price.set(PAR * 105 / 100);
    set_block_timestamp(START + YEAR);
    let believed = stage.ask(&Abi::updateCall {});
    assert_eq!(believed, I256::try_from(105_000_000).unwrap());
    let next = stage.ask(&Abi::checkpointCall {});
    assert_eq!(next.price, U256::from(105_000_000));
    assert_eq!(next.timestamp, U256::from(START + YEAR));
    let round = stage.ask(&IAggregator::latestRoundDataCall {});
    assert_eq!(round.roundId, U80::from(2));
    assert_eq!(round.answeredInRound, round.roundId);
    assert_eq!(round.startedAt, next.timestamp);
    assert_eq!(round.updatedAt, next.timestamp);
    let events = stage.feed.events::<IAggregator::AnswerUpdated>();
    let ids: Vec<_> = events.iter().map(|event| event.roundId).collect();
    assert_eq!(ids, [U256::from(1), U256::from(2)]);
    // A price above what growth allows moves nothing: the line would start anew from there.
    stage.price.set(PAR * 3);
    let believed = stage.ask(&Abi::updateCall {});
    assert_eq!(believed, I256::try_from(105_052_500).unwrap());
    assert_eq!(stage.ask(&Abi::checkpointCall {}).price, next.price);
}

#[test]
fn only_the_latest_round_is_known() {
    let stage = stage();
    let get = |round: u64| IAggregator::getRoundDataCall {
        roundId: U80::from(round),
    };
    let round = stage.ask(&get(1));
    assert_eq!(round.id, U80::from(1));
    assert_eq!(round.answer, I256::try_from(100_000_000).unwrap());
    for other in [0, 2] {
        let error = Abi::RoundNotAvailable {
            roundId: U80::from(other),
            latest: U80::from(1),
        };
        stage.refuses(&get(other), &error);
    }
    // A number of more than 80 bits is no argument.
    let mut calldata = get(1).abi_encode();
    calldata[4] = 1;
    assert_eq!(stage.feed.send(BOB, calldata), Err(vec![]));
}

#[test]
fn a_feed_says_what_it_is() {
    let stage = stage();
    assert_eq!(stage.ask(&IAggregator::decimalsCall {}), 8);
    assert_eq!(stage.ask(&IAggregator::descriptionCall {}), "vUSD / USD");
    assert_eq!(stage.ask(&IAggregator::versionCall {}), U256::from(1));
    assert_eq!(stage.ask(&Abi::vaultCall {}), VAULT);
    let growth = stage.ask(&Abi::growthBpsPerYearCall {});
    assert_eq!(growth, U256::from(1_000));
    assert_eq!(stage.feed.send(BOB, vec![0xff; 4]), Err(vec![]));
    assert_eq!(stage.feed.send(BOB, vec![]), Err(vec![]));
    let one = U256::from(1);
    let update = Abi::updateCall {}.abi_encode();
    assert_eq!(stage.feed.pay(BOB, one, update), Err(vec![]));
}

#[test]
fn a_vault_that_names_no_price_has_no_answer() {
    let stage = stage();
    stage.price.set(u64::MAX);
    let error = Abi::VaultFailed { vault: VAULT };
    stage.refuses(&IAggregator::latestAnswerCall {}, &error);
    stage.refuses(&Abi::uncappedAnswerCall {}, &error);
    stage.refuses(&Abi::updateCall {}, &error);
}

#[test]
fn the_constructor_refuses_what_makes_no_feed() {
    let stage = bare();
    let refused = |constructor: &Abi::constructorCall, error: Vec<u8>| {
        let outcome = stage.feed.construct(BOB, constructor);
        assert_eq!(outcome, Err(error));
    };
    let error = Abi::InvalidGrowth {
        growthBpsPerYear: U256::from(20_001),
    };
    refused(&construction(8, 20_001, "d"), error.abi_encode());
    let error = IConstruction::StringTooLong {
        length: U256::from(32),
    };
    let long = "d".repeat(32);
    refused(&construction(8, 1, &long), error.abi_encode());
    let error = Abi::InvalidDecimals { decimals: 19 };
    refused(&construction(19, 1, "d"), error.abi_encode());
    let mut elsewhere = construction(8, 1, "d");
    elsewhere.vault = BOB;
    let error = Abi::InvalidVault { vault: BOB };
    refused(&elsewhere, error.abi_encode());
    let error = Abi::InvalidVault { vault: VAULT };
    for price in [0, u64::MAX] {
        stage.price.set(price);
        refused(&construction(8, 1, "d"), error.abi_encode());
    }
    stage.price.set(PAR);
    let good = construction(18, 20_000, "d");
    stage.feed.construct(BOB, &good).unwrap();
    let error = IConstruction::AlreadyConstructed {};
    refused(&good, error.abi_encode());
    let outcome = stage.feed.pay(BOB, U256::from(1), vec![]);
    assert_eq!(outcome, Err(vec![]));
}
