//! The transactions of the script, sent one after the other, and what they did.

use alloy_primitives::{B256, U256};
use alloy_sol_types::SolCall;
use anyhow::Context;
use ballast_abi::erc20::IERC20::{
    approveCall, balanceOfCall, totalSupplyCall, transferCall, transferFromCall,
};
use ballast_abi::erc4626::IERC4626::{
    depositCall, mintCall, redeemCall, totalAssetsCall, withdrawCall,
};
use ballast_abi::token::Token;
use ballast_client::permit::{self, Allowance};
use ballast_client::trace::HostTrace;
use ballast_client::{Client, Receipt};

use super::books::{Books, Flow};
use super::script::Act;
use super::stage::{Stage, Wallet};
use crate::progress::Progress;

/// What the chain says of the vault and of one wallet at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// The vault's totals.
    pub(super) books: Books,
    /// Tokens of the wallet.
    pub(super) tokens: U256,
    /// Shares of the wallet.
    pub(super) shares: U256,
}

/// A transaction of the script, and what it did.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Which.
    pub(super) act: Act,
    /// The transaction.
    pub(super) transaction: B256,
    /// Gas charged.
    pub(super) gas_used: u64,
    /// Gas the contracts used.
    pub(super) execution_gas: u64,
    /// Ink the outermost program used after its entry.
    pub(super) ink: u64,
    /// Entry or exit, if it was one.
    pub(super) flow: Option<Flow>,
    /// Before it, for the wallet that sent it.
    pub(super) before: Moment,
    /// After it.
    pub(super) after: Moment,
}

/// Sends every transaction of a script.
pub(super) async fn perform(
    stage: &Stage,
    script: &[Act],
    progress: &Progress,
) -> anyhow::Result<Vec<Step>> {
    let mut steps = Vec::with_capacity(script.len());
    for act in script {
        let wallet = &stage.wallets[act.wallet()];
        progress.step();
        progress.say(format!("{}: {}", wallet.name, act.name()));
        let step = stage.step(*act, wallet).await;
        steps.push(step.with_context(|| format!("wallet {}: {}", wallet.name, act.name()))?);
    }
    Ok(steps)
}

impl Stage {
    async fn step(&self, act: Act, wallet: &Wallet) -> anyhow::Result<Step> {
        let before = self.moment(wallet).await?;
        let flow = flow(act, &before);
        let receipt = match flow {
            Some(flow) => self.send_flow(wallet, flow).await?,
            None => self.send(act, wallet).await?,
        };
        let trace = HostTrace::read(&wallet.client, receipt.transaction_hash).await?;
        Ok(Step {
            act,
            transaction: receipt.transaction_hash,
            gas_used: receipt.gas_used(),
            execution_gas: receipt.execution_gas(),
            ink: trace.ink(),
            flow,
            before,
            after: self.moment(wallet).await?,
        })
    }

    async fn moment(&self, wallet: &Wallet) -> anyhow::Result<Moment> {
        let Wallet { client, .. } = wallet;
        let own = balanceOfCall {
            account: client.sender(),
        };
        Ok(Moment {
            books: self.books(client).await?,
            tokens: client.call(self.token, &own).await?,
            shares: client.call(self.vault, &own).await?,
        })
    }

    /// What the vault says of itself now.
    pub(super) async fn books(&self, client: &Client) -> anyhow::Result<Books> {
        Ok(Books {
            assets: client.call(self.vault, &totalAssetsCall {}).await?,
            supply: client.call(self.vault, &totalSupplyCall {}).await?,
            virtual_shares: self.virtual_shares,
        })
    }

    async fn send_flow(&self, wallet: &Wallet, flow: Flow) -> anyhow::Result<Receipt> {
        let owner = wallet.client.sender();
        let receiver = owner;
        match flow {
            Flow::Deposit(assets) => {
                self.ask_vault(wallet, &depositCall { assets, receiver })
                    .await
            }
            Flow::Mint(shares) => self.ask_vault(wallet, &mintCall { shares, receiver }).await,
            Flow::Withdraw(assets) => {
                self.ask_vault(
                    wallet,
                    &withdrawCall {
                        assets,
                        receiver,
                        owner,
                    },
                )
                .await
            }
            Flow::Redeem(shares) => {
                self.ask_vault(
                    wallet,
                    &redeemCall {
                        shares,
                        receiver,
                        owner,
                    },
                )
                .await
            }
        }
    }

    async fn send(&self, act: Act, wallet: &Wallet) -> anyhow::Result<Receipt> {
        let address = |wallet: usize| self.wallets[wallet].client.sender();
        let client = &wallet.client;
        match act {
            Act::MintTokens { tokens, .. } => {
                let call = Token::mintCall {
                    to: client.sender(),
                    value: U256::from(tokens),
                };
                Ok(client.send(self.token, &call).await?)
            }
            Act::Approve { tokens, .. } => {
                let call = approveCall {
                    spender: self.vault,
                    value: U256::from(tokens),
                };
                Ok(client.send(self.token, &call).await?)
            }
            Act::Donate { tokens, .. } => {
                let call = transferCall {
                    to: self.vault,
                    value: U256::from(tokens),
                };
                Ok(client.send(self.token, &call).await?)
            }
            Act::TransferShares { to, shares, .. } => {
                let call = transferCall {
                    to: address(to),
                    value: U256::from(shares),
                };
                self.ask_vault(wallet, &call).await
            }
            Act::Permit { owner, shares, .. } => self.permit(wallet, owner, shares).await,
            Act::TransferFrom { owner, shares, .. } => {
                let (from, to) = (address(owner), client.sender());
                let call = transferFromCall {
                    from,
                    to,
                    value: U256::from(shares),
                };
                self.ask_vault(wallet, &call).await
            }
            Act::Deposit { .. }
            | Act::MintShares { .. }
            | Act::Withdraw { .. }
            | Act::Redeem { .. } => anyhow::bail!("entries and exits go another way"),
        }
    }

    async fn permit(&self, wallet: &Wallet, owner: usize, shares: u128) -> anyhow::Result<Receipt> {
        let spender = wallet.client.sender();
        let allowance = Allowance {
            spender,
            value: U256::from(shares),
            deadline: U256::MAX,
        };
        let owner = &self.wallets[owner].signer;
        let call = permit::sign(&wallet.client, self.vault, owner, allowance).await?;
        self.ask_vault(wallet, &call).await
    }

    async fn ask_vault<C: SolCall>(&self, wallet: &Wallet, call: &C) -> anyhow::Result<Receipt> {
        Ok(wallet.client.send(self.vault, call).await?)
    }
}

/// The entry or exit an act is for a wallet with these shares.
fn flow(act: Act, before: &Moment) -> Option<Flow> {
    match act {
        Act::Deposit { tokens, .. } => Some(Flow::Deposit(U256::from(tokens))),
        Act::MintShares { shares, .. } => Some(Flow::Mint(U256::from(shares))),
        Act::Withdraw { tokens, .. } => Some(Flow::Withdraw(U256::from(tokens))),
        Act::Redeem { parts, .. } => Some(Flow::Redeem(before.shares / U256::from(parts))),
        _ => None,
    }
}
