//! The usual stage.

use std::sync::LazyLock;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_abi::erc20::IERC20;
use ballast_abi::vault::Vault::constructorCall;
use ballast_artifacts::VAULT;
use ballast_bench::chain::Chain;
use ballast_bench::peers::{PeerToken, Peers};
use ballast_client::deploy::Plan;

use crate::actors::{ALICE, BOB, CAROL, DEPLOYER, MALLORY};
use crate::contract::{Contract, uint};
use crate::vault::{DECIMALS_OFFSET, Vault};

sol! {
    function mint(address to, uint256 value) external;
    // Tokens that answer nothing are asked without expecting an answer.
    function approve(address spender, uint256 value) external;
}

/// One token of 18 decimals.
pub const TOKEN: u128 = 1_000_000_000_000_000_000;

/// What each actor starts with.
pub const FUNDS: u128 = 1_000_000 * TOKEN;

const SECONDS_BETWEEN_BLOCKS: u64 = 1;

/// A token, and a vault over it with an offset of three. Alice, Bob, Carol and Mallory have
/// [`FUNDS`] of the token each, and let the vault take them.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The chain.
    pub chain: Chain,
    /// The token.
    pub token: Contract,
    /// The vault.
    pub vault: Vault,
    /// When the vault's constructor ran, in seconds since 1970.
    pub built: u64,
}

impl Scene {
    /// A vault over OpenZeppelin's token.
    #[expect(clippy::new_without_default, reason = "a scene is an act, not a value")]
    pub fn new() -> Self {
        Self::over(PeerToken::OpenZeppelin)
    }

    /// A vault over a token of another kind.
    pub fn over(kind: PeerToken) -> Self {
        let chain = Chain::new(SECONDS_BETWEEN_BLOCKS).expect("a chain starts");
        let token = token(&chain, kind);
        let vault = Vault::new(vault_over(&chain, token.address, DECIMALS_OFFSET));
        let built = chain.node().latest().header.timestamp;
        let scene = Self {
            chain,
            token,
            vault,
            built,
        };
        for actor in [ALICE, BOB, CAROL, MALLORY] {
            scene.fund(actor, FUNDS);
            scene.allow(actor, scene.vault.contract.address);
        }
        scene
    }

    /// Mints tokens.
    pub fn fund(&self, to: Address, value: u128) {
        self.token.send(
            DEPLOYER,
            &mintCall {
                to,
                value: uint(value),
            },
        );
    }

    /// Lets a spender take any of an actor's tokens.
    pub fn allow(&self, actor: Address, spender: Address) {
        self.token.send(
            actor,
            &approveCall {
                spender,
                value: U256::MAX,
            },
        );
    }

    /// Lets time pass before the next block.
    pub fn pass(&self, seconds: u64) {
        let node = self.chain.node();
        let then = node.latest().header.timestamp + seconds;
        node.set_next_timestamp(then).expect("time goes forward");
    }

    /// The token balance of an account.
    pub fn tokens_of(&self, account: Address) -> U256 {
        self.token.ask(&IERC20::balanceOfCall { account })
    }
}

/// The contracts of others, compiled once.
pub fn peers() -> &'static Peers {
    static PEERS: LazyLock<Peers> =
        LazyLock::new(|| Peers::load().unwrap_or_else(|error| panic!("{error}")));
    &PEERS
}

/// Creates a token; one of solmate's has 18 decimals.
pub fn token(chain: &Chain, kind: PeerToken) -> Contract {
    let arguments = match kind {
        PeerToken::Solmate => uint(18).abi_encode(),
        _ => Vec::new(),
    };
    let code = peers().token(kind).expect("a known token");
    let address = chain
        .create(code, &arguments)
        .expect("the token's constructor passes");
    Contract::new(chain.clone(), address)
}

/// Deploys a vault over a token.
pub fn vault_over(chain: &Chain, asset: Address, decimals_offset: u8) -> Contract {
    let constructor = constructorCall {
        asset,
        name: "Ballast Vault".to_owned(),
        symbol: "bV".to_owned(),
        decimalsOffset: decimals_offset,
        authority: DEPLOYER,
    };
    let mut plan = Plan::new("tests");
    let address = plan
        .add("vault", VAULT.code, &constructor, false)
        .expect("a plan of one");
    chain
        .deploy(&plan)
        .unwrap_or_else(|error| panic!("{error}"));
    Contract::new(chain.clone(), address)
}
