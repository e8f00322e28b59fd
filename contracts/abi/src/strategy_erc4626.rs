//! What the strategy over an ERC-4626 vault adds to `IStrategy`.

crate::interfaces! {
    /// The own part of the strategy over an ERC-4626 vault.
    contract StrategyErc4626 {
        /// `vault` names no asset.
        error InvalidVault(address vault);
        /// `venue` is not a vault over the asset of the strategy's vault, or is that vault.
        error InvalidVenue(address venue);
        /// The venue reverted without saying why, or did not answer a number.
        error VenueFailed(address venue);
        /// The part is more than the whole, 1e18.
        error InvalidFraction(uint256 fraction);

        /// A strategy that lends what `vault` has to `venue`, at the bidding of `registry`.
        constructor(address vault, address registry, address venue);

        /// The ERC-4626 vault that it deposits into.
        function venue() external view returns (address);
    }
}
