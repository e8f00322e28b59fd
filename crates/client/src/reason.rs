//! Revert data in words.

use std::fmt::Debug;

use alloy_sol_types::{Panic, Revert, SolError, SolInterface};

use crate::precompiles::ArbWasm::ArbWasmErrors;
use crate::precompiles::StylusDeployer::StylusDeployerErrors;

/// Puts revert data into words, if it is one of an interface's errors.
type Words = fn(&[u8]) -> Option<String>;

/// The errors of all contracts here. Those that several have are the same, word for word.
const OURS: [Words; 36] = [
    words::<ballast_abi::access_control::IAccessControl::IAccessControlErrors>,
    words::<ballast_abi::construction::IConstruction::IConstructionErrors>,
    words::<ballast_abi::curator::ICurator::ICuratorErrors>,
    words::<ballast_abi::erc20::IERC20::IERC20Errors>,
    words::<ballast_abi::erc20::IERC20Permit::IERC20PermitErrors>,
    words::<ballast_abi::erc20::ISafeERC20::ISafeERC20Errors>,
    words::<ballast_abi::erc4626::IERC4626::IERC4626Errors>,
    words::<ballast_abi::factory::Factory::FactoryErrors>,
    words::<ballast_abi::governor::Governor::GovernorErrors>,
    words::<ballast_abi::governor::IGovernor::IGovernorErrors>,
    words::<ballast_abi::liquidator::Liquidator::LiquidatorErrors>,
    words::<ballast_abi::market::IMarket::IMarketErrors>,
    words::<ballast_abi::market_risk::IMarketRisk::IMarketRiskErrors>,
    words::<ballast_abi::market_shares::MarketShares::MarketSharesErrors>,
    words::<ballast_abi::oracle::Oracle::OracleErrors>,
    words::<ballast_abi::params::IParams::IParamsErrors>,
    words::<ballast_abi::price_feed::PriceFeed::PriceFeedErrors>,
    words::<ballast_abi::rebalancer::Rebalancer::RebalancerErrors>,
    words::<ballast_abi::redemptions::IERC7540Claim::IERC7540ClaimErrors>,
    words::<ballast_abi::redemptions::Redemptions::RedemptionsErrors>,
    words::<ballast_abi::registry::IRegistry::IRegistryErrors>,
    words::<ballast_abi::rewards::IRewards::IRewardsErrors>,
    words::<ballast_abi::router::Router::RouterErrors>,
    words::<ballast_abi::seller::Seller::SellerErrors>,
    words::<ballast_abi::signature::ISignature::ISignatureErrors>,
    words::<ballast_abi::strategy::IStrategy::IStrategyErrors>,
    words::<ballast_abi::strategy_aave_v3::StrategyAaveV3::StrategyAaveV3Errors>,
    words::<ballast_abi::strategy_erc4626::StrategyErc4626::StrategyErc4626Errors>,
    words::<ballast_abi::strategy_uniswap_v3::StrategyUniswapV3::StrategyUniswapV3Errors>,
    words::<ballast_abi::timelock::Timelock::TimelockErrors>,
    words::<ballast_abi::token::Token::TokenErrors>,
    words::<ballast_abi::treasury::Treasury::TreasuryErrors>,
    words::<ballast_abi::uniswap_v3::IUniswapV3Trader::IUniswapV3TraderErrors>,
    words::<ballast_abi::vault::Vault::VaultErrors>,
    words::<ballast_abi::votes::IERC5805::IERC5805Errors>,
    words::<ballast_abi::votes::Votes::VotesErrors>,
];

/// The error in revert data, with its arguments: the contracts' own errors, those of Stylus and its
/// deployer, and Solidity's texts and panics. `None` for anything else.
#[must_use]
pub fn reason(data: &[u8]) -> Option<String> {
    if let Ok(error) = StylusDeployerErrors::abi_decode(data) {
        return Some(deployer_reason(&error));
    }
    OURS.iter()
        .find_map(|words| words(data))
        .or_else(|| words::<ArbWasmErrors>(data))
        .or_else(|| Revert::abi_decode(data).ok().map(|error| error.reason))
        .or_else(|| Panic::abi_decode(data).ok().map(|panic| panic.to_string()))
}

/// The deployer wraps what the program returned.
fn deployer_reason(error: &StylusDeployerErrors) -> String {
    let inner = |data: &[u8]| reason(data).unwrap_or_else(|| "no reason given".to_owned());
    match error {
        StylusDeployerErrors::ContractDeploymentError(error) => {
            format!("the code cannot be deployed: {}", inner(&error.reason))
        }
        StylusDeployerErrors::ContractInitializationError(error) => {
            format!(
                "the constructor of {} reverts: {}",
                error.program,
                inner(&error.reason)
            )
        }
        error => variant(error),
    }
}

fn words<E: SolInterface + Debug>(data: &[u8]) -> Option<String> {
    E::abi_decode(data).ok().map(|error| variant(&error))
}

/// `Name { argument: value }` out of the debug form of an enum, which says the name twice:
/// `Name(Name { argument: value })`.
fn variant(error: &impl Debug) -> String {
    let text = format!("{error:?}");
    let inner = text
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'));
    inner.unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{Address, U256};
    use ballast_abi::erc20::IERC20::ERC20InsufficientBalance;
    use ballast_abi::vault::Vault::ZeroShares;

    use super::*;
    use crate::precompiles::StylusDeployer::ContractInitializationError;

    fn insufficient() -> Vec<u8> {
        let (balance, needed) = (U256::from(5), U256::from(7));
        ERC20InsufficientBalance {
            sender: Address::ZERO,
            balance,
            needed,
        }
        .abi_encode()
    }

    #[test]
    fn errors_of_the_contracts_name_their_arguments() {
        let text = reason(&insufficient()).unwrap();
        assert!(
            text.starts_with("ERC20InsufficientBalance { sender: 0x000"),
            "{text}"
        );
        assert!(text.ends_with("balance: 5, needed: 7 }"), "{text}");
        assert_eq!(reason(&ZeroShares {}.abi_encode()).unwrap(), "ZeroShares");
    }

    #[test]
    fn the_deployer_hands_on_what_the_constructor_said() {
        let program = Address::repeat_byte(7);
        let error = ContractInitializationError {
            program,
            reason: insufficient().into(),
        };
        let text = reason(&error.abi_encode()).unwrap();
        assert!(text.contains("the constructor of 0x0707"), "{text}");
        assert!(text.contains("needed: 7"), "{text}");
    }

    #[test]
    fn texts_are_read_and_noise_is_not() {
        assert_eq!(
            reason(&Revert::from("no way").abi_encode()).unwrap(),
            "no way"
        );
        assert!(
            reason(&Panic::from(0x11).abi_encode())
                .unwrap()
                .contains("overflow")
        );
        assert_eq!(reason(&[]), None);
        assert_eq!(reason(&[1, 2, 3, 4]), None);
    }
}
