//! This project's vault, as it is measured.

use alloy_primitives::Address;
use ballast_abi::vault::Vault;
use ballast_artifacts::VAULT;
use ballast_client::deploy::Plan;

use crate::chain::Chain;
use crate::error::BenchError;

/// What tells deployments made here from others.
const LABEL: &str = "ballast bench";

/// Decimals that shares have more than the token: the least the vault allows.
const DECIMALS_OFFSET: u8 = 3;

/// A plan for a vault over `asset`, and where the vault will stand.
pub(crate) fn plan(asset: Address, cached: bool) -> Result<(Plan, Address), BenchError> {
    let constructor = Vault::constructorCall {
        asset,
        name: "Vault".to_owned(),
        symbol: "V".to_owned(),
        decimalsOffset: DECIMALS_OFFSET,
        authority: Chain::account(0),
    };
    let mut plan = Plan::new(LABEL);
    let vault = plan.add("vault", VAULT.code, &constructor, cached)?;
    Ok((plan, vault))
}
