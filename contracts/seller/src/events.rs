//! Logs.

use alloy_primitives::U256;
use alloy_sol_types::SolEvent;
use ballast_abi::seller::Seller as Abi;
use ballast_core::Assets;
use ballast_shell::{Literal, Word};

use crate::errors::{small, word};
use crate::route::Route;
use crate::sale::Sale;
use crate::state::{Key, Seller};

const COLLECTED: Literal = Literal::new(Abi::Collected::SIGNATURE_HASH.0);
const SOLD: Literal = Literal::new(Abi::Sold::SIGNATURE_HASH.0);
const LOSS_SPENT: Literal = Literal::new(Abi::LossSpent::SIGNATURE_HASH.0);
const ROUTE_CHANGED: Literal = Literal::new(Abi::RouteChanged::SIGNATURE_HASH.0);
const STOPPED: Literal = Literal::new(Abi::Stopped::SIGNATURE_HASH.0);

impl Seller {
    pub(crate) fn log_collected(&mut self, key: Key, came: U256, pile: Assets) {
        self.log_about(COLLECTED, key, [ballast_shell::word(came), word(pile)]);
    }

    pub(crate) fn log_sold(&mut self, key: Key, sale: &Sale) {
        let words = [
            SOLD.word(),
            key.token.into_word().0,
            key.strategy.into_word().0,
            self.cells.sender().into_word().0,
            word(sale.sold),
            ballast_shell::word(sale.worth),
            ballast_shell::word(sale.received),
        ];
        self.cells.log(&words, 4);
    }

    pub(crate) fn log_loss_spent(&mut self, key: Key, from: Assets, to: Assets) {
        self.log_about(LOSS_SPENT, key, [word(from), word(to)]);
    }

    pub(crate) fn log_route_changed(&mut self, key: Key, from: Option<&Route>, to: Option<&Route>) {
        let none = [[0; 32]; 11];
        let [from, to] = [from, to].map(|route| route.map_or(none, Route::words));
        let head = [
            ROUTE_CHANGED.word(),
            key.token.into_word().0,
            key.strategy.into_word().0,
        ];
        self.cells.log(&[&head[..], &from, &to].concat(), 3);
    }

    pub(crate) fn log_stopped(&mut self, from: bool, to: bool) {
        self.cells.log(&[STOPPED.word(), small(from), small(to)], 1);
    }

    /// An event about a route, with two words of data.
    #[inline(never)]
    fn log_about(&mut self, event: Literal, key: Key, [from, to]: [Word; 2]) {
        let words = [
            event.word(),
            key.token.into_word().0,
            key.strategy.into_word().0,
            from,
            to,
        ];
        self.cells.log(&words, 3);
    }
}
