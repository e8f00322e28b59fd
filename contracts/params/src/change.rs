//! New values.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::params::IParams as Abi;
use ballast_core::{Parameter, Refusal, Seconds};
use ballast_shell::{Calldata, Reply, Word, encode, uint};

use crate::errors::{out_of_bounds, refused};
use crate::state::{AUTHORITY, Params, SENTINEL, Standing};

/// Whose change of a parameter to a value at a time is asked for.
type Rule<T> = fn(&Parameter, u128, Seconds) -> Result<T, Refusal>;

impl Params {
    /// The arguments of a change, and what comes of it by a rule. `class` is that of the method, if
    /// only one may.
    ///
    /// # Errors
    /// `UnknownKey`, `WrongDelayClass`, `OutOfBounds`, and whatever the rule refuses.
    pub(crate) fn judge<T>(
        &self,
        input: &mut Calldata<'_>,
        class: Option<u8>,
        rule: Rule<T>,
    ) -> Result<(Word, Standing, T), Vec<u8>> {
        let (key, asked) = (*input.word()?, input.uint()?);
        let standing = self.standing(key)?;
        if class.is_some_and(|class| class != standing.class) {
            let words = [key, uint(standing.class.into())];
            return Err(encode(Abi::WrongDelayClass::SELECTOR, &words));
        }
        let parameter = &standing.parameter;
        let (min, max) = (parameter.rules.min, parameter.rules.max);
        let value = asked
            .try_into()
            .map_err(|_| out_of_bounds(asked, min, max))?;
        let outcome = rule(parameter, value, self.now())
            .map_err(|refusal| refused(parameter, value, refusal))?;
        Ok((key, standing, outcome))
    }

    /// `set(bytes32,uint256)` and its like for other delay classes.
    pub(crate) fn set(&mut self, mut input: Calldata<'_>, class: u8) -> Reply {
        self.only_authority()?;
        let (key, before, after) = self.judge(&mut input, Some(class), Parameter::set)?;
        self.change(key, before, after)
    }

    /// `secure(bytes32,uint256)`
    pub(crate) fn secure(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only(self.is(SENTINEL) || self.is(AUTHORITY))?;
        let (key, before, after) = self.judge(&mut input, None, Parameter::secure)?;
        self.change(key, before, after)
    }

    fn change(&mut self, key: Word, before: Standing, parameter: Parameter) -> Reply {
        let after = Standing {
            parameter,
            ..before
        };
        self.set_point(key, &after);
        self.log_changed(key, &before.parameter, &parameter.ramp);
        self.push(key, after)?;
        Ok(Vec::new())
    }
}
