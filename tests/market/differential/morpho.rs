//! Morpho Blue with one market.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolValue, sol};
use ballast_bench::chain::Chain;
use ballast_bench::peers::PeerToken;
use ballast_tests::{ALICE, BOB, CAROL, Contract, DEPLOYER, FUNDS, token, uint};

use crate::create;

sol! {
    #![sol(all_derives)]
    struct MarketParams {
        address loanToken;
        address collateralToken;
        address oracle;
        address irm;
        uint256 lltv;
    }

    interface IMorpho {
        function enableIrm(address irm) external;
        function enableLltv(uint256 lltv) external;
        function createMarket(MarketParams marketParams) external;
        function supply(
            MarketParams marketParams,
            uint256 assets,
            uint256 shares,
            address onBehalf,
            bytes data
        ) external returns (uint256, uint256);
        function withdraw(
            MarketParams marketParams,
            uint256 assets,
            uint256 shares,
            address onBehalf,
            address receiver
        ) external returns (uint256, uint256);
        function borrow(
            MarketParams marketParams,
            uint256 assets,
            uint256 shares,
            address onBehalf,
            address receiver
        ) external returns (uint256, uint256);
        function repay(
            MarketParams marketParams,
            uint256 assets,
            uint256 shares,
            address onBehalf,
            bytes data
        ) external returns (uint256, uint256);
        function supplyCollateral(
            MarketParams marketParams,
            uint256 assets,
            address onBehalf,
            bytes data
        ) external;
        function withdrawCollateral(
            MarketParams marketParams,
            uint256 assets,
            address onBehalf,
            address receiver
        ) external;
        function liquidate(
            MarketParams marketParams,
            address borrower,
            uint256 seizedAssets,
            uint256 repaidShares,
            bytes data
        ) external returns (uint256 seized, uint256 repaid);
        function accrueInterest(MarketParams marketParams) external;
        function position(bytes32 id, address user)
            external
            view
            returns (uint256 supplyShares, uint128 borrowShares, uint128 collateral);
        function market(bytes32 id)
            external
            view
            returns (
                uint128 supplyAssets,
                uint128 supplyShares,
                uint128 borrowAssets,
                uint128 borrowShares,
                uint128 lastUpdate,
                uint128 fee
            );
    }

    function set(uint256 price) external;
    function mint(address to, uint256 value) external;
    function approve(address spender, uint256 value) external;
}

/// Who acts.
pub(crate) const ACCOUNTS: [Address; 3] = [ALICE, BOB, CAROL];

/// Four fifths: the borrow LTV of ether here.
const LLTV: u64 = 800_000_000_000_000_000;

/// Morpho Blue with one market.
pub(crate) struct Blue {
    pub(crate) chain: Chain,
    pub(crate) morpho: Contract,
    pub(crate) params: MarketParams,
    pub(crate) id: B256,
    pub(crate) collateral: Contract,
}

impl Blue {
    pub(crate) fn new(price: U256, rate: u64) -> Self {
        Self::with(price, rate, LLTV)
    }

    /// With another liquidation LTV, in WAD.
    pub(crate) fn with(price: U256, rate: u64, lltv: u64) -> Self {
        let chain = Chain::new(1).unwrap();
        let [loan, collateral] = [(); 2].map(|()| token(&chain, PeerToken::Solmate));
        let morpho = create(&chain, "MorphoBlue", &DEPLOYER.abi_encode());
        let oracle = create(&chain, "SetPrice", &[]);
        oracle.send(DEPLOYER, &setCall { price });
        let irm = create(&chain, "FixedRate", &U256::from(rate).abi_encode()).address;
        let lltv = U256::from(lltv);
        let params = MarketParams {
            loanToken: loan.address,
            collateralToken: collateral.address,
            oracle: oracle.address,
            irm,
            lltv,
        };
        morpho.send(DEPLOYER, &IMorpho::enableIrmCall { irm });
        morpho.send(DEPLOYER, &IMorpho::enableLltvCall { lltv });
        let create_market = IMorpho::createMarketCall {
            marketParams: params.clone(),
        };
        morpho.send(DEPLOYER, &create_market);
        for to in ACCOUNTS {
            let (value, spender) = (uint(FUNDS), morpho.address);
            for token in [&loan, &collateral] {
                token.send(DEPLOYER, &mintCall { to, value });
                let value = U256::MAX;
                token.send(to, &approveCall { spender, value });
            }
        }
        let id = keccak256(params.abi_encode());
        Self {
            chain,
            morpho,
            params,
            id,
            collateral,
        }
    }

    pub(crate) fn totals(&self) -> [U256; 4] {
        let market = self.morpho.ask(&IMorpho::marketCall { id: self.id });
        [
            market.supplyAssets,
            market.supplyShares,
            market.borrowAssets,
            market.borrowShares,
        ]
        .map(U256::from)
    }
}
