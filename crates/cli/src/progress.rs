//! Progress of long work, for whoever watches.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

/// Progress, drawn on standard error if that is a terminal. It is cleared away when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Progress {
    /// A bar of so many steps.
    pub(crate) fn new(output: Output, steps: u64) -> Self {
        Self::draw(output, Some(steps), BAR)
    }

    /// A sign of life for work whose length nobody knows.
    pub(crate) fn spinner(output: Output, text: &str) -> Self {
        let spinner = Self::draw(output, None, SPINNER);
        spinner.say(text.to_owned());
        spinner
    }

    fn draw(output: Output, steps: Option<u64>, template: &str) -> Self {
        let target = if output.is_watched() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(steps, target);
        // The templates are constants, and a test parses them.
        if let Ok(style) = ProgressStyle::with_template(template) {
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
}

const BAR: &str = "{spinner} [{bar:24}] {pos}/{len} {msg}";
const SPINNER: &str = "{spinner} {elapsed} {msg}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_parse() {
        assert!(ProgressStyle::with_template(BAR).is_ok());
        assert!(ProgressStyle::with_template(SPINNER).is_ok());
    }
}
