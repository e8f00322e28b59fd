//! The vault beside OpenZeppelin's with the same virtual offset: same calls, same numbers
//!
//! The two differ on purpose where a call moves nothing: ours refuses an entry that buys no share
//! and an exit that pays no asset. OpenZeppelin's previews then say zero, which is checked.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::{PeerVault, Pipeline};
use ballast_tests::{ALICE, BOB, CAROL, Contract, Scene, Vault, deposit, peers, redeem, uint};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const ACTORS: [Address; 3] = [ALICE, BOB, CAROL];

/// Sequences of calls, each on vaults that are new.
const CASES: u32 = 40;
const STEPS: usize = 12;

#[derive(Clone, Copy, Debug)]
enum Step {
    Deposit,
    Mint,
    Withdraw,
    Redeem,
    RedeemAll,
    Profit,
}

fn amounts() -> impl Strategy<Value = u128> {
    prop_oneof![0..10_u128, 0..10_000_u128, 0..10_u128.pow(22)]
}

fn steps() -> impl Strategy<Value = Vec<(Step, usize, u128)>> {
    let step = prop_oneof![
        Just(Step::Deposit),
        Just(Step::Mint),
        Just(Step::Withdraw),
        Just(Step::Redeem),
        Just(Step::RedeemAll),
        Just(Step::Profit),
    ];
    prop::collection::vec((step, 0..ACTORS.len(), amounts()), STEPS)
}

/// Both vaults over one token.
struct Pair {
    scene: Scene,
    peer: Vault,
}

impl Pair {
    fn new() -> Self {
        let scene = Scene::new();
        let code = peers()
            .vault(PeerVault::OpenZeppelinOffset, Pipeline::Legacy)
            .unwrap();
        let asset = scene.token.address.abi_encode();
        let address = scene.chain.create(code, &asset).unwrap();
        let peer = Vault::new(Contract::new(scene.chain.clone(), address));
        ACTORS
            .into_iter()
            .for_each(|actor| scene.allow(actor, address));
        Self { scene, peer }
    }

    fn both(&self) -> [&Vault; 2] {
        [&self.scene.vault, &self.peer]
    }

    fn take(&self, step: Step, actor: Address, amount: u128) {
        match step {
            Step::Deposit => self.deposit(actor, amount),
            Step::Mint if amount != 0 => {
                let [ours, theirs] = self.both().map(|vault| vault.mint(actor, amount, actor));
                assert_eq!(ours.returned, theirs.returned);
            }
            Step::Withdraw => self.withdraw(actor, amount),
            Step::Redeem => {
                let shares = self.scene.vault.shares_of(actor).min(uint(amount));
                self.redeem(actor, shares.to());
            }
            Step::RedeemAll => self.redeem(actor, self.scene.vault.shares_of(actor).to()),
            Step::Mint | Step::Profit => self.profit(amount),
        }
    }

    /// At most doubles the price, so that it stays one at which the actors can pay.
    fn profit(&self, amount: u128) {
        let profit = self.scene.vault.totals().0.min(uint(amount)).to();
        self.scene.vault.book_profit(profit);
        for vault in self.both() {
            self.scene.fund(vault.address(), profit);
        }
    }

    fn deposit(&self, actor: Address, assets: u128) {
        let preview = self.peer.contract.ask(&IERC4626::previewDepositCall {
            assets: uint(assets),
        });
        if preview.is_zero() {
            let ours = &self.scene.vault.contract;
            return ours.refuses(actor, &deposit(assets, actor), &Abi::ZeroShares {});
        }
        let [ours, theirs] = self.both().map(|vault| vault.deposit(actor, assets, actor));
        assert_eq!(ours.returned, theirs.returned);
    }

    fn withdraw(&self, owner: Address, assets: u128) {
        let max = IERC4626::maxWithdrawCall { owner };
        let [ours, theirs] = self.both().map(|vault| vault.contract.ask(&max));
        assert_eq!(ours, theirs);
        let assets = ours.min(uint(assets)).to();
        if assets != 0 {
            let [ours, theirs] = self.both().map(|vault| vault.withdraw(owner, assets));
            assert_eq!(ours.returned, theirs.returned);
        }
    }

    fn redeem(&self, owner: Address, shares: u128) {
        let preview = self.peer.contract.ask(&IERC4626::previewRedeemCall {
            shares: uint(shares),
        });
        if preview.is_zero() {
            let ours = &self.scene.vault.contract;
            return ours.refuses(owner, &redeem(shares, owner, owner), &Abi::ZeroAssets {});
        }
        let [ours, theirs] = self.both().map(|vault| vault.redeem(owner, shares));
        assert_eq!(ours.returned, theirs.returned);
    }

    /// Everything that can be asked of either vault has the same answer.
    fn compare(&self, amount: u128) {
        let amount = uint(amount);
        let [ours, theirs] = self.both().map(|vault| {
            let previews = [
                vault
                    .contract
                    .ask(&IERC4626::previewDepositCall { assets: amount }),
                vault
                    .contract
                    .ask(&IERC4626::previewMintCall { shares: amount }),
                vault
                    .contract
                    .ask(&IERC4626::previewWithdrawCall { assets: amount }),
                vault
                    .contract
                    .ask(&IERC4626::previewRedeemCall { shares: amount }),
                vault
                    .contract
                    .ask(&IERC4626::convertToSharesCall { assets: amount }),
                vault
                    .contract
                    .ask(&IERC4626::convertToAssetsCall { shares: amount }),
            ];
            let shares = ACTORS.map(|actor| vault.shares_of(actor));
            let held: U256 = self.scene.tokens_of(vault.address());
            (vault.totals(), held, shares, previews)
        });
        assert_eq!(ours, theirs);
        assert_eq!(ours.0.0, ours.1, "the books are what the vault holds");
    }
}

#[test]
fn any_sequence_of_calls_gives_openzeppelins_numbers() {
    let pair = Pair::new();
    let node = pair.scene.chain.node().clone();
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&steps(), |steps| {
        let snapshot = node.snapshot();
        for (step, actor, amount) in steps {
            pair.take(step, ACTORS[actor], amount);
            pair.compare(amount);
        }
        node.revert(snapshot);
        Ok(())
    });
    outcome.unwrap();
}
