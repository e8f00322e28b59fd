//! Operations that wait before they are executed: OpenZeppelin's TimelockController and more.

crate::interfaces! {
    /// What whoever receives tokens of ERC-721 and ERC-1155 answers.
    interface ITokenReceiver {
        /// A token of ERC-721 arrived.
        function onERC721Received(
            address operator,
            address from,
            uint256 tokenId,
            bytes memory data
        ) external returns (bytes4);
        /// Tokens of ERC-1155 of one kind arrived.
        function onERC1155Received(
            address operator,
            address from,
            uint256 id,
            uint256 value,
            bytes memory data
        ) external returns (bytes4);
        /// Tokens of ERC-1155 of several kinds arrived.
        function onERC1155BatchReceived(
            address operator,
            address from,
            uint256[] memory ids,
            uint256[] memory values,
            bytes memory data
        ) external returns (bytes4);
    }

    /// The timelock's own part.
    contract Timelock {
        /// A call of an operation waits for `delay` seconds.
        event CallScheduled(
            bytes32 indexed id,
            uint256 indexed index,
            address target,
            uint256 value,
            bytes data,
            bytes32 predecessor,
            uint256 delay
        );
        /// A call of an operation was made.
        event CallExecuted(
            bytes32 indexed id,
            uint256 indexed index,
            address target,
            uint256 value,
            bytes data
        );
        /// The salt of an operation that waits, unless it is zero.
        event CallSalt(bytes32 indexed id, bytes32 salt);
        /// An operation will not be executed.
        event Cancelled(bytes32 indexed id);
        /// The shortest delay of operations changed.
        event MinDelayChange(uint256 oldDuration, uint256 newDuration);

        /// The lists of a batch differ in length.
        error TimelockInvalidOperationLength(uint256 targets, uint256 payloads, uint256 values);
        /// An operation must wait `minDelay` at least.
        error TimelockInsufficientDelay(uint256 delay, uint256 minDelay);
        /// The operation is in none of the states whose bits are set.
        error TimelockUnexpectedOperationState(bytes32 operationId, bytes32 expectedStates);
        /// The operation that must come first was not executed.
        error TimelockUnexecutedPredecessor(bytes32 predecessorId);
        /// Only the timelock may call this.
        error TimelockUnauthorizedCaller(address caller);
        /// A target has not the code it had when the operation was scheduled.
        error TimelockCodeChanged(bytes32 operationId);
        /// A call failed without saying why.
        error FailedCall();

        /// A timelock whose operations wait `minDelay` seconds at least. Proposers may cancel, too;
        /// the zero address among `executors` lets anybody execute. `admin` appoints, besides the
        /// timelock itself; the zero address for nobody.
        constructor(
            uint256 minDelay,
            address[] memory proposers,
            address[] memory executors,
            address admin
        );

        /// Ether is taken from anybody.
        receive() external payable;

        /// Whoever schedules.
        function PROPOSER_ROLE() external view returns (bytes32);
        /// Whoever executes.
        function EXECUTOR_ROLE() external view returns (bytes32);
        /// Whoever cancels.
        function CANCELLER_ROLE() external view returns (bytes32);
        /// Whether there is or was such an operation.
        function isOperation(bytes32 id) external view returns (bool);
        /// Whether it waits or is ready.
        function isOperationPending(bytes32 id) external view returns (bool);
        /// Whether it may be executed.
        function isOperationReady(bytes32 id) external view returns (bool);
        /// Whether it was executed.
        function isOperationDone(bytes32 id) external view returns (bool);
        /// When it is ready; 0 if there is none, 1 if it was executed.
        function getTimestamp(bytes32 id) external view returns (uint256);
        /// 0 if there is none, 1 if it waits, 2 if it is ready, 3 if it was executed.
        function getOperationState(bytes32 id) external view returns (uint8);
        /// The shortest delay of operations, in seconds.
        function getMinDelay() external view returns (uint256);
        /// What an operation of one call is called.
        function hashOperation(
            address target,
            uint256 value,
            bytes calldata data,
            bytes32 predecessor,
            bytes32 salt
        ) external view returns (bytes32);
        /// What an operation of several calls is called.
        function hashOperationBatch(
            address[] calldata targets,
            uint256[] calldata values,
            bytes[] calldata payloads,
            bytes32 predecessor,
            bytes32 salt
        ) external view returns (bytes32);
        /// The code that a pending operation relies on, as `codePin` gives it; zero else.
        function getCodePin(bytes32 id) external view returns (bytes24);
        /// The hash of the code that targets have now.
        function codePin(address[] calldata targets) external view returns (bytes24);
        /// Makes an operation of one call wait.
        function schedule(
            address target,
            uint256 value,
            bytes calldata data,
            bytes32 predecessor,
            bytes32 salt,
            uint256 delay
        ) external;
        /// Makes an operation of several calls wait.
        function scheduleBatch(
            address[] calldata targets,
            uint256[] calldata values,
            bytes[] calldata payloads,
            bytes32 predecessor,
            bytes32 salt,
            uint256 delay
        ) external;
        /// Takes an operation away that waits or is ready.
        function cancel(bytes32 id) external;
        /// Makes the call of an operation that is ready.
        function execute(
            address target,
            uint256 value,
            bytes calldata payload,
            bytes32 predecessor,
            bytes32 salt
        ) external payable;
        /// Makes the calls of an operation that is ready.
        function executeBatch(
            address[] calldata targets,
            uint256[] calldata values,
            bytes[] calldata payloads,
            bytes32 predecessor,
            bytes32 salt
        ) external payable;
        /// Changes the shortest delay of operations; by the timelock itself alone.
        function updateDelay(uint256 newDelay) external;
    }
}
