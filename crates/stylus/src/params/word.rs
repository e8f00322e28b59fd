//! Fields packed into a 32-byte word, big-endian from the left.

/// Fills a word from the left; what does not fit is dropped.
#[derive(Default)]
pub(super) struct WordWriter {
    word: [u8; 32],
    used: usize,
}

impl WordWriter {
    pub(super) fn put(&mut self, field: &[u8]) {
        let end = self.used + field.len();
        if let Some(room) = self.word.get_mut(self.used..end) {
            room.copy_from_slice(field);
        }
        self.used = end;
    }

    pub(super) const fn finish(self) -> [u8; 32] {
        self.word
    }
}

/// Reads a word from the left; beyond its end there are zeros.
pub(super) struct WordReader<'a> {
    rest: &'a [u8],
}

impl<'a> WordReader<'a> {
    pub(super) const fn new(word: &'a [u8; 32]) -> Self {
        Self { rest: word }
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((field, rest)) = self.rest.split_first_chunk::<N>() else {
            self.rest = &[];
            return [0; N];
        };
        self.rest = rest;
        *field
    }

    pub(super) fn u8(&mut self) -> u8 {
        let [byte] = self.take();
        byte
    }

    pub(super) fn u16(&mut self) -> u16 {
        u16::from_be_bytes(self.take())
    }

    pub(super) fn u24(&mut self) -> u32 {
        let [high, middle, low] = self.take();
        u32::from_be_bytes([0, high, middle, low])
    }

    pub(super) fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }
}
