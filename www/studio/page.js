/* The page: six steps from a file to a package. Everything that is computed is computed by the core; this shows it. */
import { open } from './core.js';
import { field, input, make, select } from './make.js';
import { sheet } from './sheet.js';

const ROWS = 50;
// How much of the work on a large workbook is done when it is opened, in per cent.
const OPENED = 23;
const UNITS = ['1', '100', '1000', '10000', '1000000', '100000000', '1000000000'];

export async function start(makeCore, wasm, text, script) {
  const place = document.getElementById('studio');
  const lang = document.documentElement.lang;
  let core = await open(makeCore, wasm, text, lang);
  const { words, roles, profiles } = core.choices;
  let view = null;
  let report = null;
  let from = 1;
  // A sheet that is looked at and not described, by its position; -1 is that of the table at work.
  let other = -1;

  /** A text of the language, with its values. */
  function say(key, values) {
    return Object.entries(values || {}).reduce((said, [name, value]) => said.split(`{${name}}`).join(value), words[key]);
  }

  const said = make('p', { id: 'said', role: 'status' });
  const stop = make('button', { type: 'button', className: 'act', id: 'stop' }, say('studio.stop'));
  const progress = make('progress', { max: 100, 'aria-label': say('studio.reading') });
  const share = make('span', { 'aria-hidden': 'true' });
  const busy = make('div', { className: 'busy', hidden: true }, progress, share, stop);
  const file = make('input', { type: 'file', id: 'file', accept: '.xlsx,.xls,.ods,.csv,.json,.gz' });
  const taken = make('p', { id: 'taken' });
  const drop = make('div', { className: 'drop' }, make('label', { htmlFor: 'file' }, say('studio.file.choose')), file,
    make('p', { className: 'hint' }, say('studio.file.drop')), taken);
  const steps = ['table', 'columns', 'found', 'review', 'preview', 'package'].map(name => [name, make('div', { id: name })]);
  const parts = Object.fromEntries(steps);
  const sections = steps.map(([name, part], at) => make('section', { hidden: true, 'aria-labelledby': `${name}-title` },
    make('h2', { id: `${name}-title` }, `${at + 2}. ${say(`studio.${name}`)}`), part));
  place.append(
    make('section', { 'aria-labelledby': 'file-title' }, make('h2', { id: 'file-title' }, `1. ${say('studio.file')}`),
      make('p', {}, say('studio.file.kept')), drop, busy, said),
    ...sections,
  );
  place.hidden = false;

  // ---- the core at work

  /** Shows that the core works on something, until it has. */
  async function work(key, run) {
    busy.hidden = false;
    stop.hidden = !core.end;
    said.textContent = say(key);
    tell(null);
    place.setAttribute('aria-busy', 'true');
    try {
      const value = await run();
      // The most memory that the core has held.
      place.dataset.held = await core.call('held');
      return value;
    } catch (fault) {
      if (fault.message != 'ended') {
        said.textContent = say('studio.failed', { fault: fault.message });
        core = await open(makeCore, wasm, text, lang);
      }
      return undefined;
    } finally {
      busy.hidden = true;
      place.removeAttribute('aria-busy');
    }
  }

  /** Shows how far it is, in per cent, where that is known. */
  function tell(percent) {
    if (percent === null) progress.removeAttribute('value');
    else progress.value = percent;
    share.textContent = percent === null ? '' : say('studio.percent', { percent });
  }

  stop.addEventListener('click', async () => {
    core.end();
    core = await open(makeCore, wasm, text, lang);
    show(null);
    said.textContent = say('studio.stopped');
    file.focus();
  });

  /** Takes a file: as the one at work, or as one more of its package. */
  async function take(chosen, how) {
    await work('studio.reading', async () => {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      tell(0);
      const refused = await core.call(how, chosen.name, bytes);
      if (how == 'open') {
        show(null);
        taken.textContent = chosen.name;
      }
      from = 1;
      if (refused) refuse(refused);
      else await look(OPENED);
    });
  }

  function refuse(refused) {
    report = JSON.parse(refused);
    sections[2].hidden = false;
    drawFound();
  }

  /** Looks at the table at work as it is described now, and checks everything. */
  async function look(done = 0) {
    said.textContent = say('studio.checking');
    for (let step = 0, percent = 0; percent < 100; step += 1) {
      tell(done + Math.round((100 - done) * percent / 100));
      percent = await core.call('check', step);
    }
    const found = JSON.parse(await core.call('found'));
    other = -1;
    const next = JSON.parse(await core.call('view', from, other));
    const focus = focused();
    show(next);
    report = found;
    drawColumns();
    drawFound();
    focus();
  }

  /** What gives the focus back to what stands where it was, with what was typed there meanwhile. */
  function focused() {
    const { id, value, isTyped } = document.activeElement || {};
    return () => {
      const again = id && document.getElementById(id);
      if (!again || again == document.activeElement) return;
      if (isTyped) Object.assign(again, { value, isTyped });
      again.focus();
    };
  }

  async function change(what, of, to) {
    await work('studio.checking', async () => {
      const refused = await core.call('change', what, of, to);
      if (refused) refuse(refused);
      else await look();
    });
  }

  // ---- the steps

  function show(next) {
    view = next;
    report = null;
    parts.found.replaceChildren();
    for (const section of sections) section.hidden = !view;
    if (!view) return;
    drawTable();
    drawColumns();
    drawReview();
    drawPreview();
    drawPackage();
  }

  function drawTable() {
    const { settings } = view;
    const hidden = found => found.hidden ? ` (${say('studio.sheet.hidden')})` : '';
    const sheets = view.sheets.map((found, at) => [String(at), found.name + hidden(found)]);
    const shown = view.sheets.findIndex(found => found.shown);
    const text = key => value => change('text', key, value);
    const constant = key => field(key, say(`studio.${key}`), key == 'year' ? say('studio.constant.how') : null,
      input(settings[key]), value => change('constant', key, value));
    const units = UNITS.map(unit => [unit, unit == '1' ? say('studio.unit.one') : `× ${Number(unit).toLocaleString(lang)}`]);
    parts.table.replaceChildren(
      ...(view.doubts.length ? [make('p', {}, say('studio.doubts')), make('ul', { className: 'plain' }, ...view.doubts.map(doubt => make('li', {}, doubt)))] : []),
      make('div', { className: 'fields' },
        sheets.length ? field('sheet', say('studio.sheet'), null, select(sheets, String(shown)), value => change('sheet', '', value)) : null,
        field('header', say('studio.header'), say('studio.header.how'), input(settings.header), value => change('header', '', value)),
        field('title', say('studio.title'), null, input(settings.title), text('title')),
        field('name', say('studio.name'), null, input(settings.name), text('name')),
        field('profile', say('studio.profile'), null, select(profiles.map(({ id, title }) => [id, title || id]), settings['daylight:profile']), text('daylight:profile')),
        ...ofSet(),
        field('factor', say('studio.unit'), null, select(units, settings.factor), value => change('factor', '', value)),
        field('totals', say('studio.totals'), say('studio.totals.how'), input(settings.totals), value => change('totals', '', value)),
        ...['currency', 'year', 'phase', 'direction'].map(constant)),
      make('div', { className: 'tables' }, ...tables(shown)),
      descriptor(),
    );
  }

  /** The set of tables that the package is, and which of them the one at work is. */
  function ofSet() {
    if (!view.sets.length) return [];
    const { settings } = view;
    const none = ['', say('studio.set.none')];
    const pairs = list => [none, ...list.map(({ id, title }) => [id, title || id])];
    const set = view.sets.find(({ id }) => id == settings['daylight:set']);
    return [
      field('set', say('studio.set'), null, select(pairs(view.sets), settings['daylight:set']), value => change('text', 'daylight:set', value)),
      set ? field('part', say('studio.part'), null, select(pairs(set.tables), settings.part), value => change('part', '', value)) : null,
    ];
  }

  /** The tables of the package: which is at work, and how there come to be more or fewer. */
  function tables(shown) {
    const act = (id, key, what, to) => {
      const button = make('button', { type: 'button', className: 'act', id }, say(key));
      button.addEventListener('click', () => change(what, '', to));
      return button;
    };
    const several = view.tables.length > 1;
    const names = view.tables.map(({ name, file: of, sheet: on }, at) => [String(at), `${name}: ${on || of}`]);
    const at = String(view.tables.findIndex(table => table.shown));
    const more = make('input', { type: 'file', id: 'more-file', accept: file.accept, 'aria-labelledby': 'more-file-label' });
    more.addEventListener('change', () => more.files[0] && take(more.files[0], 'add'));
    return [
      make('p', { className: 'hint' }, say('studio.tables.how')),
      several ? field('table-at', say('studio.tables'), null, select(names, at), value => change('table', '', value)) : null,
      make('p', { className: 'acts' },
        view.sheets.length ? act('add', 'studio.tables.add', 'add', String(Math.max(shown, 0))) : null,
        several ? act('drop', 'studio.tables.drop', 'drop', '') : null),
      make('p', { className: 'more' }, make('label', { htmlFor: 'more-file', id: 'more-file-label' }, say('studio.tables.file')), more),
    ];
  }

  /** The description itself, for what no click can say. */
  function descriptor() {
    const lines = make('textarea', { className: 'lines', id: 'descriptor', rows: 16, value: view.descriptor, spellcheck: false, 'aria-label': say('studio.descriptor') });
    const apply = make('button', { type: 'button', className: 'act', id: 'apply' }, say('studio.descriptor.apply'));
    apply.addEventListener('click', () => change('descriptor', '', lines.value));
    return make('details', { id: 'more' }, make('summary', {}, say('studio.descriptor')), lines, apply);
  }

  function drawColumns() {
    if (!view.columns) return parts.columns.replaceChildren();
    const last = from + view.cells.length - 1;
    const go = (id, to) => {
      const button = make('button', { type: 'button', className: 'act', id, disabled: to < 1 || to > view.rows }, say(`studio.rows.${id}`));
      button.addEventListener('click', () => turn(to));
      return button;
    };
    const shown = view.sheets.find(found => found.shown);
    const back = make('button', { type: 'button', className: 'act', id: 'back' }, say('studio.sheet.back'));
    back.addEventListener('click', () => turn(1, -1));
    parts.columns.replaceChildren(
      other < 0 ? make('p', {}, say('studio.columns.how')) : make('p', {}, `${say('studio.sheet.other', { sheet: shown ? shown.name : '' })} `, back),
      make('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': say('studio.columns') },
        sheet(view, roles, say, ofSheet(), (header, role) => change('role', header, role))),
      make('p', {}, `${say('studio.rows', { from, last, rows: view.rows })} `, go('earlier', from - ROWS), go('later', from + ROWS)),
    );
  }

  function ofSheet() {
    const shown = view.sheets.find(found => found.shown);
    const isHere = issue => issue.file == view.file && (!shown || !issue.cell || issue.cell.startsWith(`${shown.name}!`));
    return report ? report.issues.filter(isHere) : [];
  }

  /** Shows another part of the sheet, or of another one. */
  async function turn(to, on = other) {
    [from, other] = [to, on];
    await work('studio.reading', async () => {
      view = JSON.parse(await core.call('view', from, other));
      drawColumns();
      said.textContent = say('studio.rows', { from, last: from + view.cells.length - 1, rows: view.rows });
    });
  }

  function drawFound() {
    const { issues } = report;
    const errors = issues.filter(issue => issue.severity == 'error').length;
    const summary = issues.length ? say('studio.found.told', { n: issues.length, errors }) : say('studio.found.none');
    said.textContent = summary;
    parts.found.replaceChildren(
      make('p', {}, summary),
      ...(report.tables ? [make('h3', {}, say('studio.sets')), make('pre', {}, report.tables)] : []),
      make('ol', { className: 'list issues' }, ...issues.map(issue => make('li', { 'data-severity': issue.severity }, told(issue)))),
    );
  }

  function told(issue) {
    const place = issue.cell || (issue.row ? `${issue.file} ${issue.row}` : issue.file);
    const line = [make('strong', {}, `${say(`severity.${issue.severity}`)} ${place}`), ` ${issue.message}`];
    if (!view || !issue.row || !view.tables.some(table => table.file == issue.file)) return make('p', {}, ...line);
    const button = make('button', { type: 'button' }, ...line);
    button.addEventListener('click', () => lead(issue));
    return button;
  }

  /** Leads to the cell of an issue, on whichever sheet of whichever file it stands. */
  async function lead(issue) {
    if (issue.file != view.file) await change('table', '', String(view.tables.findIndex(table => table.file == issue.file)));
    const on = view.sheets.findIndex(found => (issue.cell || '').startsWith(`${found.name}!`));
    const isShown = on < 0 || view.sheets[on].shown;
    if (!isShown || issue.row < from || issue.row >= from + ROWS) await turn(Math.max(1, issue.row - 5), isShown ? other : on);
    const cell = document.getElementById(`cell-${issue.row}-${issue.column || 1}`);
    if (!cell) return;
    cell.scrollIntoView({ block: 'center', inline: 'center' });
    cell.focus();
  }

  function drawReview() {
    const one = key => field(`review-${key}`, say(`studio.review.${key}`), key == 'when' ? say('studio.review.when.how') : null,
      input(view.review[key]), value => core.call('change', 'review', key, value));
    parts.review.replaceChildren(make('p', {}, say('studio.review.how')),
      make('div', { className: 'fields' }, ...['who', 'when', 'basis', 'result'].map(one)));
  }

  function drawPreview() {
    const box = make('div', { id: 'figure' });
    const button = make('button', { type: 'button', className: 'act', id: 'show' }, say('studio.preview.show'));
    button.addEventListener('click', () => work('studio.reading', async () => {
      await element();
      const [, descriptor, ...rest] = await core.call('preview');
      const files = {};
      for (let at = 0; at < rest.length; at += 2) files[rest[at]] = rest[at + 1];
      const figure = make(view.settings.element, { lang });
      box.className = 'figure';
      box.replaceChildren(figure);
      figure.data = { descriptor: JSON.parse(descriptor), files };
      said.textContent = say('studio.preview');
    }));
    parts.preview.replaceChildren(make('p', {}, button), box);
  }

  /** The script of the widgets: it is in the page that is one file, else beside this script. */
  function element() {
    if (customElements.get(view.settings.element)) return undefined;
    return new Promise((yes, no) => {
      const loader = make('script', { src: new URL('daylight.single.js', script.src).href });
      loader.onload = yes;
      loader.onerror = () => no(new Error('daylight.single.js'));
      document.head.append(loader);
    });
  }

  function drawPackage() {
    const answer = make('div', { id: 'made' });
    const button = make('button', { type: 'button', className: 'act', id: 'pack' }, say('studio.package.make'));
    button.addEventListener('click', () => work('studio.packing', async () => {
      const refused = await core.call('refused');
      if (refused) {
        report = JSON.parse(refused);
        drawFound();
        said.textContent = say('studio.package.refused');
        answer.replaceChildren(make('p', { className: 'wrong' }, say('studio.package.refused')));
        return;
      }
      const bytes = await core.call('archive');
      const name = `${view.settings.name || 'package'}.zip`;
      const link = make('a', { id: 'archive', download: name, href: URL.createObjectURL(new Blob([bytes], { type: 'application/zip' })) }, name);
      answer.replaceChildren(make('p', {}, `${say('studio.package.made')} `, link), ...snippet(await core.call('snippet', lang)));
      link.click();
      said.textContent = say('studio.package.made');
    }));
    const left = view.leftOut.map(({ table, letters, header }) => make('li', {}, `${letters} ${header}${view.tables.length > 1 ? ` (${table})` : ''}`));
    parts.package.replaceChildren(
      make('p', {}, say(left.length ? 'studio.left-out' : 'studio.left-out.none')),
      left.length ? make('ul', { className: 'plain', id: 'left-out' }, ...left) : '',
      make('p', {}, button), answer);
  }

  function snippet(lines) {
    const text = make('textarea', { className: 'lines', id: 'snippet', rows: 3, readOnly: true, value: lines, 'aria-label': say('studio.snippet') });
    const copy = make('button', { type: 'button', className: 'act', id: 'copy' }, say('studio.copy'));
    copy.addEventListener('click', () => {
      text.select();
      // Plain http and pages from a disk have no clipboard; the lines are selected there.
      if (!navigator.clipboard) return;
      navigator.clipboard.writeText(lines).then(() => {
        said.textContent = say('studio.copied');
      }, () => {});
    });
    return [make('p', {}, say('studio.snippet')), text, copy];
  }

  // ---- what comes in

  file.addEventListener('change', () => {
    const [chosen] = file.files;
    // Whoever corrects the file chooses it once more: that is a change too.
    if (chosen) take(chosen, 'open').then(() => { file.value = ''; });
  });
  for (const name of ['dragenter', 'dragover']) {
    drop.addEventListener(name, event => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', event => {
    event.preventDefault();
    drop.classList.remove('over');
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0], 'open');
  });
}
