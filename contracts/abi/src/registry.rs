//! The registry: which strategies a vault lends to, how much, and what happens when one fails.

crate::interfaces! {
    /// The strategies of one vault.
    interface IRegistry {
        /// What a strategy may be asked for.
        enum Status {
            /// It was never added, or is gone.
            Unknown,
            /// It may be lent to.
            Active,
            /// It is paid back and gets nothing more.
            Retired,
            /// It failed. It is not called in exits, and the vault takes no deposits.
            Quarantined
        }

        /// What the registry knows about a strategy.
        struct Strategy {
            /// The strategy itself.
            address strategy;
            /// Its status.
            Status status;
            /// What it was lent and has reported.
            uint256 debt;
            /// The most it may be lent.
            uint256 cap;
            /// The largest part of its debt that a report may lose without quarantine.
            uint16 lossBoundBps;
            /// The largest part of its debt that one report may gain; the rest is booked later.
            uint16 gainBoundBps;
            /// When it was put into quarantine for a loss, or left one; zero if it never was, or
            /// failed.
            uint40 since;
        }

        /// A strategy was added at a place that it keeps, with what exposure to it counts towards.
        event StrategyAdded(address indexed strategy, uint256 index, bytes32[] ids);
        /// A strategy's status changed.
        event StatusChanged(address indexed strategy, Status from, Status to);
        /// A strategy was lent more, or paid back.
        event DebtMoved(address indexed strategy, uint256 from, uint256 to);
        /// A strategy reported; `debt` is what it owes afterwards.
        event Harvested(
            address indexed strategy,
            address indexed reporter,
            uint256 gain,
            uint256 loss,
            uint256 debt
        );
        /// The most a strategy may be lent changed.
        event CapChanged(address indexed strategy, uint256 from, uint256 to);
        /// The most that may be exposed to an id changed.
        event IdCapChanged(bytes32 indexed id, uint256 absolute, uint256 relativeBps);
        /// What a report may lose and gain changed.
        event BoundsChanged(address indexed strategy, uint256 lossBps, uint256 gainBps);
        /// The order in which exits ask strategies changed.
        event QueueChanged(address[] strategies);
        /// What calls of strategies get, and how long a quarantine lasts at least.
        event LimitsChanged(uint256 callGas, uint256 quarantineSeconds);
        /// A role has a new holder: `role` is the hash of `authority`, `pendingAuthority`,
        /// `allocator` or `sentinel`.
        event RoleChanged(bytes32 indexed role, address from, address to);
        /// New risk was stopped, or allowed again.
        event RiskStopped(bool stopped);

        /// The vault or the authority is the zero address.
        error ZeroAddress();
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// The strategy is not in the registry, or not in a state for this.
        error WrongStatus(address strategy, Status status);
        /// The strategy is there already, is not for this vault, or has too many ids.
        error InvalidStrategy(address strategy);
        /// There are 64 strategies already.
        error TooManyStrategies();
        /// An argument is out of its bounds.
        error OutOfBounds(uint256 value, uint256 max);
        /// More debt than a cap allows; `id` is the strategy's address or what it counts towards.
        error CapExceeded(bytes32 id, uint256 exposure, uint256 cap);
        /// New risk is stopped.
        error RiskIsStopped();
        /// The strategy is worth less than it owes: it must report first.
        error UnreportedLoss(address strategy, uint256 worth, uint256 debt);
        /// The caller gave too little gas for a failure to be the strategy's own.
        error NotEnoughGas(uint256 required);
        /// A quarantine lasts until then.
        error QuarantineLasts(uint256 until);
        /// The strategy does not answer as it should; or the vault or its asset, if it is named.
        error StrategyFailed(address strategy);

        /// The vault whose strategies these are.
        function vault() external view returns (address);
        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who moves debt within the caps.
        function allocator() external view returns (address);
        /// Who may lower risk at once: caps, status, stops.
        function sentinel() external view returns (address);
        /// How many strategies were added; their places go from 0 to one less.
        function strategyCount() external view returns (uint256);
        /// The strategy at a place.
        function strategyAt(uint256 index) external view returns (address);
        /// What is known about a strategy.
        function strategy(address strategy) external view returns (Strategy memory);
        /// What exposure to a strategy counts towards.
        function idsOf(address strategy) external view returns (bytes32[] memory);
        /// Debt of all strategies with this id, and its caps; the relative one in parts of the
        /// vault's assets.
        function exposure(bytes32 id)
            external
            view
            returns (uint256 debt, uint256 absoluteCap, uint256 relativeCapBps);
        /// The order in which exits ask strategies.
        function queue() external view returns (address[] memory);
        /// Gas for a call of a strategy, and how long a quarantine lasts at least.
        function limits() external view returns (uint256 callGas, uint256 quarantineSeconds);
        /// How many strategies are in quarantine.
        function quarantined() external view returns (uint256);
        /// Whether new risk is stopped.
        function riskStopped() external view returns (bool);

        /// For the vault: has strategies pay for a claim of `claim` of the token `asset`, in the
        /// order given, or of the queue if none is given; each is asked once. One that is worth
        /// less than a tenth of its debt is not asked. `debt` was taken off what they owe, `paid`
        /// arrived at the vault; `quarantined` strategies are in quarantine afterwards.
        function exit(address asset, uint256 claim, address[] calldata strategies)
            external
            returns (uint256 debt, uint256 paid, uint256 quarantined);
        /// Likewise, but has strategies pay `assets`, for whatever claim that takes.
        function pay(address asset, uint256 assets, address[] calldata strategies)
            external
            returns (uint256 debt, uint256 paid, uint256 quarantined);
        /// For the vault: gives `receiver` the part `fraction`, in WAD, of the strategies, or of
        /// all with debt if none is given, as their venues' receipts. `debt` was taken off.
        function exitInKind(uint256 fraction, address receiver, address[] calldata strategies)
            external
            returns (uint256 debt);
        /// The largest claim up to `claim` that `exit` would meet now at a loss of at most `maxLoss`,
        /// and what would be paid for it.
        function claimable(uint256 claim, uint256 maxLoss, address[] calldata strategies)
            external
            view
            returns (uint256 debt, uint256 paid);
        /// The largest payment up to `assets` that `pay` would make now for a claim of at most
        /// `maxClaim` at a loss of at most `maxLoss`, and the claim that it takes.
        function withdrawable(
            uint256 assets,
            uint256 maxClaim,
            uint256 maxLoss,
            address[] calldata strategies
        ) external view returns (uint256 debt, uint256 paid);

        /// Whether a report of a strategy is due: it has lost something, or gained enough to pay for
        /// the report, or fails. With the call to make, and what it would book.
        function shouldHarvest(address strategy)
            external
            view
            returns (bool due, bytes memory call, uint256 gain, uint256 loss);
        /// Has a strategy claim and reinvest, and report to the vault. Anyone may call; the vault
        /// pays a reward out of the gain.
        function harvest(address strategy) external returns (uint256 gain, uint256 loss);
        /// Asks a strategy what it is worth. One that fails goes into quarantine; one in
        /// quarantine that answers within its bounds leaves it: at once if it had failed, once the
        /// time is over if it had lost too much. Anyone may call.
        function probe(address strategy) external returns (Status status);
        /// For the allocator: lends or takes back until the strategy owes `target`, or as near as
        /// its venue allows.
        function moveDebt(address strategy, uint256 target) external returns (uint256 debt);

        /// For the authority: adds a strategy with caps of zero.
        function add(address strategy) external;
        /// For the authority or the sentinel: the strategy gets nothing more.
        function retire(address strategy) external;
        /// For the authority: makes a retired strategy active again.
        function reinstate(address strategy) external;
        /// For the authority: drops a strategy; what it still owes is lost.
        function revoke(address strategy) external;
        /// For the authority or the sentinel: takes out everything that can be had, whatever it
        /// costs.
        function emergencyExit(address strategy) external returns (uint256 paid);
        /// For the authority; the sentinel may lower it.
        function setCap(address strategy, uint256 cap) external;
        /// For the authority; the sentinel may lower both.
        function setIdCap(bytes32 id, uint256 absolute, uint256 relativeBps) external;
        /// For the authority.
        function setBounds(address strategy, uint256 lossBps, uint256 gainBps) external;
        /// For the authority or the allocator: at most ten, each in the registry.
        function setQueue(address[] calldata strategies) external;
        /// For the authority.
        function setLimits(uint256 callGas, uint256 quarantineSeconds) external;
        /// For the authority.
        function setAllocator(address allocator) external;
        /// For the authority.
        function setSentinel(address sentinel) external;
        /// For the authority or the sentinel to stop, for the authority to allow again.
        function stopRisk(bool stopped) external;
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }

    /// The registry's own part.
    contract Registry {
        /// A registry for `vault`, governed by `authority`.
        constructor(address vault, address authority);
    }
}
