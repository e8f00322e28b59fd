//! The vault over the token: entries, transfers and exits from what is idle.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolError;
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::vault::Vault as Abi;
use ballast_motsu_testkit::Deployed;
use ballast_token::Token;
use ballast_vault::Vault;

const ALICE: Address = Address::repeat_byte(0xa1);
const BOB: Address = Address::repeat_byte(0xb0);
const AUTHORITY: Address = Address::repeat_byte(0xaa);

struct Stage {
    token: Deployed<Token>,
    vault: Deployed<Vault>,
}

fn construction(asset: Address, decimals_offset: u8, authority: Address) -> Abi::constructorCall {
    Abi::constructorCall {
        asset,
        name: "Vault".into(),
        symbol: "V".into(),
        decimalsOffset: decimals_offset,
        authority,
    }
}

fn bare() -> Stage {
    let stage = Stage {
        token: Deployed::bare(Address::repeat_byte(0x70)),
        vault: Deployed::bare(Address::repeat_byte(0x7a)),
    };
    let constructor = TokenAbi::constructorCall {
        name: "Token".into(),
        symbol: "T".into(),
        decimals: 6,
    };
    stage.token.construct(AUTHORITY, &constructor).unwrap();
    stage
}

/// Alice has 1,000 and lets the vault take them.
fn stage() -> Stage {
    let stage = bare();
    let asset = stage.token.address();
    let constructor = construction(asset, 3, AUTHORITY);
    stage.vault.construct(AUTHORITY, &constructor).unwrap();
    let value = U256::from(1_000);
    let mint = TokenAbi::mintCall { to: ALICE, value };
    stage.token.call(ALICE, &mint).unwrap();
    let spender = stage.vault.address();
    let approve = IERC20::approveCall { spender, value };
    stage.token.call(ALICE, &approve).unwrap();
    stage
}

impl Stage {
    fn deposit(&self, assets: u64) -> Result<U256, Vec<u8>> {
        let call = IERC4626::depositCall {
            assets: U256::from(assets),
            receiver: ALICE,
        };
        self.vault.call(ALICE, &call)
    }

    fn tokens_of(&self, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        self.token.call(ALICE, &call).unwrap()
    }

    fn shares_of(&self, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        self.vault.call(ALICE, &call).unwrap()
    }
}

#[test]
fn a_deposit_moves_tokens_and_an_exit_moves_them_back() {
    let stage = stage();
    let shares = stage.deposit(600).unwrap();
    assert_eq!(shares, U256::from(600_000));
    assert_eq!(stage.tokens_of(stage.vault.address()), U256::from(600));
    let [event] = &stage.vault.events::<IERC4626::Deposit>()[..] else {
        panic!("one deposit");
    };
    assert_eq!((event.owner, event.shares), (ALICE, shares));

    let transfer = IERC20::transferCall {
        to: BOB,
        value: shares,
    };
    assert!(stage.vault.call(ALICE, &transfer).unwrap());
    let redeem = IERC4626::redeemCall {
        shares,
        receiver: BOB,
        owner: BOB,
    };
    assert_eq!(stage.vault.call(BOB, &redeem), Ok(U256::from(600)));
    assert_eq!(stage.tokens_of(BOB), U256::from(600));
    assert_eq!(stage.shares_of(BOB), U256::ZERO);
}

#[test]
fn a_deposit_that_the_token_refuses_leaves_nothing() {
    let stage = stage();
    let refusal = IERC20::ERC20InsufficientAllowance {
        spender: stage.vault.address(),
        allowance: U256::from(1_000),
        needed: U256::from(1_001),
    };
    assert_eq!(stage.deposit(1_001), Err(refusal.abi_encode()));
    assert_eq!(stage.shares_of(ALICE), U256::ZERO);
    assert_eq!(stage.tokens_of(ALICE), U256::from(1_000));
    assert!(stage.vault.events::<IERC4626::Deposit>().is_empty());
}

#[test]
fn the_constructor_refuses_what_makes_no_vault() {
    let stage = bare();
    let asset = stage.token.address();
    let table = [
        (
            construction(BOB, 3, AUTHORITY),
            Abi::InvalidAsset { asset: BOB }.abi_encode(),
        ),
        (
            construction(asset, 2, AUTHORITY),
            Abi::InvalidDecimalsOffset { offset: 2 }.abi_encode(),
        ),
        (
            construction(asset, 19, AUTHORITY),
            Abi::InvalidDecimalsOffset { offset: 19 }.abi_encode(),
        ),
        (
            construction(asset, 3, Address::ZERO),
            Abi::Unauthorized {
                caller: Address::ZERO,
            }
            .abi_encode(),
        ),
    ];
    for (constructor, refusal) in table {
        let outcome = stage.vault.construct(AUTHORITY, &constructor);
        assert_eq!(outcome, Err(refusal));
    }
    let constructor = construction(asset, 18, AUTHORITY);
    assert_eq!(stage.vault.construct(AUTHORITY, &constructor), Ok(()));
}

#[test]
fn settings_are_for_the_authority() {
    let stage = stage();
    let cap = Abi::configureCall {
        setting: U256::ZERO,
        value: U256::from(500).into(),
    };
    let refusal = Abi::Unauthorized { caller: ALICE }.abi_encode();
    assert_eq!(stage.vault.call(ALICE, &cap).err(), Some(refusal));
    stage.vault.call(AUTHORITY, &cap).unwrap();
    let refusal = IERC4626::ERC4626ExceededMaxDeposit {
        receiver: ALICE,
        assets: U256::from(501),
        max: U256::from(500),
    };
    assert_eq!(stage.deposit(501), Err(refusal.abi_encode()));
    assert!(stage.deposit(500).is_ok());
}

#[test]
fn unknown_methods_revert_without_data() {
    let stage = stage();
    for calldata in [vec![], vec![1], vec![0xff; 4]] {
        assert_eq!(stage.vault.send(ALICE, calldata), Err(vec![]));
    }
}

#[test]
fn allowances_are_used_up_unless_they_are_the_largest() {
    let (spent, more) = (U256::from(400_000), U256::from(400_001));
    let table = [
        (more, Ok(U256::from(1))),
        (spent, Ok(U256::ZERO)),
        (U256::MAX, Ok(U256::MAX)),
        (U256::from(399_999), Err(U256::from(399_999))),
    ];
    for (value, outcome) in table {
        let stage = stage();
        stage.deposit(600).unwrap();
        let approve = IERC20::approveCall {
            spender: BOB,
            value,
        };
        stage.vault.call(ALICE, &approve).unwrap();
        let redeem = IERC4626::redeemCall {
            shares: spent,
            receiver: BOB,
            owner: ALICE,
        };
        let redeemed = stage.vault.call(BOB, &redeem);
        let (owner, spender) = (ALICE, BOB);
        let left = IERC20::allowanceCall { owner, spender };
        let left = stage.vault.call(BOB, &left).unwrap();
        let expected = outcome.map_err(|allowance| {
            let error = IERC20::ERC20InsufficientAllowance {
                spender: BOB,
                allowance,
                needed: spent,
            };
            error.abi_encode()
        });
        let paid = if expected.is_ok() { 400 } else { 0 };
        assert_eq!(redeemed.map(|_| left), expected);
        assert_eq!(stage.tokens_of(BOB), U256::from(paid));
    }
}
