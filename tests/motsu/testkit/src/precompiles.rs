//! What every chain has by itself.

use std::any::Any;

use crate::turn;

/// The precompiles of this thread's chain, as long as this is kept.
pub struct Precompiles(Option<Box<dyn Any>>);

impl Drop for Precompiles {
    fn drop(&mut self) {
        turn::take(|| drop(self.0.take()));
    }
}

/// Places those that motsu has: `ecrecover`.
pub fn deploy_precompiles() -> Precompiles {
    turn::take(|| Precompiles(Some(Box::new(motsu::prelude::deploy_precompiles()))))
}
