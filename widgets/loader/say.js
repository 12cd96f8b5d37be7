/* What citizens say: pages of comments in, and a comment, a draft or a receipt out. An ES module that further.js imports for the element
   of a consultation. A draft is kept in this browser until it is sent, and nowhere else; nothing is sent before it is asked for. */

const LONG = 20000; // milliseconds after which a service that says nothing has failed
const places = new WeakMap(); // of each life: { draft, key, typed, page }

function place(life) {
  if (!places.has(life)) places.set(life, { key: fresh() });
  return places.get(life);
}

/** A key of a comment: however often it is sent, it is taken once. */
const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

/** Nothing of a comment stays, and the next one has a key of its own. */
function forget(here) {
  here.typed = here.taken = '';
  here.key = fresh();
  store(kept => kept.removeItem(here.draft));
}

/** What a browser keeps; some keep nothing. */
function store(act) {
  try { return act(localStorage); } catch { return null; }
}

export async function act(life, { act, id, typed, url, what, body, wait }) {
  const here = place(life), { inner, module } = life;
  const { where } = await life.data;
  const enter = (method, text) => life.inner == inner && !module.dead && life.enter('call', method, text);
  const save = () => store(kept => kept.setItem(here.draft, JSON.stringify({ typed: here.typed, key: here.key })));
  if (act == 'begin') {
    const draft = `daylight-draft:${new URL(where || '', document.baseURI).href}#${id}`;
    if (draft != here.draft) Object.assign(here, { draft, typed: '', taken: '', key: fresh() }); // another consultation
    here.begun = inner;
    if (here.taken) return enter('taken', here.taken); // the same one in another language
    const kept = store(kept => JSON.parse(kept.getItem(here.draft)));
    if (kept) here.key = kept.key;
    const text = kept ? kept.typed : here.typed; // some browsers keep nothing
    if (text) enter('kept', text);
  } else if (act == 'keep') {
    here.typed = typed;
    save();
  } else if (act == 'clear') {
    forget(here);
  } else if (act == 'key') {
    here.key = fresh(); // what was sent with the one before was something else
    if (here.typed) save();
  } else if (act == 'fetch') {
    try {
      const address = beside(url, url[0] == '?' ? here.page : where);
      const answer = await fetch(address, { credentials: 'omit', cache: 'no-cache' });
      if (!answer.ok) throw answer.status;
      const text = await answer.text();
      if (what == 'comments') here.page = address.href;
      enter('fetched', url + '\n' + text);
    } catch {
      enter('lost', url);
    }
  } else {
    if (wait > 0) await new Promise(done => setTimeout(done, wait * 1000));
    const sent = act == 'send' ? { ...JSON.parse(body), key: here.key } : JSON.parse(body);
    if (act == 'send' && here.typed) save(); // with its key: what breaks off may be sent again
    const { draft } = here;
    const answer = await post(url, where, sent, inner.lang);
    enter(act == 'send' ? 'sent' : 'told', answer);
    if (act != 'send' || !/^201/.test(answer)) return;
    store(kept => kept.removeItem(draft));
    if (here.draft != draft) return; // another consultation is shown by now
    forget(here);
    here.taken = answer; // a receipt is shown once: it stays while the element does
    if (here.begun != inner && here.begun == life.inner) life.enter('call', 'taken', answer); // it was drawn anew meanwhile
  }
}

/** An address that a document names, of its own origin: what is written is sent nowhere else. */
function beside(url, from) {
  const base = new URL(from || '', document.baseURI), address = new URL(url, base);
  if (address.origin != base.origin) throw new Error(address.origin);
  return address;
}

/** A status, 0 where there was none, the seconds to wait and the answer, a line each. */
async function post(path, from, sent, lang) {
  const cut = new AbortController(), timer = setTimeout(() => cut.abort(), LONG);
  try {
    const url = beside(path, from);
    url.searchParams.set('lang', lang);
    const answer = await fetch(url, {
      method: 'POST', credentials: 'omit', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent), signal: cut.signal
    });
    return [answer.status, parseInt(answer.headers.get('retry-after')) || 0, await answer.text()].join('\n');
  } catch {
    return '0\n0\n';
  } finally {
    clearTimeout(timer);
  }
}
