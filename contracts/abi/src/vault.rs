//! What the vault adds to ERC-20, ERC-2612 and ERC-4626: its constructor and its own errors.

crate::interfaces! {
    /// The vault's own part.
    contract Vault {
        /// `asset` is not a token the vault can hold: no code, or no decimals to count in.
        error InvalidAsset(address asset);
        /// The offset is outside 3..=18, or the shares' decimals would exceed 255.
        error InvalidDecimalsOffset(uint8 offset);
        /// After a deposit the vault holds less than it has booked: the token delivers less than
        /// was sent, or has taken from the vault.
        error AssetsMissing(uint256 held, uint256 booked);
        /// The assets are worth no share.
        error ZeroShares();
        /// The shares are worth no asset.
        error ZeroAssets();

        /// A vault for `asset`, whose shares have `decimalsOffset` decimals more than the asset.
        constructor(address asset, string memory name, string memory symbol, uint8 decimalsOffset);
    }
}
