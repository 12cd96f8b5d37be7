/* Data that the page itself gives, from a script or in a table: an ES module that element.js imports when it meets some. What it
   needs of element/fetch.js is passed in, since the page has that already. */

/** The figures of a table that stands in the page, as a lone CSV. What its header does not say, its `data-*` may: unit, phase,
 *  year, date. Rows in its foot are totals. */
export async function load_table(table, { ownText }) {
  const { unit, phase, year, date } = table.dataset;
  const quoted = text => `"${text.trim().replace(/"/g, '""')}"`;
  const cells = row => [...row.cells].flatMap(cell => [cell.textContent, ...Array(cell.colSpan - 1).fill('')]);
  const more = Object.entries({ phase, year }).filter(([, value]) => value);
  const rows = [...table.rows].filter(row => !row.closest('tfoot')).map(
    (row, at) => [...cells(row), ...more.map(([name, value]) => at ? value : name)].map(quoted).join(','));
  return {
    descriptor: '', profile: await ownText('profiles/generic.json'), international: '', unit, date,
    files: [['table.csv', new TextEncoder().encode(rows.join('\n'))]],
  };
}

/** Data from a script: text, bytes, or a descriptor with files. */
export async function load_given(value, { Problem, read }) {
  const raw = value => typeof value == 'string' ? new TextEncoder().encode(value) : new Uint8Array(value);
  const plain = value => typeof value == 'string' || value instanceof Uint8Array || value instanceof ArrayBuffer;
  const whole = value.descriptor || value;
  return read(raw(plain(whole) ? whole : JSON.stringify(whole)), 'data.csv', path => {
    if (!value.files || !(path in value.files)) throw new Problem('failed', 'missing', path);
    return raw(value.files[path]);
  });
}
