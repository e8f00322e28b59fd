//! Vaults that fall for what is tried here: `tests/peers/contracts/Naive.sol`.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_tests::{Contract, DEPLOYER, Hostile, Scene, Vault, peers, uint};

use crate::{create, open_vault};

sol! {
    function add(address strategy) external;
    function lend(address strategy, uint256 assets) external;
    function harvest(address strategy) external;
}

/// A vault with strategies, and with nothing that protects it from them.
pub(crate) struct Naive {
    pub(crate) vault: Vault,
    token: Address,
}

impl Naive {
    /// Asks its strategies what they are worth whenever it needs a price.
    pub(crate) fn spot(scene: &Scene) -> Self {
        Self::new(scene, "SpotVault", &scene.token.address.abi_encode())
    }

    /// The same, and takes what has no price to be worth nothing.
    pub(crate) fn forgiving(scene: &Scene) -> Self {
        Self::new(scene, "ForgivingVault", &scene.token.address.abi_encode())
    }

    /// Keeps books of what it lent, and books every report at once.
    pub(crate) fn books(scene: &Scene, fee_bps: u128) -> Self {
        let arguments = (scene.token.address, uint(fee_bps));
        Self::new(scene, "BookVault", &arguments.abi_encode())
    }

    fn new(scene: &Scene, name: &'static str, arguments: &[u8]) -> Self {
        let vault = open_vault(scene, peers().contract(name).unwrap(), arguments);
        let token = scene.token.address;
        Self { vault, token }
    }

    /// A strategy that does what it is told, lent so much.
    pub(crate) fn hostile(&self, scene: &Scene, lent: u128) -> Hostile {
        let contract = self.unregistered(scene).contract;
        self.lend(contract.address, lent);
        Hostile { contract }
    }

    /// A strategy that was not added.
    pub(crate) fn unregistered(&self, scene: &Scene) -> Hostile {
        let this = self.vault.address();
        let arguments = (this, this, self.token).abi_encode();
        let contract = create(scene, "HostileStrategy", &arguments);
        Hostile { contract }
    }

    /// A strategy over an ERC-4626 vault, lent so much.
    pub(crate) fn strategy_over(&self, scene: &Scene, venue: Address, lent: u128) -> Contract {
        let this = self.vault.address();
        let arguments = (this, this, venue).abi_encode();
        let strategy = create(scene, "SolidityStrategy", &arguments);
        self.lend(strategy.address, lent);
        strategy
    }

    pub(crate) fn lend(&self, strategy: Address, assets: u128) {
        self.vault.contract.send(DEPLOYER, &addCall { strategy });
        let assets = uint(assets);
        if assets != U256::ZERO {
            let call = lendCall { strategy, assets };
            self.vault.contract.send(DEPLOYER, &call);
        }
    }

    /// Has it ask a strategy for a report.
    pub(crate) fn harvest(&self, strategy: Address) {
        let call = harvestCall { strategy };
        self.vault.contract.send(DEPLOYER, &call);
    }
}
