//! Rounds of a keeper's, over HTTP.

use ballast_bench::chain::Chain;
use ballast_keeper::{Keeper, KeeperError, Outcome, Result as Done, Watched};

/// One round; the first account pays.
///
/// # Errors
/// As [`Keeper::round`].
///
/// # Panics
/// If the chain cannot listen.
pub fn keep(chain: &Chain, watched: Watched) -> Result<Vec<Outcome>, KeeperError> {
    let outcomes =
        chain.over_http(async |client| Ok(Keeper::new(client.clone(), watched).round().await));
    outcomes.unwrap_or_else(|error| panic!("{error}"))
}

/// Whether a duty was done.
pub const fn is_done(outcome: &Outcome) -> bool {
    matches!(outcome.result, Done::Done { .. })
}
