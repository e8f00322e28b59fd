//! What is measured.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20::{approveCall, transferCall, transferFromCall};
use ballast_abi::erc4626::IERC4626::{
    convertToAssetsCall, depositCall, mintCall, previewDepositCall, redeemCall, withdrawCall,
};
use ballast_client::permit::{self, Allowance};

use super::farm;
use super::stage::{ONE_TOKEN, ONE_TOKEN_IN_SHARES, Role, Stage};

/// Who holds nothing and never did.
const STRANGER: Address = Address::repeat_byte(0x57);

/// A transaction to be sent.
#[derive(Clone, Debug)]
pub(super) struct Transaction {
    /// Who sends it.
    pub(super) from: Role,
    /// Whom it calls.
    pub(super) to: Address,
    /// Calldata.
    pub(super) input: Bytes,
    /// Signature of the method.
    pub(super) what: &'static str,
}

impl Transaction {
    /// A call.
    pub(super) fn new<C: SolCall>(from: Role, to: Address, call: &C) -> Self {
        Self {
            from,
            to,
            input: call.abi_encode().into(),
            what: C::SIGNATURE,
        }
    }
}

/// A call that is measured, and what goes before it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// Contract, method, and what sets this use of it apart.
    pub(super) key: &'static str,
    /// The state the call meets, in words.
    pub(super) state: &'static str,
    /// Transactions before it.
    pub(super) preparations: Vec<Transaction>,
    /// The transaction that is measured.
    pub(super) measured: Transaction,
}

impl Case {
    pub(super) const fn new(key: &'static str, state: &'static str, measured: Transaction) -> Self {
        Self {
            key,
            state,
            preparations: Vec::new(),
            measured,
        }
    }

    pub(super) fn after(mut self, preparation: Transaction) -> Self {
        self.preparations.push(preparation);
        self
    }

    pub(super) fn after_all(mut self, preparations: Vec<Transaction>) -> Self {
        self.preparations.extend(preparations);
        self
    }
}

/// Every case there is.
pub(super) async fn all(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let mut cases = entries(stage);
    cases.extend(exits(stage).await?);
    cases.extend(transfers(stage));
    cases.extend(allowances(stage).await?);
    cases.extend(views(stage));
    cases.extend(token(stage));
    cases.extend(farm::cases(stage).await?);
    Ok(cases)
}

fn entries(stage: &Stage) -> Vec<Case> {
    let deposit = |from: Role| {
        let (assets, receiver) = (U256::from(10 * ONE_TOKEN), from.address());
        Transaction::new(from, stage.vault, &depositCall { assets, receiver })
    };
    let shares = U256::from(10 * ONE_TOKEN_IN_SHARES);
    let mint = mintCall {
        shares,
        receiver: Role::Holder.address(),
    };
    vec![
        Case::new(
            "vault.deposit.first",
            "the depositor has no shares yet, and tokens before and after",
            deposit(Role::Newcomer),
        ),
        Case::new(
            "vault.deposit.warm",
            "the depositor has shares and tokens before and after",
            deposit(Role::Holder),
        ),
        Case::new(
            "vault.deposit.warm.uncached",
            "the depositor has shares and tokens before and after; the vault is not cached, the \
             token is",
            deposit(Role::Holder),
        )
        .after(Stage::eviction()),
        Case::new(
            "vault.mint",
            "the depositor has shares and tokens before and after",
            Transaction::new(Role::Holder, stage.vault, &mint),
        ),
    ]
}

async fn exits(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let owner = Role::Holder.address();
    let withdraw = withdrawCall {
        assets: U256::from(10 * ONE_TOKEN),
        receiver: owner,
        owner,
    };
    let redeem = |shares| {
        let call = redeemCall {
            shares,
            receiver: owner,
            owner,
        };
        Transaction::new(Role::Holder, stage.vault, &call)
    };
    Ok(vec![
        Case::new(
            "vault.withdraw",
            "the owner has shares and tokens before and after",
            Transaction::new(Role::Holder, stage.vault, &withdraw),
        ),
        Case::new(
            "vault.redeem.warm",
            "the owner has shares and tokens before and after",
            redeem(U256::from(10 * ONE_TOKEN_IN_SHARES)),
        ),
        Case::new(
            "vault.redeem.full",
            "the owner redeems all of their shares, and has tokens before and after",
            redeem(stage.shares().await?),
        ),
    ])
}

fn transfers(stage: &Stage) -> Vec<Case> {
    let transfer = |to| {
        let call = transferCall {
            to,
            value: U256::from(ONE_TOKEN_IN_SHARES),
        };
        Transaction::new(Role::Holder, stage.vault, &call)
    };
    let (from, to) = (Role::Holder.address(), Role::Other.address());
    let call = transferFromCall {
        from,
        to,
        value: U256::from(ONE_TOKEN_IN_SHARES),
    };
    let transfer_from = Transaction::new(Role::Spender, stage.vault, &call);
    vec![
        Case::new(
            "vault.transfer.existing",
            "sender and receiver have shares before and after",
            transfer(Role::Other.address()),
        ),
        Case::new(
            "vault.transfer.fresh",
            "the sender has shares before and after, the receiver had none",
            transfer(STRANGER),
        ),
        Case::new(
            "vault.transferFrom.finite",
            "owner and receiver have shares before and after, some allowance is left",
            transfer_from.clone(),
        )
        .after(approve(stage, U256::from(2 * ONE_TOKEN_IN_SHARES))),
        Case::new(
            "vault.transferFrom.infinite",
            "owner and receiver have shares before and after, the allowance has no limit",
            transfer_from,
        )
        .after(approve(stage, U256::MAX)),
    ]
}

async fn allowances(stage: &Stage) -> anyhow::Result<Vec<Case>> {
    let value = U256::from(ONE_TOKEN_IN_SHARES);
    let spender = Role::Spender.address();
    let allowance = Allowance {
        spender,
        value,
        deadline: U256::MAX,
    };
    let client = stage.client(Role::Spender)?;
    let owner = Role::Holder.signer()?;
    let permit = permit::sign(&client, stage.vault, &owner, allowance).await?;
    Ok(vec![
        Case::new(
            "vault.approve.first",
            "nothing was allowed before",
            approve(stage, value),
        ),
        Case::new(
            "vault.approve.change",
            "something else was allowed before",
            approve(stage, value),
        )
        .after(approve(stage, U256::from(7))),
        Case::new(
            "vault.permit",
            "the owner's first permit, nothing was allowed before",
            Transaction::new(Role::Spender, stage.vault, &permit),
        ),
    ])
}

fn views(stage: &Stage) -> Vec<Case> {
    let state = "a view, sent as a transaction";
    let preview = previewDepositCall {
        assets: U256::from(10 * ONE_TOKEN),
    };
    let convert = convertToAssetsCall {
        shares: U256::from(10 * ONE_TOKEN_IN_SHARES),
    };
    vec![
        Case::new(
            "vault.previewDeposit",
            state,
            Transaction::new(Role::Holder, stage.vault, &preview),
        ),
        Case::new(
            "vault.convertToAssets",
            state,
            Transaction::new(Role::Holder, stage.vault, &convert),
        ),
    ]
}

fn token(stage: &Stage) -> Vec<Case> {
    let (from, to) = (Role::Holder.address(), Role::Other.address());
    let value = U256::from(ONE_TOKEN);
    let approve = approveCall {
        spender: Role::Spender.address(),
        value: U256::MAX,
    };
    vec![
        Case::new(
            "token.transfer",
            "sender and receiver have tokens before and after",
            Transaction::new(Role::Holder, stage.token, &transferCall { to, value }),
        ),
        Case::new(
            "token.transferFrom",
            "owner and receiver have tokens before and after, the allowance has no limit",
            Transaction::new(
                Role::Spender,
                stage.token,
                &transferFromCall { from, to, value },
            ),
        )
        .after(Transaction::new(Role::Holder, stage.token, &approve)),
    ]
}

/// The holder allows the spender to spend shares.
fn approve(stage: &Stage, value: U256) -> Transaction {
    let spender = Role::Spender.address();
    Transaction::new(Role::Holder, stage.vault, &approveCall { spender, value })
}
