/* The life of an element, from data to removal: an ES module that the loader imports when the first element comes near the
   viewport. It stands between the module (what it offers is in src/element.rs) and the page: fetching, states, addresses,
   traps. It knows no element's subject. */

import { address, query, said_of, value_of } from './element/address.js';
import { Problem, bytes, dress, load_src, ownText, page, read, sheet, text, watch, words_of } from './element/fetch.js';
import { habits, instance, whole } from './element/module.js';

// What a link carries, and what is set back when it does not; a dimension's change clears the path, so it comes first.
const STATE = 'dimension path view year phase direction currency unit basis fund project kind status'.split(' ');
const LINK = [...STATE, 'version'];
const CHARTS = /^(outturn|years|panels|hundred|debt|highlights|balance)$/; // views with axes, which a part of the module of their own draws
const SETS = /^(tables|highlights|balance)$/; // views of table sets, for which there is another one; they are made from the files
const EVENTS = ['click', 'keydown', 'input', 'change', 'focusin', 'pointerover', 'toggle'];

const shown = new Set();
const links = new Set(); // names of deep links in use
let generation = 1;
let further; // what happens after the first picture
let active; // the life that entered the module last

/** All that the first picture does without. */
const ready = async module => {
  [further] = await Promise.all([page.loader.bring('further'), whole(module)]);
  further.begin({ Problem, bytes, text, words_of, page, shown });
};

class Life {
  constructor(element) {
    this.element = element;
    this.kind = page.loader.kind(element);
    this.first = Object.fromEntries(LINK.map(name => [name, element.getAttribute(name)]));
    this.claim();
    this.restore();
  }

  /** Claims its name in the address, which no other element on the page may have. */
  claim() {
    const link = this.link = this.attribute('deep-link');
    if (link && links.has(link)) console.warn(`daylight: two elements have deep-link="${link}"; give each a name of its own`);
    links.add(link);
  }

  attribute(name) {
    return this.element.getAttribute(name) || '';
  }

  /** Whether its view has axes. */
  charts() {
    return CHARTS.test(this.attribute('view'));
  }

  /** Whether its view is of table sets. */
  sets() {
    return SETS.test(this.attribute('view'));
  }

  /** The parts of the module that its view needs besides the first two. */
  parts() {
    return [this.charts() && 'charts', this.sets() && 'sets'].filter(Boolean);
  }

  mark(state, reason) {
    const { dataset } = this.element;
    dataset.state = state;
    if (reason) dataset.reason = reason; else delete dataset.reason;
  }

  tell(kind, detail, cancelable = false) {
    const event = new CustomEvent('daylight-' + kind, { detail, bubbles: true, composed: true, cancelable });
    return this.element.dispatchEvent(event);
  }

  load() {
    const again = problem => {
      if (problem.state != 'early') throw problem;
      this.close();
      return this.mount();
    };
    return this.loading ||= this.mount().catch(again).catch(problem => this.fail(problem)).then(() => {
      this.loading = null;
      if (this.changed) return this.renew();
    });
  }

  /** Shows the element anew; where that is under way, once more after it. */
  renew() {
    this.changed = !!this.loading;
    if (this.changed) return;
    this.close();
    return this.load();
  }

  async mount() {
    if (this.inner) return;
    const { element } = this;
    const src = this.attribute('src');
    this.mark('loading');
    const table = !src && !element._data && element.querySelector('table');
    if (!src && !element._data && !table) return; // a script will give it
    const lang = page.loader.language(element);
    this.data ||= element._data || table ? this.given(table) : load_src(src, !this.kind && !this.doubted && !this.sets(), this.attribute('version'));
    const [data, module] = await Promise.all([this.data, instance(this.kind, generation), sheet()]);
    // The table is no part of a first picture, nor are charts with axes; of funds, a place is, of results, the overview, of a consultation, the draft.
    const parts = this.parts(), { kind } = this, view = this.attribute('view');
    const all = this.mode() == 'elder' || (kind ? !/^(place|overview|draft)?$/.test(view) : !data.summary || parts[0] || view == 'table');
    const [words] = await Promise.all([words_of(lang, all, kind), (all || kind) && sheet('later'), kind && sheet(kind + 'sheet')]);
    const sets = this.sets() && data.sets && await data.sets();
    if (all) await whole(module, parts);
    if (!element.isConnected) return;
    if (module.dead) return this.mount(); // a trap elsewhere, meanwhile
    if (!this.asked && isRead(element)) return this.offer(JSON.parse(words));
    const height = element.offsetHeight;
    this.module = module;
    this.id = this.give(words, data);
    this.ofSets = this.sets();
    if (sets) this.enter('set', 'sets', sets);
    for (const name of ['heading-level', 'deep-link', 'subject', 'voucher', ...STATE]) if (this.attribute(name)) this.enter('set', name, this.attribute(name));
    this.enter('set', 'script', page.loader.script);
    this.locate();
    this.enter('set', 'speech', window.speechSynthesis ? '1' : '');
    this.date();
    const inner = this.inner = document.createElement('div');
    inner.className = 'root';
    inner.lang = lang;
    inner.dir = getComputedStyle(element).direction;
    for (const kind of EVENTS) inner.addEventListener(kind, event => this.hear(event), true);
    // The children give way in one step, so that nothing in between is ever drawn.
    const shadow = element.shadowRoot || element.attachShadow({ mode: 'open' });
    shadow.textContent = '';
    dress(shadow);
    shadow.append(inner);
    this.enter('set', 'dir', inner.dir);
    this.look();
    const told = (kind, detail) => this.told(kind, detail);
    const [state, ...lines] = this.enter('mount', inner, ...this.room(), told).split('\n');
    if (state == 'failed' && data.summary) return this.doubt();
    if (state == 'failed') {
      this.close();
      throw new Problem('failed', 'rows', '', lines);
    }
    shown.add(this);
    this.mark(state, page.loader.plain); // why it is plain JavaScript that runs
    await this.settle(height);
    sizes?.observe(inner);
    this.tell('ready', {});
    this.finish(lang, data).catch(problem => this.module == module && this.inner == inner && this.enter('set', 'unchecked', '1'));
  }

  /** What a script gave, or what stands in a table of the page. */
  async given(table) {
    const { load_given, load_table } = await page.loader.bring('given');
    const needs = { Problem, ownText, read };
    return table ? load_table(table, needs) : load_given(this.element._data, needs);
  }

  /** Gives the module what has been fetched; the number that it answers stands for it. */
  give(words, data) {
    const id = this.enter('open', words, data.profile, data.international || '', data.descriptor || '');
    const src = this.attribute('src');
    if (src) this.module.set(id, 'src', data.where || new URL(src, document.baseURI).href);
    if (data.unit) this.module.set(id, 'amounts', data.unit);
    if (data.date) this.module.set(id, 'as-of', data.date);
    if (data.summary) this.module.set(id, 'summary', data.summary);
    for (const [name, body] of data.files || []) this.module.file(id, name, body);
    return id;
  }

  /** After the first picture: all that it did without. */
  async finish(lang, data) {
    const { module, inner } = this;
    const [words] = await Promise.all([words_of(lang, true, this.kind), ready(module), sheet('later')]);
    if (this.inner != inner || module.dead) return;
    dress(this.element.shadowRoot);
    const unproved = Number(this.enter('call', 'begin', words));
    if (unproved < 0) return this.doubt();
    await further.finish(this, data, unproved);
  }

  /** The summary is not that of the files, or a newer version was published meanwhile: once more from the start, and then the
   *  files themselves are shown. */
  doubt() {
    this.doubted = this.doubts;
    this.doubts = true;
    this.data = null;
    if (!this.loading) return this.renew();
    this.close();
    return this.mount();
  }

  /** Something happened in the element. What the module cannot answer before its second part is there waits for it. */
  hear(event) {
    active = this;
    const { module, inner } = this;
    if (module.whole && further || module.dead) return;
    event.stopImmediatePropagation();
    const { type, target, key } = event;
    const does = target.closest && target.closest('[data-do]');
    if (/focus|pointer/.test(type) || !does || type == 'keydown' && !/^(Arrow|Home|End|Escape|Backspace)/.test(key)) return;
    if (type == 'keydown') event.preventDefault();
    const again = new event.constructor(type, event);
    ready(module).then(() => this.inner == inner && does.isConnected && does.dispatchEvent(again), String);
  }

  /** Gives the picture the height with which the element is as high as its children were, so that what follows on the page
   *  stays where it is. What is around a picture may be more at one height than at another (a row of parts that are too
   *  small for it): where no height fits exactly, the largest found that fits is kept. Nothing is drawn in between. */
  async settle(goal) {
    const { element, inner } = this;
    this.swipe();
    const picture = inner.querySelector('.picture');
    const room = this.room();
    const set = async height => {
      const before = picture.style.height;
      this.enter('measure', ...room, height);
      for (let turns = 0; turns < 20 && picture.style.height == before; turns++) await null;
      return picture.style.height != before;
    };
    let fits = 0, over = Infinity;
    this.fits = room + '';
    element.style.minHeight = '';
    for (let tries = 0; picture && tries < 6; tries++) {
      const height = picture.offsetHeight, more = goal - inner.offsetHeight;
      if (more < 0) over = height; else fits = height;
      let next = height + more;
      if (next <= fits || next >= over) next = fits + over >> 1;
      if (!more || next == fits || !await set(next)) break;
    }
    if (fits && picture.offsetHeight > fits) await set(fits);
    // Tables and charts cannot be made as high; where nobody sees what follows, they need not be.
    if (inner.offsetHeight == goal || inner.getBoundingClientRect().bottom < innerHeight) element.style.minHeight = goal + 'px';
  }

  close() {
    if (!this.inner) return;
    const { inner, module } = this;
    shown.delete(this);
    sizes?.unobserve(inner);
    this.inner = null;
    if (!module.dead) this.enter('close');
    active = null; // or it would keep an element that is gone
    inner.remove();
  }

  /** The only way into the module. A trap ends the instance that it happens in, and fails this element. */
  enter(method, ...rest) {
    active = this;
    if (this.module.dead) return;
    try {
      return method == 'open' ? this.module.open(...rest) : this.module[method](this.id, ...rest);
    } catch (error) {
      const early = trap(error, this);
      if (early && !this.loading) return this.renew();
      if (early) throw new Problem('early');
      const problem = new Problem('failed', 'crash', '', [String(error)]);
      if (this.loading) throw problem;
      this.fail(problem);
    }
  }

  /** Tells an element of funds the reader's day, to which days are counted. */
  date() {
    const now = new Date();
    if (this.kind) this.enter('set', 'today', new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10));
  }

  mode() {
    const mode = this.attribute('mode');
    return mode == 'auto' ? document.documentElement.getAttribute('data-daylight-mode') || '' : mode;
  }

  look() {
    if (!this.inner) return;
    const mode = this.mode();
    const theme = this.attribute('theme');
    this.inner.setAttribute('data-mode', mode);
    this.inner.setAttribute('data-theme', theme && theme != 'auto' ? theme : /dark/.test(getComputedStyle(this.element).colorScheme) ? 'auto' : 'light');
    this.enter('set', 'mode', mode);
    this.enter('set', 'theme', theme);
    this.measure();
  }

  room() {
    const { inner } = this;
    const width = Math.floor(inner.clientWidth), font = Math.round(parseFloat(getComputedStyle(inner).fontSize));
    inner.toggleAttribute('data-narrow', width < font * 34);
    return [width, font];
  }

  /** A table that fits need not be moved sideways, and nothing says so. */
  swipe() {
    for (const said of this.inner.querySelectorAll('.swipe')) {
      const { scrollWidth, clientWidth } = said.nextElementSibling;
      said.hidden = scrollWidth <= clientWidth;
    }
  }

  measure() {
    if (!this.inner || !shown.has(this)) return;
    this.swipe();
    const room = this.room();
    if (room[0] && room + '' != this.fits) {
      this.fits = room + '';
      this.element.style.minHeight = ''; // it was that of another width
      this.enter('measure', ...room, 0);
    }
  }

  // -- what the module tells

  told(kind, detail) {
    if (kind == 'navigate') return this.tell(kind, JSON.parse(detail), true);
    if (kind == 'push' || kind == 'replace') return this.reflect(JSON.parse(detail), kind == 'push' && !this.goal);
    if (kind != 'select') return further[kind](this, detail) !== false;
    return this.tell(kind, JSON.parse(detail));
  }

  reflect(state, push) {
    const { element } = this;
    element.style.minHeight = ''; // what was chosen is as high as it is
    this.quiet = true;
    for (const name of STATE) if (state[name]) element.setAttribute(name, state[name]); else element.removeAttribute(name);
    this.quiet = false;
    const name = this.attribute('deep-link');
    if (name) this.address(name, { ...state, version: this.attribute('version') }, push);
    queueMicrotask(() => this.inner && this.locate());
    return true;
  }

  /** What its attributes say of where the reader stands. */
  state() {
    return Object.fromEntries(STATE.map(name => [name, this.attribute(name)]));
  }

  /** Tells the page's address, with a line break where the state of this element belongs. */
  locate() {
    const name = this.attribute('deep-link');
    this.enter('set', 'page', name ? address(name, '\n') : location.href);
  }

  address(name, state, push) {
    const said = LINK.filter(key => state[key] && state[key] != this.first[key])
      .map(key => key + ':' + said_of(state[key]));
    const url = address(name, said.join(','));
    if (url != location.href) history[push ? 'pushState' : 'replaceState'](history.state, '', url);
  }

  /** Takes the state from the address where it has one, else what the page's author wrote. */
  restore() {
    const name = this.attribute('deep-link');
    if (!name) return;
    const said = {};
    for (const pair of query(name).split(',')) {
      const at = pair.indexOf(':');
      try { if (at > 0) said[pair.slice(0, at)] = value_of(pair.slice(at + 1)); } catch { /* left out */ }
    }
    this.goal = said.id; // any id: where it leads is known when the data are here
    for (const key of LINK) {
      const value = said[key] ?? this.first[key];
      if (value == null) this.element.removeAttribute(key); else this.element.setAttribute(key, value);
    }
    if (this.inner) this.locate();
  }

  // -- problems

  async fail(problem) {
    if (!(problem instanceof Problem)) problem = new Problem('failed', 'crash', '', [String(problem)]);
    const { state, reason, file, needs } = problem;
    this.data = null;
    this.close();
    const gone = reason == 'withdrawn' && needs;
    this.mark(state, gone || state == 'unsupported' ? reason : '');
    // Imported, not fetched: a policy may allow scripts and nothing else.
    const said = await page.loader.bring('trouble').catch(String);
    const lang = page.loader.language(this.element), words = said.default?.[lang] || {};
    const key = `state.${state}.${needs && !gone ? 'connect' : reason}`;
    const values = { file, value: needs || file, ...gone };
    const why = (words[key] || words['rule.path-refused'] || '{file}').replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
    const lines = reason == 'rows' ? problem.lines : [why, ...problem.lines || []];
    const title = gone && (gone['daylight:titles']?.[lang] || gone.title);
    if (title) lines.unshift(title);
    this.tell('error', { state, reason, file, message: lines.join('\n') });
    await this.note([words[gone ? 'state.withdrawn' : 'state.' + state] || state, ...lines], words['state.retry'] || '\u21bb', lang, gone);
  }

  offer(words) {
    this.mark('ready');
    return this.note([], words['state.open-view'], page.loader.language(this.element));
  }

  /** The children, and beneath them a note with a button that tries to show the element. What is `gone` is not in the children
   *  either. */
  async note(lines, label, lang, gone) {
    const { element } = this;
    await sheet().catch(String);
    const shadow = element.shadowRoot || element.attachShadow({ mode: 'open' });
    const make = (tag, words) => Object.assign(document.createElement(tag), { textContent: words });
    const note = make('div', '');
    note.className = 'root note';
    note.lang = lang;
    note.setAttribute('role', 'status');
    const button = make('button', label);
    button.type = 'button';
    button.onclick = () => {
      this.asked = true;
      this.load();
    };
    note.append(...lines.map(line => make('p', line)), button);
    shadow.textContent = '';
    dress(shadow);
    shadow.append(...gone ? [] : [make('slot', '')], note);
  }
}

/** Whether somebody is busy with the children: focus, selection or an opened table is in them. */
function isRead(element) {
  const selection = getSelection();
  return element !== document.activeElement && element.contains(document.activeElement)
    || !!element.querySelector(':target,details[open]')
    || (selection.rangeCount > 0 && !selection.isCollapsed && element.childNodes.length > 0 && selection.containsNode(element, true));
}

// ---- traps ------------------------------------------------------------------------------------------------------

/** Nothing enters an instance after a trap: its guilty element gets its children and the error, the others a new instance.
 *  Answers whether a part of the module was not there yet: then that is what may have been missed, and with it the
 *  guilty element begins again too. */
function trap(error, life) {
  const { module } = life;
  if (module.dead) return false;
  module.dead = true;
  generation++;
  const early = !module.whole || life.parts().some(part => !module[part]);
  habits.hasty ||= early;
  for (const other of [...shown]) {
    if (other.module != module) continue;
    other.close();
    if (other != life) other.load();
  }
  return early;
}

/** A trap inside a listener of the module's own reaches the page only as an error event. */
function onError(event) {
  const error = event.error || event.reason;
  const ours = page.loader.plain ? error?.daylight
    : error instanceof WebAssembly.RuntimeError && String(error.stack).includes(active?.module.wasm.split('_')[0]);
  if (!ours || !active) return;
  event.preventDefault();
  const life = active;
  if (trap(error, life)) life.load(); else life.fail(new Problem('failed', 'crash', '', [String(error)]));
}

// ---- what the loader calls --------------------------------------------------------------------------------------

const sizes = window.ResizeObserver && new ResizeObserver(entries => {
  for (const { target } of entries) for (const life of shown) if (life.inner == target) life.measure();
});

/** Called once, before anything else. */
export function begin(from) {
  page.loader = from;
  watch();
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onError);
  addEventListener('popstate', () => shown.forEach(life => life.restore()));
  document.addEventListener('visibilitychange', () => shown.forEach(life => life.date())); // it may have become another
  new MutationObserver(() => shown.forEach(life => life.look()))
    .observe(document.documentElement, { attributes: true, attributeFilter: ['data-daylight-mode', 'class', 'data-theme'] });
}

/** Shows an element, if it is not shown yet. */
export function load(element) {
  const life = element._life ||= new Life(element);
  return life.load();
}

/** An element is back on the page, or has moved. */
export function enter(element) {
  const life = element._life;
  if (life.inner) return life.measure();
  life.claim();
  life.load();
}

/** An element has left; if it is not back at once, it is closed. */
export function leave(element) {
  queueMicrotask(() => {
    if (element.isConnected) return;
    links.delete(element._life.link);
    element._life.close();
  });
}

/** An attribute has changed. */
export function change(element, name) {
  const life = element._life;
  if (life.quiet) return;
  if (name == 'src' || name == 'version' || name == 'lang' || name == 'heading-level') {
    if (name == 'src' || name == 'version') life.data = null;
    life.renew();
  } else if (life.inner) {
    const set = () => life.inner && life.enter('set', name, life.attribute(name));
    if (name == 'mode' || name == 'theme') life.look();
    else if (name == 'view' && life.sets() != life.ofSets) {
      life.data = null;
      life.renew();
    } else if (name == 'view' && life.parts()[0]) whole(life.module, life.parts()).then(set, problem => life.fail(problem));
    else set();
  }
}

/** Calls a method of an element that is shown. */
export async function call(element, method, argument) {
  const life = element._life;
  if (life.inner) await ready(life.module);
  const answer = life.inner && life.enter('call', method, argument);
  if (!life.inner) throw new Error(`daylight: the element is ${element.dataset.state}`);
  return answer;
}
