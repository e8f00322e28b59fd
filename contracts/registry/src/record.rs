//! What is kept about a strategy and about an id, a word or two each.

use alloy_primitives::{Address, B256, U256};
use ballast_core::{Assets, Bounds, Bps, Caps, Seconds};
use ballast_shell::{Word, number};

use crate::place::Places;

/// What a strategy may be asked for, numbered as in the ABI.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Status {
    /// It was never added, or is gone.
    #[default]
    Unknown,
    /// It may be lent to.
    Active,
    /// It is paid back and gets nothing more.
    Retired,
    /// It failed.
    Quarantined,
}

impl Status {
    /// The status in the lowest two bits; the others are not looked at.
    const fn from_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Unknown,
            1 => Self::Active,
            2 => Self::Retired,
            _ => Self::Quarantined,
        }
    }

    /// The status's number.
    pub(crate) const fn bits(self) -> u8 {
        self as u8
    }
}

/// What an exit must know about a strategy besides its debt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// The strategy.
    pub(crate) strategy: Address,
    /// What it may be asked for.
    pub(crate) status: Status,
    /// What it may be asked for when it leaves quarantine.
    pub(crate) earlier: Status,
    /// How far its reports may go.
    pub(crate) bounds: Bounds,
    /// When it was put into quarantine for a loss, or left one; zero if it never was, or failed.
    pub(crate) since: Seconds,
    /// How many ids it has.
    pub(crate) ids: u8,
}

impl Record {
    /// From the left: an empty byte, `since` in 5 bytes, the bound of losses in 2; that of gains in
    /// 2, the number of ids, both statuses in two bits each; the strategy.
    pub(crate) fn from_word(word: &Word) -> Self {
        let [_, _, middle, upper] = *number(word).as_limbs();
        let status = (middle >> 32) as u8;
        Self {
            strategy: Address::from_word(B256::new(*word)),
            status: Status::from_bits(status),
            earlier: Status::from_bits(status >> 2),
            bounds: Bounds {
                loss: Bps::new(upper as u16),
                gain: Bps::new((middle >> 48) as u16),
            },
            since: Seconds::new(upper >> 16),
            ids: (middle >> 40) as u8,
        }
    }

    /// The opposite of [`from_word`](Self::from_word). Five bytes of seconds are 34,800 years.
    pub(crate) fn to_uint(self) -> U256 {
        let [a, b, c, _] = *number(&self.strategy.into_word()).as_limbs();
        let status = self.status.bits() | self.earlier.bits() << 2;
        let middle = u64::from(self.bounds.gain.get()) << 48
            | u64::from(self.ids) << 40
            | u64::from(status) << 32;
        let upper = self.since.get() << 16 | u64::from(self.bounds.loss.get());
        U256::from_limbs([a, b, c | middle, upper])
    }
}

/// What a strategy owes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loan {
    /// What it was lent and has reported.
    pub(crate) debt: Assets,
    /// The most it may be lent.
    pub(crate) cap: Assets,
}

impl Loan {
    /// Debt in the upper half, cap in the lower.
    pub(crate) fn from_uint(word: U256) -> Self {
        let [cap_low, cap_high, debt_low, debt_high] = *word.as_limbs();
        Self {
            debt: join(debt_high, debt_low),
            cap: join(cap_high, cap_low),
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let [debt_low, debt_high, ..] = *self.debt.to_u256().as_limbs();
        let [cap_low, cap_high, ..] = *self.cap.to_u256().as_limbs();
        U256::from_limbs([cap_low, cap_high, debt_low, debt_high])
    }
}

/// Who counts towards an id, and how much may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// The places of the strategies with this id.
    pub(crate) members: Places,
    /// The caps on the sum of their debts.
    pub(crate) caps: Caps,
}

impl Group {
    /// From the left: members in 8 bytes, 6 empty bytes, relative cap in 2, absolute cap in 16.
    pub(crate) fn from_uint(word: U256) -> Self {
        let [low, high, relative, members] = *word.as_limbs();
        Self {
            members: Places::from_bits(members),
            caps: Caps {
                absolute: join(high, low),
                relative: Bps::new(relative as u16),
            },
        }
    }

    /// The opposite of [`from_uint`](Self::from_uint).
    pub(crate) fn to_uint(self) -> U256 {
        let [low, high, ..] = *self.caps.absolute.to_u256().as_limbs();
        let relative = u64::from(self.caps.relative.get());
        U256::from_limbs([low, high, relative, self.members.bits()])
    }
}

fn join(high: u64, low: u64) -> Assets {
    Assets::new((u128::from(high) << 64) | u128::from(low))
}

#[cfg(test)]
mod tests {
    use alloy_primitives::address;
    use ballast_abi::registry::IRegistry;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn statuses_are_numbered_as_in_the_abi() {
        let table = [
            (Status::Unknown, IRegistry::Status::Unknown),
            (Status::Active, IRegistry::Status::Active),
            (Status::Retired, IRegistry::Status::Retired),
            (Status::Quarantined, IRegistry::Status::Quarantined),
        ];
        for (ours, theirs) in table {
            assert_eq!(ours.bits(), theirs as u8);
            assert_eq!(Status::from_bits(ours.bits()), ours);
        }
    }

    #[test]
    fn a_record_lies_where_it_should() {
        let record = Record {
            strategy: address!("fedcba98765432100123456789abcdef00112233"),
            status: Status::Quarantined,
            earlier: Status::Retired,
            bounds: Bounds {
                loss: Bps::new(0x0102),
                gain: Bps::new(0x0304),
            },
            since: Seconds::new(0x06_0708_090a),
            ids: 4,
        };
        let word: Word = record.to_uint().to_be_bytes();
        assert_eq!(word[..8], [0, 6, 7, 8, 9, 10, 1, 2]);
        assert_eq!(word[8..12], [3, 4, 4, 0b1011]);
        assert_eq!(word[12..], *record.strategy);
    }

    #[test]
    fn an_empty_word_is_a_strategy_that_is_not_there() {
        assert_eq!(Record::from_word(&[0; 32]), Record::default());
        assert_eq!(Loan::from_uint(U256::ZERO), Loan::default());
        assert_eq!(Group::from_uint(U256::ZERO), Group::default());
    }

    fn statuses() -> impl Strategy<Value = Status> {
        (0..4u8).prop_map(Status::from_bits)
    }

    proptest! {
        #[test]
        fn records_come_back(
            strategy: [u8; 20],
            (status, earlier) in (statuses(), statuses()),
            (loss, gain) in any::<(u16, u16)>(),
            since in 0..1u64 << 40,
            ids: u8,
        ) {
            let record = Record {
                strategy: Address::new(strategy),
                status,
                earlier,
                bounds: Bounds { loss: Bps::new(loss), gain: Bps::new(gain) },
                since: Seconds::new(since),
                ids,
            };
            prop_assert_eq!(Record::from_word(&record.to_uint().to_be_bytes()), record);
        }

        #[test]
        fn loans_and_groups_come_back(debt: u128, cap: u128, relative: u16, members: u64) {
            let cap = Assets::new(cap);
            let loan = Loan { debt: Assets::new(debt), cap };
            prop_assert_eq!(Loan::from_uint(loan.to_uint()), loan);
            let word: Word = loan.to_uint().to_be_bytes();
            prop_assert_eq!(&word[..16], debt.to_be_bytes());
            let group = Group {
                members: Places::from_bits(members),
                caps: Caps { absolute: cap, relative: Bps::new(relative) },
            };
            prop_assert_eq!(Group::from_uint(group.to_uint()), group);
        }
    }
}
