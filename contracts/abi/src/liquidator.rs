//! Liquidating without capital: what is seized pays for itself.

crate::interfaces! {
    /// Liquidates accounts of markets, and sells what it seizes before it has to pay.
    contract Liquidator {
        /// An account was liquidated; what was left of the asset went to `receiver`.
        event Liquidated(
            address indexed market,
            address indexed borrower,
            address indexed collateral,
            address receiver,
            uint256 repaid,
            uint256 seized,
            uint256 profit
        );

        /// Whoever calls back is not the market that was asked, or not for the first time.
        error UnexpectedMarket(address caller);
        /// What stands at the address does not answer as it should.
        error CallFailed(address target);
        /// The venue neither is the share that is held nor a pool that takes the token.
        error WrongVenue(address venue, address token);
        /// The pool took less than it was to sell.
        error Incomplete(address pool, uint256 left);
        /// The last venue gives another token than the market's asset.
        error WrongToken(address token, address asset);
        /// Less is left than the caller wants.
        error ProfitTooSmall(uint256 profit, uint256 minProfit);

        /// Nothing is to be known to construct it.
        constructor();

        /// Pays up to `maxRepaid` of a borrower's debt out of what the seized collateral brings, and
        /// sends the rest, at least `minProfit`, to `receiver`. Anyone.
        ///
        /// `venues` lead from the collateral to the market's asset, one after another: a token's own
        /// address is an ERC-4626 vault that redeems it, any other a pool of Uniswap v3 that it is
        /// sold in at whatever price; `minProfit` bounds what that may cost.
        function liquidate(
            address market,
            address borrower,
            address collateral,
            uint256 maxRepaid,
            uint256 minProfit,
            address receiver,
            address[] calldata venues
        ) external returns (uint256 repaid, uint256 profit);
        /// For the market under way: sells what was seized and lets the market take what is due.
        function onMarketLiquidate(
            address collateral,
            uint256 repaid,
            uint256 seized,
            bytes calldata data
        ) external;
    }
}
