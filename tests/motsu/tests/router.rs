//! Entries and exits with bounds, through the router.

mod refusals;

use std::cell::Cell;
use std::rc::Rc;

use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall, SolError};
use ballast_abi::construction::IConstruction;
use ballast_abi::erc20::{IERC20, IERC20Permit};
use ballast_abi::erc4626::IERC4626;
use ballast_abi::router::{IWETH, Router as Abi};
use ballast_abi::token::Token as TokenAbi;
use ballast_abi::vault::Vault as VaultAbi;
use ballast_motsu_testkit::{
    Deployed, Foreign, Message, Signer, deploy_precompiles, ether_of, set_admitting,
};
use ballast_router::Router;
use ballast_token::Token;
use ballast_vault::Vault;

use crate::tokens::{ALICE, BOB, token_at};

const AUTHORITY: Address = Address::repeat_byte(0xaa);
const WETH: Address = Address::repeat_byte(0xee);
/// What lies behind the wrapped ether: a token that only its puppet may mint.
const COINS: u8 = 0xef;
const HOSTILE: Address = Address::repeat_byte(0x66);
const SHARE_UNITS: u64 = 1_000;

/// A token, two vaults over it, one over wrapped ether, and the router, to which Alice allows
/// everything. She has 1,000 of the token.
struct Stage {
    token: Deployed<Token>,
    vaults: [Deployed<Vault>; 2],
    ether_vault: Deployed<Vault>,
    router: Deployed<Router>,
    _others: (Foreign, Foreign, Deployed<Token>),
}

fn number(value: u64) -> U256 {
    U256::from(value)
}

fn vault_at(place: u8, asset: Address) -> Deployed<Vault> {
    let vault = Deployed::<Vault>::bare(Address::repeat_byte(place));
    let constructor = VaultAbi::constructorCall {
        asset,
        name: "Vault".into(),
        symbol: "V".into(),
        decimalsOffset: 3,
        authority: AUTHORITY,
    };
    vault.construct(AUTHORITY, &constructor).unwrap();
    vault
}

/// Wrapped ether: keeps balances in another token, of which each account is its own.
fn weth(message: &Message<'_>, coins: Address, books: &Books) -> Result<Vec<u8>, Vec<u8>> {
    let word = |value: U256| Ok(value.to_be_bytes_vec());
    if let Some(call) = message.is::<IERC20::balanceOfCall>() {
        return word(books.get(call.account));
    }
    if message.is::<IERC20::decimalsCall>().is_some() {
        return word(number(18));
    }
    if message.is::<IWETH::depositCall>().is_some() {
        books.add(message.sender, message.value);
        return Ok(vec![]);
    }
    if let Some(IWETH::withdrawCall { amount }) = message.is() {
        books.take(message.sender, amount)?;
        return message.pay(message.sender, amount, &[]);
    }
    if let Some(IERC20::transferCall { to, value }) = message.is() {
        books.take(message.sender, value)?;
        books.add(to, value);
        return word(number(1));
    }
    if let Some(IERC20::transferFromCall { from, to, value }) = message.is() {
        books.take(from, value)?;
        books.add(to, value);
        return word(number(1));
    }
    // Allowances are another token's matter.
    message.pay(coins, U256::ZERO, message.calldata)
}

/// Balances by account.
#[derive(Default)]
struct Books(std::cell::RefCell<std::collections::HashMap<Address, U256>>);

impl Books {
    fn get(&self, account: Address) -> U256 {
        self.0.borrow().get(&account).copied().unwrap_or_default()
    }

    fn add(&self, account: Address, value: U256) {
        *self.0.borrow_mut().entry(account).or_default() += value;
    }

    fn take(&self, account: Address, value: U256) -> Result<(), Vec<u8>> {
        let held = self.get(account);
        let left = held.checked_sub(value).ok_or_else(Vec::new)?;
        self.0.borrow_mut().insert(account, left);
        Ok(())
    }
}

fn stage() -> Stage {
    let token = token_at(0x70);
    let coins = token_at(COINS);
    let (place, books) = (coins.address(), Books::default());
    let ether = Foreign::place(WETH, move |message| weth(message, place, &books));
    let router = Deployed::<Router>::bare(Address::repeat_byte(0x40));
    router
        .construct(BOB, &Abi::constructorCall { weth: WETH })
        .unwrap();
    // As its own entry point has it.
    set_admitting(router.address(), |calldata| calldata.is_empty());
    let asset = token.address();
    let stage = Stage {
        vaults: [vault_at(0x7a, asset), vault_at(0x7b, asset)],
        ether_vault: vault_at(0x7c, WETH),
        router,
        _others: (ether, Foreign::place(BOB, |_| Ok(vec![])), coins),
        token,
    };
    let (to, value) = (ALICE, number(1_000));
    stage
        .token
        .call(BOB, &TokenAbi::mintCall { to, value })
        .unwrap();
    let (spender, value) = (stage.router.address(), U256::MAX);
    let approve = IERC20::approveCall { spender, value };
    stage.token.call(ALICE, &approve).unwrap();
    for vault in stage.vaults.iter().chain([&stage.ether_vault]) {
        vault.call(ALICE, &approve).unwrap();
    }
    stage
}

impl Stage {
    fn call<C: SolCall>(&self, call: &C) -> Result<C::Return, Vec<u8>> {
        self.router.call(ALICE, call)
    }

    fn deposit(&self, assets: u64, min_shares: u64) -> Result<U256, Vec<u8>> {
        self.call(&Abi::depositCall {
            vault: self.vaults[0].address(),
            assets: number(assets),
            receiver: ALICE,
            minShares: number(min_shares),
        })
    }

    fn tokens_of(&self, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        self.token.call(BOB, &call).unwrap()
    }

    fn shares_of(&self, vault: &Deployed<Vault>, account: Address) -> U256 {
        let call = IERC20::balanceOfCall { account };
        vault.call(BOB, &call).unwrap()
    }

    /// Nothing is left with the router, and nobody may take anything from it.
    fn is_empty(&self) {
        let router = self.router.address();
        assert_eq!(self.tokens_of(router), U256::ZERO);
        assert_eq!(ether_of(router), U256::ZERO);
        for vault in &self.vaults {
            assert_eq!(self.shares_of(vault, router), U256::ZERO);
            let allowance = IERC20::allowanceCall {
                owner: router,
                spender: vault.address(),
            };
            assert_eq!(self.token.call(BOB, &allowance), Ok(U256::ZERO));
        }
    }
}

#[track_caller]
fn refused<T>(outcome: Result<T, Vec<u8>>, error: &impl SolError) {
    assert_eq!(outcome.err(), Some(error.abi_encode()));
}

fn slippage(got: u64, bound: u64) -> Abi::SlippageExceeded {
    Abi::SlippageExceeded {
        got: number(got),
        bound: number(bound),
    }
}

#[test]
fn entries_and_exits_keep_to_their_bounds() {
    let stage = stage();
    let vault = stage.vaults[0].address();
    refused(stage.deposit(500, 500_001), &slippage(500_000, 500_001));
    assert_eq!(stage.deposit(500, 500_000), Ok(number(500_000)));
    let mint = |max_assets: u64| Abi::mintCall {
        vault,
        shares: number(100_000),
        receiver: ALICE,
        maxAssets: number(max_assets),
    };
    refused(stage.call(&mint(99)), &slippage(100, 99));
    assert_eq!(stage.call(&mint(100)), Ok(number(100)));
    let withdraw = |max_shares: u64| Abi::withdrawCall {
        vault,
        assets: number(200),
        receiver: BOB,
        maxShares: number(max_shares),
    };
    refused(stage.call(&withdraw(199_999)), &slippage(200_000, 199_999));
    assert_eq!(stage.call(&withdraw(200_000)), Ok(number(200_000)));
    let redeem = |min_assets: u64| Abi::redeemCall {
        vault,
        shares: number(400 * SHARE_UNITS),
        receiver: BOB,
        minAssets: number(min_assets),
    };
    refused(stage.call(&redeem(401)), &slippage(400, 401));
    assert_eq!(stage.call(&redeem(400)), Ok(number(400)));
    assert_eq!(stage.tokens_of(BOB), number(600));
    assert_eq!(stage.tokens_of(ALICE), number(400));
    assert_eq!(stage.shares_of(&stage.vaults[0], ALICE), U256::ZERO);
    stage.is_empty();
}

#[test]
fn shares_move_from_one_vault_to_another() {
    let stage = stage();
    stage.deposit(300, 0).unwrap();
    let [from, to] = [0, 1].map(|index: usize| stage.vaults[index].address());
    let migrate = |to_vault, min_shares: u64| Abi::migrateCall {
        fromVault: from,
        toVault: to_vault,
        shares: number(300_000),
        receiver: BOB,
        minShares: number(min_shares),
    };
    refused(
        stage.call(&migrate(to, 300_001)),
        &slippage(300_000, 300_001),
    );
    let error = Abi::AssetMismatch {
        asset: WETH,
        expected: stage.token.address(),
    };
    let ether = stage.ether_vault.address();
    refused(stage.call(&migrate(ether, 0)), &error);
    assert_eq!(stage.call(&migrate(to, 300_000)), Ok(number(300_000)));
    assert_eq!(stage.shares_of(&stage.vaults[1], BOB), number(300_000));
    assert_eq!(stage.shares_of(&stage.vaults[0], ALICE), U256::ZERO);
    stage.is_empty();
}

#[test]
fn ether_is_wrapped_and_unwrapped() {
    let stage = stage();
    let vault = stage.ether_vault.address();
    let deposit = |vault, min_shares: u64| Abi::depositEtherCall {
        vault,
        receiver: ALICE,
        minShares: number(min_shares),
    };
    let send = |call: &Abi::depositEtherCall| {
        let sent = stage.router.pay(ALICE, number(70), call.abi_encode())?;
        Ok(U256::from_be_slice(&sent))
    };
    refused(send(&deposit(vault, 70_001)), &slippage(70_000, 70_001));
    assert_eq!(send(&deposit(vault, 70_000)), Ok(number(70_000)));
    let other = stage.vaults[0].address();
    let error = Abi::AssetMismatch {
        asset: stage.token.address(),
        expected: WETH,
    };
    refused(send(&deposit(other, 0)), &error);
    let redeem = |receiver, min_ether: u64| Abi::redeemEtherCall {
        vault,
        shares: number(20_000),
        receiver,
        minEther: number(min_ether),
    };
    refused(stage.call(&redeem(BOB, 21)), &slippage(20, 21));
    assert_eq!(stage.call(&redeem(BOB, 20)), Ok(number(20)));
    assert_eq!(ether_of(BOB), number(20));
    // A receiver that takes none.
    let receiver = stage.token.address();
    refused(
        stage.call(&redeem(receiver, 0)),
        &Abi::EtherRefused { receiver },
    );
    assert_eq!(stage.shares_of(&stage.ether_vault, ALICE), number(50_000));
    stage.is_empty();
}

#[test]
fn permits_are_spent_and_an_allowance_is_as_good() {
    let _precompiles = deploy_precompiles();
    let (stage, signer) = (stage(), Signer::new("alice"));
    let (owner, vault) = (signer.address(), &stage.vaults[0]);
    stage.deposit(500, 0).unwrap();
    let give = IERC20::transferCall {
        to: owner,
        value: number(100_000),
    };
    vault.call(ALICE, &give).unwrap();
    let domain = IERC20Permit::DOMAIN_SEPARATORCall {};
    let domain = vault.call(BOB, &domain).unwrap();
    let sign = |value: u64, nonce: u64| {
        let terms = [number(value), number(nonce), U256::MAX];
        signer.permit(domain, [owner, stage.router.address()], terms)
    };
    let redeem = |shares: u64, (v, r, s): (u8, B256, B256)| Abi::redeemWithPermitCall {
        vault: vault.address(),
        shares: number(shares),
        receiver: BOB,
        minAssets: U256::ZERO,
        deadline: U256::MAX,
        v,
        r,
        s,
    };
    let good = redeem(60_000, sign(60_000, 0));
    // It is nobody else's to use.
    let outcome = stage.router.call(HOSTILE, &good).err().unwrap();
    let selector = <IERC20Permit::ERC2612InvalidSigner as SolError>::SELECTOR;
    assert_eq!(outcome[..4], selector);
    assert_eq!(stage.router.call(owner, &good), Ok(number(60)));
    assert_eq!(stage.tokens_of(BOB), number(60));
    // Somebody sends the permit first.
    let (v, r, s) = sign(40_000, 1);
    let permit = IERC20Permit::permitCall {
        owner,
        spender: stage.router.address(),
        value: number(40_000),
        deadline: U256::MAX,
        v,
        r,
        s,
    };
    vault.call(HOSTILE, &permit).unwrap();
    let late = redeem(40_000, (v, r, s));
    assert_eq!(stage.router.call(owner, &late), Ok(number(40)));
    assert_eq!(stage.shares_of(vault, owner), U256::ZERO);
}

#[test]
fn a_token_without_permits_needs_an_allowance() {
    let stage = stage();
    let deposit = Abi::depositWithPermitCall {
        vault: stage.vaults[0].address(),
        assets: number(10),
        receiver: BOB,
        minShares: U256::ZERO,
        deadline: U256::MAX,
        v: 27,
        r: B256::ZERO,
        s: B256::ZERO,
    };
    assert_eq!(stage.call(&deposit), Ok(number(10_000)));
    let token = stage.token.address();
    let (spender, value) = (stage.router.address(), number(9));
    let approve = IERC20::approveCall { spender, value };
    stage.token.call(ALICE, &approve).unwrap();
    refused(stage.call(&deposit), &Abi::PermitRefused { token });
}
