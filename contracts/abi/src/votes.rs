//! A token whose holders vote: ERC-5805 on the clock of ERC-6372, and what it has beyond.

crate::interfaces! {
    /// ERC-5805 and ERC-6372; names are OpenZeppelin's where the standards give none.
    interface IERC5805 {
        /// `delegator`'s tokens vote with `toDelegate` from now on.
        event DelegateChanged(
            address indexed delegator,
            address indexed fromDelegate,
            address indexed toDelegate
        );
        /// The votes of `delegate` changed.
        event DelegateVotesChanged(
            address indexed delegate,
            uint256 previousVotes,
            uint256 newVotes
        );

        /// The signature was valid until `expiry`.
        error VotesExpiredSignature(uint256 expiry);
        /// What is asked for is not past yet.
        error ERC5805FutureLookup(uint256 timepoint, uint48 clock);

        /// The time, in seconds since 1970.
        function clock() external view returns (uint48);
        /// Which clock it is.
        function CLOCK_MODE() external view returns (string memory);
        /// The votes of `account` now.
        function getVotes(address account) external view returns (uint256);
        /// The votes of `account` at the end of a second that is past.
        function getPastVotes(address account, uint256 timepoint) external view returns (uint256);
        /// The tokens in existence at the end of a second that is past.
        function getPastTotalSupply(uint256 timepoint) external view returns (uint256);
        /// With whom the tokens of `account` vote; the zero address if with nobody.
        function delegates(address account) external view returns (address);
        /// Lets the caller's tokens vote with `delegatee`.
        function delegate(address delegatee) external;
        /// Lets the signer's tokens vote with `delegatee`.
        function delegateBySig(
            address delegatee,
            uint256 nonce,
            uint256 expiry,
            uint8 v,
            bytes32 r,
            bytes32 s
        ) external;
    }

    /// The token's own part.
    contract Votes {
        /// `_value` votes from the second `_key` on.
        struct Checkpoint208 {
            uint48 _key;
            uint208 _value;
        }

        /// More tokens than 208 bits count.
        error ERC20ExceededSafeSupply(uint256 increasedSupply, uint256 cap);
        /// This address allows nobody anything.
        error ERC20InvalidApprover(address approver);
        /// `account` did not sign this delegation.
        error VotesInvalidSignature(address account);

        /// A token of 18 decimals of which `holder` gets all there will ever be.
        constructor(string memory name, string memory symbol, address holder, uint256 supply);

        /// How many snapshots of `account`'s votes there are.
        function numCheckpoints(address account) external view returns (uint32);
        /// A snapshot of `account`'s votes, the oldest first.
        function checkpoints(address account, uint32 pos)
            external
            view
            returns (Checkpoint208 memory);
        /// Allows `spender` to spend `value` of `owner` by `owner`'s signature, which may be that
        /// of a contract (ERC-1271).
        function permit(
            address owner,
            address spender,
            uint256 value,
            uint256 deadline,
            bytes memory signature
        ) external;
        /// Lets `account`'s tokens vote with `delegatee` by `account`'s signature, which may be
        /// that of a contract (ERC-1271), of
        /// `Delegation(address account,address delegatee,uint256 nonce,uint256 expiry)`.
        function delegateBySig(
            address account,
            address delegatee,
            uint256 nonce,
            uint256 expiry,
            bytes memory signature
        ) external;
    }
}
