//! What strategies do with tokens that are neither the asset nor a part of their position: they hand
//! them to a seller, and put to work what comes back.

crate::interfaces! {
    /// Every strategy's part in turning rewards into assets.
    ///
    /// The seller is whom the authority of the strategy's registry named. It alone may take tokens,
    /// and never the asset nor what the position consists of.
    interface IRewards {
        /// Tokens go to another seller.
        event SellerChanged(address from, address to);
        /// A token was handed to the seller.
        event Swept(address indexed token, uint256 amount);
        /// Assets that lay here were put to work.
        event Reinvested(uint256 assets);

        /// Somebody else than the authority of the registry.
        error NotAuthority(address caller);
        /// Somebody else than the seller.
        error NotSeller(address caller);
        /// The token is the asset, or the position consists of it.
        error ProtectedToken(address token);
        /// A transfer of another token took from what is protected.
        error PositionTouched(address token);

        /// Who may take other tokens; nobody at first.
        function seller() external view returns (address);
        /// What a sweep of a token would hand over, what the venue owes included as far as it says.
        function sweepable(address token) external view returns (uint256 amount);
        /// For the authority of the registry.
        function setSeller(address seller) external;
        /// For the seller: hands it all of a token, after claiming what the venue owes of it. Returns
        /// what was sent.
        function sweep(address token) external returns (uint256 amount);
        /// Puts to work the assets that lie here. Anyone may call. Returns how much that was.
        function reinvest() external returns (uint256 assets);
    }

    /// What is asked of Aave's controller of rewards.
    ///
    /// Source: `@aave/periphery-v3` `IRewardsController.sol`.
    interface IAaveRewards {
        /// Pays up to `amount` of a reward for `assets` of the caller to the caller.
        function claimRewardsToSelf(address[] calldata assets, uint256 amount, address reward)
            external
            returns (uint256);
        /// What `user` could claim of a reward for `assets`.
        function getUserRewards(address[] calldata assets, address user, address reward)
            external
            view
            returns (uint256);
    }
}
