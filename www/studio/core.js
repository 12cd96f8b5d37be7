/* The core: in a worker where there may be one, else on the page's own thread. Both answer calls with a promise. */

async function load(make, wasm) {
  const bytes = Uint8Array.from(atob(wasm), char => char.charCodeAt(0));
  const core = make();
  await core.default(await WebAssembly.compile(bytes));
  return core;
}

/** Inside a worker: answers what the page asks. */
export function serve(make, wasm) {
  const loaded = load(make, wasm);
  self.onmessage = async ({ data: { id, name, values } }) => {
    try {
      self.postMessage({ id, value: (await loaded)[name](...values) });
    } catch (fault) {
      self.postMessage({ id, fault: String(fault) });
    }
  };
}

function inWorker(text) {
  const address = URL.createObjectURL(new Blob([`(${text})()`], { type: 'text/javascript' }));
  const worker = new Worker(address);
  const waiting = new Map();
  let number = 0;
  const refuse = fault => {
    for (const { no } of waiting.values()) no(new Error(fault));
    waiting.clear();
  };
  worker.onmessage = ({ data: { id, value, fault } }) => {
    const { yes, no } = waiting.get(id) || {};
    waiting.delete(id);
    if (fault !== undefined) no(new Error(fault));
    else yes(value);
  };
  worker.onerror = event => refuse(event.message || 'worker');
  return {
    call: (name, ...values) => new Promise((yes, no) => {
      number += 1;
      waiting.set(number, { yes, no });
      // Bytes are given away, not copied.
      worker.postMessage({ id: number, name, values }, values.filter(value => value.buffer).map(value => value.buffer));
    }),
    end() {
      worker.terminate();
      URL.revokeObjectURL(address);
      refuse('ended');
    },
  };
}

function onPage(make, wasm) {
  const loaded = load(make, wasm);
  return { call: async (name, ...values) => (await loaded)[name](...values) };
}

/** A core that has chosen its language: its `call`, its `end` where it can be stopped, and its `choices`. */
export async function open(make, wasm, text, lang) {
  let core;
  try {
    core = inWorker(text);
    core.choices = JSON.parse(await core.call('choices', lang));
  } catch {
    // A browser that lets no worker in.
    core = onPage(make, wasm);
    core.choices = JSON.parse(await core.call('choices', lang));
  }
  return core;
}
