export * from './dist/daylight.js';

/** Kept when the elements are defined. */
export const ready: Promise<void>;
