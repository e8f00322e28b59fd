//! Small programs, written as the Stylus charging reference describes them: no names, imports
//! from `vm_hooks` in the given order, a memory exported as `memory`, then the body.

use ballast_stylus::Rules;
use ballast_stylus::arbos;
use ballast_stylus::ink::WasmType;
use ballast_stylus::ink::host_function;
use ballast_stylus::params::StylusParams;

/// A program before it is assembled.
#[derive(Clone, Copy)]
pub(crate) struct Program {
    /// Host functions it imports.
    pub(crate) imports: &'static [&'static str],
    /// Limits of its memory.
    pub(crate) memory: &'static str,
    /// Body of the entry point, locals included.
    pub(crate) body: &'static str,
    /// Fields after the entry point.
    pub(crate) more: &'static str,
}

impl Program {
    /// A program with one page and nothing but an entry point.
    pub(crate) const fn plain(body: &'static str) -> Self {
        Self {
            imports: &[],
            memory: "1 1",
            body,
            more: "",
        }
    }

    /// A program with one page that imports host functions.
    pub(crate) const fn with(imports: &'static [&'static str], body: &'static str) -> Self {
        Self {
            imports,
            memory: "1 1",
            body,
            more: "",
        }
    }

    /// The same with other memory limits.
    pub(crate) const fn memory(mut self, limits: &'static str) -> Self {
        self.memory = limits;
        self
    }

    /// The same with fields after the entry point.
    pub(crate) const fn more(mut self, fields: &'static str) -> Self {
        self.more = fields;
        self
    }

    pub(crate) fn wasm(&self) -> Vec<u8> {
        let imports: String = self.imports.iter().map(|name| import(name)).collect();
        assemble(&format!(
            "(module {imports}
               (memory (export \"memory\") {})
               (func (export \"user_entrypoint\") (param i32) (result i32) {})
               {})",
            self.memory, self.body, self.more
        ))
    }
}

/// The import of a host function.
pub(crate) fn import(name: &str) -> String {
    let function = host_function(name).expect("a host function");
    let params: String = function
        .params
        .iter()
        .map(|ty| format!(" {}", text(*ty)))
        .collect();
    let result = function
        .result
        .map_or(String::new(), |ty| format!("(result {})", text(ty)));
    format!("(import \"vm_hooks\" \"{name}\" (func (param{params}) {result}))")
}

fn text(ty: WasmType) -> &'static str {
    match ty {
        WasmType::I32 => "i32",
        WasmType::I64 => "i64",
        WasmType::F32 => "f32",
        WasmType::F64 => "f64",
    }
}

pub(crate) fn assemble(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("well-formed text")
}

/// Rules of the newest production version, with default parameters.
pub(crate) fn rules() -> Rules {
    rules_at(arbos::NEWEST)
}

pub(crate) fn rules_at(arbos_version: u64) -> Rules {
    Rules::new(arbos_version, &StylusParams::for_arbos(arbos_version))
}
