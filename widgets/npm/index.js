/* The package's entry: puts the loader on the page as the classic script that it is, once. The loader finds what belongs to it
   beside its own address, so that no bundler needs to know those files. */

let coming;

/** Loads Daylight from the address of `daylight.js` or `daylight.single.js`. The first address counts; later calls wait for it.
    On a server, where there is no page, nothing happens. */
export function load(address) {
  if (typeof document === 'undefined') return Promise.resolve();
  coming = coming || new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      coming = null;
      script.remove();
      reject(new Error(`daylight-widgets: nothing could be loaded from ${address}`));
    };
    document.head.append(script);
  });
  return coming;
}
