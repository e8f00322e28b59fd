//! What the test token adds to ERC-20.

crate::interfaces! {
    /// The test token's own part.
    contract Token {
        /// The supply would exceed 256 bits.
        error SupplyOverflow();

        /// A token with nothing in existence.
        constructor(string memory name, string memory symbol, uint8 decimals);

        /// Mints `value` to `to`; anyone may.
        function mint(address to, uint256 value) external;
    }
}
