/* The entry that needs nothing copied: the one file as an asset of the bundle, which bundlers find by this very expression. */

import { load } from './index.js';

/** Kept when the elements are defined. */
export const ready = load(new URL('./dist/daylight.single.js', import.meta.url).href);
