//! What shares of a market's supply add to ERC-20 and ERC-4626.

crate::interfaces! {
    /// The own part of the shares of a market.
    contract MarketShares {
        /// The market does not answer as one.
        error InvalidMarket(address market);
        /// Nothing would be moved.
        error NothingMoved();
        /// The market moved something else than it said it would.
        error UnexpectedAmount(uint256 expected, uint256 moved);

        /// Shares of what is supplied to `market`, of its asset's decimals and six more.
        constructor(address market, string memory name, string memory symbol);

        /// The market.
        function market() external view returns (address);
    }
}
