//! Selectors to methods.

use alloc::vec::Vec;

use ballast_abi::governor::{Governor as Abi, IGovernor};
use ballast_abi::params::IValidator;
use ballast_abi::redemptions::IERC165;
use ballast_abi::timelock::ITokenReceiver;
use ballast_erc20::{metadata, permit, slots};
use ballast_shell::{Calldata, Reply, reply, reply_address, reply_uint, selector, uint};
use stylus_sdk::ArbResult;
use stylus_sdk::abi::Router;

use crate::ballots::{BALLOT_TYPE, EXTENDED_BALLOT_TYPE};
use crate::settings::Governed;
use crate::state::Governor;

const CAST_VOTE: u32 = selector::<IGovernor::castVoteCall>();
const CAST_VOTE_WITH_REASON: u32 = selector::<IGovernor::castVoteWithReasonCall>();
const CAST_VOTE_WITH_PARAMS: u32 = selector::<IGovernor::castVoteWithReasonAndParamsCall>();
const CAST_BY_SIG: u32 = selector::<IGovernor::castVoteBySigCall>();
const CAST_EXTENDED_BY_SIG: u32 = selector::<IGovernor::castVoteWithReasonAndParamsBySigCall>();
const PROPOSE: u32 = selector::<IGovernor::proposeCall>();
const QUEUE: u32 = selector::<IGovernor::queueCall>();
const EXECUTE: u32 = selector::<IGovernor::executeCall>();
const CANCEL: u32 = selector::<IGovernor::cancelCall>();
const RELAY: u32 = selector::<Abi::relayCall>();
const SET_VOTING_DELAY: u32 = selector::<Abi::setVotingDelayCall>();
const SET_VOTING_PERIOD: u32 = selector::<Abi::setVotingPeriodCall>();
const SET_THRESHOLD: u32 = selector::<Abi::setProposalThresholdCall>();
const UPDATE_NUMERATOR: u32 = selector::<Abi::updateQuorumNumeratorCall>();
const UPDATE_FLOOR: u32 = selector::<Abi::updateQuorumFloorCall>();
const SET_EXTENSION: u32 = selector::<Abi::setLateQuorumVoteExtensionCall>();
const SET_GUARDIAN: u32 = selector::<Abi::setProposalGuardianCall>();
const SET_SUNSET: u32 = selector::<Abi::setProposalGuardianSunsetCall>();
const UPDATE_TIMELOCK: u32 = selector::<Abi::updateTimelockCall>();
const STATE: u32 = selector::<IGovernor::stateCall>();
const SNAPSHOT: u32 = selector::<IGovernor::proposalSnapshotCall>();
const DEADLINE: u32 = selector::<IGovernor::proposalDeadlineCall>();
const PROPOSER: u32 = selector::<IGovernor::proposalProposerCall>();
const ETA: u32 = selector::<IGovernor::proposalEtaCall>();
const NEEDS_QUEUING: u32 = selector::<IGovernor::proposalNeedsQueuingCall>();
const VOTES: u32 = selector::<Abi::proposalVotesCall>();
const HAS_VOTED: u32 = selector::<IGovernor::hasVotedCall>();
const GET_VOTES: u32 = selector::<IGovernor::getVotesCall>();
const GET_VOTES_WITH: u32 = selector::<IGovernor::getVotesWithParamsCall>();
const QUORUM: u32 = selector::<IGovernor::quorumCall>();
const HASH_PROPOSAL: u32 = selector::<IGovernor::hashProposalCall>();
const GET_PROPOSAL_ID: u32 = selector::<IGovernor::getProposalIdCall>();
const NAME: u32 = selector::<IGovernor::nameCall>();
const VERSION: u32 = selector::<IGovernor::versionCall>();
const COUNTING_MODE: u32 = selector::<IGovernor::COUNTING_MODECall>();
const CLOCK: u32 = selector::<Abi::clockCall>();
const CLOCK_MODE: u32 = selector::<Abi::CLOCK_MODECall>();
const BALLOT_TYPEHASH: u32 = selector::<Abi::BALLOT_TYPEHASHCall>();
const EXTENDED_BALLOT_TYPEHASH: u32 = selector::<Abi::EXTENDED_BALLOT_TYPEHASHCall>();
const NONCES: u32 = selector::<Abi::noncesCall>();
const EIP712_DOMAIN: u32 = selector::<Abi::eip712DomainCall>();
const VOTING_DELAY: u32 = selector::<IGovernor::votingDelayCall>();
const VOTING_PERIOD: u32 = selector::<IGovernor::votingPeriodCall>();
const THRESHOLD: u32 = selector::<IGovernor::proposalThresholdCall>();
const TOKEN: u32 = selector::<Abi::tokenCall>();
const TIMELOCK: u32 = selector::<Abi::timelockCall>();
const GUARDIAN: u32 = selector::<Abi::proposalGuardianCall>();
const SUNSET: u32 = selector::<Abi::proposalGuardianSunsetCall>();
const EXTENSION: u32 = selector::<Abi::lateQuorumVoteExtensionCall>();
const NUMERATOR: u32 = selector::<Abi::quorumNumerator_0Call>();
const NUMERATOR_AT: u32 = selector::<Abi::quorumNumerator_1Call>();
const DENOMINATOR: u32 = selector::<Abi::quorumDenominatorCall>();
const FLOOR: u32 = selector::<Abi::quorumFloor_0Call>();
const FLOOR_AT: u32 = selector::<Abi::quorumFloor_1Call>();
const SUPPORTS_INTERFACE: u32 = selector::<IERC165::supportsInterfaceCall>();
const VALIDATE: u32 = selector::<IValidator::validateCall>();
const ON_ERC721: u32 = selector::<ITokenReceiver::onERC721ReceivedCall>();
const ON_ERC1155: u32 = selector::<ITokenReceiver::onERC1155ReceivedCall>();
const ON_ERC1155_BATCH: u32 = selector::<ITokenReceiver::onERC1155BatchReceivedCall>();

impl Router<Self> for Governor {
    type Storage = Self;

    fn route(governor: &mut Self, selector: u32, input: &[u8]) -> Option<ArbResult> {
        match selector {
            EXECUTE => return Some(governor.execute(Calldata::new(input))),
            RELAY => return Some(governor.relay(Governed::new(selector, input))),
            _ => {}
        }
        if let Err(reason) = governor.cells.refuse_value() {
            return Some(Err(reason));
        }
        let arguments = Calldata::new(input);
        governor
            .route_votes(selector, arguments)
            .or_else(|| governor.route_proposals(selector, arguments))
            .or_else(|| governor.route_settings(selector, arguments))
            .or_else(|| Self::route_constants(selector, arguments))
            .or_else(|| governor.route_receipts(selector, arguments))
            .or_else(|| governor.route_governed(Governed::new(selector, input), selector))
    }

    fn receive(governor: &mut Self) -> Option<Result<(), Vec<u8>>> {
        Some(governor.refuse_deposit())
    }

    fn fallback(_: &mut Self, _: &[u8]) -> Option<ArbResult> {
        None
    }

    fn constructor(governor: &mut Self, input: &[u8]) -> Option<ArbResult> {
        if let Err(reason) = governor.cells.refuse_value() {
            return Some(Err(reason));
        }
        Some(governor.construct(Calldata::new(input)))
    }
}

impl Governor {
    fn route_votes(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            CAST_VOTE => self.cast_vote(input),
            CAST_VOTE_WITH_REASON => self.cast_vote_with(input, false),
            CAST_VOTE_WITH_PARAMS => self.cast_vote_with(input, true),
            CAST_BY_SIG => self.cast_by_signature(input),
            CAST_EXTENDED_BY_SIG => self.cast_extended_by_signature(input),
            HAS_VOTED => self.voted(input),
            GET_VOTES => self.get_votes(input, false),
            GET_VOTES_WITH => self.get_votes(input, true),
            _ => return None,
        })
    }

    fn route_proposals(&mut self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            PROPOSE => self.propose(input),
            QUEUE => self.queue(input),
            CANCEL => self.cancel(input),
            STATE => self.state(input),
            SNAPSHOT => self.proposal_snapshot(input),
            DEADLINE => self.proposal_deadline(input),
            PROPOSER => self.proposal_proposer(input),
            ETA => self.proposal_eta(input),
            VOTES => self.proposal_votes(input),
            _ => return None,
        })
    }

    fn route_settings(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            QUORUM => self.quorum(input),
            NUMERATOR => self.quorum_numerator(),
            NUMERATOR_AT => self.quorum_numerator_at(input),
            FLOOR => self.quorum_floor(),
            FLOOR_AT => self.quorum_floor_at(input),
            VOTING_DELAY => reply(&[uint(self.terms().voting_delay)]),
            VOTING_PERIOD => reply(&[uint(self.office().voting_period.into())]),
            THRESHOLD => reply_uint(self.threshold()),
            TOKEN => reply_address(self.terms().token),
            TIMELOCK => reply_address(self.office().timelock),
            GUARDIAN => reply_address(self.guardianship().guardian),
            SUNSET => reply(&[uint(self.guardianship().sunset)]),
            EXTENSION => reply(&[uint(self.terms().vote_extension)]),
            NAME => metadata::reply_string(&self.cells, slots::NAME),
            CLOCK => self.clock(),
            NONCES => permit::nonces(&self.cells, input),
            EIP712_DOMAIN => permit::eip712_domain(&self.cells),
            _ => return None,
        })
    }

    fn route_constants(selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            HASH_PROPOSAL | GET_PROPOSAL_ID => Self::hash_proposal(input),
            NEEDS_QUEUING => Self::needs_queuing(input),
            VERSION => Self::version(),
            COUNTING_MODE => Self::counting_mode(),
            CLOCK_MODE => Self::clock_mode(),
            DENOMINATOR => Self::quorum_denominator(),
            BALLOT_TYPEHASH => reply(&[BALLOT_TYPE.word()]),
            EXTENDED_BALLOT_TYPEHASH => reply(&[EXTENDED_BALLOT_TYPE.word()]),
            _ => return None,
        })
    }

    fn route_receipts(&self, selector: u32, input: Calldata<'_>) -> Option<Reply> {
        Some(match selector {
            SUPPORTS_INTERFACE => self.supports_interface(input),
            VALIDATE => self.validate(input),
            ON_ERC721 => self.on_received(selector, input, 1),
            ON_ERC1155 => self.on_received(selector, input, 2),
            ON_ERC1155_BATCH => self.on_batch_received(selector, input),
            _ => return None,
        })
    }

    fn route_governed(&mut self, call: Governed<'_>, selector: u32) -> Option<Reply> {
        Some(match selector {
            SET_VOTING_DELAY => self.set_voting_delay(call),
            SET_VOTING_PERIOD => self.set_voting_period(call),
            SET_THRESHOLD => self.set_proposal_threshold(call),
            UPDATE_NUMERATOR => self.update_quorum_numerator(call),
            UPDATE_FLOOR => self.update_quorum_floor(call),
            SET_EXTENSION => self.set_vote_extension(call),
            SET_GUARDIAN => self.set_proposal_guardian(call),
            SET_SUNSET => self.set_proposal_guardian_sunset(call),
            UPDATE_TIMELOCK => self.update_timelock(call),
            _ => return None,
        })
    }
}
