/* The studio's script, all of it: on a page it is the page, in a worker it is the core. The worker is made from this script's own
   text, so that it has the policy of the page that made it, and nothing is fetched. */
import { serve } from './core.js';
import { start } from './page.js';

/** @param make the glue of the core; @param wasm the core in base64; @param text the text of this whole script */
export function run(make, wasm, text) {
  const script = typeof document == 'undefined' ? null : document.currentScript;
  if (typeof document == 'undefined') serve(make, wasm);
  else if (document.readyState == 'loading') document.addEventListener('DOMContentLoaded', () => start(make, wasm, text, script));
  else start(make, wasm, text, script);
}
