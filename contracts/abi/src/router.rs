//! Entries and exits with bounds, and wrapped ether.

crate::interfaces! {
    /// The router: holds nothing between calls, and spends nobody's but the caller's.
    contract Router {
        /// Less came, or more went, than the caller accepts.
        error SlippageExceeded(uint256 got, uint256 bound);
        /// `vault` does not answer as an ERC-4626 vault would.
        error InvalidVault(address vault);
        /// `asset` names no balances.
        error InvalidAsset(address asset);
        /// `vault` reverted without saying why.
        error VaultFailed(address vault);
        /// The vault's asset is `asset`, which is not `expected`.
        error AssetMismatch(address asset, address expected);
        /// The zero address or the router itself, which keeps nothing.
        error InvalidReceiver(address receiver);
        /// The token refused the permit without saying why, and the allowance is too small.
        error PermitRefused(address token);
        /// `weth` names no balances, or will not wrap and unwrap.
        error InvalidWeth(address weth);
        /// `sender` sent ether without a call; only wrapped ether may.
        error NotWeth(address sender);
        /// The receiver does not take ether.
        error EtherRefused(address receiver);

        /// A router that wraps ether as `weth`.
        constructor(address weth);

        /// The wrapped ether.
        function weth() external view returns (address);

        /// Deposits `assets` of the caller, of which the router is allowed so much. `receiver` gets
        /// at least `minShares`.
        function deposit(address vault, uint256 assets, address receiver, uint256 minShares)
            external
            returns (uint256 shares);
        /// Mints `shares` for `receiver` for at most `maxAssets` of the caller, of which the router
        /// is allowed so much as the vault's preview asks for. What the vault does not take goes
        /// back.
        function mint(address vault, uint256 shares, address receiver, uint256 maxAssets)
            external
            returns (uint256 assets);
        /// Withdraws `assets` to `receiver` for at most `maxShares` of the caller's shares, of
        /// which the router is allowed so many.
        function withdraw(address vault, uint256 assets, address receiver, uint256 maxShares)
            external
            returns (uint256 shares);
        /// Redeems `shares` of the caller, of which the router is allowed so many. `receiver` gets
        /// at least `minAssets`.
        function redeem(address vault, uint256 shares, address receiver, uint256 minAssets)
            external
            returns (uint256 assets);

        /// `deposit` with the caller's ERC-2612 permit of the asset, for the router and exactly
        /// `assets`. If the permit fails, as when somebody else used it first, an allowance that
        /// suffices is as good.
        function depositWithPermit(
            address vault,
            uint256 assets,
            address receiver,
            uint256 minShares,
            uint256 deadline,
            uint8 v,
            bytes32 r,
            bytes32 s
        ) external returns (uint256 shares);
        /// `redeem` with the caller's ERC-2612 permit of the shares, for the router and exactly
        /// `shares`; as `depositWithPermit`.
        function redeemWithPermit(
            address vault,
            uint256 shares,
            address receiver,
            uint256 minAssets,
            uint256 deadline,
            uint8 v,
            bytes32 r,
            bytes32 s
        ) external returns (uint256 assets);

        /// Wraps the ether sent along and deposits it. `receiver` gets at least `minShares`; what
        /// the vault does not take goes to the caller, wrapped.
        function depositEther(address vault, address receiver, uint256 minShares)
            external
            payable
            returns (uint256 shares);
        /// Redeems `shares` of the caller and unwraps what comes. `receiver` gets at least
        /// `minEther`.
        function redeemEther(address vault, uint256 shares, address receiver, uint256 minEther)
            external
            returns (uint256 amount);

        /// Redeems `shares` of the caller in one vault, and deposits what comes into another over
        /// the same asset. `receiver` gets at least `minShares` of the other.
        function migrate(
            address fromVault,
            address toVault,
            uint256 shares,
            address receiver,
            uint256 minShares
        ) external returns (uint256 newShares);
    }

    /// What wrapped ether adds to ERC-20.
    interface IWETH {
        /// Wraps the ether sent along.
        function deposit() external payable;
        /// Unwraps `amount` of the caller and sends it.
        function withdraw(uint256 amount) external;
    }
}
