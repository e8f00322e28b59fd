//! The whole JSON ABI of each contract.

mod export;

use alloy_json_abi::JsonAbi;

use crate::access_control::IAccessControl;
use crate::construction::IConstruction;
use crate::curator::{Curator, ICurator};
use crate::erc20::{IERC20, IERC20Permit, ISafeERC20};
use crate::erc4626::IERC4626;
use crate::factory::Factory;
use crate::governance_lens::GovernanceLens;
use crate::governor::{Governor, IGovernor};
use crate::liquidator::Liquidator;
use crate::market::{IFlashLender, IMarket, Market, MarketAccounts};
use crate::market_risk::{IMarketRisk, MarketGovernance, MarketRisk};
use crate::market_shares::MarketShares;
use crate::oracle::{IPriceOracle, ISequencerGate, Oracle};
use crate::params::{IParameterSubscriber, IParams, IValidator, Params};
use crate::price_feed::{IAggregator, PriceFeed};
use crate::rebalancer::Rebalancer;
use crate::redemptions::{
    IERC165, IERC7540Claim, IERC7540Operator, IERC7540Redeem, IERC7887Redeem, Redemptions,
};
use crate::registry::{IRegistry, Registry};
use crate::rewards::IRewards;
use crate::router::Router;
use crate::seller::Seller;
use crate::signature::ISignature;
use crate::strategy::IStrategy;
use crate::strategy_aave_v3::StrategyAaveV3;
use crate::strategy_erc4626::StrategyErc4626;
use crate::strategy_uniswap_v3::StrategyUniswapV3;
use crate::timelock::{ITokenReceiver, Timelock};
use crate::token::Token;
use crate::treasury::Treasury;
use crate::uniswap_v3::IUniswapV3Trader;
use crate::vault::Vault;
use crate::votes::{IERC5805, Votes};

use export::name_struct;

pub use export::export;

/// The vault: its own part, ERC-20, ERC-2612 and ERC-4626.
pub fn vault() -> JsonAbi {
    union([
        Vault::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
        IERC20Permit::abi::contract(),
        ISafeERC20::abi::contract(),
        IERC4626::abi::contract(),
    ])
}

/// The test token: its own part and ERC-20.
pub fn token() -> JsonAbi {
    union([
        Token::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
    ])
}

/// The timelock: its own part, roles, what it receives tokens by, ERC-165, and the errors of
/// construction.
pub fn timelock() -> JsonAbi {
    union([
        Timelock::abi::contract(),
        IConstruction::abi::contract(),
        IAccessControl::abi::contract(),
        ITokenReceiver::abi::contract(),
        IERC165::abi::contract(),
    ])
}

/// The governor: its own part with the extensions', `IGovernor`, what it refuses tokens by, what it
/// says before a vote, ERC-165, and the errors of construction and of signatures.
pub fn governor() -> JsonAbi {
    union([
        Governor::abi::contract(),
        IGovernor::abi::contract(),
        IConstruction::abi::contract(),
        ITokenReceiver::abi::contract(),
        ISignature::abi::contract(),
        IValidator::abi::contract(),
        IERC165::abi::contract(),
    ])
}

/// The treasury: its own part, what it says before a vote, ERC-165, and the errors of construction
/// and of tokens.
pub fn treasury() -> JsonAbi {
    union([
        Treasury::abi::contract(),
        IValidator::abi::contract(),
        IERC165::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
    ])
}

/// The view of who governs.
pub fn governance_lens() -> JsonAbi {
    union([GovernanceLens::abi::contract()])
}

/// The token that votes: its own part, ERC-20, ERC-2612, ERC-5805 with ERC-6372, and the errors of
/// signatures.
pub fn votes() -> JsonAbi {
    union([
        Votes::abi::contract(),
        IConstruction::abi::contract(),
        IERC20::abi::contract(),
        IERC20Permit::abi::contract(),
        IERC5805::abi::contract(),
        ISignature::abi::contract(),
    ])
}

/// The strategy over an ERC-4626 vault: its own part and what every strategy has.
pub fn strategy_erc4626() -> JsonAbi {
    union([
        StrategyErc4626::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IRewards::abi::contract(),
        IStrategy::abi::contract(),
    ])
}

/// The strategy over an Aave v3 pool: its own part and what every strategy has.
pub fn strategy_aave_v3() -> JsonAbi {
    union([
        StrategyAaveV3::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IRewards::abi::contract(),
        IStrategy::abi::contract(),
    ])
}

/// The strategy over a Uniswap v3 pool: its own part, what every strategy has, and what pools call.
pub fn strategy_uniswap_v3() -> JsonAbi {
    union([
        StrategyUniswapV3::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IRewards::abi::contract(),
        IStrategy::abi::contract(),
        IUniswapV3Trader::abi::contract(),
    ])
}

/// The registry: its own part, and the errors of construction.
pub fn registry() -> JsonAbi {
    union([
        Registry::abi::contract(),
        IConstruction::abi::contract(),
        IRegistry::abi::contract(),
    ])
}

/// The router: its own part, and the errors of construction and of tokens.
pub fn router() -> JsonAbi {
    union([
        Router::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
    ])
}

/// The price feed: its own part, what Chainlink's consumers read, and the errors of construction.
pub fn price_feed() -> JsonAbi {
    union([
        PriceFeed::abi::contract(),
        IConstruction::abi::contract(),
        IAggregator::abi::contract(),
    ])
}

/// The rebalancer: its own part, and the errors of construction.
pub fn rebalancer() -> JsonAbi {
    union([Rebalancer::abi::contract(), IConstruction::abi::contract()])
}

/// The redemptions: their own part, the redeem side of ERC-7540, ERC-7887 and ERC-4626, ERC-165, and
/// the errors of construction and of tokens.
pub fn redemptions() -> JsonAbi {
    union([
        Redemptions::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IERC7540Operator::abi::contract(),
        IERC7540Redeem::abi::contract(),
        IERC7887Redeem::abi::contract(),
        IERC7540Claim::abi::contract(),
        IERC165::abi::contract(),
    ])
}

/// The curator: its own part, and the errors of construction.
pub fn curator() -> JsonAbi {
    union([
        Curator::abi::contract(),
        IConstruction::abi::contract(),
        ICurator::abi::contract(),
    ])
}

/// The parameter store: its own part, what a proposal asks, ERC-165, and the errors of construction.
pub fn params() -> JsonAbi {
    union([
        Params::abi::contract(),
        IConstruction::abi::contract(),
        IParams::abi::contract(),
        IValidator::abi::contract(),
        IERC165::abi::contract(),
    ])
}

/// The seller: its own part, what pools call, and the errors of construction and of tokens.
pub fn seller() -> JsonAbi {
    union([
        Seller::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        IUniswapV3Trader::abi::contract(),
    ])
}

/// The liquidator: its own part, what pools call, and the errors of tokens.
pub fn liquidator() -> JsonAbi {
    union([
        Liquidator::abi::contract(),
        ISafeERC20::abi::contract(),
        IUniswapV3Trader::abi::contract(),
    ])
}

/// The factory: its own part, and the errors of construction.
pub fn factory() -> JsonAbi {
    union([Factory::abi::contract(), IConstruction::abi::contract()])
}

/// The oracle: its own part, what markets ask, and the errors of construction.
pub fn oracle() -> JsonAbi {
    union([
        Oracle::abi::contract(),
        IConstruction::abi::contract(),
        IPriceOracle::abi::contract(),
        ISequencerGate::abi::contract(),
    ])
}

/// The market: what users and liquidators call, ERC-3156, and the errors of construction, of tokens and of signatures.
pub fn market() -> JsonAbi {
    union([
        Market::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        ISignature::abi::contract(),
        IMarket::abi::contract(),
        IFlashLender::abi::contract(),
    ])
}

/// What a market hands over to its accounts' program, and the errors of tokens and of signatures.
pub fn market_accounts() -> JsonAbi {
    union([
        MarketAccounts::abi::contract(),
        ISafeERC20::abi::contract(),
        ISignature::abi::contract(),
        IMarket::abi::contract(),
        IFlashLender::abi::contract(),
    ])
}

/// The market's other half: its own part, and what keepers and governance call at the market's
/// address.
pub fn market_risk() -> JsonAbi {
    union([
        MarketRisk::abi::contract(),
        IConstruction::abi::contract(),
        IMarketRisk::abi::contract(),
    ])
}

/// What governs a market: what is called at the market's address, what the parameter store calls, and
/// what a governor asks.
pub fn market_governance() -> JsonAbi {
    union([
        MarketGovernance::abi::contract(),
        IMarketRisk::abi::contract(),
        IParameterSubscriber::abi::contract(),
        IValidator::abi::contract(),
        IERC165::abi::contract(),
    ])
}

/// Shares of a market's supply: their own part, ERC-20, ERC-2612, ERC-4626, and the errors of
/// construction, of tokens and of signatures.
pub fn market_shares() -> JsonAbi {
    union([
        MarketShares::abi::contract(),
        IConstruction::abi::contract(),
        ISafeERC20::abi::contract(),
        ISignature::abi::contract(),
        IERC20::abi::contract(),
        IERC20Permit::abi::contract(),
        IERC4626::abi::contract(),
    ])
}

fn union<const N: usize>(parts: [JsonAbi; N]) -> JsonAbi {
    let mut whole = JsonAbi::new();
    for part in parts {
        whole.constructor = whole.constructor.or(part.constructor);
        for (name, overloads) in part.functions {
            whole.functions.entry(name).or_default().extend(overloads);
        }
        whole.events.extend(part.events);
        whole.errors.extend(part.errors);
    }
    for function in whole.functions.values_mut().flatten() {
        function.inputs.iter_mut().for_each(name_struct);
        function.outputs.iter_mut().for_each(name_struct);
    }
    whole
}

#[cfg(test)]
mod tests;
