//! The price feed: what it answers about honest vaults, and about prices that somebody moves.

mod constructor;

use alloy_primitives::{Address, Bytes, I256, U256, aliases::U80};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_sol_types::{SolCall, SolEvent, SolValue, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::price_feed::IAggregator::{self, AnswerUpdated};
use ballast_abi::price_feed::PriceFeed as Abi;
use ballast_artifacts::PRICE_FEED;
use ballast_bench::chain::Chain;
use ballast_bench::peers::{PeerToken, PeerVault, Pipeline};
use ballast_client::deploy::Plan;
use ballast_tests::{
    ALICE, CAROL, Contract, DEPLOYER, MALLORY, Scene, TOKEN, Vault, peers, token, uint, vault_over,
};

/// One, with 18 decimals.
const ONE: u128 = 1_000_000_000_000_000_000;
const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;

/// What the feeds below believe in a year: a tenth.
const GROWTH_BPS: u128 = 1_000;

fn constructor(vault: Address, decimals: u8, growth_bps: u128) -> Abi::constructorCall {
    Abi::constructorCall {
        vault,
        decimals,
        growthBpsPerYear: uint(growth_bps),
        description: "bV / T".to_owned(),
    }
}

fn plan(constructor: &Abi::constructorCall) -> (Plan, Address) {
    let mut plan = Plan::new("tests");
    let address = plan
        .add("feed", PRICE_FEED.code, constructor, true)
        .unwrap();
    (plan, address)
}

fn feed_of(chain: &Chain, vault: Address, decimals: u8) -> Contract {
    let (plan, address) = plan(&constructor(vault, decimals, GROWTH_BPS));
    chain
        .deploy(&plan)
        .unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}

/// A feed of 18 decimals over OpenZeppelin's vault, whose price anyone moves by sending it tokens,
/// and in which Alice has 1,000 tokens.
struct Stage {
    scene: Scene,
    vault: Vault,
    feed: Contract,
}

impl Stage {
    fn new() -> Self {
        let scene = Scene::new();
        let code = peers()
            .vault(PeerVault::OpenZeppelin, Pipeline::Legacy)
            .unwrap();
        let arguments = scene.token.address.abi_encode();
        let address = scene.chain.create(code, &arguments).unwrap();
        scene.allow(ALICE, address);
        let vault = Vault::new(Contract::new(scene.chain.clone(), address));
        vault.deposit(ALICE, 1_000 * TOKEN, ALICE);
        let feed = feed_of(&scene.chain, address, 18);
        Self { scene, vault, feed }
    }

    /// Sends tokens to the vault.
    fn donate(&self, value: u128) {
        self.scene.fund(self.vault.address(), value);
    }

    /// Takes tokens from the vault, as a loss would.
    fn lose(&self, value: u128) {
        let vault = self.vault.address();
        let node = self.scene.chain.node();
        node.set_balance(vault, uint(ONE));
        node.impersonate(vault);
        let (to, value) = (DEPLOYER, uint(value));
        self.scene
            .token
            .send(vault, &IERC20::transferCall { to, value });
    }

    fn update(&self) -> I256 {
        self.feed.send(CAROL, &Abi::updateCall {}).returned
    }

    fn price(&self) -> u128 {
        self.feed.ask(&Abi::uncappedAnswerCall {}).to()
    }

    fn checkpoint(&self) -> (u128, u64) {
        let Abi::checkpointReturn { price, timestamp } = self.feed.ask(&Abi::checkpointCall {});
        (price.to(), timestamp.to())
    }

    /// The latest block's time; a view sees the next block, a second later.
    fn now(&self) -> u64 {
        self.scene.chain.node().latest().header.timestamp
    }
}

fn answer(feed: &Contract) -> u128 {
    let answer = feed.ask(&IAggregator::latestAnswerCall {});
    answer.into_raw().to()
}

fn cap(feed: &Contract) -> u128 {
    feed.ask(&Abi::capCall {}).to()
}

/// Equal but for some parts in 10^9: some seconds of growth are.
fn near(value: u128, expected: u128) {
    let part = value.abs_diff(expected) / (expected / 1_000_000_000);
    assert!(part < 20, "{value}, {expected} expected");
}

#[test]
fn answers_as_an_aggregator_does() {
    let scene = Scene::new();
    let feed = feed_of(&scene.chain, scene.vault.address(), 18);
    let taken = scene.chain.node().latest().header.timestamp;
    assert_eq!(feed.ask(&IAggregator::decimalsCall {}), 18);
    assert_eq!(feed.ask(&IAggregator::descriptionCall {}), "bV / T");
    assert_eq!(feed.ask(&IAggregator::versionCall {}), uint(1));
    assert_eq!(feed.ask(&Abi::vaultCall {}), scene.vault.address());
    assert_eq!(feed.ask(&Abi::growthBpsPerYearCall {}), uint(GROWTH_BPS));
    scene.pass(3 * DAY);
    scene.vault.deposit(ALICE, 5, ALICE);
    let now = scene.chain.node().latest().header.timestamp + 1;
    let data = feed.ask(&IAggregator::latestRoundDataCall {});
    assert_eq!(data.roundId, U80::from(1));
    assert_eq!(data.answer, I256::unchecked_from(ONE));
    let started: u64 = data.startedAt.to();
    assert!(scene.built < started && started <= taken);
    assert_eq!(data.updatedAt, uint(now.into()));
    assert_eq!(data.answeredInRound, U80::from(1));
}

#[test]
fn knows_the_latest_round_alone() {
    let stage = Stage::new();
    let latest = stage.feed.ask(&IAggregator::latestRoundDataCall {});
    let round = |id: u64| IAggregator::getRoundDataCall {
        roundId: U80::from(id),
    };
    let data = stage.feed.ask(&round(1));
    assert_eq!(
        (data.id, data.answer, data.startedAt, data.updatedAt),
        (
            latest.roundId,
            latest.answer,
            latest.startedAt,
            latest.updatedAt
        )
    );
    for id in [0, 2, u64::MAX] {
        let error = Abi::RoundNotAvailable {
            roundId: U80::from(id),
            latest: U80::from(1),
        };
        stage.feed.refuses(ALICE, &round(id), &error);
    }
    // More than 80 bits are no round.
    sol! {
        function getRoundData(uint256 id) external view returns (uint256);
    }
    let mut input = getRoundDataCall { id: U256::MAX }.abi_encode();
    input[..4].copy_from_slice(&IAggregator::getRoundDataCall::SELECTOR);
    let request = TransactionRequest::default()
        .to(stage.feed.address)
        .input(Bytes::from(input).into());
    let error = stage.scene.chain.node().call(&request).unwrap_err();
    assert!(error.revert_data().is_none_or(|data| data.is_empty()));
}

/// A whole share is worth a whole token, whatever the decimals of either.
#[test]
fn scales_to_its_decimals() {
    let scene = Scene::new();
    let six = token(&scene.chain, PeerToken::Silent).address;
    for (asset, offset) in [
        (scene.token.address, 3),
        (scene.token.address, 18),
        (six, 3),
        (six, 18),
    ] {
        let vault = vault_over(&scene.chain, asset, offset);
        for decimals in [0, 6, 8, 18] {
            let feed = feed_of(&scene.chain, vault.address, decimals);
            assert_eq!(answer(&feed), 10_u128.pow(decimals.into()));
        }
    }
}

/// A share of six decimals that is worth a third more has 18 digits in the answer.
#[test]
fn shows_every_digit() {
    let scene = Scene::over(PeerToken::Silent);
    scene.vault.deposit(ALICE, 2_999_999, ALICE);
    scene.vault.book_profit(1_000_000);
    let feed = feed_of(&scene.chain, scene.vault.address(), 18);
    assert_eq!(answer(&feed), 4 * ONE / 3);
}

#[test]
fn a_donation_raises_the_answer_by_the_buffer_at_most() {
    let stage = Stage::new();
    let first = answer(&stage.feed);
    near(first, ONE);
    stage.donate(500 * TOKEN);
    near(stage.price(), ONE * 3 / 2);
    near(answer(&stage.feed), ONE * 10_005 / 10_000);
    assert_eq!(answer(&stage.feed), cap(&stage.feed));
}

/// Whoever updates as often as they like, in one block or over months, does not lift the cap: the
/// buffer is granted once.
#[test]
fn updates_do_not_lift_the_cap() {
    let stage = Stage::new();
    let first = stage.checkpoint();
    stage.donate(5_000 * TOKEN);
    for days in [0, 0, 0, 1, 1, 30, 30, 30] {
        stage.scene.pass(days * DAY + 1);
        for _ in 0..5 {
            stage.update();
        }
    }
    assert_eq!(stage.checkpoint(), first);
    let years = (stage.now() + 1 - first.1) as f64 / YEAR as f64;
    let limit = 1.1_f64.powf(years) * 1.0005;
    near(answer(&stage.feed), (limit * ONE as f64) as u128);
}

#[test]
fn time_lets_the_answer_rise() {
    let stage = Stage::new();
    stage.donate(500 * TOKEN);
    stage.scene.pass(YEAR / 2);
    stage.update();
    // The root of 1.1, and the buffer.
    let expected = 1_048_808_848_170_151_546 * 10_005 / 10_000;
    near(answer(&stage.feed), expected);
}

#[test]
fn honest_growth_is_answered_in_full() {
    let stage = Stage::new();
    for month in 1..=12 {
        stage.scene.pass(30 * DAY);
        stage.donate(5 * TOKEN);
        let price = stage.price();
        near(price, ONE + ONE / 200 * month);
        assert_eq!(answer(&stage.feed), price);
        assert_eq!(stage.update(), I256::unchecked_from(price));
        assert_eq!(stage.checkpoint(), (price, stage.now()));
    }
    let data = stage.feed.ask(&IAggregator::latestRoundDataCall {});
    assert_eq!(data.roundId, U80::from(13));
    assert_eq!(data.answeredInRound, U80::from(13));
}

/// Half a year of growth that the vault did not make; an update takes it from whoever would.
#[test]
fn updates_keep_headroom_from_piling_up() {
    let (tended, left) = (Stage::new(), Stage::new());
    for stage in [&tended, &left] {
        stage.scene.pass(YEAR / 2);
    }
    tended.update();
    for stage in [&tended, &left] {
        stage.donate(500 * TOKEN);
    }
    near(answer(&tended.feed), ONE * 10_005 / 10_000);
    assert!(answer(&left.feed) > ONE * 104 / 100);
}

#[test]
fn a_fall_is_answered_at_once() {
    let stage = Stage::new();
    stage.lose(400 * TOKEN);
    let price = stage.price();
    near(price, ONE * 6 / 10);
    assert_eq!(answer(&stage.feed), price);
    let done = stage.feed.send(MALLORY, &Abi::updateCall {});
    let event = AnswerUpdated {
        current: I256::unchecked_from(price),
        roundId: uint(2),
        updatedAt: uint(stage.now().into()),
    };
    assert_eq!(done.logs(), [(stage.feed.address, event.encode_log_data())]);
    // From there it rises no faster than before.
    stage.donate(400 * TOKEN);
    near(answer(&stage.feed), ONE * 6 / 10 * 10_005 / 10_000);
}

#[test]
fn a_loss_of_everything_is_answered_and_forgotten() {
    let stage = Stage::new();
    stage.lose(1_000 * TOKEN);
    assert_eq!(answer(&stage.feed), 0);
    let before = stage.checkpoint();
    assert_eq!(stage.update(), I256::ZERO);
    assert_eq!(stage.checkpoint(), before);
}

/// Nothing is answered rather than an old price.
#[test]
fn a_vault_that_does_not_answer_has_no_price() {
    let stage = Stage::new();
    let vault = stage.vault.address();
    stage.scene.chain.node().set_code(vault, [0xfe].into());
    let error = Abi::VaultFailed { vault };
    let feed = &stage.feed;
    feed.refuses(ALICE, &IAggregator::latestAnswerCall {}, &error);
    feed.refuses(ALICE, &IAggregator::latestRoundDataCall {}, &error);
    feed.refuses(ALICE, &Abi::uncappedAnswerCall {}, &error);
    feed.refuses(ALICE, &Abi::updateCall {}, &error);
}
