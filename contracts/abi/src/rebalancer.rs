//! The rebalancer: moves a vault's debt towards targets, and bounds what that may cost.

crate::interfaces! {
    /// The allocator of one registry.
    contract Rebalancer {
        /// Debts were moved towards their targets; `loss` was spent of the budget.
        event Rebalanced(address indexed caller, uint256 moves, uint256 loss);
        /// The registry or a strategy refused a move, which was left out.
        event MoveFailed(address indexed strategy, uint256 debt, uint256 target);
        /// Moves lost `loss` of `total`; what is left of the budget is a part of all assets, in
        /// WAD. `budget` is the hash of `rebalance` or `reallocate`.
        event BudgetSpent(
            bytes32 indexed budget,
            uint256 loss,
            uint256 total,
            uint256 leftBefore,
            uint256 leftAfter
        );
        /// Somebody moved `assets` to a strategy; `loss` was spent of the budget for that.
        event Reallocated(
            address indexed caller,
            address indexed destination,
            uint256 assets,
            uint256 loss
        );
        /// Somebody had a strategy send `assets` to the vault, and gave up `shares` for it.
        event Deallocated(
            address indexed caller,
            address indexed strategy,
            uint256 assets,
            uint256 shares
        );
        /// What forced deallocations of a strategy cost changed, in basis points.
        event PenaltyChanged(address indexed strategy, uint256 from, uint256 to);
        /// How much anybody may move into a strategy and out of it changed, by whoever sets it or
        /// by what was moved.
        event FlowChanged(
            address indexed strategy,
            uint256 fromMaxIn,
            uint256 fromMaxOut,
            uint256 toMaxIn,
            uint256 toMaxOut
        );
        /// The targets were replaced; weights are parts of all assets, in WAD.
        event TargetsChanged(address[] strategies, uint256[] weights);
        /// Another contract gives targets, or the table again if it is the zero address.
        event TargetSourceChanged(address from, address to);
        /// A target's weight changed, in WAD.
        event WeightChanged(address indexed strategy, uint256 from, uint256 to);
        /// Where nothing is moved changed.
        event BandChanged(
            uint256 fromBps,
            uint256 toBps,
            uint256 fromChangeMin,
            uint256 toChangeMin
        );
        /// The least time between rebalances changed.
        event WaitChanged(uint256 from, uint256 to);
        /// What moves may lose changed; `budget` is the hash of `rebalance` or `reallocate`.
        event ToleranceChanged(
            bytes32 indexed budget,
            uint256 fromBps,
            uint256 toBps,
            uint256 fromSeconds,
            uint256 toSeconds
        );
        /// A role has a new holder.
        event RoleChanged(bytes32 indexed role, address from, address to);
        /// Moves were stopped, or allowed again.
        event Stopped(bool from, bool to);

        /// The authority is the zero address.
        error ZeroAddress();
        /// `registry` names no vault.
        error InvalidRegistry(address registry);
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// Moves are stopped.
        error IsStopped();
        /// The next rebalance may be made then.
        error TooEarly(uint256 until);
        /// All debts are where they should be, or cannot be moved.
        error NothingToMove();
        /// The moves lose a larger part of all assets than is left of the budget, both in WAD.
        error BudgetExceeded(uint256 loss, uint256 left);
        /// Anybody may move no more than `max` out of the strategy, or into it if it is the
        /// destination.
        error FlowExceeded(address strategy, uint256 assets, uint256 max);
        /// The strategy is worth less than it owes: it must report first.
        error UnreportedLoss(address strategy, uint256 worth, uint256 debt);
        /// The strategy owes `debt` after a move that was to lead to `target`.
        error MoveIncomplete(address strategy, uint256 debt, uint256 target);
        /// The strategy has no penalty, so nobody may force it to pay.
        error NotOffered(address strategy);
        /// The penalty is more shares than the caller gives.
        error TooManyShares(uint256 shares, uint256 max);
        /// The move lost more than the penalty for it.
        error LossExceeded(uint256 loss, uint256 penalty);
        /// The caller gave too little gas for a failure to be the strategy's own.
        error NotEnoughGas(uint256 required);
        /// A contract does not answer as it should.
        error CallFailed(address target);
        /// An argument is out of its bounds.
        error OutOfBounds(uint256 value, uint256 max);
        /// A target is the zero address or repeated, or the lists are not equally long; a source
        /// is repeated or the destination, or there are more than twelve.
        error InvalidTarget(address strategy);
        /// The source of targets fails, or answers what `setTargets` would not take or what the
        /// registry does not know.
        error InvalidTargets(address source);
        /// The strategy has no target.
        error UnknownTarget(address strategy);

        /// A rebalancer for the vault of `registry`, governed by `authority`.
        constructor(address registry, address authority);

        /// The vault.
        function vault() external view returns (address);
        /// The registry whose debts are moved.
        function registry() external view returns (address);
        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who moves debt as they like, within the budget.
        function operator() external view returns (address);
        /// Who may narrow: stop, lower tolerances and flows, set weights and penalties to
        /// zero.
        function sentinel() external view returns (address);
        /// Whether moves are stopped.
        function stopped() external view returns (bool);
        /// How far a debt may be off, in parts of all assets, and the least that is moved.
        function band() external view returns (uint256 bps, uint256 changeMin);
        /// The least seconds between two rebalances.
        function wait() external view returns (uint256);
        /// When the last rebalance was; zero if there was none.
        function lastRebalance() external view returns (uint256);
        /// The part of all assets that moves may lose at once, and the seconds in which a budget
        /// that is used up becomes whole. Reallocations have their own.
        function tolerance() external view returns (uint256 bps, uint256 period);
        /// What moves may lose now, as a part of all assets in WAD.
        function budgetLeft() external view returns (uint256);
        /// How much anybody may still move into a strategy, and out of it.
        function flow(address strategy) external view returns (uint256 maxIn, uint256 maxOut);
        /// As `tolerance`, for reallocations.
        function reallocationTolerance() external view returns (uint256 bps, uint256 period);
        /// As `budgetLeft`, for reallocations.
        function reallocationBudgetLeft() external view returns (uint256);
        /// What a forced deallocation of a strategy costs, in basis points of what it sends; none
        /// is offered if it is zero.
        function penalty(address strategy) external view returns (uint256 bps);
        /// Who gives targets; zero if the table does.
        function targetSource() external view returns (address);
        /// The table: the parts of all assets that strategies should owe, in WAD. Others are left
        /// alone.
        function targets()
            external
            view
            returns (address[] memory strategies, uint256[] memory weights);

        /// Whether a rebalance is due; with the call to make, and the debts it would lead to, in
        /// the order of the moves.
        function shouldRebalance()
            external
            view
            returns (
                bool due,
                bytes memory call,
                address[] memory strategies,
                uint256[] memory debts
            );
        /// Moves debts that are outside their band towards their targets: first back, then forth.
        /// Anyone may call. Returns what was lost.
        function rebalance() external returns (uint256 loss);
        /// Moves `amounts` out of `sources`, at most twelve, into `destination`, within their flows
        /// and the budget for it: all of it or nothing. What goes out of a strategy may come back,
        /// and the other way round. Anyone may call. Returns what was moved, and what was lost.
        function reallocate(
            address[] calldata sources,
            uint256[] calldata amounts,
            address destination
        ) external returns (uint256 assets, uint256 loss);
        /// Has a strategy send `assets` to the vault, all of it or nothing. The caller gives up
        /// shares worth the penalty, at most `maxShares`, and must have allowed this contract to
        /// spend them. Anyone may call. Returns the shares.
        function forceDeallocate(address strategy, uint256 assets, uint256 maxShares)
            external
            returns (uint256 shares);
        /// For the operator or the authority: `moveDebt` of the registry, within the budget.
        function moveDebt(address strategy, uint256 target) external returns (uint256 debt);

        /// For the authority: at most twelve, with weights in WAD that add up to at most one.
        function setTargets(address[] calldata strategies, uint256[] calldata weights) external;
        /// For the authority: an `ITargets` to be asked instead of the table, or zero.
        function setTargetSource(address source) external;
        /// For the authority; the sentinel may set zero. Of the table.
        function setWeight(address strategy, uint256 weight) external;
        /// For the authority: at most 1,000 basis points.
        function setBand(uint256 bps, uint256 changeMin) external;
        /// For the authority: at most 30 days.
        function setWait(uint256 waitSeconds) external;
        /// For the authority, the sentinel may narrow: at most 1,000 basis points, and a period from
        /// a day to a year.
        function setTolerance(uint256 bps, uint256 period) external;
        /// As `setTolerance`, for reallocations.
        function setReallocationTolerance(uint256 bps, uint256 period) external;
        /// For the authority; the sentinel may lower both: how much anybody may move into a
        /// strategy and out of it from now on.
        function setFlow(address strategy, uint256 maxIn, uint256 maxOut) external;
        /// For the authority, at most 200 basis points; the sentinel may set zero, which offers
        /// none.
        function setPenalty(address strategy, uint256 bps) external;
        /// For the authority or the sentinel to stop, for the authority to allow again.
        function stop(bool stopped) external;
        /// For the authority.
        function setOperator(address operator) external;
        /// For the authority.
        function setSentinel(address sentinel) external;
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }
}
