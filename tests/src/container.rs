//! Containers of office documents, written by hand: parts in, a ZIP archive or a compound file out. For tests that need what no
//! program writes.

/// A part of an archive: its name, its method (0 stored, 8 deflated) and its bytes.
pub type Part<'a> = (&'a str, u16, Vec<u8>);

/// A ZIP archive. Sizes before zipping are stated as zero, and checksums too: a reader that believes them is not ours.
pub fn zip(parts: &[Part<'_>]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, method, part) in parts {
        let start = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let sizes = [(part.len() as u32).to_le_bytes(), [0; 4]].concat();
        let length = (name.len() as u16).to_le_bytes();
        let common = [&[20, 0, 0, 0], &method.to_le_bytes()[..], &[0; 8], &sizes, &length, &[0; 2]].concat();
        bytes.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), part].concat());
        directory
            .extend([b"PK\x01\x02\x14\0", common.as_slice(), &[0; 10], &start.to_le_bytes(), name.as_bytes()].concat());
    }
    let (start, many) = (bytes.len() as u32, (parts.len() as u16).to_le_bytes());
    bytes.extend(&directory);
    let (size, start) = ((directory.len() as u32).to_le_bytes(), start.to_le_bytes());
    bytes.extend([b"PK\x05\x06\0\0\0\0", &many[..], &many, &size, &start, &[0; 2]].concat());
    bytes
}

/// An XLSX workbook of one sheet, from the XML of the sheet and of the strings that it shares.
pub fn workbook(method: u16, sheet: Vec<u8>, strings: Vec<u8>, pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='http://schemas/{kind}' Target='{target}'/>")
    };
    let relations = |inner: String| pack(format!("<Relationships>{inner}</Relationships>").as_bytes());
    let book = b"<workbook xmlns:r='r'><sheets><sheet name='Table' sheetId='1' r:id='r1'/></sheets></workbook>";
    let inner = [relation("r1", "worksheet", "sheet.xml"), relation("r2", "sharedStrings", "strings.xml")].concat();
    zip(&[
        ("_rels/.rels", method, relations(relation("r1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", method, pack(book)),
        ("xl/_rels/workbook.xml.rels", method, relations(inner)),
        ("xl/sheet.xml", method, pack(&sheet)),
        ("xl/strings.xml", method, pack(&strings)),
    ])
}

/// A compound file with one stream, which is put into sectors of 512 bytes.
pub fn compound_file(name: &str, stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xffff_fffe;
    const FREE: u32 = 0xffff_ffff;
    // Streams of less than 4096 bytes would be in small sectors.
    let sectors = stream.len().max(4096).div_ceil(512);
    let mut next: Vec<u32> = (1..sectors as u32).chain([END, END]).collect();
    let tables = (next.len() + 1).div_ceil(127).max(1);
    let first_table = next.len() as u32;
    next.extend(vec![0xffff_fffd; tables]);
    next.resize(tables * 128, FREE);
    let entry = |name: &str, kind: u8, child: u32, first: u32, size: u32| {
        let mut units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = units.len() as u16 + 2;
        units.resize(64, 0);
        let links = [FREE.to_le_bytes(), FREE.to_le_bytes(), child.to_le_bytes()].concat();
        [
            units,
            length.to_le_bytes().to_vec(),
            vec![kind, 1],
            links,
            vec![0; 36],
            first.to_le_bytes().to_vec(),
            size.to_le_bytes().to_vec(),
            vec![0; 4],
        ]
        .concat()
    };
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(24, 0);
    bytes.extend([0x3e_u16, 3, 0xfffe, 9, 6].map(u16::to_le_bytes).concat());
    bytes.extend([0; 6]);
    let header = [0, tables as u32, sectors as u32, 0, 4096, END, 0, END, 0];
    bytes.extend(header.map(u32::to_le_bytes).concat());
    for table in 0..109 {
        bytes.extend(if table < tables as u32 { first_table + table } else { FREE }.to_le_bytes());
    }
    bytes.extend(stream);
    bytes.resize(512 + sectors * 512, 0);
    let size = (sectors * 512) as u32;
    bytes.extend([entry("Root Entry", 5, 1, END, 0), entry(name, 2, FREE, 0, size), vec![0; 256]].concat());
    bytes.extend(next.into_iter().flat_map(u32::to_le_bytes));
    bytes
}
