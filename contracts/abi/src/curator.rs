//! The curator: the authority of other contracts, which makes known what it will do before it does.

crate::interfaces! {
    /// What a contract has whose authority is handed over in two steps.
    interface IGoverned {
        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }

    /// A timelock per action.
    interface ICurator {
        /// A call of another contract, or of the curator itself.
        struct Call {
            /// Whom to call.
            address target;
            /// Selector and arguments.
            bytes data;
        }

        /// Where an action stands.
        enum State {
            /// It was never submitted, or is executed or revoked.
            Unknown,
            /// It waits.
            Waiting,
            /// Anyone may execute it.
            Ready,
            /// Nobody executed it in time.
            Expired
        }

        /// An action was queued; it may be executed from `executableAt` on, before `expiresAt`.
        event Submitted(
            bytes32 indexed id,
            address indexed proposer,
            uint256 executableAt,
            uint256 expiresAt,
            Call[] calls
        );
        /// An action is executed.
        event Executed(bytes32 indexed id, address indexed executor);
        /// An action was taken from the queue.
        event Revoked(bytes32 indexed id, address indexed by);
        /// A target may be called with a selector, after a delay.
        event Allowed(address indexed target, bytes4 indexed selector, uint256 delay);
        /// The delay of a target and a selector changed.
        event DelayChanged(
            address indexed target,
            bytes4 indexed selector,
            uint256 from,
            uint256 to
        );
        /// A target may not be called with a selector, ever again.
        event Abdicated(address indexed target, bytes4 indexed selector);
        /// The table of what may be called changes by its own delays alone from now on.
        event Sealed();
        /// The curator is the authority of a contract.
        event AuthorityAccepted(address indexed target);
        /// A role has a new holder: `role` is the hash of `owner`, `pendingOwner` or `proposer`.
        event RoleChanged(bytes32 indexed role, address from, address to);
        /// An account is a sentinel, or is none.
        event SentinelChanged(address indexed account, bool from, bool to);

        /// The owner is the zero address.
        error ZeroAddress();
        /// The caller does not hold the role.
        error Unauthorized(address caller);
        /// The owner has not sealed the table yet.
        error NotSealed();
        /// The table is sealed.
        error IsSealed();
        /// The table does not have the target with this selector.
        error NotAllowed(address target, bytes4 selector);
        /// A selector that moves tokens, or a target that nobody but the curator itself may change.
        error Forbidden(address target, bytes4 selector);
        /// The curator is not the target's authority.
        error NotGoverned(address target);
        /// A delay is nothing, or from a day to 30; a raised one is longer, a lowered one shorter
        /// and at least a day.
        error InvalidDelay(uint256 delay);
        /// An argument is out of its bounds.
        error OutOfBounds(uint256 value, uint256 max);
        /// There is no code at the target.
        error NoCode(address target);
        /// The action is in the queue already.
        error AlreadyPending(bytes32 id);
        /// 64 actions are in the queue.
        error TooManyActions();
        /// The action is not in the queue.
        error UnknownAction(bytes32 id);
        /// The action waits until then.
        error TooEarly(uint256 executableAt);
        /// The action could be executed until then.
        error TooLate(uint256 expiresAt);
        /// The code of a target, or of a contract that the arguments name, is not what it was when
        /// the action was submitted.
        error CodeChanged(bytes32 id);
        /// The call at `index` was refused; `reason` is the first kilobyte of its revert data.
        error CallFailed(uint256 index, address target, bytes reason);

        /// Who appoints.
        function owner() external view returns (address);
        /// Who will be the owner once they accept.
        function pendingOwner() external view returns (address);
        /// Who submits actions.
        function proposer() external view returns (address);
        /// Whether an account may revoke actions.
        function isSentinel(address account) external view returns (bool);
        /// Whether the table changes by its own delays alone.
        function isSealed() external view returns (bool);
        /// Whether a target may be called with a selector, and how long that waits.
        function delayOf(address target, bytes4 selector)
            external
            view
            returns (bool allowed, uint256 delay);
        /// How long an action would wait: as long as its slowest call.
        function waitOf(Call[] calldata calls) external view returns (uint256 delay);
        /// What an action is called: the hash of `abi.encode(calls)`.
        function idOf(Call[] calldata calls) external view returns (bytes32 id);
        /// From when on an action may be executed; zero if it is not in the queue.
        function executableAt(bytes32 id) external view returns (uint256);
        /// Where an action stands.
        function stateOf(bytes32 id) external view returns (State);
        /// All actions in the queue, in no order. Their calls are in the events `Submitted`.
        function pending()
            external
            view
            returns (bytes32[] memory ids, uint256[] memory executableAt);
        /// Of which of these contracts the curator is the authority.
        function governs(address[] calldata targets) external view returns (bool[] memory);

        /// For the proposer, once the table is sealed: queues calls to be made one after another,
        /// all or none. One to eight, of at most 1,024 bytes each.
        function submit(Call[] calldata calls) external returns (bytes32 id);
        /// Anyone: makes the calls of an action whose wait is over, within two weeks.
        function execute(Call[] calldata calls) external;
        /// For a sentinel, the proposer and the owner, and for anyone once it is expired: takes an
        /// action from the queue.
        function revoke(bytes32 id) external;
        /// For a sentinel and the owner: takes all actions from the queue.
        function revokeAll() external;

        /// For the owner before the table is sealed; later as an action, for what the table does
        /// not have. The curator must be the target's authority.
        function allow(address target, bytes4 selector, uint256 delay) external;
        /// For the owner: makes a delay longer, at once. What is in the queue keeps its time.
        function raiseDelay(address target, bytes4 selector, uint256 delay) external;
        /// As an action, which waits for the delay to be lowered.
        function lowerDelay(address target, bytes4 selector, uint256 delay) external;
        /// As an action: takes a target and a selector from the table for good.
        function abdicate(address target, bytes4 selector) external;
        /// For the owner: from now on the table changes by its own delays alone, and actions may be
        /// submitted. Cannot be undone.
        function seal() external;
        /// For the owner: accepts the authority that a contract offered to the curator.
        function acceptAuthority(address target) external;

        /// For the owner; the zero address for nobody.
        function setProposer(address proposer) external;
        /// For the owner.
        function setSentinel(address account, bool isSentinel) external;
        /// For the owner: offers the ownership to another.
        function transferOwnership(address to) external;
        /// For whom it was offered to.
        function acceptOwnership() external;
    }

    /// The curator's own part.
    contract Curator {
        /// A curator with an empty table, which itself changes after `delay`.
        constructor(address owner, address proposer, uint256 delay);
    }
}
