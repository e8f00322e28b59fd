//! Money that leaves no faster than its limits.

crate::interfaces! {
    /// A treasury whose authority is a timelock; the zero address stands for ether.
    contract Treasury {
        /// `amount` of `token` left.
        event Paid(address indexed token, address indexed to, uint256 amount);
        /// What may leave in an epoch will be `to` from the second `from` on.
        event LimitSet(address indexed token, uint256 previous, uint256 limit, uint256 since);
        /// A role has a new holder: `role` is the hash of `authority`, `pendingAuthority` or
        /// `guardian`.
        event RoleChanged(bytes32 indexed role, address indexed from, address indexed to);

        /// This caller may not do this.
        error Unauthorized(address caller);
        /// The authority is the zero address, or the list of limits is not as long as that of
        /// tokens.
        error InvalidConstruction();
        /// An epoch takes from an hour to a year, a raise at most a year.
        error InvalidDuration(uint256 duration);
        /// A limit has at most 128 bits.
        error InvalidLimit(uint256 limit);
        /// Only `left` may leave now.
        error OutflowExceeded(address token, uint256 amount, uint256 left);
        /// The receiver refused the ether, or there is not so much.
        error EtherRefused(address to, uint256 amount);
        /// There is no contract at this address.
        error NotAToken(address token);
        /// No method that a proposal could call.
        error UnknownCall(bytes4 selector);

        /// A treasury for `authority`, of whose `tokens` so much may leave in `epoch` seconds.
        /// Raising a limit takes `raiseDelay` seconds. `guardian` may lower limits, the zero address
        /// for nobody.
        constructor(
            address authority,
            address guardian,
            uint256 epoch,
            uint256 raiseDelay,
            address[] memory tokens,
            uint256[] memory limits
        );

        /// Ether is taken from anybody.
        receive() external payable;

        /// Who governs.
        function authority() external view returns (address);
        /// Who will govern once they accept.
        function pendingAuthority() external view returns (address);
        /// Who may lower limits.
        function guardian() external view returns (address);
        /// The seconds in which a limit that was used up becomes whole.
        function epoch() external view returns (uint256);
        /// The seconds that raising a limit takes.
        function raiseDelay() external view returns (uint256);
        /// How much of `token` may leave in an epoch now.
        function limit(address token) external view returns (uint256);
        /// What the limit will be, and from when on; 0 and 0 if it stays.
        function pendingLimit(address token) external view returns (uint256 limit, uint256 since);
        /// How much of `token` may leave now.
        function left(address token) external view returns (uint256);
        /// For the authority: sends `amount` of `token` to `to`.
        function pay(address token, address to, uint256 amount) external;
        /// For the authority; the guardian may lower. What is lower holds at once, what is higher
        /// after the delay.
        function setLimit(address token, uint256 limit) external;
        /// For the authority; the zero address for nobody.
        function setGuardian(address guardian) external;
        /// For the authority: offers it to another.
        function transferAuthority(address to) external;
        /// For whom it was offered to.
        function acceptAuthority() external;
    }
}
