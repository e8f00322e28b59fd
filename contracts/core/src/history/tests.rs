//! A history beside one that keeps every second.

extern crate alloc;

use alloc::vec::Vec;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn uint(value: u64) -> U256 {
    U256::from(value)
}

/// A history and its earlier snapshots, as a contract keeps them.
#[derive(Default)]
struct Kept {
    history: History,
    earlier: Vec<Snapshot>,
}

impl Kept {
    fn push(&mut self, now: u64, value: u64) {
        let (history, archived) = self.history.push(Seconds::new(now), uint(value));
        self.history = history;
        self.earlier.extend(archived);
        assert_eq!(self.earlier.len(), history.earlier as usize);
    }

    fn value_at(&self, time: u64) -> U256 {
        let read = |index: u32| self.earlier[index as usize];
        self.history.value_at(Seconds::new(time), read)
    }
}

#[test]
fn nothing_was_there_before_the_first() {
    let mut kept = Kept::default();
    assert_eq!((kept.value_at(9), kept.history.count()), (uint(0), 0));
    kept.push(5, 7);
    assert_eq!(kept.history.count(), 1);
    assert_eq!([4, 5, 6].map(|at| kept.value_at(at)), [0, 7, 7].map(uint));
}

#[test]
fn a_second_has_its_last_value() {
    let mut kept = Kept::default();
    kept.push(5, 7);
    kept.push(5, 8);
    assert_eq!((kept.history.count(), kept.value_at(5)), (1, uint(8)));
}

#[test]
fn values_have_208_bits() {
    assert_eq!(Snapshot::VALUE_MAX, (U256::ONE << 208) - U256::ONE);
}

/// Whoever votes reads one word, and a history of 4,096 is searched in at most 13 reads.
#[test]
fn few_snapshots_are_read() {
    let mut kept = Kept::default();
    (1..=4_097).for_each(|now| kept.push(2 * now, now));
    let count = core::cell::Cell::new(0);
    let read = |index: u32| {
        count.set(count.get() + 1);
        kept.earlier[index as usize]
    };
    for (time, most) in [(8_194, 0), (8_193, 8), (8_100, 8), (9, 14), (1, 14)] {
        count.set(0);
        let value = kept.history.value_at(Seconds::new(time), read);
        assert_eq!(value, uint(time / 2));
        assert!(count.get() <= most, "{} reads at {time}", count.get());
    }
}

proptest! {
    #[test]
    fn snapshots_come_back(time in 0..1_u64 << 48, limbs: [u64; 4]) {
        let value = U256::from_limbs(limbs) & Snapshot::VALUE_MAX;
        let snapshot = Snapshot { time: Seconds::new(time), value };
        prop_assert_eq!(Snapshot::from_uint(snapshot.to_uint()), snapshot);
    }

    #[test]
    fn every_second_answers_as_if_all_were_kept(
        steps in vec((0..4_u64, any::<u64>()), 0..200),
    ) {
        let mut kept = Kept::default();
        let (mut now, mut seconds) = (1, Vec::from([uint(0); 2]));
        for (pause, value) in steps {
            for _ in 0..pause {
                seconds.push(seconds[now]);
                now += 1;
            }
            seconds[now] = uint(value);
            kept.push(now as u64, value);
        }
        for (time, value) in seconds.into_iter().enumerate() {
            prop_assert_eq!(kept.value_at(time as u64), value, "at {}", time);
        }
        let times: Vec<_> = kept.earlier.iter().map(|snapshot| snapshot.time).collect();
        prop_assert!(times.is_sorted_by(|one, next| one < next));
    }
}
