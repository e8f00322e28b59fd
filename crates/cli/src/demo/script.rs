//! Who does what.
//!
//! Amounts are in the smallest units: the token has 6 decimals, shares have 18.

/// A wallet, by its place on the stage.
pub(super) type Wallet = usize;

const A: Wallet = 0;
const B: Wallet = 1;
const C: Wallet = 2;

/// One token.
const TOKEN: u64 = 1_000_000;

/// One share.
const SHARE: u128 = 1_000_000_000_000_000_000;

/// One transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// A wallet gets test tokens out of nothing.
    MintTokens { wallet: Wallet, tokens: u64 },
    /// The vault may take tokens.
    Approve { wallet: Wallet, tokens: u64 },
    /// Tokens in, as many shares as they are worth out.
    Deposit { wallet: Wallet, tokens: u64 },
    /// Shares out, as many tokens as they cost in.
    MintShares { wallet: Wallet, shares: u128 },
    /// Shares to another wallet.
    TransferShares {
        wallet: Wallet,
        to: Wallet,
        shares: u128,
    },
    /// Tokens to the vault for nothing; they must not move the share price.
    Donate { wallet: Wallet, tokens: u64 },
    /// `owner` signs, `wallet` sends: it may then move shares of theirs.
    Permit {
        wallet: Wallet,
        owner: Wallet,
        shares: u128,
    },
    /// Shares of `owner` to oneself.
    TransferFrom {
        wallet: Wallet,
        owner: Wallet,
        shares: u128,
    },
    /// Tokens out, as many shares as they cost in.
    Withdraw { wallet: Wallet, tokens: u64 },
    /// One part in `parts` of one's shares in, as many tokens as they are worth out.
    Redeem { wallet: Wallet, parts: u64 },
}

/// The play. At the end A and B have left the vault, and C is halfway out.
pub(super) const SCRIPT: [Act; 18] = [
    Act::MintTokens {
        wallet: A,
        tokens: 1_000 * TOKEN,
    },
    Act::MintTokens {
        wallet: B,
        tokens: 1_000 * TOKEN,
    },
    Act::MintTokens {
        wallet: C,
        tokens: 1_000 * TOKEN,
    },
    Act::Approve {
        wallet: A,
        tokens: 400 * TOKEN,
    },
    Act::Deposit {
        wallet: A,
        tokens: 400 * TOKEN,
    },
    Act::Approve {
        wallet: B,
        tokens: 300 * TOKEN,
    },
    Act::MintShares {
        wallet: B,
        shares: 250 * SHARE + 1,
    },
    Act::Approve {
        wallet: C,
        tokens: 200 * TOKEN,
    },
    Act::Deposit {
        wallet: C,
        tokens: 123_456_789,
    },
    Act::TransferShares {
        wallet: A,
        to: C,
        shares: 100 * SHARE,
    },
    Act::Donate {
        wallet: B,
        tokens: 7 * TOKEN,
    },
    Act::Permit {
        wallet: B,
        owner: A,
        shares: 50 * SHARE,
    },
    Act::TransferFrom {
        wallet: B,
        owner: A,
        shares: 50 * SHARE,
    },
    Act::Deposit {
        wallet: C,
        tokens: 1,
    },
    Act::Withdraw {
        wallet: B,
        tokens: 99_999_999,
    },
    Act::Redeem {
        wallet: A,
        parts: 1,
    },
    Act::Redeem {
        wallet: C,
        parts: 2,
    },
    Act::Redeem {
        wallet: B,
        parts: 1,
    },
];

impl Act {
    /// Who sends the transaction.
    pub(super) const fn wallet(&self) -> Wallet {
        match self {
            Self::MintTokens { wallet, .. }
            | Self::Approve { wallet, .. }
            | Self::Deposit { wallet, .. }
            | Self::MintShares { wallet, .. }
            | Self::TransferShares { wallet, .. }
            | Self::Donate { wallet, .. }
            | Self::Permit { wallet, .. }
            | Self::TransferFrom { wallet, .. }
            | Self::Withdraw { wallet, .. }
            | Self::Redeem { wallet, .. } => *wallet,
        }
    }

    /// A name for tables: the contract and what it is asked.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::MintTokens { .. } => "token.mint",
            Self::Approve { .. } => "token.approve",
            Self::Deposit { .. } => "vault.deposit",
            Self::MintShares { .. } => "vault.mint",
            Self::TransferShares { .. } => "vault.transfer",
            Self::Donate { .. } => "token.transfer (donation)",
            Self::Permit { .. } => "vault.permit",
            Self::TransferFrom { .. } => "vault.transferFrom",
            Self::Withdraw { .. } => "vault.withdraw",
            Self::Redeem { parts: 1, .. } => "vault.redeem (all)",
            Self::Redeem { .. } => "vault.redeem",
        }
    }
}
