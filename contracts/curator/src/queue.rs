//! The queue of actions: a list in no order, and what each of it is.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::curator::ICurator as Abi;
use ballast_core::Phase;
use ballast_shell::{Calldata, Reply, Word, encode};

use crate::errors::unknown_action;
use crate::state::{ACTIONS_MAX, Action, Curator, OWNER, PROPOSER};

impl Curator {
    /// Puts an action at the end.
    ///
    /// # Errors
    /// `TooManyActions`.
    pub(crate) fn push(&mut self, id: Word, mut action: Action) -> Result<(), Vec<u8>> {
        let mut head = self.head();
        if ACTIONS_MAX <= head.count {
            return Err(encode(Abi::TooManyActions::SELECTOR, &[]));
        }
        action.place = head.count;
        self.set_id_at(head.count, id);
        self.set_action(id, Some(action));
        // Below 64 here.
        head.count = head.count.saturating_add(1);
        self.set_head(head);
        Ok(())
    }

    /// Takes an action out; the last one takes its place.
    pub(crate) fn take(&mut self, id: Word, action: Action) {
        let mut head = self.head();
        head.count = head.count.saturating_sub(1);
        let last = self.id_at(head.count);
        if last != id
            && let Some(mut moved) = self.action(last)
        {
            moved.place = action.place;
            self.set_action(last, Some(moved));
            self.set_id_at(action.place, last);
        }
        self.set_id_at(head.count, [0; 32]);
        self.set_action(id, None);
        self.set_pin(id, [0; 32]);
        self.set_head(head);
    }

    /// An action in the queue.
    ///
    /// # Errors
    /// `UnknownAction`.
    pub(crate) fn find(&self, id: Word) -> Result<Action, Vec<u8>> {
        self.action(id).ok_or_else(|| unknown_action(id))
    }

    /// `revoke(bytes32)`
    pub(crate) fn revoke(&mut self, mut input: Calldata<'_>) -> Reply {
        let id = *input.word()?;
        let action = self.find(id)?;
        let is_expired = action.window.phase_at(self.now()) == Phase::Expired;
        self.only(is_expired || self.may_revoke_all() || self.is(PROPOSER))?;
        self.take(id, action);
        self.log_revoked(id);
        Ok(Vec::new())
    }

    /// `revokeAll()`
    pub(crate) fn revoke_all(&mut self) -> Reply {
        self.only(self.may_revoke_all())?;
        for place in (0..self.head().count).rev() {
            let id = self.id_at(place);
            let action = self.find(id)?;
            self.take(id, action);
            self.log_revoked(id);
        }
        Ok(Vec::new())
    }

    fn may_revoke_all(&self) -> bool {
        self.is(OWNER) || self.sentinel(self.cells.sender())
    }
}
