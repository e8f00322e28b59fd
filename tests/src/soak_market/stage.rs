//! How the stage is built: a market of ten collaterals, an oracle over feeds, a parameter store.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolValue;
use ballast_abi::erc4626::IERC4626::depositCall;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};
use ballast_abi::oracle::Oracle;
use ballast_abi::params::{IParams, Params};
use ballast_artifacts::PARAMS;
use ballast_bench::chain::Chain;
use ballast_bench::peers::{PeerToken, PeerVault, Pipeline};
use ballast_client::deploy::Plan;

use super::cast::{GOVERNOR, OFFICERS, PEOPLE, SENTINEL, TREASURY};
use super::world::{BOUND, BOUND_COLLATERAL, COLLATERALS, FAILING, TOKENS, World};
use crate::actors::DEPLOYER;
use crate::contract::{Contract, uint};
use crate::lending::{DOLLAR, TERMS, deploy};
use crate::pricing::{Feed, Pricing, SourceTerms};
use crate::scene::{FUNDS, TOKEN, peers, vault_over};
use crate::soak::{allowance_slot, balance_slot};

/// Decimals of the tokens, and what each costs at first, in cents.
const KINDS: [(u8, u128); TOKENS] = [
    (18, 300_000),
    (8, 6_000_000),
    (6, 100),
    (18, 1_500),
    (18, 50),
    (24, 10_000),
    (2, 200),
    (18, 700),
];

/// Borrow and liquidation LTVs in basis points.
const LTVS: [[u128; 2]; COLLATERALS] = [
    [8_000, 8_500],
    [7_500, 8_000],
    [9_000, 9_300],
    [6_500, 7_500],
    [5_000, 6_500],
    [7_000, 7_700],
    [6_000, 7_000],
    [7_000, 8_000],
    [8_800, 9_200],
    [8_500, 9_000],
];

/// How long a feed may be silent.
const HEARTBEAT: u128 = 86_400;

/// Everybody has a million for this of each collateral, so that collateral binds before liquidity.
const PART: u128 = 20;

/// Wei for gas, for everybody.
const WEI: u128 = 1 << 100;

impl World {
    /// A new world. Blocks have the same time until it is moved.
    #[expect(clippy::new_without_default, reason = "a world is an act, not a value")]
    pub fn new() -> Self {
        let chain = Chain::new(1).expect("a chain starts");
        let node = chain.node().clone();
        for person in PEOPLE.iter().chain(&OFFICERS) {
            node.impersonate(*person);
            node.set_balance(*person, uint(WEI));
        }
        let asset = token(&chain, 18);
        let tokens = KINDS.map(|(decimals, _)| token(&chain, decimals));
        let ours = vault_over(&chain, asset, 3).address;
        let code = peers().vault(PeerVault::Solady, Pipeline::Legacy);
        let theirs = create(&chain, code.expect("a known vault"), &asset.abi_encode());
        let collaterals = std::array::from_fn(|index| match index {
            TOKENS => ours,
            index if TOKENS < index => theirs,
            index => tokens[index],
        });
        let failing = create(
            &chain,
            peers().contract("HostileFeed").expect("a contract"),
            &uint(KINDS[FAILING].1 * DOLLAR as u128 / 100).abi_encode(),
        );
        let callee = create(&chain, peers().contract("Caller").expect("a contract"), &[]);
        node.impersonate(callee);
        node.set_balance(callee, uint(WEI));
        let mut feeds = vec![Feed::new(&chain, 8, DOLLAR)];
        let prices = KINDS[..FAILING].iter();
        feeds.extend(prices.map(|(_, cents)| Feed::new(&chain, 8, *cents as i128 * DOLLAR / 100)));
        let uptime = Feed::new(&chain, 0, 0);
        // New risk waits for an hour after the sequencer came back.
        let started = node.latest().header.timestamp - 7_200;
        uptime.force(0, started, started, 0);
        let pricing = Pricing::new(&chain);
        let (market, _) = deploy(&chain, asset, pricing.oracle.address);
        let params = store(&chain);
        let mut accounts = [&PEOPLE[..], &[TREASURY, callee]].concat();
        accounts.push(market.address);
        let world = Self {
            node,
            market: market.address,
            asset,
            oracle: pricing.oracle.address,
            params: params.address,
            keys: Vec::new(),
            collaterals,
            feeds,
            failing,
            uptime,
            callee,
            accounts,
        };
        world.list(&pricing);
        world.configure(&market);
        world.endow(&chain);
        let keys = world.bind(&market, &params);
        let world = Self { keys, ..world };
        world.hand_over(&market, &params);
        world.node.set_timestamp_interval(Some(0));
        world
    }

    fn list(&self, pricing: &Pricing) {
        let terms = |feed: Address| SourceTerms {
            span: HEARTBEAT,
            confidence_bps: 10,
            ..SourceTerms::feed(feed)
        };
        let tokens = [&[self.asset], &self.collaterals[..FAILING]].concat();
        for (token, feed) in tokens.iter().zip(&self.feeds) {
            pricing.list(*token, terms(feed.address()));
        }
        pricing.list(self.collaterals[FAILING], terms(self.failing));
        for share in &self.collaterals[TOKENS..] {
            pricing.list(*share, SourceTerms::share(*share, self.asset, 2_000));
        }
        pricing.govern(&Oracle::setGateCall {
            feed: self.uptime.address(),
            graceSeconds: uint(3_600),
            failOpenSeconds: uint(86_400),
            deepHealthBps: uint(9_000),
        });
    }

    fn configure(&self, market: &Contract) {
        market.send(DEPLOYER, &Risk::setTermsCall { terms: TERMS });
        let (supply, borrow) = (uint(5_000_000 * TOKEN), uint(4_000_000 * TOKEN));
        let caps = Risk::setCapsCall {
            supplyCap: supply,
            borrowCap: borrow,
        };
        market.send(DEPLOYER, &caps);
        for (index, collateral) in self.collaterals.iter().enumerate() {
            let [borrow, liquidation] = LTVS[index].map(uint);
            let call = Risk::listCollateralCall {
                collateral: *collateral,
                borrowBps: borrow,
                liquidationBps: liquidation,
                cap: self.units(index) * uint(4),
            };
            market.send(DEPLOYER, &call);
        }
        let pricing = Risk::setPricingCall {
            fastSeconds: uint(600),
            slowSeconds: uint(21_600),
            gated: true,
        };
        market.send(DEPLOYER, &pricing);
        let recipient = TREASURY;
        market.send(DEPLOYER, &Risk::setFeeRecipientCall { recipient });
        let fees = Risk::setFeesCall {
            feeBps: uint(1_500),
            reservePartBps: uint(4_000),
            flashFeeBps: uint(9),
        };
        market.send(DEPLOYER, &fees);
    }

    /// What a million is worth in a collateral, at first.
    pub(super) fn units(&self, index: usize) -> U256 {
        match KINDS.get(index) {
            Some((decimals, cents)) => {
                let unit = U256::from(10).pow(U256::from(*decimals));
                unit * uint(100_000_000) / uint(*cents)
            }
            None if index == TOKENS => uint(FUNDS) * uint(1_000),
            None => uint(FUNDS),
        }
    }

    /// Money for everybody, and allowances for whom they deal with: where solmate's token keeps both.
    fn endow(&self, chain: &Chain) {
        let at = |address| Contract::new(chain.clone(), address);
        let people = [&PEOPLE[..], &[self.callee]].concat();
        for person in people {
            let tokens = [&[self.asset], &self.collaterals[..TOKENS]].concat();
            for (place, token) in tokens.into_iter().enumerate() {
                let amount = match place {
                    0 => uint(4 * FUNDS),
                    place => self.units(place - 1) / uint(PART),
                };
                self.node.set_storage(token, balance_slot(person), amount);
                let spenders = [
                    self.market,
                    self.collaterals[TOKENS],
                    self.collaterals[TOKENS + 1],
                ];
                for spender in spenders {
                    let slot = allowance_slot(person, spender);
                    self.node.set_storage(token, slot, U256::MAX);
                }
            }
            for share in &self.collaterals[TOKENS..] {
                let (assets, receiver) = (uint(FUNDS / PART), person);
                at(*share).send(person, &depositCall { assets, receiver });
                let (spender, value) = (self.market, U256::MAX);
                let call = ballast_abi::erc20::IERC20::approveCall { spender, value };
                at(*share).send(person, &call);
            }
            let spent = 2 * FUNDS / PART;
            let left = self.tokens_of(self.asset, person);
            assert_eq!(left, uint(4 * FUNDS - spent), "balances lie elsewhere");
            for index in TOKENS..COLLATERALS {
                let account = person;
                let call = ballast_abi::erc20::IERC20::balanceOfCall { account };
                let seen = at(self.collaterals[index]).ask(&call);
                assert_eq!(seen, self.balance(index, person), "balances lie elsewhere");
            }
        }
    }

    /// A parameter for each setting, which the market follows.
    fn bind(&self, market: &Contract, params: &Contract) -> Vec<B256> {
        let bind = |setting: Setting| {
            let (max, value) = match setting {
                Setting::SupplyCap => (10_000_000 * TOKEN, 5_000_000 * TOKEN),
                Setting::BorrowCap => (10_000_000 * TOKEN, 4_000_000 * TOKEN),
                Setting::CollateralCap => (10_000 * TOKEN, 1_000 * TOKEN),
                Setting::BorrowLtv => (9_000, 8_000),
                Setting::LiquidationLtv => (9_400, 8_500),
                Setting::Fee => (6_000, 1_500),
                Setting::ReservePart => (10_000, 4_000),
                _ => (100, 9),
            };
            let is_line = matches!(setting, Setting::LiquidationLtv);
            let rules = IParams::Rules {
                min: U256::ZERO,
                max: uint(max),
                step: uint(max),
                interval: uint(3_600),
                duration: uint(if is_line { 86_400 } else { 0 }),
                delayClass: IParams::DelayClass::Standard,
                safety: IParams::Safety::Lower,
            };
            let define = IParams::defineCall {
                module: market.address.into_word(),
                subject: B256::ZERO,
                name: keccak256([setting as u8]),
                rules,
                value: uint(value),
            };
            let key = params.send(DEPLOYER, &define).returned;
            let about_collateral = matches!(
                setting,
                Setting::CollateralCap | Setting::BorrowLtv | Setting::LiquidationLtv
            );
            let collateral = if about_collateral {
                self.collaterals[BOUND_COLLATERAL]
            } else {
                Address::ZERO
            };
            let call = Risk::bindParameterCall {
                key,
                setting,
                collateral,
            };
            market.send(DEPLOYER, &call);
            let subscriber = market.address;
            params.send(DEPLOYER, &IParams::subscribeCall { key, subscriber });
            key
        };
        let store = Risk::setParamsCall {
            params: params.address,
        };
        market.send(DEPLOYER, &store);
        BOUND.map(bind).to_vec()
    }

    /// The roles go to those who are meant for them.
    fn hand_over(&self, market: &Contract, params: &Contract) {
        let (sentinel, to) = (SENTINEL, GOVERNOR);
        market.send(DEPLOYER, &Risk::setSentinelCall { sentinel });
        market.send(DEPLOYER, &Risk::transferAuthorityCall { to });
        market.send(GOVERNOR, &Risk::acceptAuthorityCall {});
        params.send(DEPLOYER, &IParams::setSentinelCall { sentinel });
        params.send(DEPLOYER, &IParams::transferAuthorityCall { to });
        params.send(GOVERNOR, &IParams::acceptAuthorityCall {});
    }

    /// What those feeds say at first.
    pub(super) fn first_answers(&self) -> Vec<i128> {
        let cents = KINDS[..FAILING].iter().map(|(_, cents)| *cents as i128);
        let answers = cents.map(|cents| cents * DOLLAR / 100);
        [DOLLAR].into_iter().chain(answers).collect()
    }
}

fn create(chain: &Chain, code: &Bytes, arguments: &[u8]) -> Address {
    let created = chain.create(code, arguments);
    created.unwrap_or_else(|error| panic!("{error}"))
}

/// Solmate's token, of so many decimals.
fn token(chain: &Chain, decimals: u8) -> Address {
    let code = peers().token(PeerToken::Solmate).expect("a known token");
    create(chain, code, &uint(decimals.into()).abi_encode())
}

fn store(chain: &Chain) -> Contract {
    let constructor = Params::constructorCall {
        authority: DEPLOYER,
    };
    let mut plan = Plan::new("soak");
    let address = plan.add("params", PARAMS.code, &constructor, false);
    let deployed = chain.deploy(&plan);
    deployed.unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address.expect("a plan of one"))
}
