//! A market, its programs, an oracle that says what a test wants, and two collaterals.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::erc20::IERC20;
use ballast_abi::market::IMarket as Abi;
use ballast_abi::market::{Market as MarketAbi, MarketAccounts};
use ballast_abi::market_risk::IMarketRisk as Risk;
use ballast_abi::market_risk::{MarketGovernance, MarketRisk};
use ballast_abi::oracle::{IPriceOracle, ISequencerGate};
use ballast_abi::token::Token as TokenAbi;
use ballast_market::Market;
use ballast_motsu_testkit::{Deployed, Foreign, Program, set_block_timestamp};
use ballast_token::Token;

use crate::tokens::{ALICE, BOB, token_at};

pub(crate) const CAROL: Address = Address::repeat_byte(0xca);
pub(crate) const AUTHORITY: Address = Address::repeat_byte(0x71);
pub(crate) const SENTINEL: Address = Address::repeat_byte(0x5e);
pub(crate) const MARKET: Address = Address::repeat_byte(0x3a);
pub(crate) const RISK: Address = Address::repeat_byte(0x3b);
pub(crate) const GOVERNANCE: Address = Address::repeat_byte(0x3c);
pub(crate) const ACCOUNTS: Address = Address::repeat_byte(0x3d);
pub(crate) const ORACLE: Address = Address::repeat_byte(0x0c);
pub(crate) const ASSET: Address = Address::repeat_byte(0x70);
/// The first collateral, and one that is worth as much at lower LTVs.
pub(crate) const GOLD: Address = Address::repeat_byte(0xc1);
pub(crate) const SILVER: Address = Address::repeat_byte(0xc2);

pub(crate) const START: u64 = 1_800_000_000;
pub(crate) const YEAR: u64 = 31_536_000;
/// A token of each kind.
pub(crate) const UNIT: u64 = 1_000_000;
/// Shares of the supply, and of a debt, for a unit of the asset at first.
pub(crate) const SHARES: u64 = 1_000_000;
/// What everybody has of each token.
pub(crate) const FUNDS: u64 = 1_000_000 * UNIT;
/// The greatest cap that is kept.
pub(crate) const CAP: u64 = 10_000_000 * UNIT;
/// Borrow and liquidation LTV of both collaterals.
pub(crate) const GOLD_LTV: [u64; 2] = [8_000, 8_500];
pub(crate) const SILVER_LTV: [u64; 2] = [5_000, 6_000];
/// What everything costs at first, in hundredths.
pub(crate) const PRICE: u64 = 10_000;

pub(crate) fn uint(value: u64) -> U256 {
    U256::from(value)
}

/// `10^18`, in parts of ten thousand.
pub(crate) fn wad(bps: u64) -> U256 {
    uint(bps) * uint(100_000_000_000_000)
}

/// What 1e36 units of a collateral cost, at a price in hundredths.
pub(crate) fn price_e36(hundredths: u64) -> U256 {
    uint(hundredths) * U256::from(10).pow(uint(34))
}

/// Liquidations: a bonus of 2 to 5 %, towards a health of 1.05, half a debt at once.
pub(crate) fn terms() -> Risk::LiquidationTerms {
    Risk::LiquidationTerms {
        leastBps: uint(10_200),
        mostBps: uint(10_500),
        fullAtBps: uint(9_000),
        targetBps: uint(10_500),
        closeFactorBps: uint(5_000),
        fullCloseBelowBps: uint(9_500),
        dust: uint(UNIT),
        coolOffSeconds: uint(60),
        delaySeconds: uint(3_600),
        deepBps: uint(9_500),
    }
}

/// What the oracle says: bid and middle in hundredths, or nothing; and its gate.
#[derive(Default)]
pub(crate) struct Says {
    prices: RefCell<HashMap<Address, (u64, u64)>>,
    pub(crate) may_take_risk: Cell<bool>,
    /// The health below which accounts may be liquidated while the gate is closed.
    pub(crate) liquidates_below: Cell<U256>,
}

impl Says {
    /// A price without a spread.
    pub(crate) fn price(&self, token: Address, hundredths: u64) {
        self.spread(token, hundredths, hundredths);
    }

    pub(crate) fn spread(&self, token: Address, bid: u64, mid: u64) {
        self.prices.borrow_mut().insert(token, (bid, mid));
    }

    pub(crate) fn silence(&self, token: Address) {
        self.prices.borrow_mut().remove(&token);
    }

    fn words(&self, token: Address) -> Result<[U256; 3], Vec<u8>> {
        let prices = self.prices.borrow();
        let (bid, mid) = prices.get(&token).copied().ok_or_else(Vec::new)?;
        Ok([bid, mid, mid].map(price_e36))
    }
}

fn oracle(says: &Rc<Says>) -> Foreign {
    let says = Rc::clone(says);
    Foreign::place(ORACLE, move |message| {
        let mut words = Vec::new();
        if let Some(call) = message.is::<IPriceOracle::getPriceCall>() {
            assert_eq!(call.quote, ASSET);
            words.extend(says.words(call.base)?);
        } else if let Some(call) = message.is::<IPriceOracle::getPriceAndGateCall>() {
            words.extend(says.words(call.base)?);
            words.push(uint(says.may_take_risk.get().into()));
        } else if let Some(call) = message.is::<ISequencerGate::mayLiquidateCall>() {
            let may = call.healthWad < says.liquidates_below.get();
            words.push(uint(may.into()));
        } else {
            return Err(vec![]);
        }
        Ok(words.iter().flat_map(U256::to_be_bytes::<32>).collect())
    })
}

/// A market of six decimals, with gold and silver at a hundred each, without averages, gate or fee.
/// Alice, Bob and Carol have [`FUNDS`] of each token and let the market take them.
pub(crate) struct Lending {
    pub(crate) market: Deployed<Market>,
    pub(crate) risk: Deployed<Program<ballast_market_risk::Risk, Market>>,
    pub(crate) governance: Deployed<Program<ballast_market_governance::Governance, Market>>,
    pub(crate) says: Rc<Says>,
    pub(crate) asset: Deployed<Token>,
    pub(crate) gold: Deployed<Token>,
    pub(crate) accounts: Deployed<Program<ballast_market_accounts::Accounts, Market>>,
    _silver: Deployed<Token>,
    _oracle: Foreign,
    now: Cell<u64>,
}

impl Lending {
    /// Everything but the market's constructor.
    pub(crate) fn bare() -> Self {
        set_block_timestamp(START);
        let says = Rc::new(Says::default());
        says.may_take_risk.set(true);
        for token in [GOLD, SILVER] {
            says.price(token, PRICE);
        }
        let governance = Deployed::bare(GOVERNANCE);
        let made = MarketGovernance::constructorCall {};
        governance.construct(ALICE, &made).unwrap();
        let risk = Deployed::bare(RISK);
        let made = MarketRisk::constructorCall {
            governanceProgram: GOVERNANCE,
        };
        risk.construct(ALICE, &made).unwrap();
        let accounts = Deployed::bare(ACCOUNTS);
        let made = MarketAccounts::constructorCall {};
        accounts.construct(ALICE, &made).unwrap();
        let [asset, gold, silver] = [0x70, 0xc1, 0xc2].map(token_at);
        for token in [&asset, &gold, &silver] {
            for to in [ALICE, BOB, CAROL] {
                let value = uint(FUNDS);
                token.call(to, &TokenAbi::mintCall { to, value }).unwrap();
                let (spender, value) = (MARKET, U256::MAX);
                token
                    .call(to, &IERC20::approveCall { spender, value })
                    .unwrap();
            }
        }
        Self {
            market: Deployed::bare(MARKET),
            risk,
            accounts,
            governance,
            _oracle: oracle(&says),
            says,
            asset,
            gold,
            _silver: silver,
            now: Cell::new(START),
        }
    }

    /// A market that is made, and nothing else.
    pub(crate) fn made() -> Self {
        let lending = Self::bare();
        lending.market.construct(ALICE, &construction()).unwrap();
        lending
    }

    /// A market that lends for nothing.
    pub(crate) fn new() -> Self {
        let lending = Self::made();
        lending.govern(&Risk::setTermsCall { terms: terms() });
        lending.govern(&Risk::setSentinelCall { sentinel: SENTINEL });
        let (supply_cap, borrow_cap) = (uint(CAP), uint(CAP));
        lending.govern(&Risk::setCapsCall {
            supplyCap: supply_cap,
            borrowCap: borrow_cap,
        });
        lending.govern(&steady_rate(0));
        for (token, ltv) in [(GOLD, GOLD_LTV), (SILVER, SILVER_LTV)] {
            lending.govern(&listing(token, ltv));
        }
        lending
    }

    /// The same, to which Alice has supplied 100,000 units, and Bob 100 of gold.
    pub(crate) fn funded() -> Self {
        let lending = Self::new();
        lending.supply(ALICE, 100_000 * UNIT);
        lending.pledge(BOB, GOLD, 100 * UNIT);
        lending
    }

    pub(crate) fn now(&self) -> u64 {
        self.now.get()
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.now.set(self.now.get() + seconds);
        set_block_timestamp(self.now.get());
    }

    pub(crate) fn ask<C: SolCall>(&self, call: &C) -> C::Return {
        self.market.call(CAROL, call).unwrap()
    }

    pub(crate) fn govern<C: SolCall>(&self, call: &C) -> C::Return {
        self.market.call(AUTHORITY, call).unwrap()
    }

    pub(crate) fn act<C: SolCall>(&self, caller: Address, call: &C) -> C::Return {
        self.market.call(caller, call).unwrap()
    }

    #[track_caller]
    pub(crate) fn refuses(&self, caller: Address, call: &impl SolCall, error: &impl SolError) {
        let outcome = self.market.call(caller, call).err();
        assert_eq!(outcome, Some(error.abi_encode()));
    }

    pub(crate) fn supply(&self, account: Address, assets: u64) {
        self.act(account, &supply(account, assets));
    }

    pub(crate) fn pledge(&self, account: Address, token: Address, assets: u64) {
        self.act(account, &pledge(account, token, assets));
    }

    pub(crate) fn borrow(&self, account: Address, assets: u64) {
        self.act(account, &borrow(account, assets));
    }

    pub(crate) fn balance(&self, token: &Deployed<Token>, account: Address) -> u64 {
        token
            .call(CAROL, &IERC20::balanceOfCall { account })
            .unwrap()
            .to()
    }

    pub(crate) fn debt(&self, account: Address) -> u64 {
        self.ask(&Abi::debtOfCall { account }).to()
    }

    pub(crate) fn supplied(&self, account: Address) -> u64 {
        self.ask(&Abi::suppliedOfCall { account }).to()
    }

    pub(crate) fn held(&self, account: Address, collateral: Address) -> u64 {
        self.ask(&Abi::collateralOfCall {
            account,
            collateral,
        })
        .to()
    }

    /// Assets supplied and lent.
    pub(crate) fn totals(&self) -> (u64, u64) {
        let totals = self.ask(&Abi::totalsCall {});
        (totals.supplyAssets.to(), totals.borrowAssets.to())
    }
}

pub(crate) fn construction() -> MarketAbi::constructorCall {
    MarketAbi::constructorCall {
        asset: ASSET,
        oracle: ORACLE,
        accountsProgram: ACCOUNTS,
        riskProgram: RISK,
        authority: AUTHORITY,
    }
}

/// A model whose rate is the same whatever is lent, in WAD a second.
pub(crate) fn steady_rate(base: u64) -> Risk::setKinkedModelCall {
    Risk::setKinkedModelCall {
        base: uint(base),
        below: U256::ZERO,
        above: U256::ZERO,
        kink: wad(5_000),
    }
}

/// Averages with these time constants, and the gate.
pub(crate) fn pricing(fast: u64, slow: u64, gated: bool) -> Risk::setPricingCall {
    Risk::setPricingCall {
        fastSeconds: uint(fast),
        slowSeconds: uint(slow),
        gated,
    }
}

pub(crate) fn listing(
    collateral: Address,
    [borrow, liquidation]: [u64; 2],
) -> Risk::listCollateralCall {
    Risk::listCollateralCall {
        collateral,
        borrowBps: uint(borrow),
        liquidationBps: uint(liquidation),
        cap: uint(CAP),
    }
}

pub(crate) fn supply(account: Address, assets: u64) -> Abi::supplyCall {
    Abi::supplyCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        data: Bytes::new(),
    }
}

pub(crate) fn withdraw(account: Address, assets: u64) -> Abi::withdrawCall {
    Abi::withdrawCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        receiver: account,
    }
}

pub(crate) fn pledge(account: Address, token: Address, assets: u64) -> Abi::supplyCollateralCall {
    Abi::supplyCollateralCall {
        collateral: token,
        assets: uint(assets),
        onBehalf: account,
        data: Bytes::new(),
    }
}

pub(crate) fn take_out(
    account: Address,
    token: Address,
    assets: u64,
) -> Abi::withdrawCollateralCall {
    Abi::withdrawCollateralCall {
        collateral: token,
        assets: uint(assets),
        onBehalf: account,
        receiver: account,
    }
}

pub(crate) fn borrow(account: Address, assets: u64) -> Abi::borrowCall {
    Abi::borrowCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        receiver: account,
    }
}

pub(crate) fn repay(account: Address, assets: u64) -> Abi::repayCall {
    Abi::repayCall {
        assets: uint(assets),
        shares: U256::ZERO,
        onBehalf: account,
        data: Bytes::new(),
    }
}
