/* What an element needs from elsewhere: its data, its words, the module's files and the style sheet, each fetched once. Every
   failure is a Problem with its state and reason. */

export const page = { loader: null }; // { files, base, script, early, language, bring, plain }, as the loader gives it
const once = {};

export class Problem {
  constructor(state, reason, file = '', lines, needs) {
    Object.assign(this, { state, reason, file, lines, needs }); // needs: what a policy does not allow
  }
}

/** Addresses that the page's policy kept from being fetched. A script that fetches learns only that nothing came. */
const refused = new Set();
export const watch = () => document.addEventListener('securitypolicyviolation', event => {
  if (event.effectiveDirective == 'connect-src') refused.add(event.blockedURI);
});

const wait = ms => new Promise(done => setTimeout(done, ms));

/** What connect-src must hold for an address. */
const sourceOf = url => new URL(url).origin == location.origin ? "'self'" : new URL(url).origin;

/** A file's answer, tried three times where the line or the server fails. */
export async function get(url, state, tries = 3, cache = 'default') {
  let reason = 'network';
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt) await wait(300 * attempt * attempt);
    if (refused.has(url)) throw new Problem('unsupported', 'csp', url, [], sourceOf(url));
    try {
      const begun = page.loader.early[url];
      page.loader.early[url] = null; // an answer is read once
      const answer = await (begun || fetch(url, { cache }));
      if (answer.ok) return answer;
      if (answer.status < 500) {
        if (state == 'failed') reason = 'missing';
        break;
      }
    } catch { /* tried again */ }
  }
  throw new Problem(state, reason, url);
}

/** What `make` promises, made once; a promise that was broken may be given again. */
export function only(key, make) {
  return once[key] ||= make().catch(problem => {
    delete once[key];
    throw problem;
  });
}

export const own = path => new URL(path, page.loader.base).href;
export const ownText = path => only(path, async () => (await get(own(path), 'unsupported')).text());

/** The words of a language: those of a picture, or `all`, which tell of problems too; of a `kind` that has its own, all of them. */
export const words_of = async (lang, all, kind = '') => {
  const [words, more] = await Promise.all([`words/${kind}${lang}.json`, all && !kind && `words/more/${lang}.json`].map(path => path && ownText(path)));
  return more ? words.trim().slice(0, -1) + ',' + more.trim().slice(1) : words;
};

export const text = bytes => new TextDecoder().decode(bytes);
const isPage = bytes => /^\s*<(!doctype|html|head|body)/i.test(text(bytes.subarray(0, 200)));

/** The bytes of a data file, unzipped where its first bytes say so. */
export async function bytes(url) {
  const answer = await get(url, 'failed', 3, 'no-cache'); // or what was withdrawn would stay
  const body = new Uint8Array(await answer.arrayBuffer());
  if (isPage(body)) throw new Problem('failed', 'not-data', url);
  if (body[0] != 31 || body[1] != 139) return body;
  if (!window.DecompressionStream) throw new Problem('unsupported', 'old-browser', url);
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer().then(unzipped => new Uint8Array(unzipped), () => {
    throw new Problem('failed', 'damaged', url);
  });
}

/** The address of a file that a descriptor names: relative, not above the descriptor, of its origin. */
function beside(path, where) {
  const url = new URL(path, where);
  if (/^[a-z][a-z+.-]*:|^[/\\]|(^|[/\\])\.\.([/\\]|$)/i.test(path) || url.origin != new URL(where).origin)
    throw new Problem('failed', 'path', path);
  return url.href;
}

/** UTF-8 from a declared encoding. What does not fit it stays as it is, and the module says so with row and column. */
function decode(body, label) {
  if (body[0] == 255 && body[1] == 254) label = 'utf-16le';
  if (!label || /^utf-?8/i.test(label)) return body;
  try {
    return new TextEncoder().encode(new TextDecoder(label, { fatal: true }).decode(body));
  } catch {
    return body;
  }
}

/** What some bytes are: a descriptor with its files, or a lone table. Where the descriptor names a summary and it may be
 *  `brief`, only that: a first picture needs no more, `all` reads the files, and `slice` a part that the summary leaves out. */
export async function read(body, name, fetched, brief) {
  if (text(body.subarray(0, 64)).trim()[0] != '{')
    return { descriptor: '', profile: await ownText('profiles/generic.json'), international: '', files: [[name, decode(body)]] };
  const descriptor = text(body);
  let json = {};
  try { json = JSON.parse(descriptor); } catch { /* the module tells where it breaks */ }
  if (json['daylight:withdrawn']) throw new Problem('empty', 'withdrawn', '', [], { ...json, ...json['daylight:withdrawn'] });
  // A consultation is told by a document beside its tables; a service answers with that document itself, or with a list of them.
  const tables = json.profile == 'daylight-consultation';
  if (tables || json.addresses || json.consultations) return { profile: '', descriptor: tables ? text(await fetched('consultation.json')) : descriptor, published: json['daylight:versions'] };
  const named = [json['daylight:profile'], json.countryCode].flat().map(id => String(id || '').toLowerCase());
  const profile = named.find(id => page.loader.files.profiles.includes(id)) || 'generic';
  const rules = ownText(`profiles/${profile}.json`);
  const short = brief && json['daylight:summary'];
  const all = () => read(body, name, fetched);
  const slice = async number => text(await fetched(`slices/${number}.json`));
  const published = json['daylight:versions'];
  const sets = () => ownText(`tables/${profile}.json`);
  if (short) return Promise.all([rules, fetched(String(short))]).then(([profile, summary]) => ({ profile, summary: text(summary), all, slice, published, descriptor, fetched }), all);
  const files = [json.resources || []].flat().flatMap(resource => [resource.path || []].flat().map(
    async path => [path, decode(await fetched(path), resource.encoding || resource.dialect?.encoding)]));
  // Without its outlines a package is shown all the same.
  const outlines = json['daylight:outlines'];
  if (outlines) files.push(Promise.resolve(String(outlines)).then(fetched).then(body => [String(outlines), body], () => [String(outlines), new Uint8Array()]));
  const [own, international, ...bodies] = await Promise.all([rules, ownText('profiles/un.json'), ...files]);
  return { descriptor, profile: own, international, files: bodies, published, sets };
}

/** A package or a lone table at an address, or a `version` of it, which is in a folder of its own beside it. */
export async function load_src(src, brief, version) {
  let where;
  try { where = new URL(src, document.baseURI); } catch { throw new Problem('failed', 'missing', src); }
  version ||= where.searchParams.get('v');
  const name = where.pathname.split('/').pop();
  if (version) where = new URL(`v/${encodeURIComponent(version)}/${name}`, where);
  const from = where.href;
  const data = await read(await bytes(from), name, path => bytes(beside(path, from)), brief);
  return { ...data, where: from };
}

/** Styles: constructed where the browser can, linked where it cannot or where nothing may be fetched. */
export const sheet = (name = 'sheet') => only(name, async () => {
  let style;
  try {
    style = new CSSStyleSheet();
  } catch {
    return;
  }
  style.replaceSync(await ownText(page.loader.files[name]));
  (once.styles ||= []).push(style);
});

export function dress(shadow) {
  if (once.styles) {
    shadow.adoptedStyleSheets = once.styles;
    const { host } = shadow;
    host.style.display = ''; // from here on the sheet says it, and the page may hide the element
    if (getComputedStyle(host).display == 'inline') host.style.display = 'block'; // or spoil it
  } else if (!shadow.querySelector('link')) {
    const kind = page.loader.kind(shadow.host);
    for (const name of ['sheet', 'later', kind && kind + 'sheet'].filter(Boolean)) {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = own(page.loader.files[name]);
      shadow.append(link);
    }
  }
}
