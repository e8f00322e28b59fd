//! Copies of programs: their init code, and where they stand.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256, keccak256};
use ballast_shell::{Field, Word};
use stylus_sdk::deploy::RawDeploy;
use stylus_sdk::prelude::*;

use crate::errors::{invalid_blueprint, salt_used};
use crate::state::Factory;

/// What the code of a whole program begins with.
const PROGRAM_PREFIX: [u8; 3] = [0xef, 0xf0, 0x00];

/// Before the length of the code: PUSH32.
const PUSH_LENGTH: u8 = 0x7f;

/// Behind it: copies that much from behind these 43 bytes to memory and returns it. The last byte
/// is a version, and never executed. It is what `cargo stylus` puts before a program.
const RETURN_REST: [u8; 10] = [0x80, 0x60, 43, 0x60, 0, 0x39, 0x60, 0, 0xf3, 0];

/// Init code that returns `code`.
pub(crate) fn init_code(code: &[u8]) -> Vec<u8> {
    let length = ballast_shell::uint(code.len() as u64);
    [&[PUSH_LENGTH], &length[..], &RETURN_REST, code].concat()
}

/// The salt of all copies that `creator` asks for with `salt`.
pub(crate) fn salt_of(creator: Address, salt: Word) -> Word {
    keccak256([creator.into_word().0, salt].as_flattened()).0
}

/// Where CREATE2 by `creator` puts a contract (EIP-1014).
pub(crate) fn address_of(creator: Address, salt: Word, init_hash: Word) -> Address {
    let preimage = [&[0xff], &creator[..], &salt, &init_hash].concat();
    Address::from_word(keccak256(preimage))
}

impl Factory {
    /// The init code of copies of a blueprint.
    ///
    /// # Errors
    /// `InvalidBlueprint` if it is no whole program.
    pub(crate) fn init_code_of(&self, blueprint: Address) -> Result<Vec<u8>, Vec<u8>> {
        let code = self.vm().code(blueprint);
        if !code.starts_with(&PROGRAM_PREFIX) {
            return Err(invalid_blueprint(blueprint));
        }
        Ok(init_code(&code))
    }

    /// Creates a copy of the blueprint in a field.
    ///
    /// # Errors
    /// `SaltUsed`, here to say what nearly always is the reason; without gas for a copy there is no
    /// answer at all.
    pub(crate) fn copy(
        &self,
        blueprint: Field,
        asked: Word,
        salt: Word,
    ) -> Result<Address, Vec<u8>> {
        let init_code = self.init_code_of(self.address_at(blueprint))?;
        // SAFETY: the init code is ours, calls nobody, and reads no storage of the factory's.
        #[expect(unsafe_code, reason = "the SDK has no other way to create a contract")]
        let created = unsafe {
            RawDeploy::new()
                .salt(B256::new(salt))
                .deploy(self.vm(), &init_code, U256::ZERO)
        };
        created.map_err(|_| salt_used(asked))
    }
}

#[cfg(test)]
mod tests {
    use alloy_primitives::{address, b256, hex};

    use super::*;

    #[test]
    fn init_code_is_what_tools_send() {
        let expected = hex!(
            "7f0000000000000000000000000000000000000000000000000000000000000004"
            "80602b6000396000f300eff00000"
        );
        assert_eq!(init_code(&[0xef, 0xf0, 0, 0]), expected);
    }

    /// The first and the fifth example of EIP-1014.
    #[test]
    fn copies_stand_where_create2_puts_them() {
        let address = address_of(Address::ZERO, [0; 32], keccak256([0]).0);
        let expected = address!("4D1A2e2bB4F88F0250f26Ffff098B0b30B26BF38");
        assert_eq!(address, expected);
        let creator = address!("00000000000000000000000000000000deadbeef");
        let salt = b256!("00000000000000000000000000000000000000000000000000000000cafebabe");
        let address = address_of(creator, salt.0, keccak256(hex!("deadbeef")).0);
        let expected = address!("60f3f640a8508fC6a86d45DF051962668E1e8AC7");
        assert_eq!(address, expected);
    }

    #[test]
    fn everybody_has_their_own_salts() {
        let [one, two] = [1, 2].map(Address::with_last_byte);
        assert_ne!(salt_of(one, [0; 32]), salt_of(two, [0; 32]));
        assert_ne!(salt_of(one, [0; 32]), salt_of(one, [1; 32]));
    }
}
