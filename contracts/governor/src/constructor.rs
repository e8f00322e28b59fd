//! The constructor.

use alloc::vec::Vec;

use alloy_sol_types::SolError;
use ballast_abi::construction::IConstruction;
use ballast_erc20::metadata;
use ballast_shell::{Calldata, Reply, encode};

use crate::settings::{read_period, read_time};
use crate::state::{Governor, Terms};

impl Governor {
    /// `constructor(string,address,address,uint48,uint32,uint256,uint256,uint256,uint48,address)`
    pub(crate) fn construct(&mut self, mut input: Calldata<'_>) -> Reply {
        let name = input.string()?;
        let (token, timelock) = (input.address()?, input.address()?);
        let (delay, period) = (read_time(&mut input)?, read_period(&mut input)?);
        let (threshold, numerator, floor) = (input.uint()?, input.uint()?, input.uint()?);
        let (extension, guardian) = (read_time(&mut input)?, input.address()?);
        if !self.terms().token.is_zero() {
            return Err(encode(IConstruction::AlreadyConstructed::SELECTOR, &[]));
        }
        self.check_clock(token)?;
        metadata::set_name(&mut self.cells, name)?;
        self.set_terms(Terms {
            token,
            ..Terms::default()
        });
        self.change_voting_delay(delay);
        self.change_voting_period(period)?;
        self.change_threshold(threshold);
        self.change_quorum_numerator(numerator)?;
        self.change_quorum_floor(floor)?;
        self.change_vote_extension(extension)?;
        self.change_guardian(guardian);
        self.begin_guardianship()?;
        self.change_timelock(timelock);
        Ok(Vec::new())
    }
}
