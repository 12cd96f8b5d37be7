export * from './dist/daylight.js';

/**
 * Loads Daylight from the address of a copy of `daylight.js` (with the rest of `dist/` beside it) or of `daylight.single.js`.
 * The first address counts; later calls wait for it. Kept when the elements are defined; on a server nothing happens.
 */
export function load(address: string | URL): Promise<void>;
