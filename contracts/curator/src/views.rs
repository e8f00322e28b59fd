//! Views.

use alloc::vec::Vec;

use ballast_abi::curator::ICurator::State;
use ballast_core::{Phase, Seconds};
use ballast_shell::{Calldata, Field, Reply, Word, reply, reply_address, uint};

use crate::calls::{id_of, read_calls, read_selector};
use crate::state::{Curator, Rule};

impl Curator {
    /// The address in a field.
    pub(crate) fn holder(&self, field: Field) -> Reply {
        reply_address(self.address_at(field))
    }

    /// `isSentinel(address)`
    pub(crate) fn is_sentinel(&self, mut input: Calldata<'_>) -> Reply {
        let account = input.address()?;
        reply(&[uint(self.sentinel(account).into())])
    }

    /// `isSealed()`
    pub(crate) fn is_sealed(&self) -> Reply {
        reply(&[uint(self.head().is_sealed.into())])
    }

    /// `delayOf(address,bytes4)`
    pub(crate) fn delay_of(&self, mut input: Calldata<'_>) -> Reply {
        let (target, selector) = (input.address()?, read_selector(&mut input)?);
        let (allowed, delay) = match self.rule(target, selector) {
            Rule::Allowed(delay) => (1, delay.seconds()),
            Rule::Unknown | Rule::Abdicated => (0, Seconds::ZERO),
        };
        reply(&[uint(allowed), uint(delay.get())])
    }

    /// `waitOf((address,bytes)[])`
    pub(crate) fn wait_of(&self, mut input: Calldata<'_>) -> Reply {
        let calls = read_calls(&mut input)?;
        let delay = self.longest_wait(&calls)?;
        reply(&[uint(delay.seconds().get())])
    }

    /// `idOf((address,bytes)[])`
    pub(crate) fn id_of(&self, mut input: Calldata<'_>) -> Reply {
        reply(&[id_of(&read_calls(&mut input)?)])
    }

    /// `executableAt(bytes32)`
    pub(crate) fn executable_at(&self, mut input: Calldata<'_>) -> Reply {
        let opens = self.opens(*input.word()?);
        reply(&[opens])
    }

    /// `stateOf(bytes32)`
    pub(crate) fn state_of(&self, mut input: Calldata<'_>) -> Reply {
        let action = self.action(*input.word()?);
        let state = match action.map(|action| action.window.phase_at(self.now())) {
            None => State::Unknown,
            Some(Phase::Waiting) => State::Waiting,
            Some(Phase::Ready) => State::Ready,
            Some(Phase::Expired) => State::Expired,
        };
        reply(&[uint(u64::from(u8::from(state)))])
    }

    /// `pending()`
    pub(crate) fn pending(&self) -> Reply {
        let count = self.head().count;
        let ids: Vec<Word> = (0..count).map(|place| self.id_at(place)).collect();
        let times: Vec<Word> = ids.iter().map(|id| self.opens(*id)).collect();
        let length = uint(count.into());
        // At most 64 words in each list.
        let second = u64::from(count).saturating_add(3).saturating_mul(32);
        let head = [uint(64), uint(second), length];
        reply(&[&head, ids.as_slice(), &[length], &times].concat())
    }

    /// From when on an action may be executed; zero if it is not in the queue.
    fn opens(&self, id: Word) -> Word {
        let action = self.action(id);
        uint(action.map_or(0, |action| action.window.opens.get()))
    }

    /// `governs(address[])`
    pub(crate) fn governs(&self, mut input: Calldata<'_>) -> Reply {
        let targets = input.addresses()?;
        let answers: Vec<Word> = targets
            .iter()
            .map(|target| uint(self.is_authority_of(*target).into()))
            .collect();
        let head = [uint(32), uint(answers.len() as u64)];
        reply(&[&head, answers.as_slice()].concat())
    }
}
