//! A vault in the state that all are measured in.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_devnet::ReceiptView;

use super::case::{CASES, Case, HOLDERS, NEWCOMER, TOKEN};
use super::parts::PartsRow;
use crate::chain::{Chain, execution_gas};
use crate::error::BenchError;
use crate::ours;
use crate::peers::{PeerToken, PeerVault, Peers, Pipeline};

sol! {
    function mint(address to, uint256 value) external;
}

const SECONDS_BETWEEN_BLOCKS: u64 = 3_600;
const TOKEN_DECIMALS: U256 = U256::from_limbs([18, 0, 0, 0]);
/// What everybody starts with, in whole tokens.
const FUNDS: u64 = 1_000_000;
/// What each holder deposits, in whole tokens.
const DEPOSIT: u64 = 1_000;
/// What is sent to the vault without a deposit, in whole tokens.
const DONATION: u64 = 100;
/// Who donates.
const DONOR: Address = Chain::account(0);

/// A vault with two holders, and the price moved off one where a donation can.
pub(super) struct Stage {
    chain: Chain,
    vault: Address,
    /// Share units for the smallest unit of the token, as the decimals say.
    scale: U256,
}

impl Stage {
    /// Sets the stage for another project's vault.
    pub(super) fn for_peer(
        code: &Peers,
        peer: PeerVault,
        pipeline: Pipeline,
    ) -> Result<Self, BenchError> {
        let chain = Chain::new(SECONDS_BETWEEN_BLOCKS)?;
        let token = create_token(&chain, code)?;
        let vault = chain.create(code.vault(peer, pipeline)?, &token.abi_encode())?;
        Self::set(chain, token, vault)
    }

    /// Sets the stage for this project's vault.
    pub(super) fn for_ours(code: &Peers, cached: bool) -> Result<Self, BenchError> {
        let chain = Chain::new(SECONDS_BETWEEN_BLOCKS)?;
        let token = create_token(&chain, code)?;
        let (plan, vault) = ours::plan(token, cached)?;
        chain.deploy(&plan)?;
        Self::set(chain, token, vault)
    }

    fn set(chain: Chain, token: Address, vault: Address) -> Result<Self, BenchError> {
        for owner in [HOLDERS[0], HOLDERS[1], NEWCOMER, DONOR] {
            chain.send(
                DONOR,
                token,
                &mintCall {
                    to: owner,
                    value: whole(FUNDS),
                },
            )?;
        }
        for owner in [HOLDERS[0], HOLDERS[1], NEWCOMER] {
            chain.send(
                owner,
                token,
                &IERC20::approveCall {
                    spender: vault,
                    value: U256::MAX,
                },
            )?;
        }
        for owner in HOLDERS {
            let assets = whole(DEPOSIT);
            chain.send(
                owner,
                vault,
                &IERC4626::depositCall {
                    assets,
                    receiver: owner,
                },
            )?;
        }
        chain.send(
            DONOR,
            token,
            &IERC20::transferCall {
                to: vault,
                value: whole(DONATION),
            },
        )?;
        let decimals = chain.call(DONOR, vault, &IERC20::decimalsCall {})?;
        let offset = U256::from(decimals).saturating_sub(TOKEN_DECIMALS);
        Ok(Self {
            chain,
            vault,
            scale: U256::from(10).pow(offset),
        })
    }

    /// Execution gas of every case, in the order of [`CASES`], each on the same state.
    pub(super) fn measure(&self) -> Result<Vec<u64>, BenchError> {
        CASES
            .into_iter()
            .map(|case| self.measure_case(case))
            .collect()
    }

    /// Every case taken apart; the vault must be this project's, and cached.
    pub(super) fn parts(&self) -> Result<Vec<PartsRow>, BenchError> {
        CASES
            .into_iter()
            .map(|case| {
                self.perform(case, |receipt, gas| {
                    let hash = receipt.receipt.transaction_hash;
                    self.chain.over_http(async |client| {
                        let receipt = client.receipt(hash).await?.ok_or(BenchError::Lost(hash))?;
                        PartsRow::read(client, case, &receipt, gas).await
                    })
                })
            })
            .collect()
    }

    fn measure_case(&self, case: Case) -> Result<u64, BenchError> {
        self.perform(case, |_, gas| Ok(gas))
    }

    /// Performs a case, has its receipt and execution gas looked at, and undoes it.
    fn perform<T>(
        &self,
        case: Case,
        look: impl FnOnce(&ReceiptView, u64) -> Result<T, BenchError>,
    ) -> Result<T, BenchError> {
        let snapshot = self.chain.node().snapshot();
        let share = self.scale.saturating_mul(TOKEN);
        let account = HOLDERS[0];
        let balance = self
            .chain
            .call(account, self.vault, &IERC20::balanceOfCall { account })?;
        if let Some(before) = case.preparation(share) {
            self.chain.send_raw(before.from, self.vault, before.input)?;
        }
        let call = case.call(share, balance);
        let receipt = self
            .chain
            .send_raw(call.from, self.vault, call.input.clone())?;
        let seen = look(&receipt, execution_gas(&receipt, &call.input))?;
        self.chain.node().revert(snapshot);
        Ok(seen)
    }
}

fn create_token(chain: &Chain, code: &Peers) -> Result<Address, BenchError> {
    chain.create(
        code.token(PeerToken::Solmate)?,
        &TOKEN_DECIMALS.abi_encode(),
    )
}

/// An amount of whole tokens.
fn whole(tokens: u64) -> U256 {
    U256::from(tokens).saturating_mul(TOKEN)
}
