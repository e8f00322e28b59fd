//! Where the token keeps its words. Contracts start their own at [`FIRST_FREE`].

use ballast_shell::Field;

/// The name, as a short string.
pub const NAME: Field = Field::new(0);
/// The symbol, as a short string.
pub const SYMBOL: Field = Field::new(1);
/// Owner to balance.
pub const BALANCES: Field = Field::new(2);
/// Owner to spender to allowance.
pub const ALLOWANCES: Field = Field::new(3);
/// Owner to permit nonce.
pub const NONCES: Field = Field::new(4);
/// The first number that is the contract's own.
pub const FIRST_FREE: u64 = 5;
