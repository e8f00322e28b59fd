//! Everything at once, as a vote moves it: depositor, vault, registry, strategy, shares of a market,
//! market and oracle, under one timelock, with parameters pushed into the market and a second module.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolValue, sol};
use ballast_abi::curator::IGoverned;
use ballast_abi::erc20::IERC20;
use ballast_abi::market::IMarket;
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::IMarketRisk::Setting;
use ballast_abi::params::IParams::{self as Abi, DelayClass, Safety};
use ballast_abi::params::Params;
use ballast_artifacts::PARAMS;
use ballast_client::deploy::Plan;
use ballast_tests::lending::{ETHER_LTV, Lending, SHARE_LTV, repay};
use ballast_tests::{ALICE, BOB, CAROL, Contract, DEPLOYER, FUNDS, Farm, STAKE, TOKEN, uint};

use crate::assembly::{Assembly, Proposal};
use crate::create;
use crate::stage::MIN_DELAY;

sol! {
    function lines(bytes32 key)
        external
        view
        returns (uint128 from, uint128 to, uint64 start, uint64 end, uint64 told);
}

/// What a vote makes of the shares' borrow and liquidation LTV.
const VOTED: [u128; 2] = [8_500, 8_800];

/// What Carol borrows of the vault's own money, against its shares.
const BORROWED: u128 = 3_000 * TOKEN;
const PLEDGED: u128 = 3_400 * TOKEN * 1_000;

struct Whole {
    farm: Farm,
    lending: Lending,
    strategy: Contract,
    store: Contract,
    /// A stranger's terms that follow the store.
    second: Contract,
    assembly: Assembly,
    keys: [B256; 2],
}

impl Whole {
    /// Most of what Alice deposited is lent out by the market. The timelock governs all of it.
    fn new() -> Self {
        let farm = Farm::new();
        let lending = Lending::on(farm.scene.clone());
        let strategy = farm.strategy_over(lending.wrapped().address);
        farm.queue(&[strategy.address]);
        farm.move_debt(strategy.address, 8_000 * TOKEN);
        let chain = &farm.scene.chain;
        let mut plan = Plan::new("composition");
        let constructor = Params::constructorCall {
            authority: DEPLOYER,
        };
        let store = plan.add("params", PARAMS.code, &constructor, false);
        chain.deploy(&plan).unwrap();
        let store = Contract::new(chain.clone(), store.unwrap());
        let second = create(chain, "FollowingTerms", &store.address.abi_encode());
        let assembly = Assembly::on(chain, |_| {});
        let whole = Self {
            keys: [B256::ZERO; 2],
            farm,
            lending,
            strategy,
            store,
            second,
            assembly,
        };
        let keys = [0, 1].map(|index| whole.define(index));
        let whole = Self { keys, ..whole };
        whole.hand_over();
        whole
    }

    /// One of the shares' LTVs becomes a parameter of which both modules are told.
    fn define(&self, index: usize) -> B256 {
        let market = self.lending.market.address;
        let definition = Abi::defineCall {
            module: market.into_word(),
            subject: self.lending.shares().into_word(),
            name: keccak256(["borrow LTV", "liquidation LTV"][index]),
            rules: Abi::Rules {
                min: uint(1_000),
                max: uint(9_400),
                step: uint(500),
                interval: U256::from(MIN_DELAY),
                duration: U256::ZERO,
                delayClass: DelayClass::Standard,
                safety: Safety::Neither,
            },
            value: uint(SHARE_LTV[index]),
        };
        let key = self.store.send(DEPLOYER, &definition).returned;
        let params = self.store.address;
        self.lending.govern(&Risk::setParamsCall { params });
        let setting = [Setting::BorrowLtv, Setting::LiquidationLtv][index];
        let collateral = self.lending.shares();
        self.lending.govern(&Risk::bindParameterCall {
            key,
            setting,
            collateral,
        });
        for subscriber in [market, self.second.address] {
            let call = Abi::subscribeCall { key, subscriber };
            self.store.send(DEPLOYER, &call);
        }
        key
    }

    fn modules(&self) -> [Contract; 5] {
        [
            self.lending.market.clone(),
            self.store.clone(),
            self.lending.pricing.oracle.clone(),
            self.farm.registry.clone(),
            self.farm.scene.vault.contract.clone(),
        ]
    }

    fn hand_over(&self) {
        let to = self.assembly.timelock.address;
        let accept = IGoverned::acceptAuthorityCall {};
        let modules = self.modules();
        for module in &modules {
            module.send(DEPLOYER, &IGoverned::transferAuthorityCall { to });
        }
        let [first, rest @ ..] = &modules;
        let proposal = Proposal::of(first.address, &accept);
        let all = rest
            .iter()
            .fold(proposal, |all, module| all.and(module.address, &accept));
        self.assembly.enact(&all);
        for module in &modules {
            assert_eq!(module.ask(&IGoverned::authorityCall {}), to);
        }
    }

    /// Both LTVs as voted.
    fn proposal(&self) -> Proposal {
        let set = |index: usize| Abi::setCall {
            key: self.keys[index],
            value: uint(VOTED[index]),
        };
        let store = self.store.address;
        Proposal::of(store, &set(0))
            .and(store, &set(1))
            .because("lower LTVs")
    }

    fn ltvs(&self, collateral: Address) -> [U256; 2] {
        let call = Risk::collateralTermsCall { collateral };
        let terms = self.lending.market.ask(&call);
        [terms.borrowBps, terms.liquidationBps]
    }

    fn health(&self) -> U256 {
        let account = CAROL;
        self.lending.market.ask(&Risk::healthCall { account })[0]
    }

    fn seize(&self) -> Risk::liquidateCall {
        Risk::liquidateCall {
            borrower: CAROL,
            collateral: self.lending.shares(),
            maxRepaid: U256::MAX,
            minSeized: U256::ZERO,
            data: Vec::new().into(),
        }
    }

    /// Carol pays, takes her shares back, and everybody redeems all they have.
    fn leave(&self) {
        let (lending, vault) = (&self.lending, &self.farm.scene.vault);
        let whole = IMarket::repayCall {
            shares: lending.position(CAROL)[1],
            ..repay(0, CAROL)
        };
        lending.market.send(CAROL, &whole);
        let collateral = lending.shares();
        let left = lending.pledged_of(CAROL, collateral);
        lending.release(CAROL, collateral, left.to());
        self.farm.harvest(BOB, self.strategy.address);
        for owner in [ALICE, BOB, CAROL] {
            vault.redeem_all(owner);
        }
    }
}

/// A vote lowers the LTVs of a vault's shares in the market that its money is lent in and in another
/// module alike; who borrowed against them is liquidated, nobody else loses a unit, and all leave.
#[test]
fn a_vote_moves_the_whole_line_and_everybody_leaves_whole() {
    let whole = Whole::new();
    let (lending, shares) = (&whole.lending, whole.lending.shares());
    lending.pledge(CAROL, shares, PLEDGED);
    lending.borrow(CAROL, BORROWED);
    assert_eq!(whole.ltvs(shares), SHARE_LTV.map(uint));
    let healthy = Risk::Healthy { account: CAROL };
    lending.refuses(BOB, &whole.seize(), &healthy);
    // Who governed before no longer does.
    let direct = Abi::setCall {
        key: whole.keys[0],
        value: uint(VOTED[0]),
    };
    let error = Abi::Unauthorized { caller: DEPLOYER };
    whole.store.refuses(DEPLOYER, &direct, &error);

    whole.assembly.enact(&whole.proposal());
    assert_eq!(whole.ltvs(shares), VOTED.map(uint));
    // The other collateral's stay.
    assert_eq!(whole.ltvs(lending.ether.address), ETHER_LTV.map(uint));
    for (key, voted) in whole.keys.into_iter().zip(VOTED) {
        let line = whole.second.ask(&linesCall { key });
        assert_eq!((line.to, line.told), (voted, 2));
    }
    let all = Abi::failuresCall {
        start: U256::ZERO,
        count: U256::MAX,
    };
    assert!(whole.store.ask(&all).keys.is_empty());

    let before = (whole.health(), lending.totals()[0]);
    assert!(before.0 < uint(TOKEN));
    let done = lending.market.send(BOB, &whole.seize()).returned;
    assert!(uint(100 * TOKEN) < done.repaid);
    assert!(uint(TOKEN) < whole.health());
    // Nothing was written off.
    assert!(before.1 <= lending.totals()[0]);

    whole.leave();
    let tokens = |account| lending.scene.tokens_of(account);
    let interest = uint(BORROWED / 50);
    // Two days' interest is the depositors', and the bonus Bob's: 2 to 5 % of what he paid.
    assert!(uint(FUNDS) <= tokens(ALICE) + uint(2) && tokens(ALICE) < uint(FUNDS) + interest);
    let bonus = tokens(BOB) - uint(FUNDS);
    let paid = done.repaid / uint(100);
    assert!(paid * uint(2) <= bonus + uint(TOKEN) && bonus <= paid * uint(5) + uint(TOKEN));
    assert!(uint(FUNDS) <= tokens(CAROL) + bonus + interest);
    let vault = &lending.scene.vault.contract;
    assert_eq!(vault.ask(&IERC20::totalSupplyCall {}), U256::ZERO);
    let [supplied, _, owed, _] = lending.totals();
    assert_eq!(owed, U256::ZERO);
    let left = supplied + tokens(vault.address) + tokens(whole.strategy.address);
    assert!(left < uint(TOKEN / 1_000), "{left}");
    assert!(tokens(lending.market.address) < uint(TOKEN / 1_000));
    assert!(whole.farm.assets() < uint(STAKE / 1_000_000));
}
