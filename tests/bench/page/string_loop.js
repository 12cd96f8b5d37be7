// The ordinary way: bytes to a text, a loop over its characters, a Map of sums. Bytes in, the race's answer out.
//
// Written as a careful developer writes it: no line and no cell becomes a string of its own unless it is needed.
import { answer } from './answer.js';

// Sums stay numbers while numbers are exact, and move into a BigInt before they are not.
const SAFE = Number.MAX_SAFE_INTEGER / 2;
const COLUMNS = 8;

/** @param {Uint8Array} bytes */
export function sumByStringLoop(bytes) {
  const text = new TextDecoder().decode(bytes);
  const leaves = new Map();
  const bad = [];
  let row = 1;
  let at = text.indexOf('\n') + 1 || text.length;
  while (at < text.length) {
    row += 1;
    let year = '';
    let code = '';
    let amount = '';
    let column = 0;
    for (;;) {
      const from = at;
      if (text.charCodeAt(at) === 34) at = afterQuotes(text, at);
      while (at < text.length && text.charCodeAt(at) !== 44 && text.charCodeAt(at) !== 10) at += 1;
      if (column === 0) year = text.slice(from, from + 4);
      else if (column === 3) code = unquoted(text, from, at);
      else if (column === COLUMNS - 1) amount = unquoted(text, from, at);
      column += 1;
      at += 1;
      if (text.charCodeAt(at - 1) !== 44) break;
    }
    const cents = column === COLUMNS ? readCents(amount) : undefined;
    if (cents === undefined) {
      bad.push(row);
      continue;
    }
    const key = year + '/' + code;
    let leaf = leaves.get(key);
    if (!leaf) leaves.set(key, (leaf = { exact: 0n, pending: 0 }));
    if (typeof cents === 'bigint') {
      leaf.exact += cents;
      continue;
    }
    leaf.pending += cents;
    if (leaf.pending > SAFE || leaf.pending < -SAFE) {
      leaf.exact += BigInt(leaf.pending);
      leaf.pending = 0;
    }
  }
  const sums = new Map();
  for (const [key, leaf] of leaves) sums.set(key, leaf.exact + BigInt(leaf.pending));
  return answer(row - 1, bad, sums);
}

/** The place after a quoted part; `""` inside it stands for a quote. */
function afterQuotes(text, at) {
  do {
    at = text.indexOf('"', at + 1) + 1;
    if (at === 0) return text.length;
  } while (text.charCodeAt(at) === 34);
  return at;
}

function unquoted(text, from, to) {
  const end = text.charCodeAt(to - 1) === 13 ? to - 1 : to;
  if (text.charCodeAt(from) !== 34) return text.slice(from, end);
  return text.slice(from + 1, end - 1).replaceAll('""', '"');
}

/** Cents of `-12.3`; undefined where the cell is no number with two decimals at most. */
function readCents(cell) {
  let cents = 0;
  let decimals = -1;
  const first = cell.charCodeAt(0) === 45 ? 1 : 0;
  for (let at = first; at < cell.length; at += 1) {
    const digit = cell.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) {
      cents = cents * 10 + digit;
      if (decimals >= 0) decimals += 1;
    } else if (digit === -2 && decimals < 0 && at > first) {
      decimals = 0;
    } else {
      return undefined;
    }
  }
  if (cell.length === first || decimals === 0 || decimals > 2) return undefined;
  cents *= decimals === 2 ? 1 : decimals === 1 ? 10 : 100;
  if (cents > SAFE) return BigInt(cell.replace('.', '')) * (decimals === 2 ? 1n : decimals === 1 ? 10n : 100n);
  return first ? -cents : cents;
}
