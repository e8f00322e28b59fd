//! What is inserted where in a function, and the figures that follow from it.

use wasmparser::FunctionBody;
use wasmparser::Operator;
use wasmparser::OperatorsReader;

use super::height::Height;
use super::support;
use crate::ink::operators::BLOCK_HEADER;
use crate::ink::operators::UNAFFORDABLE;
use crate::ink::operators::operator_ink;
use crate::validate::InvalidProgram;
use crate::validate::Module;

/// Words of a frame besides its values and declared locals.
const FRAME_OVERHEAD: u32 = 4;

const HEADER_OPERATORS: usize = 12;
const BULK_OPERATORS: usize = 17;
const PROLOGUE_OPERATORS: usize = 12;
const RESTORE_OPERATORS: usize = 4;
const GROW_OPERATORS: usize = 4;

/// Code that is inserted in front of an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Insertion {
    /// Pays for the basic block that starts here.
    Header {
        /// Ink of the block, the header's own included.
        ink: u64,
    },
    /// Pays for the length operand of `memory.fill` or `memory.copy`.
    Bulk,
    /// Gives the frame's words back.
    Restore,
    /// Gives the frame's words back and returns.
    Return,
    /// Pays for the pages of `memory.grow`.
    Grow,
}

impl Insertion {
    const fn operators(self) -> usize {
        match self {
            Self::Header { .. } => HEADER_OPERATORS,
            Self::Bulk => BULK_OPERATORS,
            Self::Restore => RESTORE_OPERATORS,
            Self::Return => RESTORE_OPERATORS + 1,
            Self::Grow => GROW_OPERATORS,
        }
    }
}

/// The insertions into one function.
#[derive(Debug)]
pub(crate) struct FunctionPlan {
    /// Offset in the wasm of the operator that comes after, and what to insert; by offset, and in
    /// the order of insertion where offsets are equal.
    pub(crate) insertions: Vec<(usize, Insertion)>,
    /// Offset in the wasm of the first operator.
    pub(crate) start: usize,
    /// Operators after instrumentation.
    pub(crate) operators: usize,
    /// Declared locals; parameters are not counted.
    pub(crate) locals: u32,
    /// Most values on the stack at once, as the depth checker counts.
    pub(crate) values: u32,
}

impl FunctionPlan {
    /// Words that a call of the function takes from the depth budget.
    pub(crate) const fn frame_size(&self) -> u32 {
        self.values
            .saturating_add(self.locals)
            .saturating_add(FRAME_OVERHEAD)
    }
}

/// Plans every function of the module.
pub(crate) fn plan_functions(module: &Module<'_>) -> Result<Vec<FunctionPlan>, InvalidProgram> {
    let imports = module.imports.len() as u32;
    (imports..)
        .zip(&module.bodies)
        .map(|(index, body)| plan(module, body, index))
        .collect()
}

fn plan(
    module: &Module<'_>,
    body: &FunctionBody<'_>,
    function: u32,
) -> Result<FunctionPlan, InvalidProgram> {
    let mut locals = 0_u32;
    let mut declarations = body.get_locals_reader()?.into_iter();
    for declaration in declarations.by_ref() {
        let (count, _) = declaration?;
        locals = locals.saturating_add(count);
    }
    let mut operators = declarations.into_operators_reader();
    let mut planner = Planner {
        module,
        function,
        prices_growth: !module.memory_is_fixed(),
        height: Height::default(),
        block: None,
        insertions: Vec::new(),
        operators: PROLOGUE_OPERATORS,
    };
    let start = position(&operators);
    while !operators.eof() {
        let offset = position(&operators);
        let operator = operators.read()?;
        planner.visit(&operator, offset, operators.eof())?;
    }
    Ok(FunctionPlan {
        insertions: planner.insertions,
        start,
        operators: planner.operators,
        locals,
        values: planner.height.worst(),
    })
}

fn position(operators: &OperatorsReader<'_>) -> usize {
    operators.original_position() as usize
}

struct Planner<'m, 'a> {
    module: &'m Module<'a>,
    function: u32,
    prices_growth: bool,
    height: Height,
    /// Where in `insertions` the header of the block stands that is being walked.
    block: Option<usize>,
    insertions: Vec<(usize, Insertion)>,
    operators: usize,
}

impl Planner<'_, '_> {
    fn insert(&mut self, offset: usize, insertion: Insertion) {
        self.insertions.push((offset, insertion));
        self.operators += insertion.operators();
    }

    fn visit(
        &mut self,
        operator: &Operator<'_>,
        offset: usize,
        last: bool,
    ) -> Result<(), InvalidProgram> {
        self.charge(operator, offset)?;
        match operator {
            Operator::MemoryFill { .. } | Operator::MemoryCopy { .. } => {
                self.insert(offset, Insertion::Bulk);
                self.height.bulk();
            }
            Operator::MemoryGrow { .. } if self.prices_growth => {
                self.insert(offset, Insertion::Grow);
            }
            Operator::Return => self.insert(offset, Insertion::Restore),
            Operator::End if last => self.insert(offset, Insertion::Return),
            _ => {}
        }
        self.height.visit(operator, self.module);
        self.operators += 1;
        Ok(())
    }

    /// Adds the operator's ink to its basic block, which it may start or end.
    fn charge(&mut self, operator: &Operator<'_>, offset: usize) -> Result<(), InvalidProgram> {
        let price = self.price(operator)?;
        let block = self.block.unwrap_or_else(|| {
            let block = self.insertions.len();
            self.insert(offset, Insertion::Header { ink: BLOCK_HEADER });
            self.height.header();
            block
        });
        if let Some((_, Insertion::Header { ink })) = self.insertions.get_mut(block) {
            *ink = ink.saturating_add(price);
        }
        self.block = if ends_block(operator) {
            None
        } else {
            Some(block)
        };
        Ok(())
    }

    fn price(&self, operator: &Operator<'_>) -> Result<u64, InvalidProgram> {
        let params = |ty| {
            self.module
                .type_at(ty)
                .map_or(0, |ty| ty.params().len() as u64)
        };
        match operator_ink(operator, params) {
            Some(ink) => Ok(ink),
            None if support::moves_float(operator) => Ok(UNAFFORDABLE),
            None => Err(InvalidProgram::Operator {
                function: self.function,
                operator: support::name(operator),
            }),
        }
    }
}

/// True if the operator is the last of its basic block. `block` and `unreachable` are not.
const fn ends_block(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::End
            | Operator::Else
            | Operator::Return
            | Operator::Loop { .. }
            | Operator::Br { .. }
            | Operator::BrTable { .. }
            | Operator::BrIf { .. }
            | Operator::If { .. }
            | Operator::Call { .. }
            | Operator::CallIndirect { .. }
    )
}
