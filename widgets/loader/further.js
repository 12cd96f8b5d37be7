/* What an element does after the first picture: slices, files to check, versions of its package; files to take away, texts to copy
   and to hear. An ES module that element.js imports; a `life` is that of an element there, and what is needed of
   element/fetch.js is passed in. */

const SMALL = 100000; // bytes of files that are added up unasked; of larger ones the reader is told the size first
const MOST_SLICES = 60; // as many as a search may load
let needs; // { Problem, bytes, text, words_of, page, shown }

export function begin(given) {
  if (needs) return;
  needs = given;
  new MutationObserver(() => given.shown.forEach(follow))
    .observe(document, { subtree: true, attributes: true, attributeFilter: ['lang', 'dir'] });
  const print = on => given.shown.forEach(life => life.module.whole && life.enter('call', 'print', on ? '1' : ''));
  addEventListener('beforeprint', () => print(true));
  addEventListener('afterprint', () => print(false));
  matchMedia('print').addEventListener('change', media => print(media.matches));
}

/** Takes over the host's language and direction, wherever above the element they were changed. */
function follow(life) {
  const { element, inner } = life;
  if (needs.page.loader.language(element) != inner.lang) return life.renew();
  const dir = getComputedStyle(element).direction;
  if (dir == inner.dir) return;
  inner.dir = dir;
  life.enter('set', 'dir', dir);
}

/** The order of elements on the page. */
const in_order = (one, other) => one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;

/** Numbers the landmarks of elements whose data have the same title, from the second on: a page may show one package twice. */
function tell_apart() {
  const known = {};
  for (const { inner } of [...needs.shown].sort(in_order)) {
    const section = inner.querySelector('section'), nav = inner.querySelector('nav');
    const title = inner.querySelector('#title')?.textContent;
    const number = known[title] = (known[title] || 0) + 1;
    if (!title || number < 2 || section.hasAttribute('aria-label')) continue;
    section.removeAttribute('aria-labelledby');
    section.setAttribute('aria-label', `${title} (${number})`);
    nav?.setAttribute('aria-label', `${nav.getAttribute('aria-label')} (${number})`);
  }
}

/** Links to other packages, the record of versions, and for small files the proof that the summary is theirs. */
export async function finish(life, data, bytes) {
  tell_apart();
  const json = data.descriptor ? JSON.parse(data.descriptor) : {};
  life.package = (json.package || json).name;
  if (life.goal) reach(life, life.goal);
  life.goal = '';
  if (data.summary) links(life, data, json).catch(String);
  const compared = data.published && data.where && compare(life, data).catch(String);
  if (data.summary && bytes && bytes <= SMALL && !navigator.connection?.saveData) await check(life);
  await compared;
}

/** The links of a package that is shown from its summary; else they came with its files. */
async function links(life, data, { resources = [], 'daylight:comments': comments }) {
  const table = resources.find(resource => (resource['daylight:table'] || resource.name) == 'links');
  if (!table && !comments) return;
  const { inner } = life, text = table ? needs.text(await data.fetched(String(table.path))) : '';
  if (life.inner == inner) life.enter('call', 'links', data.descriptor + '\0' + text);
}

/** Goes to what has an id in an element's data. */
function reach(life, id) {
  life.element.scrollIntoView();
  life.enter('call', 'reach', id);
}

/** A link to what another package has: where an element of the page shows that package it goes there, and says so; else the browser
 *  follows the link, as it does where the reader asks for another window. */
export function open(life, detail) {
  const { package: name, id } = JSON.parse(detail), { altKey, ctrlKey, metaKey, shiftKey } = window.event || {};
  if (altKey || ctrlKey || metaKey || shiftKey) return false;
  const there = [...needs.shown].filter(other => other.package == name).sort(in_order)[0];
  if (!there) return false;
  reach(there, id);
  return true;
}

/** Loads the files, and compares them with what is shown. */
export async function check(life) {
  const { module, inner } = life;
  const isHere = () => life.inner == inner && !module.dead;
  life.enter('call', 'checking', '1');
  try {
    const [files, words] = await Promise.all([(await life.data).all(), needs.words_of(inner.lang, true, life.kind)]);
    if (!isHere() || life.enter('prove', life.give(words, files)) !== false) return;
  } catch {
    return isHere() && life.enter('set', 'unchecked', '1');
  }
  await life.doubt();
}

/** What the record of versions says of the one that is shown. */
async function compare(life, data) {
  const { inner } = life;
  // A dated copy is in a folder of its own, two below the record.
  const [, frozen] = /\/v\/([^/]+)\/[^/]*$/.exec(data.where) || [];
  const record = new URL(frozen ? '../../versions.json' : 'versions.json', data.where).href;
  const text = needs.text(await needs.bytes(record));
  const { versions } = JSON.parse(text);
  if (life.inner != inner) return;
  // What the data themselves say: a cache may have kept another version than the newest.
  const [, own = frozen] = /"version":"([^"]+)"/.exec(data.summary) || [];
  const shown = versions.find(({ version }) => encodeURIComponent(version) == own) || versions[0];
  // A cache on the way may still have what the record says is gone.
  if (shown?.withdrawn) return life.fail(new needs.Problem('empty', 'withdrawn', '', [], { ...shown, ...shown.withdrawn }));
  // Files state the version of whoever wrote them; a summary has the one under which they were published.
  if (!data.summary && shown) life.enter('call', 'edition', shown.version);
  life.enter('call', 'versions-from', record);
  life.enter('call', 'versions', text);
  if (shown && shown != versions[0]) life.mark('stale', needs.page.loader.plain);
}

/** A slice that the module asks for. */
export async function slice(life, number) {
  const { inner } = life;
  inner.setAttribute('aria-busy', 'true');
  try {
    const text = await (await life.data).slice(number);
    if (life.inner == inner && life.enter('call', 'slice', text) == '0') await life.doubt();
  } catch {
    if (life.inner == inner) life.enter('call', 'lost', '1');
  }
  inner.removeAttribute('aria-busy');
}

/** All slices, for a search; of very many none. */
export async function slices(life) {
  const { inner } = life;
  const { summary, slice } = await life.data;
  const many = Number(/"slices":(\d+)/.exec(summary)?.[1]);
  const texts = many <= MOST_SLICES ? [...Array(many).keys()].map(at => slice(at + 1).catch(() => '')) : [];
  // In their order: what is deep has its place in what is above it.
  for (const text of texts) if (await text && life.inner == inner) life.enter('call', 'slice', await text);
  if (life.inner == inner) life.enter('call', 'sought', '');
}

/** What a consultation's element asks for: pages of comments, and what somebody has to say. */
export function say(life, detail) {
  needs.page.loader.bring('say').then(module => module.act(life, JSON.parse(detail)), String);
}

/** A comment is about to be sent; the page may refuse. */
export const submit = (life, detail) => life.tell('submit', JSON.parse(detail), true);

/** Gives the reader a file, unless the page wants it. */
export function export_(life, detail) {
  const file = JSON.parse(detail);
  if (!life.tell('export', file, true)) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.text], { type: file.type }));
  link.download = file.name;
  link.click();
  setTimeout(URL.revokeObjectURL, 60000, link.href);
}
export { export_ as export };

/** The newest version in the place of a frozen one; the element reads its attributes anew. */
export function newest({ element }) {
  const frozen = /([?&])v=[^&#]*&?/;
  const source = element.getAttribute('src') || '';
  element.removeAttribute('version');
  if (frozen.test(source)) element.setAttribute('src', source.replace(frozen, '$1').replace(/[?&]$/, ''));
}

/** Another view: its attribute tells the element what to load for it. */
export async function view(life, value) {
  const { element } = life, wasOfSets = life.sets();
  element.setAttribute('view', value);
  // What a table is called leads nowhere among codes, nor the other way round.
  if (wasOfSets || life.sets()) element.removeAttribute('path');
  await life.loading;
  if (!life.inner) return;
  life.reflect(life.state(), false);
  if (!element.shadowRoot.activeElement) life.inner.querySelector('[data-do="set view"]')?.focus();
}

export function copy(life, what) {
  const field = life.inner.querySelector(`[data-copy=${what}]`);
  field.focus();
  field.select();
  const done = how => life.inner && life.enter('call', 'copied', how);
  if (!navigator.clipboard) return done('by-hand');
  navigator.clipboard.writeText(field.value).then(() => done('done'), () => done('by-hand'));
}

/** Reads a text aloud; again, ends it. */
export function speak(life, words) {
  const voice = window.speechSynthesis;
  if (!voice) return;
  const spoke = voice.speaking;
  voice.cancel();
  if (spoke) return;
  const utterance = new SpeechSynthesisUtterance(words);
  const { lang } = life.inner;
  utterance.lang = lang == 'zh-Hans' ? 'zh-CN' : lang;
  voice.speak(utterance);
}

/** Prints what an element shows alone: while that is on its way to paper, all that stands beside it is hidden. */
export function print(life) {
  const { element, inner } = life;
  const hidden = [];
  const hide = () => {
    for (let node = element; node && node != document.documentElement; node = node.parentNode || node.host) {
      const beside = node.parentNode == document.documentElement ? [] : node.parentNode?.children || [];
      for (const other of beside) {
        if (other == node || !other.style) continue;
        hidden.push([other, other.style.getPropertyValue('display'), other.style.getPropertyPriority('display')]);
        other.style.setProperty('display', 'none', 'important');
      }
    }
  };
  const show = () => {
    for (const [other, display, priority] of hidden) other.style.setProperty('display', display, priority);
    inner.removeAttribute('data-sheet');
    if (life.inner == inner) life.enter('call', 'sheet', '');
  };
  addEventListener('beforeprint', hide, { once: true });
  addEventListener('afterprint', show, { once: true });
  inner.setAttribute('data-sheet', '');
  life.enter('call', 'sheet', location.href);
  life.enter('call', 'print', '1');
  // What was asked for is drawn before the page is taken to paper.
  requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
}
