/* The sheet as a spreadsheet shows it: rows with numbers, columns with letters, and above each column what it is for. */
import { make, select } from './make.js';

/** @param say words with values; @param issues of the sheet, to mark their cells; @param change what is called with a header and a role */
export function sheet(view, roles, say, issues, change) {
  const marks = new Map(issues.map(issue => [`${issue.row}-${issue.column}`, issue.severity]));
  const hidden = part => part.hidden ? make('span', { className: 'hint' }, ` ${say('studio.hidden')}`) : null;
  const letters = view.columns.map(column => make('th', { scope: 'col' }, column.letters, hidden(column)));
  const chosen = view.columns.map(column => make('td', {}, column.header === undefined ? '' : role(column, roles, say, change),
    column.meaning ? make('div', { className: 'hint' }, column.meaning) : null));
  const rows = view.cells.map(({ row, hidden: isHidden, texts }) => make('tr', { className: isHidden ? 'hidden' : '' },
    make('th', { scope: 'row' }, String(row), hidden({ hidden: isHidden })),
    ...texts.map((text, at) => {
      const column = view.columns[at];
      const cell = make('td', { id: `cell-${row}-${at + 1}`, tabIndex: -1 }, text);
      const severity = marks.get(`${row}-${at + 1}`);
      if (severity) cell.dataset.severity = severity;
      if (column.role && column.role != 'left-out') cell.dataset.described = '';
      return cell;
    })));
  return make('table', { className: 'sheet' },
    make('caption', {}, say('studio.columns')),
    make('thead', {}, make('tr', {}, make('td', {}), ...letters),
      make('tr', {}, make('th', { scope: 'row' }, say('studio.role')), ...chosen)),
    make('tbody', {}, ...rows));
}

function role(column, roles, say, change) {
  const offered = roles.filter(({ id }) => id != 'other' || column.role == 'other');
  const node = select(offered.map(({ id, title }) => [id, title]), column.role);
  node.id = `role-${column.letters}`;
  node.setAttribute('aria-label', say('studio.column', { letters: column.letters, header: column.header }));
  node.addEventListener('change', () => change(column.header, node.value));
  return node;
}
