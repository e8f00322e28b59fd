//! Who is told of a parameter.

use alloc::vec::Vec;

use alloy_primitives::Address;
use alloy_sol_types::SolError;
use ballast_abi::params::IParams as Abi;
use ballast_core::Seconds;
use ballast_shell::{Calldata, Reply, Word, encode};

use crate::errors::{already_subscribed, unknown_subscriber};
use crate::state::{Params, SUBSCRIBERS_MAX, Standing, Subscription};

/// A parameter and an account.
pub(crate) struct Pair {
    key: Word,
    account: Address,
    standing: Standing,
}

impl Params {
    /// Where an account stands among the subscribers.
    fn place_of(&self, pair: &Pair) -> Option<u8> {
        (0..pair.standing.subscribers)
            .find(|place| self.subscription(pair.key, *place).account == pair.account)
    }

    /// The arguments of a method that takes a parameter and an account.
    ///
    /// # Errors
    /// `UnknownKey`.
    fn read_pair(&self, input: &mut Calldata<'_>) -> Result<Pair, Vec<u8>> {
        let (key, account) = (*input.word()?, input.address()?);
        let standing = self.standing(key)?;
        Ok(Pair {
            key,
            account,
            standing,
        })
    }

    /// A parameter and an account that is told of it, and its place.
    ///
    /// # Errors
    /// `UnknownKey`, `UnknownSubscriber`.
    pub(crate) fn read_subscriber(&self, input: &mut Calldata<'_>) -> Result<(Pair, u8), Vec<u8>> {
        let pair = self.read_pair(input)?;
        match self.place_of(&pair) {
            Some(place) => Ok((pair, place)),
            None => Err(unknown_subscriber(pair.key, pair.account)),
        }
    }

    /// A parameter and an account that is not told of it, and could be.
    ///
    /// # Errors
    /// `UnknownKey`, `AlreadySubscribed`, `TooManySubscribers`.
    pub(crate) fn read_newcomer(&self, input: &mut Calldata<'_>) -> Result<Pair, Vec<u8>> {
        let pair = self.read_pair(input)?;
        if self.place_of(&pair).is_some() {
            return Err(already_subscribed(pair.key, pair.account));
        }
        if SUBSCRIBERS_MAX <= pair.standing.subscribers {
            return Err(encode(Abi::TooManySubscribers::SELECTOR, &[pair.key]));
        }
        Ok(pair)
    }

    /// `subscribe(bytes32,address)`
    pub(crate) fn subscribe(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let Pair {
            key,
            account,
            standing,
        } = self.read_newcomer(&mut input)?;
        let place = standing.subscribers;
        let after = Standing {
            // Below the most there are.
            subscribers: place.wrapping_add(1),
            ..standing
        };
        let subscription = Subscription {
            account,
            failed_since: Seconds::ZERO,
        };
        self.set_subscription(key, place, subscription);
        self.set_point(key, &after);
        self.log_subscription(key, account, true);
        self.push_again(key, after, place)?;
        Ok(Vec::new())
    }

    /// `unsubscribe(bytes32,address)`
    pub(crate) fn unsubscribe(&mut self, mut input: Calldata<'_>) -> Reply {
        self.only_authority()?;
        let (pair, place) = self.read_subscriber(&mut input)?;
        let Pair {
            key,
            account,
            standing,
        } = pair;
        let last_place = standing.subscribers.saturating_sub(1);
        let (gone, last) = (
            self.subscription(key, place),
            self.subscription(key, last_place),
        );
        self.set_subscription(key, place, last);
        self.set_subscription(key, last_place, Subscription::default());
        let had_failed = u8::from(gone.failed_since != Seconds::ZERO);
        let after = Standing {
            subscribers: last_place,
            failures: standing.failures.saturating_sub(had_failed),
            ..standing
        };
        self.set_point(key, &after);
        self.log_subscription(key, account, false);
        Ok(Vec::new())
    }

    /// `sync(bytes32,address)`
    pub(crate) fn sync(&mut self, mut input: Calldata<'_>) -> Reply {
        let (pair, place) = self.read_subscriber(&mut input)?;
        self.push_again(pair.key, pair.standing, place)?;
        Ok(Vec::new())
    }
}
