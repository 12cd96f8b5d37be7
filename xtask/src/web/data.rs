//! Constants to the part that reads them: a module as the linker left it and its parts in, the parts with the data that
//! their functions can reach out. Fails where the linker said nothing of its symbols.
//!
//! A part's functions reach the constants whose addresses they hold, and what these point to; each constant is filled in by
//! the first part that reaches it. What belongs together is known by the linker's symbols (`--emit-relocs`): a table is moved as a
//! whole or not at all. Source: the tool conventions for WebAssembly object files, Linking.md.

use std::collections::BTreeSet;
use std::ops::Range;

use walrus::ir::{self, Visitor, dfs_in_order};
use walrus::{ConstExpr, DataKind, FunctionKind, Module};
use wasmparser::{DataKind as RawKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationType};
use wasmparser::{RelocSectionReader, SymbolInfo};

use crate::process::{About, Failed, Outcome, failed};

/// What the linker put into memory, by address.
#[derive(Default)]
pub struct Symbols {
    /// Where each symbol stands, in order.
    places: Vec<Range<u32>>,
    /// For each symbol, those that it points to.
    points: Vec<BTreeSet<usize>>,
    /// Symbols that code reaches by an address outside of them, as compilers like to with an index that begins at one.
    odd: BTreeSet<usize>,
}

/// No more symbols than this begin inside of another.
const NESTED: usize = 64;

impl Symbols {
    /// Reads a module that was linked with `--emit-relocs`.
    pub fn read(linked: &[u8]) -> Outcome<Self> {
        let broken =
            |error: wasmparser::BinaryReaderError| Failed(format!("the linked module cannot be read: {error}"));
        let mut segments: Vec<(u32, Range<usize>)> = Vec::new();
        let (mut names, mut relocations, mut data_at) = (Vec::new(), Vec::new(), 0);
        let (mut section, mut of_data) = (0, None);
        for payload in Parser::new(0).parse_all(linked) {
            let payload = payload.map_err(broken)?;
            let is_section = payload.as_section().is_some();
            match &payload {
                Payload::DataSection(reader) => {
                    (of_data, data_at) = (Some(section), reader.range().start);
                    for data in reader.clone() {
                        let data = data.map_err(broken)?;
                        let RawKind::Active { offset_expr, .. } = &data.kind else { continue };
                        let offset = match offset_expr.get_operators_reader().read().map_err(broken)? {
                            Operator::I32Const { value } => value.cast_unsigned(),
                            _ => return failed("a data segment whose place is not a number"),
                        };
                        let end = data.range.end;
                        segments.push((offset, end - data.data.len()..end));
                    }
                }
                Payload::CustomSection(custom) => match custom.as_known() {
                    KnownCustom::Linking(reader) => {
                        for part in reader.subsections() {
                            let Linking::SymbolTable(table) = part.map_err(broken)? else { continue };
                            for symbol in table {
                                names.push(match symbol.map_err(broken)? {
                                    SymbolInfo::Data { symbol, .. } => symbol,
                                    _ => None,
                                });
                            }
                        }
                    }
                    KnownCustom::Reloc(reader) => relocations.push(reader),
                    _ => {}
                },
                _ => {}
            }
            section += u32::from(is_section);
        }
        let place = |symbol: &wasmparser::DefinedDataSymbol| {
            let start = segments.get(symbol.index as usize).map(|(offset, _)| offset + symbol.offset);
            start.map(|start| start..start + symbol.size)
        };
        let named: Vec<Option<Range<u32>>> = names.iter().map(|symbol| symbol.as_ref().and_then(place)).collect();
        let mut symbols = Self {
            places: named.iter().flatten().filter(|place| !place.is_empty()).cloned().collect(),
            ..Self::default()
        };
        symbols.places.sort_by_key(|place| (place.start, place.end));
        symbols.places.dedup();
        if symbols.places.is_empty() || relocations.is_empty() {
            return failed("the linked module does not name its data: was it linked with --emit-relocs?");
        }
        symbols.points = vec![BTreeSet::new(); symbols.places.len()];
        let address_of = |at: usize| {
            segments
                .iter()
                .find(|(_, bytes)| bytes.contains(&at))
                .map(|(offset, bytes)| offset + (at - bytes.start) as u32)
        };
        for reader in &relocations {
            symbols.read_relocations(reader, &named, (of_data, data_at), &address_of).map_err(broken)?;
        }
        Ok(symbols)
    }

    fn read_relocations(
        &mut self,
        reader: &RelocSectionReader<'_>,
        named: &[Option<Range<u32>>],
        (of_data, data_at): (Option<u32>, usize),
        address_of: &dyn Fn(usize) -> Option<u32>,
    ) -> Result<(), wasmparser::BinaryReaderError> {
        for entry in reader.entries() {
            let entry = entry?;
            let is_address = matches!(
                entry.ty,
                RelocationType::MemoryAddrLeb | RelocationType::MemoryAddrSleb | RelocationType::MemoryAddrI32
            );
            let Some(Some(place)) = named.get(entry.index as usize).filter(|_| is_address) else { continue };
            let target = self.at(place.start);
            if Some(reader.section_index()) == of_data {
                let address = address_of(data_at + entry.offset as usize);
                for from in address.map(|address| self.at(address)).unwrap_or_default() {
                    self.points[from].extend(&target);
                }
            } else if !(0..=i64::from(place.end - place.start)).contains(&entry.addend) {
                self.odd.extend(target);
            }
        }
        Ok(())
    }

    /// The symbols that hold an address; several where one is inside of another.
    fn at(&self, address: u32) -> Vec<usize> {
        let end = self.places.partition_point(|place| place.start <= address);
        // Texts with the same end share it, so that one symbol may begin inside of another.
        let near = self.places[..end].iter().enumerate().rev().take(NESTED);
        near.filter(|(_, place)| place.contains(&address)).map(|(at, _)| at).collect()
    }

    /// The symbols that some addresses lead to.
    fn reached(&self, addresses: &BTreeSet<u32>) -> BTreeSet<usize> {
        self.with_what_they_point_to(addresses.iter().flat_map(|address| self.at(*address)))
    }

    /// Some symbols, and all that these lead to.
    fn with_what_they_point_to(&self, symbols: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut next: Vec<usize> = symbols.into_iter().collect();
        let mut reached = BTreeSet::new();
        while let Some(symbol) = next.pop() {
            if reached.insert(symbol) {
                next.extend(&self.points[symbol]);
            }
        }
        reached
    }

    /// Says of an address whether one of some symbols holds it.
    fn covering(&self, symbols: &BTreeSet<usize>) -> impl Fn(u32) -> bool + '_ {
        let mut ends: Vec<(u32, u32)> = Vec::new();
        for place in symbols.iter().map(|at| &self.places[*at]) {
            match ends.last_mut() {
                Some((_, end)) if place.start <= *end => *end = place.end.max(*end),
                _ => ends.push((place.start, place.end)),
            }
        }
        move |address| {
            let at = ends.partition_point(|(start, _)| *start <= address);
            at > 0 && address < ends[at - 1].1
        }
    }

    /// Gives each part the data that its functions reach and no part before it has; all of it stands in the first so far. Of the
    /// parts after the second none waits for another: what several of them reach goes to the second.
    pub fn part(&self, parts: &[Vec<u8>]) -> Outcome<Vec<Vec<u8>>> {
        let parse = |module: &Vec<u8>| {
            Module::from_buffer(module).map_err(|error| Failed(format!("a part cannot be read: {error:#}")))
        };
        let mut parts = parts.iter().map(parse).collect::<Outcome<Vec<Module>>>()?;
        let mut given = BTreeSet::new();
        let mut reached: Vec<BTreeSet<usize>> = parts.iter().map(|part| self.reached(&addresses(part))).collect();
        if let [first, second, further @ ..] = reached.as_mut_slice() {
            first.extend(self.with_what_they_point_to(self.odd.iter().copied()));
            let (mut once, mut often) = (BTreeSet::new(), BTreeSet::new());
            for symbol in further.iter().flatten() {
                if !once.insert(*symbol) {
                    often.insert(*symbol);
                }
            }
            second.extend(often);
        }
        let owned = reached.iter().map(|reached| {
            let own: BTreeSet<usize> = reached.difference(&given).copied().collect();
            given.extend(&own);
            own
        });
        let owned: Vec<BTreeSet<usize>> = owned.collect();
        let covers: Vec<_> = owned.iter().map(|symbols| self.covering(symbols)).collect();
        let mut fillings: Vec<Filling> = parts.iter().map(|_| Filling::default()).collect();
        for data in parts.first().iter().flat_map(|first| first.data.iter()) {
            let DataKind::Active { offset: ConstExpr::Value(ir::Value::I32(offset)), .. } = data.kind else { continue };
            for (byte, address) in data.value.iter().zip(offset.cast_unsigned()..) {
                // Symbols may share bytes: the first part that covers them has them.
                if let Some(part) = covers.iter().position(|covers| covers(address)) {
                    fillings[part].push(address, *byte);
                }
            }
        }
        for (part, filling) in parts.iter_mut().zip(fillings) {
            filling.fill(part)?;
        }
        Ok(parts.iter_mut().map(Module::emit_wasm).collect())
    }
}

/// Bytes for memory, as segments. Between two of them there may be bytes of the other part.
#[derive(Default)]
struct Filling {
    segments: Vec<(u32, Vec<u8>)>,
    /// The address after the last byte.
    next: u32,
    /// Where the bytes began that follow each other without a gap.
    since: u32,
}

/// So many zeros are not written: memory has them anyway, and a new segment costs less.
const ZEROS: u32 = 8;

impl Filling {
    /// Adds a byte; addresses come in order.
    fn push(&mut self, address: u32, byte: u8) {
        if address != self.next {
            self.since = address;
        }
        self.next = address + 1;
        if byte == 0 {
            return;
        }
        if let Some((start, bytes)) = self.segments.last_mut() {
            let end = *start + bytes.len() as u32;
            if end >= self.since && address - end <= ZEROS {
                bytes.resize(bytes.len() + (address - end) as usize, 0);
                return bytes.push(byte);
            }
        }
        self.segments.push((address, vec![byte]));
    }

    /// Makes these the only segments of a module.
    fn fill(self, module: &mut Module) -> Outcome {
        let memory = module.memories.iter().next().map(walrus::Memory::id);
        let Some(memory) = memory else { return failed("The module has no memory") };
        let old: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
        old.into_iter().for_each(|id| module.data.delete(id));
        module.memories.get_mut(memory).data_segments.clear();
        for (start, bytes) in self.segments {
            let offset = ConstExpr::Value(ir::Value::I32(i32::try_from(start).about("a memory of that length")?));
            let data = module.data.add(DataKind::Active { memory, offset }, bytes);
            module.memories.get_mut(memory).data_segments.insert(data);
        }
        Ok(())
    }
}

/// Every number in a module's code that could be an address.
fn addresses(module: &Module) -> BTreeSet<u32> {
    let mut numbers = Numbers::default();
    for function in module.funcs.iter() {
        if let FunctionKind::Local(body) = &function.kind {
            dfs_in_order(&mut numbers, body, body.entry_block());
        }
    }
    for global in module.globals.iter() {
        if let walrus::GlobalKind::Local(ConstExpr::Value(ir::Value::I32(value))) = global.kind {
            numbers.0.insert(value.cast_unsigned());
        }
    }
    numbers.0
}

#[derive(Default)]
struct Numbers(BTreeSet<u32>);

impl Numbers {
    fn offset(&mut self, offset: u64) {
        self.0.extend(u32::try_from(offset));
    }
}

impl<'a> Visitor<'a> for Numbers {
    fn visit_const(&mut self, constant: &ir::Const) {
        if let ir::Value::I32(value) = constant.value {
            self.0.insert(value.cast_unsigned());
        }
    }

    fn visit_load(&mut self, load: &ir::Load) {
        self.offset(load.arg.offset);
    }

    fn visit_store(&mut self, store: &ir::Store) {
        self.offset(store.arg.offset);
    }
}

#[cfg(test)]
mod tests {
    use walrus::FunctionBuilder;

    use super::*;

    /// A module whose only function holds some numbers, with 40 bytes of data from 100 on that are their own address.
    fn module(numbers: &[i32]) -> Vec<u8> {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        for number in numbers {
            builder.func_body().i32_const(*number).drop();
        }
        let function = builder.finish(Vec::new(), &mut module.funcs);
        module.exports.add("run", function);
        let offset = ConstExpr::Value(ir::Value::I32(100));
        let data = module.data.add(DataKind::Active { memory, offset }, (100..140).collect());
        module.memories.get_mut(memory).data_segments.insert(data);
        module.emit_wasm()
    }

    fn filled(module: &[u8]) -> Vec<u8> {
        let module = Module::from_buffer(module).expect("a module");
        let mut bytes = Vec::new();
        for data in module.data.iter() {
            let DataKind::Active { offset: ConstExpr::Value(ir::Value::I32(offset)), .. } = data.kind else { panic!() };
            assert_eq!(i32::from(data.value[0]), offset, "each stands where it stood");
            bytes.extend(&data.value);
        }
        bytes
    }

    /// `a` points to `b`; `c` and `d` stand for themselves, and nothing reaches `e`.
    fn symbols() -> Symbols {
        let places = vec![100..104, 104..110, 110..120, 120..130, 130..140];
        Symbols { places, points: vec![[1].into(), [].into(), [].into(), [].into(), [].into()], odd: BTreeSet::new() }
    }

    #[test]
    fn each_part_has_what_its_functions_reach_and_the_first_of_them_what_several_do() {
        let parts = [&[101, 7][..], &[112, 104], &[120, 112]].map(module);
        let parts = symbols().part(&parts).expect("three parts");
        let filled: Vec<Vec<u8>> = parts.iter().map(|part| filled(part)).collect();
        assert_eq!(filled, [(100..110), (110..120), (120..130)].map(Iterator::collect::<Vec<u8>>));
    }

    #[test]
    fn zeros_between_two_bytes_are_written_only_where_they_are_ones_own() {
        let mut filling = Filling::default();
        for (address, byte) in [(10, 1), (11, 0), (12, 2), (15, 3), (16, 0), (40, 4)] {
            filling.push(address, byte);
        }
        (41..60).for_each(|address| filling.push(address, 0));
        filling.push(60, 5);
        let segments = [(10, vec![1, 0, 2]), (15, vec![3]), (40, vec![4]), (60, vec![5])];
        assert_eq!(filling.segments, segments);
    }

    #[test]
    fn a_symbol_that_is_reached_from_outside_of_it_stays_with_what_it_points_to() {
        let symbols = Symbols { odd: [0].into(), ..symbols() };
        let parts = symbols.part(&[module(&[125]), module(&[135])]).expect("two parts");
        assert_eq!(filled(&parts[0]), (100..110).chain(120..130).collect::<Vec<u8>>());
        assert_eq!(filled(&parts[1]), (130..140).collect::<Vec<u8>>());
    }

    #[test]
    fn a_module_that_was_linked_without_symbols_is_refused() {
        assert!(Symbols::read(&module(&[1])).is_err() && Symbols::read(b"<!doctype html>").is_err());
    }
}
