//! Writing a module anew.

use std::convert::Infallible;

use ballast_stylus::ENTRYPOINT_EXPORT;
use ballast_stylus::MEMORY_EXPORT;
use wasm_encoder::CodeSection;
use wasm_encoder::ConstExpr;
use wasm_encoder::DataSection;
use wasm_encoder::ElementSection;
use wasm_encoder::ExportSection;
use wasm_encoder::FunctionSection;
use wasm_encoder::GlobalSection;
use wasm_encoder::ImportSection;
use wasm_encoder::MemorySection;
use wasm_encoder::Module;
use wasm_encoder::StartSection;
use wasm_encoder::TableSection;
use wasm_encoder::TypeSection;
use wasm_encoder::reencode;
use wasm_encoder::reencode::Reencode;
use wasmparser::Encoding;
use wasmparser::Global;
use wasmparser::GlobalSectionReader;
use wasmparser::Operator;
use wasmparser::Parser;
use wasmparser::Payload;

use super::CleanError;
use super::image::Image;

type Written = Result<(), reencode::Error<Infallible>>;

/// Writes a module anew with the data of an image.
pub(super) struct Rewriter<'a> {
    image: &'a Image,
    globals: u32,
}

impl<'a> Rewriter<'a> {
    /// Looks up which globals of `wasm` are in use.
    pub(super) fn new(wasm: &[u8], image: &'a Image) -> Result<Self, CleanError> {
        let globals = used_globals(wasm)?;
        Ok(Self { image, globals })
    }

    pub(super) fn rewrite(mut self, wasm: &[u8]) -> Result<Vec<u8>, CleanError> {
        let mut module = Module::new();
        let mut code = CodeSection::new();
        for payload in Parser::new(0).parse_all(wasm) {
            let payload = payload?;
            if let Payload::DataSection(_) | Payload::End(_) = payload {
                // Function bodies come one by one; nothing says that one is the last.
                if !code.is_empty() {
                    module.section(&code);
                    code = CodeSection::new();
                }
            }
            self.payload(payload, &mut module, &mut code)
                .map_err(|error| CleanError::Unsupported(error.to_string()))?;
        }
        Ok(module.finish())
    }

    fn payload(
        &mut self,
        payload: Payload<'_>,
        module: &mut Module,
        code: &mut CodeSection,
    ) -> Written {
        match payload {
            Payload::TypeSection(reader) => {
                let mut section = TypeSection::new();
                self.parse_type_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::ImportSection(reader) => {
                let mut section = ImportSection::new();
                self.parse_import_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::FunctionSection(reader) => {
                let mut section = FunctionSection::new();
                self.parse_function_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::TableSection(reader) => {
                let mut section = TableSection::new();
                self.parse_table_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::MemorySection(reader) => {
                let mut section = MemorySection::new();
                self.parse_memory_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::GlobalSection(reader) => {
                let mut section = GlobalSection::new();
                self.parse_global_section(&mut section, reader)?;
                if !section.is_empty() {
                    module.section(&section);
                }
            }
            Payload::ExportSection(reader) => {
                let mut section = ExportSection::new();
                self.parse_export_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::ElementSection(reader) => {
                let mut section = ElementSection::new();
                self.parse_element_section(&mut section, reader)?;
                module.section(&section);
            }
            Payload::CodeSectionEntry(body) => self.parse_function_body(code, body)?,
            Payload::DataSection(_) => self.data(module),
            other => self.small_payload(other, module)?,
        }
        Ok(())
    }

    fn small_payload(&mut self, payload: Payload<'_>, module: &mut Module) -> Written {
        match payload {
            Payload::StartSection { func, .. } => {
                let function_index = self.start_section(func)?;
                module.section(&StartSection { function_index });
                Ok(())
            }
            Payload::Version {
                encoding: Encoding::Module,
                ..
            }
            | Payload::DataCountSection { .. }
            | Payload::CodeSectionStart { .. }
            | Payload::CustomSection(_)
            | Payload::End(_) => Ok(()),
            _ => Err(reencode::Error::UnexpectedNonCoreModuleSection),
        }
    }

    fn data(&self, module: &mut Module) {
        let mut section = DataSection::new();
        for piece in self.image.pieces() {
            // The image ends within the first memory, whose addresses have 32 bits.
            let offset = (piece.offset as u32).cast_signed();
            section.active(
                0,
                &ConstExpr::i32_const(offset),
                piece.bytes.iter().copied(),
            );
        }
        if !section.is_empty() {
            module.section(&section);
        }
    }
}

impl Reencode for Rewriter<'_> {
    type Error = Infallible;

    fn parse_global_section(
        &mut self,
        section: &mut GlobalSection,
        reader: GlobalSectionReader<'_>,
    ) -> Written {
        for global in reader.into_iter().take(self.globals as usize) {
            self.parse_global(section, global?)?;
        }
        Ok(())
    }

    fn parse_export(
        &mut self,
        section: &mut ExportSection,
        export: wasmparser::Export<'_>,
    ) -> Written {
        if [ENTRYPOINT_EXPORT, MEMORY_EXPORT].contains(&export.name) {
            reencode::utils::parse_export(self, section, export)?;
        }
        Ok(())
    }
}

/// How many globals, from the first on, have to stay for those in use to keep their index.
fn used_globals(wasm: &[u8]) -> Result<u32, CleanError> {
    let mut used = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader()? {
                    used = used.max(globals_up_to(&operator?));
                }
            }
            Payload::GlobalSection(globals) => {
                for global in globals {
                    used = used.max(initialiser_globals(&global?)?);
                }
            }
            _ => {}
        }
    }
    Ok(used)
}

fn initialiser_globals(global: &Global<'_>) -> Result<u32, CleanError> {
    let mut used = 0;
    for operator in global.init_expr.get_operators_reader() {
        used = used.max(globals_up_to(&operator?));
    }
    Ok(used)
}

const fn globals_up_to(operator: &Operator<'_>) -> u32 {
    match operator {
        Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index } => {
            *global_index + 1
        }
        _ => 0,
    }
}
