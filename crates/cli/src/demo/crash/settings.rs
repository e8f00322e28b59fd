//! The settings that a deployment would ship.

use alloy_primitives::Address;
use alloy_primitives::{B256, U256, keccak256};
use alloy_sol_types::SolCall;
use ballast_abi::access_control::IAccessControl::{grantRoleCall, renounceRoleCall};
use ballast_abi::curator::IGoverned::transferAuthorityCall;
use ballast_abi::erc20::IERC20::approveCall;
use ballast_abi::governor::Governor;
use ballast_abi::market_risk::IMarketRisk::{self as Risk, Setting};
use ballast_abi::oracle::Oracle;
use ballast_abi::params::IParams::{self, DelayClass, Safety};
use ballast_abi::token::Token;
use ballast_abi::votes::IERC5805::delegateCall;
use ballast_tests::{Feed, SourceTerms};

use super::stage::{ONE, PLEDGED, Place, SUPPLIED};

/// What governance begins with, and what it comes to: borrow LTV and liquidation LTV of the vault's
/// shares, in basis points.
pub(super) const LTV_FIRST: [u128; 2] = [7_000, 7_500];
pub(super) const LTV_LAST: [u128; 2] = [6_500, 7_000];

/// A liquidation LTV moves over two days.
const RAMP_SECONDS: u64 = 2 * 86_400;

/// Liquidations: a bonus of 2 to 5 %, towards a health of 1.05, half a debt at once; the slow
/// average holds them up for an hour at most.
const TERMS: Risk::LiquidationTerms = Risk::LiquidationTerms {
    leastBps: small(10_200),
    mostBps: small(10_500),
    fullAtBps: small(9_000),
    targetBps: small(10_500),
    closeFactorBps: small(5_000),
    fullCloseBelowBps: small(9_500),
    dust: DUST,
    coolOffSeconds: small(60),
    delaySeconds: small(3_600),
    deepBps: small(9_500),
};

/// What is left of a debt or of its collateral is worth a thousand dollars, or nothing.
const DUST: U256 = U256::from_limbs([(1_000 * ONE) as u64, ((1_000 * ONE) >> 64) as u64, 0, 0]);

/// Time constants of the averages: ten minutes, six hours.
const CONSTANTS: [U256; 2] = [small(600), small(21_600)];

/// A tenth of the interest is kept, half of that as a reserve; an ERC-3156 loan costs 0.05 %.
const FEES: Risk::setFeesCall = Risk::setFeesCall {
    feeBps: small(1_000),
    reservePartBps: small(5_000),
    flashFeeBps: small(5),
};

/// A feed that has said nothing for a day says nothing any more.
const HEARTBEAT_SECONDS: u128 = 86_400;

const fn small(number: u64) -> U256 {
    U256::from_limbs([number, 0, 0, 0])
}

impl Place {
    /// What the oracle knows: a dollar is one, bitcoin by its feed, shares by their vault.
    pub(super) async fn price(&self) -> anyhow::Result<()> {
        let feed = |feed: &Feed| SourceTerms {
            span: HEARTBEAT_SECONDS,
            ..SourceTerms::feed(feed.address())
        };
        let share = SourceTerms::share(self.vault, self.bitcoin, 500);
        for (asset, source) in [
            (self.dollars, feed(&self.parity)),
            (self.bitcoin, feed(&self.feed)),
            (self.vault, share),
        ] {
            let register = Oracle::setAssetCall {
                asset,
                least: small(1),
                deviationBps: small(500),
            };
            self.govern(self.oracle, &register).await?;
            self.govern(self.oracle, &source.set(asset, 0)).await?;
        }
        Ok(())
    }

    pub(super) async fn configure(&self) -> anyhow::Result<()> {
        let market = self.market;
        self.govern(market, &Risk::setTermsCall { terms: TERMS })
            .await?;
        let [fast, slow] = CONSTANTS;
        let pricing = Risk::setPricingCall {
            fastSeconds: fast,
            slowSeconds: slow,
            gated: true,
        };
        self.govern(market, &pricing).await?;
        self.govern(market, &FEES).await?;
        let recipient = self.owner.client.sender();
        self.govern(market, &Risk::setFeeRecipientCall { recipient })
            .await?;
        let caps = Risk::setCapsCall {
            supplyCap: U256::from(1_000_000 * ONE),
            borrowCap: U256::from(900_000 * ONE),
        };
        self.govern(market, &caps).await?;
        let [borrow, liquidation] = LTV_FIRST.map(U256::from);
        let listing = Risk::listCollateralCall {
            collateral: self.vault,
            borrowBps: borrow,
            liquidationBps: liquidation,
            cap: U256::from(100_000 * ONE),
        };
        self.govern(market, &listing).await
    }

    /// The shares' LTVs become parameters, and the market is told of them.
    pub(super) async fn define(&self) -> anyhow::Result<()> {
        let params = self.params;
        self.govern(self.market, &Risk::setParamsCall { params })
            .await?;
        let settings = [Setting::BorrowLtv, Setting::LiquidationLtv];
        let names = ["borrow LTV", "liquidation LTV"];
        for (index, setting) in settings.into_iter().enumerate() {
            let rules = IParams::Rules {
                min: small(1_000),
                max: small(9_000),
                step: small(500),
                interval: small(86_400),
                duration: U256::from(RAMP_SECONDS * index as u64),
                delayClass: DelayClass::Standard,
                safety: if index == 0 {
                    Safety::Lower
                } else {
                    Safety::Neither
                },
            };
            let definition = IParams::defineCall {
                module: self.market.into_word(),
                subject: self.vault.into_word(),
                name: keccak256(names[index]),
                rules,
                value: U256::from(LTV_FIRST[index]),
            };
            self.govern(self.params, &definition).await?;
            let key = self.keys[index];
            let binding = Risk::bindParameterCall {
                key,
                setting,
                collateral: self.vault,
            };
            self.govern(self.market, &binding).await?;
            let subscriber = self.market;
            self.govern(self.params, &IParams::subscribeCall { key, subscriber })
                .await?;
        }
        Ok(())
    }

    /// Everything is offered to the timelock, which only a proposal makes accept.
    pub(super) async fn hand_over(&self) -> anyhow::Result<()> {
        for role in ["PROPOSER_ROLE", "CANCELLER_ROLE"] {
            let role = keccak256(role);
            let account = self.governor;
            self.govern(self.timelock, &grantRoleCall { role, account })
                .await?;
        }
        let owner = self.owner.client.sender();
        let renunciation = renounceRoleCall {
            role: B256::ZERO,
            callerConfirmation: owner,
        };
        self.govern(self.timelock, &renunciation).await?;
        for module in self.modules() {
            let to = self.timelock;
            self.govern(module, &transferAuthorityCall { to }).await?;
        }
        Ok(())
    }

    /// What the timelock is to govern.
    pub(super) const fn modules(&self) -> [Address; 4] {
        [self.market, self.params, self.oracle, self.vault]
    }

    /// Money for everybody, and votes.
    pub(super) async fn fund(&self) -> anyhow::Result<()> {
        let [first, second] = &self.suppliers;
        for (person, token, amount, spender) in [
            (first, self.dollars, SUPPLIED[0], self.market),
            (second, self.dollars, SUPPLIED[1], self.market),
            // What the interest will take.
            (&self.borrower, self.dollars, 50_000, self.market),
            (&self.borrower, self.bitcoin, PLEDGED, self.vault),
        ] {
            let (to, value) = (person.client.sender(), U256::from(amount * ONE));
            person
                .client
                .send(token, &Token::mintCall { to, value })
                .await?;
            let value = U256::MAX;
            let approval = approveCall { spender, value };
            person.client.send(token, &approval).await?;
        }
        let (spender, value) = (self.market, U256::MAX);
        let approval = approveCall { spender, value };
        self.borrower.client.send(self.vault, &approval).await?;
        let delegatee = self.owner.client.sender();
        let votes = self
            .owner
            .client
            .call(self.governor, &Governor::tokenCall {});
        let votes = votes.await?;
        self.govern(votes, &delegateCall { delegatee }).await
    }

    /// Sends a call of the owner's.
    pub(super) async fn govern(&self, to: Address, call: &impl SolCall) -> anyhow::Result<()> {
        self.owner.client.send(to, call).await?;
        Ok(())
    }

    /// Asks a contract, over JSON-RPC.
    pub(super) async fn ask<C: SolCall>(&self, to: Address, call: &C) -> anyhow::Result<C::Return> {
        Ok(self.owner.client.call(to, call).await?)
    }
}
