/* The module: its first part, of which each instance has a memory of its own, and others, which join it. Where the page
   refuses WebAssembly, all come as one script of plain JavaScript. */

import { Problem, get, only, own, page } from './fetch.js';

export const habits = { hasty: false }; // whether a first part was asked for what it has not: now both come before a picture

/** The first part of a kind's module in memory of its own: one a page, and one more after each trap. */
export const instance = (kind, number) => only(kind + number, async () => {
  const { files } = page.loader, wasm = files[kind + 'wasm'], glue = own(files[kind + 'glue']);
  const exports = page.loader.bring(kind + 'glue', number).catch(async () => {
    const answer = await get(glue, 'unsupported', 1);
    throw new Problem('unsupported', /script/.test(answer.headers.get('content-type')) ? 'csp' : 'mime', glue);
  });
  exports.catch(String);
  const compiled = page.loader.plain ? null : only(wasm, () => compile(wasm));
  compiled?.catch(String);
  const module = { wasm, kind, ...await exports };
  // Plain JavaScript has no parts, and what is no budget only two.
  const complete = () => module.whole = module.rest = module.charts = module.sets = true;
  if (kind) module.charts = module.sets = true;
  // Something on the way may refuse the module's file: plain JavaScript may pass, or the first reason counts.
  const plainly = async problem => {
    page.loader.plain = problem.reason;
    const plain = await page.loader.bring(kind + 'plain').catch(() => { throw problem; });
    module.first = module.plain(plain.default);
    complete();
  };
  if (compiled) await compiled.then(async done => { module.first = await module.default(done); }, plainly);
  else await plainly(new Problem('unsupported', page.loader.plain, own(wasm)));
  if (habits.hasty) await whole(module);
  return module;
});

/** Joins a part of the module to the one before it. Until then, what it has would trap. */
const join = (module, part, before) => module[part] ||= only(module.kind + part, () => compile(page.loader.files[module.kind + part]))
  .then(compiled => WebAssembly.instantiate(compiled, { first: before }))
  .then(({ exports }) => exports, problem => {
    module[part] = null;
    throw problem;
  });

/** All that the first picture does without, and the parts that are asked for: `charts` for what has axes, `sets` for tables. */
export const whole = async (module, parts = []) => {
  const rest = await join(module, 'rest', module.first);
  module.whole = true;
  await Promise.all(parts.map(part => join(module, part, rest)));
};

async function compile(file) {
  const refused = (error, url) => {
    const reason = /security|csp|eval|disallowed|blocked/i.test(error) ? 'csp' : 'filtered';
    return new Problem('unsupported', reason, url);
  };
  const answer = await get(own(file), 'unsupported');
  try {
    // A server that does not know the type costs only the streaming.
    if (answer.headers.get('content-type') == 'application/wasm') return await WebAssembly.compileStreaming(answer);
    return await WebAssembly.compile(await answer.arrayBuffer());
  } catch (error) {
    throw refused(error, answer.url);
  }
}
