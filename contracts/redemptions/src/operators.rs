//! Who acts for whom.

use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use ballast_abi::redemptions::IERC7540Operator::OperatorSet;
use ballast_shell::{Calldata, Literal, Reply, reply, uint};

use crate::state::{Redemptions, operator_slot};

const OPERATOR_SET: Literal = Literal::new(OperatorSet::SIGNATURE_HASH.0);

impl Redemptions {
    /// `setOperator(address,bool)`
    pub(crate) fn set_operator(&mut self, mut input: Calldata<'_>) -> Reply {
        let (operator, approved) = (input.address()?, input.flag()?);
        let controller = self.cells.sender();
        let approved = uint(u64::from(approved));
        self.cells
            .set_word(operator_slot(controller, operator), approved);
        let words = [
            OPERATOR_SET.word(),
            controller.into_word().0,
            operator.into_word().0,
            approved,
        ];
        self.cells.log(&words, 3);
        reply(&[uint(1)])
    }

    /// `isOperator(address,address)`
    pub(crate) fn is_operator(&self, mut input: Calldata<'_>) -> Reply {
        let (controller, operator) = (input.address()?, input.address()?);
        reply(&[uint(u64::from(self.may_act(controller, operator)))])
    }

    /// Whether the controller named this operator.
    pub(crate) fn may_act(&self, controller: Address, operator: Address) -> bool {
        self.cells.word(operator_slot(controller, operator)) != [0; 32]
    }
}
