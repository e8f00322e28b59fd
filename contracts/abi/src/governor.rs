//! Proposals and votes on them: OpenZeppelin's Governor with its extensions, and more.
#![allow(
    clippy::too_many_arguments,
    reason = "events have as many as OpenZeppelin's"
)]

crate::interfaces! {
    /// What OpenZeppelin's `IGovernor` declares, and nothing else: its number by ERC-165 is the
    /// exclusive or of these selectors.
    interface IGovernor {
        /// Where a proposal stands.
        enum ProposalState {
            /// Votes are not counted yet.
            Pending,
            /// Votes are counted.
            Active,
            /// It will not be executed.
            Canceled,
            /// Too few voted, or not more for it than against it.
            Defeated,
            /// It may be queued.
            Succeeded,
            /// It waits in the timelock, or is ready there.
            Queued,
            /// Does not happen here.
            Expired,
            /// It was executed.
            Executed
        }

        /// The proposal is in none of the states whose bits are set; if none is, there must not be
        /// such a proposal.
        error GovernorUnexpectedProposalState(
            uint256 proposalId,
            ProposalState current,
            bytes32 expectedStates
        );

        /// The name, which is part of what is signed.
        function name() external view returns (string memory);
        /// The version, which is part of what is signed.
        function version() external view returns (string memory);
        /// How votes are given and counted.
        function COUNTING_MODE() external view returns (string memory);
        /// What a proposal is called.
        function hashProposal(
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            bytes32 descriptionHash
        ) external pure returns (uint256);
        /// The same.
        function getProposalId(
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            bytes32 descriptionHash
        ) external view returns (uint256);
        /// Where a proposal stands.
        function state(uint256 proposalId) external view returns (ProposalState);
        /// The votes that a proposer needs.
        function proposalThreshold() external view returns (uint256);
        /// The second whose votes count.
        function proposalSnapshot(uint256 proposalId) external view returns (uint256);
        /// The last second of voting.
        function proposalDeadline(uint256 proposalId) external view returns (uint256);
        /// Who proposed.
        function proposalProposer(uint256 proposalId) external view returns (address);
        /// When a queued proposal is ready; 0 before it is queued.
        function proposalEta(uint256 proposalId) external view returns (uint256);
        /// Whether a proposal waits in a timelock; all do.
        function proposalNeedsQueuing(uint256 proposalId) external view returns (bool);
        /// The seconds from a proposal to its votes.
        function votingDelay() external view returns (uint256);
        /// The seconds of voting.
        function votingPeriod() external view returns (uint256);
        /// The votes, for and abstaining, that a proposal needs whose votes are of a past second.
        function quorum(uint256 timepoint) external view returns (uint256);
        /// The votes of `account` at the end of a second that is past.
        function getVotes(address account, uint256 timepoint) external view returns (uint256);
        /// The same; `params` mean nothing.
        function getVotesWithParams(
            address account,
            uint256 timepoint,
            bytes memory params
        ) external view returns (uint256);
        /// Whether `account` voted.
        function hasVoted(uint256 proposalId, address account) external view returns (bool);
        /// Proposes calls to be made by the timelock.
        function propose(
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            string memory description
        ) external returns (uint256 proposalId);
        /// Makes a proposal that succeeded wait in the timelock.
        function queue(
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            bytes32 descriptionHash
        ) external returns (uint256 proposalId);
        /// Executes a proposal that waited.
        function execute(
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            bytes32 descriptionHash
        ) external payable returns (uint256 proposalId);
        /// Takes a proposal back: by the guardian until it is executed, by its proposer until
        /// votes are counted, and if there is no guardian until it is executed.
        function cancel(
            address[] memory targets,
            uint256[] memory values,
            bytes[] memory calldatas,
            bytes32 descriptionHash
        ) external returns (uint256 proposalId);
        /// Votes: 0 is against, 1 for, 2 abstains.
        function castVote(uint256 proposalId, uint8 support) external returns (uint256 balance);
        /// Votes, and says why.
        function castVoteWithReason(
            uint256 proposalId,
            uint8 support,
            string calldata reason
        ) external returns (uint256 balance);
        /// The same with `params`, which mean nothing here and are logged.
        function castVoteWithReasonAndParams(
            uint256 proposalId,
            uint8 support,
            string calldata reason,
            bytes memory params
        ) external returns (uint256 balance);
        /// The vote that `voter` signed.
        function castVoteBySig(
            uint256 proposalId,
            uint8 support,
            address voter,
            bytes memory signature
        ) external returns (uint256 balance);
        /// The same with a reason and `params`.
        function castVoteWithReasonAndParamsBySig(
            uint256 proposalId,
            uint8 support,
            address voter,
            string calldata reason,
            bytes memory params,
            bytes memory signature
        ) external returns (uint256 balance);
    }

    /// What is logged and refused, the extensions' methods, and what OpenZeppelin's has not.
    contract Governor {
        /// A proposal was made; votes of the second `voteStart` count, until `voteEnd`.
        event ProposalCreated(
            uint256 proposalId,
            address proposer,
            address[] targets,
            uint256[] values,
            string[] signatures,
            bytes[] calldatas,
            uint256 voteStart,
            uint256 voteEnd,
            string description
        );
        /// A proposal waits, and is ready from `etaSeconds` on.
        event ProposalQueued(uint256 proposalId, uint256 etaSeconds);
        /// A proposal was executed.
        event ProposalExecuted(uint256 proposalId);
        /// A proposal was taken back.
        event ProposalCanceled(uint256 proposalId);
        /// A vote of `weight`.
        event VoteCast(
            address indexed voter,
            uint256 proposalId,
            uint8 support,
            uint256 weight,
            string reason
        );
        /// A vote of `weight` with `params`.
        event VoteCastWithParams(
            address indexed voter,
            uint256 proposalId,
            uint8 support,
            uint256 weight,
            string reason,
            bytes params
        );
        /// Enough voted so late that voting goes on until `extendedDeadline`.
        event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);
        /// The seconds from proposals to votes changed.
        event VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay);
        /// The seconds of voting changed.
        event VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod);
        /// The votes that a proposer needs changed.
        event ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold);
        /// The hundredths of the supply that must vote changed.
        event QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator);
        /// The votes that are needed whatever the supply changed.
        event QuorumFloorUpdated(uint256 oldQuorumFloor, uint256 newQuorumFloor);
        /// The seconds of voting that are left after the quorum changed.
        event LateQuorumVoteExtensionSet(uint64 oldVoteExtension, uint64 newVoteExtension);
        /// Who may cancel changed.
        event ProposalGuardianSet(address oldProposalGuardian, address newProposalGuardian);
        /// Until when the guardian may cancel changed.
        event ProposalGuardianSunsetSet(uint48 oldSunset, uint48 newSunset);
        /// Where proposals wait changed.
        event TimelockChange(address oldTimelock, address newTimelock);

        /// The lists of a proposal differ in length, or are empty.
        error GovernorInvalidProposalLength(uint256 targets, uint256 calldatas, uint256 values);
        /// Nobody votes twice.
        error GovernorAlreadyCastVote(address voter);
        /// Nothing is kept here.
        error GovernorDisabledDeposit();
        /// Only the timelock may call this, on behalf of a proposal.
        error GovernorOnlyExecutor(address account);
        /// There is no such proposal.
        error GovernorNonexistentProposal(uint256 proposalId);
        /// Voting takes time.
        error GovernorInvalidVotingPeriod(uint256 votingPeriod);
        /// A proposer needs `threshold` votes.
        error GovernorInsufficientProposerVotes(address proposer, uint256 votes, uint256 threshold);
        /// The description names another proposer.
        error GovernorRestrictedProposer(address proposer);
        /// 0 is against, 1 for, 2 abstains.
        error GovernorInvalidVoteType();
        /// `voter` did not sign this.
        error GovernorInvalidSignature(address voter);
        /// `account` may not cancel the proposal now.
        error GovernorUnableToCancel(uint256 proposalId, address account);
        /// The guardian's time to cancel was over at `sunset`.
        error GovernorGuardianExpired(address guardian, uint48 sunset);
        /// The guardian's time ends at `maxSunset` at the latest, 365 days from now.
        error GovernorGuardianTermTooLong(uint48 newSunset, uint48 maxSunset);
        /// More than all of the supply.
        error GovernorInvalidQuorumFraction(uint256 quorumNumerator, uint256 quorumDenominator);
        /// More votes than there are tokens.
        error GovernorInvalidQuorumFloor(uint256 quorumFloor, uint256 totalSupply);
        /// Voting cannot go on for longer than it takes.
        error GovernorPreventLateQuorumVoteExtensionTooLarge(
            uint256 newVoteExtension,
            uint256 maxVoteExtension
        );
        /// The target of a call says that it would refuse it.
        error GovernorRefusedCall(uint256 index, address target, bytes reason);
        /// A target has not the code it had when the proposal was made.
        error GovernorCodeChanged(uint256 proposalId);
        /// The token's clock is not that of the blocks' timestamps.
        error ERC6372InconsistentClock();
        /// A number does not fit so many bits.
        error SafeCastOverflowedUintDowncast(uint8 bits, uint256 value);
        /// A call failed without saying why.
        error FailedCall();

        /// A governor of `token`, whose clock must be that of timestamps, over `timelock`, which
        /// must let it schedule and cancel. Seconds of delay, of voting, and that are left after
        /// the quorum; votes that a proposer needs; the quorum in hundredths of the supply, and in
        /// votes at least; and who may cancel, the zero address for nobody, for 365 days unless
        /// proposals renew it.
        constructor(
            string memory name,
            address token,
            address timelock,
            uint48 votingDelay,
            uint32 votingPeriod,
            uint256 proposalThreshold,
            uint256 quorumNumerator,
            uint256 quorumFloor,
            uint48 voteExtension,
            address proposalGuardian
        );

        /// Ether is refused.
        receive() external payable;

        /// The EIP-712 type of a signed vote.
        function BALLOT_TYPEHASH() external view returns (bytes32);
        /// The same with a reason and parameters.
        function EXTENDED_BALLOT_TYPEHASH() external view returns (bytes32);
        /// The time, in seconds since 1970.
        function clock() external view returns (uint48);
        /// Which clock it is.
        function CLOCK_MODE() external view returns (string memory);
        /// The number that the next signature of `owner` must carry.
        function nonces(address owner) external view returns (uint256);
        /// What is signed besides the message (ERC-5267).
        function eip712Domain()
            external
            view
            returns (
                bytes1 fields,
                string memory name,
                string memory version,
                uint256 chainId,
                address verifyingContract,
                bytes32 salt,
                uint256[] memory extensions
            );
        /// Votes so far.
        function proposalVotes(uint256 proposalId)
            external
            view
            returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);
        /// The token that votes.
        function token() external view returns (address);
        /// Where proposals wait.
        function timelock() external view returns (address);
        /// Who may cancel until the sunset; the zero address if nobody but proposers may.
        function proposalGuardian() external view returns (address);
        /// The first second in which the guardian may not cancel any more: as if there were none.
        function proposalGuardianSunset() external view returns (uint48);
        /// The seconds of voting that are left after the quorum.
        function lateQuorumVoteExtension() external view returns (uint48);
        /// The hundredths of the supply that must vote now.
        function quorumNumerator() external view returns (uint256);
        /// The same at a time.
        function quorumNumerator(uint256 timepoint) external view returns (uint256);
        /// A hundred.
        function quorumDenominator() external view returns (uint256);
        /// The votes that are needed now whatever the supply.
        function quorumFloor() external view returns (uint256);
        /// The same at a time.
        function quorumFloor(uint256 timepoint) external view returns (uint256);
        /// Makes a call for a proposal, with what ether it brings.
        function relay(address target, uint256 value, bytes calldata data) external payable;
        /// By a proposal alone, as all below.
        function setVotingDelay(uint48 newVotingDelay) external;
        /// Not 0.
        function setVotingPeriod(uint32 newVotingPeriod) external;
        /// The votes that a proposer needs.
        function setProposalThreshold(uint256 newProposalThreshold) external;
        /// At most a hundred.
        function updateQuorumNumerator(uint256 newQuorumNumerator) external;
        /// At most the supply there is.
        function updateQuorumFloor(uint256 newQuorumFloor) external;
        /// At most the seconds of voting.
        function setLateQuorumVoteExtension(uint48 newVoteExtension) external;
        /// The zero address for nobody. The sunset stays.
        function setProposalGuardian(address newProposalGuardian) external;
        /// At most 365 days from now; what has passed ends it at once.
        function setProposalGuardianSunset(uint48 newSunset) external;
        /// Proposals that wait elsewhere are lost.
        function updateTimelock(address newTimelock) external;
    }
}
