//! A token calls the holder while a vault is in the middle of its work.
//!
//! The token calls whoever sends before, and whoever receives after, a transfer; the attacker's
//! contract calls the vault from there. Whatever it calls, a view included, is refused.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::erc4626::IERC4626;
use ballast_bench::peers::{PeerToken, PeerVault};
use ballast_tests::{
    ALICE, Contract, MALLORY, SHARE_UNITS, Scene, TOKEN, Vault, deposit, mint, redeem, token, uint,
    withdraw,
};

use crate::peer_vault;

sol! {
    function perform(address to, bytes data) external returns (bytes memory);
    function arm(address to, bytes data, bool tolerant) external;
    function called() external view returns (bool);
    function succeeded() external view returns (bool);
    function answer() external view returns (bytes memory);
    function register() external;
}

const DEPOSIT: u128 = 10 * TOKEN;

/// A scene with a token that calls back, and the attacker's contract with a deposit in `vault`.
struct Ambush {
    scene: Scene,
    vault: Vault,
    attacker: Contract,
}

impl Ambush {
    fn new(vault: impl FnOnce(&Scene) -> Vault) -> Self {
        let scene = Scene::over(PeerToken::Callback);
        let vault = vault(&scene);
        let attacker = token(&scene.chain, PeerToken::Reentrant);
        let ambush = Self {
            scene,
            vault,
            attacker,
        };
        ambush.vault.deposit(ALICE, 5 * DEPOSIT, ALICE);
        ambush.scene.fund(ambush.attacker.address, 5 * DEPOSIT);
        let (spender, value) = (ambush.vault.address(), U256::MAX);
        ambush.perform(
            ambush.scene.token.address,
            &IERC20::approveCall { spender, value },
        );
        ambush.perform(ambush.scene.token.address, &registerCall {});
        ambush.perform(
            ambush.vault.address(),
            &deposit(DEPOSIT, ambush.attacker.address),
        );
        ambush
    }

    fn ours() -> Self {
        Self::new(|scene| scene.vault.clone())
    }

    fn perform(&self, to: Address, call: &impl SolCall) {
        let data = Bytes::from(call.abi_encode());
        self.attacker.send(MALLORY, &performCall { to, data });
    }

    fn arm(&self, call: &impl SolCall, tolerant: bool) {
        let (to, data) = (self.vault.address(), Bytes::from(call.abi_encode()));
        self.attacker.send(MALLORY, &armCall { to, data, tolerant });
    }

    /// Whatever the vault and the token say about everybody.
    fn state(&self) -> (U256, U256, Vec<U256>) {
        let (assets, supply) = self.vault.totals();
        let holders = [ALICE, self.attacker.address, self.vault.address()];
        let balances =
            holders.map(|holder| [self.vault.shares_of(holder), self.scene.tokens_of(holder)]);
        (assets, supply, balances.concat())
    }

    /// Every call that could be worth re-entering for.
    fn calls(&self) -> Vec<Bytes> {
        let this = self.attacker.address;
        let (spender, value) = (MALLORY, uint(1));
        vec![
            deposit(TOKEN, this).abi_encode().into(),
            mint(TOKEN, this).abi_encode().into(),
            withdraw(TOKEN, this, this).abi_encode().into(),
            redeem(TOKEN, this, this).abi_encode().into(),
            IERC20::transferCall { to: MALLORY, value }
                .abi_encode()
                .into(),
            IERC20::approveCall { spender, value }.abi_encode().into(),
            IERC4626::totalAssetsCall {}.abi_encode().into(),
            IERC4626::convertToAssetsCall { shares: value }
                .abi_encode()
                .into(),
        ]
    }
}

/// The vault's methods that move the token, as the attacker calls them.
fn outer_calls(this: Address) -> [Bytes; 4] {
    [
        deposit(TOKEN, this).abi_encode().into(),
        mint(TOKEN * SHARE_UNITS, this).abi_encode().into(),
        withdraw(TOKEN, this, this).abi_encode().into(),
        redeem(TOKEN * SHARE_UNITS, this, this).abi_encode().into(),
    ]
}

#[test]
fn no_call_gets_in_during_another() {
    let ambush = Ambush::ours();
    let (to, this) = (ambush.vault.address(), ambush.attacker.address);
    for outer in outer_calls(this) {
        for inner in ambush.calls() {
            ambush.attacker.send(
                MALLORY,
                &armCall {
                    to,
                    data: inner,
                    tolerant: true,
                },
            );
            ambush.attacker.send(
                MALLORY,
                &performCall {
                    to,
                    data: outer.clone(),
                },
            );
            assert!(ambush.attacker.ask(&calledCall {}), "the token called back");
            assert!(!ambush.attacker.ask(&succeededCall {}));
            assert!(ambush.attacker.ask(&answerCall {}).is_empty());
        }
    }
}

#[test]
fn a_refused_callback_undoes_everything() {
    let ambush = Ambush::ours();
    let (to, this) = (ambush.vault.address(), ambush.attacker.address);
    ambush.arm(&withdraw(DEPOSIT, this, this), false);
    let before = ambush.state();
    for outer in outer_calls(this) {
        ambush
            .attacker
            .revert_data(MALLORY, &performCall { to, data: outer });
    }
    assert_eq!(ambush.state(), before);
}

#[test]
fn a_tolerated_refusal_leaves_exactly_the_outer_call() {
    let ambush = Ambush::ours();
    let this = ambush.attacker.address;
    ambush.arm(&withdraw(DEPOSIT, this, this), true);
    ambush.perform(ambush.vault.address(), &withdraw(TOKEN, this, this));
    assert_eq!(
        ambush.vault.shares_of(this),
        uint((DEPOSIT - TOKEN) * SHARE_UNITS)
    );
    assert_eq!(ambush.vault.totals().0, uint(6 * DEPOSIT - TOKEN));
    assert_eq!(ambush.scene.tokens_of(this), uint(4 * DEPOSIT + TOKEN));
    assert_eq!(
        ambush.scene.tokens_of(ambush.vault.address()),
        uint(6 * DEPOSIT - TOKEN)
    );
}

/// OpenZeppelin's vault has no lock. Its order of steps keeps the money, but a callback before the
/// transfer of a deposit reads a price at which nothing has happened yet, and may act on it.
#[test]
fn openzeppelins_vault_lets_callbacks_in() {
    let ambush = Ambush::new(|scene| peer_vault(scene, PeerVault::OpenZeppelin));
    let this = ambush.attacker.address;
    ambush.arm(&withdraw(TOKEN, this, this), true);
    ambush.perform(ambush.vault.address(), &deposit(TOKEN, this));
    assert!(ambush.attacker.ask(&succeededCall {}));
}
