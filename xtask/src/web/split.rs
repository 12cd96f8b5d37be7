//! One module to several, by function: the bytes of a module and the names of what may come later in, a first part and the
//! others out. Fails where the module is not of the shape that the linker and wasm-bindgen make.
//!
//! All parts share memory, table and globals; each exports what the next imports. A call from a part into a later one goes
//! through the table, into a place that the later one fills when it is instantiated: before that, the call traps.
//! A module is cut in two, and the rest of it once more for each further list.
//! The idea is binaryen's `wasm-split`, which is not in its npm package.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use walrus::ir::{self, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, LocalFunction, MemoryId, Module, TableId,
};

use super::later::{Later, Says};
use crate::process::{About, Failed, Outcome, failed};

/// The name under which a part imports from the one before it.
const FIRST: &str = "first";

/// Splits a module: functions of the list go to a second part, and with them what only they call; of these, the functions of
/// each of the `further` lists go to a part of their own. These import from the second part, and call each other only through
/// the table. Functions keep their names.
pub fn split(module: &[u8], list: &Later, further: &[&Later]) -> Outcome<Vec<Vec<u8>>> {
    let (first, mut rest, mut length) = cut(module, list, 0)?;
    let mut parts = Vec::new();
    for (at, list) in further.iter().enumerate() {
        let (before, after, longer) = cut(&rest.emit_wasm(), list, at + 1)?;
        (rest, length) = (before, longer);
        parts.push(after);
    }
    // The first part makes the table, which must have room for the places of all; the others must know of it.
    let mut parts: Vec<Module> = [first, rest].into_iter().chain(parts).collect();
    for part in &mut parts {
        let (table, _) = function_table(part)?;
        lengthen(part, table, length);
    }
    Ok(parts.iter_mut().map(Module::emit_wasm).collect())
}

/// Cuts a module in two; returns how long the table then is. What the first half exports for the second is named by `number`.
fn cut(module: &[u8], list: &Later, number: usize) -> Outcome<(Module, Module, u64)> {
    let (mut before, mut after) = (parse(module)?, parse(module)?);
    let plan = Plan::new(&before, list, number)?;
    let shared = plan.keep_first(&mut before)?;
    plan.keep_rest(&mut after, &shared)?;
    Ok((before, after, plan.table))
}

fn lengthen(module: &mut Module, table: TableId, length: u64) {
    let entry = module.tables.get_mut(table);
    entry.initial = length;
    entry.maximum = entry.maximum.map(|most| most.max(length));
}

fn parse(module: &[u8]) -> Outcome<Module> {
    Module::from_buffer(module).map_err(|error| Failed(format!("the module cannot be read: {error:#}")))
}

/// What goes where, by position among the functions: both parts are read from the same bytes and count alike.
struct Plan {
    later: BTreeSet<usize>,
    /// The places in the table of each function of the rest that the first part can reach: it may stand for several.
    places: BTreeMap<usize, Vec<u64>>,
    /// How long the table is with all places.
    table: u64,
    /// Which cut it is, counted from the first.
    number: usize,
}

/// What a function's body refers to.
#[derive(Default)]
struct Calls(Vec<FunctionId>);

impl<'a> Visitor<'a> for Calls {
    fn visit_function_id(&mut self, function: &FunctionId) {
        self.0.push(*function);
    }
}

fn calls(function: &LocalFunction) -> Vec<FunctionId> {
    let mut calls = Calls::default();
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

/// What stands in the table: functions in a row, from a place on.
type Filled = Vec<(u64, Vec<FunctionId>)>;

/// The table of functions, and the functions of each of its active segments with the place of the first.
fn function_table(module: &Module) -> Outcome<(TableId, Filled)> {
    let table = module.tables.main_function_table().ok().flatten();
    let Some(table) = table else { return failed("The module has no table of functions") };
    let segments = module.elements.iter().filter_map(|element| match (&element.kind, &element.items) {
        (ElementKind::Active { table: of, offset }, ElementItems::Functions(functions)) if *of == table => {
            let ConstExpr::Value(ir::Value::I32(offset)) = offset else { return None };
            Some((u64::from(offset.cast_unsigned()), functions.clone()))
        }
        _ => None,
    });
    Ok((table, segments.collect()))
}

fn memory(module: &Module) -> Outcome<MemoryId> {
    match module.memories.iter().next() {
        Some(memory) => Ok(memory.id()),
        None => failed("The module has no memory"),
    }
}

impl Plan {
    fn new(module: &Module, list: &Later, number: usize) -> Outcome<Plan> {
        let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let position: HashMap<FunctionId, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let (table, segments) = function_table(module)?;
        let mut places: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
        for (offset, functions) in &segments {
            for (at, id) in functions.iter().enumerate() {
                places.entry(position[id]).or_default().push(offset + at as u64);
            }
        }
        let mut kept: HashSet<usize> = module.start.iter().map(|id| position[id]).collect();
        let exported = module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(position[&id]),
            _ => None,
        });
        let exported: HashSet<usize> = exported.collect();
        kept.extend(&exported);
        let mut callers: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
        for (id, function) in module.funcs.iter_local() {
            calls(function).iter().for_each(|called| callers[position[called]].push(position[&id]));
        }
        let local = |at: usize| matches!(module.funcs.get(ids[at]).kind, FunctionKind::Local(_));
        let says: Vec<Says> = (module.funcs.iter())
            .map(|function| function.name.as_deref().map_or(Says::Nothing, |name| list.says(name)))
            .collect();
        let mut later: BTreeSet<usize> = (0..ids.len()).filter(|at| local(*at) && says[*at] == Says::Later).collect();
        loop {
            let only_later = |at: usize| callers[at].iter().all(|caller| *caller == at || later.contains(caller));
            let is_free = |at: usize| match says[at] {
                Says::MadeForLater => !kept.contains(&at),
                _ => !kept.contains(&at) && !places.contains_key(&at) && !callers[at].is_empty(),
            };
            let more = (0..ids.len()).filter(|at| local(*at) && !later.contains(at) && is_free(*at) && only_later(*at));
            let more: Vec<usize> = more.collect();
            if more.is_empty() {
                break;
            }
            later.extend(more);
        }
        let mut end = module.tables.get(table).initial;
        places.retain(|at, _| later.contains(at));
        for at in later.iter().copied() {
            let from_first = exported.contains(&at) || callers[at].iter().any(|caller| !later.contains(caller));
            if from_first && !places.contains_key(&at) {
                places.insert(at, vec![end]);
                end += 1;
            }
        }
        Ok(Plan { later, places, table: end, number })
    }

    /// Under what the two halves know a thing of a kind: the same part may stand before several cuts.
    fn name(&self, kind: char, at: usize) -> String {
        match self.number {
            0 => format!("{kind}{at}"),
            number => format!("{kind}{at}_{number}"),
        }
    }

    /// Makes the module the part before the cut; returns the names under which it exports functions, by position.
    fn keep_first(&self, module: &mut Module) -> Outcome<BTreeMap<usize, String>> {
        let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let (table, _) = function_table(module)?;
        let mut needed = HashSet::new();
        for at in &self.later {
            let FunctionKind::Local(function) = &module.funcs.get(ids[*at]).kind else { continue };
            needed.extend(calls(function));
        }
        // Their places are the rest's to fill.
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        builder.func_body().unreachable();
        let hole = builder.finish(Vec::new(), &mut module.funcs);
        let later: HashSet<FunctionId> = self.later.iter().map(|at| ids[*at]).collect();
        for element in module.elements.iter_mut() {
            if let ElementItems::Functions(functions) = &mut element.items {
                functions.iter_mut().filter(|id| later.contains(id)).for_each(|id| *id = hole);
            }
        }
        for (at, places) in &self.places {
            let stub = stub(module, ids[*at], table, places[0]);
            module.funcs.get_mut(ids[*at]).kind = FunctionKind::Local(stub);
        }
        lengthen(module, table, self.table);
        let mut shared = BTreeMap::new();
        for (at, id) in ids.iter().enumerate() {
            if needed.contains(id) && !self.later.contains(&at) {
                let name = self.name('f', shared.len());
                module.exports.add(&name, *id);
                shared.insert(at, name);
            }
        }
        let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
        for (number, global) in globals.into_iter().enumerate() {
            module.exports.add(&self.name('g', number), global);
        }
        let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
        for (number, table) in tables.into_iter().enumerate() {
            module.exports.add(&self.name('t', number), table);
        }
        let memory = memory(module)?;
        module.exports.add(&self.name('m', 0), memory);
        walrus::passes::gc::run(module);
        Ok(shared)
    }

    /// Makes the module the rest.
    fn keep_rest(&self, module: &mut Module, shared: &BTreeMap<usize, String>) -> Outcome {
        let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let (table, _) = function_table(module)?;
        empty(module);
        for (at, name) in shared {
            let ty = module.funcs.get(ids[*at]).ty();
            match &module.funcs.get(ids[*at]).kind {
                FunctionKind::Import(function) => {
                    let import = module.imports.get_mut(function.import);
                    FIRST.clone_into(&mut import.module);
                    import.name.clone_from(name);
                }
                _ => {
                    let import = module.imports.add(FIRST, name, ImportKind::Function(ids[*at]));
                    module.funcs.get_mut(ids[*at]).kind = FunctionKind::Import(walrus::ImportedFunction { import, ty });
                }
            }
        }
        let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
        // What the part before imports itself is imported from there now.
        let old = module.imports.iter().filter(|import| !matches!(import.kind, ImportKind::Function(_)));
        let old: Vec<_> = old.map(|import| import.id()).collect();
        old.into_iter().for_each(|id| module.imports.delete(id));
        for (number, global) in globals.into_iter().enumerate() {
            let import = module.imports.add(FIRST, &self.name('g', number), ImportKind::Global(global));
            module.globals.get_mut(global).kind = GlobalKind::Import(import);
        }
        let memory = memory(module)?;
        let import = module.imports.add(FIRST, &self.name('m', 0), ImportKind::Memory(memory));
        module.memories.get_mut(memory).import = Some(import);
        lengthen(module, table, self.table);
        let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
        for (number, table) in tables.into_iter().enumerate() {
            let import = module.imports.add(FIRST, &self.name('t', number), ImportKind::Table(table));
            module.tables.get_mut(table).import = Some(import);
        }
        let places = self.places.iter().flat_map(|(at, places)| places.iter().map(|place| (*place, ids[*at])));
        let mut places: Vec<(u64, FunctionId)> = places.collect();
        places.sort_unstable_by_key(|(place, _)| *place);
        for run in places.chunk_by(|one, next| one.0 + 1 == next.0) {
            let offset = ConstExpr::Value(ir::Value::I32(i32::try_from(run[0].0).about("a table of that length")?));
            let functions = run.iter().map(|(_, id)| *id).collect();
            let element =
                module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(functions));
            module.tables.get_mut(table).elem_segments.insert(element);
        }
        walrus::passes::gc::run(module);
        Ok(())
    }
}

/// Takes away what only the first part has: exports, start, and what fills table and memory.
fn empty(module: &mut Module) {
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    exports.into_iter().for_each(|id| module.exports.delete(id));
    let elements: Vec<_> = module.elements.iter().map(|element| element.id()).collect();
    for id in elements {
        module.elements.delete(id);
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    let data: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    data.into_iter().for_each(|id| module.data.delete(id));
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
    }
}

/// A body that passes the call on through the table.
fn stub(module: &mut Module, id: FunctionId, table: TableId, place: u64) -> LocalFunction {
    let ty = module.funcs.get(id).ty();
    let (params, results) = (module.types.get(ty).params().to_vec(), module.types.get(ty).results().to_vec());
    let arguments: Vec<_> = params.iter().map(|param| module.locals.add(*param)).collect();
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let mut body = builder.func_body();
    for argument in &arguments {
        body.local_get(*argument);
    }
    body.i32_const(place as i32).call_indirect(ty, table);
    if let Some(name) = &module.funcs.get(id).name {
        builder.name(name.clone());
    }
    builder.local_func(arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `run` and `later` call `shared`, `run` calls `later`, `later` calls `alone`; `later` is in the table too.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let table = module.tables.add_local(false, 2, Some(2), walrus::RefType::FUNCREF);
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut add = |name: &str, calls: &[FunctionId]| {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name(name.to_owned());
            // Each looks into memory, so that no part drops it.
            builder.func_body().memory_size(memory).drop();
            for call in calls {
                builder.func_body().call(*call);
            }
            builder.finish(Vec::new(), &mut module.funcs)
        };
        let shared = add("shared", &[]);
        let alone = add("alone", &[]);
        let later = add("pages::later", &[shared, alone]);
        let run = add("run", &[shared, later]);
        let offset = ConstExpr::Value(ir::Value::I32(1));
        let element = (ElementKind::Active { table, offset }, ElementItems::Functions(vec![later]));
        let element = module.elements.add(element.0, element.1);
        module.tables.get_mut(table).elem_segments.insert(element);
        module.exports.add("run", run);
        module.emit_wasm()
    }

    fn bodies(module: &Module) -> Vec<(&str, usize)> {
        let local = module.funcs.iter().filter_map(|function| match &function.kind {
            FunctionKind::Local(body) => Some((function.name.as_deref().unwrap_or("a hole"), calls(body).len())),
            _ => None,
        });
        let mut local: Vec<_> = local.collect();
        local.sort_unstable();
        local
    }

    #[test]
    fn what_may_come_later_and_what_only_it_calls_is_apart() {
        let parts = split(&module(), &Later::of(&["pages::"]), &[]).expect("two parts");
        let [first, rest] = parts.as_slice() else { panic!("{} parts", parts.len()) };
        let (first, rest) = (parse(first).expect("a module"), parse(rest).expect("a module"));
        assert_eq!(bodies(&first), [("a hole", 0), ("pages::later", 0), ("run", 2), ("shared", 0)]);
        assert_eq!(bodies(&rest), [("alone", 0), ("pages::later", 2)]);
        let exported: Vec<&str> = first.exports.iter().map(|export| export.name.as_str()).collect();
        for import in rest.imports.iter() {
            assert!(import.module == FIRST && exported.contains(&import.name.as_str()), "{}", import.name);
        }
        let (_, segments) = function_table(&rest).expect("a table");
        let [(place, functions)] = segments.as_slice() else { panic!("one place: {segments:?}") };
        assert_eq!((*place, rest.funcs.get(functions[0]).name.as_deref()), (1, Some("pages::later")));
    }

    #[test]
    fn the_same_module_is_split_alike() {
        let split = || split(&module(), &Later::of(&["pages::"]), &[]).expect("two parts");
        assert!(split() == split());
    }

    #[test]
    fn a_third_part_imports_from_the_second_and_the_first_has_room_for_all() {
        let (both, last) = (Later::of(&["pages::", "alone"]), Later::of(&["alone"]));
        let parts = split(&module(), &both, &[&last]).expect("three parts");
        let parts: Vec<Module> = parts.iter().map(|part| parse(part).expect("a module")).collect();
        let [first, second, third] = parts.as_slice() else { panic!("{} parts", parts.len()) };
        assert_eq!(bodies(first), [("a hole", 0), ("pages::later", 0), ("run", 2), ("shared", 0)]);
        assert_eq!(bodies(second), [("alone", 0), ("pages::later", 2)], "what it calls later is a stub");
        assert_eq!(bodies(third), [("alone", 0)]);
        let length = |module: &Module| module.tables.get(function_table(module).expect("a table").0).initial;
        assert!(parts.iter().all(|part| length(part) == 3));
        let exported: Vec<&str> = second.exports.iter().map(|export| export.name.as_str()).collect();
        assert!(third.imports.iter().all(|import| exported.contains(&import.name.as_str())));
        let (_, segments) = function_table(third).expect("a table");
        assert_eq!(segments.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn parts_beside_each_other_import_from_the_second_under_names_of_their_own() {
        let (all, alone, later) = (Later::of(&["pages::", "alone"]), Later::of(&["alone"]), Later::of(&["pages::"]));
        let parts = split(&module(), &all, &[&alone, &later]).expect("four parts");
        let parts: Vec<Module> = parts.iter().map(|part| parse(part).expect("a module")).collect();
        let [_, second, third, fourth] = parts.as_slice() else { panic!("{} parts", parts.len()) };
        assert_eq!((bodies(third), bodies(fourth)), (vec![("alone", 0)], vec![("pages::later", 2)]));
        let mut exported: Vec<&str> = second.exports.iter().map(|export| export.name.as_str()).collect();
        for part in [third, fourth] {
            assert!(part.imports.iter().all(|import| exported.contains(&import.name.as_str())));
        }
        let many = exported.len();
        exported.sort_unstable();
        exported.dedup();
        assert_eq!(exported.len(), many, "each name once");
        let table = |module: &Module| {
            let table = module.tables.get(function_table(module).expect("a table").0);
            (table.initial, table.maximum)
        };
        assert!(parts.iter().all(|part| table(part) == table(&parts[0])), "all know how long the table is");
    }

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(split(b"<!doctype html>", &Later::of(&[]), &[]).is_err());
    }
}
