//! What a strategy is to the registry, the vault and whoever looks at risk.
//!
//! A strategy holds one position of one vault in one venue. It may be written in any language; this
//! interface is all that is asked of it.

crate::interfaces! {
    /// One position of one vault.
    ///
    /// Only the vault's registry may call what changes anything. The registry gives every call a
    /// limited amount of gas, measures what arrives at the vault itself, and puts a strategy that
    /// fails into quarantine: nothing a strategy says moves a price by itself.
    interface IStrategy {
        /// An amount of a token that the strategy holds, or owes if `isDebt`.
        struct Position {
            /// The token, or the venue's receipt if the holding is not one.
            address token;
            /// How much, in the token's units.
            uint256 amount;
            /// Whether it is owed.
            bool isDebt;
        }

        /// Somebody else than the registry.
        error NotRegistry(address caller);
        /// The venue gave fewer shares or tokens than what it took is worth.
        error VenueShortfall(uint256 received, uint256 expected);

        /// The token it takes and pays: the vault's asset.
        function asset() external view returns (address);
        /// The vault it pays to.
        function vault() external view returns (address);
        /// The registry it obeys.
        function registry() external view returns (address);

        /// Puts to work `assets` that the vault has just sent. Approvals are exact, and zero
        /// afterwards.
        function allocate(uint256 assets) external;
        /// Sends up to `assets` to the vault: as much as the venue gives now. Being illiquid is no
        /// reason to revert. Returns what was sent.
        function deallocate(uint256 assets) external returns (uint256 sent);
        /// Claims what the venue owes and puts it to work. Returns `realAssets` afterwards.
        function harvest() external returns (uint256 assets);
        /// Sends everything that can be had to the vault, whatever it costs. Returns what was sent.
        function emergencyExit() external returns (uint256 sent);
        /// Gives `receiver` its part, `fraction` in WAD and rounded down, of everything held, as
        /// the venue's own receipts. Asks no price.
        function transferInKind(uint256 fraction, address receiver) external;

        /// What everything held is worth in the asset, rounded down, if it were taken out now. Not
        /// to be moved by whoever trades, deposits or donates in the same transaction.
        function realAssets() external view returns (uint256);
        /// The most that `deallocate` would send now.
        function maxWithdrawable() external view returns (uint256);
        /// What is held and owed.
        function positions() external view returns (Position[] memory);
        /// What exposure to it counts towards, besides the strategy itself: a collateral, a venue,
        /// a chain. At most four, and always the same.
        function ids() external view returns (bytes32[] memory);
    }
}
