//! The factory: makes vaults that work from the start, and knows which it made.

crate::interfaces! {
    /// Makes copies of a vault, its registry and its rebalancer.
    contract Factory {
        /// A vault was made, with its registry and rebalancer. All three are offered to `owner`.
        event VaultCreated(
            address indexed vault,
            address indexed asset,
            address indexed owner,
            address registry,
            address rebalancer,
            address creator,
            bytes32 salt
        );

        /// There is no Stylus program at a blueprint.
        error InvalidBlueprint(address blueprint);
        /// The owner is the zero address.
        error ZeroAddress();
        /// There is something at the copy's address: the caller used the salt before.
        error SaltUsed(bytes32 salt);
        /// A copy refused a call without saying why: its program has expired, or gas ran out.
        error CopyFailed(address copy);
        /// There are fewer vaults.
        error OutOfBounds(uint256 value, uint256 max);

        /// A factory of copies of these three, which must be activated programs.
        constructor(address vault, address registry, address rebalancer);

        /// Which release of the contracts this factory copies.
        function version() external view returns (string memory);
        /// What is copied.
        function blueprints()
            external
            view
            returns (address vault, address registry, address rebalancer);
        /// How many vaults were made.
        function vaultCount() external view returns (uint256);
        /// The vault that was made after `index` others.
        function vaultAt(uint256 index) external view returns (address);
        /// Whether a vault was made here: whether its code, its registry's and its rebalancer's are
        /// the blueprints', and were put together here. Who governs them by now, and what they lend
        /// to, it does not say.
        function isVault(address vault) external view returns (bool);
        /// What was made with a vault; zero addresses for a vault of others.
        function partsOf(address vault)
            external
            view
            returns (address registry, address rebalancer);
        /// Where `create` by `creator` with `salt` puts what it makes, whatever else it is told.
        function addressesOf(address creator, bytes32 salt)
            external
            view
            returns (address vault, address registry, address rebalancer);
        /// Anyone: makes a vault over `asset`, with a registry whose allocator is a rebalancer, and
        /// offers the authority of all three to `owner`, who accepts by `acceptAuthority` of each.
        function create(
            address asset,
            string calldata name,
            string calldata symbol,
            uint8 decimalsOffset,
            address owner,
            bytes32 salt
        ) external returns (address vault, address registry, address rebalancer);
    }
}
