//! New parameters.

use alloc::vec::Vec;

use alloy_primitives::{U256, keccak256};
use alloy_sol_types::SolError;
use ballast_abi::params::IParams as Abi;
use ballast_core::{Parameter, Rules, Seconds};
use ballast_shell::{Calldata, Reply, Word, encode, malformed, reply};

use crate::errors::{invalid_rules, out_of_bounds};
use crate::state::{Params, Standing, safety_of};

/// The highest number of a delay class.
const CLASS_MAX: u8 = 2;

/// A parameter that is asked for.
pub(crate) struct Definition {
    key: Word,
    names: [Word; 3],
    standing: Standing,
}

/// Module, subject and name, and the key that they make.
///
/// # Errors
/// Empty revert data if the calldata is too short.
pub(crate) fn read_names(input: &mut Calldata<'_>) -> Result<(Word, [Word; 3]), Vec<u8>> {
    let names = [*input.word()?, *input.word()?, *input.word()?];
    Ok((keccak256(names.as_flattened()).0, names))
}

/// Rules, and the delay class among them.
///
/// # Errors
/// `InvalidRules` for what does not fit, and nothing if the calldata is not what the ABI says.
fn read_rules(input: &mut Calldata<'_>) -> Result<(Rules, u8), Vec<u8>> {
    let mut value = || -> Result<u128, Vec<u8>> {
        let value = input.uint()?;
        value.try_into().map_err(|_| invalid_rules())
    };
    let (min, max, step) = (value()?, value()?, value()?);
    let mut seconds = || -> Result<Seconds, Vec<u8>> {
        let seconds = input.uint()?;
        Seconds::from_u256(seconds).ok_or_else(invalid_rules)
    };
    let (interval, duration) = (seconds()?, seconds()?);
    let (class, safety) = (input.byte()?, input.byte()?);
    if CLASS_MAX < class {
        return Err(malformed());
    }
    let rules = Rules {
        min,
        max,
        step,
        interval,
        duration,
        safety: safety_of(safety).ok_or_else(malformed)?,
    };
    if !rules.are_valid() {
        return Err(invalid_rules());
    }
    Ok((rules, class))
}

impl Params {
    /// The arguments of `define`.
    ///
    /// # Errors
    /// `AlreadyDefined`, `InvalidRules`, `OutOfBounds`.
    pub(crate) fn read_definition(&self, input: &mut Calldata<'_>) -> Result<Definition, Vec<u8>> {
        let (key, names) = read_names(input)?;
        let (rules, class) = read_rules(input)?;
        let value: U256 = input.uint()?;
        if self.find(key).is_some() {
            return Err(encode(Abi::AlreadyDefined::SELECTOR, &[key]));
        }
        let parameter = value
            .try_into()
            .ok()
            .and_then(|value| Parameter::new(rules, value, self.now()))
            .ok_or_else(|| out_of_bounds(value, rules.min, rules.max))?;
        let standing = Standing {
            parameter,
            class,
            ..Standing::default()
        };
        Ok(Definition {
            key,
            names,
            standing,
        })
    }

    /// `define(bytes32,bytes32,bytes32,(...),uint256)`
    pub(crate) fn define(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let Definition {
            key,
            names,
            standing,
        } = self.read_definition(&mut input)?;
        self.push_key(key, names);
        self.set_rules(key, &standing);
        self.set_point(key, &standing);
        self.log_defined(key, names, &standing);
        reply(&[key])
    }
}
