//! How much of a file is read before it is refused: numbers, chosen so that a reader stays under 256 MB whatever the file says.

/// Cells of one sheet that hold anything.
pub const CELLS: usize = 4_000_000;

/// Rows times columns of one sheet, from A1 to its last cell: what is written out as a table.
pub const GRID: u64 = 16_000_000;

/// Bytes of text in the cells of one sheet, and in the strings that a workbook's sheets share.
pub const TEXT: usize = 64 << 20;

/// Bytes of all parts of a workbook that are read, unzipped. They are read as a stream and never held.
pub const UNZIPPED: u64 = 512 << 20;

/// Bytes of one tag or of one run of text in a part; a cell holds 32,767 characters at most.
pub const RUN: usize = 1 << 20;

/// Sheets of a workbook, parts of an archive, ranges of merged cells, notes.
pub const ITEMS: usize = 100_000;

/// Values of a JSON document, counted by the marks between them.
pub const JSON_VALUES: usize = 1_000_000;
