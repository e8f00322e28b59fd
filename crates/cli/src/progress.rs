//! Progress of long work, for whoever watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Steps of a known number, drawn on standard error if that is a terminal.
#[derive(Clone, Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar of so many steps.
    pub(crate) fn new(output: Output, steps: u64) -> Self {
        let target = if output.is_watched() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        // The template is a constant, and a test parses it.
        if let Ok(style) = ProgressStyle::with_template(TEMPLATE) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// Says what is under way.
    pub(crate) fn say(&self, text: String) {
        self.0.set_message(text);
    }

    /// Counts a step as done.
    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    /// Clears the bar away.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

const TEMPLATE: &str = "{spinner} [{bar:24}] {pos}/{len} {msg}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_parses() {
        assert!(ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
