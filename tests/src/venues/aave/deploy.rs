//! The deployment, in the order of Aave's own scripts.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolValue, sol};
use ballast_bench::chain::Chain;

use super::{Aave, RAY};
use crate::actors::DEPLOYER;
use crate::contract::{Contract, uint};
use crate::scene::peers;

sol! {
    struct InitReserveInput {
        address aTokenImpl;
        address stableDebtTokenImpl;
        address variableDebtTokenImpl;
        uint8 underlyingAssetDecimals;
        address interestRateStrategyAddress;
        address underlyingAsset;
        address treasury;
        address incentivesController;
        string aTokenName;
        string aTokenSymbol;
        string variableDebtTokenName;
        string variableDebtTokenSymbol;
        string stableDebtTokenName;
        string stableDebtTokenSymbol;
        bytes params;
    }

    function setACLAdmin(address admin) external;
    function setACLManager(address manager) external;
    function addPoolAdmin(address admin) external;
    function setPoolImpl(address implementation) external;
    function getPool() external view returns (address);
    function setPoolConfiguratorImpl(address implementation) external;
    function getPoolConfigurator() external view returns (address);
    function setPriceOracle(address oracle) external;
    function initReserves(InitReserveInput[] input) external;
    function configureReserveAsCollateral(
        address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus
    ) external;
    function setReserveBorrowing(address asset, bool enabled) external;
    function setReserveFactor(address asset, uint256 factor) external;
}

const ARTIFACTS: &str = "@aave/core-v3/artifacts/contracts";

/// A dollar, in the unit of Aave's prices.
const DOLLAR: u128 = 100_000_000;

/// Decimals of both tokens.
const DECIMALS: u8 = 18;

/// A percent of RAY.
const PERCENT: u128 = RAY / 100;

/// The interest's part for the treasury, in basis points.
const RESERVE_FACTOR: u128 = 1_000;

/// The libraries that stand alone, and the one that needs another of them.
const LIBRARIES: [&str; 8] = [
    "SupplyLogic",
    "BorrowLogic",
    "LiquidationLogic",
    "EModeLogic",
    "BridgeLogic",
    "PoolLogic",
    "ConfiguratorLogic",
    "FlashLoanLogic",
];

/// A deployment under way.
struct Deployment<'a> {
    chain: &'a Chain,
    libraries: Vec<(&'static str, Address)>,
}

pub(super) fn run(asset: &Contract, collateral: &Contract) -> Aave {
    let chain = asset.chain();
    let mut deployment = Deployment {
        chain,
        libraries: Vec::new(),
    };
    deployment.add_libraries();
    let provider = deployment.provider();
    let implementation = deployment.create("protocol/pool/Pool", &provider.address.abi_encode());
    provider.send(DEPLOYER, &setPoolImplCall { implementation });
    let pool = Contract::new(chain.clone(), provider.ask(&getPoolCall {}));
    let configurator = deployment.configurator(&provider);
    deployment.add_prices(&provider, [asset.address, collateral.address]);
    deployment.add_reserves(
        &provider,
        &configurator,
        [asset.address, collateral.address],
    );
    open(&configurator, asset.address, collateral.address);
    let mut aave = Aave {
        a_token: pool.clone(),
        pool,
        asset: asset.clone(),
        collateral: collateral.clone(),
        provider,
        configurator,
        implementation,
    };
    aave.a_token.address = Address::from_word(aave.reserve()[8].into());
    aave
}

/// Creates a contract with arguments that are one word or none.
pub(super) fn create(chain: &Chain, code: &Bytes, arguments: &impl SolValue) -> Address {
    let created = chain.create(code, &arguments.abi_encode());
    created.unwrap_or_else(|error| panic!("{error}"))
}

impl Deployment<'_> {
    /// Creates a contract of Aave's by its path.
    fn create(&self, path: &str, arguments: &[u8]) -> Address {
        let name = path.rsplit('/').next().unwrap_or(path);
        let artifact = peers().artifact(&format!("{ARTIFACTS}/{path}.sol/{name}.json"));
        let code = artifact.and_then(|artifact| artifact.link(&self.libraries));
        let code = code.unwrap_or_else(|error| panic!("{error}"));
        let created = self.chain.create(&code, arguments);
        created.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn add_libraries(&mut self) {
        for name in LIBRARIES {
            let address = self.create(&format!("protocol/libraries/logic/{name}"), &[]);
            self.libraries.push((name, address));
        }
    }

    /// The register of addresses, with the deployer as administrator of the pool.
    fn provider(&self) -> Contract {
        let arguments = ("Ballast".to_owned(), DEPLOYER).abi_encode_params();
        let address = self.create("protocol/configuration/PoolAddressesProvider", &arguments);
        let provider = Contract::new(self.chain.clone(), address);
        provider.send(DEPLOYER, &setACLAdminCall { admin: DEPLOYER });
        let path = "protocol/configuration/ACLManager";
        let manager = self.create(path, &address.abi_encode());
        provider.send(DEPLOYER, &setACLManagerCall { manager });
        let manager = Contract::new(self.chain.clone(), manager);
        manager.send(DEPLOYER, &addPoolAdminCall { admin: DEPLOYER });
        provider
    }

    fn configurator(&self, provider: &Contract) -> Contract {
        let implementation = self.create("protocol/pool/PoolConfigurator", &[]);
        provider.send(DEPLOYER, &setPoolConfiguratorImplCall { implementation });
        let address = provider.ask(&getPoolConfiguratorCall {});
        Contract::new(self.chain.clone(), address)
    }

    /// A dollar for each token.
    fn add_prices(&self, provider: &Contract, tokens: [Address; 2]) {
        let source = "mocks/oracle/CLAggregators/MockAggregator";
        let sources = tokens.map(|_| self.create(source, &uint(DOLLAR).abi_encode()));
        let arguments = (
            provider.address,
            tokens.to_vec(),
            sources.to_vec(),
            Address::ZERO,
            Address::ZERO,
            uint(DOLLAR),
        );
        let oracle = self.create("misc/AaveOracle", &arguments.abi_encode_params());
        provider.send(DEPLOYER, &setPriceOracleCall { oracle });
    }

    fn add_reserves(&self, provider: &Contract, configurator: &Contract, tokens: [Address; 2]) {
        let pool = provider.ask(&getPoolCall {}).abi_encode();
        let [a_token, stable, variable] = ["AToken", "StableDebtToken", "VariableDebtToken"]
            .map(|name| self.create(&format!("protocol/tokenization/{name}"), &pool));
        let rates = self.create(
            "protocol/pool/DefaultReserveInterestRateStrategy",
            &rates(provider.address),
        );
        let name = |kind: &str| format!("Aave {kind}");
        let input = tokens.map(|token| InitReserveInput {
            aTokenImpl: a_token,
            stableDebtTokenImpl: stable,
            variableDebtTokenImpl: variable,
            underlyingAssetDecimals: DECIMALS,
            interestRateStrategyAddress: rates,
            underlyingAsset: token,
            treasury: DEPLOYER,
            incentivesController: Address::ZERO,
            aTokenName: name("Token"),
            aTokenSymbol: "aT".to_owned(),
            variableDebtTokenName: name("Variable Debt"),
            variableDebtTokenSymbol: "vdT".to_owned(),
            stableDebtTokenName: name("Stable Debt"),
            stableDebtTokenSymbol: "sdT".to_owned(),
            params: Bytes::new(),
        });
        let input = input.to_vec();
        configurator.send(DEPLOYER, &initReservesCall { input });
    }
}

/// Use of 80% is the best; 4% a year up to there and 75% beyond; nobody borrows at a stable rate.
fn rates(provider: Address) -> Vec<u8> {
    let [optimal, first, second] = [80, 4, 75].map(|percent| uint(percent * PERCENT));
    let none = U256::ZERO;
    (
        provider, optimal, none, first, second, none, none, none, none, none,
    )
        .abi_encode_params()
}

/// Lets the asset be borrowed against the collateral.
fn open(configurator: &Contract, asset: Address, collateral: Address) {
    let call = configureReserveAsCollateralCall {
        asset: collateral,
        ltv: uint(8_000),
        liquidationThreshold: uint(8_500),
        liquidationBonus: uint(10_500),
    };
    configurator.send(DEPLOYER, &call);
    let enabled = true;
    configurator.send(DEPLOYER, &setReserveBorrowingCall { asset, enabled });
    let factor = uint(RESERVE_FACTOR);
    configurator.send(DEPLOYER, &setReserveFactorCall { asset, factor });
}
