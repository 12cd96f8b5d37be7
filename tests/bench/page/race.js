// The page of the race: loads the programs and the bytes once; the runner then asks for one run after another.
import { sumByByteLoop } from './byte_loop.js';
import { sumByStringLoop } from './string_loop.js';

const programs = {
  'string loop': sumByStringLoop,
  'byte loop': sumByByteLoop,
};
let bytes;

/** Fetches the ledger and, where the page's address names it, Daylight's module with the descriptor. */
async function prepare() {
  const ours = new URLSearchParams(location.search).get('module');
  const load = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  };
  bytes = new Uint8Array(await (await load('/ledger.csv')).arrayBuffer());
  if (ours) {
    const glue = await import(ours);
    await glue.default();
    const descriptor = await (await load('/datapackage.json')).text();
    programs.daylight = (input) => glue.bench_sum(descriptor, input);
  }
  return Object.keys(programs);
}

/** One run: how long it took, and its answer. */
function run(name) {
  const started = performance.now();
  const answer = programs[name](bytes);
  return { wallMs: performance.now() - started, answer };
}

window.race = { prepare, run };
