//! The structure of a module: its sections and what the later rules need to know of them.

use std::ops::Range;

use wasmparser::Data;
use wasmparser::Element;
use wasmparser::Export;
use wasmparser::FromReader;
use wasmparser::FuncType;
use wasmparser::FunctionBody;
use wasmparser::Import;
use wasmparser::KnownCustom;
use wasmparser::MemoryType;
use wasmparser::Name;
use wasmparser::NameSectionReader;
use wasmparser::Parser;
use wasmparser::Payload;
use wasmparser::SectionLimited;
use wasmparser::TableType;

use super::FEATURES;
use super::InvalidProgram;
use super::constant;

/// Sections that instrumentation copies as they are: their contents, if they exist.
#[derive(Default)]
pub(crate) struct RawSections<'a> {
    pub(crate) types: Option<&'a [u8]>,
    pub(crate) imports: Option<&'a [u8]>,
    pub(crate) functions: Option<&'a [u8]>,
    pub(crate) tables: Option<&'a [u8]>,
    pub(crate) memories: Option<&'a [u8]>,
    /// The entries without the count in front of them.
    pub(crate) globals: &'a [u8],
    pub(crate) elements: Option<&'a [u8]>,
    pub(crate) data: Option<&'a [u8]>,
}

/// A module that passed validation.
#[derive(Default)]
pub(crate) struct Module<'a> {
    pub(crate) wasm: &'a [u8],
    pub(crate) raw: RawSections<'a>,
    pub(crate) types: Vec<FuncType>,
    pub(crate) imports: Vec<Import<'a>>,
    /// Type index of each function, imports first.
    pub(crate) functions: Vec<u32>,
    /// Index of `pay_for_memory_grow`, if it is imported.
    pub(crate) grow_import: Option<u32>,
    pub(crate) tables: Vec<TableType>,
    pub(crate) memories: Vec<MemoryType>,
    pub(crate) globals: usize,
    /// After the export rules: those that survive.
    pub(crate) exports: Vec<Export<'a>>,
    pub(crate) start: Option<u32>,
    pub(crate) elements: Vec<Element<'a>>,
    pub(crate) data: Vec<Data<'a>>,
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    pub(crate) name: &'a str,
}

impl Module<'_> {
    /// Type of a function by its index, imports first.
    pub(crate) fn function_type(&self, function: u32) -> Option<&FuncType> {
        self.types
            .get(*self.functions.get(function as usize)? as usize)
    }

    /// Type by its index.
    pub(crate) fn type_at(&self, index: u32) -> Option<&FuncType> {
        self.types.get(index as usize)
    }

    /// The memory, which the export rules make sure of.
    pub(crate) fn memory(&self) -> Option<&MemoryType> {
        self.memories.first()
    }

    /// True if the memory's size is fixed, so that growing it is not priced.
    pub(crate) fn memory_is_fixed(&self) -> bool {
        self.memory()
            .is_some_and(|memory| memory.maximum == Some(memory.initial))
    }

    /// Types of the functions that are defined here.
    pub(crate) fn defined_types(&self) -> impl Iterator<Item = &FuncType> {
        self.functions
            .iter()
            .skip(self.imports.len())
            .filter_map(|index| self.type_at(*index))
    }
}

/// Reads the structure of a module that passed validation. Custom sections other than the names
/// are not looked at; names must be well-formed.
pub(super) fn read_structure(wasm: &[u8]) -> Result<Module<'_>, InvalidProgram> {
    let mut module = Module {
        wasm,
        ..Module::default()
    };
    let mut parser = Parser::new(0);
    parser.set_features(FEATURES);
    for payload in parser.parse_all(wasm) {
        read_section(&mut module, payload?)?;
    }
    Ok(module)
}

fn read_section<'a>(module: &mut Module<'a>, payload: Payload<'a>) -> Result<(), InvalidProgram> {
    let wasm = module.wasm;
    match payload {
        Payload::Version { .. } | Payload::CodeSectionStart { .. } | Payload::End(_) => {}
        Payload::TypeSection(section) => {
            module.raw.types = bytes(wasm, section.range());
            for ty in section.into_iter_err_on_gc_types() {
                module.types.push(ty?);
            }
        }
        Payload::ImportSection(section) => {
            module.raw.imports = bytes(wasm, section.range());
            for import in section.into_imports() {
                module.imports.push(import?);
            }
        }
        Payload::FunctionSection(section) => {
            module.raw.functions = bytes(wasm, section.range());
            module.functions = items(section)?;
        }
        Payload::TableSection(section) => {
            module.raw.tables = bytes(wasm, section.range());
            module.tables = items(section)?.into_iter().map(|table| table.ty).collect();
        }
        Payload::MemorySection(section) => {
            module.raw.memories = bytes(wasm, section.range());
            module.memories = items(section)?;
        }
        Payload::GlobalSection(section) => read_globals(module, section)?,
        Payload::ExportSection(section) => module.exports = items(section)?,
        Payload::StartSection { func, .. } => module.start = Some(func),
        Payload::ElementSection(section) => {
            module.raw.elements = bytes(wasm, section.range());
            module.elements = items(section)?;
        }
        Payload::DataSection(section) => {
            module.raw.data = bytes(wasm, section.range());
            module.data = items(section)?;
        }
        Payload::CodeSectionEntry(body) => module.bodies.push(body),
        Payload::CustomSection(section) => {
            if let KnownCustom::Name(names) = section.as_known() {
                read_names(module, names)?;
            }
        }
        Payload::DataCountSection { .. } => return Err(InvalidProgram::Section("data count")),
        _ => return Err(InvalidProgram::Section("non-standard")),
    }
    Ok(())
}

fn read_globals<'a>(
    module: &mut Module<'a>,
    section: wasmparser::GlobalSectionReader<'a>,
) -> Result<(), InvalidProgram> {
    // A reader that has read the count stands at the first entry.
    let entries = section.original_position()..section.range().end;
    module.raw.globals = bytes(module.wasm, entries).unwrap_or_default();
    for global in section {
        constant::check_initializer(&global?.init_expr)?;
        module.globals += 1;
    }
    Ok(())
}

fn read_names<'a>(
    module: &mut Module<'a>,
    names: NameSectionReader<'a>,
) -> Result<(), InvalidProgram> {
    for name in names {
        match name? {
            Name::Module { name, .. } => module.name = name,
            Name::Function(functions) => {
                for function in functions {
                    function?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn items<'a, T: FromReader<'a>>(section: SectionLimited<'a, T>) -> Result<Vec<T>, InvalidProgram> {
    // The count is not trusted for the capacity: it may be larger than the section.
    let mut items = Vec::new();
    for item in section {
        items.push(item?);
    }
    Ok(items)
}

fn bytes(wasm: &[u8], range: Range<u64>) -> Option<&[u8]> {
    wasm.get(usize::try_from(range.start).ok()?..usize::try_from(range.end).ok()?)
}
