//! Data and element segments: how many, and whether they fit.

use wasmparser::DataKind;
use wasmparser::ElementItems;
use wasmparser::ElementKind;

use super::InvalidProgram;
use super::Module;
use super::check_limit;
use super::constant;

const MAX_SEGMENTS: usize = 128;
const MAX_TABLE_ENTRIES: usize = 4_096;
const MAX_ELEMENT_BYTES: usize = 4_096;
const PAGE_SIZE: u64 = 65_536;

pub(super) fn check_counts(module: &Module<'_>) -> Result<(), InvalidProgram> {
    check_limit("data segments", module.data.len(), MAX_SEGMENTS)?;
    check_limit("element segments", module.elements.len(), MAX_SEGMENTS)?;
    let entries = module
        .tables
        .iter()
        .fold(0_u64, |sum, table| sum.saturating_add(table.initial));
    check_limit("table entries", entries as usize, MAX_TABLE_ENTRIES)?;
    check_limit(
        "bytes of element segments",
        module.element_bytes() as usize,
        MAX_ELEMENT_BYTES,
    )
}

/// Checks that active segments fit the initial memory and table. Passive ones are never copied.
pub(super) fn check_bounds(module: &Module<'_>) -> Result<(), InvalidProgram> {
    let memory_bytes = module
        .memory()
        .map_or(0, |memory| memory.initial * PAGE_SIZE);
    for (index, segment) in (0..).zip(&module.data) {
        let DataKind::Active { offset_expr, .. } = &segment.kind else {
            continue;
        };
        let end = u64::from(constant::offset(offset_expr)?) + segment.data.len() as u64;
        if memory_bytes < end {
            return Err(InvalidProgram::SegmentBounds {
                segment: "data",
                index,
                target: "memory",
            });
        }
    }
    let table_entries = module.tables.first().map_or(0, |table| table.initial);
    for (index, segment) in (0..).zip(&module.elements) {
        let ElementItems::Functions(functions) = &segment.items else {
            return Err(InvalidProgram::NotConstant("an element"));
        };
        let ElementKind::Active { offset_expr, .. } = &segment.kind else {
            continue;
        };
        let end = u64::from(constant::offset(offset_expr)?) + u64::from(functions.count());
        if table_entries < end {
            let segment = "element";
            return Err(InvalidProgram::SegmentBounds {
                segment,
                index,
                target: "table",
            });
        }
    }
    Ok(())
}

impl Module<'_> {
    /// Payload bytes of all data segments.
    pub(crate) fn data_payload_bytes(&self) -> u64 {
        self.data
            .iter()
            .map(|segment| segment.data.len() as u64)
            .sum()
    }

    /// Encoded bytes of all data segments, their flags, offsets and lengths included.
    pub(crate) fn data_bytes(&self) -> u64 {
        self.data
            .iter()
            .map(|segment| segment.range.end - segment.range.start)
            .sum()
    }

    /// Encoded bytes of all element segments, their flags, offsets and counts included.
    pub(crate) fn element_bytes(&self) -> u64 {
        self.elements
            .iter()
            .map(|segment| segment.range.end - segment.range.start)
            .sum()
    }
}
