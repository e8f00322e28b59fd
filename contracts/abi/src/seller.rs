//! The seller: turns rewards of strategies into the vault's asset, within bounds.

crate::interfaces! {
    /// Sells tokens that strategies were rewarded with, through pools of Uniswap v3.
    contract Seller {
        /// A strategy handed over tokens; `pile` is what is kept for the route now.
        event Collected(
            address indexed token,
            address indexed strategy,
            uint256 amount,
            uint256 pile
        );
        /// `sold` of a token, worth `worth` by the mean prices, brought `received`, which went to the
        /// payee.
        event Sold(
            address indexed token,
            address indexed strategy,
            address indexed caller,
            uint256 sold,
            uint256 worth,
            uint256 received
        );
        /// What of the loss limit is left changed, in the asset.
        event LossSpent(
            address indexed token,
            address indexed strategy,
            uint256 leftBefore,
            uint256 leftAfter
        );
        /// A route was set, changed, or removed: what `route` answered, and answers now; addresses as
        /// numbers.
        event RouteChanged(
            address indexed token,
            address indexed strategy,
            uint256[11] from,
            uint256[11] to
        );
        /// A role has a new holder.
        event RoleChanged(bytes32 indexed role, address from, address to);
        /// Sales were stopped, or allowed again.
        event Stopped(bool from, bool to);

        /// The authority is the zero address.
        error ZeroAddress();
        /// `vault` names no asset.
        error InvalidVault(address vault);
        /// The token is the asset.
        error InvalidToken(address token);
        /// The strategy or the payee is not one of the vault's strategies.
        error InvalidStrategy(address strategy);
        /// The pool is none that its own factory knows, or does not lead to the asset.
        error InvalidPool(address pool);
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// Sales are stopped.
        error IsStopped();
        /// The token of the strategy has no route.
        error UnknownRoute(address token, address strategy);
        /// There are as many routes as there can be.
        error TooManyRoutes(uint256 max);
        /// What could be sold now is less than the least that is.
        error TooLittle(uint256 amount, uint256 least);
        /// A pool of the route took less than it was to; nothing was sold.
        error Incomplete(address pool, uint256 left);
        /// A sale brought less than the worst price allows.
        error SlippageExceeded(uint256 received, uint256 least);
        /// The sale loses more than is left of the limit, both in the asset.
        error LossExceeded(uint256 loss, uint256 left);
        /// The payee cannot put to work what the sale brought; nothing was sold.
        error ReinvestFailed(address payee);
        /// The caller gave too little gas for a failure to be the strategy's own.
        error NotEnoughGas(uint256 required);
        /// A contract does not answer as it should.
        error CallFailed(address target);
        /// An argument is out of its bounds.
        error OutOfBounds(uint256 value, uint256 min, uint256 max);

        /// A seller for the strategies of `vault`, governed by `authority`.
        constructor(address vault, address authority);

        /// The vault.
        function vault() external view returns (address);
        /// What tokens are sold for.
        function asset() external view returns (address);
        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who may narrow: stop, tighten and remove routes.
        function sentinel() external view returns (address);
        /// Whether sales are stopped.
        function stopped() external view returns (bool);
        /// All routes, at most sixteen.
        function routes()
            external
            view
            returns (address[] memory tokens, address[] memory strategies);
        /// Which strategy a sale pays, a route's pools, the second zero if one leads to the asset, and its
        /// bounds.
        function route(address token, address strategy)
            external
            view
            returns (
                address payee,
                address firstPool,
                address secondPool,
                uint256 windowSeconds,
                uint256 deviationTicks,
                uint256 slippageTicks,
                uint256 chunk,
                uint256 chunkSeconds,
                uint256 least,
                uint256 lossMax,
                uint256 lossSeconds
            );
        /// What is kept here for a route, what of it may be sold now, and what may be lost now, in the
        /// asset.
        function standing(address token, address strategy)
            external
            view
            returns (uint256 pile, uint256 sizeLeft, uint256 lossLeft);

        /// Whether a sale is due; with the call to make, how much it would sell, what that is worth by
        /// the mean prices, and the least it would bring.
        function shouldSell(address token, address strategy)
            external
            view
            returns (bool due, bytes memory call, uint256 amount, uint256 worth, uint256 least);
        /// Collects a token from a strategy, and sells as much as may be sold. Anyone may call. Returns
        /// what was sold, and what the payee got for it.
        function sell(address token, address strategy)
            external
            returns (uint256 sold, uint256 received);

        /// For the authority; the sentinel may narrow the bounds of one there is. The payee is the
        /// strategy itself, or another of the same vault. The mean is taken
        /// over 600 to 86,400 seconds; spot may be 1 to 1,000 ticks off it, and a sale's worst price 1
        /// to 1,000. Up to `chunk` of the token is sold at once, which refills in `chunkSeconds`, 60 to
        /// 2,592,000, and never less than `least`. Up to `lossMax` of the asset is lost at once, which
        /// refills in `lossSeconds`, a day to a year.
        function setRoute(
            address token,
            address strategy,
            address payee,
            address firstPool,
            address secondPool,
            uint256 windowSeconds,
            uint256 deviationTicks,
            uint256 slippageTicks,
            uint256 chunk,
            uint256 chunkSeconds,
            uint256 least,
            uint256 lossMax,
            uint256 lossSeconds
        ) external;
        /// For the authority or the sentinel. What is kept for it stays.
        function removeRoute(address token, address strategy) external;
        /// For the authority or the sentinel to stop, for the authority to allow again.
        function stop(bool stopped) external;
        /// For the authority.
        function setSentinel(address sentinel) external;
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }
}
