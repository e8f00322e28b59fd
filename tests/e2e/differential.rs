//! The vault beside OpenZeppelin's with the same virtual offset: same calls, same numbers; alone, and
//! with a strategy that has more or less of the assets and earns what the peer is given.
//!
//! The two differ on purpose where a call moves nothing: ours refuses an entry that buys no share
//! and an exit that pays no asset. OpenZeppelin's previews then say zero, which is checked.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolValue;
use ballast_abi::erc4626::IERC4626;
use ballast_abi::registry::IRegistry::setBoundsCall;
use ballast_abi::vault::Vault as Abi;
use ballast_bench::peers::{PeerVault, Pipeline};
use ballast_tests::{
    ALICE, BOB, CAROL, Contract, Farm, Hostile, MALLORY, STAKE, Scene, Vault, deposit, peers,
    redeem, uint,
};
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
    Lend,
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
        Just(Step::Lend),
    ];
    prop::collection::vec((step, 0..ACTORS.len(), amounts()), STEPS)
}

/// Both vaults over one token.
struct Pair {
    scene: Scene,
    peer: Vault,
    lent: Option<Lent>,
}

/// What our vault lends to, at no loss: a strategy that gives back what it got.
struct Lent {
    farm: Farm,
    strategy: Hostile,
}

impl Lent {
    fn new() -> Self {
        let farm = Farm::new();
        let strategy = farm.hostile();
        farm.queue(&[strategy.address()]);
        farm.govern(&setBoundsCall {
            strategy: strategy.address(),
            lossBps: uint(10_000),
            gainBps: uint(10_000),
        });
        Self { farm, strategy }
    }

    /// Moves the debt to a part of everything, in 256ths.
    fn lend(&self, part: u8) {
        let all: u128 = self.farm.assets().to();
        let target = all / 256 * u128::from(part);
        self.farm.move_debt(self.strategy.address(), target);
    }

    /// Earns up to a 64th of what is lent. Returns what the vault has booked of it.
    fn earn(&self, amount: u128) -> u128 {
        let debt: u128 = self.farm.debt(self.strategy.address()).to();
        self.strategy.gain(amount.min(debt / 64));
        let report = self.farm.harvest(MALLORY, self.strategy.address());
        let (gain, loss) = (report.gain, report.loss);
        assert_eq!(loss, U256::ZERO);
        gain.to()
    }
}

impl Pair {
    fn new() -> Self {
        Self::over(Scene::new(), None)
    }

    /// Alice has a stake in either vault already.
    fn lent() -> Self {
        let lent = Lent::new();
        let pair = Self::over(lent.farm.scene.clone(), Some(lent));
        pair.peer.deposit(ALICE, STAKE, ALICE);
        pair
    }

    fn over(scene: Scene, lent: Option<Lent>) -> Self {
        let code = peers()
            .vault(PeerVault::OpenZeppelinOffset, Pipeline::Legacy)
            .unwrap();
        let asset = scene.token.address.abi_encode();
        let address = scene.chain.create(code, &asset).unwrap();
        let peer = Vault::new(Contract::new(scene.chain.clone(), address));
        ACTORS
            .into_iter()
            .for_each(|actor| scene.allow(actor, address));
        Self { scene, peer, lent }
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
            Step::Lend if self.lent.is_some() => {
                let lent = self.lent.iter();
                lent.for_each(|lent| lent.lend((amount % 257).min(255) as u8));
            }
            Step::Mint | Step::Profit | Step::Lend => self.profit(amount),
        }
    }

    /// At most doubles the price, so that it stays one at which the actors can pay.
    fn profit(&self, amount: u128) {
        if let Some(lent) = &self.lent {
            return self.scene.fund(self.peer.address(), lent.earn(amount));
        }
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
        let held = ours.1 + self.debt();
        assert_eq!((ours.0, held, ours.2, ours.3), theirs);
        assert_eq!(
            ours.0.0, held,
            "the books are what the vault holds and has lent"
        );
    }

    /// What is lent, by the books and by what there is of it.
    fn debt(&self) -> U256 {
        let Some(lent) = &self.lent else {
            return U256::ZERO;
        };
        let strategy = lent.strategy.address();
        let debt = lent.farm.debt(strategy);
        assert!(debt <= self.scene.tokens_of(strategy));
        debt
    }
}

/// Takes random steps, and compares after each.
fn compare(pair: &Pair, cases: u32) {
    let node = pair.scene.chain.node().clone();
    let config = Config {
        cases,
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

#[test]
fn any_sequence_of_calls_gives_openzeppelins_numbers() {
    compare(&Pair::new(), CASES);
}

/// What is lent is as good as what is there: no entry and no exit can tell, and what the strategy
/// earns raises the price as a gift to the peer does.
#[test]
fn lending_without_a_loss_changes_no_number() {
    let pair = Pair::lent();
    pair.take(Step::Lend, ALICE, 200);
    assert!(U256::ZERO < pair.debt());
    compare(&pair, CASES);
}
