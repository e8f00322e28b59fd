//! Aave's programme of rewards as its own package has it, from `@aave/periphery-v3`: emission
//! manager, controller, and a transfer strategy that pulls from whoever pays.

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_bench::chain::Chain;

use super::{Aave, approveCall, mintCall};
use crate::actors::DEPLOYER;
use crate::contract::{Contract, uint};
use crate::scene::peers;

sol! {
    struct RewardsConfigInput {
        uint88 emissionPerSecond;
        uint256 totalSupply;
        uint32 distributionEnd;
        address asset;
        address reward;
        address transferStrategy;
        address rewardOracle;
    }

    function setRewardsController(address controller) external;
    function setEmissionAdmin(address reward, address admin) external;
    function configureAssets(RewardsConfigInput[] config) external;
    function setIncentivesController(address controller) external;
    function getUserRewards(address[] assets, address user, address reward) external view
        returns (uint256);
}

const ARTIFACTS: &str = "@aave/periphery-v3/artifacts/contracts/rewards";

/// A price above zero: the controller wants one, and does nothing with it.
const PRICE: u128 = 100_000_000;

/// Rewards for those who lend an asset. The deployer pays them.
#[derive(Clone, Debug)]
pub struct Incentives {
    /// Who accounts for them.
    pub controller: Contract,
    manager: Contract,
}

impl Incentives {
    /// Deploys manager and controller, and makes the aToken of a pool report to it.
    pub fn new(aave: &Aave) -> Self {
        let chain = aave.chain();
        let manager = create(chain, "EmissionManager", &DEPLOYER.abi_encode());
        let controller = create(chain, "RewardsController", &manager.address.abi_encode());
        let address = controller.address;
        manager.send(
            DEPLOYER,
            &setRewardsControllerCall {
                controller: address,
            },
        );
        aave.report_to(address);
        Self {
            controller,
            manager,
        }
    }

    /// Pays `per_second` of a token to all who lend, until a time.
    pub fn grant(&self, aave: &Aave, reward: &Contract, per_second: u128, until: u64) {
        let chain = aave.chain();
        let arguments = (self.controller.address, DEPLOYER, DEPLOYER).abi_encode();
        let path = "transfer-strategies/PullRewardsTransferStrategy";
        let transfers = create(chain, path, &arguments).address;
        let (to, value) = (DEPLOYER, uint(u128::MAX >> 20));
        reward.send(DEPLOYER, &mintCall { to, value });
        let (spender, value) = (transfers, U256::MAX);
        reward.send(DEPLOYER, &approveCall { spender, value });
        let oracle = "@aave/core-v3/artifacts/contracts/mocks/oracle/CLAggregators/\
                      MockAggregator.sol/MockAggregator.json";
        let oracle = deploy(chain, oracle, &uint(PRICE).abi_encode());
        let (reward, admin) = (reward.address, DEPLOYER);
        self.manager
            .send(DEPLOYER, &setEmissionAdminCall { reward, admin });
        let config = RewardsConfigInput {
            emissionPerSecond: per_second.try_into().expect("88 bits"),
            totalSupply: U256::ZERO,
            distributionEnd: until.try_into().expect("32 bits"),
            asset: aave.a_token.address,
            reward,
            transferStrategy: transfers,
            rewardOracle: oracle.address,
        };
        let config = vec![config];
        self.manager.send(DEPLOYER, &configureAssetsCall { config });
    }

    /// What somebody could claim of a token.
    pub fn owed(&self, aave: &Aave, user: Address, reward: Address) -> U256 {
        let assets = vec![aave.a_token.address];
        self.controller.ask(&getUserRewardsCall {
            assets,
            user,
            reward,
        })
    }
}

impl Aave {
    /// Makes the aToken report balances to a controller of rewards.
    pub fn report_to(&self, controller: Address) {
        let call = setIncentivesControllerCall { controller };
        self.a_token.send(DEPLOYER, &call);
    }
}

fn create(chain: &Chain, path: &str, arguments: &[u8]) -> Contract {
    let name = path.rsplit('/').next().unwrap_or(path);
    deploy(
        chain,
        &format!("{ARTIFACTS}/{path}.sol/{name}.json"),
        arguments,
    )
}

fn deploy(chain: &Chain, path: &str, arguments: &[u8]) -> Contract {
    let code = peers()
        .artifact(path)
        .and_then(|artifact| artifact.link(&[]));
    let code = code.unwrap_or_else(|error| panic!("{error}"));
    let created = chain.create(&code, arguments);
    let address = created.unwrap_or_else(|error| panic!("{path}: {error}"));
    Contract::new(chain.clone(), address)
}
