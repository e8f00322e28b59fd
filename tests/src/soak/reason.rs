//! Why a call failed, in a word or two: errors are counted by their names.

use std::fmt::Debug;

use alloy_primitives::Bytes;
use alloy_sol_types::SolInterface;
use ballast_abi::access_control::IAccessControl::IAccessControlErrors;
use ballast_abi::erc20::ISafeERC20::ISafeERC20Errors;
use ballast_abi::governor::Governor::GovernorErrors;
use ballast_abi::governor::IGovernor::IGovernorErrors;
use ballast_abi::market::IMarket::IMarketErrors;
use ballast_abi::market_risk::IMarketRisk::IMarketRiskErrors;
use ballast_abi::oracle::Oracle::OracleErrors;
use ballast_abi::params::IParams::IParamsErrors;
use ballast_abi::rebalancer::Rebalancer::RebalancerErrors;
use ballast_abi::redemptions::IERC7540Claim::IERC7540ClaimErrors;
use ballast_abi::redemptions::Redemptions::RedemptionsErrors;
use ballast_abi::registry::IRegistry::IRegistryErrors;
use ballast_abi::rewards::IRewards::IRewardsErrors;
use ballast_abi::signature::ISignature::ISignatureErrors;
use ballast_abi::strategy::IStrategy::IStrategyErrors;
use ballast_abi::strategy_erc4626::StrategyErc4626::StrategyErc4626Errors;
use ballast_abi::timelock::Timelock::TimelockErrors;
use ballast_abi::treasury::Treasury::TreasuryErrors;
use ballast_abi::votes::IERC5805::IERC5805Errors;
use ballast_abi::votes::Votes::VotesErrors;
use ballast_devnet::Error;

/// The name of a failure.
pub(crate) fn name_of(error: &Error) -> String {
    match error {
        Error::Reverted { output, .. } => name_in(output),
        error => error.to_string(),
    }
}

/// The name of what a call reverted with.
pub(super) fn name_in(output: &Bytes) -> String {
    if output.is_empty() {
        return "no reason".to_owned();
    }
    ballast_client::reason(output)
        .or_else(|| words::<IRegistryErrors>(output))
        .or_else(|| words::<IStrategyErrors>(output))
        .or_else(|| words::<StrategyErc4626Errors>(output))
        .or_else(|| words::<RebalancerErrors>(output))
        .or_else(|| words::<RedemptionsErrors>(output))
        .or_else(|| words::<IERC7540ClaimErrors>(output))
        .or_else(|| words::<IRewardsErrors>(output))
        .or_else(|| words::<IMarketErrors>(output))
        .or_else(|| words::<IMarketRiskErrors>(output))
        .or_else(|| words::<IParamsErrors>(output))
        .or_else(|| words::<OracleErrors>(output))
        .or_else(|| words::<IGovernorErrors>(output))
        .or_else(|| words::<GovernorErrors>(output))
        .or_else(|| words::<TimelockErrors>(output))
        .or_else(|| words::<IAccessControlErrors>(output))
        .or_else(|| words::<TreasuryErrors>(output))
        .or_else(|| words::<IERC5805Errors>(output))
        .or_else(|| words::<VotesErrors>(output))
        .or_else(|| words::<ISignatureErrors>(output))
        .or_else(|| words::<ISafeERC20Errors>(output))
        .map_or_else(|| unknown(output), |words| first(&words))
}

fn words<E: SolInterface + Debug>(data: &[u8]) -> Option<String> {
    E::abi_decode(data).ok().map(|error| format!("{error:?}"))
}

/// The name before the arguments.
fn first(words: &str) -> String {
    let name = words.split([' ', '(', '{']).next().unwrap_or_default();
    // A text that a contract reverts with is more than a name.
    if name.chars().next().is_some_and(char::is_uppercase) {
        name.to_owned()
    } else {
        words.to_owned()
    }
}

fn unknown(data: &[u8]) -> String {
    let selector = data.get(..4).unwrap_or(data);
    format!("unknown {}", alloy_primitives::hex::encode(selector))
}
