//! Imports, exports and the memory: what a program shares with its host.

use std::collections::HashMap;
use std::collections::HashSet;

use wasmparser::ExternalKind;
use wasmparser::FuncType;
use wasmparser::Import;
use wasmparser::TypeRef;
use wasmparser::ValType;

use super::ENTRYPOINT_EXPORT;
use super::InvalidProgram;
use super::MEMORY_EXPORT;
use super::Module;
use super::check_limit;
use crate::activate::Rules;
use crate::arbos;
use crate::ink::CONSOLE_FUNCTIONS;
use crate::ink::CONSOLE_MODULE;
use crate::ink::HOST_MODULE;
use crate::ink::HostFunction;
use crate::ink::WasmType;
use crate::ink::host_function;

const RESERVED_PREFIX: &str = "stylus";
const GROW_IMPORT: &str = "pay_for_memory_grow";
const MAX_IMPORTS: usize = 513;
const MAX_NAME_BYTES: usize = 512;
const MAX_PAGES: usize = 128;

/// Checks the imports and finds the one that pays for memory. Puts the imports' types in front of
/// the functions' types.
pub(super) fn check_imports(module: &mut Module<'_>, rules: &Rules) -> Result<(), InvalidProgram> {
    if arbos::CHARGING_FIXES <= rules.arbos_version {
        check_limit("imports", module.imports.len(), MAX_IMPORTS)?;
    }
    let mut seen = HashMap::new();
    let mut types = Vec::with_capacity(module.imports.len() + module.functions.len());
    for (index, import) in (0..).zip(&module.imports) {
        let (type_index, ty) = function_type(module, import)?;
        if import.name.starts_with(RESERVED_PREFIX) {
            return Err(InvalidProgram::ReservedName(import.name.to_owned()));
        }
        if *seen
            .entry((import.module, import.name))
            .or_insert(type_index)
            != type_index
        {
            let (module, name) = names(import);
            return Err(InvalidProgram::ImportTwice { module, name });
        }
        check_import(import, ty, rules)?;
        if import.name == GROW_IMPORT {
            module.grow_import.get_or_insert(index);
        }
        types.push(type_index);
    }
    types.append(&mut module.functions);
    module.functions = types;
    Ok(())
}

fn function_type<'m>(
    module: &'m Module<'_>,
    import: &Import<'_>,
) -> Result<(u32, &'m FuncType), InvalidProgram> {
    if let TypeRef::Func(index) = import.ty
        && let Some(ty) = module.type_at(index)
    {
        return Ok((index, ty));
    }
    let (module, name) = names(import);
    Err(InvalidProgram::ImportKind { module, name })
}

fn names(import: &Import<'_>) -> (String, String) {
    (import.module.to_owned(), import.name.to_owned())
}

fn check_import(import: &Import<'_>, ty: &FuncType, rules: &Rules) -> Result<(), InvalidProgram> {
    let function = match import.module {
        HOST_MODULE => host_function(import.name),
        CONSOLE_MODULE if rules.debug_chain => CONSOLE_FUNCTIONS
            .iter()
            .find(|function| function.name == import.name),
        _ => None,
    };
    let (module, name) = names(import);
    match function {
        None => Err(InvalidProgram::UnknownImport { module, name }),
        Some(function) if !has_type(function, ty) => {
            Err(InvalidProgram::ImportType { module, name })
        }
        Some(_) => Ok(()),
    }
}

fn has_type(function: &HostFunction, ty: &FuncType) -> bool {
    let same = |ours: &WasmType, theirs: &ValType| val_type(*ours) == *theirs;
    function.params.len() == ty.params().len()
        && function
            .params
            .iter()
            .zip(ty.params())
            .all(|(ours, theirs)| same(ours, theirs))
        && function
            .result
            .iter()
            .map(|ours| val_type(*ours))
            .eq(ty.results().iter().copied())
}

const fn val_type(ty: WasmType) -> ValType {
    match ty {
        WasmType::I32 => ValType::I32,
        WasmType::I64 => ValType::I64,
        WasmType::F32 => ValType::F32,
        WasmType::F64 => ValType::F64,
    }
}

/// Checks the names of all exports, and that the module starts nothing by itself.
pub(super) fn check_names(module: &Module<'_>, rules: &Rules) -> Result<(), InvalidProgram> {
    let imported: HashSet<&str> = module.imports.iter().map(|import| import.name).collect();
    for export in &module.exports {
        let last = export.name.rsplit("__").next().unwrap_or(export.name);
        if imported.contains(last) {
            let (export, import) = (export.name.to_owned(), last.to_owned());
            return Err(InvalidProgram::ExportOfImport(export, import));
        }
        if last.starts_with(RESERVED_PREFIX) {
            return Err(InvalidProgram::ReservedName(export.name.to_owned()));
        }
    }
    if module.start.is_some() && !rules.debug_chain {
        return Err(InvalidProgram::StartFunction);
    }
    Ok(())
}

/// Checks the two required exports and drops those that do not survive.
pub(super) fn check_exports(module: &mut Module<'_>, rules: &Rules) -> Result<(), InvalidProgram> {
    check_entrypoint(module)?;
    if !rules.debug_chain {
        module.exports.retain(|export| match export.kind {
            ExternalKind::Func => export.name == ENTRYPOINT_EXPORT,
            ExternalKind::Memory => export.name == MEMORY_EXPORT,
            _ => false,
        });
    }
    for export in &module.exports {
        check_limit(
            "bytes in the name of an export",
            export.name.len(),
            MAX_NAME_BYTES,
        )?;
    }
    check_limit(
        "bytes in the name of the module",
        module.name.len(),
        MAX_NAME_BYTES,
    )
}

fn check_entrypoint(module: &Module<'_>) -> Result<(), InvalidProgram> {
    let find = |name: &'static str, kind: ExternalKind, must_be: &'static str| {
        let found = module
            .exports
            .iter()
            .find(|export| export.name == name && export.kind == kind);
        found.ok_or(InvalidProgram::MissingExport {
            name,
            kind: must_be,
        })
    };
    find(
        MEMORY_EXPORT,
        ExternalKind::Memory,
        "the program's only memory",
    )?;
    let entrypoint = find(ENTRYPOINT_EXPORT, ExternalKind::Func, "a function")?;
    let ty = module.function_type(entrypoint.index);
    if ty.is_some_and(|ty| ty.params() == [ValType::I32] && ty.results() == [ValType::I32]) {
        Ok(())
    } else {
        Err(InvalidProgram::EntrypointType)
    }
}

/// Checks the initial pages, and that growth can be paid for where it is possible.
pub(super) fn check_memory(module: &Module<'_>, rules: &Rules) -> Result<(), InvalidProgram> {
    let Some(memory) = module.memory() else {
        return Ok(());
    };
    if module.grow_import.is_none() && !module.memory_is_fixed() {
        return Err(InvalidProgram::MissingGrowImport);
    }
    let max = MAX_PAGES.min(usize::from(rules.page_limit));
    check_limit("initial memory pages", memory.initial as usize, max)
}
