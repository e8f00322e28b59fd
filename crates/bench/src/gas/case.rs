//! What is measured.

use std::fmt;

use alloy_primitives::{Address, Bytes, U256, address};
use alloy_sol_types::SolCall;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use serde::{Serialize, Serializer};

use crate::chain::Chain;

/// Who holds shares and tokens.
pub(super) const HOLDERS: [Address; 2] = [Chain::account(1), Chain::account(2)];
/// Who holds tokens only.
pub(super) const NEWCOMER: Address = Chain::account(3);
/// Whom the first holder allows to spend.
const SPENDER: Address = Chain::account(4);
/// Who holds nothing and never did.
const STRANGER: Address = address!("5711a5c3e14bd0f2f0ba4c60b9e7b1d3a9a5c7e1");

/// One token of 18 decimals.
pub(super) const TOKEN: U256 = U256::from_limbs([1_000_000_000_000_000_000, 0, 0, 0]);

/// A method, with what matters of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `deposit`.
    Deposit,
    /// `mint`.
    Mint,
    /// `withdraw` of a part.
    Withdraw,
    /// `redeem` of a part.
    Redeem,
    /// `redeem` of all shares of a holder: a storage slot becomes zero, and gas comes back.
    RedeemAll,
    /// `transfer` of shares.
    Transfer,
    /// `approve`.
    Approve,
    /// `transferFrom` of shares within an allowance.
    TransferFrom,
    /// `transferFrom` of shares with an allowance without limit.
    TransferFromUnlimited,
    /// `previewDeposit`, sent as a transaction.
    PreviewDeposit,
    /// `convertToAssets`, sent as a transaction.
    ConvertToAssets,
}

/// On what state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The slot that is written was zero: the first shares of an account, the first allowance.
    First,
    /// It was not.
    Warm,
}

/// What is done, and on what state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    /// What is done.
    pub operation: Operation,
    /// On what state.
    pub state: State,
}

const fn first(operation: Operation) -> Case {
    Case {
        operation,
        state: State::First,
    }
}

const fn warm(operation: Operation) -> Case {
    Case {
        operation,
        state: State::Warm,
    }
}

/// All that is measured.
pub const CASES: [Case; 15] = [
    first(Operation::Deposit),
    warm(Operation::Deposit),
    first(Operation::Mint),
    warm(Operation::Mint),
    warm(Operation::Withdraw),
    warm(Operation::Redeem),
    warm(Operation::RedeemAll),
    first(Operation::Transfer),
    warm(Operation::Transfer),
    first(Operation::Approve),
    warm(Operation::Approve),
    warm(Operation::TransferFrom),
    warm(Operation::TransferFromUnlimited),
    warm(Operation::PreviewDeposit),
    warm(Operation::ConvertToAssets),
];

/// A call: who makes it, and its calldata.
pub(super) struct Prepared {
    pub(super) from: Address,
    pub(super) input: Bytes,
}

fn prepared<C: SolCall>(from: Address, call: &C) -> Prepared {
    Prepared {
        from,
        input: call.abi_encode().into(),
    }
}

impl Case {
    /// The measured call, on a vault where one token is worth about `share` share units and the
    /// first holder has `balance` of them.
    pub(super) fn call(self, share: U256, balance: U256) -> Prepared {
        let [holder, other] = HOLDERS;
        let is_first = self.state == State::First;
        let depositor = if is_first { NEWCOMER } else { holder };
        let receiver = if is_first { STRANGER } else { other };
        let (hundred, ten) = (U256::from(100), U256::from(10));
        match self.operation {
            Operation::Deposit => {
                let assets = hundred.saturating_mul(TOKEN);
                prepared(
                    depositor,
                    &IERC4626::depositCall {
                        assets,
                        receiver: depositor,
                    },
                )
            }
            Operation::Mint => {
                let shares = hundred.saturating_mul(share);
                prepared(
                    depositor,
                    &IERC4626::mintCall {
                        shares,
                        receiver: depositor,
                    },
                )
            }
            Operation::Withdraw => {
                let assets = ten.saturating_mul(TOKEN);
                let call = IERC4626::withdrawCall {
                    assets,
                    receiver: holder,
                    owner: holder,
                };
                prepared(holder, &call)
            }
            Operation::Redeem => redeem(holder, ten.saturating_mul(share)),
            Operation::RedeemAll => redeem(holder, balance),
            Operation::Transfer => prepared(
                holder,
                &IERC20::transferCall {
                    to: receiver,
                    value: share,
                },
            ),
            Operation::Approve => approve(share),
            Operation::TransferFrom | Operation::TransferFromUnlimited => {
                let call = IERC20::transferFromCall {
                    from: holder,
                    to: other,
                    value: share,
                };
                prepared(SPENDER, &call)
            }
            Operation::PreviewDeposit => {
                let assets = hundred.saturating_mul(TOKEN);
                prepared(holder, &IERC4626::previewDepositCall { assets })
            }
            Operation::ConvertToAssets => {
                let shares = hundred.saturating_mul(share);
                prepared(holder, &IERC4626::convertToAssetsCall { shares })
            }
        }
    }

    /// The call that must have been made before.
    pub(super) fn preparation(self, share: U256) -> Option<Prepared> {
        match (self.operation, self.state) {
            (Operation::Approve, State::Warm) | (Operation::TransferFrom, _) => {
                Some(approve(U256::from(100).saturating_mul(share)))
            }
            (Operation::TransferFromUnlimited, _) => Some(approve(U256::MAX)),
            _ => None,
        }
    }
}

fn redeem(holder: Address, shares: U256) -> Prepared {
    prepared(
        holder,
        &IERC4626::redeemCall {
            shares,
            receiver: holder,
            owner: holder,
        },
    )
}

fn approve(value: U256) -> Prepared {
    prepared(
        HOLDERS[0],
        &IERC20::approveCall {
            spender: SPENDER,
            value,
        },
    )
}

impl Operation {
    /// The method, and what sets this use of it apart.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Mint => "mint",
            Self::Withdraw => "withdraw",
            Self::Redeem => "redeem",
            Self::RedeemAll => "redeem, all shares",
            Self::Transfer => "transfer",
            Self::Approve => "approve",
            Self::TransferFrom => "transferFrom",
            Self::TransferFromUnlimited => "transferFrom, unlimited",
            Self::PreviewDeposit => "previewDeposit",
            Self::ConvertToAssets => "convertToAssets",
        }
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::First => "first",
            Self::Warm => "warm",
        })
    }
}
