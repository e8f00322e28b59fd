//! Accounts of the chain at one point in time.
//!
//! A [`World`] is made of persistent maps: cloning one costs a pointer copy, and a clone shares
//! everything that is not written afterwards. So a call runs on its own clone without a lock, and
//! a snapshot is a clone that is kept.

use std::convert::Infallible;
use std::sync::Arc;

use alloy_primitives::map::DefaultHashBuilder;
use alloy_primitives::{Address, B256, Bytes, KECCAK256_EMPTY, U256, keccak256};
use imbl::GenericHashMap;
use imbl::shared_ptr::DefaultSharedPtr;
use revm::DatabaseRef;
use revm::database_interface::WrapDatabaseRef;
use revm::state::{AccountInfo, Bytecode, EvmState};

type Map<K, V> = GenericHashMap<K, V, DefaultHashBuilder, DefaultSharedPtr>;

/// Balance, nonce, code and storage of one address.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// Balance, nonce and code; the code is always present when there is any.
    pub(crate) info: AccountInfo,
    storage: Map<U256, U256>,
}

impl Account {
    /// The value of a slot, zero where nothing was written.
    pub(crate) fn slot(&self, key: &U256) -> U256 {
        self.storage.get(key).copied().unwrap_or_default()
    }

    /// Every slot that is not zero, in no particular order.
    pub(crate) fn slots(&self) -> impl Iterator<Item = (&U256, &U256)> {
        self.storage.iter()
    }
}

/// What happened to one account: enough to redo it on the state before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountChange {
    /// Whose account.
    pub(crate) address: Address,
    /// The account afterwards; `None` when it no longer exists.
    pub(crate) info: Option<AccountInfo>,
    /// Whether all storage is dropped before `slots` are written.
    pub(crate) clear_storage: bool,
    /// Slots written, with their values afterwards.
    pub(crate) slots: Vec<(U256, U256)>,
}

/// All accounts at one point in time.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    accounts: Map<Address, Arc<Account>>,
    codes: Map<B256, Bytecode>,
}

impl World {
    /// The account at `address`, if there is one.
    pub(crate) fn account(&self, address: &Address) -> Option<&Account> {
        self.accounts.get(address).map(AsRef::as_ref)
    }

    /// Every account, in no particular order.
    pub(crate) fn accounts(&self) -> impl Iterator<Item = (&Address, &Account)> {
        self.accounts
            .iter()
            .map(|(address, account)| (address, account.as_ref()))
    }

    /// Balance, nonce and code, the empty account where there is none.
    pub(crate) fn info(&self, address: &Address) -> AccountInfo {
        self.account(address)
            .map(|account| account.info.clone())
            .unwrap_or_default()
    }

    /// Wei owned by `address`.
    pub(crate) fn balance(&self, address: &Address) -> U256 {
        self.account(address)
            .map(|account| account.info.balance)
            .unwrap_or_default()
    }

    /// The nonce the next transaction of `address` must carry.
    pub(crate) fn nonce(&self, address: &Address) -> u64 {
        self.account(address)
            .map(|account| account.info.nonce)
            .unwrap_or_default()
    }

    /// The code stored at `address`; for a program that is the prefix and the compressed module.
    pub(crate) fn code(&self, address: &Address) -> Bytes {
        let code = self
            .account(address)
            .and_then(|account| account.info.code.as_ref());
        code.map(Bytecode::original_bytes).unwrap_or_default()
    }

    /// The value of a slot, zero where nothing was written.
    pub(crate) fn slot(&self, address: &Address, key: &U256) -> U256 {
        self.account(address)
            .map(|account| account.slot(key))
            .unwrap_or_default()
    }

    /// This state as the engine reads it.
    pub(crate) fn database(&self) -> WrapDatabaseRef<&Self> {
        WrapDatabaseRef(self)
    }

    /// Writes the outcome of an execution and says what it changed.
    pub(crate) fn commit(&mut self, state: EvmState) -> Vec<AccountChange> {
        let mut changes = Vec::with_capacity(state.len());
        for (address, account) in state {
            if let Some(change) = self.change_of(address, account) {
                self.apply(&change);
                changes.push(change);
            }
        }
        changes
    }

    fn change_of(&self, address: Address, account: revm::state::Account) -> Option<AccountChange> {
        if !account.is_touched() {
            return None;
        }
        let before = self.account(&address);
        let created = account.is_created();
        let mut slots: Vec<_> = account
            .storage
            .iter()
            .filter(|(_, slot)| slot.is_changed() || created)
            .map(|(key, slot)| (*key, slot.present_value))
            .collect();
        slots.sort_unstable_by_key(|(key, _)| *key);
        // EIP-161 removes an account that is touched while empty. One that holds storage never
        // gets there in the EVM; ArbOS keeps its state in such accounts.
        let kept = !slots.is_empty() || before.is_some_and(|b| !created && !b.storage.is_empty());
        let exists = !account.is_selfdestructed() && (kept || !account.info.is_empty());
        if !exists {
            before?;
            return Some(AccountChange {
                address,
                info: None,
                clear_storage: true,
                slots: vec![],
            });
        }
        let unchanged = before.is_some_and(|b| b.info == account.info);
        if unchanged && slots.is_empty() && !created {
            return None;
        }
        let clear_storage = created && before.is_some_and(|b| !b.storage.is_empty());
        let info = self.with_code(account.info);
        Some(AccountChange {
            address,
            info: Some(info),
            clear_storage,
            slots,
        })
    }

    /// Fills in the code that an account info names only by hash.
    fn with_code(&self, mut info: AccountInfo) -> AccountInfo {
        info.account_id = None;
        if info.code.is_none() {
            info.code = self
                .codes
                .get(&info.code_hash)
                .cloned()
                .or(Some(Bytecode::default()));
        }
        info
    }

    /// Redoes a change on this state.
    pub(crate) fn apply(&mut self, change: &AccountChange) {
        let Some(info) = &change.info else {
            self.accounts.remove(&change.address);
            return;
        };
        let account = Arc::make_mut(self.accounts.entry(change.address).or_default());
        account.info.clone_from(info);
        if change.clear_storage {
            account.storage = Map::default();
        }
        for (key, value) in &change.slots {
            if value.is_zero() {
                account.storage.remove(key);
            } else {
                account.storage.insert(*key, *value);
            }
        }
        if let Some(code) = info.code.as_ref().filter(|code| !code.is_empty())
            && !self.codes.contains_key(&info.code_hash)
        {
            self.codes.insert(info.code_hash, code.clone());
        }
    }

    /// The changes that make this state out of nothing.
    pub(crate) fn to_changes(&self) -> Vec<AccountChange> {
        let changes = self.accounts().map(|(address, account)| AccountChange {
            address: *address,
            info: Some(account.info.clone()),
            clear_storage: false,
            slots: account.slots().map(|(key, value)| (*key, *value)).collect(),
        });
        changes.collect()
    }

    /// The code with this hash, if any account has or had it.
    pub(crate) fn code_by_hash(&self, hash: &B256) -> Option<Bytecode> {
        self.codes.get(hash).cloned()
    }
}

impl DatabaseRef for World {
    type Error = Infallible;

    fn basic_ref(&self, address: Address) -> Result<Option<AccountInfo>, Self::Error> {
        Ok(self.account(&address).map(|account| account.info.clone()))
    }

    fn code_by_hash_ref(&self, code_hash: B256) -> Result<Bytecode, Self::Error> {
        Ok(self.code_by_hash(&code_hash).unwrap_or_default())
    }

    fn storage_ref(&self, address: Address, index: U256) -> Result<U256, Self::Error> {
        Ok(self.slot(&address, &index))
    }

    /// `BLOCKHASH` reads hashes by L1 number, of which this chain has no blocks: any fixed value
    /// per number serves.
    fn block_hash_ref(&self, number: u64) -> Result<B256, Self::Error> {
        Ok(keccak256(number.to_be_bytes()))
    }
}

/// Code in the form the engine runs, with its hash.
///
/// Bytes that start like an EIP-7702 delegation but have the wrong length are kept as plain code,
/// which halts on its first byte.
pub(crate) fn bytecode(code: Bytes) -> (Bytecode, B256) {
    if code.is_empty() {
        return (Bytecode::default(), KECCAK256_EMPTY);
    }
    let hash = keccak256(&code);
    let parsed = Bytecode::new_raw_checked(code.clone());
    (parsed.unwrap_or_else(|_| Bytecode::new_legacy(code)), hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use revm::state::{EvmStorageSlot, TransactionId};

    fn touched(info: AccountInfo, slots: &[(u64, u64, u64)]) -> revm::state::Account {
        let mut account = revm::state::Account::default()
            .with_info(info)
            .with_touched_mark();
        for (key, old, new) in slots {
            let slot = EvmStorageSlot::new_changed(
                U256::from(*old),
                U256::from(*new),
                TransactionId::ZERO,
            );
            account.storage.insert(U256::from(*key), slot);
        }
        account
    }

    fn state(address: Address, account: revm::state::Account) -> EvmState {
        [(address, account)].into_iter().collect()
    }

    const ALICE: Address = Address::repeat_byte(0xa1);

    #[test]
    fn clone_keeps_what_the_original_overwrites() {
        let mut world = World::default();
        let info = AccountInfo::from_balance(U256::from(5));
        world.commit(state(ALICE, touched(info.clone(), &[(1, 0, 7)])));
        let before = world.clone();
        world.commit(state(ALICE, touched(info, &[(1, 7, 0), (2, 0, 9)])));
        assert_eq!(before.slot(&ALICE, &U256::from(1)), U256::from(7));
        assert_eq!(world.slot(&ALICE, &U256::from(1)), U256::ZERO);
        assert_eq!(world.slot(&ALICE, &U256::from(2)), U256::from(9));
        assert_eq!(world.account(&ALICE).map(|a| a.slots().count()), Some(1));
    }

    #[test]
    fn changes_redo_what_commit_did() {
        let mut world = World::default();
        let mut copy = World::default();
        let (code, hash) = bytecode(Bytes::from_static(&[0xef, 0xf0, 0, 0, 1]));
        let info = AccountInfo::from_balance(U256::from(1)).with_code_and_hash(code, hash);
        for change in world.commit(state(ALICE, touched(info, &[(3, 0, 4)]))) {
            copy.apply(&change);
        }
        assert_eq!(
            copy.code(&ALICE),
            Bytes::from_static(&[0xef, 0xf0, 0, 0, 1])
        );
        assert_eq!(copy.slot(&ALICE, &U256::from(3)), U256::from(4));
        assert!(copy.code_by_hash(&hash).is_some());
    }

    #[test]
    fn touched_empty_account_is_removed_and_nothing_is_said_about_absent_ones() {
        let mut world = World::default();
        assert!(
            world
                .commit(state(ALICE, touched(AccountInfo::default(), &[])))
                .is_empty()
        );
        world.commit(state(
            ALICE,
            touched(AccountInfo::from_balance(U256::from(1)), &[]),
        ));
        let changes = world.commit(state(ALICE, touched(AccountInfo::default(), &[])));
        assert_eq!(changes.len(), 1);
        assert!(world.account(&ALICE).is_none());
    }

    #[test]
    fn storage_keeps_an_empty_account_alive() {
        let mut world = World::default();
        world.commit(state(ALICE, touched(AccountInfo::default(), &[(1, 0, 1)])));
        world.commit(state(ALICE, touched(AccountInfo::default(), &[])));
        assert_eq!(world.slot(&ALICE, &U256::from(1)), U256::from(1));
    }

    #[test]
    fn recreated_account_starts_with_empty_storage() {
        let mut world = World::default();
        let info = AccountInfo::from_balance(U256::from(1));
        world.commit(state(ALICE, touched(info.clone(), &[(1, 0, 1)])));
        let mut created = touched(info, &[(2, 0, 2)]);
        created.mark_created();
        world.commit(state(ALICE, created));
        assert_eq!(world.slot(&ALICE, &U256::from(1)), U256::ZERO);
        assert_eq!(world.slot(&ALICE, &U256::from(2)), U256::from(2));
    }
}
