//! The router: entries and exits with bounds, one file for what is bounded, permits, ether, odd
//! tokens and vaults that are hostile.

mod bounds;
mod constructor;
mod ether;
mod hostile;
mod migrate;
mod odd_tokens;
mod permits;

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types_eth::{BlockId, TransactionRequest};
use alloy_sol_types::{SolCall, SolError, SolValue, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::router::Router as Abi;
use ballast_artifacts::ROUTER;
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_client::deploy::Plan;
use ballast_devnet::ReceiptView;
use ballast_tests::{
    ALICE, BOB, Contract, DEPLOYER, FUNDS, MALLORY, STRANGER, TOKEN, Vault, peers, token, uint,
    vault_over,
};

sol! {
    function mint(address to, uint256 value) external;
    function approve(address spender, uint256 value) external;
}

/// Gas for calls that may fail.
const GAS_LIMIT: u64 = 20_000_000;

/// A router, and vaults over a token and over wrapped ether. Alice, Bob and Mallory have
/// [`FUNDS`] of the token, and let the router take whatever they have: tokens, shares, wrapped
/// ether.
struct Stage {
    chain: Chain,
    token: Contract,
    vault: Vault,
    weth: Contract,
    ether_vault: Vault,
    router: Contract,
}

impl Stage {
    fn new() -> Self {
        Self::over("PermitToken", "SoladyWeth")
    }

    /// Over a token and a wrapped ether of `tests/peers`, neither of which has a constructor.
    fn over(token: &'static str, weth: &'static str) -> Self {
        let chain = Chain::new(1).unwrap();
        let token = create(&chain, token, &[]);
        let weth = create(&chain, weth, &[]);
        let vault = Vault::new(vault_over(&chain, token.address, 3));
        let ether_vault = Vault::new(vault_over(&chain, weth.address, 4));
        let router = router(&chain, weth.address);
        let stage = Self {
            chain,
            token,
            vault,
            weth,
            ether_vault,
            router,
        };
        for actor in [ALICE, BOB, MALLORY] {
            let value = uint(FUNDS);
            stage.token.send(DEPLOYER, &mintCall { to: actor, value });
            for contract in stage.tokens() {
                approve(contract, actor, stage.router.address);
            }
        }
        stage
    }

    /// Whatever has balances.
    fn tokens(&self) -> [&Contract; 4] {
        let (vault, ether_vault) = (&self.vault.contract, &self.ether_vault.contract);
        [&self.token, vault, &self.weth, ether_vault]
    }

    /// Another project's vault over the token, whose shares everybody lets the router take.
    fn peer_vault(&self, name: &'static str) -> Vault {
        let contract = create(&self.chain, name, &self.token.address.abi_encode());
        for actor in [ALICE, BOB, MALLORY] {
            approve(&contract, actor, self.router.address);
        }
        Vault::new(contract)
    }

    /// A vault that does what it is told, over the token.
    fn hostile(&self) -> Contract {
        create(
            &self.chain,
            "HostileVault",
            &self.token.address.abi_encode(),
        )
    }

    /// Makes an account's ether vault shares: deposits through the router.
    fn deposit_ether(&self, from: Address, value: u128) -> U256 {
        let call = Abi::depositEtherCall {
            vault: self.ether_vault.address(),
            receiver: from,
            minShares: U256::ZERO,
        };
        let before = self.ether_vault.shares_of(from);
        assert!(self.pay(from, uint(value), &call).success());
        self.ether_vault.shares_of(from) - before
    }

    /// Sends a call with ether.
    fn pay(&self, from: Address, value: U256, call: &impl SolCall) -> ReceiptView {
        let request = TransactionRequest::default()
            .from(from)
            .to(self.router.address)
            .value(value)
            .input(Bytes::from(call.abi_encode()).into())
            .gas_limit(GAS_LIMIT);
        self.chain.node().transact(request).unwrap()
    }

    /// Sends a call to the router, which may fail.
    fn attempt(&self, from: Address, call: &[u8]) -> bool {
        let request = TransactionRequest::default()
            .from(from)
            .to(self.router.address)
            .input(Bytes::copy_from_slice(call).into())
            .gas_limit(GAS_LIMIT);
        self.chain.node().transact(request).unwrap().success()
    }

    fn tokens_of(&self, account: Address) -> U256 {
        self.token.ask(&IERC20::balanceOfCall { account })
    }

    fn ether_of(&self, account: Address) -> U256 {
        let node = self.chain.node();
        node.balance(&account, BlockId::latest()).unwrap()
    }

    /// The router has nothing, and lets `spender` take nothing.
    fn assert_clean(&self, spender: Address) {
        let account = self.router.address;
        assert_eq!(self.ether_of(account), U256::ZERO);
        for contract in self.tokens() {
            let balance = contract.ask(&IERC20::balanceOfCall { account });
            let allowance = contract.ask(&IERC20::allowanceCall {
                owner: account,
                spender,
            });
            assert_eq!((balance, allowance), (U256::ZERO, U256::ZERO));
        }
    }
}

/// Creates a contract of `tests/peers`.
fn create(chain: &Chain, name: &'static str, arguments: &[u8]) -> Contract {
    let code = peers().contract(name).unwrap();
    let address = chain.create(code, arguments).unwrap();
    Contract::new(chain.clone(), address)
}

fn approve(contract: &Contract, owner: Address, spender: Address) {
    let value = U256::MAX;
    contract.send(owner, &approveCall { spender, value });
}

fn plan(weth: Address) -> (Plan, Address) {
    let mut plan = Plan::new("tests");
    let constructor = Abi::constructorCall { weth };
    let address = plan.add("router", ROUTER.code, &constructor, true).unwrap();
    (plan, address)
}

fn router(chain: &Chain, weth: Address) -> Contract {
    let (plan, address) = plan(weth);
    chain
        .deploy(&plan)
        .unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}

fn deposit(vault: Address, assets: u128, receiver: Address, min: u128) -> Abi::depositCall {
    Abi::depositCall {
        vault,
        assets: uint(assets),
        receiver,
        minShares: uint(min),
    }
}

fn mint(vault: Address, shares: u128, receiver: Address, max: u128) -> Abi::mintCall {
    Abi::mintCall {
        vault,
        shares: uint(shares),
        receiver,
        maxAssets: uint(max),
    }
}

fn withdraw(vault: Address, assets: u128, receiver: Address, max: u128) -> Abi::withdrawCall {
    Abi::withdrawCall {
        vault,
        assets: uint(assets),
        receiver,
        maxShares: uint(max),
    }
}

fn redeem(vault: Address, shares: u128, receiver: Address, min: u128) -> Abi::redeemCall {
    Abi::redeemCall {
        vault,
        shares: uint(shares),
        receiver,
        minAssets: uint(min),
    }
}

fn slippage(got: u128, bound: u128) -> Abi::SlippageExceeded {
    Abi::SlippageExceeded {
        got: uint(got),
        bound: uint(bound),
    }
}
